/*
 * A whole file as a text, for tests and their tools.
 */
#ifndef TESTS_SUPPORT_READ_FILE_H
#define TESTS_SUPPORT_READ_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "core/base/text.h"

/* Adds all of it. False: there is no such file. */
static inline bool read_file(const char *path, struct scn_text *out)
{
	FILE *file = fopen(path, "rb");
	char part[4096];
	size_t len;

	if (!file)
		return false;
	while ((len = fread(part, 1, sizeof(part), file)) > 0)
		scn_text_addn(out, part, len);
	fclose(file);
	return true;
}

#endif
