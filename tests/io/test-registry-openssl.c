/* Our tables against those of the linked OpenSSL: suites, groups, primes. */
#include "test.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <openssl/ssl.h>

#include "core/base/alloc.h"
#include "core/registry/group.h"
#include "core/registry/suite.h"

enum {
	LONGEST_PRIME = 1024,
};

static const struct {
	int nid;
	enum scn_kx kx;
} exchanges[] = {
	{ NID_kx_rsa, SCN_KX_RSA },
	{ NID_kx_ecdhe, SCN_KX_ECDHE },
	{ NID_kx_dhe, SCN_KX_DHE },
	{ NID_kx_ecdhe_psk, SCN_KX_ECDHE_PSK },
	{ NID_kx_dhe_psk, SCN_KX_DHE_PSK },
	{ NID_kx_rsa_psk, SCN_KX_RSA_PSK },
	{ NID_kx_psk, SCN_KX_PSK },
	{ NID_kx_srp, SCN_KX_SRP },
	{ NID_kx_gost, SCN_KX_GOST },
	{ NID_kx_any, SCN_KX_TLS13 },
};

static void check_exchange(const SSL_CIPHER *cipher, const struct scn_suite *suite)
{
	int nid = SSL_CIPHER_get_kx_nid(cipher);
	size_t i = 0;

	while (i < SCN_COUNT(exchanges) && exchanges[i].nid != nid)
		i++;
	assert_true(i < SCN_COUNT(exchanges));
	assert_int_equal(suite->kx, exchanges[i].kx);
}

static void check_cipher(const SSL_CIPHER *cipher)
{
	scn_suite_code code = SSL_CIPHER_get_protocol_id(cipher);
	const struct scn_suite *suite = scn_suite_by_code(code);

	if (!suite)
		fail_msg("0x%04X %s is not in the table", code, SSL_CIPHER_get_name(cipher));
	assert_non_null(suite->openssl);
	assert_string_equal(suite->openssl, SSL_CIPHER_get_name(cipher));
	assert_string_equal(suite->name, SSL_CIPHER_standard_name(cipher));
	assert_int_equal(suite->aead, SSL_CIPHER_is_aead(cipher));
	assert_int_equal(
		suite->auth == SCN_AUTH_ANON, SSL_CIPHER_get_auth_nid(cipher) == NID_auth_null);
	check_exchange(cipher, suite);
}

static void test_suites(void **state)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_method());
	STACK_OF(SSL_CIPHER) * ciphers;

	assert_non_null(ctx);
	assert_int_equal(SSL_CTX_set_cipher_list(ctx, "ALL:COMPLEMENTOFALL:@SECLEVEL=0"), 1);
	assert_int_equal(
		SSL_CTX_set_ciphersuites(ctx, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:"
					      "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_CCM_SHA256:"
					      "TLS_AES_128_CCM_8_SHA256"),
		1);
	ciphers = SSL_CTX_get_ciphers(ctx);
	assert_true(sk_SSL_CIPHER_num(ciphers) >= 30);
	for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); i++)
		check_cipher(sk_SSL_CIPHER_value(ciphers, i));
	SSL_CTX_free(ctx);
}

/* Is name one of the comma-separated names, in just this spelling? */
static bool is_listed(const char *list, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = list; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (strncmp(at, name, len) == 0 && (at[len] == ',' || !at[len]))
			return true;
	}
	return false;
}

static int check_group(const OSSL_PARAM params[], void *user)
{
	size_t *count = user;
	const char *name = NULL;
	unsigned code = 0;
	const struct scn_group *group;

	assert_int_equal(
		OSSL_PARAM_get_utf8_string_ptr(
			OSSL_PARAM_locate_const(params, OSSL_CAPABILITY_TLS_GROUP_NAME), &name),
		1);
	assert_int_equal(
		OSSL_PARAM_get_uint(
			OSSL_PARAM_locate_const(params, OSSL_CAPABILITY_TLS_GROUP_ID), &code),
		1);
	group = scn_group_by_code((uint16_t)code);
	if (!group)
		fail_msg("0x%04X %s is not in the table", code, name);
	if (!is_listed(group->openssl, name))
		fail_msg("0x%04X has no name %s", code, name);
	(*count)++;
	return 1;
}

static void test_groups(void **state)
{
	OSSL_PROVIDER *provider = OSSL_PROVIDER_load(NULL, "default");
	size_t count = 0;

	assert_non_null(provider);
	assert_int_equal(
		OSSL_PROVIDER_get_capabilities(provider, "TLS-GROUP", check_group, &count), 1);
	assert_true(count >= 10);
	OSSL_PROVIDER_unload(provider);
}

static const struct {
	const char *group; /* as OpenSSL calls it */
	const char *name;
} primes[] = {
	{ "ffdhe2048", "ffdhe2048" },
	{ "ffdhe3072", "ffdhe3072" },
	{ "ffdhe4096", "ffdhe4096" },
	{ "ffdhe6144", "ffdhe6144" },
	{ "ffdhe8192", "ffdhe8192" },
	{ "modp_1536", "modp1536 (RFC 3526)" },
	{ "modp_2048", "modp2048 (RFC 3526)" },
	{ "modp_3072", "modp3072 (RFC 3526)" },
	{ "modp_4096", "modp4096 (RFC 3526)" },
	{ "modp_6144", "modp6144 (RFC 3526)" },
	{ "modp_8192", "modp8192 (RFC 3526)" },
	{ "dh_1024_160", "modp1024s160 (RFC 5114)" },
	{ "dh_2048_224", "modp2048s224 (RFC 5114)" },
	{ "dh_2048_256", "modp2048s256 (RFC 5114)" },
};

/* The name is right, and no digit can be changed without losing it. */
static void check_prime(BIGNUM *p, const char *name)
{
	uint8_t bytes[LONGEST_PRIME];
	size_t len;

	assert_non_null(p);
	assert_true(BN_num_bytes(p) <= LONGEST_PRIME);
	len = (size_t)BN_bn2bin(p, bytes);
	assert_non_null(scn_dh_prime_name(bytes, len));
	assert_string_equal(scn_dh_prime_name(bytes, len), name);
	for (size_t i = 0; i < len; i++) {
		bytes[i] ^= 1;
		assert_null(scn_dh_prime_name(bytes, len));
		bytes[i] ^= 1;
	}
	BN_free(p);
}

static BIGNUM *prime_of(const char *group)
{
	OSSL_PARAM params[] = {
		OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)group, 0),
		OSSL_PARAM_END,
	};
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(
		NULL, strncmp(group, "dh_", 3) == 0 ? "DHX" : "DH", NULL);
	EVP_PKEY *key = NULL;
	BIGNUM *p = NULL;

	assert_non_null(ctx);
	assert_true(EVP_PKEY_paramgen_init(ctx) > 0 && EVP_PKEY_CTX_set_params(ctx, params) > 0 &&
		    EVP_PKEY_paramgen(ctx, &key) > 0);
	assert_int_equal(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_FFC_P, &p), 1);
	EVP_PKEY_free(key);
	EVP_PKEY_CTX_free(ctx);
	return p;
}

static void test_primes(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(primes); i++)
		check_prime(prime_of(primes[i].group), primes[i].name);
	check_prime(BN_get_rfc2409_prime_768(NULL), "Oakley group 1 (RFC 2409)");
	check_prime(BN_get_rfc2409_prime_1024(NULL), "Oakley group 2 (RFC 2409)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_suites),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_primes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
