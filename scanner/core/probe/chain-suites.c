#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/probe/plan-private.h"
#include "core/probe/suite-list.h"

/*
 * Elimination of the suites of one version: offer all that are undecided, drop what was chosen, ask
 * again, until the server refuses. Likely suites stand last in the list and the direction alternates,
 * which tells how far the server reads and who decides the order, without a question of its own.
 */

enum {
	SURELY_READ = 64, /* a list of so many suites is read by every server that we know of */
	SMALL_PIECE = 32, /* suites in a hello of at most 255 bytes */
	PERCENT = 100,
};

enum step {
	OFFER,   /* the list, or its last piece */
	CONTROL, /* the refused list, and the accepted ones behind it, the first choice last */
	ORDER,   /* the accepted ones alone, the first choice last */
	RANK,    /* the accepted ones again, where pieces have hidden the order */
};

struct pick {
	scn_suite_code code;
	bool backwards; /* the direction of the offer that it was chosen from */
	size_t place;   /* in the list at the beginning */
};

struct suites {
	struct scn_chain base;
	enum step step;
	struct scn_suite_list left; /* undecided; unlikely first */
	struct pick *picks;         /* accepted, in the order in which they were found */
	size_t pick_count;
	scn_suite_code *offer; /* of the question under way, in the order of the wire */
	size_t offer_count;
	bool backwards;
	bool outside_once;      /* a choice outside the offer was seen for this offer */
	bool in_pieces;         /* some offers were only a part of the list */
	scn_suite_code *ranked; /* RANK: what was chosen so far */
	size_t ranked_count;
};

/* ---- the question ---- */

static void set_offer(struct suites *s, const scn_suite_code *codes, size_t count, bool backwards)
{
	free(s->offer);
	s->offer = NULL;
	s->offer_count = 0;
	for (size_t i = 0; i < count; i++)
		SCN_APPEND(s->offer, s->offer_count, codes[backwards ? count - 1 - i : i]);
}

/* How many suites of the list go into one offer: the last, likeliest ones. */
static size_t piece(const struct scn_plan *plan, const struct suites *s)
{
	return plan->piece && plan->piece < s->left.count ? plan->piece : s->left.count;
}

static void offer_left(const struct scn_plan *plan, struct suites *s)
{
	size_t count = piece(plan, s);
	scn_suite_code *codes = scn_alloc(count, sizeof(*codes));

	for (size_t i = 0; i < count; i++)
		codes[i] = s->left.items[s->left.count - count + i].code;
	s->in_pieces |= count < s->left.count;
	set_offer(s, codes, count, s->backwards);
	free(codes);
}

/* The offer that was refused, and behind it the accepted suites, first choice last. Whatever the
 * server takes of those proves that it read so far; and what it takes tells who decides the order. */
static void offer_control(struct suites *s)
{
	for (size_t i = s->pick_count; i-- > 0;)
		SCN_APPEND(s->offer, s->offer_count, s->picks[i].code);
}

static bool is_ranked(const struct suites *s, scn_suite_code code)
{
	for (size_t i = 0; i < s->ranked_count; i++)
		if (s->ranked[i] == code)
			return true;
	return false;
}

/* The accepted suites that have no rank yet, first choice last. */
static void offer_accepted(struct suites *s)
{
	scn_suite_code *codes = scn_alloc(s->pick_count, sizeof(*codes));
	size_t count = 0;

	for (size_t i = s->pick_count; i-- > 0;)
		if (!is_ranked(s, s->picks[i].code))
			codes[count++] = s->picks[i].code;
	set_offer(s, codes, count, false);
	free(codes);
}

static void make_offer(const struct scn_plan *plan, struct suites *s)
{
	if (s->step == OFFER)
		offer_left(plan, s);
	else
		offer_accepted(s);
}

/* Would a server that takes the client's first acceptable suite have chosen just so? */
static bool fits_client_order(const struct suites *s)
{
	for (size_t i = 0; i < s->pick_count; i++)
		for (size_t k = i + 1; k < s->pick_count; k++)
			if ((s->picks[i].place < s->picks[k].place) == s->picks[i].backwards)
				return false;
	return true;
}

