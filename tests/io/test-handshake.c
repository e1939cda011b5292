/*
 * Both back ends against a real OpenSSL server, all in memory: TLS 1.2 and 1.3, plain text both ways, a
 * certificate, a readable failure, and an honest `can`.
 */
#include "test.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "io/backends.h"

enum {
	MAX_ROUNDS = 20,
};

struct server {
	SSL_CTX *ctx;
	SSL *ssl;
	BIO *in, *out;
};

static X509 *self_signed(EVP_PKEY *key)
{
	X509 *x = X509_new();
	X509_NAME *name = X509_get_subject_name(x);

	X509_set_version(x, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
	X509_gmtime_adj(X509_getm_notBefore(x), 0);
	X509_gmtime_adj(X509_getm_notAfter(x), 3600);
	X509_set_pubkey(x, key);
	X509_NAME_add_entry_by_txt(
		name, "CN", MBSTRING_ASC, (const unsigned char *)"mx.firma.example", -1, -1, 0);
	X509_set_issuer_name(x, name);
	X509_sign(x, key, EVP_sha256());
	return x;
}

static void server_start(struct server *s, const char *suites, int max_version)
{
	EVP_PKEY *key = EVP_RSA_gen(2048);
	X509 *certificate = self_signed(key);

	s->ctx = SSL_CTX_new(TLS_server_method());
	SSL_CTX_set_security_level(s->ctx, 0);
	SSL_CTX_set_dh_auto(s->ctx, 1);
	assert_int_equal(SSL_CTX_use_certificate(s->ctx, certificate), 1);
	assert_int_equal(SSL_CTX_use_PrivateKey(s->ctx, key), 1);
	assert_int_equal(SSL_CTX_set_cipher_list(s->ctx, suites), 1);
	SSL_CTX_set_max_proto_version(s->ctx, max_version);
	s->ssl = SSL_new(s->ctx);
	s->in = BIO_new(BIO_s_mem());
	s->out = BIO_new(BIO_s_mem());
	BIO_set_mem_eof_return(s->in, -1);
	SSL_set_bio(s->ssl, s->in, s->out);
	SSL_set_accept_state(s->ssl);
	X509_free(certificate);
	EVP_PKEY_free(key);
}

static void server_finish(struct server *s)
{
	SSL_free(s->ssl);
	SSL_CTX_free(s->ctx);
}

/* Bytes to the server, one step of its handshake, its bytes back. */
static void server_step(struct server *s, struct scn_bytes in, struct scn_builder *out)
{
	uint8_t chunk[4096];
	int len;

	if (in.len)
		BIO_write(s->in, in.at, (int)in.len);
	SSL_do_handshake(s->ssl);
	while ((len = BIO_read(s->out, chunk, sizeof(chunk))) > 0)
		scn_build_bytes(out, (struct scn_bytes){ chunk, (size_t)len });
}

static enum scn_handshake_state shake(
	const struct scn_handshake_backend *backend, struct scn_handshake *h, struct server *s)
{
	enum scn_handshake_state state = SCN_HANDSHAKE_GOING;
	struct scn_builder to_client = { 0 }, plain = { 0 };

	for (int i = 0; i < MAX_ROUNDS && state == SCN_HANDSHAKE_GOING; i++) {
		struct scn_builder to_server = { 0 };

		state = backend->feed(h, scn_built(&to_client), &to_server, &plain);
		scn_builder_finish(&to_client);
		server_step(s, scn_built(&to_server), &to_client);
		scn_builder_finish(&to_server);
	}
	/* What the server sent behind its last message: session tickets of TLS 1.3. */
	if (state == SCN_HANDSHAKE_DONE)
		state = backend->feed(h, scn_built(&to_client), &plain, &plain);
	scn_builder_finish(&to_client);
	scn_builder_finish(&plain);
	return state;
}

/* The library's words travel inside: ours to the server, the server's to us. */
static void expect_words_both_ways(
	const struct scn_handshake_backend *backend, struct scn_handshake *h, struct server *s)
{
	static const uint8_t ehlo[] = "EHLO test\r\n";
	struct scn_builder out = { 0 }, back = { 0 }, plain = { 0 }, more = { 0 };
	char heard[64] = "";

	assert_true(backend->send(h, (struct scn_bytes){ ehlo, sizeof(ehlo) - 1 }, &out));
	server_step(s, scn_built(&out), &back);
	assert_int_equal(SSL_read(s->ssl, heard, sizeof(heard) - 1), sizeof(ehlo) - 1);
	assert_string_equal(heard, (const char *)ehlo);
	assert_int_equal(SSL_write(s->ssl, "250 ok\r\n", 8), 8);
	server_step(s, (struct scn_bytes){ 0 }, &back);
	assert_int_equal(backend->feed(h, scn_built(&back), &more, &plain), SCN_HANDSHAKE_DONE);
	assert_int_equal(plain.len, 8);
	assert_memory_equal(plain.data, "250 ok\r\n", 8);
	backend->close(h, &more);
	assert_true(more.len > 0);
	scn_builder_finish(&out);
	scn_builder_finish(&back);
	scn_builder_finish(&plain);
	scn_builder_finish(&more);
}

static void expect_result(const struct scn_handshake_backend *backend, struct scn_handshake *h,
	enum scn_version version, scn_suite_code suite)
{
	struct scn_handshake_result r = { 0 };

	backend->result(h, &r);
	assert_int_equal(r.version, version);
	assert_int_equal(r.suite, suite);
	assert_null(r.failure);
	assert_int_equal(r.certificate_count, 1);
	assert_string_equal(r.certificates[0].subject, "mx.firma.example");
	assert_int_equal(r.certificates[0].bits, 2048);
	/* Nobody has signed it, and the handshake completes all the same. */
	assert_string_not_equal(r.chain, "trusted");
	assert_int_equal(r.name_matches, SCN_ACCEPTED);
	scn_handshake_result_finish(&r);
}

static struct scn_handshake_order order_of(enum scn_version version, const scn_suite_code *suite)
{
	return (struct scn_handshake_order){ .versions = SCN_VERSION_BIT(version),
		.suites = suite,
		.suite_count = 1,
		.server_name = "mx.firma.example",
		.verify_name = "mx.firma.example" };
}

static void test_completed(void **state)
{
	static const struct {
		enum scn_version version;
		scn_suite_code suite;
	} cases[] = {
		{ SCN_TLS1_2, 0xC02F },
		{ SCN_TLS1_2, 0x009E },
		{ SCN_TLS1_3, 0x1301 },
		{ SCN_TLS1_3, 0x1303 },
	};

	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++) {
		for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
			struct scn_handshake_order order =
				order_of(cases[i].version, &cases[i].suite);
			struct scn_handshake *h;
			struct server s;

			assert_true((*b)->can(&order));
			server_start(&s, "ALL:@SECLEVEL=0", 0);
			h = (*b)->begin(&order);
			assert_non_null(h);
			assert_int_equal(shake(*b, h, &s), SCN_HANDSHAKE_DONE);
			expect_result(*b, h, cases[i].version, cases[i].suite);
			expect_words_both_ways(*b, h, &s);
			(*b)->free(h);
			server_finish(&s);
		}
	}
}

