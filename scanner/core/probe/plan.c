#include "core/probe/plan.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/probe/plan-private.h"

enum {
	DETAILS_EXPECTED = 3, /* questions at least, for one version that is accepted */
	/* A chain asks one question a round trip, and it takes four to bring a connection up. */
	AHEAD = 4,
};

const struct scn_plan_options scn_plan_defaults = {
	.tries = 4,
	/* What is zero in .pace is taken from scn_pace_defaults. */
};

/* ---- random bytes ---- */

/* SplitMix64: the hello needs bytes that differ, not bytes that nobody can guess. */
static uint64_t next_random(struct scn_plan *plan)
{
	uint64_t z = plan->random += 0x9E3779B97F4A7C15U;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
	z = (z ^ z >> 27) * 0x94D049BB133111EBU;
	return z ^ z >> 31;
}

void scn_plan_random(struct scn_plan *plan, uint8_t out[64])
{
	for (size_t i = 0; i < 64; i += sizeof(uint64_t)) {
		uint64_t value = next_random(plan);

		memcpy(out + i, &value, sizeof(value));
	}
}

/* ---- life ---- */

static struct scn_pace_options pace_options(const struct scn_pace_options *given)
{
	struct scn_pace_options o = scn_pace_defaults;

	if (given->slots)
		o.slots = given->slots;
	if (given->max_connections)
		o.max_connections = given->max_connections;
	if (given->max_time)
		o.max_time = given->max_time;
	if (given->max_failures)
		o.max_failures = given->max_failures;
	if (given->first_wait)
		o.first_wait = given->first_wait;
	if (given->longest_wait)
		o.longest_wait = given->longest_wait;
	o.pause = given->pause;
	return o;
}

struct scn_plan *scn_plan_new(
	const struct scn_plan_options *options, struct scn_server_facts *facts, scn_time now)
{
	struct scn_plan *plan = scn_alloc(1, sizeof(*plan));
	struct scn_pace_options pace = pace_options(&options->pace);

	plan->options = *options;
	if (!plan->options.tries)
		plan->options.tries = scn_plan_defaults.tries;
	plan->facts = facts;
	plan->started = now;
	memcpy(&plan->random, options->seed, sizeof(plan->random));
	plan->elapsed_before = facts->cost.elapsed;
	scn_pace_init(&plan->pace, &pace, now);
	scn_plan_resume_pace(plan);
	plan->resumed = facts->cost.connections > 0;
	plan->smtp_known = facts->smtp.ehlo_count > 0;
	return plan;
}

void scn_plan_free(struct scn_plan *plan)
{
	if (!plan)
		return;
	for (size_t i = 0; i < plan->chain_count; i++)
		plan->chains[i]->kind->free(plan->chains[i]);
	free(plan->chains);
	free(plan);
}

void scn_plan_add_chain(struct scn_plan *plan, struct scn_chain *take_chain)
{
	SCN_APPEND(plan->chains, plan->chain_count, take_chain);
	/* After the end nothing more is asked, and what is not known stays unknown. */
	if (plan->over)
		take_chain->kind->give_up(plan, take_chain);
}

void scn_plan_end(struct scn_plan *plan, const char *why)
{
	bool lost = false;

	if (plan->over)
		return;
	plan->over = true;
	for (size_t i = 0; i < plan->chain_count; i++) {
		struct scn_chain *chain = plan->chains[i];

		if (chain->done)
			continue;
		lost = true;
		chain->under_way = 0;
		chain->kind->give_up(plan, chain);
	}
	if (lost && why && !plan->facts->incomplete)
		plan->facts->incomplete = scn_strdup(why);
}

void scn_plan_stop(struct scn_plan *plan, const char *why)
{
	scn_plan_end(plan, why);
}

/* ---- goals ---- */

void scn_plan_replay(struct scn_plan *plan, const char *id, const struct scn_hello_spec *spec)
{
	scn_plan_add_chain(plan, scn_chain_replay(id, spec));
}

void scn_plan_handshake(struct scn_plan *plan, const char *id,
	const struct scn_handshake_backend *backend, const struct scn_handshake_order *order)
{
	scn_plan_add_chain(plan, scn_chain_handshake(id, backend, order));
}

/* Suites of a version are known: its groups and schemes can be asked about. */
static void add_details(struct scn_plan *plan, enum scn_version version)
{
	if (plan->facts->versions[version].status != SCN_ACCEPTED)
		return;
	scn_plan_add_chain(plan, scn_chain_groups(version));
	if (version != SCN_TLS1_2)
		return;
	scn_plan_add_chain(plan, scn_chain_schemes(SCN_AUTH_RSA));
	scn_plan_add_chain(plan, scn_chain_schemes(SCN_AUTH_ECDSA));
}

static bool suites_known(const struct scn_plan *plan, enum scn_version version)
{
	for (size_t i = 0; i < plan->chain_count; i++)
		if (plan->chains[i]->purse == SCN_QUESTION_ENUMERATE &&
			plan->chains[i]->version == (unsigned)version)
			return plan->chains[i]->done;
	return false;
}

static void want_details(struct scn_plan *plan)
{
	static const enum scn_version versions[] = { SCN_TLS1_3, SCN_TLS1_2 };

	for (size_t i = 0; i < SCN_COUNT(versions); i++) {
		scn_versions bit = SCN_VERSION_BIT(versions[i]);

		if (!(plan->detailed & bit) || !suites_known(plan, versions[i]))
			continue;
		plan->detailed &= (scn_versions)~bit;
		add_details(plan, versions[i]);
	}
}

