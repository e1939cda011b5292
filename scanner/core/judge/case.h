/*
 * One pair under examination: what the judge knows of it while it looks for the cause. Private to the
 * judge.
 */
#ifndef SCN_CORE_JUDGE_CASE_H
#define SCN_CORE_JUDGE_CASE_H

#include "core/judge/negotiate.h"
#include "core/judge/verdict.h"

struct scn_case {
	const struct scn_profile *profile;
	const struct scn_server_facts *facts;
	const struct scn_replay_fact *replay; /* of the profile's own hello; NULL = none */
	enum scn_version version; /* the newest that both have; NONE = none or unknown */
	struct scn_common common; /* suites at that version */
	/* Client-side changes that would prove the cause, best first: the counter-probes. */
	struct scn_change *trials;
	size_t trial_count;
};

void scn_case_init(struct scn_case *c, const struct scn_profile *profile,
	const struct scn_server_facts *facts);
void scn_case_finish(struct scn_case *c);
/* A counter-probe is wanted: one change of the hello with all its values. */
void scn_case_try(struct scn_case *c, const struct scn_change *change);
/* What the counter-probe with this change got; NULL if there was none. */
const struct scn_replay_fact *scn_case_counter(
	const struct scn_case *c, const struct scn_change *change, size_t index);
/* Was it accepted (and the client would go on), refused, or is that not known? */
enum scn_known scn_case_counter_answer(
	const struct scn_case *c, const struct scn_change *change, size_t index);
/* The client's own hello was answered by the server's choice, by a refusal, by silence each time. */
bool scn_case_selected(const struct scn_case *c);
bool scn_case_refused(const struct scn_case *c);
bool scn_case_silent(const struct scn_case *c);

/* Trials for a refusal that the lists do not explain: one thing of the hello left out at a time. */
void scn_case_add_experiments(struct scn_case *c);
/* The judge itself; fills v. */
void scn_judge_case(struct scn_case *c, struct scn_verdict *v);

/* Where in a connection a cause shows. */
enum scn_cause_place {
	SCN_CAUSE_BEFORE_TLS,   /* SMTP and DNS */
	SCN_CAUSE_AT_HELLO,     /* the server refuses the ClientHello */
	SCN_CAUSE_AFTER_CHOICE, /* it chooses, and the client (or the server) does not go on */
	SCN_CAUSE_TRUST,        /* encrypted, but this client verifies and is not satisfied */
};

/*
 * A cause: is it this one, what is to be said, what can be done. The row of causes.inc gives place, id,
 * title and label; the three functions stand in the file of its family (cause-*.c).
 */
struct scn_cause_kind {
	enum scn_cause_place place;
	const char *id, *title, *label;
	bool (*detect)(const struct scn_case *c);
	/* Fill summary, why, server_side and client_side of the verdict. */
	void (*explain)(const struct scn_case *c, struct scn_verdict *v);
	/* Add fixes, best first, and the trials that prove the cause. */
	void (*remedy)(struct scn_case *c, struct scn_verdict *v);
};

#define CAUSE(place, name, id, title, label)                                                       \
	bool scn_detect_##name(const struct scn_case *c);                                          \
	void scn_explain_##name(const struct scn_case *c, struct scn_verdict *v);                  \
	void scn_remedy_##name(struct scn_case *c, struct scn_verdict *v);
#include "core/judge/causes.inc"
#undef CAUSE

#endif
