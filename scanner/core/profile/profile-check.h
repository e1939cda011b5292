/*
 * Does a profile make sense as a whole? What a single value can break is refused by the reader in
 * profile-json.c; here is what only several values together can break.
 */
#ifndef SCN_CORE_PROFILE_PROFILE_CHECK_H
#define SCN_CORE_PROFILE_PROFILE_CHECK_H

#include "core/base/text.h"
#include "core/profile/profile.h"

/* NULL if all is well; else the key of the file that is wrong, and the sentence is added to why. */
const char *scn_profile_check(const struct scn_profile *profile, struct scn_text *why);

#endif
