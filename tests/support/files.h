/*
 * Whole files of the tests, and what is compared with one: GOLDEN_UPDATE=1 in the environment writes it anew,
 * then read the diff.
 */
#ifndef TESTS_SUPPORT_FILES_H
#define TESTS_SUPPORT_FILES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read-file.h"

/* Adds all of it; fails the test if there is no such file. */
static inline void test_read_file(const char *path, struct scn_text *out)
{
	if (!read_file(path, out))
		fail_msg("%s is missing", path);
}

static inline void test_golden(const char *path, const struct scn_text *got)
{
	struct scn_text expected = { 0 };

	if (getenv("GOLDEN_UPDATE")) {
		FILE *file = fopen(path, "wb");

		assert_non_null(file);
		fputs(scn_text_str(got), file);
		fclose(file);
		return;
	}
	test_read_file(path, &expected);
	if (strcmp(scn_text_str(got), scn_text_str(&expected)) != 0)
		fail_msg("%s differs; now:\n%s", path, scn_text_str(got));
	scn_text_finish(&expected);
}

#endif
