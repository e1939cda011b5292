#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/probe/chain-suites.h"

/*
 * Who decides the order of suites at one version. The elimination has told most of it: what was chosen
 * although another accepted suite stood before it was chosen by the server, and is surely preferred to
 * that one. What it leaves open is asked: the accepted suites alone with the first choice last, and the
 * same with ChaCha20 foremost. An order is never assumed: "server" needs a choice against the order of
 * the offer, "client" needs that all choices follow it, and that they do when it is turned round.
 *
 * Orders that are met: the client's; the server's own; the server's with ChaCha20 first for clients
 * that put it first (OpenSSL's PrioritizeChaCha); the server's with groups of equal preference, inside
 * of which the client decides (BoringSSL's [A|B]).
 */

/* ---- what the picks tell ---- */

/* Did the later pick stand before the earlier one in the offer that the earlier was chosen from? */
static bool stood_before(const struct scn_pick *later, const struct scn_pick *earlier)
{
	return (later->place < earlier->place) != earlier->backwards;
}

bool scn_suites_fit_client_order(const struct scn_suites *s)
{
	for (size_t i = 0; i < s->pick_count; i++)
		for (size_t k = i + 1; k < s->pick_count; k++)
			if (stood_before(&s->picks[k], &s->picks[i]))
				return false;
	return true;
}

/* Was the later pick in the offer that the earlier was chosen from? Not if that was a piece. */
static bool was_offered(const struct scn_pick *later, const struct scn_pick *earlier)
{
	return later->place >= earlier->lowest;
}

static bool is_hidden_by_pieces(const struct scn_suites *s)
{
	for (size_t i = 0; i < s->pick_count; i++)
		for (size_t k = i + 1; k < s->pick_count; k++)
			if (!was_offered(&s->picks[k], &s->picks[i]))
				return true;
	return false;
}

/* How far behind in the offer the later pick stood at most: two more than the difference of places,
 * counted from one, and the guard. */
static size_t farthest(const struct scn_pick *later, const struct scn_pick *earlier)
{
	if (stood_before(later, earlier))
		return 0;
	return (earlier->backwards ? earlier->highest - later->place
				   : later->place - earlier->lowest) +
	       2;
}

/* So many suites have to be read by the server, or what was chosen tells nothing. */
static size_t list_needed(const struct scn_suites *s)
{
	size_t most = 0;

	for (size_t i = 0; i < s->pick_count; i++)
		for (size_t k = i + 1; k < s->pick_count; k++)
			if (farthest(&s->picks[k], &s->picks[i]) > most)
				most = farthest(&s->picks[k], &s->picks[i]);
	return most;
}

static bool is_hidden_by_limit(const struct scn_plan *plan, const struct scn_suites *s)
{
	size_t needed = list_needed(s);

	return needed > SURELY_READ && needed > plan->proved_list;
}

/* Does what was chosen say nothing about the order, because there was less to choose from than it
 * seems? */
static bool is_order_hidden(const struct scn_plan *plan, const struct scn_suites *s)
{
	return is_hidden_by_pieces(s) || (plan->facts->suite_limit && is_hidden_by_limit(plan, s));
}

/* Preferences are a ranking: below the neighbour is below all that are above that. */
void scn_suites_compare_pick(struct scn_suites *s)
{
	struct scn_pick *pick = &s->picks[s->pick_count - 1];

	if (s->pick_count > 1 && was_offered(pick, pick - 1) && stood_before(pick, pick - 1))
		pick->equal = SCN_REJECTED;
}

/* ---- facts ---- */

static void set_server_order(struct scn_plan *plan, const struct scn_suites *s)
{
	enum scn_version version = (enum scn_version)s->base.version;
	struct scn_version_fact *v = &plan->facts->versions[version];

	v->order = SCN_ORDER_SERVER;
	for (size_t i = 0; i < s->pick_count; i++) {
		struct scn_suite_fact *fact = scn_facts_set_suite(
			plan->facts, version, s->picks[i].code, SCN_ACCEPTED, v->probe);

		fact->rank = (uint16_t)(i + 1);
		fact->equal = s->picks[i].equal;
	}
}

static void set_client_order(struct scn_plan *plan, const struct scn_suites *s)
{
	plan->facts->versions[s->base.version].order = SCN_ORDER_CLIENT;
}

/* ---- ChaCha20 ---- */

/* One that OpenSSL has: the older ones are of others, who do not know that rule. */
static bool is_chacha(scn_suite_code code)
{
	const struct scn_suite *suite = scn_suite_by_code(code);

	return suite && suite->openssl &&
	       strncmp(suite->cipher, "CHACHA20", strlen("CHACHA20")) == 0;
}

