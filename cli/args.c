#include "cli/args.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

enum {
	NEAR_MAX_LEN = 64,    /* longer words are not compared */
	HELP_MAX_COLUMN = 30, /* option names longer than this get a line of their own */
	HELP_MAX_WIDTH = 100,
};

/* Optimal string alignment distance: insert, delete, replace, swap two neighbours. */
static size_t distance(const char *a, const char *b)
{
	size_t rows[3][NEAR_MAX_LEN + 1];
	size_t a_len = strlen(a), b_len = strlen(b);
	size_t *before = rows[0], *last = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b_len; j++)
		last[j] = before[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *spare = before;

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);

			best = last[j] + 1 < best ? last[j] + 1 : best;
			best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
				before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			row[j] = best;
		}
		before = last;
		last = row;
		row = spare;
	}
	return last[b_len];
}

const char *cli_nearest(const char *word, const char *const *words)
{
	const char *nearest = NULL;
	size_t len = strlen(word);
	size_t least = len / 3 + 2; /* farther away is another word, not a slip */

	if (len > NEAR_MAX_LEN)
		return NULL;
	for (; *words; words++) {
		size_t d = strlen(*words) > NEAR_MAX_LEN ? least : distance(word, *words);

		if (d < least) {
			least = d;
			nearest = *words;
		}
	}
	return nearest;
}

const struct cli_command *cli_command_find(const char *word)
{
	size_t count;
	const struct cli_command *commands = cli_commands(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(commands[i].word, word) == 0)
			return &commands[i];
	return NULL;
}

/* What the user typed, quoted and harmless. */
static void quote(struct scn_text *error, const char *before, const char *dashes, const char *typed)
{
	scn_text_printf(error, "%s'%s", before, dashes);
	scn_text_peer(error, typed, strlen(typed));
	scn_text_char(error, '\'');
}

static void suggest(struct scn_text *error, const char *dashes, const char *nearest)
{
	if (nearest)
		scn_text_printf(error, " Did you mean %s%s?", dashes, nearest);
}

static void complain_option(struct scn_text *error, const char *typed)
{
	size_t count, known = 0;
	const struct cli_option *options = cli_options(&count);
	const char **names = scn_alloc(count + 1, sizeof(*names));

	for (size_t i = 0; i < count; i++)
		names[known++] = options[i].name;
	quote(error, "unknown option ", "--", typed);
	scn_text_char(error, '.');
	suggest(error, "--", cli_nearest(typed, names));
	free(names);
}

/* By the whole name, or by a beginning that only one name has. */
static const struct cli_option *find_long(const char *name, struct scn_text *error)
{
	size_t count, len = strlen(name);
	const struct cli_option *options = cli_options(&count), *found = NULL, *other = NULL;

	for (size_t i = 0; i < count; i++) {
		if (strncmp(options[i].name, name, len) != 0 || len == 0)
			continue;
		if (strlen(options[i].name) == len)
			return &options[i];
		if (!found)
			found = &options[i];
		else if (strcmp(found->name, options[i].name) != 0)
			other = &options[i];
	}
	if (other) {
		quote(error, "option ", "--", name);
		scn_text_printf(error, " may be --%s or --%s.", found->name, other->name);
		return NULL;
	}
	if (!found)
		complain_option(error, name);
	return found;
}

static const struct cli_option *find_letter(char letter)
{
	size_t count;
	const struct cli_option *options = cli_options(&count);

	for (size_t i = 0; i < count; i++)
		if (options[i].letter == letter)
			return &options[i];
	return NULL;
}

struct parser {
	int argc, at;
	char *const *argv;
	struct cli_args *args;
	struct scn_text *error;
};

static bool give(struct parser *p, const struct cli_option *option, const char *value)
{
	struct cli_given given = { option, value };

	if (option->argument && !value && p->at < p->argc)
		given.value = p->argv[p->at++];
	if (option->argument && (!given.value || !given.value[0])) {
		scn_text_printf(
			p->error, "option --%s needs a value: %s.", option->name, option->argument);
		return false;
	}
	SCN_APPEND(p->args->given, p->args->given_count, given);
	return true;
}

static bool parse_long(struct parser *p, const char *name)
{
	const char *equals = strchr(name, '=');
	char *bare = scn_strndup(name, equals ? (size_t)(equals - name) : strlen(name));
	const struct cli_option *option = find_long(bare, p->error);

	free(bare);
	if (!option)
		return false;
	if (equals && !option->argument) {
		scn_text_printf(p->error, "option --%s takes no value.", option->name);
		return false;
	}
	return give(p, option, equals ? equals + 1 : NULL);
}

