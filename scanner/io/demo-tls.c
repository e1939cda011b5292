#include "io/demo-tls.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include "core/base/alloc.h"

enum {
	VALID_SECONDS = 90 * 24 * 3600,
	RSA_BITS = 2048,
};

/* A row a scenario; the zero of each field is the library's own default. */
struct settings {
	const char *scenario;
	const char *suites; /* TLS 1.2 and older */
	const char *groups;
	const char *dh_group; /* a named group, or NULL: the library's choice */
	int dh_bits;          /* a group of our own making, for sizes that have no name */
	int min_version, max_version;
	bool ecdsa; /* the key; else RSA */
};

static const struct settings table[] = {
	{ .scenario = "exchange-2019",
		.suites = "DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256",
		.dh_group = "ffdhe2048",
		.max_version = TLS1_2_VERSION },
	{ .scenario = "tls10",
		.suites = "DHE-RSA-AES256-SHA:DHE-RSA-AES128-SHA:AES256-SHA:AES128-SHA",
		.dh_group = "ffdhe2048",
		.min_version = TLS1_VERSION,
		.max_version = TLS1_VERSION },
	{ .scenario = "ecdsa-only", .ecdsa = true, .max_version = TLS1_2_VERSION },
	{ .scenario = "curve",
		.suites = "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256",
		.groups = "P-521",
		.max_version = TLS1_2_VERSION },
	{ .scenario = "small-dh",
		.suites = "DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256",
		.dh_bits = 512,
		.max_version = TLS1_2_VERSION },
	{ .scenario = "weak", .suites = "AES256-SHA:AES128-SHA", .max_version = TLS1_2_VERSION },
	{ .scenario = "modern",
		.suites = "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM",
		.min_version = TLS1_2_VERSION },
	{ .scenario = NULL }, /* the others: the library's defaults */
};

static const struct settings *find(const char *scenario)
{
	const struct settings *row = table;

	while (row->scenario && strcmp(row->scenario, scenario) != 0)
		row++;
	return row;
}

static bool add_name(X509 *certificate, const char *host)
{
	X509_NAME *name = X509_get_subject_name(certificate);
	GENERAL_NAMES *names = GENERAL_NAMES_new();
	GENERAL_NAME *entry = GENERAL_NAME_new();
	ASN1_IA5STRING *text = ASN1_IA5STRING_new();
	bool ok = names && entry && text && ASN1_STRING_set(text, host, -1) &&
		  X509_NAME_add_entry_by_txt(
			  name, "CN", MBSTRING_ASC, (const unsigned char *)host, -1, -1, 0) &&
		  X509_set_issuer_name(certificate, name);

	if (!ok) {
		ASN1_IA5STRING_free(text);
		GENERAL_NAME_free(entry);
		GENERAL_NAMES_free(names);
		return false;
	}
	GENERAL_NAME_set0_value(entry, GEN_DNS, text);
	sk_GENERAL_NAME_push(names, entry);
	ok = X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, 0) == 1;
	GENERAL_NAMES_free(names);
	return ok;
}

static X509 *self_signed(EVP_PKEY *key)
{
	X509 *certificate = X509_new();

	if (certificate && X509_set_version(certificate, X509_VERSION_3) &&
		ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1) &&
		X509_gmtime_adj(X509_getm_notBefore(certificate), -3600) &&
		X509_gmtime_adj(X509_getm_notAfter(certificate), VALID_SECONDS) &&
		X509_set_pubkey(certificate, key) &&
		add_name(certificate, "demo.handfast.example") &&
		X509_sign(certificate, key, EVP_sha256()))
		return certificate;
	X509_free(certificate);
	return NULL;
}

static bool set_key(SSL_CTX *tls, const struct settings *s)
{
	EVP_PKEY *key = s->ecdsa ? EVP_EC_gen("P-256") : EVP_RSA_gen(RSA_BITS);
	X509 *certificate = key ? self_signed(key) : NULL;
	bool ok = certificate && SSL_CTX_use_certificate(tls, certificate) == 1 &&
		  SSL_CTX_use_PrivateKey(tls, key) == 1;

	X509_free(certificate);
	EVP_PKEY_free(key);
	return ok;
}

/* DH parameters: a named group, or (far too small) ones made now. */
static EVP_PKEY *make_dh(const struct settings *s)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "DH", NULL);
	EVP_PKEY *key = NULL;

	if (ctx && EVP_PKEY_paramgen_init(ctx) == 1 &&
		(s->dh_group ? EVP_PKEY_CTX_set_group_name(ctx, s->dh_group)
			     : EVP_PKEY_CTX_set_dh_paramgen_prime_len(ctx, s->dh_bits)) == 1 &&
		EVP_PKEY_paramgen(ctx, &key) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(ctx);
	return key;
}

static bool set_dh(SSL_CTX *tls, const struct settings *s)
{
	EVP_PKEY *dh;

	if (!s->dh_group && !s->dh_bits)
		return SSL_CTX_set_dh_auto(tls, 1) == 1;
	dh = make_dh(s);
	if (dh && SSL_CTX_set0_tmp_dh_pkey(tls, dh) == 1)
		return true;
	EVP_PKEY_free(dh);
	return false;
}

/* The demo shows what old servers do. Even at level 0 OpenSSL refuses DH groups below 1024 bits; with
 * a callback it does not. */
static int allow_all(const SSL *ssl, const SSL_CTX *ctx, int operation, int bits, int nid,
	void *other, void *user)
{
	return 1;
}

static bool configure(SSL_CTX *tls, const struct settings *s)
{
	SSL_CTX_set_security_level(tls, 0);
	SSL_CTX_set_security_callback(tls, allow_all);
	SSL_CTX_set_options(tls, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_TICKET);
	SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
	return set_key(tls, s) && set_dh(tls, s) &&
	       SSL_CTX_set_min_proto_version(tls, s->min_version) == 1 &&
	       SSL_CTX_set_max_proto_version(tls, s->max_version) == 1 &&
	       (!s->suites || SSL_CTX_set_cipher_list(tls, s->suites) == 1) &&
	       (!s->groups || SSL_CTX_set1_groups_list(tls, s->groups) == 1);
}

SSL_CTX *scn_demo_tls(const char *scenario)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

	if (tls && configure(tls, find(scenario)))
		return tls;
	SSL_CTX_free(tls);
	ERR_clear_error();
	return NULL;
}

SSL_CTX *scn_demo_tls_any(void)
{
	static const struct settings rsa = { .suites = "ALL:@SECLEVEL=0" },
				     ecdsa = { .ecdsa = true };
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

	if (tls && configure(tls, &rsa) && set_key(tls, &ecdsa))
		return tls;
	SSL_CTX_free(tls);
	ERR_clear_error();
	return NULL;
}
