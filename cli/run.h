/*
 * The inside of cli_run, shared by run.c (targets, start, exit code), run-options.c (the command line as options
 * of the engine) and run-watch.c (what the engine tells: progress, lines, targets that are over). Nobody else
 * includes it.
 */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include "cli/command.h"

/* False: an option is wrong, the sentence is in *error. */
bool cli_run_options(const struct cli_context *context, const struct cli_run *what,
	struct scn_run_options *options, struct scn_text *error);

/* Where the engine's events go. */
struct cli_run_watcher {
	struct cli_outputs *outputs;
	struct cli_progress progress;
	bool streaming;
	struct cli_list *resumed;
};
/* Make it ready; the listener points at it. cli_progress_end when the run is over. */
struct scn_run_listener cli_run_watch(struct cli_run_watcher *watcher,
	const struct cli_context *context, const struct cli_run *what);

#endif
