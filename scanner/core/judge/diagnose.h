/*
 * The judge: what the replay of the profile's own ClientHello said is the outcome; facts and
 * profile explain it. Causes are rows of causes.inc: id, sentences, a detect function, remedies.
 * To add a cause see docs/add-a-cause.md: a row, a function, a test, a page in docs/causes.
 */
#ifndef SCN_CORE_JUDGE_DIAGNOSE_H
#define SCN_CORE_JUDGE_DIAGNOSE_H

#include "core/facts/facts.h"
#include "core/judge/verdict.h"
#include "core/profile/profile.h"

/* Fill *out (uninitialised before). facts may hold replays with the profile's id and with ids of
 * counter-probes (scn_change_replay_id). */
void scn_judge(const struct scn_profile *profile, const struct scn_server_facts *facts,
	struct scn_verdict *out);

/* Which versions must be enumerated before a failed or unanswered pair can be explained; 0 = all
 * that is needed is known. For a `check`, which asks no more than it needs. */
scn_versions scn_judge_needs(
	const struct scn_profile *profile, const struct scn_server_facts *facts);

/* Once the suites are known: do groups and signature schemes have to explain the failure? */
bool scn_judge_needs_details(
	const struct scn_profile *profile, const struct scn_server_facts *facts);

/* Counter-probes that would prove the cause, or find it where the lists do not explain it: profiles with
 * one thing changed, whose ids are the ids of their replays. Only those that were not asked yet; none
 * where nothing failed. To be asked again after the answers, until there are none: a second cause may
 * stand behind the first. The caller frees with scn_profiles_finish. */
struct scn_profiles scn_judge_questions(
	const struct scn_profile *profile, const struct scn_server_facts *facts);

struct scn_cause {
	const char *id;    /* "no-common-suite" */
	const char *title; /* "no common cipher suite" */
	const char *label; /* at most 10 letters in English, for a table cell: "no suite" */
};
/* All causes in the order in which they are looked for; in English. */
const struct scn_cause *scn_causes(size_t *count_out);
/* The title of an id in the language of this thread, NULL if there is no such cause. */
const char *scn_cause_title(const char *id);

#endif
