#include "cli/run.h"

#include <string.h>

#include "cli/interrupt.h"

/* ---- targets: words, @file, "-" ---- */

bool cli_is_list(const char *target)
{
	return target[0] == '@' || strcmp(target, "-") == 0;
}

static int add_target(struct scn_run *run, const char *target)
{
	const char *path = target[0] == '@' ? target + 1 : target;
	enum scn_err err;

	if (!cli_is_list(target)) {
		scn_run_add(run, target);
		return CLI_EXIT_OK;
	}
	err = scn_run_add_list(run, path);
	if (err)
		return cli_complain(
			CLI_EXIT_NOT_FOUND, "the list of targets %s %s", path, scn_err_text(err));
	return CLI_EXIT_OK;
}

static int add_targets(struct scn_run *run, const struct cli_run *what)
{
	int code = CLI_EXIT_OK;

	for (size_t i = 0; code == CLI_EXIT_OK && i < what->target_count; i++)
		code = add_target(run, what->targets[i]);
	return code;
}

static void stop(void *run)
{
	scn_run_cancel(run);
}

static int start(struct scn_run *run)
{
	enum scn_err err;

	cli_interrupt_watch(stop, run);
	err = scn_run_start(run);
	cli_interrupt_watch(NULL, NULL);
	if (err == SCN_ERR_NOT_READABLE)
		return cli_complain(
			CLI_EXIT_NOT_FOUND, "the list of targets %s", scn_err_text(err));
	if (err)
		return cli_complain(CLI_EXIT_INTERNAL, "%s", scn_err_text(err));
	return CLI_EXIT_OK;
}

/* Nothing of what was asked for could be understood. */
static bool all_bad(const struct scn_run_counts *counts)
{
	return counts->targets > 0 && counts->bad == counts->targets;
}

static int exit_code(const struct cli_context *context, const struct scn_run *run)
{
	struct scn_exit_rules rules = cli_exit_rules(context);

	if (cli_interrupt_code())
		return cli_interrupt_code();
	return all_bad(scn_run_counts(run)) ? CLI_EXIT_NOT_UNDERSTOOD
					    : scn_findings_exit_code(scn_run_findings(run), &rules);
}

struct scn_run *cli_run(struct cli_context *context, const struct cli_run *what, int *code_out)
{
	struct cli_run_watcher watcher;
	struct scn_run_listener listener;
	struct scn_run_options options;
	struct scn_text error = { 0 };
	struct scn_run *run;

	if (!cli_run_options(context, what, &options, &error)) {
		*code_out = cli_complain(CLI_EXIT_USAGE, "%s", scn_text_str(&error));
		scn_text_finish(&error);
		scn_document_free(what->document);
		return NULL;
	}
	listener = cli_run_watch(&watcher, context, what);
	run = scn_run_new(&options, &listener);
	if (what->document)
		scn_run_resume(run, what->document);
	*code_out = add_targets(run, what);
	if (*code_out == CLI_EXIT_OK)
		*code_out = start(run);
	cli_progress_end(&watcher.progress);
	if (*code_out != CLI_EXIT_OK) {
		scn_run_free(run);
		return NULL;
	}
	*code_out = exit_code(context, run);
	return run;
}
