#include "tls/tls-server.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "core/base/alloc.h"

/* ---- certificates ---- */

static bool add_extension(X509 *certificate, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
	bool ok = extension && X509_add_ext(certificate, extension, -1) == 1;

	X509_EXTENSION_free(extension);
	return ok;
}

static X509 *self_signed(EVP_PKEY *key)
{
	X509 *certificate = X509_new();
	X509_NAME *name = X509_get_subject_name(certificate);

	if (X509_set_version(certificate, X509_VERSION_3) &&
		ASN1_INTEGER_set(X509_get_serialNumber(certificate), 7) &&
		X509_gmtime_adj(X509_getm_notBefore(certificate), -3600) &&
		X509_gmtime_adj(X509_getm_notAfter(certificate), 24 * 3600) &&
		X509_NAME_add_entry_by_txt(
			name, "CN", MBSTRING_ASC, (const unsigned char *)"mx.example", -1, -1, 0) &&
		X509_set_issuer_name(certificate, name) && X509_set_pubkey(certificate, key) &&
		add_extension(
			certificate, NID_subject_alt_name, "DNS:mx.example,DNS:*.wild.example") &&
		X509_sign(certificate, key, EVP_sha256()))
		return certificate;
	X509_free(certificate);
	return NULL;
}

static void keep(struct scn_builder *to, int len, unsigned char *take_der)
{
	if (len > 0)
		scn_build_bytes(to, (struct scn_bytes){ take_der, (size_t)len });
	OPENSSL_free(take_der);
}

bool test_certificate_make(struct test_certificate *out, enum test_key kind)
{
	EVP_PKEY *key = kind == TEST_KEY_RSA ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
	X509 *certificate = key ? self_signed(key) : NULL;
	unsigned char *der = NULL, *key_der = NULL;

	*out = (struct test_certificate){ .kind = kind };
	if (certificate) {
		int len = i2d_X509(certificate, &der);

		keep(&out->der, len, der);
		len = i2d_PrivateKey(key, &key_der);
		keep(&out->key, len, key_der);
	}
	X509_free(certificate);
	EVP_PKEY_free(key);
	return out->der.len && out->key.len;
}

void test_certificate_finish(struct test_certificate *c)
{
	scn_builder_finish(&c->der);
	scn_builder_finish(&c->key);
}

/* ---- the server ---- */

struct tls_server {
	SSL_CTX *ctx;
	SSL *ssl;
	BIO *in, *out;
};

static EVP_PKEY *make_dh(unsigned bits)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "DH", NULL);
	EVP_PKEY *key = NULL;

	if (EVP_PKEY_paramgen_init(ctx) != 1 ||
		EVP_PKEY_CTX_set_dh_paramgen_prime_len(ctx, (int)bits) != 1 ||
		EVP_PKEY_paramgen(ctx, &key) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(ctx);
	return key;
}

static bool set_suite(SSL_CTX *ctx, scn_suite_code code)
{
	const struct scn_suite *suite = scn_suite_by_code(code);

	if (code == 0)
		return SSL_CTX_set_cipher_list(ctx, "ALL:COMPLEMENTOFALL") == 1;
	if (suite->kx == SCN_KX_TLS13)
		return SSL_CTX_set_ciphersuites(ctx, suite->openssl) == 1;
	return SSL_CTX_set_cipher_list(ctx, suite->openssl) == 1;
}

static bool set_dh(SSL_CTX *ctx, unsigned bits)
{
	return bits ? SSL_CTX_set0_tmp_dh_pkey(ctx, make_dh(bits)) == 1
		    : SSL_CTX_set_dh_auto(ctx, 1) == 1;
}

static int accept_any(int ok, X509_STORE_CTX *store)
{
	return 1;
}

/* At level 0 OpenSSL still refuses DH groups below 1024 bits; with a callback it does not. */
static int allow_all(const SSL *ssl, const SSL_CTX *ctx, int operation, int bits, int nid,
	void *other, void *user)
{
	return 1;
}

static bool configure(
	SSL_CTX *ctx, const struct tls_server_options *options, const struct test_certificate *c)
{
	static const int modes[] = {
		[ASK_NEVER] = SSL_VERIFY_NONE,
		[ASK_POLITELY] = SSL_VERIFY_PEER,
		[ASK_OR_FAIL] = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
	};

	SSL_CTX_set_security_callback(ctx, allow_all);
	SSL_CTX_set_verify(ctx, modes[options->ask_client], accept_any);
	return set_suite(ctx, options->suite) && set_dh(ctx, options->dh_bits) &&
	       SSL_CTX_set_min_proto_version(ctx, scn_version_wire(options->oldest)) == 1 &&
	       SSL_CTX_set_max_proto_version(ctx, scn_version_wire(options->newest)) == 1 &&
	       (!options->groups || SSL_CTX_set1_groups_list(ctx, options->groups) == 1) &&
	       SSL_CTX_use_certificate_ASN1(ctx, (int)c->der.len, c->der.data) == 1 &&
	       SSL_CTX_use_PrivateKey_ASN1(c->kind == TEST_KEY_RSA ? EVP_PKEY_RSA : EVP_PKEY_EC,
		       ctx, c->key.data, (long)c->key.len) == 1;
}

static void stop(struct tls_server *s)
{
	SSL_free(s->ssl);
	SSL_CTX_free(s->ctx);
	ERR_clear_error();
	free(s);
}

static struct tls_server *start(
	const struct tls_server_options *options, const struct test_certificate *c)
{
	struct tls_server *s = scn_alloc(1, sizeof(*s));

	s->ctx = SSL_CTX_new(TLS_server_method());
	if (!configure(s->ctx, options, c)) {
		stop(s);
		return NULL;
	}
	s->ssl = SSL_new(s->ctx);
	s->in = BIO_new(BIO_s_mem());
	s->out = BIO_new(BIO_s_mem());
	SSL_set_bio(s->ssl, s->in, s->out);
	SSL_set_accept_state(s->ssl);
	return s;
}

static void drain(struct tls_server *s, struct scn_builder *out)
{
	uint8_t buffer[4096];
	int len;

	while ((len = BIO_read(s->out, buffer, sizeof(buffer))) > 0)
		scn_build_bytes(out, (struct scn_bytes){ buffer, (size_t)len });
}

static void feed(struct tls_server *s, struct scn_bytes in, struct scn_builder *out,
	struct scn_builder *plain_out)
{
	uint8_t buffer[4096];
	int len;

	if (in.len)
		BIO_write(s->in, in.at, (int)in.len);
	while ((len = SSL_read(s->ssl, buffer, sizeof(buffer))) > 0)
		scn_build_bytes(plain_out, (struct scn_bytes){ buffer, (size_t)len });
	ERR_clear_error();
	drain(s, out);
}

static bool is_done(struct tls_server *s)
{
	return SSL_is_init_finished(s->ssl);
}

static void send_plain(struct tls_server *s, struct scn_bytes plain, struct scn_builder *out)
{
	SSL_write(s->ssl, plain.at, (int)plain.len);
	drain(s, out);
}

const struct tls_server_kind openssl_server = {
	.name = "openssl",
	.start = start,
	.feed = feed,
	.done = is_done,
	.send = send_plain,
	.stop = stop,
};
