/*
 * The pages of docs/causes: every cause of the judge has one, each has the fixed sections, and all of them
 * fit on a terminal.
 */
#include "test.h"

#include <stdio.h>

#include "core/explain/write.h"
#include "core/judge/diagnose.h"

/* What only the sender, a log or another address can tell: all of them stand on one page. */
#define NOT_VISIBLE "not-visible"

static const char *const not_visible[] = {
	"schannel-unknown-credentials",
	"exchange-smtp-tls10-hardcoded",
	"version-client-tls10-only",
	"version-seclevel-hides-tls10",
	"sigalg-client-sha1-only",
	"fips-provider-client",
	"schannel-dhe-leading-zero",
	"clock-skew",
	"cert-unknown-ca",
	"client-cert-wrong-eku",
	"starttls-454-key-mismatch",
	"not-tls-554-banner",
	"not-tls-helo-refused",
	"rate-limit-postfix",
	"implicit-tls-to-starttls-port",
	"session-resumption",
	"exim-harmless-log",
	NULL,
};

static const char *const sections[] = {
	"\n## What happens\n",
	"\n## How each side sees it\n",
	"\n## How Handfast proves it\n",
	"\n## What helps\n",
};

static bool has_row(const char *id)
{
	return scn_cause_title(id) != NULL;
}

static void test_every_cause_has_a_page(void **state)
{
	size_t count;
	const struct scn_cause *causes = scn_causes(&count);

	for (size_t i = 0; i < count; i++)
		if (!scn_cause_page(causes[i].id))
			fail_msg("docs/causes/%s.md is missing", causes[i].id);
	for (const struct scn_cause_page *page = scn_cause_pages; page->id; page++)
		if (strcmp(page->id, NOT_VISIBLE) != 0 && !has_row(page->id))
			fail_msg("docs/causes/%s.md is about no cause of the judge", page->id);
	assert_null(scn_cause_page("no-such-cause"));
}

static void test_what_is_not_visible_is_told(void **state)
{
	const struct scn_cause_page *page = scn_cause_page(NOT_VISIBLE);

	assert_non_null(page);
	for (const char *const *id = not_visible; *id; id++) {
		char line[128];

		snprintf(line, sizeof(line), "\nId: `%s`\n", *id);
		if (!strstr(page->text, line))
			fail_msg("not-visible.md says nothing of %s", *id);
	}
}

static void check_sections(const struct scn_cause_page *page)
{
	const char *at = page->text;
	char id[128];

	snprintf(id, sizeof(id), "\nId: `%s`\n", page->id);
	if (!strstr(page->text, id))
		fail_msg("%s: the line with its id is missing", page->id);
	assert_int_equal(strncmp(page->text, "# ", 2), 0);
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		at = strstr(at, sections[i]);
		if (!at)
			fail_msg("%s: the section %s is missing or in the wrong place", page->id,
				sections[i] + 1);
	}
}

static void test_pages_have_the_fixed_sections(void **state)
{
	for (const struct scn_cause_page *page = scn_cause_pages; page->id; page++)
		if (strcmp(page->id, NOT_VISIBLE) != 0)
			check_sections(page);
}

static void check_rendered(const struct scn_cause_page *page, unsigned width)
{
	const struct scn_explain_look look = { .width = width, .ascii = true };
	struct scn_text text = { 0 };

	scn_cause_page_text(page, &look, &text);
	assert_true(text.len > 200);
	for (size_t i = 0; i < text.len; i++)
		assert_true((unsigned char)text.at[i] < 0x80);
	if (strstr(text.at, "**") || strstr(text.at, "\n## ") || strstr(text.at, "|---"))
		fail_msg("%s: Markdown is left in the text", page->id);
	for (char *line = strtok(text.at, "\n"); line; line = strtok(NULL, "\n")) {
		const char *word = line + strspn(line, " ");

		/* Code (four blanks) is copied as it is. */
		if (scn_text_columns(line) > width && strchr(word, ' ') &&
			strncmp(line, "    ", 4) != 0)
			fail_msg("%s: longer than %u columns: %s", page->id, width, line);
	}
	scn_text_finish(&text);
}

static void test_pages_fit(void **state)
{
	static const unsigned widths[] = { 60, 80, 120 };

	for (const struct scn_cause_page *page = scn_cause_pages; page->id; page++)
		for (size_t w = 0; w < sizeof(widths) / sizeof(widths[0]); w++)
			check_rendered(page, widths[w]);
}

static void test_markdown(void **state)
{
	static const struct scn_cause_page page = { "x", "Title",
		"# Title\n\nId: `x`\n\nOne `two` **three**\nfour.\n\n- first\n  goes on\n- "
		"second\n\n"
		"| who | what |\n|---|---|\n| client | `alert` 40 |\n\n```\na  b\n```\n" };
	const struct scn_explain_look look = { .width = 40 };
	struct scn_text text = { 0 };

	scn_cause_page_text(&page, &look, &text);
	assert_string_equal(scn_text_str(&text),
		"Title\n\nId: x\n\nOne two three four.\n\n  - first goes on\n  - second\n\n"
		"  client              alert 40\n\n    a  b\n");
	scn_text_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_cause_has_a_page),
		cmocka_unit_test(test_what_is_not_visible_is_told),
		cmocka_unit_test(test_pages_have_the_fixed_sections),
		cmocka_unit_test(test_pages_fit),
		cmocka_unit_test(test_markdown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
