#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

#include "core/base/alloc.h"

static int cmd_help(struct cli_context *context);

/* The words and texts of the commands are in args-table.c; here is who does the work. */
static const struct {
	enum cli_command_id id;
	cli_command_fn *run;
} handlers[] = {
	{ CLI_CHECK, cli_cmd_run },
	{ CLI_SCAN, cli_cmd_run },
	{ CLI_FIX, cli_cmd_fix },
	{ CLI_COMPARE, cli_cmd_compare },
	{ CLI_DIALOGUE, cli_cmd_dialogue },
	{ CLI_SHOW, cli_cmd_show },
	{ CLI_RESUME, cli_cmd_resume },
	{ CLI_MERGE, cli_cmd_merge },
	{ CLI_PROFILE, cli_cmd_profile },
	{ CLI_SUITES, cli_cmd_suites },
	{ CLI_EXPLAIN, cli_cmd_explain },
	{ CLI_DEMO, cli_cmd_demo },
	{ CLI_HELP, cmd_help },
};

int cli_complain(enum cli_exit code, const char *format, ...)
{
	va_list args;

	fputs("handfast: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return code;
}

static int print_help(const struct cli_command *command, const struct cli_term *term)
{
	struct scn_text out = { 0 };

	cli_args_help(command, term->width, &out);
	fputs(scn_text_str(&out), stdout);
	scn_text_finish(&out);
	return CLI_EXIT_OK;
}

static int cmd_help(struct cli_context *context)
{
	const struct cli_command *command = NULL;

	if (context->args->operand_count) {
		command = cli_command_find(context->args->operands[0]);
		if (!command)
			return cli_complain(CLI_EXIT_USAGE,
				"there is no command \"%s\"; handfast --help lists them",
				context->args->operands[0]);
	}
	return print_help(command, &context->term);
}

static bool term_wishes(
	const struct cli_args *args, struct cli_term_wishes *wishes, struct scn_text *error)
{
	int64_t width = 0;

	*wishes = (struct cli_term_wishes){
		.color = cli_args_value(args, CLI_OPT_COLOR),
		.ascii = cli_args_has(args, CLI_OPT_ASCII),
		.plain = cli_args_has(args, CLI_OPT_PLAIN),
	};
	if (!cli_args_number(args, CLI_OPT_WIDTH, 20, 1000, &width, error))
		return false;
	wishes->width = (unsigned)width;
	return true;
}

/* These two start often, and with few clients of many. */
static bool loads_as_named(enum cli_command_id command)
{
	return command == CLI_CHECK || command == CLI_SCAN;
}

static int run(struct cli_context *context)
{
	const struct cli_args *args = context->args;

	if (cli_args_has(args, CLI_OPT_VERSION)) {
		puts("handfast " SCN_VERSION);
		return CLI_EXIT_OK;
	}
	if (cli_args_has(args, CLI_OPT_HELP) || !args->command)
		return print_help(args->command, &context->term);
	for (size_t i = 0; i < SCN_COUNT(handlers); i++) {
		if (handlers[i].id != args->command->id)
			continue;
		if (!loads_as_named(args->command->id))
			cli_load_profiles(context);
		return handlers[i].run(context);
	}
	return cli_complain(CLI_EXIT_INTERNAL, "nobody handles \"%s\"", args->command->word);
}

/* How the commands that a report proposes name the scan; NULL is "last", "" is "not saved". */
static const char *scan_name(const struct cli_args *args)
{
	if ((args->command->id & (CLI_SHOW | CLI_RESUME)) && args->operand_count)
		return args->operands[0];
	return cli_args_has(args, CLI_OPT_NO_SAVE) ? "" : NULL;
}

struct scn_text_options cli_text_options(const struct cli_context *context)
{
	const char *names = cli_args_value(context->args, CLI_OPT_NAMES);

	return (struct scn_text_options){
		.width = context->term.width,
		.color = context->term.color,
		.ascii = context->term.ascii,
		.plain = context->term.plain,
		.all = cli_args_has(context->args, CLI_OPT_SHOW_ALL),
		.names = names ? scn_dialect_parse(names) : SCN_DIALECT_IANA,
		.profiles = &context->profiles,
		.scan = scan_name(context->args),
	};
}

struct scn_exit_rules cli_exit_rules(const struct cli_context *context)
{
	return (struct scn_exit_rules){
		.fail_on_weak = cli_args_has(context->args, CLI_OPT_FAIL_ON_WEAK),
		.allow_unknown = cli_args_has(context->args, CLI_OPT_ALLOW_UNKNOWN),
	};
}

enum cli_exit cli_exit_of(const struct cli_context *context, const struct scn_document *document)
{
	struct scn_exit_rules rules = cli_exit_rules(context);

	return (enum cli_exit)scn_document_exit_code(document, &rules);
}

int main(int argc, char **argv)
{
	struct cli_context context = { 0 };
	struct cli_args args;
	struct cli_term_wishes wishes;
	struct scn_text error = { 0 };
	int code = CLI_EXIT_USAGE;

	setlocale(LC_CTYPE, "");
	if (!cli_args_parse(argc, argv, &args, &error)) {
		cli_complain(CLI_EXIT_USAGE, "%s", scn_text_str(&error));
		scn_text_finish(&error);
		return code;
	}
	if (term_wishes(&args, &wishes, &error)) {
		context.args = &args;
		context.term = cli_term_look(&wishes);
		code = run(&context);
	} else {
		cli_complain(CLI_EXIT_USAGE, "%s", scn_text_str(&error));
	}
	scn_profiles_finish(&context.profiles);
	scn_text_finish(&error);
	cli_args_finish(&args);
	return code;
}