static void test_no_common_suite(void **state)
{
	static const scn_suite_code suite = 0xC030;

	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++) {
		struct scn_handshake_order order = order_of(SCN_TLS1_2, &suite);
		struct scn_handshake_result r = { 0 };
		struct scn_handshake *h;
		struct server s;

		server_start(&s, "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0", TLS1_2_VERSION);
		h = (*b)->begin(&order);
		assert_int_equal(shake(*b, h, &s), SCN_HANDSHAKE_FAILED);
		(*b)->result(h, &r);
		assert_int_equal(r.version, SCN_VERSION_NONE);
		assert_string_equal(r.failure, "alert handshake_failure (40)");
		scn_handshake_result_finish(&r);
		(*b)->free(h);
		server_finish(&s);
	}
}

/* What no installed library has, nobody claims to be able to do. */
static void test_can_is_honest(void **state)
{
	static const scn_suite_code rc4 = 0x0005, psk = 0x00A8, gcm = 0xC02F;
	const struct scn_handshake_order orders[] = { order_of(SCN_TLS1_2, &rc4),
		order_of(SCN_TLS1_2, &psk), order_of(SCN_SSL3, &gcm), order_of(SCN_TLS1_3, &gcm) };

	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++)
		for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
			if ((*b)->can(&orders[i]))
				fail_msg("%s claims order %zu", (*b)->name, i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_completed),
		cmocka_unit_test(test_no_common_suite),
		cmocka_unit_test(test_can_is_honest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
