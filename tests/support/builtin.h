/*
 * The profiles that are compiled into the program, for tests.
 */
#ifndef TESTS_SUPPORT_BUILTIN_H
#define TESTS_SUPPORT_BUILTIN_H

#include <string.h>

#include "core/profile/builtin.h"
#include "core/profile/profile-json.h"

/* Loads or fails with the complaint. */
static inline struct scn_profile *test_load_profile(const char *text, size_t len, const char *name)
{
	struct scn_text error = { 0 };
	struct scn_profile *profile = scn_profile_load(text, len, name, &error);

	if (!profile)
		fail_msg("%s", scn_text_str(&error));
	return profile;
}

static inline struct scn_profile *test_builtin(const char *id)
{
	size_t len = strlen(id);

	for (const struct scn_builtin_profile *b = scn_builtin_profiles; b->file; b++)
		if (strncmp(b->file, id, len) == 0 && strcmp(b->file + len, ".json") == 0)
			return test_load_profile(b->text, b->len, b->file);
	fail_msg("there is no profile %s", id);
	return NULL;
}

#endif
