/*
 * What a log calls a suite, as suites of the registry. Besides the names that the registry knows:
 * GnuTLS descriptions without their TLS_ ("ECDHE_RSA_AES_256_GCM_SHA384"), descriptions with group and
 * signature ("ECDHE_SECP256R1__RSA_PSS_RSAE_SHA256__AES_256_GCM"), and the algorithm ids of Schannel in
 * the protocol log of Exchange, which leave the kind of key open.
 */
#ifndef SCN_CORE_EXPLAIN_SUITE_NAME_H
#define SCN_CORE_EXPLAIN_SUITE_NAME_H

#include "core/explain/explain.h"

/* Sets suite_text and suites of *session; its version is used where it is known. */
void scn_session_suite(struct scn_session *session, const char *name, size_t len);
/* "TLSv1.2", "TLS1_2", "1.2", "TLS1.2", "TLSv1": SCN_VERSION_NONE if it is none. */
enum scn_version scn_version_in_log(const char *text, size_t len);
/* cipher "AES_256", MAC "SHA_384", key exchange "ECDHE", as they follow CALG_; mac_bits 0: the cipher
 * has no MAC of its own (GCM). */
struct scn_calg {
	struct scn_span cipher, mac, kx;
	unsigned mac_bits;
};
void scn_session_calg(struct scn_session *session, const struct scn_calg *calg);
void scn_session_finish(struct scn_session *session);

#endif
