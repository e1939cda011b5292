/* dialogue: the annotated SMTP and TLS conversation of one probe of a saved scan. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

#include "core/report/dialogue-rows.h"

/* --probe, else the replay of --client or of the first pair, else the first one that was kept. */
static const struct scn_probe_record *pick_record(const struct cli_context *context,
	const struct scn_server_result *server, struct scn_text *error)
{
	const char *client = cli_args_value(context->args, CLI_OPT_CLIENT);
	const struct scn_replay_fact *replay;
	const struct scn_probe_record *record;
	int64_t number = 0;

	if (!cli_args_number(context->args, CLI_OPT_PROBE, 1, UINT32_MAX, &number, error))
		return NULL;
	replay = client ? scn_facts_find_replay(&server->facts, client) : NULL;
	if (number)
		record = scn_probe_by_number(&server->facts, (uint32_t)number);
	else if (client)
		record = scn_probe_by_number(&server->facts, replay ? replay->probe : 0);
	else
		record = scn_dialogue_pick(
			&server->facts, server->pair_count ? server->pairs[0].profile_id : NULL);
	if (!record)
		scn_text_add(error, "the dialogue of that connection was not kept in this scan");
	return record;
}

/* The pair whose client the connection is about. */
static const struct scn_verdict *pick_pair(
	const struct scn_server_result *server, const struct scn_probe_record *record)
{
	for (size_t i = 0; record && i < server->pair_count; i++)
		if (scn_probe_is_of(record, server->pairs[i].profile_id))
			return &server->pairs[i];
	return NULL;
}

static int print(const struct cli_context *context, const struct scn_document *document)
{
	struct scn_text_options options = cli_text_options(context);
	const struct scn_server_result *server = cli_pick_server(context, document, NULL);
	struct scn_text error = { 0 }, out = { 0 };
	struct scn_dialogue dialogue = { 0 };
	int code = CLI_EXIT_OK;

	if (!server)
		return CLI_EXIT_NOT_FOUND;
	dialogue.facts = &server->facts;
	dialogue.record = pick_record(context, server, &error);
	dialogue.pair = pick_pair(server, dialogue.record);
	if (dialogue.record)
		scn_report_dialogue(&dialogue, &options, &out);
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
