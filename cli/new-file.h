/*
 * A file that is written piece by piece and appears under its name only when it is whole, so that no reader
 * and no ended program meets half of it, and an input may be the output.
 */
#ifndef CLI_NEW_FILE_H
#define CLI_NEW_FILE_H

#include <stdbool.h>
#include <stdio.h>

struct cli_new_file {
	FILE *file;
	const char *path;        /* borrowed; "-" is standard output */
	char *final, *temporary; /* NULL: written in place (a pipe, a device) */
};

/* False: complained. */
bool cli_new_file_open(const char *path, struct cli_new_file *out);
enum cli_new_file_end {
	CLI_NEW_FILE_DROP,
	CLI_NEW_FILE_KEEP,
};
/* False: it could not be kept (complained). */
bool cli_new_file_close(struct cli_new_file *file, enum cli_new_file_end end);

#endif
