/*
 * What every subcommand gets, and what they share. A subcommand is a row in main.c and a file
 * cmd-NAME.c with one public function that returns the exit code.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdio.h>

#include "cli/args.h"
#include "scanner.h"
#include "cli/term.h"

/* docs/man/handfast.1, "EXIT STATUS" */
enum cli_exit {
	CLI_EXIT_OK = 0,
	CLI_EXIT_FAILS = 1,
	CLI_EXIT_WEAK = 2,
	CLI_EXIT_UNKNOWN = 3,
	CLI_EXIT_UNREACHED = 4,
	CLI_EXIT_USAGE = 64,
	CLI_EXIT_NOT_UNDERSTOOD = 65,
	CLI_EXIT_NOT_FOUND = 66,
	CLI_EXIT_INTERNAL = 70,
	CLI_EXIT_CANNOT_WRITE = 73,
	CLI_EXIT_INTERRUPTED = 130,
	CLI_EXIT_TERMINATED = 143,
};

struct cli_context {
	const struct cli_args *args;
	struct cli_term term;
	struct scn_profiles profiles; /* loaded by main; check and scan load those that they name */
	bool all_loaded;
};

typedef int cli_command_fn(struct cli_context *context);
cli_command_fn cli_cmd_run; /* check, scan */
cli_command_fn cli_cmd_demo;
cli_command_fn cli_cmd_fix;
cli_command_fn cli_cmd_show;
cli_command_fn cli_cmd_resume;
cli_command_fn cli_cmd_merge;
cli_command_fn cli_cmd_compare;
cli_command_fn cli_cmd_dialogue;
cli_command_fn cli_cmd_profile;
cli_command_fn cli_cmd_suites;
cli_command_fn cli_cmd_explain;
/* The verbs of `profile` that have a file of their own. */
cli_command_fn cli_profile_import;
cli_command_fn cli_profile_record;
cli_command_fn cli_profile_diff;
cli_command_fn cli_profile_export;

/* "handfast: SENTENCE" on standard error; gives back the exit code. */
int cli_complain(enum cli_exit code, const char *format, ...) SCN_PRINTF(2, 3);

/* Look options from the command line (width, colour, names …). */
struct scn_text_options cli_text_options(const struct cli_context *context);
struct scn_exit_rules cli_exit_rules(const struct cli_context *context);
enum cli_exit cli_exit_of(const struct cli_context *context, const struct scn_document *document);

/* ---- clients.c ---- */

/* All profiles; what could not be loaded is said on stderr. */
void cli_load_profiles(struct cli_context *context);

/* The profiles that -c names (ids, files, "all"), or the usual senders. Heap array of borrowed
 * pointers. False: complained, *code_out says how to exit. */
bool cli_clients(struct cli_context *context, const struct scn_profile ***clients_out,
	size_t *count_out, int *code_out);

/* The same for another option that takes profiles; none where it was not given. */
bool cli_named_clients(struct cli_context *context, enum cli_option_id option,
	const struct scn_profile ***clients_out, size_t *count_out, int *code_out);

/* ---- must-work.c: fix --must-work, --remove ---- */

/* Print what the fix of `verdict` (NULL: none) and the removals of the command line mean for the senders
 * that --must-work names. Gives the exit code. */
int cli_must_work(struct cli_context *context, const struct scn_server_facts *facts,
	const struct scn_verdict *verdict);

/* ---- saved.c: saved scans ---- */

/* Write the document into the user's data folder and set its id. False where there is no such folder
 * or it cannot be written: said on standard error, nothing else is lost. */
bool cli_save(struct scn_document *document);
/* Write it back under the name that it was loaded by. */
bool cli_save_back(const struct scn_document *document, const char *name);
/* A file, an id, or "last". NULL: complained, *code_out says how to exit. */
struct scn_document *cli_load(const char *name, int *code_out);
/* Is it the name of a saved scan rather than a target? */
bool cli_is_saved(const char *name);
/* The server that --server names, else the first one that `wanted` likes, else the first. NULL:
 * complained. */
struct scn_server_result *cli_pick_server(const struct cli_context *context,
	const struct scn_document *document,
	bool (*wanted)(const struct scn_server_result *server));

/* ---- output.c: -f FORMAT[=FILE], -o FILE ---- */

/* All outputs that the command line asks for; text on standard output where it asks for none. */
struct cli_outputs;
/* NULL: complained, *code_out says how to exit. */
struct cli_outputs *cli_outputs_new(const struct cli_context *context, int *code_out);
/* Is every output jsonl? Then nothing needs the whole document. */
bool cli_outputs_stream(const struct cli_outputs *outputs);
/* One more output of lines, to a file that is open; it is closed with the others. */
void cli_outputs_add_lines(struct cli_outputs *outputs, const char *path, FILE *take_file);
/* Lines that belong together, in one piece, for each output that is jsonl. */
void cli_outputs_block(struct cli_outputs *outputs, const struct scn_text *lines);
/* Of a run over a list: the header of each output that is csv, then the rows of a target. The clients are
 * borrowed. False: complained. */
bool cli_outputs_begin_list(
	struct cli_outputs *outputs, const struct scn_profile *const *clients, size_t client_count);
void cli_outputs_target(struct cli_outputs *outputs, const struct scn_target_result *target);
/* An event as a line, for each output that is jsonl. */
void cli_outputs_line(struct cli_outputs *outputs, const struct scn_line_event *event);
/* The finished document, for each other one. False: something could not be written (said). */
bool cli_outputs_document(struct cli_outputs *outputs, const struct scn_document *document);
void cli_outputs_free(struct cli_outputs *outputs);

/* ---- run.c: one run of the engine with progress, signals and saving ---- */

/* "@FILE" or "-": one target a line. */
bool cli_is_list(const char *target);

struct cli_run {
	enum scn_document_mode mode;
	const struct scn_profile **clients;
	size_t client_count;
	const char *const *targets;
	size_t target_count;
	bool demo;
	struct scn_document
		*document; /* instead of targets: go on with this one, which is taken over */
	struct cli_outputs *outputs; /* NULL: no events */
	/* Of a list, each target is told when it is over, and forgotten. */
	bool streaming;
	struct scn_shard shard;
	struct cli_list *resumed; /* an earlier run's targets; or NULL */
};
/* The engine's run, finished or interrupted; the document is inside. NULL: complained. *code_out is
 * the exit code: of the document, or 130, 143 after a signal. */
struct scn_run *cli_run(struct cli_context *context, const struct cli_run *what, int *code_out);

#endif
