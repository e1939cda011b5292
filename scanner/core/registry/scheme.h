/*
 * Signature schemes (RFC 8446 section 4.2.3) and the hash/signature pairs of TLS 1.2 (RFC 5246
 * section 7.4.1.4.1) that have no scheme name. Table: schemes.inc, sorted by code.
 */
#ifndef SCN_CORE_REGISTRY_SCHEME_H
#define SCN_CORE_REGISTRY_SCHEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum scn_scheme_key {
	SCN_SCHEME_KEY_RSA,
	SCN_SCHEME_KEY_RSA_PSS, /* a key with the OID id-RSASSA-PSS */
	SCN_SCHEME_KEY_ECDSA,
	SCN_SCHEME_KEY_DSA,
	SCN_SCHEME_KEY_ED25519,
	SCN_SCHEME_KEY_ED448,
	SCN_SCHEME_KEY_OTHER,
};

struct scn_scheme {
	uint16_t code;
	const char *name;
	const char *openssl; /* comma separated, first is preferred */
	const char *gnutls;
	const char *schannel;
	enum scn_scheme_key key;
	const char *hash; /* "SHA256", "-" */
	bool tls12;
	bool tls13_verify; /* may sign the TLS 1.3 CertificateVerify of a server */
	bool grease;
};

/* "rsa", "rsa-pss", "ecdsa", "dsa", "ed25519", "ed448", "other"; NULL beyond. */
const char *scn_scheme_key_word(enum scn_scheme_key key);
const struct scn_scheme *scn_schemes(size_t *count_out);
const struct scn_scheme *scn_scheme_by_code(uint16_t code);
/* Any dialect's name, case-insensitive, or "0x0804". */
const struct scn_scheme *scn_scheme_find(const char *text);

#endif
