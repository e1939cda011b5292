/* Every suite that the installed openssl program lists is in our table under the same name. */
#include "test.h"

#include <stdio.h>

#include "core/base/alloc.h"
#include "core/registry/suite.h"
#include "tool.h"

#define EVERYTHING "'ALL:COMPLEMENTOFALL:@SECLEVEL=0'"

struct seen {
	enum scn_version version; /* at which they are listed; NONE: whatever version */
	size_t count;
};

/* "          0xC0,0x2F - ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 Kx=ECDH …" */
static void check_line(const char *text, void *user)
{
	struct seen *seen = user;
	char code[16], name[64];
	const struct scn_suite *suite;

	if (sscanf(text, " %15s - %63s", code, name) != 2)
		fail_msg("not understood: %s", text);
	suite = scn_suite_find(code);
	if (!suite)
		fail_msg("%s %s is not in the table", code, name);
	assert_non_null(suite->openssl);
	assert_string_equal(suite->openssl, name);
	assert_ptr_equal(scn_suite_by_name(SCN_DIALECT_OPENSSL, name), suite);
	if (seen->version != SCN_VERSION_NONE && !scn_suite_in_version(suite, seen->version))
		fail_msg("%s is said not to be in %s", name, scn_version_title(seen->version));
	seen->count++;
}

static void test_all_ciphers(void **state)
{
	struct seen seen = { .version = SCN_VERSION_NONE };

	test_each_line("openssl ciphers -V " EVERYTHING, check_line, &seen);
	assert_true(seen.count >= 30);
}

static void test_ciphers_of_each_version(void **state)
{
	static const struct {
		const char *command;
		enum scn_version version;
	} rows[] = {
		{ "openssl ciphers -V -s -tls1 -psk -srp " EVERYTHING, SCN_TLS1_0 },
		{ "openssl ciphers -V -s -tls1_1 -psk -srp " EVERYTHING, SCN_TLS1_1 },
		{ "openssl ciphers -V -s -tls1_2 -psk -srp " EVERYTHING, SCN_TLS1_2 },
		{ "openssl ciphers -V -s -tls1_3 " EVERYTHING, SCN_TLS1_3 },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct seen seen = { .version = rows[i].version };

		test_each_line(rows[i].command, check_line, &seen);
		/* A build may be without the old versions. */
		assert_true(seen.count >= 3 || rows[i].version < SCN_TLS1_2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_ciphers),
		cmocka_unit_test(test_ciphers_of_each_version),
	};

	if (!test_has_tool("openssl"))
		return TEST_SKIPPED;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
