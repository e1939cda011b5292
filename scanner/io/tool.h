/* Run a program of the system and read what it prints: for dialects that only their own tool knows. */
#ifndef SCN_IO_TOOL_H
#define SCN_IO_TOOL_H

#include "core/base/error.h"
#include "core/base/text.h"

enum {
	SCN_TOOL_MAX_OUTPUT = 1024 * 1024,
};

/* argv ends with NULL; the program is looked for in PATH and gets no input. Standard output and standard
 * error are appended to out. NOT_FOUND: there is no such program. status_out: its exit code. */
SCN_MUST_CHECK enum scn_err scn_tool_run(
	const char *const *argv, struct scn_text *out, int *status_out);

#endif