static bool parse_letters(struct parser *p, const char *letters)
{
	for (; *letters; letters++) {
		const struct cli_option *option = find_letter(*letters);

		if (!option) {
			char letter[] = { *letters, 0 };

			quote(p->error, "unknown option ", "-", letter);
			scn_text_char(p->error, '.');
			return false;
		}
		if (option->argument)
			return give(p, option, letters[1] ? letters + 1 : NULL);
		if (!give(p, option, NULL))
			return false;
	}
	return true;
}

static bool parse_words(struct parser *p)
{
	bool options = true;

	while (p->at < p->argc) {
		const char *word = p->argv[p->at++];
		bool good = true;

		if (options && strcmp(word, "--") == 0)
			options = false;
		else if (options && word[0] == '-' && word[1] == '-')
			good = parse_long(p, word + 2);
		else if (options && word[0] == '-' && word[1])
			good = parse_letters(p, word + 1);
		else
			SCN_APPEND(p->args->operands, p->args->operand_count, word);
		if (!good)
			return false;
	}
	return true;
}

static void complain_command(struct parser *p, const char *word)
{
	size_t count;
	const struct cli_command *commands = cli_commands(&count);
	const char **words = scn_alloc(count + 1, sizeof(*words));

	for (size_t i = 0; i < count; i++)
		words[i] = commands[i].word;
	quote(p->error, "unknown command ", "", word);
	scn_text_char(p->error, '.');
	suggest(p->error, "", cli_nearest(word, words));
	quote(p->error, " For a host of this name: handfast check ", "", word);
	free(words);
}

static bool looks_like_target(const char *word)
{
	return strcmp(word, "-") == 0 || strpbrk(word, ".:/@[") != NULL;
}

/* The first operand is the command's word, or the first target of `check`. */
static bool take_command(struct parser *p)
{
	struct cli_args *args = p->args;

	if (args->operand_count == 0)
		return true;
	args->command = cli_command_find(args->operands[0]);
	if (args->command) {
		args->operand_count--;
		memmove(args->operands, args->operands + 1,
			args->operand_count * sizeof(*args->operands));
		return true;
	}
	if (!looks_like_target(args->operands[0])) {
		complain_command(p, args->operands[0]);
		return false;
	}
	args->command = cli_command_find("check");
	return true;
}

/* The row of this option's name that the command knows: `--format` has two. */
static const struct cli_option *row_for(
	const struct cli_option *option, const struct cli_command *command)
{
	size_t count;
	const struct cli_option *options = cli_options(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(options[i].name, option->name) == 0 &&
			(!command || (options[i].commands & command->id)))
			return &options[i];
	return NULL;
}

static bool check_value(const struct cli_given *given, struct scn_text *error)
{
	const char *const *words = given->option->words;

	for (; words && *words; words++)
		if (strcmp(*words, given->value) == 0)
			return true;
	if (!words)
		return true;
	quote(error, "", "", given->value);
	scn_text_printf(error, " is no value of --%s:", given->option->name);
	for (words = given->option->words; *words; words++)
		scn_text_printf(error, "%s %s", words == given->option->words ? "" : ",", *words);
	scn_text_char(error, '.');
	suggest(error, "", cli_nearest(given->value, given->option->words));
	return false;
}

static bool check_options(struct parser *p)
{
	struct cli_args *args = p->args;

	for (size_t i = 0; i < args->given_count; i++) {
		struct cli_given *given = &args->given[i];
		const struct cli_option *row = row_for(given->option, args->command);

		if (!row) {
			scn_text_printf(p->error, "`handfast %s` has no option --%s.",
				args->command->word, given->option->name);
			return false;
		}
		given->option = row;
		if (!check_value(given, p->error))
			return false;
	}
	return true;
}

bool cli_args_parse(int argc, char *const *argv, struct cli_args *out, struct scn_text *error_out)
{
	struct parser p = { .argc = argc, .at = 1, .argv = argv, .args = out, .error = error_out };

	*out = (struct cli_args){ 0 };
	if (parse_words(&p) && take_command(&p) && check_options(&p))
		return true;
	cli_args_finish(out);
	return false;
}

void cli_args_finish(struct cli_args *args)
{
	free(args->given);
	free(args->operands);
	*args = (struct cli_args){ 0 };
}

bool cli_args_has(const struct cli_args *args, enum cli_option_id id)
{
	for (size_t i = 0; i < args->given_count; i++)
		if (args->given[i].option->id == id)
			return true;
	return false;
}

const char *cli_args_value(const struct cli_args *args, enum cli_option_id id)
{
	const char *value = NULL;

	for (size_t i = 0; i < args->given_count; i++)
		if (args->given[i].option->id == id)
			value = args->given[i].value;
	return value;
}

