/* Where `profile import` and `profile record` put what they found. */
#ifndef CLI_PROFILE_FILES_H
#define CLI_PROFILE_FILES_H

#include "core/base/text.h"
#include "core/profile/profile.h"

/* Append the file of the profile with this number (from 1): output itself for a single one, else
 * "p-1.json" for "p.json"; in a folder (there, or with a slash at its end) "FOLDER/ID.json". */
void cli_profile_path(const char *output, const struct scn_profile *profile, unsigned number,
	struct scn_text *path_out);
/* Write one; "-" is standard output. False: complained. */
bool cli_profile_write(const char *path, const struct scn_profile *profile);
/* One line about a profile: versions, suites, groups. */
void cli_profile_line(const struct scn_profile *profile, struct scn_text *out);

#endif
