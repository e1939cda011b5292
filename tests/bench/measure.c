/* Runs one command and says what it and all its children cost: usage: measure SECONDS FILE COMMAND...
 *
 * FILE gets one line: wall seconds, CPU seconds (user and system), peak memory in KiB (the largest
 * process), exit code (-1: killed after SECONDS). A program of its own because Linux counts the memory of
 * the process that forked into the peak of the child: here that is next to nothing, in Python it is not.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t child;
static volatile sig_atomic_t over_time;

static void on_alarm(int number)
{
	over_time = number;
	kill(-child, SIGKILL);
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int report(const char *path, double wall, int status, const struct rusage *usage)
{
	FILE *file = fopen(path, "w");
	int code = !over_time && WIFEXITED(status) ? WEXITSTATUS(status) : -1;

	if (!file) {
		perror(path);
		return 1;
	}
	fprintf(file, "%.6f %.6f %ld %d\n", wall,
		seconds(usage->ru_utime) + seconds(usage->ru_stime), usage->ru_maxrss, code);
	return fclose(file) ? 1 : 0;
}

int main(int argc, char **argv)
{
	struct rusage usage;
	double start = now();
	int status;

	if (argc < 4) {
		fprintf(stderr, "usage: measure SECONDS FILE COMMAND...\n");
		return 2;
	}
	child = fork();
	if (child == 0) {
		setpgid(0, 0);
		execvp(argv[3], argv + 3);
		perror(argv[3]);
		_exit(127);
	}
	setpgid(child, child); /* in both, so that the group is there before the alarm */
	signal(SIGALRM, on_alarm);
	alarm((unsigned)atoi(argv[1]));
	while (wait4(child, &status, 0, &usage) < 0)
		if (errno != EINTR)
			return 1;
	return report(argv[2], now() - start, status, &usage);
}
