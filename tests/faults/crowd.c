/*
 * A crowd: thousands of probes in one engine, connected at once to the faulty server. Each must end, and as
 * its scenario says; the memory of a connection is measured. A build with sanitizers also sees what leaks
 * or is used too late. test-crowd.py starts it.
 *
 * usage: crowd < list     each line: NAME PORT CONNECTIONS END[|END...]     (scn_probe_end_name)
 *
 * All connections are made before the first of them goes on: the server waits for all (--gather), and a
 * probe is told that it is connected only when all are, or when its first byte comes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/probe/probe.h"
#include "core/profile/profile-hello.h"
#include "io/loop.h"
#include "scanner.h"

enum {
	MAX_COMPLAINTS = 30,
};
static const scn_time patience = 120 * SCN_SECOND;  /* for all together */
static const scn_time long_wait = 60 * SCN_SECOND;  /* where an answer will come */
static const scn_time medium_wait = 8 * SCN_SECOND; /* behind a choice, where none need come */
static const scn_time short_wait = 3 * SCN_SECOND;  /* where none will */

struct target {
	char name[64], ends[128];
	uint16_t port;
	unsigned count;
};

struct crowd;

/* One connection, as io/runner.c holds it. */
struct member {
	struct crowd *crowd;
	const struct target *target;
	struct scn_connection *connection; /* NULL: over */
	struct scn_probe *probe;
	struct scn_timer *deadline;
	bool connected;
	bool held; /* its probe does not know of it yet, so that its time does not run */
};

struct crowd {
	struct scn_loop *loop;
	struct target *targets;
	size_t target_count;
	struct member *members;
	size_t count, expected, connected, over, wrong;
	struct scn_profiles profiles;
	const struct scn_profile *client;
	struct scn_timer *limit;
	scn_time started, all_there, ended;
	long kib_before, kib_waiting;
	uint64_t bytes;
};

