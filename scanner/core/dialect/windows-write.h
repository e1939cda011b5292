/*
 * A Windows client as its administrator would type it: a script for PowerShell, or the list that a group
 * policy takes. What is not set is not written.
 */
#ifndef SCN_CORE_DIALECT_WINDOWS_WRITE_H
#define SCN_CORE_DIALECT_WINDOWS_WRITE_H

#include "core/base/text.h"
#include "core/profile/profile.h"

enum {
	SCN_WINDOWS_POLICY_MAX_LEN = 1023, /* characters of the policy's list, says Microsoft */
};

/* False: *missing says why not; else what the format cannot hold. */
bool scn_powershell_write(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing);
bool scn_policy_write(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing);
/* Can the policy hold this list? False: the sentence is in *missing. */
bool scn_policy_fits(const struct scn_text *suites, struct scn_text *missing);

#endif
