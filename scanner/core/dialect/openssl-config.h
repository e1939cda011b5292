/*
 * What a configuration tells OpenSSL, as text: cipher string, suites of TLS 1.3, groups, signature
 * algorithms, versions. Read here, evaluated only by OpenSSL itself (io/import-openssl.h).
 *
 * The file is one cipher string ("DEFAULT:!kRSA@SECLEVEL=1"), or lines KEY = VALUE with the words of
 * SSL_CONF_cmd(3): CipherString, Ciphersuites, Groups or Curves, SignatureAlgorithms, MinProtocol,
 * MaxProtocol, Protocol, Options; # begins a comment, [section] is passed over.
 */
#ifndef SCN_CORE_DIALECT_OPENSSL_CONFIG_H
#define SCN_CORE_DIALECT_OPENSSL_CONFIG_H

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/profile/profile.h"
#include "core/registry/version.h"

enum scn_openssl_options {
	SCN_OPENSSL_NO_TICKET = 1 << 0,
	SCN_OPENSSL_NO_ETM = 1 << 1,
	SCN_OPENSSL_NO_EMS = 1 << 2,
	SCN_OPENSSL_LEGACY_SERVER = 1 << 3, /* connect without secure renegotiation */
	SCN_OPENSSL_NO_MIDDLEBOX = 1 << 4,
	SCN_OPENSSL_BUGS = 1 << 5, /* SSL_OP_ALL: padding among them */
};

/* NULL, 0: not said, the library's own. */
struct scn_openssl_config {
	char *ciphers, *ciphersuites, *groups, *schemes;
	bool filter_groups; /* leave out groups that the library does not have, as Postfix does */
	scn_versions off;   /* never offered */
	bool has_level;
	int level; /* before the cipher string is applied, which may name its own */
	unsigned options;
};

void scn_openssl_config_finish(struct scn_openssl_config *config);
/* False: the sentence is in *error. *out is zeroed before. */
bool scn_openssl_config_read(
	struct scn_bytes file, struct scn_openssl_config *out, struct scn_text *error);
/* Does it look like one that says what it is (KEY = VALUE)? A bare string does not. */
bool scn_openssl_config_recognise(struct scn_bytes file);

/* The same back; false: one sentence in *missing says why not. What the format cannot hold is said
 * there as well where it was written. */
bool scn_openssl_config_write(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing);

/* Names of a profile in OpenSSL's words, separated by colons; how many have none. */
enum scn_openssl_list {
	SCN_OPENSSL_CIPHERS,      /* TLS 1.2 and older */
	SCN_OPENSSL_CIPHERSUITES, /* TLS 1.3 */
	SCN_OPENSSL_GROUPS,
	SCN_OPENSSL_SCHEMES,
};
size_t scn_openssl_names(
	const struct scn_profile *profile, enum scn_openssl_list list, struct scn_text *out);

#endif
