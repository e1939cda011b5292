/* A hostile peer's words cannot move the cursor, and dates go both ways. */
#include "test.h"

#include "core/base/text.h"
#include "core/base/time.h"

static void test_peer_words_are_harmless(void **state)
{
	static const struct {
		const char *in;
		const char *out;
	} cases[] = {
		{ "220 mx.example ESMTP", "220 mx.example ESMTP" },
		{ "\x1b[31mred", "\\x1b[31mred" },
		{ "a\r\nb\tc", "a\\x0d\\x0ab\\x09c" },
		{ "p\xC5\x99\xC3\xAD", "p\xC5\x99\xC3\xAD" },
		{ "\xC2\x9B"
		  "31m",
			"\\x9b31m" },
		{ "\xE2\x80\xAE"
		  "txt",
			"\\u{202e}txt" },
		{ "\xC0\xAF", "\\xc0\\xaf" },
		{ "\xED\xA0\x80", "\\xed\\xa0\\x80" },
		{ "\xF0\x9F", "\\xf0\\x9f" },
		{ "back\\slash", "back\\x5cslash" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scn_text t = { 0 };

		scn_text_peer(&t, cases[i].in, strlen(cases[i].in));
		assert_string_equal(scn_text_str(&t), cases[i].out);
		scn_text_finish(&t);
	}
}

static void test_columns(void **state)
{
	assert_int_equal(scn_text_columns("\x1b[1;31mFAIL\x1b[0m p\xC5\x99"), 7);
	assert_int_equal(scn_text_columns("\x1b["), 0);
}

static void test_capitals(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "", "" },
		{ "no suite", "No suite" },
		{ "Known", "Known" },
		{ "9 bits", "9 bits" },
		{ "žádná", "Žádná" },
		{ "čeká", "Čeká" },
		{ "Ženeva", "Ženeva" },
		{ "úzký", "Úzký" },
		{ "łódź", "Łódź" },
		{ "ÿ", "ÿ" },
		{ "ı", "ı" },
		{ "→ x", "→ x" },
		{ "\xC5", "\xC5" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scn_text t = { 0 };

		scn_text_add(&t, "> ");
		scn_text_capital(&t, cases[i].in);
		assert_string_equal(scn_text_str(&t) + 2, cases[i].out);
		scn_text_finish(&t);
	}
}

static void test_utc_both_ways(void **state)
{
	static const struct {
		scn_unixtime when;
		const char *text;
	} cases[] = {
		{ 0, "1970-01-01T00:00:00Z" },
		{ 951782400, "2000-02-29T00:00:00Z" },
		{ 1769860800, "2026-01-31T12:00:00Z" },
		{ 4102444799, "2099-12-31T23:59:59Z" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[SCN_UTC_LEN];

		scn_utc_text(cases[i].when, text);
		assert_string_equal(text, cases[i].text);
		assert_int_equal(scn_utc_parse(text), cases[i].when);
	}
	assert_int_equal(scn_utc_parse("2026-01-31"), -1);
	assert_int_equal(scn_utc_parse("2026-13-31T12:00:00Z"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_peer_words_are_harmless),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_capitals),
		cmocka_unit_test(test_utc_both_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
