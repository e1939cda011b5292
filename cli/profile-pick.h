/* A profile by its id or its file, for the verbs of `profile` that look at one or two. */
#ifndef CLI_PROFILE_PICK_H
#define CLI_PROFILE_PICK_H

#include "cli/command.h"

/* A copy that the caller frees. A file (a name with a slash or ending in .json) is read on its own, so
 * its id may be one that is in use. NULL: complained, *code_out says how to exit. */
struct scn_profile *cli_profile_pick(
	const struct cli_context *context, const char *name, int *code_out);

#endif
