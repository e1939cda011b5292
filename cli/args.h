/*
 * The command line: one declarative table of commands and one of options. Parsing, --help, shell
 * completion and the test of the man page all read these tables (args-table.c), so an option is
 * added by adding a row there.
 *
 * GNU style: --long, --long=value, --long value, -x, -xVALUE, -x value, -xyz, `--` ends options;
 * an option may repeat and may stand before or after the command and its operands. A long option
 * may be shortened as long as it stays unique.
 *
 *   struct cli_args args;
 *   struct scn_text error = { 0 };
 *   if (!cli_args_parse(argc, argv, &args, &error))
 *           say scn_text_str(&error) on stderr, exit 64
 *   if (cli_args_has(&args, CLI_OPT_HELP))
 *           cli_args_help(args.command, width, &out) on stdout, exit 0
 *   for (const char *v = NULL; (v = cli_args_next(&args, CLI_OPT_CLIENT, v)) != NULL;) …
 *   cli_args_finish(&args);
 */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scanner.h"

/* Bits, so that an option can say which commands know it. */
enum cli_command_id {
	CLI_CHECK = 1 << 0,
	CLI_SCAN = 1 << 1,
	CLI_FIX = 1 << 2,
	CLI_DIALOGUE = 1 << 3,
	CLI_SHOW = 1 << 4,
	CLI_PROFILE = 1 << 5,
	CLI_SUITES = 1 << 6,
	CLI_DEMO = 1 << 7,
	CLI_HELP = 1 << 8,
	CLI_EXPLAIN = 1 << 9,
	CLI_MERGE = 1 << 10,
	CLI_COMPARE = 1 << 11,
	CLI_RESUME = 1 << 12,
	CLI_ALL = (1 << 13) - 1,
};

struct cli_command {
	enum cli_command_id id;
	const char *word;
	const char *synopsis;        /* what follows the word: "TARGET... [-c PROFILE,...]" */
	const char *help;            /* one line */
	const char *const *examples; /* whole lines, ends with NULL; or NULL */
};

enum cli_group {
	CLI_GROUP_WHAT,
	CLI_GROUP_PACE,
	CLI_GROUP_OUTPUT,
	CLI_GROUP_JUDGE,
	CLI_GROUP_OTHER,
	CLI_GROUP_COUNT,
};
const char *cli_group_title(enum cli_group group);

enum cli_option_id {
	CLI_OPT_NONE,
	CLI_OPT_CLIENT,
	CLI_OPT_SERVER,
	CLI_OPT_PROBE,
	CLI_OPT_PORT,
	CLI_OPT_IPV4,
	CLI_OPT_IPV6,
	CLI_OPT_NO_MX,
	CLI_OPT_VERSIONS,
	CLI_OPT_SUITES_ONLY,
	CLI_OPT_DNS,
	CLI_OPT_TRUST_ANCHOR,
	CLI_OPT_PARALLEL,
	CLI_OPT_PAUSE,
	CLI_OPT_TIMEOUT,
	CLI_OPT_SLOW,
	CLI_OPT_EHLO,
	CLI_OPT_MAX_PROBES,
	CLI_OPT_SERVERS,
	CLI_OPT_PER_NETWORK,
	CLI_OPT_SHARD,
	CLI_OPT_RESUME,
	CLI_OPT_MAX_TIME,
	CLI_OPT_CONFIRM,
	CLI_OPT_NO_CONFIRM,
	CLI_OPT_OUTPUT,
	CLI_OPT_FORMAT,     /* -f of reports; repeats */
	CLI_OPT_FIX_FORMAT, /* --format of `fix` */
	CLI_OPT_WIDTH,
	CLI_OPT_NAMES,
	CLI_OPT_CSV_ROWS,
	CLI_OPT_CSV_BOM,
	CLI_OPT_SHOW_ALL,
	CLI_OPT_QUIET,
	CLI_OPT_VERBOSE,
	CLI_OPT_PLAIN,
	CLI_OPT_ASCII,
	CLI_OPT_COLOR,
	CLI_OPT_PROGRESS,
	CLI_OPT_NO_SAVE,
	CLI_OPT_GOAL,
	CLI_OPT_ON,
	CLI_OPT_MUST_WORK,
	CLI_OPT_UNDO,
	CLI_OPT_REMOVE,
	CLI_OPT_ID,
	CLI_OPT_LISTEN,
	CLI_OPT_ACCEPT,
	CLI_OPT_COUNT,
	CLI_OPT_FROM,
	CLI_OPT_BASE,
	CLI_OPT_TO,
	CLI_OPT_FAIL_ON_WEAK,
	CLI_OPT_ALLOW_UNKNOWN,
	CLI_OPT_HELP,
	CLI_OPT_VERSION,
};

struct cli_option {
	enum cli_option_id id;
	char letter;              /* 0 = no short form */
	const char *name;         /* long form without dashes */
	const char *argument;     /* "PROFILE,..."; NULL = takes none */
	const char *const *words; /* the only values allowed, ends with NULL; NULL = any */
	enum cli_group group;
	unsigned commands; /* CLI_CHECK | … */
	const char *help;
};

const struct cli_command *cli_commands(size_t *count_out);
const struct cli_command *cli_command_find(const char *word);
const struct cli_option *cli_options(size_t *count_out);

struct cli_given {
	const struct cli_option *option;
	const char *value; /* borrowed from argv; NULL where the option takes none */
};

struct cli_args {
	/* NULL when no command and no target was given. A first operand with a dot, colon, slash, @
	 * or bracket, or a lone "-", is a target of `check`. */
	const struct cli_command *command;
	struct cli_given *given; /* in the order of the command line */
	size_t given_count;
	const char **operands; /* without the command's word */
	size_t operand_count;
};

/* False: one or two sentences in *error_out (what is wrong, the nearest match); *out is empty. */
bool cli_args_parse(int argc, char *const *argv, struct cli_args *out, struct scn_text *error_out);
void cli_args_finish(struct cli_args *args);

bool cli_args_has(const struct cli_args *args, enum cli_option_id id);
/* The last value that was given, or NULL. */
const char *cli_args_value(const struct cli_args *args, enum cli_option_id id);
/* The first value (after == NULL) or the one behind `after`, which must come from here. */
const char *cli_args_next(const struct cli_args *args, enum cli_option_id id, const char *after);
/* A whole number; fallback where the option was not given. False: *error_out says what is wrong. */
bool cli_args_number(const struct cli_args *args, enum cli_option_id id, int64_t least,
	int64_t most, int64_t *value, struct scn_text *error_out);

/* The screenful of --help for one command, or for the whole program (NULL). */
void cli_args_help(const struct cli_command *command, unsigned width, struct scn_text *out);

/* The word of a list (ends with NULL) that is nearest to a mistyped one; NULL if none is near. */
const char *cli_nearest(const char *word, const char *const *words);

#endif
