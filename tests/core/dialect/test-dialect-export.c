/* The table of formats: words are unique, each row writes, and what it writes says whose it is. */
#include "test.h"

#include "core/dialect/export.h"
#include "builtin.h"

/* Without the zeros of UTF-16. */
static bool holds(const struct scn_text *text, const char *part)
{
	struct scn_text letters = { 0 };
	bool found;

	for (size_t i = 0; i < text->len; i++) {
		if (text->at[i])
			scn_text_char(&letters, text->at[i]);
	}
	found = strstr(scn_text_str(&letters), part) != NULL;
	scn_text_finish(&letters);
	return found;
}

static void test_each_format_writes(void **state)
{
	static const struct {
		const char *word, *part;
	} rows[] = {
		{ "json", "\"handfast/profile/1\"" },
		{ "reg", "Windows Registry Editor" },
		{ "ictpl", "iisCryptoTemplate" },
		{ "openssl", "ECDHE-RSA-AES256-GCM-SHA384" },
		{ "gnutls", "NONE:" },
		{ "postfix", "smtp_tls_ciphers" },
		{ "hex", "160301" },
	};
	struct scn_profile *profile = test_builtin("exchange-2019");

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct scn_profile_format *format = scn_profile_format_find(rows[i].word);
		struct scn_text out = { 0 }, missing = { 0 };

		assert_non_null(format);
		assert_true(format->write(profile, &out, &missing));
		if (!holds(&out, rows[i].part))
			fail_msg("%s: %s", rows[i].word, scn_text_str(&out));
		scn_text_finish(&out);
		scn_text_finish(&missing);
	}
	scn_profile_free(profile);
}

static void test_words_are_unique(void **state)
{
	for (const struct scn_profile_format *f = scn_profile_formats; f->word; f++) {
		assert_ptr_equal(scn_profile_format_find(f->word), f);
		assert_int_equal(f->ending[0], '.');
	}
	assert_null(scn_profile_format_find("pdf"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_format_writes),
		cmocka_unit_test(test_words_are_unique),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
