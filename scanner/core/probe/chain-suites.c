#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/probe/chain-suites.h"
#include "core/registry/alert.h"
#include "core/registry/offer.h"

/*
 * Elimination of the suites of one version: offer all that are undecided, drop what was chosen, ask
 * again, until the server refuses. The usual first choices stand last in the list (offers.inc), so most
 * choices prove that the list was read to its end, and that the server decides the order.
 */

enum {
	PERCENT = 100,
};

/* ---- the question ---- */

/* SSL 2.0 has kinds of its own and no order to protect. */
static bool has_guard(const struct scn_suites *s)
{
	for (size_t i = 0; i < s->pick_count; i++)
		if (s->picks[i].code == scn_offer_guard())
			return false;
	return s->base.version != SCN_SSL2;
}

static void clear_offer(struct scn_suites *s)
{
	free(s->offer);
	s->offer = NULL;
	s->offer_count = 0;
}

void scn_suites_set_offer(
	struct scn_suites *s, const scn_suite_code *codes, size_t count, bool backwards)
{
	clear_offer(s);
	if (has_guard(s))
		SCN_APPEND(s->offer, s->offer_count, scn_offer_guard());
	for (size_t i = 0; i < count; i++) {
		scn_suite_code code = codes[backwards ? count - 1 - i : i];

		if (s->offer_count == 0 || code != s->offer[0])
			SCN_APPEND(s->offer, s->offer_count, code);
	}
}

/* How many suites of the list go into one offer: the last, likeliest ones. */
static size_t piece(const struct scn_plan *plan, const struct scn_suites *s)
{
	size_t most = plan->piece - has_guard(s);

	return plan->piece && most < s->left.count ? most : s->left.count;
}

void scn_suites_offer_left(const struct scn_plan *plan, struct scn_suites *s)
{
	size_t count = piece(plan, s);
	scn_suite_code *codes = scn_alloc(count, sizeof(*codes));

	s->lowest = s->left.items[s->left.count - count].place;
	s->highest = s->left.items[s->left.count - 1].place;
	for (size_t i = 0; i < count; i++)
		codes[i] = s->left.items[s->left.count - count + i].code;
	scn_suites_set_offer(s, codes, count, s->backwards);
	free(codes);
}

static void make_offer(const struct scn_plan *plan, struct scn_suites *s)
{
	if (s->step == SCN_STEP_OFFER)
		scn_suites_offer_left(plan, s);
	else if (s->step == SCN_STEP_PROOF)
		scn_suites_offer_proof(plan, s);
	else
		scn_suites_offer_order(s);
}

/* A control whose answer tells the order is the question that would have to be asked for it anyway. */
static enum scn_question_kind purse(const struct scn_suites *s)
{
	bool order =
		s->step >= SCN_STEP_ORDER || (s->step == SCN_STEP_CONTROL && s->pick_count > 1 &&
						     scn_suites_fit_client_order(s));

	return order ? SCN_QUESTION_ORDER : SCN_QUESTION_ENUMERATE;
}

void scn_suites_enter(struct scn_suites *s, enum scn_suites_step step)
{
	s->step = step;
	clear_offer(s);
	s->outside_once = false;
	s->base.tries = (struct scn_tries){ 0 };
}

static bool ask(struct scn_plan *plan, struct scn_chain *chain, struct scn_question *question)
{
	struct scn_suites *s = (struct scn_suites *)chain;
	struct scn_text purpose = { 0 };
	struct scn_hello_shape shape = {
		.version = (enum scn_version)chain->version,
		.share_group = 0x001D,
		.size = plan->size,
		.server_name = plan->options.server_name,
	};
	uint8_t random[64];

	/* A repeated question is the same one; a control was made from the offer before it. */
	if (s->doubted && !scn_suites_enter_proof(plan, s))
		return false;
	if (!s->offer)
		make_offer(plan, s);
	if (s->step == SCN_STEP_PROOF)
		shape.version = s->prover;
	shape.suites = s->offer;
	shape.suite_count = s->offer_count;
	scn_plan_random(plan, random);
	question->hello = scn_plan_hello(&shape, random);
	question->kind = purse(s);
	scn_text_printf(&purpose, "%s %s", scn_version_word((enum scn_version)chain->version),
		question->kind == SCN_QUESTION_ORDER ? "order" : "suites");
	question->purpose = scn_text_take(&purpose);
	return true;
}