/* The pick that gets a chance by being offered first: behind the first choice, and not as good. */
static size_t find_chacha(const struct scn_suites *s)
{
	size_t i = 1;

	if (s->pick_count == 0 || is_chacha(s->picks[0].code))
		return s->pick_count;
	while (i < s->pick_count && s->picks[i].equal != SCN_REJECTED)
		if (is_chacha(s->picks[i++].code))
			return s->pick_count;
	while (i < s->pick_count && !is_chacha(s->picks[i].code))
		i++;
	return i;
}

static void offer_chacha(struct scn_suites *s)
{
	size_t chacha = find_chacha(s);

	SCN_APPEND(s->offer, s->offer_count, s->picks[chacha].code);
	for (size_t i = s->pick_count; i-- > 0;)
		if (i != chacha)
			SCN_APPEND(s->offer, s->offer_count, s->picks[i].code);
}

static void on_chacha(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code)
{
	plan->facts->versions[s->base.version].chacha_priority =
		is_chacha(code) ? SCN_ACCEPTED : SCN_REJECTED;
	s->base.done = true;
}

/* ---- the accepted suites alone, the first choice last ---- */

static size_t find_pick(const struct scn_suites *s, scn_suite_code code)
{
	size_t i = 0;

	while (i < s->pick_count && s->picks[i].code != code)
		i++;
	return i;
}

/* The last one of those that are, or may be, as good as this one. */
static size_t last_equal(const struct scn_suites *s, size_t i)
{
	while (i + 1 < s->pick_count && s->picks[i + 1].equal != SCN_REJECTED)
		i++;
	return i;
}

/* Of picks that may be equal the server took `chosen`, which stood foremost among its equals: so all
 * from s->from to there are equal, and the next is below. False: that contradicts what it did before. */
static bool learn_equals(struct scn_suites *s, size_t chosen)
{
	if (chosen < s->from || chosen > last_equal(s, s->from))
		return false;
	for (size_t i = s->from + 1; i <= chosen; i++)
		s->picks[i].equal = SCN_ACCEPTED;
	if (chosen + 1 < s->pick_count)
		s->picks[chosen + 1].equal = SCN_REJECTED;
	s->walks |= chosen > s->from;
	return true;
}

static void ask_chacha_or_end(struct scn_plan *plan, struct scn_suites *s)
{
	set_server_order(plan, s);
	if (find_chacha(s) < s->pick_count)
		scn_suites_enter(s, SCN_STEP_CHACHA);
	else
		s->base.done = true;
}

/* A server that has equals at the top may have more of them further down. */
static void look_for_equals(struct scn_plan *plan, struct scn_suites *s)
{
	for (size_t i = s->from; s->walks && i + 1 < s->pick_count; i++) {
		if (s->picks[i + 1].equal != SCN_UNKNOWN)
			continue;
		s->from = i;
		scn_suites_enter(s, SCN_STEP_ORDER);
		return;
	}
	ask_chacha_or_end(plan, s);
}

/* Ask for all of the order; nobody does that for a list that may not be read. */
static void enter_rank(struct scn_suites *s)
{
	s->from = 0;
	s->base.done = s->pick_count >= SURELY_READ;
	if (!s->base.done)
		scn_suites_enter(s, SCN_STEP_RANK);
}

static bool says_client_order(const struct scn_suites *s, size_t chosen)
{
	return s->from == 0 && chosen + 1 == s->pick_count && scn_suites_fit_client_order(s);
}

static void on_reversed(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code)
{
	size_t chosen = find_pick(s, code);

	if (says_client_order(s, chosen)) {
		set_client_order(plan, s);
		s->base.done = true;
	} else if (chosen > 0 && chosen < s->pick_count && is_hidden_by_limit(plan, s)) {
		s->chosen = chosen;
		scn_suites_enter(s, SCN_STEP_STRETCH);
	} else if (learn_equals(s, chosen)) {
		look_for_equals(plan, s);
	} else {
		s->base.done = true; /* now so, now otherwise: no order to tell */
	}
}

void scn_suites_on_control(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code)
{
	size_t chosen = find_pick(s, code);

	if (s->pick_count < 2 || is_order_hidden(plan, s))
		return;
	s->from = 0;
	if (says_client_order(s, chosen))
		set_client_order(plan, s);
	else if (!is_hidden_by_limit(plan, s) && learn_equals(s, chosen))
		set_server_order(plan, s);
}

/* ---- ranks, where the choices came from different pieces of the list ---- */

/* The ranked ones are the picks now. Their offers had the picks the other way round, but for the first
 * one if that was turned: who was chosen against that order is preferred for sure. */
