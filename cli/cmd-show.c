/* show: print a saved scan again. */
#include <stdlib.h>

#include "cli/command.h"

int cli_cmd_show(struct cli_context *context)
{
	struct scn_document *document;
	struct cli_outputs *outputs;
	int code;

	if (context->args->operand_count != 1)
		return cli_complain(CLI_EXIT_USAGE,
			"handfast show needs one saved scan: a file, an id, or last");
	outputs = cli_outputs_new(context, &code);
	if (!outputs)
		return code;
	document = cli_load(context->args->operands[0], &code);
	if (document) {
		code = cli_exit_of(context, document);
		if (!cli_outputs_document(outputs, document))
			code = CLI_EXIT_CANNOT_WRITE;
		scn_document_finish(document);
		free(document);
	}
	cli_outputs_free(outputs);
	return code;
}
