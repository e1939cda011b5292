/*
 * Ready-made lists: what a policy allows, for any client (a row in template.c), or what a version of Windows
 * has as installed (the built-in profiles of Windows). To add one add a row, or a profile.
 */
#ifndef SCN_CORE_PROFILE_TEMPLATE_H
#define SCN_CORE_PROFILE_TEMPLATE_H

#include "core/profile/profile.h"

struct scn_profile_template {
	const char *id;    /* "modern" */
	const char *title; /* "Modern (RFC 9325)"; marked for the catalogue */
};
const struct scn_profile_template *scn_profile_templates(size_t *count_out);
/* The client with these lists instead of its own; scn_edit_take makes a step of it. Schannel gets only what it
 * has a name for. The caller frees it. NULL: there is no such template. */
struct scn_profile *scn_profile_from_template(const char *id, const struct scn_profile *client);

/* Is a built-in profile the defaults of a version of Windows? */
bool scn_profile_is_windows(const struct scn_profile *profile);

#endif
