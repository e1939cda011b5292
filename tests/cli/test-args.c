/* The command line is read as GNU programs read theirs, and every slip gets an answer. */
#include "test.h"

#include "cli/args.h"

enum {
	MAX_WORDS = 12
};

/* "check a.example -c x" cut at blanks. */
static bool parse(const char *line, struct cli_args *args, struct scn_text *error, char *copy)
{
	static char program[] = "handfast";
	char *argv[MAX_WORDS] = { program };
	int argc = 1;

	strcpy(copy, line);
	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	return cli_args_parse(argc, argv, args, error);
}

static void add_values(const struct cli_args *args, struct scn_text *out)
{
	for (size_t i = 0; i < args->given_count; i++) {
		const struct cli_given *given = &args->given[i];

		scn_text_printf(out, " --%s", given->option->name);
		if (given->value)
			scn_text_printf(out, "=%s", given->value);
	}
}

static void test_reads(void **state)
{
	static const struct {
		const char *line, *meaning;
	} cases[] = {
		{ "", "-" },
		{ "--version", "- --version" },
		{ "check a.example", "check [a.example]" },
		{ "a.example", "check [a.example]" },
		{ "mx:25 -4", "check [mx:25] --ipv4" },
		{ "[::1]:25", "check [[::1]:25]" },
		{ "-", "check [-]" },
		{ "@list", "check [@list]" },
		{ "user@a.example", "check [user@a.example]" },
		{ "scan a.example --client x --client=y,z -cq -c w",
			"scan [a.example] --client=x --client=y,z --client=q --client=w" },
		{ "-j4 scan -46 a.example", "scan [a.example] --parallel=4 --ipv4 --ipv6" },
		{ "--color never check a.example", "check [a.example] --color=never" },
		{ "check -- --all -x", "check [--all] [-x]" },
		{ "check a.example --fail", "check [a.example] --fail-on-weak" },
		{ "check a.example -fjson=out.json -f text",
			"check [a.example] --format=json=out.json --format=text" },
		{ "fix last --format postfix", "fix [last] --format=postfix" },
		{ "profile show exchange-2019", "profile [show] [exchange-2019]" },
		{ "check -q4j 3 a.example", "check [a.example] --quiet --ipv4 --parallel=3" },
		{ "show last --width=100", "show [last] --width=100" },
		{ "help scan", "help [scan]" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cli_args args;
		struct scn_text error = { 0 }, meaning = { 0 };
		char copy[200];

		assert_true(parse(cases[i].line, &args, &error, copy));
		scn_text_add(&meaning, args.command ? args.command->word : "-");
		for (size_t j = 0; j < args.operand_count; j++)
			scn_text_printf(&meaning, " [%s]", args.operands[j]);
		add_values(&args, &meaning);
		assert_string_equal(scn_text_str(&meaning), cases[i].meaning);
		assert_int_equal(error.len, 0);
		cli_args_finish(&args);
		scn_text_finish(&meaning);
	}
}

static void test_refuses(void **state)
{
	static const struct {
		const char *line, *sentence;
	} cases[] = {
		{ "check --fail-on-waek a.example",
			"unknown option '--fail-on-waek'. Did you mean --fail-on-weak?" },
		{ "check --xyzzy", "unknown option '--xyzzy'." },
		{ "check -Z", "unknown option '-Z'." },
		{ "check --\x1b[31m", "unknown option '--\\x1b[31m'." },
		{ "check --no a.example", "option '--no' may be --no-mx or --no-save." },
		{ "check --all=1", "option --all takes no value." },
		{ "check a.example --client", "option --client needs a value: PROFILE,...." },
		{ "check a.example --client=", "option --client needs a value: PROFILE,...." },
		{ "chekc a.example", "unknown command 'chekc'. Did you mean check? "
				     "For a host of this name: handfast check 'chekc'" },
		{ "suites --client x", "`handfast suites` has no option --client." },
		{ "check a.example --color sometimes",
			"'sometimes' is no value of --color: auto, always, never." },
		{ "check a.example --color nevr",
			"'nevr' is no value of --color: auto, always, never. Did you mean never?" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cli_args args;
		struct scn_text error = { 0 };
		char copy[200];

		assert_false(parse(cases[i].line, &args, &error, copy));
		assert_string_equal(scn_text_str(&error), cases[i].sentence);
		scn_text_finish(&error);
	}
}

static void test_values(void **state)
{
	struct cli_args args;
	struct scn_text error = { 0 };
	char copy[200];
	int64_t number = 2;
	const char *value = NULL;

	assert_true(parse("check a.example -c one -w 90 -c two -w100 -j 0", &args, &error, copy));
	value = cli_args_next(&args, CLI_OPT_CLIENT, value);
	assert_string_equal(value, "one");
	value = cli_args_next(&args, CLI_OPT_CLIENT, value);
	assert_string_equal(value, "two");
	assert_null(cli_args_next(&args, CLI_OPT_CLIENT, value));
	assert_string_equal(cli_args_value(&args, CLI_OPT_WIDTH), "100");
	assert_true(cli_args_number(&args, CLI_OPT_PAUSE, 0, 10, &number, &error));
	assert_int_equal(number, 2);
	assert_true(cli_args_number(&args, CLI_OPT_WIDTH, 20, 160, &number, &error));
	assert_int_equal(number, 100);
	assert_false(cli_args_number(&args, CLI_OPT_PARALLEL, 1, 100, &number, &error));
	assert_string_equal(scn_text_str(&error),
		"'0' is no value of --parallel: a whole number from 1 to 100.");
	scn_text_finish(&error);
	cli_args_finish(&args);
}

/* What parsing and help take for granted of the table. */
static void test_table(void **state)
{
	size_t count, command_count;
	const struct cli_option *options = cli_options(&count);
	const struct cli_command *commands = cli_commands(&command_count);
	unsigned all = 0;

	for (size_t i = 0; i < command_count; i++) {
		assert_int_equal(all & commands[i].id, 0);
		all |= commands[i].id;
	}
	assert_int_equal(all, CLI_ALL);
	for (size_t i = 0; i < count; i++) {
		assert_true(options[i].commands & CLI_ALL);
		for (size_t j = 0; j < i; j++) {
			bool same = strcmp(options[i].name, options[j].name) == 0;

			assert_int_not_equal(options[i].id, options[j].id);
			if (same)
				assert_int_equal(options[i].commands & options[j].commands, 0);
			if (same)
				assert_int_equal(!options[i].argument, !options[j].argument);
			if (options[i].letter && !same)
				assert_int_not_equal(options[i].letter, options[j].letter);
		}
	}
}

static void test_help(void **state)
{
	size_t count;
	const struct cli_command *commands = cli_commands(&count);

	for (size_t i = 0; i <= count; i++) {
		struct scn_text help = { 0 };

		cli_args_help(i < count ? &commands[i] : NULL, 80, &help);
		for (char *line = strtok(help.at, "\n"); line; line = strtok(NULL, "\n"))
			assert_true(scn_text_columns(line) <= 85);
		scn_text_finish(&help);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
