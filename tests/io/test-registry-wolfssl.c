/* Our table of suites against that of the linked wolfSSL. */
#include "test.h"

#include <wolfssl/options.h>

#include <wolfssl/ssl.h>

#include "core/base/alloc.h"
#include "core/registry/suite.h"

enum {
	LIST_LEN = 16384,
};

/*
 * wolfSSL knows some suites by a second name; its own answer for the code is the first one. Its
 * idea of IANA's name is only compared where IANA has one.
 */
static bool check_name(const char *name)
{
	byte high = 0;
	byte low = 0;
	int flags = 0;
	const struct scn_suite *suite;
	const char *first;

	assert_int_equal(wolfSSL_get_cipher_suite_from_name(name, &high, &low, &flags), 0);
	first = wolfSSL_get_cipher_name_from_suite(high, low);
	assert_non_null(first);
	suite = scn_suite_by_code((scn_suite_code)high << 8 | low);
	if (!suite)
		fail_msg("0x%02X%02X %s is not in the table", high, low, name);
	assert_non_null(suite->wolfssl);
	assert_string_equal(suite->wolfssl, first);
	assert_ptr_equal(scn_suite_by_name(SCN_DIALECT_WOLFSSL, first), suite);
	if (suite->status == SCN_SUITE_IANA)
		assert_string_equal(
			suite->name, wolfSSL_get_cipher_name_iana_from_suite(high, low));
	return strcmp(first, name) == 0;
}

static void test_suites(void **state)
{
	char *list = scn_alloc(LIST_LEN, 1);
	char *rest = NULL;
	size_t first_names = 0;

	assert_int_equal(wolfSSL_Init(), WOLFSSL_SUCCESS);
	assert_int_equal(wolfSSL_get_ciphers(list, LIST_LEN), WOLFSSL_SUCCESS);
	for (char *name = strtok_r(list, ":", &rest); name; name = strtok_r(NULL, ":", &rest))
		first_names += check_name(name);
	assert_true(first_names >= 30);
	free(list);
	wolfSSL_Cleanup();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_suites),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
