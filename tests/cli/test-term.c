/* Colour, width and characters follow the documented order; the progress line cleans up. */
#include "test.h"

#include <stdio.h>

#include "cli/term.h"

static void test_color(void **state)
{
	static const struct {
		const char *wish, *term, *no_color, *force, *cli_force;
		bool tty, plain, color;
	} cases[] = {
		{ NULL, "xterm", NULL, NULL, NULL, true, false, true },
		{ "auto", "xterm", "", NULL, NULL, true, false, true },
		{ NULL, "xterm", NULL, NULL, NULL, false, false, false },
		{ NULL, "dumb", NULL, NULL, NULL, true, false, false },
		{ NULL, NULL, NULL, NULL, NULL, true, false, false },
		{ NULL, "xterm", "1", NULL, NULL, true, false, false },
		{ NULL, "xterm", "1", "1", "1", true, false, false },
		{ NULL, "dumb", NULL, "1", NULL, false, false, true },
		{ NULL, NULL, NULL, NULL, "1", false, false, true },
		{ NULL, "xterm", NULL, "0", "0", false, false, false },
		{ "always", "dumb", "1", NULL, NULL, false, false, true },
		{ "never", "xterm", NULL, "1", "1", true, false, false },
		{ "always", "xterm", NULL, NULL, NULL, true, true, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cli_term_wishes wishes = { .color = cases[i].wish, .plain = cases[i].plain };
		struct cli_term_facts facts = { .stdout_tty = cases[i].tty,
			.term = cases[i].term,
			.no_color = cases[i].no_color,
			.force_color = cases[i].force,
			.clicolor_force = cases[i].cli_force };

		assert_int_equal(cli_term_decide(&wishes, &facts).color, cases[i].color);
	}
}

static void test_width_and_ascii(void **state)
{
	static const struct {
		unsigned wish, tty_columns;
		const char *columns, *locale;
		bool tty, wish_ascii;
		unsigned width;
		bool ascii;
	} cases[] = {
		{ 0, 0, NULL, NULL, false, false, 80, true },
		{ 0, 120, NULL, "C.UTF-8", true, false, 120, false },
		{ 0, 120, NULL, "cs_CZ.utf8", false, false, 80, false },
		{ 0, 120, "100", "C", true, false, 100, true },
		{ 90, 120, "100", "en_US.ISO-8859-1", true, false, 90, true },
		{ 500, 0, NULL, "C.UTF-8", true, true, 160, true },
		{ 3, 0, NULL, "POSIX", true, false, 20, true },
		{ 0, 0, "junk", "", true, false, 80, true },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cli_term_wishes wishes = { .width = cases[i].wish,
			.ascii = cases[i].wish_ascii };
		struct cli_term_facts facts = { .stdout_tty = cases[i].tty,
			.tty_columns = cases[i].tty_columns,
			.columns = cases[i].columns,
			.locale = cases[i].locale };
		struct cli_term term = cli_term_decide(&wishes, &facts);

		assert_int_equal(term.width, cases[i].width);
		assert_int_equal(term.ascii, cases[i].ascii);
	}
}

static void test_modes(void **state)
{
	struct cli_term tty = { .stderr_tty = true }, file = { 0 };

	assert_int_equal(cli_progress_mode(NULL, &tty), CLI_PROGRESS_BAR);
	assert_int_equal(cli_progress_mode("auto", &file), CLI_PROGRESS_NONE);
	assert_int_equal(cli_progress_mode("lines", &file), CLI_PROGRESS_LINES);
	assert_int_equal(cli_progress_mode("json", &tty), CLI_PROGRESS_JSON);
	assert_int_equal(cli_progress_mode("none", &tty), CLI_PROGRESS_NONE);
}

/* Six states, a tenth of a second apart, 18 answers each; then the end. */
static char *run(enum cli_progress_mode mode, unsigned width)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	struct cli_term term = { .width = width };
	struct cli_progress p;

	cli_progress_init(&p, out, mode, &term);
	for (unsigned i = 0; i < 4; i++) {
		struct cli_progress_state s = { .host = "mx2",
			.stage = i < 2 ? "TLS 1.3 suites" : "TLS 1.2 suites",
			.server = 2,
			.server_count = 3,
			.answered = 18 * i,
			.expected = 118 };

		cli_progress_show(&p, &s, i * SCN_SECOND / 10);
	}
	cli_progress_end(&p);
	fclose(out);
	return text;
}

static void test_progress(void **state)
{
	static const struct {
		enum cli_progress_mode mode;
		unsigned width;
		const char *text;
	} cases[] = {
		{ CLI_PROGRESS_NONE, 80, "" },
		/* At 5 a second the states at 0.1 s and 0.3 s are not drawn. */
		{ CLI_PROGRESS_BAR, 80,
			"\r\x1b[Kmx2 (2 of 3)  TLS 1.3 suites  [............................]  "
			"0/118"
			"\r\x1b[Kmx2 (2 of 3)  TLS 1.2 suites  [########....................]  "
			"36/118"
			"  0 s left\r\x1b[K" },
		{ CLI_PROGRESS_BAR, 30, "\r\x1b[K0/118\r\x1b[K36/118  0 s left\r\x1b[K" },
		{ CLI_PROGRESS_LINES, 80,
			"mx2 (2 of 3)  TLS 1.3 suites  0/118\n"
			"mx2 (2 of 3)  TLS 1.2 suites  36/118\n" },
		{ CLI_PROGRESS_JSON, 80,
			"{\"event\":\"progress\",\"server\":\"mx2\",\"stage\":\"TLS 1.3 suites\","
			"\"answered\":0,\"expected\":118,\"waiting\":false}\n"
			"{\"event\":\"progress\",\"server\":\"mx2\",\"stage\":\"TLS 1.2 suites\","
			"\"answered\":36,\"expected\":118,\"waiting\":false}\n" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = run(cases[i].mode, cases[i].width);

		assert_string_equal(text, cases[i].text);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_color),
		cmocka_unit_test(test_width_and_ascii),
		cmocka_unit_test(test_modes),
		cmocka_unit_test(test_progress),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
