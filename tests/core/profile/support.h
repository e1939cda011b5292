/* Files and built-in profiles for the tests of this folder. */
#ifndef TESTS_CORE_PROFILE_SUPPORT_H
#define TESTS_CORE_PROFILE_SUPPORT_H

#include <stdio.h>

#include "core/base/text.h"
#include "core/profile/builtin.h"
#include "core/profile/profile-json.h"

/* The whole file; the test fails if it cannot be read. The caller finishes the text. */
static inline struct scn_text read_file(const char *folder, const char *name)
{
	struct scn_text path = { 0 };
	struct scn_text text = { 0 };
	FILE *file;
	int c;

	scn_text_printf(&path, "%s/%s", folder, name);
	file = fopen(scn_text_str(&path), "rb");
	if (!file)
		fail_msg("cannot read %s", scn_text_str(&path));
	while ((c = getc(file)) != EOF)
		scn_text_char(&text, (char)c);
	fclose(file);
	scn_text_finish(&path);
	return text;
}

/* Loads or fails with the complaint. */
static inline struct scn_profile *load_good(const char *text, size_t len, const char *name)
{
	struct scn_text error = { 0 };
	struct scn_profile *profile = scn_profile_load(text, len, name, &error);

	if (!profile)
		fail_msg("%s", scn_text_str(&error));
	return profile;
}

static inline struct scn_profile *load_builtin(const char *id)
{
	struct scn_text name = { 0 };
	struct scn_profile *profile = NULL;

	scn_text_printf(&name, "%s.json", id);
	for (const struct scn_builtin_profile *p = scn_builtin_profiles; p->file; p++) {
		if (strcmp(p->file, scn_text_str(&name)) == 0)
			profile = load_good(p->text, p->len, p->file);
	}
	scn_text_finish(&name);
	assert_non_null(profile);
	return profile;
}

#endif
