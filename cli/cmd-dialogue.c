/* dialogue: the annotated SMTP and TLS conversation of one probe of a saved scan. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

static const struct scn_probe_record *record_by_number(
	const struct scn_server_facts *facts, int64_t number)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (facts->probes[i].number == (uint32_t)number && facts->probes[i].line_count)
			return &facts->probes[i];
	return NULL;
}

static const struct scn_probe_record *first_with_lines(const struct scn_server_facts *facts)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (facts->probes[i].line_count)
			return &facts->probes[i];
	return NULL;
}

/* --probe, else the replay of --client or of the first pair, else the first one that was kept. */
static const struct scn_probe_record *pick_record(const struct cli_context *context,
	const struct scn_server_result *server, struct scn_text *error)
{
	const char *client = cli_args_value(context->args, CLI_OPT_CLIENT);
	const struct scn_replay_fact *replay = NULL;
	const struct scn_probe_record *record = NULL;
	int64_t number = 0;

	if (!cli_args_number(context->args, CLI_OPT_PROBE, 1, UINT32_MAX, &number, error))
		return NULL;
	if (!client && server->pair_count)
		client = server->pairs[0].profile_id;
	if (!number && client)
		replay = scn_facts_find_replay(&server->facts, client);
	if (number || replay)
		record = record_by_number(&server->facts, number ? number : replay->probe);
	if (!record && !number && !cli_args_has(context->args, CLI_OPT_CLIENT))
		record = first_with_lines(&server->facts);
	if (!record)
		scn_text_add(error, "the dialogue of that connection was not kept in this scan");
	return record;
}

static int print(const struct cli_context *context, const struct scn_document *document)
{
	struct scn_text_options options = cli_text_options(context);
	const struct scn_server_result *server = cli_pick_server(context, document, NULL);
	struct scn_text error = { 0 }, out = { 0 };
	const struct scn_probe_record *record;
	int code = CLI_EXIT_OK;

	if (!server)
		return CLI_EXIT_NOT_FOUND;
	record = pick_record(context, server, &error);
	if (record)
		scn_report_dialogue(&server->facts, record, &options, &out);
	else
		code = cli_complain(CLI_EXIT_NOT_FOUND, "%s", scn_text_str(&error));
	fputs(scn_text_str(&out), stdout);
	scn_text_finish(&error);
	scn_text_finish(&out);
	return code;
}

int cli_cmd_dialogue(struct cli_context *context)
{
	struct scn_document *document;
	int code;

	if (context->args->operand_count != 1)
		return cli_complain(CLI_EXIT_USAGE,
			"handfast dialogue needs one saved scan: a file, an id, or last");
	document = cli_load(context->args->operands[0], &code);
	if (!document)
		return code;
	code = print(context, document);
	scn_document_finish(document);
	free(document);
	return code;
}
