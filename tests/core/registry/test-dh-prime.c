/*
 * Well-known primes get their names; one wrong digit takes the name away. The primes of the RFCs are
 * compared with those of the linked OpenSSL in tests/io.
 */
#include "test.h"

#include <stdio.h>

#include "core/base/bytes.h"
#include "core/registry/group.h"

enum {
	LONGEST_LINE = 8192,
};

static void check_prime(const char *name, struct scn_builder *prime)
{
	const char *got = scn_dh_prime_name(prime->data, prime->len);

	assert_non_null(got);
	assert_string_equal(got, name);
	assert_null(scn_dh_prime_name(prime->data, prime->len - 1));
	assert_null(scn_dh_prime_name(prime->data + 1, prime->len - 1));
	for (size_t i = 0; i < prime->len; i++) {
		prime->data[i] ^= 0x10;
		assert_null(scn_dh_prime_name(prime->data, prime->len));
		prime->data[i] ^= 0x10;
	}
}

static void test_built_in_primes(void **state)
{
	FILE *file = fopen("tests/core/registry/built-in-primes.txt", "r");
	char line[LONGEST_LINE];
	size_t count = 0;

	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		char *middle = strstr(line, " = ");
		struct scn_builder prime = { 0 };

		if (line[0] == '#')
			continue;
		assert_non_null(middle);
		*middle = 0;
		middle[strcspn(middle + 1, "\n") + 1] = 0;
		assert_true(scn_build_hex(&prime, middle + 3));
		check_prime(line, &prime);
		scn_builder_finish(&prime);
		count++;
	}
	fclose(file);
	assert_int_equal(count, 9);
}

static void test_no_prime(void **state)
{
	uint8_t zeros[1024] = { 0 };

	assert_null(scn_dh_prime_name(zeros, 0));
	assert_null(scn_dh_prime_name(zeros, 256));
	assert_null(scn_dh_prime_name(zeros, sizeof(zeros)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_built_in_primes),
		cmocka_unit_test(test_no_prime),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
