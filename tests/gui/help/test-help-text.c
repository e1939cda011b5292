/* The small text form of the user's guide, and the guides themselves: every line is markup that Pango takes. */
#include "test.h"

#include <pango/pango.h>

#include "gui/help-text.h"

static const struct {
	const char *line;
	AppHelpKind kind;
	const char *markup;
} lines[] = {
	{ "plain", APP_HELP_PARAGRAPH, "plain" },
	{ "## Heading", APP_HELP_HEADING, "Heading" },
	{ "- item", APP_HELP_ITEM, "item" },
	{ "-no item", APP_HELP_PARAGRAPH, "-no item" },
	{ "**a** b", APP_HELP_PARAGRAPH, "<b>a</b> b" },
	{ "*a* **b** `c`", APP_HELP_PARAGRAPH, "<i>a</i> <b>b</b> <tt>c</tt>" },
	{ "- `Alt+1`: č", APP_HELP_ITEM, "<tt>Alt+1</tt>: č" },
	{ "a < b & `<c>`", APP_HELP_PARAGRAPH, "a &lt; b &amp; <tt>&lt;c&gt;</tt>" },
	{ "2 * 3", APP_HELP_PARAGRAPH, "2 * 3" },
	{ "`*.json`", APP_HELP_PARAGRAPH, "<tt>*.json</tt>" },
	{ "**open", APP_HELP_PARAGRAPH, "**open" },
};

static void test_lines(void **state)
{
	for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *text = g_strdup_printf("# Topic\n\n%s\n", lines[i].line);
		g_autoptr(GPtrArray) topics = app_help_text_read(text);
		const AppHelpTopic *topic = topics->pdata[0];
		const AppHelpBlock *block = topic->blocks->pdata[0];

		assert_int_equal(topics->len, 1);
		assert_string_equal(topic->title, "Topic");
		assert_int_equal(topic->blocks->len, 1);
		assert_int_equal(block->kind, lines[i].kind);
		assert_string_equal(block->markup, lines[i].markup);
	}
}

/* What stands before the first topic belongs to none. */
static void test_outside(void **state)
{
	g_autoptr(GPtrArray) empty = app_help_text_read("");
	g_autoptr(GPtrArray) none = app_help_text_read("no topic\n\n- an item\n");
	g_autoptr(GPtrArray) one = app_help_text_read("before\n# Topic");

	assert_int_equal(empty->len, 0);
	assert_int_equal(none->len, 0);
	assert_int_equal(one->len, 1);
	assert_int_equal(((AppHelpTopic *)one->pdata[0])->blocks->len, 0);
}

static void check_guide(const char *path)
{
	g_autofree char *text = NULL;
	g_autoptr(GPtrArray) topics = NULL;

	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	topics = app_help_text_read(text);
	assert_int_equal(topics->len, 8);
	for (guint i = 0; i < topics->len; i++) {
		GPtrArray *blocks = ((AppHelpTopic *)topics->pdata[i])->blocks;

		assert_true(blocks->len > 0);
		for (guint k = 0; k < blocks->len; k++)
			assert_true(pango_parse_markup(((AppHelpBlock *)blocks->pdata[k])->markup,
				-1, 0, NULL, NULL, NULL, NULL));
	}
}

static void test_guides(void **state)
{
	check_guide("gui/help/en.txt");
	check_guide("gui/help/cs.txt");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_outside),
		cmocka_unit_test(test_guides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