/* Of this process, now. */
static long resident_kib(void)
{
	long size = 0, pages = 0;
	FILE *file = fopen("/proc/self/statm", "r");

	if (file && fscanf(file, "%ld %ld", &size, &pages) != 2)
		pages = 0;
	if (file)
		fclose(file);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static long peak_kib(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

/* ---- a member's life ---- */

static bool is_expected(const struct target *target, const char *end)
{
	size_t len = strlen(end);

	for (const char *at = target->ends; at; at = strchr(at, '|')) {
		at += *at == '|';
		if (strncmp(at, end, len) == 0 && (at[len] == 0 || at[len] == '|'))
			return true;
	}
	return false;
}

static void take_down(struct member *m)
{
	scn_connection_free(m->connection);
	scn_timer_free(m->deadline);
	scn_probe_free(m->probe);
	m->connection = NULL;
}

static void leave(struct member *m)
{
	struct crowd *crowd = m->crowd;
	struct scn_probe_result result = scn_probe_result(m->probe);
	const char *end = scn_probe_end_name(result.end);

	crowd->bytes += result.bytes_received;
	if (!is_expected(m->target, end) && ++crowd->wrong <= MAX_COMPLAINTS)
		printf("%s ended as %s after %lld ms, expected %s\n", m->target->name, end,
			(long long)(result.duration / SCN_MS), m->target->ends);
	take_down(m);
	if (++crowd->over < crowd->count)
		return;
	crowd->ended = scn_loop_now(crowd->loop);
	scn_loop_stop(crowd->loop);
}

static void ask(struct member *m)
{
	struct scn_question *question = scn_alloc(1, sizeof(*question));
	struct scn_hello_inputs inputs = { 0 };

	scn_random(inputs.seed, sizeof(inputs.seed));
	question->kind = SCN_QUESTION_REPLAY;
	question->purpose = scn_strdup(m->target->name);
	question->hello = scn_profile_hello(m->crowd->client, &inputs);
	scn_probe_ask(m->probe, question, scn_loop_now(m->crowd->loop));
}

static void feed(struct member *m, const struct scn_probe_event *event)
{
	struct scn_bytes output;

	scn_probe_feed(m->probe, event, scn_loop_now(m->crowd->loop));
	if (scn_probe_warm(m->probe) && !scn_probe_asked(m->probe))
		ask(m);
	output = scn_probe_output(m->probe);
	if (output.len) {
		scn_connection_send(m->connection, output);
		scn_probe_sent(m->probe);
	}
	if (scn_probe_over(m->probe))
		leave(m);
	else
		scn_timer_set(m->deadline, scn_probe_deadline(m->probe));
}

static void tell_connected(struct member *m)
{
	if (!m->held)
		return;
	m->held = false;
	feed(m, &(struct scn_probe_event){ .kind = SCN_EVENT_CONNECTED });
}

static void on_all_there(struct crowd *crowd)
{
	crowd->all_there = scn_loop_now(crowd->loop);
	crowd->kib_waiting = resident_kib();
	for (size_t i = 0; i < crowd->count; i++)
		tell_connected(&crowd->members[i]);
}

static void on_event(void *user, const struct scn_probe_event *event)
{
	struct member *m = user;

	if (event->kind != SCN_EVENT_CONNECTED) {
		tell_connected(m);
		feed(m, event);
		return;
	}
	m->connected = m->held = true;
	if (++m->crowd->connected == m->crowd->expected)
		on_all_there(m->crowd);
}

static void on_deadline(void *user)
{
	feed(user, &(struct scn_probe_event){ .kind = SCN_EVENT_TICK });
}

/* Short where the scenario is that nothing comes. */
static struct scn_probe_timeouts timeouts(const struct target *target)
{
	bool choice = strcmp(target->ends, "selected") == 0;

	return (struct scn_probe_timeouts){
		.connect = long_wait,
		.greeting = is_expected(target, "greeting-silent") ? short_wait : long_wait,
		.reply = is_expected(target, "dialogue-silent") ? short_wait : long_wait,
		.flight = is_expected(target, "hello-silent") ? short_wait
			  : choice                            ? medium_wait
							      : long_wait,
		.warm = long_wait,
		.quit = long_wait,
	};
}

static void join(struct crowd *crowd, struct member *m, const struct target *target)
{
	struct scn_probe_timeouts t = timeouts(target);

	m->crowd = crowd;
	m->target = target;
	m->probe = scn_probe_new("crowd.example", &t, scn_loop_now(crowd->loop));
	m->deadline = scn_timer_new(crowd->loop, on_deadline, m);
	m->connection = scn_connection_open(crowd->loop, "127.0.0.1", target->port, on_event, m);
	scn_timer_set(m->deadline, scn_probe_deadline(m->probe));
}

/* ---- all of them ---- */

static bool read_list(struct crowd *crowd)
{
	struct target t;
	unsigned port;

	while (scanf("%63s %u %u %127s", t.name, &port, &t.count, t.ends) == 4) {
		t.port = (uint16_t)port;
		crowd->count += t.count;
		/* A port that refuses is not among those that are open at once. */
		if (strcmp(t.ends, "connect-refused") != 0)
			crowd->expected += t.count;
		SCN_APPEND(crowd->targets, crowd->target_count, t);
	}
	return crowd->count > 0;
}

static void raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static void on_limit(void *user)
{
	struct crowd *crowd = user;

	printf("%zu of %zu connections came about, %zu probes did not end\n", crowd->connected,
		crowd->expected, crowd->count - crowd->over);
	crowd->wrong += crowd->count - crowd->over;
	scn_loop_stop(crowd->loop);
}

static void run(struct crowd *crowd)
{
	size_t next = 0;

	crowd->kib_before = resident_kib();
	crowd->started = scn_loop_now(crowd->loop);
	crowd->members = scn_alloc(crowd->count, sizeof(*crowd->members));
	for (size_t i = 0; i < crowd->target_count; i++)
		for (unsigned k = 0; k < crowd->targets[i].count; k++)
			join(crowd, &crowd->members[next++], &crowd->targets[i]);
	crowd->limit = scn_timer_new(crowd->loop, on_limit, crowd);
	scn_timer_set(crowd->limit, crowd->started + patience);
	scn_loop_run(crowd->loop);
	for (size_t i = 0; i < crowd->count; i++)
		if (crowd->members[i].connection)
			take_down(&crowd->members[i]);
	scn_timer_free(crowd->limit);
}

static double seconds(scn_time from, scn_time to)
{
	return (double)(to - from) / (double)SCN_SECOND;
}

/* For a person, and for test-crowd.py: KiB of a waiting connection, MiB at the peak. */
static void print_figures(const struct crowd *crowd)
{
	printf("%zu connections at once, all there after %.1f s, all over after %.1f s\n",
		crowd->connected, seconds(crowd->started, crowd->all_there),
		seconds(crowd->started, crowd->ended));
	printf("%.1f MiB received, %zu ended otherwise than expected\n",
		(double)crowd->bytes / (1024 * 1024), crowd->wrong);
	printf("memory: %.1f KiB a connection, %.1f MiB at the peak\n",
		(double)(crowd->kib_waiting - crowd->kib_before) / (double)crowd->count,
		(double)peak_kib() / 1024);
}

int main(void)
{
	struct crowd crowd = { .loop = scn_loop_new() };
	struct scn_text error = { 0 };
	bool good = crowd.loop && scn_load_profiles(&crowd.profiles, &error);

	raise_limit();
	crowd.client = scn_profiles_find(&crowd.profiles, "exchange-2019");
	if (!good || !crowd.client || !read_list(&crowd)) {
		fprintf(stderr, "crowd: nothing to do. %s\n", scn_text_str(&error));
		return 64;
	}
	run(&crowd);
	print_figures(&crowd);
	scn_loop_free(crowd.loop);
	scn_profiles_finish(&crowd.profiles);
	scn_text_finish(&error);
	free(crowd.members);
	free(crowd.targets);
	return crowd.wrong || crowd.over < crowd.count ? 1 : 0;
}
