/* The pattern language: one row a case. */
#include "test.h"

#include "core/explain/pattern.h"

static const struct {
	const char *pattern, *line;
	bool found;
	enum scn_field field; /* to look at, where found */
	const char *value;    /* NULL: none */
} cases[] = {
	{ "lost connection", "LOST  connection\tagain", true, SCN_FIELD_HOST, NULL },
	{ "lost connection", "lostconnection", false, 0, NULL },
	{ "tls", "starttls", false, 0, NULL },
	{ "tls", "tlsa", false, 0, NULL },
	{ "4.7.4", "14.7.4", false, 0, NULL },
	{ "4.7.4", "1.4.7.4", false, 0, NULL },
	{ "4.7.4", "4.7.42", false, 0, NULL },
	{ "4.7.4", "(4.7.4)", true, SCN_FIELD_HOST, NULL },
	{ "a|b|c", "x c", true, SCN_FIELD_HOST, NULL },
	{ "to {peer}:", "to mx.example[192.0.2.1]:25: x", true, SCN_FIELD_HOST, "mx.example" },
	{ "to {peer}:", "to mx.example[192.0.2.1]:25: x", true, SCN_FIELD_ADDRESS, "192.0.2.1" },
	{ "to {peer}:", "to mx.example[192.0.2.1]:25: x", true, SCN_FIELD_PORT, "25" },
	{ "to {peer}:", "to mx.example [IPv6:2001:db8::1]: x", true, SCN_FIELD_ADDRESS,
		"2001:db8::1" },
	{ "to {peer}", "to [192.0.2.1]", true, SCN_FIELD_ADDRESS, "192.0.2.1" },
	{ "to {peer}", "to mx.example[broken", true, SCN_FIELD_HOST, "mx.example" },
	{ "to {peer}", "to ", false, 0, NULL },
	{ "at {host}", "at mx.example.", true, SCN_FIELD_HOST, "mx.example" },
	{ "SP_PROT_{version}_CLIENT", "SP_PROT_TLS1_2_CLIENT", true, SCN_FIELD_VERSION, "TLS1_2" },
	{ "X={version}:{suite}:{bits}", "X=TLS1.2:A__B__C:128 CV=no", true, SCN_FIELD_SUITE,
		"A__B__C" },
	{ "a {} c", "a very long b c", true, SCN_FIELD_HOST, NULL },
	{ "a {} c {number}", "a c c 7", true, SCN_FIELD_NUMBER, "7" },
	{ "code {alert}", "code x", false, 0, NULL },
	{ "{host} postfix", "12:00 mx postfix/smtp", true, SCN_FIELD_HOST, "mx" },
	{ "a{nonsense}", "a b", false, 0, NULL },
	{ "a{host", "a b", false, 0, NULL },
	{ "", "a", false, 0, NULL },
	{ "a", "", false, 0, NULL },
};

static void test_cases(void **state)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scn_match match;
		struct scn_searched line = scn_searched(cases[i].line, strlen(cases[i].line));
		bool found = scn_pattern_find(cases[i].pattern, &line, &match);
		const struct scn_span *span;

		if (found != cases[i].found)
			fail_msg("\"%s\" in \"%s\": %d", cases[i].pattern, cases[i].line, found);
		if (!found)
			continue;
		assert_true(match.start < match.end && match.end <= strlen(cases[i].line));
		span = &match.fields[cases[i].field];
		assert_int_equal(span->at != NULL, cases[i].value != NULL);
		if (cases[i].value && (span->len != strlen(cases[i].value) ||
					      strncmp(span->at, cases[i].value, span->len) != 0))
			fail_msg("\"%s\": \"%.*s\"", cases[i].pattern, (int)span->len, span->at);
	}
}

static bool found_in(const char *pattern, const char *text)
{
	struct scn_searched line = scn_searched(text, strlen(text));
	struct scn_match match;

	return scn_pattern_find(pattern, &line, &match);
}

/* A gap ends somewhere, and a long line does not take long. */
static void test_gap_has_a_limit(void **state)
{
	static char line[8192];

	memset(line, 'a', sizeof(line) - 1);
	memcpy(line + sizeof(line) - 3, " z", 2);
	assert_false(found_in("x {} z", line));
	line[0] = 'x';
	line[1] = ' ';
	assert_false(found_in("x {} z", line));
	memcpy(line + SCN_PATTERN_GAP, " z ", 3);
	assert_true(found_in("x {} z", line));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_gap_has_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