/* ---- what an answer means ---- */

/* All suites are decided. What is left to learn is who decides the order. */
static void finish_enumeration(struct scn_plan *plan, struct scn_suites *s)
{
	struct scn_version_fact *v = &plan->facts->versions[s->base.version];

	if (v->status == SCN_UNKNOWN)
		v->status = SCN_REJECTED;
	scn_suites_begin_order(plan, s);
}

static bool is_of_version(const struct scn_suites *s, scn_suite_code code)
{
	return scn_suite_in_version(scn_suite_by_code(code), (enum scn_version)s->base.version);
}

/* Everything in the offer is rejected, but for the accepted suites that a control has at its end. */
void scn_suites_reject_offer(struct scn_plan *plan, struct scn_suites *s)
{
	size_t count = s->offer_count - (s->step == SCN_STEP_CONTROL ? s->pick_count : 0);

	for (size_t i = 0; i < count; i++) {
		if (!is_of_version(s, s->offer[i]))
			continue; /* the guard */
		scn_facts_set_suite(plan->facts, (enum scn_version)s->base.version, s->offer[i],
			SCN_REJECTED, plan->facts->cost.connections);
		scn_suite_list_drop(&s->left, s->offer[i]);
	}
	if (plan->facts->versions[s->base.version].status == SCN_UNKNOWN)
		plan->facts->versions[s->base.version].probe = plan->facts->cost.connections;
	scn_suites_enter(s, SCN_STEP_OFFER);
	if (s->left.count == 0)
		finish_enumeration(plan, s);
}

static void accept_suite(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code)
{
	struct scn_suite_fact *fact;
	size_t at = 0;

	while (s->offer[at] != code)
		at++;
	scn_suites_prove_list(plan, s, at + 1);
	plan->facts->hello_limit = plan->hello_limit;
	fact = scn_facts_set_suite(plan->facts, (enum scn_version)s->base.version, code,
		SCN_ACCEPTED, plan->facts->cost.connections);
	fact->found = (uint16_t)(s->pick_count + 1);
	fact->backwards = s->backwards;
	SCN_APPEND(s->picks, s->pick_count,
		((struct scn_pick){ .code = code,
			.backwards = s->backwards,
			.place = scn_suite_list_place(&s->left, code),
			.lowest = s->lowest,
			.highest = s->highest }));
	scn_suites_compare_pick(s);
	scn_suite_list_drop(&s->left, code);
	scn_suites_enter(s, SCN_STEP_OFFER);
	if (s->left.count == 0)
		finish_enumeration(plan, s);
}

/* The version itself is refused: no list has anything to do with it. */
static bool refuses_version(const struct scn_probe_result *result)
{
	return result->end == SCN_END_ALERT &&
	       result->flight->alert_code == SCN_ALERT_PROTOCOL_VERSION;
}

/* The control has accepted suites at its end, and was refused: that end was not read. */
static void see_limit(struct scn_plan *plan, struct scn_suites *s)
{
	plan->facts->suite_limit = SURELY_READ;
	scn_suites_limit_pieces(plan, s);
}

static void on_refused(
	struct scn_plan *plan, struct scn_suites *s, const struct scn_probe_result *result)
{
	if (s->step >= SCN_STEP_ORDER)
		scn_suites_on_order_refused(s);
	else if (scn_suites_refuses_length(plan, s, result))
		return;
	else if (s->step == SCN_STEP_CONTROL)
		see_limit(plan, s);
	else if (scn_suites_is_proved(plan, s) || refuses_version(result))
		scn_suites_reject_offer(plan, s);
	else
		scn_suites_doubt(plan, s);
}

static void on_control(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code)
{
	size_t refused = s->offer_count - s->pick_count;

	if (!scn_suites_is_picked(s, code)) {
		accept_suite(plan, s, code);
		return;
	}
	scn_suites_prove_list(plan, s, refused + 1);
	scn_suites_on_control(plan, s, code);
	scn_suites_reject_offer(plan, s);
}

