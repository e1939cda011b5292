/*
 * A simulated server for tests of the plan: it answers ClientHellos by its own lists and has the quirks
 * of real ones. Pure; the same seed gives the same run.
 */
#ifndef TESTS_SUPPORT_SIM_SERVER_H
#define TESTS_SUPPORT_SIM_SERVER_H

#include "core/probe/plan.h"

enum {
	SIM_MAX_SUITES = 64,
};

struct sim_version {
	scn_suite_code suites[SIM_MAX_SUITES]; /* in the server's order; count 0: not accepted */
	bool equal[SIM_MAX_SUITES]; /* as good as the one before: the client decides between them */
	size_t count;
};

struct sim_server {
	struct sim_version versions[SCN_VERSION_COUNT];
	bool client_order;
	size_t reads_suites;             /* only the first so many of a list; 0 = all */
	size_t reads_bytes;              /* a longer hello gets no answer at all; 0 = any length */
	bool closes_for_no;              /* FIN instead of an alert */
	bool names_version;              /* alert 70 where it has no such version */
	bool internal_error;             /* alert 80 instead of 40 */
	bool version_intolerant;         /* closes when a newer version is offered than it has */
	bool chacha_first;               /* a client that begins with ChaCha20 gets it (OpenSSL) */
	bool always_first;               /* nothing fits: chooses its first suite all the same */
	unsigned fault_percent;          /* of connections: 421, closed, reset after the hello */
	unsigned most_open;              /* 421 to more connections at once than these; 0 = any */
	unsigned connections_before_421; /* then one 421 after the other for a while; 0 = never */
	uint64_t random;
	/* Hears of each connection when it is over, and when; may be NULL. */
	void (*watch)(void *user, const struct scn_probe_result *result, scn_time at);
	void *user;
	/* What happened. */
	unsigned connections, asked;
	unsigned refusing; /* 421s still to come */
};

/* Time is virtual: four round trips to "220 ready", one to the answer, one to say QUIT. A server that
 * does not answer at all is left after the time-out. */
#define SIM_ROUND_TRIP (100 * SCN_MS)
#define SIM_TIME_OUT   (10 * SCN_SECOND)

/* Run the plan against the server until it is done, with so many slots, as the runner of io does.
 * Returns how long it took. */
scn_time sim_run(struct sim_server *server, struct scn_plan *plan, unsigned slots);
/* Does the server accept this suite at this version, offered alone? */
bool sim_accepts(const struct sim_server *server, enum scn_version version, scn_suite_code code);
unsigned sim_random(uint64_t *state, unsigned below);

#endif
