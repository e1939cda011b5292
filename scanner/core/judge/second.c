#include "core/judge/second.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/diagnose.h"
#include "core/judge/remedy.h"
#include "core/judge/what-if.h"

/* How many changes were made already: each is one "+" of the id. */
size_t scn_changes_made(const struct scn_profile *profile)
{
	size_t count = 0;

	for (const char *at = profile->id; *at; at++)
		count += *at == '+';
	return count;
}

/* ---- a second cause ---- */

bool scn_is_explained(const struct scn_verdict *v)
{
	return v->cause && strcmp(v->cause, "refused-without-visible-cause") != 0;
}

/* Did the counter-probe fail, or would it by the lists? */
static enum scn_known turned(
	const struct scn_case *c, const struct scn_change *change, size_t index)
{
	enum scn_known answer = scn_case_counter_answer(c, change, index);

	if (answer != SCN_UNKNOWN || scn_case_counter(c, change, index))
		return answer;
	return scn_what_if(c->profile, c->facts, change, index).works == SCN_REJECTED ? SCN_REJECTED
										      : SCN_UNKNOWN;
}

/* The first change that should have mended it and does not; none if one does. */
struct scn_profile *scn_refused_change(const struct scn_case *c, struct scn_change *change_out)
{
	struct scn_profile *changed = NULL;

	for (size_t i = 0; i < c->trial_count; i++) {
		for (size_t k = 0; k < c->trials[i].value_count; k++) {
			enum scn_known answer = turned(c, &c->trials[i], k);

			if (answer == SCN_ACCEPTED) {
				scn_profile_free(changed);
				return NULL;
			}
			if (answer != SCN_REJECTED || changed)
				continue;
			changed = scn_change_apply(c->profile, &c->trials[i], k);
			*change_out = c->trials[i];
			change_out->values[0] = c->trials[i].values[k];
			change_out->value_count = 1;
		}
	}
	return changed;
}

/* What has to be done besides, on the same side; NULL if there is nothing to be done there. */
static const struct scn_fix *first_of(const struct scn_verdict *v, enum scn_side side)
{
	for (size_t i = 0; i < v->fix_count; i++)
		if (v->fixes[i].change.side == side && !v->fixes[i].has_then)
			return &v->fixes[i];
	return NULL;
}

static void join(struct scn_verdict *v, const struct scn_change *first, const char *words,
	const struct scn_fix *then)
{
	struct scn_fix fix = *then;
	struct scn_text text = { 0 };

	scn_text_printf(&text, scn_tr("%1$s, and %2$s"), words, then->text);
	fix.text = scn_text_take(&text);
	fix.then = then->change;
	fix.has_then = true;
	fix.change = *first;
	fix.partial = false;
	if (first->side == SCN_SIDE_SERVER)
		fix.evidence = SCN_EVIDENCE_COMPUTED;
	SCN_APPEND(v->fixes, v->fix_count, fix);
}

/* No fix of the first verdict is enough: on each side one of them is joined with one of the second. The
 * evidence of the client's comes from the counter-probe with both changes. */
static void join_fixes(
	struct scn_verdict *v, const struct scn_change *change, const struct scn_verdict *second)
{
	const struct scn_fix *server = first_of(second, SCN_SIDE_SERVER);
	const struct scn_fix *client = first_of(second, SCN_SIDE_CLIENT);
	struct scn_fix *old = v->fixes;
	size_t count = v->fix_count;
	struct scn_text words = { 0 };

	v->fixes = NULL;
	v->fix_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (server && old[i].change.side == SCN_SIDE_SERVER)
			join(v, &old[i].change, old[i].text, server);
		free(old[i].text);
	}
	free(old);
	scn_remedy_say(change, &words);
	if (client)
		join(v, change, scn_text_str(&words), client);
	scn_text_finish(&words);
}

static void add_to_why(struct scn_verdict *v, const struct scn_verdict *second)
{
	struct scn_text why = { 0 };

	scn_text_printf(&why, scn_tr("%1$s Behind it stands a second cause: %2$s %3$s"),
		v->why ? v->why : "", second->summary, second->why ? second->why : "");
	free(v->why);
	v->why = scn_text_take(&why);
}

void scn_second_cause(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_change change;
	struct scn_profile *changed;
	struct scn_verdict second;

	if (scn_changes_made(c->profile) >= SCN_MAX_CHANGES || !scn_is_explained(v))
		return;
	changed = scn_refused_change(c, &change);
	if (!changed)
		return;
	scn_judge(changed, c->facts, &second);
	if (second.kind == SCN_VERDICT_FAILS && scn_is_explained(&second) &&
		strcmp(second.cause, v->cause) != 0) {
		v->second_cause = second.cause;
		add_to_why(v, &second);
		join_fixes(v, &change, &second);
	}
	scn_verdict_finish(&second);
	scn_profile_free(changed);
}

void scn_drop_partial(struct scn_verdict *v)
{
	size_t kept = 0;

	for (size_t i = 0; i < v->fix_count; i++) {
		if (v->fixes[i].partial)
			free(v->fixes[i].text);
		else
			v->fixes[kept++] = v->fixes[i];
	}
	v->fix_count = kept;
}