const char *cli_args_next(const struct cli_args *args, enum cli_option_id id, const char *after)
{
	bool found = after == NULL;

	for (size_t i = 0; i < args->given_count; i++) {
		if (args->given[i].option->id != id)
			continue;
		if (found)
			return args->given[i].value;
		found = args->given[i].value == after;
	}
	return NULL;
}

bool cli_args_number(const struct cli_args *args, enum cli_option_id id, int64_t least,
	int64_t most, int64_t *value, struct scn_text *error_out)
{
	for (size_t i = 0; i < args->given_count; i++) {
		const struct cli_given *given = &args->given[i];
		char *end;

		if (given->option->id != id)
			continue;
		errno = 0;
		*value = strtoll(given->value, &end, 10);
		if (errno == 0 && *end == 0 && *value >= least && *value <= most)
			continue;
		quote(error_out, "", "", given->value);
		scn_text_printf(error_out,
			" is no value of --%s: a whole number from %lld to %lld.",
			given->option->name, (long long)least, (long long)most);
		return false;
	}
	return true;
}

/* ---- help ---- */

static void option_name(const struct cli_option *option, struct scn_text *out)
{
	if (option->letter)
		scn_text_printf(out, "  -%c, --%s", option->letter, option->name);
	else
		scn_text_printf(out, "      --%s", option->name);
	if (option->argument)
		scn_text_printf(out, " %s", option->argument);
}

/* Words of text from `column` on, wrapped with a hanging indent. */
static void help_text(struct scn_text *out, const char *text, size_t column, size_t width)
{
	size_t at = column;

	while (*text) {
		size_t len = strcspn(text, " ");

		if (at > column && at + 1 + len > width) {
			scn_text_char(out, '\n');
			scn_text_fill(out, ' ', column);
			at = column;
		} else if (at > column) {
			scn_text_char(out, ' ');
			at++;
		}
		scn_text_addn(out, text, len);
		at += len;
		text += len;
		text += strspn(text, " ");
	}
	scn_text_char(out, '\n');
}

static void help_row(
	struct scn_text *out, const struct scn_text *name, const char *help, size_t width)
{
	scn_text_add(out, scn_text_str(name));
	if (name->len + 2 > HELP_MAX_COLUMN) {
		scn_text_char(out, '\n');
		scn_text_fill(out, ' ', HELP_MAX_COLUMN);
	} else {
		scn_text_fill(out, ' ', HELP_MAX_COLUMN - name->len);
	}
	help_text(out, help, HELP_MAX_COLUMN, width);
}

static void help_group(
	const struct cli_command *command, enum cli_group group, size_t width, struct scn_text *out)
{
	size_t count;
	const struct cli_option *options = cli_options(&count);
	bool title = false;

	for (size_t i = 0; i < count; i++) {
		struct scn_text name = { 0 };

		if (options[i].group != group || !(options[i].commands & command->id))
			continue;
		if (!title)
			scn_text_printf(out, "\n%s:\n", cli_group_title(group));
		title = true;
		option_name(&options[i], &name);
		help_row(out, &name, options[i].help, width);
		scn_text_finish(&name);
	}
}

static void help_examples(const struct cli_command *command, struct scn_text *out)
{
	for (const char *const *line = command->examples; line && *line; line++)
		scn_text_printf(out, "  %s\n", *line);
}

static void help_commands(size_t width, struct scn_text *out)
{
	size_t count;
	const struct cli_command *commands = cli_commands(&count);

	scn_text_add(out, "\nCommands:\n");
	for (size_t i = 0; i < count; i++) {
		struct scn_text name = { 0 };

		scn_text_printf(&name, "  %s", commands[i].word);
		scn_text_add(out, scn_text_str(&name));
		scn_text_fill(out, ' ', 12 - name.len);
		help_text(out, commands[i].help, 12, width);
		scn_text_finish(&name);
	}
	scn_text_add(out, "\nTARGET is a domain, host:port, [v6]:port, [host], an e-mail address, "
			  "@file or -.\nSCAN is a saved file, an id, or `last`. "
			  "All options: handfast help COMMAND\n");
}

void cli_args_help(const struct cli_command *command, unsigned width, struct scn_text *out)
{
	size_t columns = width > HELP_MAX_WIDTH ? HELP_MAX_WIDTH : width;

	if (!command) {
		scn_text_add(
			out, "Why two mail servers cannot agree on TLS, and the smallest fix.\n\n");
		help_examples(cli_command_find("check"), out);
		help_commands(columns, out);
		return;
	}
	scn_text_printf(out, "Usage: handfast %s %s\n", command->word, command->synopsis);
	help_text(out, command->help, 0, columns);
	if (command->examples)
		scn_text_char(out, '\n');
	help_examples(command, out);
	for (int group = 0; group < CLI_GROUP_COUNT; group++)
		help_group(command, (enum cli_group)group, columns, out);
}
