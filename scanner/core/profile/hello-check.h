/*
 * Does a captured hello say what the lists of its profile say? Private to core/profile.
 */
#ifndef SCN_CORE_PROFILE_HELLO_CHECK_H
#define SCN_CORE_PROFILE_HELLO_CHECK_H

#include "core/base/text.h"
#include "core/profile/profile.h"

/* True if there is no hello or it agrees; else the sentence is added to why. */
bool scn_profile_hello_agrees(const struct scn_profile *profile, struct scn_text *why);

#endif
