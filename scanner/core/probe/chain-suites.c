#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/probe/chain-suites.h"
#include "core/registry/alert.h"
#include "core/registry/offer.h"

/*
 * Elimination of the suites of one version: offer all that are undecided, drop what was chosen, ask
 * again, until the server refuses. The usual first choices stand last in the list (offers.inc), so most
 * choices prove that the list was read to its end, and that the server decides the order. Where the
 * choices follow the offer instead, the direction alternates, which shows a client's order.
 */

enum {
	MIDDLE_PIECE = 128, /* suites in a small hello of at most 511 bytes */
	SMALL_PIECE = 32,   /* in one of at most 255 */
	LENGTH_READ = 255,  /* bytes that every server reads */
	SILENCES_NEEDED = 2,
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

static void offer_left(const struct scn_plan *plan, struct scn_suites *s)
{
	size_t count = piece(plan, s);
	scn_suite_code *codes = scn_alloc(count, sizeof(*codes));

	s->lowest = s->left.items[s->left.count - count].place;
	for (size_t i = 0; i < count; i++)
		codes[i] = s->left.items[s->left.count - count + i].code;
	scn_suites_set_offer(s, codes, count, s->backwards);
	free(codes);
}

/* The offer that was refused, and behind it the accepted suites, first choice last. Whatever the
 * server takes of those proves that it read so far; and what it takes tells who decides the order. */
static void offer_control(struct scn_suites *s)
{
	for (size_t i = s->pick_count; i-- > 0;)
		SCN_APPEND(s->offer, s->offer_count, s->picks[i].code);
}

static void make_offer(const struct scn_plan *plan, struct scn_suites *s)
{
	if (s->step == SCN_STEP_OFFER)
		offer_left(plan, s);
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
	if (!s->offer)
		make_offer(plan, s);
	shape.suites = s->offer;
	shape.suite_count = s->offer_count;
	scn_plan_random(plan, random);
	question->hello = scn_plan_hello(&shape, random);
	question->kind = purse(s);
	scn_text_printf(&purpose, "%s %s", scn_version_word(shape.version),
		question->kind == SCN_QUESTION_ORDER ? "order" : "suites");
	question->purpose = scn_text_take(&purpose);
	return true;
}

/* ---- what an answer means ---- */

void scn_suites_enter(struct scn_suites *s, enum scn_suites_step step)
{
	s->step = step;
	clear_offer(s);
	s->outside_once = false;
	s->base.tries = (struct scn_tries){ 0 };
}

/* All suites are decided. What is left to learn is who decides the order. */
static void finish_enumeration(struct scn_plan *plan, struct scn_suites *s)
{
	struct scn_version_fact *v = &plan->facts->versions[s->base.version];

	if (v->status == SCN_UNKNOWN)
		v->status = SCN_REJECTED;
	scn_suites_begin_order(plan, s);
}

/* Forwards, unless the choices so far follow the offer: then the other way round each time. */
static bool next_direction(const struct scn_suites *s)
{
	return s->pick_count >= 2 && scn_suites_fit_client_order(s) && !s->backwards;
}

static bool is_of_version(const struct scn_suites *s, scn_suite_code code)
{
	return scn_suite_in_version(scn_suite_by_code(code), (enum scn_version)s->base.version);
}

/* Everything in the offer is rejected, but for the accepted suites that a control has at its end. */
static void reject_offer(struct scn_plan *plan, struct scn_suites *s)
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

static bool is_proved(const struct scn_plan *plan, const struct scn_suites *s)
{
	return s->offer_count <= SURELY_READ || s->offer_count <= plan->proved_list;
}

/* The server has read so many suites of a list. Chains that were refused, and had to wait for just that
 * proof, have their answer. */
static void prove_list(struct scn_plan *plan, const struct scn_suites *by, size_t count)
{
	if (count <= plan->proved_list)
		return;
	plan->proved_list = count;
	for (size_t i = 0; i < plan->chain_count; i++) {
		struct scn_suites *other = (struct scn_suites *)plan->chains[i];

		if (other == by || other->base.kind != by->base.kind || !other->base.waiting ||
			!is_proved(plan, other))
			continue;
		other->base.waiting = false;
		reject_offer(plan, other);
	}
}

static void accept_suite(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code)
{
	size_t at = 0;

	while (s->offer[at] != code)
		at++;
	prove_list(plan, s, at + 1);
	plan->facts->hello_limit = plan->hello_limit;
	scn_facts_set_suite(plan->facts, (enum scn_version)s->base.version, code, SCN_ACCEPTED,
		plan->facts->cost.connections);
	SCN_APPEND(s->picks, s->pick_count,
		((struct scn_pick){ .code = code,
			.backwards = s->backwards,
			.place = scn_suite_list_place(&s->left, code),
			.lowest = s->lowest }));
	scn_suites_compare_pick(s);
	scn_suite_list_drop(&s->left, code);
	s->backwards = next_direction(s);
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

/* The server reads only the beginning of a list: smaller pieces from now on, for all chains. */
static void limit_pieces(struct scn_plan *plan, struct scn_suites *s)
{
	if (!plan->piece || plan->piece > SURELY_READ)
		plan->piece = SURELY_READ;
	plan->facts->suite_limit = SURELY_READ;
	scn_suites_enter(s, SCN_STEP_OFFER);
}

static bool others_may_prove(const struct scn_plan *plan, const struct scn_suites *s)
{
	for (size_t i = 0; i < plan->chain_count; i++) {
		const struct scn_chain *other = plan->chains[i];

		if (other != &s->base && !other->done && !other->waiting &&
			other->kind == s->base.kind)
			return true;
	}
	return false;
}

/* A refusal of a list that may not have been read to its end. A chain that waits is asked again, with
 * the same offer, once the others are over or have proved enough. */
static void doubt(struct scn_plan *plan, struct scn_suites *s)
{
	if (s->pick_count) {
		s->step = SCN_STEP_CONTROL;
		s->base.tries = (struct scn_tries){ 0 };
		offer_control(s);
	} else if (others_may_prove(plan, s)) {
		s->base.waiting = true;
	} else {
		limit_pieces(plan, s);
	}
}

/* A server that hangs or closes on a long hello may answer a shorter one. The limits are those of all
 * chains, so each of them is learned once. */
static bool step_down(struct scn_plan *plan, struct scn_suites *s, size_t len)
{
	static const struct {
		size_t longest, piece;
	} steps[] = { { 511, MIDDLE_PIECE }, { 255, SMALL_PIECE } };

	for (size_t i = 0; s->step == SCN_STEP_OFFER && i < SCN_COUNT(steps); i++) {
		if (len <= steps[i].longest)
			continue;
		plan->hello_limit = (uint16_t)steps[i].longest;
		plan->piece = steps[i].piece;
		plan->size = SCN_HELLO_SMALL;
		scn_suites_enter(s, SCN_STEP_OFFER);
		return true;
	}
	return false;
}

static size_t hello_len(const struct scn_probe_result *result)
{
	struct scn_builder hello = { 0 };
	size_t len;

	scn_hello_build(scn_hello_spec(result->question->hello), &hello);
	len = hello.len;
	scn_builder_finish(&hello);
	return len;
}

/* Was the question longer than what is known by now to be too long? Then its end tells nothing more. */
static bool is_outdated(const struct scn_plan *plan, const struct scn_suites *s, size_t len)
{
	return s->step == SCN_STEP_OFFER && plan->hello_limit && len > plan->hello_limit;
}

/* A decode_error on a hello longer than any that was answered may be about its length alone. */
static bool refuses_length(
	struct scn_plan *plan, struct scn_suites *s, const struct scn_probe_result *result)
{
	size_t len;

	if (result->end != SCN_END_ALERT || result->flight->alert_code != SCN_ALERT_DECODE_ERROR)
		return false;
	len = hello_len(result);
	if (is_outdated(plan, s, len)) {
		scn_suites_enter(s, SCN_STEP_OFFER);
		return true;
	}
	return len > plan->proved_len && len > LENGTH_READ && step_down(plan, s, len);
}

static void on_refused(
	struct scn_plan *plan, struct scn_suites *s, const struct scn_probe_result *result)
{
	if (s->step >= SCN_STEP_ORDER)
		s->base.done =
			true; /* accepted one by one and refused together: no order to tell */
	else if (refuses_length(plan, s, result))
		return;
	else if (s->step == SCN_STEP_CONTROL)
		limit_pieces(plan, s);
	else if (is_proved(plan, s) || refuses_version(result))
		reject_offer(plan, s);
	else
		doubt(plan, s);
}

static bool is_picked(const struct scn_suites *s, scn_suite_code code)
{
	for (size_t i = 0; i < s->pick_count; i++)
		if (s->picks[i].code == code)
			return true;
	return false;
}

static void on_control(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code)
{
	size_t refused = s->offer_count - s->pick_count;

	if (!is_picked(s, code)) {
		accept_suite(plan, s, code);
		return;
	}
	prove_list(plan, s, refused + 1);
	scn_suites_on_control(plan, s, code);
	reject_offer(plan, s);
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
		reject_offer(plan, s);
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

/* Silences of long hellos, whichever chain they belong to, are counted together. */
static bool shows_size_limit(
	struct scn_plan *plan, struct scn_suites *s, enum scn_reaction reaction, size_t len)
{
	return reaction == SCN_REACTION_SILENT && len > plan->proved_len && len > LENGTH_READ &&
	       ++plan->long_silences >= SILENCES_NEEDED && step_down(plan, s, len);
}

static void on_nothing(struct scn_plan *plan, struct scn_suites *s, enum scn_reaction reaction,
	const struct scn_probe_result *result)
{
	size_t len = hello_len(result);
	bool hopeless = false, repeated, may_be_size;

	if (is_outdated(plan, s, len)) {
		scn_suites_enter(s, SCN_STEP_OFFER);
		return;
	}
	if (shows_size_limit(plan, s, reaction, len))
		return;
	repeated = scn_plan_count_try(plan, &s->base, reaction, result, &hopeless);
	if (!repeated && !hopeless)
		return;
	may_be_size = len > plan->proved_len && len > LENGTH_READ;
	if (s->step >= SCN_STEP_ORDER)
		s->base.done = true;
	else if (s->step == SCN_STEP_CONTROL)
		limit_pieces(plan, s);
	else if (may_be_size && !plan->alerted && step_down(plan, s, len))
		return;
	else if (repeated && plan->selected_any && is_proved(plan, s))
		reject_offer(plan, s);
	else if (repeated && plan->selected_any)
		doubt(plan, s);
	else if (repeated && others_may_prove(plan, s))
		s->base.waiting = true;
	else
		leave_unknown(plan, s);
}

static void answer(struct scn_plan *plan, struct scn_chain *chain, enum scn_reaction reaction,
	const struct scn_probe_result *result)
{
	struct scn_suites *s = (struct scn_suites *)chain;

	switch (reaction) {
	case SCN_REACTION_SELECTED:
		on_selected(plan, s, result->flight->suite);
		break;
	case SCN_REACTION_OTHER_VERSION:
		reject_offer(plan, s);
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

static unsigned expected(const struct scn_plan *plan, const struct scn_chain *chain)
{
	const struct scn_suites *s = (const struct scn_suites *)chain;
	unsigned sum = 0;

	if (s->step != SCN_STEP_OFFER)
		return s->step == SCN_STEP_RANK ? (unsigned)(s->pick_count - s->ranked_count) : 0;
	for (size_t i = 0; i < s->left.count; i++)
		sum += scn_suite_by_code(s->left.items[i].code)->likelihood;
	if (s->pick_count == 0)
		sum = sum * scn_offer_likelihood((enum scn_version)chain->version) / PERCENT;
	return (sum + PERCENT / 2) / PERCENT;
}

static void give_up(struct scn_plan *plan, struct scn_chain *chain)
{
	struct scn_suites *s = (struct scn_suites *)chain;

	/* Suites of a server that never spoke TLS with us are not "unknown": nobody asked. */
	if (plan->answered && (s->step == SCN_STEP_OFFER || s->step == SCN_STEP_CONTROL))
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
