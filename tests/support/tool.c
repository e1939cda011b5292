#include "test.h"

#include <stdio.h>

#include "tool.h"

enum {
	LONGEST_LINE = 4096,
	LONGEST_COMMAND = 256,
};

bool test_has_tool(const char *tool)
{
	char command[LONGEST_COMMAND];

	snprintf(command, sizeof(command), "command -v %s >/dev/null 2>&1", tool);
	if (system(command) == 0)
		return true;
	printf("%s is not installed\n", tool);
	return false;
}

void test_each_line(const char *command, void (*line)(const char *text, void *user), void *user)
{
	char text[LONGEST_LINE];
	FILE *pipe = popen(command, "r");

	assert_non_null(pipe);
	while (fgets(text, sizeof(text), pipe)) {
		text[strcspn(text, "\r\n")] = 0;
		line(text, user);
	}
	assert_int_equal(pclose(pipe), 0);
}