static void turn_offer(struct scn_suites *s)
{
	for (size_t i = 0, k = s->offer_count; i + 1 < k; i++) {
		scn_suite_code code = s->offer[i];

		s->offer[i] = s->offer[--k];
		s->offer[k] = code;
	}
}

/* A choice that was not offered says that none of the offer suits. It must say so twice. */
static void on_outside(struct scn_plan *plan, struct scn_suites *s)
{
	plan->facts->chooses_unoffered = true;
	if (s->step != SCN_STEP_OFFER && s->step != SCN_STEP_CONTROL) {
		s->base.done = true;
	} else if (s->outside_once) {
		s->step = SCN_STEP_OFFER;
		scn_suites_reject_offer(plan, s);
	} else {
		s->outside_once = true;
		s->backwards = !s->backwards;
		turn_offer(s);
	}
}

static void on_selected(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code)
{
	if (!is_of_version(s, code))
		on_outside(plan, s);
	else if (s->step == SCN_STEP_OFFER)
		accept_suite(plan, s, code);
	else if (s->step == SCN_STEP_CONTROL)
		on_control(plan, s, code);
	else
		scn_suites_on_order(plan, s, code);
}

/* ---- no answer at all ---- */

static void leave_unknown(struct scn_plan *plan, struct scn_suites *s)
{
	for (size_t i = 0; i < s->left.count; i++)
		scn_facts_set_suite(plan->facts, (enum scn_version)s->base.version,
			s->left.items[i].code, SCN_UNKNOWN, 0);
	s->base.done = true;
}

static void on_nothing(struct scn_plan *plan, struct scn_suites *s, enum scn_reaction reaction,
	const struct scn_probe_result *result)
{
	size_t len = scn_suites_hello_len(result);
	bool hopeless = false, repeated, may_be_size;

	if (scn_suites_is_outdated(plan, s, len)) {
		scn_suites_enter(s, SCN_STEP_OFFER);
		return;
	}
	if (scn_suites_shows_size_limit(plan, s, reaction, len))
		return;
	repeated = scn_plan_count_try(plan, &s->base, reaction, result, &hopeless);
	if (!repeated && !hopeless)
		return;
	may_be_size = scn_suites_may_be_too_long(plan, len);
	if (s->step >= SCN_STEP_ORDER)
		s->base.done = true;
	else if (s->step == SCN_STEP_CONTROL)
		scn_suites_limit_pieces(plan, s);
	else if (may_be_size && !plan->alerted && scn_suites_step_down(plan, s, len))
		return;
	else if (repeated && plan->selected_any && scn_suites_is_proved(plan, s))
		scn_suites_reject_offer(plan, s);
	else if (repeated && plan->selected_any)
		scn_suites_doubt(plan, s);
	else if (repeated && scn_suites_others_may_prove(plan, s))
		s->base.waiting = true;
	else
		leave_unknown(plan, s);
}

static void answer(struct scn_plan *plan, struct scn_chain *chain, enum scn_reaction reaction,
	const struct scn_probe_result *result)
{
	struct scn_suites *s = (struct scn_suites *)chain;

	if (s->step == SCN_STEP_PROOF) {
		scn_suites_on_proof(plan, s, reaction, result);
		return;
	}
	switch (reaction) {
	case SCN_REACTION_SELECTED:
		on_selected(plan, s, result->flight->suite);
		break;
	case SCN_REACTION_OTHER_VERSION:
		scn_suites_reject_offer(plan, s);
		break;
	case SCN_REACTION_OUTSIDE:
		on_outside(plan, s);
		break;
	case SCN_REACTION_REFUSED:
		on_refused(plan, s, result);
		break;
	case SCN_REACTION_CLOSED:
	case SCN_REACTION_SILENT:
	case SCN_REACTION_ODD:
		on_nothing(plan, s, reaction, result);
		break;
	}
}

/* A server that accepts unlikely suites accepts more of them: what is left counts as much more as the
 * picks were less likely than sure. */
static unsigned likely_left(const struct scn_suites *s)
{
	unsigned left = 0, picked = 0;

	for (size_t i = 0; i < s->left.count; i++)
		left += scn_suite_by_code(s->left.items[i].code)->likelihood;
	for (size_t i = 0; i < s->pick_count; i++)
		picked += scn_suite_by_code(s->picks[i].code)->likelihood;
	if (picked)
		left = (unsigned)(left * s->pick_count * PERCENT / picked);
	return left;
}

