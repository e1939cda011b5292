/* check and scan: the same run, with another mode. */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/list.h"

static int finish(
	struct cli_context *context, struct cli_outputs *outputs, struct scn_run *run, int code)
{
	struct scn_document *document = scn_run_document(run);

	if (!cli_args_has(context->args, CLI_OPT_NO_SAVE))
		cli_save(document);
	if (!cli_outputs_document(outputs, document))
		return CLI_EXIT_CANNOT_WRITE;
	return code;
}

/* There is no document: all was written as it came. */
static int finish_list(
	struct cli_context *context, const struct cli_run *what, struct scn_run *run, int code)
{
	struct scn_text summary = { 0 };

	cli_list_summary(scn_run_counts(run), cli_list_count(what->resumed), &summary);
	if (!cli_args_has(context->args, CLI_OPT_QUIET))
		fprintf(stderr, "%s\n", scn_text_str(&summary));
	scn_text_finish(&summary);
	return cli_outputs_document(what->outputs, scn_run_document(run)) ? code
									  : CLI_EXIT_CANNOT_WRITE;
}

static int run(struct cli_context *context, const struct cli_run *what)
{
	int code;
	struct scn_run *done = cli_run(context, what, &code);

	if (done)
		code = what->streaming ? finish_list(context, what, done, code)
				       : finish(context, what->outputs, done, code);
	scn_run_free(done);
	return code;
}

static bool has_list(const struct cli_args *args)
{
	for (size_t i = 0; i < args->operand_count; i++)
		if (cli_is_list(args->operands[i]))
			return true;
	return false;
}

/* False: complained. */
static bool prepare_list(const struct cli_args *args, struct cli_run *what, int *code_out)
{
	const char *path = cli_args_value(args, CLI_OPT_RESUME);
	const char *shard = cli_args_value(args, CLI_OPT_SHARD);
	struct scn_text error = { 0 };

	what->shard = (struct scn_shard){ 0, 1 };
	if (shard && !scn_shard_parse(shard, &what->shard, &error)) {
		*code_out = cli_complain(CLI_EXIT_USAGE, "--shard: %s", scn_text_str(&error));
		scn_text_finish(&error);
		return false;
	}
	what->streaming = (path || has_list(args)) && cli_outputs_stream(what->outputs);
	if (!path)
		return true;
	if (!what->streaming) {
		*code_out =
			cli_complain(CLI_EXIT_USAGE, "--resume goes on with the lines in its file; "
						     "another format does not go with it");
		return false;
	}
	what->resumed = cli_list_open(path, what, &what->shard, code_out);
	if (what->resumed)
		cli_outputs_add_lines(what->outputs, path, cli_list_take_file(what->resumed));
	return what->resumed != NULL;
}

static int run_all(struct cli_context *context, struct cli_run *what)
{
	int code;

	what->outputs = cli_outputs_new(context, &code);
	if (!what->outputs)
		return code;
	if (prepare_list(context->args, what, &code)) {
		if (what->streaming &&
			!cli_outputs_begin_list(what->outputs, what->clients, what->client_count))
			code = CLI_EXIT_CANNOT_WRITE;
		else
			code = run(context, what);
	}
	cli_list_free(what->resumed);
	cli_outputs_free(what->outputs);
	return code;
}

int cli_cmd_run(struct cli_context *context)
{
	const struct cli_args *args = context->args;
	struct cli_run what = {
		.mode = args->command->id == CLI_SCAN ? SCN_MODE_SCAN : SCN_MODE_CHECK,
		.targets = args->operands,
		.target_count = args->operand_count,
	};
	int code;

	if (args->operand_count == 0)
		return cli_complain(CLI_EXIT_USAGE,
			"handfast %s needs a target: a domain, HOST:PORT, or @FILE with one a line",
			args->command->word);
	if (!cli_args_has(args, CLI_OPT_SUITES_ONLY) &&
		!cli_clients(context, &what.clients, &what.client_count, &code))
		return code;
	code = run_all(context, &what);
	free(what.clients);
	return code;
}
