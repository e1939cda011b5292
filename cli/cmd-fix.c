/* fix: the change as lines for a real system, from a saved scan or a fresh check. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

#include "core/report/export.h"

static bool has_failure(const struct scn_server_result *server)
{
	for (size_t i = 0; i < server->pair_count; i++)
		if (server->pairs[i].kind == SCN_VERDICT_FAILS)
			return true;
	return false;
}

/* The client that -c names, else the first that fails, else the first of the pairs. */
static const char *pick_client(
	const struct cli_context *context, const struct scn_server_result *server)
{
	const char *named = cli_args_value(context->args, CLI_OPT_CLIENT);

	for (size_t i = 0; !named && i < server->pair_count; i++)
		if (server->pairs[i].kind == SCN_VERDICT_FAILS)
			named = server->pairs[i].profile_id;
	if (!named && server->pair_count)
		named = server->pairs[0].profile_id;
	return named;
}

static enum scn_side pick_side(
	const struct cli_context *context, const struct scn_export_format *format)
{
	const char *word = cli_args_value(context->args, CLI_OPT_ON);

	if (word)
		return strcmp(word, "client") == 0 ? SCN_SIDE_CLIENT : SCN_SIDE_SERVER;
	if (scn_export_for_schannel(format))
		return SCN_SIDE_CLIENT;
	return format->server ? SCN_SIDE_SERVER : SCN_SIDE_CLIENT;
}

static enum scn_goal pick_goal(const struct cli_context *context)
{
	const char *word = cli_args_value(context->args, CLI_OPT_GOAL);

	if (word && strcmp(word, "modern") == 0)
		return SCN_GOAL_MODERN;
	return word && strcmp(word, "keep") == 0 ? SCN_GOAL_KEEP : SCN_GOAL_SMALLEST;
}

static int write_fix(struct cli_context *context, const struct scn_export_format *format,
	const struct scn_profile *profile, const struct scn_server_result *server)
{
	struct scn_verdict verdict;
	struct scn_text out = { 0 };
	struct scn_export_input input = {
		.profile = profile,
		.facts = &server->facts,
		.verdict = &verdict,
		.side = pick_side(context, format),
		.goal = pick_goal(context),
		.host = server->facts.host,
	};
	int code = CLI_EXIT_OK;

	scn_judge(profile, &server->facts, &verdict);
	if (cli_args_has(context->args, CLI_OPT_UNDO) ? format->undo(&input, &out)
						      : format->write(&input, &out))
		fputs(scn_text_str(&out), stdout);
	else
		code = cli_complain(CLI_EXIT_FAILS, "%s", scn_text_str(&out));
	scn_text_finish(&out);
	if (code == CLI_EXIT_OK && cli_args_has(context->args, CLI_OPT_MUST_WORK))
		code = cli_must_work(
			context, &server->facts, input.side == SCN_SIDE_SERVER ? &verdict : NULL);
	scn_verdict_finish(&verdict);
	return code;
}

/* Without a format: who works after the fix for this client (if one is named) and the removals. */
static int only_must_work(struct cli_context *context, const struct scn_profile *profile,
	const struct scn_server_result *server)
{
	struct scn_verdict verdict;
	int code;

	if (!profile)
		return cli_must_work(context, &server->facts, NULL);
	scn_judge(profile, &server->facts, &verdict);
	code = cli_must_work(context, &server->facts, &verdict);
	scn_verdict_finish(&verdict);
	return code;
}

static int fix(struct cli_context *context, const struct scn_export_format *format,
	const struct scn_document *document)
{
	const struct scn_server_result *server = cli_pick_server(context, document, has_failure);
	const struct scn_profile **clients;
	const struct scn_profile *profile;
	size_t count;
	int code;

	if (!server)
		return CLI_EXIT_NOT_FOUND;
	if (cli_args_has(context->args, CLI_OPT_CLIENT)) {
		if (!cli_clients(context, &clients, &count, &code))
			return code;
		profile = count ? clients[0] : NULL;
		free(clients);
	} else {
		const char *id = pick_client(context, server);

		profile = id ? scn_profiles_find(&context->profiles, id) : NULL;
	}
	if (!format)
		return only_must_work(context,
			cli_args_has(context->args, CLI_OPT_CLIENT) ? profile : NULL, server);
	if (!profile)
		return cli_complain(CLI_EXIT_USAGE, "say which client with -c PROFILE");
	return write_fix(context, format, profile, server);
}

/* A target instead of a saved scan: check it first. */
static int fix_target(struct cli_context *context, const struct scn_export_format *format)
{
	struct cli_run what = {
		.mode = SCN_MODE_CHECK,
		.targets = context->args->operands,
		.target_count = 1,
	};
	struct scn_run *run;
	int code;

	if (!cli_clients(context, &what.clients, &what.client_count, &code))
		return code;
	run = cli_run(context, &what, &code);
	if (run && code < CLI_EXIT_UNREACHED)
		code = fix(context, format, scn_run_document(run));
	else if (run && code == CLI_EXIT_UNREACHED)
		cli_complain(CLI_EXIT_UNREACHED,
			"%s could not be reached, so nothing is known to fix", what.targets[0]);
	scn_run_free(run);
	free(what.clients);
	return code;
}

static int fix_saved(struct cli_context *context, const struct scn_export_format *format)
{
	int code;
	struct scn_document *document = cli_load(context->args->operands[0], &code);

	if (!document)
		return code;
	code = fix(context, format, document);
	scn_document_finish(document);
	free(document);
	return code;
}

static int no_format(const char *word)
{
	struct scn_text list = { 0 };
	size_t count;
	const struct scn_export_format *formats = scn_export_formats(&count);

	for (size_t i = 0; i < count; i++)
		scn_text_printf(&list, "%s%s", i ? " " : "", formats[i].word);
	if (word)
		cli_complain(CLI_EXIT_USAGE, "there is no format \"%s\"; the formats are: %s", word,
			scn_text_str(&list));
	else
		cli_complain(CLI_EXIT_USAGE, "handfast fix needs --format, one of: %s",
			scn_text_str(&list));
	scn_text_finish(&list);
	return CLI_EXIT_USAGE;
}

static int no_undo(void)
{
	struct scn_text list = { 0 };
	size_t count;
	const struct scn_export_format *formats = scn_export_formats(&count);

	for (size_t i = 0; i < count; i++)
		if (formats[i].undo)
			scn_text_printf(&list, "%s%s", list.len ? " " : "", formats[i].word);
	cli_complain(CLI_EXIT_USAGE,
		"--undo is for --format %s; elsewhere the way back stands in the text",
		scn_text_str(&list));
	scn_text_finish(&list);
	return CLI_EXIT_USAGE;
}

int cli_cmd_fix(struct cli_context *context)
{
	const char *word = cli_args_value(context->args, CLI_OPT_FIX_FORMAT);
	const struct scn_export_format *format = word ? scn_export_format_find(word) : NULL;

	if (!format && (word || !cli_args_has(context->args, CLI_OPT_MUST_WORK)))
		return no_format(word);
	if (cli_args_has(context->args, CLI_OPT_UNDO) && (!format || !format->undo))
		return no_undo();
	if (context->args->operand_count != 1)
		return cli_complain(CLI_EXIT_USAGE,
			"handfast fix needs one saved scan (a file, an id, or last) or one target");
	if (cli_is_saved(context->args->operands[0]))
		return fix_saved(context, format);
	return fix_target(context, format);
}
