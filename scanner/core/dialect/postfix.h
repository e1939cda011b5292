/*
 * The sending side of a Postfix: main.cf or the output of `postconf -n` (postconf(5), smtp_tls_*,
 * tls_*). The security level says what happens after a failure and which of the two sets of settings
 * counts; the rest becomes words for OpenSSL, as tls_set_ciphers() and tls_client.c of Postfix do it.
 * What a file does not say is the default of Postfix 3.7.
 */
#ifndef SCN_CORE_DIALECT_POSTFIX_H
#define SCN_CORE_DIALECT_POSTFIX_H

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/dialect/openssl-config.h"
#include "core/profile/profile.h"

struct scn_postfix {
	struct scn_openssl_config openssl;
	const char *level; /* "may", "encrypt" …; static */
	enum scn_verifies verifies;
	enum scn_after_failure after_failure;
	bool sends_sni;
};

void scn_postfix_finish(struct scn_postfix *postfix);
/* False: the sentence is in *error. notes: whole lines about what was read and does not count here. */
bool scn_postfix_read(struct scn_bytes file, struct scn_postfix *out, struct scn_text *notes,
	struct scn_text *error);
bool scn_postfix_recognise(struct scn_bytes file);
/* Lines for main.cf. False, and *missing says why: it cannot be written. Else *missing says what the
 * format does not hold. */
bool scn_postfix_write(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing);

#endif
