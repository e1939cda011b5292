/* What can be asked of a profile, and the set of profiles. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/profile/profile.h"

/* SCSV, GREASE, a code that nobody has named, and real suites of three generations. */
static scn_suite_code suites[] = { 0x0A0A, 0x1301, 0xC02F, 0x009C, 0x0005, 0x0ABC, 0x00FF };
static uint16_t groups[] = { 0x001D, 0x0017 };
static uint16_t schemes[] = { 0x0804 };

static const struct scn_profile profile = {
	.versions = SCN_VERSION_BIT(SCN_TLS1_3) | SCN_VERSION_BIT(SCN_TLS1_2),
	.suites = suites,
	.suite_count = SCN_COUNT(suites),
	.groups = groups,
	.group_count = SCN_COUNT(groups),
	.schemes = schemes,
	.scheme_count = SCN_COUNT(schemes),
};

static void test_offers(void **state)
{
	assert_true(scn_profile_offers_suite(&profile, 0xC02F));
	assert_true(scn_profile_offers_suite(&profile, 0x00FF));
	assert_false(scn_profile_offers_suite(&profile, 0xC030));
	assert_true(scn_profile_offers_group(&profile, 0x0017));
	assert_false(scn_profile_offers_group(&profile, 0x0018));
	assert_true(scn_profile_offers_scheme(&profile, 0x0804));
	assert_false(scn_profile_offers_scheme(&profile, 0x0401));
	assert_true(scn_profile_offers_version(&profile, SCN_TLS1_3));
	assert_false(scn_profile_offers_version(&profile, SCN_TLS1_1));
	assert_false(scn_profile_offers_version(&profile, SCN_VERSION_NONE));
}

static void test_suites_at_a_version_are_selectable_and_in_order(void **state)
{
	static const struct {
		enum scn_version version;
		size_t count;
		scn_suite_code codes[4];
	} cases[] = {
		{ SCN_TLS1_3, 1, { 0x1301 } },
		{ SCN_TLS1_2, 3, { 0xC02F, 0x009C, 0x0005 } },
		{ SCN_TLS1_0, 1, { 0x0005 } },
		{ SCN_SSL2, 0, { 0 } },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		const scn_suite_code *codes = NULL;

		assert_int_equal(
			scn_profile_suites_at(&profile, cases[i].version, &codes), cases[i].count);
		if (cases[i].count)
			assert_memory_equal(
				codes, cases[i].codes, cases[i].count * sizeof(codes[0]));
		free((void *)codes);
	}
}

static void test_ecdhe_is_that_of_tls12_and_older(void **state)
{
	static scn_suite_code tls13_and_rsa[] = { 0x1301, 0x009C };
	struct scn_profile without = {
		.suites = tls13_and_rsa,
		.suite_count = SCN_COUNT(tls13_and_rsa),
	};

	assert_true(scn_profile_has_ecdhe(&profile));
	assert_false(scn_profile_has_ecdhe(&without));
}

static struct scn_profile *named(const char *id)
{
	struct scn_profile *p = scn_alloc(1, sizeof(*p));

	p->id = scn_strdup(id);
	return p;
}

static void test_set_keeps_ids_unique_and_finds_the_nearest(void **state)
{
	struct scn_profiles set = { 0 };
	struct scn_profile *twin = named("postfix-3.7");

	assert_true(scn_profiles_add(&set, named("exchange-2019")));
	assert_true(scn_profiles_add(&set, named("postfix-3.7")));
	assert_false(scn_profiles_add(&set, twin));
	assert_int_equal(set.count, 2);
	assert_ptr_equal(scn_profiles_find(&set, "postfix-3.7"), set.items[1]);
	assert_null(scn_profiles_find(&set, "postfix"));
	assert_string_equal(scn_profiles_nearest(&set, "exchange2019"), "exchange-2019");
	assert_string_equal(scn_profiles_nearest(&set, "Postfix-3.8"), "postfix-3.7");
	assert_null(scn_profiles_nearest(&set, "sendmail"));
	scn_profile_free(twin);
	scn_profiles_finish(&set);
	assert_int_equal(set.count, 0);
}

static void test_freeing_nothing_is_allowed(void **state)
{
	scn_profile_free(NULL);
}

static void test_words(void **state)
{
	assert_string_equal(scn_source_word(SCN_SOURCE_CAPTURED), "captured");
	assert_string_equal(scn_source_word(SCN_SOURCE_ESTIMATED), "estimated");
	assert_string_equal(scn_verifies_word(SCN_VERIFIES_DANE), "dane");
	assert_string_equal(scn_after_failure_word(SCN_AFTER_CLEAR_AT_ONCE), "clear-at-once");
	assert_string_equal(scn_after_failure_word(SCN_AFTER_QUEUE), "queue");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_offers),
		cmocka_unit_test(test_suites_at_a_version_are_selectable_and_in_order),
		cmocka_unit_test(test_ecdhe_is_that_of_tls12_and_older),
		cmocka_unit_test(test_set_keeps_ids_unique_and_finds_the_nearest),
		cmocka_unit_test(test_freeing_nothing_is_allowed),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
