/*
 * Case files of the tests: hexadecimal bytes, one case a file or a line.
 */
#ifndef TESTS_SUPPORT_CASE_FILE_H
#define TESTS_SUPPORT_CASE_FILE_H

#include <glob.h>
#include <stdio.h>

#include "core/base/bytes.h"

/* The first line of a file as bytes; fails the test if it cannot be read. */
static inline struct scn_builder read_hex_file(const char *path)
{
	static char line[1 << 20];
	struct scn_builder bytes = { 0 };
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	fclose(file);
	line[strcspn(line, "\n")] = 0;
	assert_true(scn_build_hex(&bytes, line));
	return bytes;
}

#endif
