#include "io/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static enum scn_err start(const char *const *argv, int output, pid_t *pid_out)
{
	posix_spawn_file_actions_t actions;
	int failed;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
	/* posix_spawnp does not change the words. */
	failed = posix_spawnp(
		pid_out, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return failed == 0        ? SCN_ERR_OK
	       : failed == ENOENT ? SCN_ERR_NOT_FOUND
				  : SCN_ERR_NOT_READABLE;
}

static enum scn_err read_all(int input, struct scn_text *out)
{
	char buffer[4096];
	ssize_t len;

	while ((len = read(input, buffer, sizeof(buffer))) > 0 || (len < 0 && errno == EINTR)) {
		if (len > 0)
			scn_text_addn(out, buffer, (size_t)len);
		if (out->len > SCN_TOOL_MAX_OUTPUT)
			return SCN_ERR_TOO_LARGE;
	}
	return len < 0 ? SCN_ERR_NOT_READABLE : SCN_ERR_OK;
}

enum scn_err scn_tool_run(const char *const *argv, struct scn_text *out, int *status_out)
{
	int ends[2];
	pid_t pid = 0;
	int status = 0;
	enum scn_err err;

	if (pipe(ends) < 0)
		return SCN_ERR_NOT_READABLE;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	err = start(argv, ends[1], &pid);
	close(ends[1]);
	if (!err)
		err = read_all(ends[0], out);
	close(ends[0]); /* what still writes ends by it */
	while (pid && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	*status_out = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	return err;
}
