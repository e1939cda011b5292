/* check and scan: the same run, with another mode. */
#include <stdlib.h>

#include "cli/command.h"

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

static int run(struct cli_context *context, struct cli_run *what)
{
	int code;
	struct scn_run *done;

	what->outputs = cli_outputs_new(context, &code);
	if (!what->outputs)
		return code;
	done = cli_run(context, what, &code);
	if (done)
		code = finish(context, what->outputs, done, code);
	scn_run_free(done);
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
	if (!cli_clients(context, &what.clients, &what.client_count, &code))
		return code;
	code = run(context, &what);
	free(what.clients);
	return code;
}
