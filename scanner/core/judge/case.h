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
};

void scn_case_init(struct scn_case *c, const struct scn_profile *profile,
	const struct scn_server_facts *facts);
void scn_case_finish(struct scn_case *c);

/*
 * A cause: is it this one, what is to be said, what can be done. The row of causes.inc gives id, title
 * and label; the three functions stand in the file of its family (cause-*.c).
 */
struct scn_cause_kind {
	const char *id, *title, *label;
	bool (*detect)(const struct scn_case *c);
	/* Fill summary, why, server_side and client_side of the verdict. */
	void (*explain)(const struct scn_case *c, struct scn_verdict *v);
	/* Add fixes, best first. */
	void (*remedy)(const struct scn_case *c, struct scn_verdict *v);
};

#define CAUSE(name, id, title, label)                                                              \
	bool scn_detect_##name(const struct scn_case *c);                                          \
	void scn_explain_##name(const struct scn_case *c, struct scn_verdict *v);                  \
	void scn_remedy_##name(const struct scn_case *c, struct scn_verdict *v);
#include "core/judge/causes.inc"
#undef CAUSE

#endif
