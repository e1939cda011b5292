/*
 * Cipher suites: every code point that IANA names, GREASE, the two signalling values, well-known
 * values outside IANA, and the kinds of SSL 2.0. Names in five dialects, both ways.
 *
 * The table is suites.inc, one row a suite, sorted by code. To add a suite, add a row there.
 */
#ifndef SCN_CORE_REGISTRY_SUITE_H
#define SCN_CORE_REGISTRY_SUITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/registry/version.h"

/*
 * 0x0000 to 0xFFFF for SSL 3.0 and later; the three-byte kinds of SSL 2.0 are above: 0x010080. The
 * kind 0x000000 is 0x1000000 here, because 0x0000 is a suite of TLS; its low three bytes are right.
 */
typedef uint32_t scn_suite_code;
#define SCN_SUITE_CODE_MAX 0x1000000 /* SSL_CK_NULL_WITH_MD5, which is 0x000000 on the wire */

enum scn_suite_status {
	SCN_SUITE_IANA,
	SCN_SUITE_SCSV,        /* a signal, never selected: 0x00FF, 0x5600 */
	SCN_SUITE_GREASE,      /* RFC 8701 */
	SCN_SUITE_DRAFT,       /* number of an expired draft */
	SCN_SUITE_NONSTANDARD, /* used by some implementation, not at IANA */
	SCN_SUITE_PRIVATE,     /* 0xFFxx */
	SCN_SUITE_SSL2,
};

enum scn_kx {
	SCN_KX_NULL,
	SCN_KX_RSA,
	SCN_KX_DHE,
	SCN_KX_ECDHE,
	SCN_KX_DH,   /* static, the key is in the certificate */
	SCN_KX_ECDH, /* static */
	SCN_KX_PSK,
	SCN_KX_DHE_PSK,
	SCN_KX_RSA_PSK,
	SCN_KX_ECDHE_PSK,
	SCN_KX_SRP,
	SCN_KX_KRB5,
	SCN_KX_GOST,
	SCN_KX_TLS13, /* whatever group the key share has */
	SCN_KX_OTHER,
};

/* What the server proves itself with; for DH and ECDH the key that signed the certificate. */
enum scn_auth {
	SCN_AUTH_NULL,
	SCN_AUTH_RSA,
	SCN_AUTH_ECDSA,
	SCN_AUTH_DSS,
	SCN_AUTH_ANON,
	SCN_AUTH_PSK,
	SCN_AUTH_KRB5,
	SCN_AUTH_GOST,
	SCN_AUTH_ANY, /* TLS 1.3 */
	SCN_AUTH_OTHER,
};

/* How strong: the words of the CLI are "good", "ok", "weak", "broken". */
enum scn_strength {
	SCN_STRENGTH_GOOD,   /* forward secret and AEAD, recommended by RFC 9325 or TLS 1.3 */
	SCN_STRENGTH_OK,     /* allowed: DHE with AEAD */
	SCN_STRENGTH_WEAK,   /* CBC, static RSA, SHA-1, 3DES … works, but should go */
	SCN_STRENGTH_BROKEN, /* NULL, export, RC4, DES, anonymous, SSL 2.0: never proposed */
};

enum scn_dialect {
	SCN_DIALECT_IANA,
	SCN_DIALECT_OPENSSL,
	SCN_DIALECT_GNUTLS,
	SCN_DIALECT_SCHANNEL,
	SCN_DIALECT_WOLFSSL,
	SCN_DIALECT_COUNT,
};

struct scn_suite {
	scn_suite_code code;
	uint8_t name_len;            /* bytes of name */
	const char *name;            /* IANA's name, else the usual one; unique, never NULL */
	const char *openssl;         /* NULL where the library has no name */
	const char *openssl_aliases; /* older names, comma separated, or NULL */
	const char *gnutls;
	const char *schannel;
	const char *wolfssl;
	enum scn_suite_status status;
	enum scn_kx kx;
	enum scn_auth auth;
	const char *cipher; /* "AES_256_GCM", "NULL" */
	const char *mac;    /* "AEAD", "SHA1" … */
	uint16_t key_bits;
	uint16_t effective_bits;
	bool aead;
	bool forward_secret;
	bool export_grade;
	/* Where it may be met in practice, not only where allowed; NONE for GREASE and TLCP. */
	enum scn_version min_version;
	enum scn_version max_version;
	uint8_t likelihood; /* how often servers accept it, 0 (never seen) to 100 */
	enum scn_strength strength;
	const char *weakness; /* why it is weak or broken, a short phrase ("CBC mode"), or NULL */
	const char *reference;
};

/* The whole table, sorted by code. */
const struct scn_suite *scn_suites(size_t *count_out);
/* NULL for a code that nobody has named. */
const struct scn_suite *scn_suite_by_code(scn_suite_code code);
/* By a name in one dialect, aliases included, case-insensitive; Schannel's _P256 … endings are taken off. */
const struct scn_suite *scn_suite_by_name(enum scn_dialect dialect, const char *name);
/* By a name in any dialect, or "0xC02F", "C0,2F", "0xC0, 0x2F", "c02f". */
const struct scn_suite *scn_suite_find(const char *text);
/* The name in a dialect, or NULL. */
const char *scn_suite_name(const struct scn_suite *suite, enum scn_dialect dialect);
/* May this suite be selected at this version in practice? Never true for signals and GREASE. */
bool scn_suite_in_version(const struct scn_suite *suite, enum scn_version version);
/* Is it a real suite that a server can select: not a signal, not GREASE? */
bool scn_suite_selectable(const struct scn_suite *suite);
/* Does a server that selects it send a ServerKeyExchange with DH or ECDH parameters? */
bool scn_suite_has_ecdhe(const struct scn_suite *suite);
bool scn_suite_has_dhe(const struct scn_suite *suite);
/* "0xC02F", "0x010080" or "0x1000000"; out holds SCN_SUITE_CODE_LEN bytes. */
#define SCN_SUITE_CODE_LEN 12
void scn_suite_code_text(scn_suite_code code, char out[SCN_SUITE_CODE_LEN]);
/* Parse "0xC02F"; false if it is not one. */
bool scn_suite_code_parse(const char *text, scn_suite_code *code_out);

const char *scn_strength_word(enum scn_strength strength);
/* "iana", "openssl", "gnutls", "schannel", "wolfssl". */
const char *scn_dialect_word(enum scn_dialect dialect);
/* SCN_DIALECT_COUNT if it is none. */
enum scn_dialect scn_dialect_parse(const char *word);
/* "ECDHE", "DHE", "RSA" …, "ECDSA" … */
const char *scn_kx_word(enum scn_kx kx);
const char *scn_auth_word(enum scn_auth auth);

#endif
