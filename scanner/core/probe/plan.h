/*
 * WHICH question next, for one server; a pure machine over facts. It owns the strategy (offer all,
 * drop what was chosen, ask again), the pace and the budget. Same inputs, same decisions.
 *
 * Goals are put in (enumerate versions, replay a hello, complete a handshake); the runner keeps
 * connections warm and asks for a question whenever one is warm. Each version is a chain of its
 * own; a chain has one question under way at a time. See docs/architecture.md, "Cost".
 *
 *   runner:  while (scn_plan_may_open(...)) open a connection
 *            when warm:  q = scn_plan_ask(...); q ? scn_probe_ask : keep it warm (or quit)
 *            when over:  scn_plan_learn(result)
 *            until scn_plan_done
 */
#ifndef SCN_CORE_PROBE_PLAN_H
#define SCN_CORE_PROBE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"
#include "core/facts/facts.h"
#include "core/probe/pace.h"
#include "core/probe/probe.h"
#include "core/probe/question.h"

struct scn_plan_options {
	struct scn_pace_options pace;
	const char
		*server_name; /* SNI of our own hellos; NULL = none. Borrowed for the plan's life */
	uint8_t seed[32]; /* random bytes of hellos and key shares; the same seed, the same bytes */
	unsigned tries;   /* how often a question that got no answer is asked in all (default 4) */
};
extern const struct scn_plan_options scn_plan_defaults;

struct scn_plan;

/* facts: filled as answers come; borrowed for the plan's life, must be initialised. */
struct scn_plan *scn_plan_new(
	const struct scn_plan_options *options, struct scn_server_facts *facts, scn_time now);
void scn_plan_free(struct scn_plan *plan);

/* ---- goals; may be added at any time, also after the plan was done ---- */
enum scn_plan_detail {
	SCN_PLAN_SUITES,  /* versions, suites, order */
	SCN_PLAN_DETAILS, /* also groups and signature schemes */
};
void scn_plan_enumerate(struct scn_plan *plan, scn_versions versions, enum scn_plan_detail detail);
/* Ask this very hello; the answer goes to scn_facts_replay(facts, id). Copies the spec. */
void scn_plan_replay(struct scn_plan *plan, const char *id, const struct scn_hello_spec *spec);
/* Complete a handshake; the outcome goes to the replay fact `id` (completed, failure), the
 * certificates to the facts. Copies the order. Several back ends for one id: all must complete. */
void scn_plan_handshake(struct scn_plan *plan, const char *id,
	const struct scn_handshake_backend *backend, const struct scn_handshake_order *order);
/* So many more questions will be put in when those that are here are answered: connections for them may be
 * brought up ahead of need. Each call replaces the number of the one before. */
void scn_plan_announce(struct scn_plan *plan, unsigned questions);

/* ---- running ---- */
/* Should one more connection be opened now? open: connections that exist; unasked: those of them
 * that have no question yet (connecting or warm). If not, *until_out says when to ask again. */
bool scn_plan_may_open(
	struct scn_plan *plan, unsigned open, unsigned unasked, scn_time now, scn_time *until_out);
void scn_plan_opened(struct scn_plan *plan, scn_time now);
/* The next question for a warm connection, owned by the caller (the probe takes it over); NULL if
 * every chain waits for an answer. */
struct scn_question *scn_plan_ask(struct scn_plan *plan, scn_time now);
/* Will a warm connection without a question be needed still? If not: end it with QUIT. */
bool scn_plan_needs_warm(const struct scn_plan *plan, unsigned unasked);
/* A connection is over, whatever happened on it. Keeps probe records and cost in the facts. */
void scn_plan_learn(struct scn_plan *plan, const struct scn_probe_result *result, scn_time now);
/* Stop asking (cancelled): what is not known stays unknown, facts.incomplete says why. */
void scn_plan_stop(struct scn_plan *plan, const char *why);
/* All goals are reached or given up, and no question is under way. */
bool scn_plan_done(const struct scn_plan *plan);
/* For a progress line: questions answered, and a guess how many there will be in all. */
struct scn_plan_progress {
	unsigned answered, expected;
	const char *stage; /* "TLS1.2 suites", static or owned by the plan */
};
struct scn_plan_progress scn_plan_progress(const struct scn_plan *plan);

#endif
