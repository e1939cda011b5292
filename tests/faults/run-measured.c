/*
 * Runs a command and writes into a file "EXIT SECONDS CPU-SECONDS KIBIBYTES": the time on the clock, the time
 * on the processor and the largest memory of that one process. (A child of the test itself would begin with
 * the memory of the interpreter that it was forked from.) A command that a signal ended has 128 more.
 *
 * usage: run-measured FILE KILL-AFTER-SECONDS COMMAND...
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t child;

static void on_alarm(int number)
{
	kill(child, SIGKILL);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double of(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
	double start = seconds();
	struct rusage usage;
	int status;
	FILE *file;

	if (argc < 4)
		return 64;
	child = fork();
	if (child == 0) {
		execvp(argv[3], argv + 3);
		_exit(127);
	}
	signal(SIGALRM, on_alarm);
	alarm((unsigned)strtoul(argv[2], NULL, 10));
	while (wait4(child, &status, 0, &usage) < 0)
		continue;
	file = fopen(argv[1], "w");
	if (!file)
		return 73;
	fprintf(file, "%d %.3f %.3f %ld\n",
		WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), seconds() - start,
		of(usage.ru_utime) + of(usage.ru_stime), usage.ru_maxrss);
	return fclose(file) ? 73 : 0;
}