/* A control whose answer tells the order is the question that would have to be asked for it anyway. */
static enum scn_question_kind purse(const struct suites *s)
{
	bool order = s->step == ORDER || s->step == RANK ||
		     (s->step == CONTROL && s->pick_count > 1 && fits_client_order(s));

	return order ? SCN_QUESTION_ORDER : SCN_QUESTION_ENUMERATE;
}

static bool ask(struct scn_plan *plan, struct scn_chain *chain, struct scn_question *question)
{
	struct suites *s = (struct suites *)chain;
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

/* ---- the end: order and ranks ---- */

static void set_order(struct scn_plan *plan, const struct suites *s, enum scn_order order,
	const scn_suite_code *ranked, size_t count)
{
	struct scn_version_fact *v = &plan->facts->versions[s->base.version];

	v->order = order;
	for (size_t i = 0; order == SCN_ORDER_SERVER && i < count; i++)
		scn_facts_set_suite(plan->facts, (enum scn_version)s->base.version, ranked[i],
			SCN_ACCEPTED, v->probe)
			->rank = (uint16_t)(i + 1);
}

static void set_order_of_picks(struct scn_plan *plan, struct suites *s)
{
	scn_suite_code *codes = scn_alloc(s->pick_count, sizeof(*codes));

	for (size_t i = 0; i < s->pick_count; i++)
		codes[i] = s->picks[i].code;
	set_order(plan, s, SCN_ORDER_SERVER, codes, s->pick_count);
	free(codes);
}

static void next_step(struct suites *s, enum step step)
{
	s->step = step;
	free(s->offer);
	s->offer = NULL;
	s->outside_once = false;
	s->base.tries = (struct scn_tries){ 0 };
}

/* All suites are decided. What is left to learn is who decides the order. */
static void finish_enumeration(struct scn_plan *plan, struct suites *s)
{
	struct scn_version_fact *v = &plan->facts->versions[s->base.version];

	if (v->status == SCN_UNKNOWN)
		v->status = SCN_REJECTED;
	if (s->pick_count < 2 || v->order != SCN_ORDER_UNKNOWN) {
		s->base.done = true;
	} else if (s->in_pieces) {
		next_step(s, s->pick_count <= SURELY_READ ? RANK : ORDER);
	} else if (fits_client_order(s)) {
		next_step(s, ORDER);
	} else {
		set_order_of_picks(plan, s);
		s->base.done = true;
	}
}

/* ---- what an answer means ---- */

static void accept_suite(struct scn_plan *plan, struct suites *s, scn_suite_code code)
{
	size_t at = 0;

	while (s->offer[at] != code)
		at++;
	if (at + 1 > plan->proved_list)
		plan->proved_list = at + 1;
	scn_facts_set_suite(plan->facts, (enum scn_version)s->base.version, code, SCN_ACCEPTED,
		plan->facts->cost.connections);
	SCN_APPEND(s->picks, s->pick_count,
		((struct pick){ code, s->backwards, scn_suite_list_place(&s->left, code) }));
	scn_suite_list_drop(&s->left, code);
	s->backwards = !s->backwards;
	next_step(s, OFFER);
	if (s->left.count == 0)
		finish_enumeration(plan, s);
}

/* Everything in the offer is rejected, but for the accepted suites that a control has at its end. */
static void reject_offer(struct scn_plan *plan, struct suites *s)
{
	size_t count = s->offer_count - (s->step == CONTROL ? s->pick_count : 0);

	for (size_t i = 0; i < count; i++) {
		scn_facts_set_suite(plan->facts, (enum scn_version)s->base.version, s->offer[i],
			SCN_REJECTED, plan->facts->cost.connections);
		scn_suite_list_drop(&s->left, s->offer[i]);
	}
	if (plan->facts->versions[s->base.version].status == SCN_UNKNOWN)
		plan->facts->versions[s->base.version].probe = plan->facts->cost.connections;
	next_step(s, OFFER);
	if (s->left.count == 0)
		finish_enumeration(plan, s);
}

static bool is_proved(const struct scn_plan *plan, const struct suites *s)
{
	return s->offer_count <= SURELY_READ || s->offer_count <= plan->proved_list;
}

/* The version itself is refused: no list has anything to do with it. */
static bool refuses_version(const struct scn_probe_result *result)
{
	return result->end == SCN_END_ALERT &&
	       result->flight->alert_code == 70; /* protocol_version */
}

/* The server reads only the beginning of a list: smaller pieces from now on, for all chains. */
static void limit_pieces(struct scn_plan *plan, struct suites *s)
{
	plan->piece = SURELY_READ;
	plan->facts->suite_limit = SURELY_READ;
	next_step(s, OFFER);
}

static bool others_may_prove(const struct scn_plan *plan, const struct suites *s)
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
static void doubt(struct scn_plan *plan, struct suites *s)
{
	if (s->pick_count) {
		s->step = CONTROL;
		s->base.tries = (struct scn_tries){ 0 };
		offer_control(s);
	} else if (others_may_prove(plan, s)) {
		s->base.waiting = true;
	} else {
		limit_pieces(plan, s);
	}
}

static void on_refused(
	struct scn_plan *plan, struct suites *s, const struct scn_probe_result *result)
{
	if (s->step == ORDER || s->step == RANK)
		s->base.done =
			true; /* accepted one by one and refused together: no order to tell */
	else if (s->step == CONTROL)
		limit_pieces(plan, s);
	else if (is_proved(plan, s) || refuses_version(result))
		reject_offer(plan, s);
	else
		doubt(plan, s);
}

/* The accepted suites stood in the offer with the first choice last: who takes it follows its own
 * order, who takes the first of them lets the client decide. */
static void tell_order(struct scn_plan *plan, struct suites *s, scn_suite_code code)
{
	if (s->pick_count < 2 || s->in_pieces)
		return;
	if (code == s->picks[0].code)
		set_order_of_picks(plan, s);
	else if (code == s->picks[s->pick_count - 1].code && fits_client_order(s))
		set_order(plan, s, SCN_ORDER_CLIENT, NULL, 0);
}

static void on_order(struct scn_plan *plan, struct suites *s, scn_suite_code code)
{
	tell_order(plan, s, code);
	s->base.done = true;
}

static bool is_picked(const struct suites *s, scn_suite_code code)
{
	for (size_t i = 0; i < s->pick_count; i++)
		if (s->picks[i].code == code)
			return true;
	return false;
}

static void on_control(struct scn_plan *plan, struct suites *s, scn_suite_code code)
{
	size_t refused = s->offer_count - s->pick_count;

	if (!is_picked(s, code)) {
		accept_suite(plan, s, code);
		return;
	}
	if (refused + 1 > plan->proved_list)
		plan->proved_list = refused + 1;
	tell_order(plan, s, code);
	reject_offer(plan, s);
}

static void on_rank(struct scn_plan *plan, struct suites *s, scn_suite_code code)
{
	bool first = s->ranked_count == 0;

	/* The offer has the first choice last; whoever takes the first one lets the client decide. */
	if (first && code == s->offer[0]) {
		set_order(plan, s, SCN_ORDER_CLIENT, NULL, 0);
		s->base.done = true;
		return;
	}
	SCN_APPEND(s->ranked, s->ranked_count, code);
	if (s->ranked_count == s->pick_count) {
		set_order(plan, s, SCN_ORDER_SERVER, s->ranked, s->ranked_count);
		s->base.done = true;
		return;
	}
	next_step(s, RANK);
}

static void on_selected(struct scn_plan *plan, struct suites *s, scn_suite_code code)
{
	switch (s->step) {
	case OFFER:
		accept_suite(plan, s, code);
		break;
	case CONTROL:
		on_control(plan, s, code);
		break;
	case ORDER:
		on_order(plan, s, code);
		break;
	case RANK:
		on_rank(plan, s, code);
		break;
	}
}

static void turn_offer(struct suites *s)
{
	for (size_t i = 0, k = s->offer_count; i + 1 < k; i++) {
		scn_suite_code code = s->offer[i];

		s->offer[i] = s->offer[--k];
		s->offer[k] = code;
	}
}

/* A choice that was not offered says that none of the offer suits. It must say so twice. */
static void on_outside(struct scn_plan *plan, struct suites *s)
{
	plan->facts->chooses_unoffered = true;
	if (s->step != OFFER && s->step != CONTROL) {
		s->base.done = true;
	} else if (s->outside_once) {
		s->step = OFFER;
		reject_offer(plan, s);
	} else {
		s->outside_once = true;
		s->backwards = !s->backwards;
		turn_offer(s);
	}
}

/* ---- no answer at all ---- */

static void leave_unknown(struct scn_plan *plan, struct suites *s)
{
	for (size_t i = 0; i < s->left.count; i++)
		scn_facts_set_suite(plan->facts, (enum scn_version)s->base.version,
			s->left.items[i].code, SCN_UNKNOWN, 0);
	s->base.done = true;
}

/* A server that hangs or closes on a long hello may answer a shorter one. */
static bool step_down(struct scn_plan *plan, struct suites *s)
{
	static const size_t pieces[] = { 128, 64, SMALL_PIECE };

	if (s->step != OFFER)
		return false;
	for (size_t i = 0; i < SCN_COUNT(pieces); i++) {
		if (s->offer_count <= pieces[i])
			continue;
		plan->piece = pieces[i];
		if (pieces[i] == SMALL_PIECE)
			plan->size = SCN_HELLO_SMALL;
		next_step(s, OFFER);
		return true;
	}
	return false;
}

static void on_nothing(struct scn_plan *plan, struct suites *s, enum scn_reaction reaction,
	const struct scn_probe_result *result)
{
	struct scn_builder hello = { 0 };
	bool hopeless = false;
	bool repeated = scn_plan_count_try(plan, &s->base, reaction, result, &hopeless);
	bool may_be_size;

	if (!repeated && !hopeless)
		return;
	scn_hello_build(scn_hello_spec(result->question->hello), &hello);
	may_be_size = hello.len > plan->proved_len && hello.len > 255;
	scn_builder_finish(&hello);
	if (s->step == ORDER || s->step == RANK)
		s->base.done = true;
	else if (s->step == CONTROL)
		limit_pieces(plan, s);
	else if (may_be_size && !plan->alerted && step_down(plan, s))
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
	struct suites *s = (struct suites *)chain;

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

/* How likely it is that there is anything at this version, before the first answer. */
static unsigned prior(unsigned version)
{
	static const unsigned percent[SCN_VERSION_COUNT] = { 1, 3, 45, 45, 97, 80 };

	return percent[version];
}

static unsigned expected(const struct scn_plan *plan, const struct scn_chain *chain)
{
	const struct suites *s = (const struct suites *)chain;
	unsigned sum = 0;

	if (s->step != OFFER)
		return s->step == RANK ? (unsigned)(s->pick_count - s->ranked_count) : 0;
	for (size_t i = 0; i < s->left.count; i++)
		sum += scn_suite_by_code(s->left.items[i].code)->likelihood;
	if (s->pick_count == 0)
		sum = sum * prior(chain->version) / PERCENT;
	return (sum + PERCENT / 2) / PERCENT;
}

static void give_up(struct scn_plan *plan, struct scn_chain *chain)
{
	struct suites *s = (struct suites *)chain;

	/* Suites of a server that never spoke TLS with us are not "unknown": nobody asked. */
	if (plan->answered && (s->step == OFFER || s->step == CONTROL))
		leave_unknown(plan, s);
	chain->done = true;
}

static void free_chain(struct scn_chain *chain)
{
	struct suites *s = (struct suites *)chain;

	scn_suite_list_finish(&s->left);
	free(s->picks);
	free(s->offer);
	free(s->ranked);
	free(s);
}

static const struct scn_chain_kind kind = { ask, answer, expected, give_up, free_chain };

struct scn_chain *scn_chain_suites(enum scn_version version)
{
	struct suites *s = scn_alloc(1, sizeof(*s));

	s->base.kind = &kind;
	s->base.version = version;
	s->base.purse = SCN_QUESTION_ENUMERATE;
	scn_suite_list_fill(&s->left, version);
	return &s->base;
}
