/* A captured hello must say what the lists of its profile say. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/profile/profile-check.h"
#include "builtin.h"

static void other_version(struct scn_profile *p)
{
	p->versions &= (scn_versions)~SCN_VERSION_BIT(SCN_TLS1_0);
}

static void swapped_suites(struct scn_profile *p)
{
	scn_suite_code first = p->suites[0];

	p->suites[0] = p->suites[1];
	p->suites[1] = first;
}

static void fewer_suites(struct scn_profile *p)
{
	p->suite_count--;
}

static void fewer_groups(struct scn_profile *p)
{
	p->group_count--;
}

static void other_scheme(struct scn_profile *p)
{
	p->schemes[2] = 0x0101;
}

static void no_key_share(struct scn_profile *p)
{
	p->key_share_count = 0;
}

static void swapped_extensions(struct scn_profile *p)
{
	struct scn_profile_extension first = p->extensions[0];

	p->extensions[0] = p->extensions[1];
	p->extensions[1] = first;
}

static void one_extension_more(struct scn_profile *p)
{
	SCN_APPEND(p->extensions, p->extension_count,
		((struct scn_profile_extension){ .code = 0x1234 }));
}

static void other_point_format(struct scn_profile *p)
{
	p->point_formats[0] = 7;
}

static void no_session_id(struct scn_profile *p)
{
	p->session_id_len = 0;
}

static void other_record_version(struct scn_profile *p)
{
	p->record_version = 0x0303;
}

static void a_byte_more(struct scn_profile *p)
{
	SCN_APPEND(p->hello, p->hello_len, 0);
}

static void a_byte_less(struct scn_profile *p)
{
	p->hello_len--;
}

static const struct {
	void (*change)(struct scn_profile *p);
	const char *why;
} cases[] = {
	{ other_version, "the hello and \"versions\" do not agree" },
	{ swapped_suites, "the hello and \"suites\" do not agree" },
	{ fewer_suites, "the hello and \"suites\" do not agree" },
	{ fewer_groups, "the hello and \"groups\" do not agree" },
	{ other_scheme, "the hello and \"signature_schemes\" do not agree" },
	{ no_key_share, "the hello and \"key_shares\" do not agree" },
	{ swapped_extensions, "the hello and \"extensions\" do not agree" },
	{ one_extension_more, "the hello and \"extensions\" do not agree" },
	{ other_point_format, "the hello and \"point_formats\" do not agree" },
	{ no_session_id, "the hello and \"session_id_len\" do not agree" },
	{ other_record_version, "the hello and \"record_version\" do not agree" },
	{ a_byte_more, "something follows the ClientHello" },
	{ a_byte_less, "is not a whole ClientHello" },
};

static void test_hello_that_says_something_else_is_refused(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_profile *profile = test_builtin("postfix-3.7");
		struct scn_text why = { 0 };

		assert_null(scn_profile_check(profile, &why));
		cases[i].change(profile);
		assert_string_equal(scn_profile_check(profile, &why), "hello");
		assert_string_equal(scn_text_str(&why), cases[i].why);
		scn_text_finish(&why);
		scn_profile_free(profile);
	}
}

/* Without a hello the same changes are nobody's business. */
static void test_without_a_hello_only_the_lists_count(void **state)
{
	struct scn_profile *profile = test_builtin("postfix-3.7");
	struct scn_text why = { 0 };

	free(profile->hello);
	profile->hello = NULL;
	swapped_suites(profile);
	swapped_extensions(profile);
	assert_null(scn_profile_check(profile, &why));
	scn_text_finish(&why);
	scn_profile_free(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hello_that_says_something_else_is_refused),
		cmocka_unit_test(test_without_a_hello_only_the_lists_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
