/*
 * Running an installed program and reading what it prints, for tests that compare us with it.
 */
#ifndef TESTS_SUPPORT_TOOL_H
#define TESTS_SUPPORT_TOOL_H

#include <stdbool.h>

enum {
	TEST_SKIPPED = 77, /* the exit code by which meson knows a test that could not run */
};

/* Is it in the PATH? If not, says so on stdout. */
bool test_has_tool(const char *tool);
/* Gives every line of the command's output to `line`, without its end; asserts that it succeeds. */
void test_each_line(const char *command, void (*line)(const char *text, void *user), void *user);

#endif