static void take_ranks(struct scn_suites *s)
{
	struct scn_pick *picks = scn_alloc(s->pick_count, sizeof(*picks));

	for (size_t i = 0; i < s->ranked_count; i++) {
		picks[i].code = s->ranked[i];
		if (i > 0 && (find_pick(s, s->ranked[i]) > find_pick(s, s->ranked[i - 1])) !=
				     (s->turned && i == 1))
			picks[i].equal = SCN_REJECTED;
	}
	free(s->picks);
	s->picks = picks;
}

static bool is_ranked(const struct scn_suites *s, scn_suite_code code)
{
	for (size_t i = 0; i < s->ranked_count; i++)
		if (s->ranked[i] == code)
			return true;
	return false;
}

static scn_suite_code foremost(const struct scn_suites *s)
{
	size_t i = s->pick_count - 1;

	while (i > 0 && is_ranked(s, s->picks[i].code))
		i--;
	return s->picks[i].code;
}

/* The first choice stood foremost: turn the offer, to see whose order that was. */
static bool turns(const struct scn_suites *s, scn_suite_code code)
{
	return s->ranked_count == 0 && !s->turned && code == foremost(s);
}

static void on_rank(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code)
{
	if (turns(s, code)) {
		scn_suites_enter(s, SCN_STEP_RANK);
		s->turned = true;
		return;
	}
	if (s->ranked_count == 0 && s->turned && code == s->picks[0].code) {
		s->follows = true;
		code = foremost(s);
	} else if (s->follows && code != foremost(s)) {
		s->base.done = true; /* equals, but not all of them */
		return;
	}
	SCN_APPEND(s->ranked, s->ranked_count, code);
	if (s->ranked_count < s->pick_count) {
		scn_suites_enter(s, SCN_STEP_RANK);
	} else if (s->follows) {
		set_client_order(plan, s);
		s->base.done = true;
	} else {
		take_ranks(s);
		ask_chacha_or_end(plan, s);
	}
}

/* ---- was it read? ---- */

static void offer_stretch(struct scn_suites *s)
{
	scn_suites_set_offer(s, NULL, 0, false);
	scn_suites_lengthen(s, s, list_needed(s) - 1);
	SCN_APPEND(s->offer, s->offer_count, s->picks[s->chosen].code);
}

/* The end of so long a list is read: then the choices are what they seem. */
static void on_stretch(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code)
{
	if (code != s->picks[s->chosen].code) {
		s->base.done = true;
		return;
	}
	scn_suites_prove_list(plan, s, s->offer_count);
	if (is_hidden_by_limit(plan, s))
		enter_rank(s); /* there are not so many suites that it does not accept */
	else
		on_reversed(plan, s, code);
}

/* ---- steps ---- */

void scn_suites_begin_order(struct scn_plan *plan, struct scn_suites *s)
{
	enum scn_order known = plan->facts->versions[s->base.version].order;

	if (s->pick_count < 2 || known == SCN_ORDER_CLIENT) {
		s->base.done = true;
	} else if (is_order_hidden(plan, s)) {
		enter_rank(s);
	} else if (s->picks[1].equal != SCN_UNKNOWN && !is_hidden_by_limit(plan, s)) {
		look_for_equals(plan, s);
	} else {
		scn_suites_enter(s, SCN_STEP_ORDER);
	}
}

void scn_suites_offer_order(struct scn_suites *s)
{
	scn_suite_code *codes = scn_alloc(s->pick_count, sizeof(*codes));
	size_t count = 0;

	for (size_t i = s->from; i < s->pick_count; i++)
		if (!is_ranked(s, s->picks[i].code))
			codes[count++] = s->picks[i].code;
	if (s->step == SCN_STEP_CHACHA)
		offer_chacha(s);
	else if (s->step == SCN_STEP_STRETCH)
		offer_stretch(s);
	else
		scn_suites_set_offer(s, codes, count, !s->turned || s->ranked_count);
	free(codes);
}

void scn_suites_on_order(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code)
{
	if (s->step == SCN_STEP_CHACHA)
		on_chacha(plan, s, code);
	else if (s->step == SCN_STEP_RANK)
		on_rank(plan, s, code);
	else if (s->step == SCN_STEP_STRETCH)
		on_stretch(plan, s, code);
	else
		on_reversed(plan, s, code);
}

/* Refused together: then there is no order to tell. */
void scn_suites_on_order_refused(struct scn_suites *s)
{
	if (s->step == SCN_STEP_STRETCH)
		enter_rank(s);
	else
		s->base.done = true;
}
