/*
 * A priority string of GnuTLS is evaluated by GnuTLS itself; here is the reader of what
 * `gnutls-cli -l --priority STRING` answers, and the writer of a string for a profile.
 */
#ifndef SCN_CORE_DIALECT_GNUTLS_H
#define SCN_CORE_DIALECT_GNUTLS_H

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/profile/profile.h"

/* Change the profile (a copy of the base) to what the answer says. False: the sentence is in *error and
 * the profile is half changed. */
bool scn_gnutls_answer(struct scn_bytes answer, struct scn_profile *profile, struct scn_text *notes,
	struct scn_text *error);
/* Does a text look like a priority string, and may it be given to a command line? */
bool scn_gnutls_recognise(struct scn_bytes file);
/* False: *missing says why not; else what the format cannot hold. */
bool scn_gnutls_write(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing);

#endif
