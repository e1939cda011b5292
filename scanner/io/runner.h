/*
 * Runs the plan of one server: opens connections when the plan wants them, keeps them warm, hands
 * out questions, reports what came back. It decides nothing about TLS, SMTP or pace.
 */
#ifndef SCN_IO_RUNNER_H
#define SCN_IO_RUNNER_H

#include "core/probe/plan.h"
#include "core/probe/probe.h"
#include "io/loop.h"

struct scn_runner_options {
	const char *address; /* numeric; borrowed */
	uint16_t port;
	const char *ehlo_name; /* borrowed */
	struct scn_probe_timeouts timeouts;
	bool no_lines; /* keep no dialogues */
};

struct scn_runner_listener {
	/* A connection is over and the plan has learned it. */
	void (*learned)(void *user, const struct scn_probe_result *result);
	/* Every goal of the plan is reached. More goals may be put in from here; otherwise the runner
	 * ends its idle connections and calls `over`. */
	void (*settled)(void *user);
	/* Nothing is open any more. The runner may be freed from here. */
	void (*over)(void *user);
	void *user;
};

struct scn_runner;

/* loop and plan are borrowed; starts at once (from the loop). */
struct scn_runner *scn_runner_new(struct scn_loop *loop, struct scn_plan *plan,
	const struct scn_runner_options *options, const struct scn_runner_listener *listener);
/* End all connections politely; `over` comes soon. The plan should have been stopped before. */
void scn_runner_cancel(struct scn_runner *runner);
void scn_runner_free(struct scn_runner *runner);

#endif
