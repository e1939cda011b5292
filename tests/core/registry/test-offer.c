/* The tables that order our offers: rows exist, are unique, and cover what is likely. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/registry/offer.h"

#define GUARD(code, name) { code, name, true },
#define USUAL(code, name) { code, name, false },
static const struct {
	scn_suite_code code;
	const char *name;
	bool guard;
} rows[] = {
#include "core/registry/offers.inc"
};

enum {
	LIKELY = 12,
};

static void test_rows_are_suites_and_unique(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		const struct scn_suite *suite = scn_suite_by_code(rows[i].code);

		assert_non_null(suite);
		assert_string_equal(suite->name, rows[i].name);
		assert_true(suite->likelihood >= LIKELY || rows[i].guard);
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(rows[i].code, rows[k].code);
	}
}

/* In front the guards, then the unlikely ones, and at the end the usual first choice. */
static void test_weights(void **state)
{
	size_t count;
	const struct scn_suite *all = scn_suites(&count);
	const struct scn_suite *first = scn_suite_by_code(0x1302);

	for (size_t i = 0; i < count; i++) {
		int weight = scn_offer_weight(&all[i]);

		if (all[i].code == 0x0002 || all[i].code == 0x003B)
			assert_int_equal(weight, -1);
		else
			assert_true(weight >= 0);
		if (all[i].likelihood >= LIKELY)
			assert_true(weight > 100);
		if (all[i].code != first->code)
			assert_true(weight < scn_offer_weight(first));
	}
}

/* A guard has to be known to OpenSSL and must not be a ChaCha20 itself. */
static void test_guards(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		const struct scn_suite *suite = scn_suite_by_code(rows[i].code);

		if (!rows[i].guard)
			continue;
		assert_non_null(suite->openssl);
		assert_null(strstr(suite->cipher, "CHACHA20"));
		assert_true(suite->likelihood <= 1);
	}
}

static void test_versions(void **state)
{
	for (int v = SCN_SSL2; v < SCN_VERSION_COUNT; v++) {
		assert_true(scn_offer_likelihood((enum scn_version)v) > 0);
		assert_true(scn_offer_likelihood((enum scn_version)v) < 100);
	}
	assert_int_equal(scn_offer_likelihood(SCN_VERSION_NONE), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_are_suites_and_unique),
		cmocka_unit_test(test_weights),
		cmocka_unit_test(test_guards),
		cmocka_unit_test(test_versions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