static unsigned expected(const struct scn_plan *plan, const struct scn_chain *chain)
{
	const struct scn_suites *s = (const struct scn_suites *)chain;
	unsigned sum = likely_left(s);

	if (s->step != SCN_STEP_OFFER)
		return s->step == SCN_STEP_RANK ? (unsigned)(s->pick_count - s->ranked_count) : 0;
	if (s->pick_count == 0)
		sum = sum * scn_offer_likelihood((enum scn_version)chain->version) / PERCENT;
	return (sum + PERCENT / 2) / PERCENT;
}

static void give_up(struct scn_plan *plan, struct scn_chain *chain)
{
	struct scn_suites *s = (struct scn_suites *)chain;

	/* Suites of a server that never spoke TLS with us are not "unknown": nobody asked. */
	if (plan->answered && s->step < SCN_STEP_ORDER)
		leave_unknown(plan, s);
	chain->done = true;
}

static void free_chain(struct scn_chain *chain)
{
	struct scn_suites *s = (struct scn_suites *)chain;

	scn_suite_list_finish(&s->left);
	free(s->picks);
	free(s->offer);
	free(s->ranked);
	free(s);
}

static const struct scn_chain_kind kind = { ask, answer, expected, give_up, free_chain };

struct scn_chain *scn_chain_suites(enum scn_version version)
{
	struct scn_suites *s = scn_alloc(1, sizeof(*s));

	s->base.kind = &kind;
	s->base.version = version;
	s->base.purse = SCN_QUESTION_ENUMERATE;
	scn_suite_list_fill(&s->left, version);
	return &s->base;
}

/* ---- going on where an earlier run ended ---- */

static int by_found(const void *a, const void *b)
{
	const struct scn_suite_fact *x = *(const struct scn_suite_fact *const *)a;
	const struct scn_suite_fact *y = *(const struct scn_suite_fact *const *)b;

	return (int)x->found - (int)y->found;
}

/* Offers of an earlier run were whole lists, unless the server was seen to read only a part. */
static void resume_pick(
	struct scn_plan *plan, struct scn_suites *s, const struct scn_suite_fact *found)
{
	bool limited = plan->facts->suite_limit || plan->facts->hello_limit;

	SCN_APPEND(s->picks, s->pick_count,
		((struct scn_pick){ .code = found->code,
			.backwards = found->backwards,
			.place = scn_suite_list_place(&s->left, found->code),
			.lowest = limited ? s->left.count : 0,
			.highest = s->left.count }));
	scn_suites_compare_pick(s);
}

/* Only what the elimination itself has found tells about the order. */
static void resume_picks(struct scn_plan *plan, struct scn_suites *s)
{
	const struct scn_version_fact *v = &plan->facts->versions[s->base.version];
	const struct scn_suite_fact **found =
		scn_alloc(v->suite_count ? v->suite_count : 1, sizeof(*found));
	size_t count = 0;

	for (size_t i = 0; i < v->suite_count; i++)
		if (v->suites[i].found)
			found[count++] = &v->suites[i];
	qsort(found, count, sizeof(*found), by_found);
	for (size_t i = 0; i < count; i++)
		resume_pick(plan, s, found[i]);
	free(found);
}

void scn_chain_suites_resume(struct scn_plan *plan, struct scn_chain *chain)
{
	struct scn_suites *s = (struct scn_suites *)chain;
	const struct scn_version_fact *v = &plan->facts->versions[chain->version];
	struct scn_suite_counts known =
		scn_facts_count(plan->facts, (enum scn_version)chain->version);

	resume_picks(plan, s);
	for (size_t i = 0; i < v->suite_count; i++)
		if (v->suites[i].found || v->suites[i].status == SCN_REJECTED)
			scn_suite_list_drop(&s->left, v->suites[i].code);
	/* A finished elimination ends with suites that are rejected. Those that the registry has got since
	 * are not asked about. */
	if (known.unknown || !known.rejected)
		return;
	s->left.count = 0;
	if (v->order == SCN_ORDER_UNKNOWN)
		finish_enumeration(plan, s);
	else
		chain->done = true;
}
