#include "core/judge/case.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/judge/lookup.h"

void scn_case_init(
	struct scn_case *c, const struct scn_profile *profile, const struct scn_server_facts *facts)
{
	*c = (struct scn_case){
		.profile = profile,
		.facts = facts,
		.replay = scn_facts_find_replay(facts, profile->id),
		.version = scn_common_version(profile, facts),
	};
	if (c->version != SCN_VERSION_NONE)
		c->common = scn_common_suites(profile, facts, c->version);
}

void scn_case_finish(struct scn_case *c)
{
	scn_common_finish(&c->common);
	free(c->trials);
}

void scn_case_try(struct scn_case *c, const struct scn_change *change)
{
	if (scn_change_is_of_hello(change) && change->value_count)
		SCN_APPEND(c->trials, c->trial_count, *change);
}

const struct scn_replay_fact *scn_case_counter(
	const struct scn_case *c, const struct scn_change *change, size_t index)
{
	char *id = scn_change_replay_id(c->profile, change, index);
	const struct scn_replay_fact *replay = scn_facts_find_replay(c->facts, id);

	free(id);
	return replay;
}

static bool is_refusal(const struct scn_replay_fact *r)
{
	return r->answer == SCN_ANSWER_ALERT || (r->answer == SCN_ANSWER_CLOSED && r->repeated) ||
	       (r->answer == SCN_ANSWER_SELECTED && (!r->offered || r->completed == SCN_REJECTED));
}

/* A DH group that this client would not take is no success. */
static bool is_within_limits(const struct scn_profile *profile, const struct scn_replay_fact *r)
{
	const struct scn_profile_limits *limits = &profile->limits;

	return !r->dh_bits ||
	       (r->dh_bits >= limits->dh_min && (!limits->dh_max || r->dh_bits <= limits->dh_max));
}

enum scn_known scn_case_counter_answer(
	const struct scn_case *c, const struct scn_change *change, size_t index)
{
	const struct scn_replay_fact *r = scn_case_counter(c, change, index);

	if (!r)
		return SCN_UNKNOWN;
	if (is_refusal(r))
		return SCN_REJECTED;
	if (r->answer != SCN_ANSWER_SELECTED)
		return SCN_UNKNOWN;
	return is_within_limits(c->profile, r) ? SCN_ACCEPTED : SCN_REJECTED;
}

bool scn_case_selected(const struct scn_case *c)
{
	return c->replay && c->replay->answer == SCN_ANSWER_SELECTED && c->replay->offered;
}

bool scn_case_refused(const struct scn_case *c)
{
	return c->replay &&
	       (c->replay->answer == SCN_ANSWER_ALERT ||
		       (c->replay->answer == SCN_ANSWER_CLOSED && c->replay->repeated) ||
		       (c->replay->answer == SCN_ANSWER_SELECTED && !c->replay->offered));
}

bool scn_case_silent(const struct scn_case *c)
{
	return c->replay && c->replay->answer == SCN_ANSWER_SILENT;
}
