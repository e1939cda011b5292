/* What else of a profile has to change when its lists were changed, so that it stays a whole one. */
#ifndef SCN_CORE_PROFILE_PROFILE_FIT_H
#define SCN_CORE_PROFILE_PROFILE_FIT_H

#include "core/base/text.h"
#include "core/profile/profile.h"

/* A version without a suite cannot be negotiated: it goes, and a line of notes says so. */
void scn_profile_drop_empty_versions(struct scn_profile *profile, struct scn_text *notes);
/* The captured bytes go (they say what the lists said before). Extensions and key shares that no list asks
 * for any more go too, and those that a list asks for come. Versions without a suite must be gone already. */
void scn_profile_fit(struct scn_profile *profile);
/* Is there a suite with static RSA for this version? */
bool scn_profile_has_static_rsa(const struct scn_profile *profile, enum scn_version version);

#endif
