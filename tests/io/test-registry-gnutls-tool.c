/* What the installed gnutls-cli lists is in our tables under the same names. */
#include "test.h"

#include <stdio.h>

#include "core/registry/group.h"
#include "core/registry/suite.h"
#include "tool.h"

struct seen {
	size_t suites;
	size_t groups;
};

/* "TLS_ECDHE_RSA_AES_128_GCM_SHA256   0xc0, 0x2f   TLS1.2" */
static bool check_suite(const char *text)
{
	char name[64], code[16];
	const struct scn_suite *suite;

	if (sscanf(text, "%63s %15[0-9a-fx, ]", name, code) != 2 || strncmp(name, "TLS_", 4) != 0)
		return false;
	code[strcspn(code, " ") + strlen(" 0x00")] = 0;
	suite = scn_suite_find(code);
	if (!suite)
		fail_msg("%s %s is not in the table", code, name);
	assert_non_null(suite->gnutls);
	assert_string_equal(suite->gnutls, name);
	assert_ptr_equal(scn_suite_by_name(SCN_DIALECT_GNUTLS, name), suite);
	return true;
}

/* "Groups: GROUP-SECP192R1, GROUP-SECP224R1, …" */
static size_t check_groups(const char *text)
{
	static const char prefix[] = "GROUP-";
	size_t count = 0;

	for (const char *at = strstr(text, prefix); at; at = strstr(at, prefix)) {
		char name[64];

		at += strlen(prefix);
		assert_int_equal(sscanf(at, "%63[^, ]", name), 1);
		if (!scn_group_find(name))
			fail_msg("group %s is not in the table", name);
		assert_string_equal(scn_group_find(name)->gnutls, name);
		count++;
	}
	return count;
}

static void check_line(const char *text, void *user)
{
	struct seen *seen = user;

	if (strncmp(text, "Groups: ", 8) == 0)
		seen->groups += check_groups(text);
	else
		seen->suites += check_suite(text);
}

static void test_list(void **state)
{
	struct seen seen = { 0 };

	test_each_line("gnutls-cli -l", check_line, &seen);
	assert_true(seen.suites >= 30);
	assert_true(seen.groups >= 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list),
	};

	if (!test_has_tool("gnutls-cli"))
		return TEST_SKIPPED;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
