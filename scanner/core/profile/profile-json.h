/*
 * A profile file in and out. Reading is strict: unknown keys, unknown names, duplicates and wrong
 * types are refused with file, line and what was expected.
 */
#ifndef SCN_CORE_PROFILE_PROFILE_JSON_H
#define SCN_CORE_PROFILE_PROFILE_JSON_H

#include "core/base/text.h"
#include "core/profile/profile.h"

#define SCN_PROFILE_SCHEMA "handfast/profile/1"

/* NULL: the sentence is in *error_out. name: the file, for complaints; profile.file stays NULL, who
 * reads a user's file sets it. */
struct scn_profile *scn_profile_load(
	const char *text, size_t len, const char *name, struct scn_text *error_out);
void scn_profile_save(const struct scn_profile *profile, struct scn_text *out);

#endif
