/*
 * Runs over lists: each target's lines go out in one piece, and a run that was broken off, even by
 * kill -9, goes on from the file that it wrote.
 */
#ifndef CLI_LIST_H
#define CLI_LIST_H

#include "cli/command.h"

/* What a file of an earlier run holds. */
struct cli_list;

/* The whole targets in path are read, what stands behind the last whole one (a line that was cut off, a
 * target that was not over) is removed, and the file is open for more. A file that is not there is
 * begun. NULL: complained (65: the run was made with other clients or another shard), *code_out. */
struct cli_list *cli_list_open(
	const char *path, const struct cli_run *what, const struct scn_shard *shard, int *code_out);
/* Was it asked before? For scn_run_listener.skip; user is the list, which may be NULL. */
bool cli_list_has(void *user, const char *target);
size_t cli_list_count(const struct cli_list *list);
/* The open file, at its end; the caller's to close, once. */
FILE *cli_list_take_file(struct cli_list *list);
void cli_list_free(struct cli_list *list);

/* "1000 targets: 940 work, 12 are weak, 40 fail, 5 unknown; 3 without a server" */
void cli_list_summary(const struct scn_run_counts *counts, size_t before, struct scn_text *out);

#endif
