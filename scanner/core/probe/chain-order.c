#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/probe/chain-suites.h"

/*
 * Who decides the order of suites at one version. The elimination has told most of it: what was chosen
 * although another accepted suite stood before it was chosen by the server, and is surely preferred to
 * that one. What it leaves open is asked: the accepted suites alone with the first choice last, and the
 * same with ChaCha20 foremost. An order is never assumed: "server" needs a choice against the order of
 * the offer, "client" needs choices that follow it in both directions.
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

static bool is_order_hidden(const struct scn_suites *s)
{
	for (size_t i = 0; i < s->pick_count; i++)
		for (size_t k = i + 1; k < s->pick_count; k++)
			if (!was_offered(&s->picks[k], &s->picks[i]))
				return true;
	return false;
}

/* Preferences are a ranking: below the neighbour is below all that are above that. */
void scn_suites_compare_pick(struct scn_suites *s)
{
	struct scn_pick *pick = &s->picks[s->pick_count - 1];

	if (s->pick_count > 1 && was_offered(pick, pick - 1) && stood_before(pick, pick - 1))
		pick->equal = SCN_REJECTED;
}

/* The client's order was proved at another version for which servers have the same setting: all but
 * TLS 1.3, whose suites some libraries order by other rules. */
static bool is_client_elsewhere(const struct scn_plan *plan, const struct scn_suites *s)
{
	for (int v = SCN_SSL3; v <= SCN_TLS1_2 && s->base.version <= SCN_TLS1_2; v++)
		if (plan->facts->versions[v].order == SCN_ORDER_CLIENT)
			return true;
	return false;
}

/* Choices that follow the order of the offer, in both directions, while there was another choice. That
 * could still be a group of equal preference with the others between its members, so it is taken only
 * where the same was seen at another version. */
static bool shows_client_order(const struct scn_plan *plan, const struct scn_suites *s)
{
	bool forwards = false, backwards = false;

	for (size_t i = 0; i + 1 < s->pick_count; i++) {
		forwards |= !s->picks[i].backwards;
		backwards |= s->picks[i].backwards;
	}
	return forwards && backwards && is_client_elsewhere(plan, s) &&
	       scn_suites_fit_client_order(s);
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

static bool is_chacha(scn_suite_code code)
{
	const struct scn_suite *suite = scn_suite_by_code(code);

	return suite && strncmp(suite->cipher, "CHACHA20", strlen("CHACHA20")) == 0;
}

/* The pick that gets a chance by being offered first: behind the first choice, and not as good. */
static size_t find_chacha(const struct scn_suites *s)
{
	size_t i = 1;

	if (s->pick_count == 0 || is_chacha(s->picks[0].code))
		return s->pick_count;
	while (i < s->pick_count && s->picks[i].equal == SCN_ACCEPTED)
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
	} else if (learn_equals(s, chosen)) {
		look_for_equals(plan, s);
	} else {
		s->base.done = true; /* now so, now otherwise: no order to tell */
	}
}

void scn_suites_on_control(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code)
{
	size_t chosen = find_pick(s, code);

	if (s->pick_count < 2 || is_order_hidden(s))
		return;
	s->from = 0;
	if (says_client_order(s, chosen))
		set_client_order(plan, s);
	else if (learn_equals(s, chosen))
		set_server_order(plan, s);
}

/* ---- ranks, where the choices came from different pieces of the list ---- */

static void on_rank(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code)
{
	/* Chosen first and foremost in the offer: turn it, to see whose order that was. */
	if (s->ranked_count == 0 && !s->turned && code == s->picks[s->pick_count - 1].code) {
		scn_suites_enter(s, SCN_STEP_RANK);
		s->turned = true;
		return;
	}
	if (s->ranked_count == 0 && s->turned && code == s->picks[0].code) {
		set_client_order(plan, s);
		s->base.done = true;
		return;
	}
	SCN_APPEND(s->ranked, s->ranked_count, code);
	if (s->ranked_count < s->pick_count) {
		scn_suites_enter(s, SCN_STEP_RANK);
		return;
	}
	for (size_t i = 0; i < s->ranked_count; i++)
		s->picks[i] = (struct scn_pick){ .code = s->ranked[i] };
	ask_chacha_or_end(plan, s);
}

static bool is_ranked(const struct scn_suites *s, scn_suite_code code)
{
	for (size_t i = 0; i < s->ranked_count; i++)
		if (s->ranked[i] == code)
			return true;
	return false;
}

/* ---- steps ---- */

void scn_suites_begin_order(struct scn_plan *plan, struct scn_suites *s)
{
	enum scn_order known = plan->facts->versions[s->base.version].order;
	bool short_enough = s->pick_count < SURELY_READ;

	if (s->pick_count < 2 || known == SCN_ORDER_CLIENT) {
		s->base.done = true;
	} else if (is_order_hidden(s)) {
		s->base.done = !short_enough;
		if (short_enough)
			scn_suites_enter(s, SCN_STEP_RANK);
	} else if (shows_client_order(plan, s)) {
		set_client_order(plan, s);
		s->base.done = true;
	} else if (s->picks[1].equal != SCN_UNKNOWN) {
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
	else
		on_reversed(plan, s, code);
}
