/* resume: go on with what is still unknown in a saved scan, and write it back. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

#include "core/base/alloc.h"

static int add_client(const struct cli_context *context, const char *id, struct cli_run *what)
{
	const struct scn_profile *profile = scn_profiles_find(&context->profiles, id);

	for (size_t i = 0; i < what->client_count; i++)
		if (strcmp(what->clients[i]->id, id) == 0)
			return CLI_EXIT_OK;
	if (!profile)
		return cli_complain(CLI_EXIT_NOT_FOUND,
			"the client \"%s\" of this scan is not known here; name its file with -c",
			id);
	SCN_APPEND(what->clients, what->client_count, profile);
	return CLI_EXIT_OK;
}

static int add_clients(const struct cli_context *context, const struct scn_server_result *server,
	struct cli_run *what)
{
	int code = CLI_EXIT_OK;

	for (size_t i = 0; code == CLI_EXIT_OK && i < server->pair_count; i++)
		code = add_client(context, server->pairs[i].profile_id, what);
	return code;
}

/* The clients of the saved scan; the files of those that are not built in come by -c. */
static int clients_of(
	struct cli_context *context, const struct scn_document *document, struct cli_run *what)
{
	const struct scn_profile **named = NULL;
	size_t count = 0;
	int code;

	if (!cli_named_clients(context, CLI_OPT_CLIENT, &named, &count, &code))
		return code;
	free(named);
	for (size_t t = 0; t < document->target_count; t++)
		for (size_t s = 0; code == CLI_EXIT_OK && s < document->targets[t]->server_count;
			s++)
			code = add_clients(context, document->targets[t]->servers[s], what);
	if (code == CLI_EXIT_OK && what->client_count == 0)
		cli_clients(context, &what->clients, &what->client_count, &code);
	return code;
}

static int run(struct cli_context *context, const struct cli_run *what, const char *name)
{
	int code;
	struct scn_run *done = cli_run(context, what, &code);

	if (!done)
		return code;
	if (!cli_save_back(scn_run_document(done), name) ||
		!cli_outputs_document(what->outputs, scn_run_document(done)))
		code = CLI_EXIT_CANNOT_WRITE;
	scn_run_free(done);
	return code;
}

int cli_cmd_resume(struct cli_context *context)
{
	const char *name = context->args->operand_count == 1 ? context->args->operands[0] : "-";
	struct cli_run what = { 0 };
	int code;

	if (strcmp(name, "-") == 0)
		return cli_complain(CLI_EXIT_USAGE,
			"handfast resume needs one saved scan: a file, an id, or last");
	what.outputs = cli_outputs_new(context, &code);
	if (!what.outputs)
		return code;
	what.document = cli_load(name, &code);
	if (what.document)
		code = clients_of(context, what.document, &what);
	if (what.document && code == CLI_EXIT_OK) {
		what.mode = what.document->mode;
		what.demo = what.document->demo;
		code = run(context, &what, name);
	} else {
		scn_document_free(what.document);
	}
	free(what.clients);
	cli_outputs_free(what.outputs);
	return code;
}
