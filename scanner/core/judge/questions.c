/* What the judge still has to know: counter-probes, versions to enumerate, details. */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/judge/diagnose.h"
#include "core/judge/second.h"

enum {
	MAX_TRIALS = 2,
	MAX_EXPERIMENTS = 20,
};

/* ---- counter-probes ---- */

static void add_questions(const struct scn_profile *profile, const struct scn_server_facts *facts,
	struct scn_profiles *out);

/* Behind a counter-probe that was refused there may be more to ask. */
static void add_second_questions(const struct scn_case *c, struct scn_profiles *out)
{
	struct scn_change change;
	struct scn_profile *changed = scn_changes_made(c->profile) < SCN_MAX_CHANGES
					      ? scn_refused_change(c, &change)
					      : NULL;

	if (changed)
		add_questions(changed, c->facts, out);
	scn_profile_free(changed);
}

static void add_trials(const struct scn_case *c, size_t most, struct scn_profiles *out)
{
	size_t asked = 0;

	for (size_t i = 0; i < c->trial_count; i++) {
		for (size_t k = 0; k < c->trials[i].value_count && asked < most; k++, asked++) {
			struct scn_profile *changed;

			if (scn_case_counter(c, &c->trials[i], k))
				continue;
			changed = scn_change_apply(c->profile, &c->trials[i], k);
			if (changed && !scn_profiles_add(out, changed))
				scn_profile_free(changed);
		}
	}
}

static void add_questions(const struct scn_profile *profile, const struct scn_server_facts *facts,
	struct scn_profiles *out)
{
	struct scn_case c;
	struct scn_verdict v;

	scn_case_init(&c, profile, facts);
	scn_judge_case(&c, &v);
	if (v.kind == SCN_VERDICT_FAILS && scn_is_explained(&v)) {
		add_trials(&c, MAX_TRIALS, out);
		add_second_questions(&c, out);
	} else if (scn_case_refused(&c) || scn_case_silent(&c)) {
		scn_case_add_experiments(&c);
		add_trials(&c, MAX_EXPERIMENTS, out);
	}
	scn_verdict_finish(&v);
	scn_case_finish(&c);
}

struct scn_profiles scn_judge_questions(
	const struct scn_profile *profile, const struct scn_server_facts *facts)
{
	struct scn_profiles questions = { 0 };

	add_questions(profile, facts, &questions);
	return questions;
}

/* ---- what a check still needs to know ---- */

scn_versions scn_judge_needs(
	const struct scn_profile *profile, const struct scn_server_facts *facts)
{
	struct scn_case c;
	scn_versions needs = 0;

	scn_case_init(&c, profile, facts);
	if (facts->smtp.starttls == SCN_STARTTLS_OFFERED && scn_case_refused(&c))
		/* The versions of the server too that this client does not offer: they are what a
		 * fix is about where there is no common one. */
		for (int v = SCN_SSL3; v <= SCN_TLS1_3; v++)
			needs |= SCN_VERSION_BIT(v);
	scn_case_finish(&c);
	return needs;
}

bool scn_judge_needs_details(
	const struct scn_profile *profile, const struct scn_server_facts *facts)
{
	struct scn_case c;
	bool needs;

	scn_case_init(&c, profile, facts);
	needs = facts->smtp.starttls == SCN_STARTTLS_OFFERED && scn_case_refused(&c) &&
		c.common.both_count > 0;
	scn_case_finish(&c);
	return needs;
}