void scn_plan_enumerate(struct scn_plan *plan, scn_versions versions, enum scn_plan_detail detail)
{
	for (int v = SCN_TLS1_3; v >= SCN_SSL2; v--) {
		scn_versions bit = SCN_VERSION_BIT(v);
		struct scn_chain *chain;

		if (!(versions & bit) || (plan->enumerated & bit))
			continue;
		plan->enumerated |= bit;
		chain = scn_chain_suites((enum scn_version)v);
		if (plan->resumed)
			scn_chain_suites_resume(plan, chain);
		scn_plan_add_chain(plan, chain);
	}
	if (detail == SCN_PLAN_DETAILS)
		plan->detailed |= versions;
	want_details(plan);
}

void scn_plan_announce(struct scn_plan *plan, unsigned questions)
{
	plan->announced = questions;
}

/* ---- questions ---- */

static bool is_ready(const struct scn_chain *chain)
{
	return !chain->done && !chain->waiting && !chain->under_way;
}

/* Chains that wait for others are asked again when no other one can tell them anything. */
static void wake_waiting(struct scn_plan *plan)
{
	for (size_t i = 0; i < plan->chain_count; i++) {
		const struct scn_chain *chain = plan->chains[i];

		if (!chain->done && !chain->waiting && chain->purse == SCN_QUESTION_ENUMERATE)
			return;
	}
	for (size_t i = 0; i < plan->chain_count; i++)
		plan->chains[i]->waiting = false;
}

struct scn_question *scn_plan_ask(struct scn_plan *plan, scn_time now)
{
	struct scn_question *question = scn_alloc(1, sizeof(*question));

	wake_waiting(plan);
	for (size_t i = 0; i < plan->chain_count && !plan->over; i++) {
		struct scn_chain *chain = plan->chains[i];

		if (!is_ready(chain) || !chain->kind->ask(plan, chain, question))
			continue;
		question->id = ++plan->next_id;
		chain->under_way = question->id;
		return question;
	}
	scn_question_free(question);
	return NULL;
}

/* How many questions without a connection there will still be, as far as one can tell; of each chain
 * at most so many, besides the one that can be asked now. */
static unsigned wanted(const struct scn_plan *plan, unsigned most)
{
	unsigned sum = plan->announced;

	/* Groups and schemes that will be asked about when the suites of a version are known. */
	if (plan->detailed & (SCN_VERSION_BIT(SCN_TLS1_2) | SCN_VERSION_BIT(SCN_TLS1_3)))
		sum += DETAILS_EXPECTED;

	for (size_t i = 0; i < plan->chain_count; i++) {
		const struct scn_chain *chain = plan->chains[i];
		unsigned expected;

		if (chain->done || chain->waiting)
			continue;
		expected = chain->kind->expected(plan, chain);
		sum += (expected < most ? expected : most) + (chain->under_way == 0);
	}
	return sum;
}

/* Questions that could be asked at once. */
static unsigned ready(const struct scn_plan *plan)
{
	unsigned count = 0;

	for (size_t i = 0; i < plan->chain_count; i++)
		count += is_ready(plan->chains[i]);
	return count;
}

/* How many connections without a question there should be: for what can be asked now, and ahead of need
 * as long as no more than the slots are wasted on that in all. */
static unsigned wanted_warm(const struct scn_plan *plan)
{
	unsigned most = wanted(plan, AHEAD), now = ready(plan);
	unsigned slots = plan->pace.options.slots, wasted = plan->facts->cost.warm_unused;
	unsigned budget = wasted < slots ? slots - wasted : 0;

	if (most > budget)
		most = budget;
	return most > now ? most : now;
}

bool scn_plan_may_open(
	struct scn_plan *plan, unsigned open, unsigned unasked, scn_time now, scn_time *until_out)
{
	const char *exhausted = scn_pace_exhausted(&plan->pace, now);

	*until_out = SCN_NEVER;
	if (plan->over)
		return false;
	if (exhausted && open == 0) {
		struct scn_text why = { 0 };

		scn_text_printf(&why, "Not everything could be tested: %s.", exhausted);
		scn_plan_end(plan, scn_text_str(&why));
		scn_text_finish(&why);
		*until_out = now;
	}
	wake_waiting(plan);
	return !exhausted && unasked < wanted_warm(plan) &&
	       scn_pace_may_open(&plan->pace, open, now, until_out);
}

void scn_plan_opened(struct scn_plan *plan, scn_time now)
{
	scn_pace_opened(&plan->pace, now);
}

bool scn_plan_needs_warm(const struct scn_plan *plan, unsigned unasked)
{
	return !plan->over && unasked <= wanted(plan, AHEAD);
}

bool scn_plan_done(const struct scn_plan *plan)
{
	if (plan->over)
		return true;
	for (size_t i = 0; i < plan->chain_count; i++)
		if (!plan->chains[i]->done)
			return false;
	return true;
}

struct scn_plan_progress scn_plan_progress(const struct scn_plan *plan)
{
	static const char *const stages[] = {
		[SCN_QUESTION_ENUMERATE] = "cipher suites",
		[SCN_QUESTION_ORDER] = "order of suites",
		[SCN_QUESTION_DETAIL] = "groups and signatures",
		[SCN_QUESTION_REPLAY] = "client hellos",
		[SCN_QUESTION_HANDSHAKE] = "handshakes",
	};
	struct scn_plan_progress p = { .answered = plan->answered, .stage = "done" };

	for (size_t i = plan->chain_count; i-- > 0;)
		if (!plan->chains[i]->done)
			p.stage = stages[plan->chains[i]->purse];
	for (size_t i = 0; i < plan->chain_count; i++)
		p.expected += plan->chains[i]->under_way != 0;
	p.expected += plan->answered + wanted(plan, UINT_MAX);
	return p;
}

/* ---- after each connection ---- */

void scn_plan_after(struct scn_plan *plan)
{
	want_details(plan);
}
