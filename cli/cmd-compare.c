/* compare: servers of one domain, or saved scans, side by side. */
#include <stdlib.h>

#include "cli/command.h"

#include "core/base/alloc.h"
#include "core/report/compare.h"
#include "io/store.h"

/* What is compared: loaded documents, and one run over all operands that are targets. */
struct sources {
	const struct scn_document **documents;
	struct scn_document **loaded; /* ours to free */
	size_t count, loaded_count;
	const char **targets;
	size_t target_count;
	struct scn_run *run;
};

static void finish(struct sources *s)
{
	for (size_t i = 0; i < s->loaded_count; i++)
		scn_document_free(s->loaded[i]);
	scn_run_free(s->run);
	free(s->loaded);
	free(s->documents);
	free(s->targets);
}

static int load_saved(const struct cli_context *context, struct sources *s)
{
	int code = CLI_EXIT_OK;

	for (size_t i = 0; i < context->args->operand_count; i++) {
		const char *operand = context->args->operands[i];
		struct scn_document *document;

		if (!cli_is_saved(operand)) {
			SCN_APPEND(s->targets, s->target_count, operand);
			continue;
		}
		document = cli_load(operand, &code);
		if (!document)
			return code;
		SCN_APPEND(s->loaded, s->loaded_count, document);
		SCN_APPEND(s->documents, s->count, document);
	}
	return code;
}

static int scan_targets(struct cli_context *context, struct sources *s)
{
	struct cli_run what = {
		.mode = SCN_MODE_SCAN, .targets = s->targets, .target_count = s->target_count
	};
	int code;

	if (!s->target_count)
		return CLI_EXIT_OK;
	if (!cli_clients(context, &what.clients, &what.client_count, &code))
		return code;
	s->run = cli_run(context, &what, &code);
	free(what.clients);
	if (!s->run)
		return code;
	if (!cli_args_has(context->args, CLI_OPT_NO_SAVE))
		cli_save(scn_run_document(s->run));
	SCN_APPEND(s->documents, s->count, scn_run_document(s->run));
	return CLI_EXIT_OK;
}

/* The worst of all. */
static int exit_code(const struct cli_context *context, const struct sources *s)
{
	struct scn_exit_rules rules = cli_exit_rules(context);
	struct scn_findings found = { 0 };

	for (size_t i = 0; i < s->count; i++)
		for (size_t t = 0; t < s->documents[i]->target_count; t++)
			scn_findings_add_target(
				&found, s->documents[i]->mode, s->documents[i]->targets[t]);
	return scn_findings_exit_code(&found, &rules);
}

static int print(const struct cli_context *context, const struct sources *s)
{
	struct scn_text_options options = cli_text_options(context);
	const char *path = cli_args_value(context->args, CLI_OPT_OUTPUT);
	struct scn_text out = { 0 };
	enum scn_err err;

	scn_report_compare(s->documents, s->count, &options, &out);
	err = scn_store_write(path ? path : "-", &out);
	scn_text_finish(&out);
	if (err)
		return cli_complain(CLI_EXIT_CANNOT_WRITE, "%s %s", path, scn_err_text(err));
	return exit_code(context, s);
}

int cli_cmd_compare(struct cli_context *context)
{
	struct sources sources = { 0 };
	int code;

	if (context->args->operand_count == 0)
		return cli_complain(CLI_EXIT_USAGE,
			"handfast compare needs a domain, or saved scans (a file, an id, or last)");
	code = load_saved(context, &sources);
	if (code == CLI_EXIT_OK)
		code = scan_targets(context, &sources);
	if (code == CLI_EXIT_OK)
		code = print(context, &sources);
	finish(&sources);
	return code;
}
