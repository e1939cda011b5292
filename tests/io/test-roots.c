/*
 * Every certificate of a bundle is found by its name, those that share a name all of them, and nothing else
 * is. The chains are tests/interop/test-trust.py's.
 */
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/x509.h>

#include "core/base/alloc.h"
#include "io/roots.h"

static EVP_PKEY *key;

static X509 *make(const char *name, long serial)
{
	X509 *certificate = X509_new();
	X509_NAME *subject = X509_get_subject_name(certificate);

	X509_set_version(certificate, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
	X509_gmtime_adj(X509_getm_notBefore(certificate), -1000);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 1000);
	X509_NAME_add_entry_by_txt(
		subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(certificate, subject);
	X509_set_pubkey(certificate, key);
	assert_true(X509_sign(certificate, key, EVP_sha256()) > 0);
	return certificate;
}

static const struct {
	const char *name;
	long serial;
} bundled[] = { { "First", 1 }, { "Second", 2 }, { "Twice", 3 }, { "Third", 4 }, { "Twice", 5 } };
/* The first one stands there once more, as it is. */

/* What else such files hold: comments, a key, a certificate that is cut short. */
static void write_bundle(FILE *file)
{
	fprintf(file, "# First\n");
	for (size_t i = 0; i < SCN_COUNT(bundled); i++) {
		X509 *certificate = make(bundled[i].name, bundled[i].serial);

		PEM_write_X509(file, certificate);
		if (i == 0)
			PEM_write_X509(file, certificate);
		fprintf(file, "\nwords between two certificates\n");
		X509_free(certificate);
		if (i == 1)
			PEM_write_PUBKEY(file, key);
		if (i == 2)
			fprintf(file, "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END "
				      "CERTIFICATE-----\n");
	}
}

/* How many certificates of the name the store has, and the sum of their serial numbers. */
static int find(X509_STORE *store, const char *name, long *sum_out)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	X509 *wanted = make(name, 9);
	STACK_OF(X509) * found;
	int count;

	assert_int_equal(X509_STORE_CTX_init(ctx, store, NULL, NULL), 1);
	found = X509_STORE_CTX_get1_certs(ctx, X509_get_subject_name(wanted));
	count = found ? sk_X509_num(found) : 0;
	*sum_out = 0;
	for (int i = 0; i < count; i++)
		*sum_out += ASN1_INTEGER_get(X509_get0_serialNumber(sk_X509_value(found, i)));
	sk_X509_pop_free(found, X509_free);
	X509_STORE_CTX_free(ctx);
	X509_free(wanted);
	return count;
}

static void test_roots_finds_by_name(void **state)
{
	static const struct {
		const char *name;
		int count;
		long sum;
	} rows[] = {
		{ "Third", 1, 4 },
		{ "First", 1, 1 },
		{ "first", 1, 1 }, /* names are compared without case, RFC 5280 section 7.1 */
		{ "Twice", 2, 8 },
		{ "Second", 1, 2 },
		{ "Second", 1, 2 },
		{ "Fourth", 0, 0 },
	};
	char path[] = "/tmp/handfast-roots-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");
	X509_STORE *store;

	write_bundle(file);
	fclose(file);
	setenv(X509_get_default_cert_file_env(), path, 1);
	store = scn_roots_new();
	assert_non_null(store);
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		long sum;
		int count = find(store, rows[i].name, &sum);

		if (count != rows[i].count || sum != rows[i].sum)
			fail_msg("%s: %d found, serial numbers %ld", rows[i].name, count, sum);
	}
	X509_STORE_free(store);
	unlink(path);
}

static void test_roots_without_a_file(void **state)
{
	long sum;
	X509_STORE *store;

	setenv(X509_get_default_cert_file_env(), "/does/not/exist", 1);
	store = scn_roots_new();
	assert_non_null(store);
	assert_int_equal(find(store, "First", &sum), 0);
	X509_STORE_free(store);
}

static int before(void **state)
{
	setenv(X509_get_default_cert_dir_env(), "/does/not/exist", 1);
	key = EVP_EC_gen("P-256");
	return key ? 0 : -1;
}

static int after(void **state)
{
	EVP_PKEY_free(key);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roots_finds_by_name),
		cmocka_unit_test(test_roots_without_a_file),
	};

	return cmocka_run_group_tests(tests, before, after);
}
