#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/probe/chain-suites.h"
#include "core/registry/alert.h"

/*
 * How much the server reads of what is asked: some look at the first 64 or 128 suites of a list only,
 * some never answer a hello of more than 255 or 511 bytes. What is learned holds for all chains.
 *
 * A refusal of a list counts when so long a list was seen to be read, by a choice from behind so many
 * others. Where none was: the same chain asks again with accepted suites at the end (a control), or,
 * without any, waits for others, and then asks at another version (a proof). Only then, in pieces.
 */

enum {
	MIDDLE_PIECE = 128, /* suites in a small hello of at most 511 bytes */
	SMALL_PIECE = 32,   /* in one of at most 255 */
	LENGTH_READ = 255,  /* bytes that every server reads */
	SILENCES_NEEDED = 2,
};

/* ---- the length of lists ---- */

bool scn_suites_is_proved(const struct scn_plan *plan, const struct scn_suites *s)
{
	return s->offer_count <= SURELY_READ || s->offer_count <= plan->proved_list;
}

/* The server has read so many suites of a list. Chains that were refused, and had to wait for just that
 * proof, have their answer. */
void scn_suites_prove_list(struct scn_plan *plan, const struct scn_suites *by, size_t count)
{
	if (count <= plan->proved_list)
		return;
	plan->proved_list = count;
	for (size_t i = 0; i < plan->chain_count; i++) {
		struct scn_suites *other = (struct scn_suites *)plan->chains[i];

		if (other == by || other->base.kind != by->base.kind || !other->doubted ||
			!scn_suites_is_proved(plan, other))
			continue;
		other->base.waiting = other->doubted = false;
		scn_suites_reject_offer(plan, other);
	}
}

void scn_suites_limit_pieces(struct scn_plan *plan, struct scn_suites *s)
{
	if (!plan->piece || plan->piece > SURELY_READ)
		plan->piece = SURELY_READ;
	scn_suites_enter(s, SCN_STEP_OFFER);
}

bool scn_suites_others_may_prove(const struct scn_plan *plan, const struct scn_suites *s)
{
	for (size_t i = 0; i < plan->chain_count; i++) {
		const struct scn_chain *other = plan->chains[i];

		if (other != &s->base && !other->done && !other->waiting &&
			other->kind == s->base.kind)
			return true;
	}
	return false;
}

/* The offer that was refused, and behind it the accepted suites, first choice last. Whatever the
 * server takes of those proves that it read so far; and what it takes tells who decides the order. */
static void offer_control(struct scn_suites *s)
{
	for (size_t i = s->pick_count; i-- > 0;)
		SCN_APPEND(s->offer, s->offer_count, s->picks[i].code);
}

/* A refusal of a list that may not have been read to its end. A chain that waits is asked again, with
 * the same offer, once the others are over or have proved enough. */
void scn_suites_doubt(struct scn_plan *plan, struct scn_suites *s)
{
	if (s->pick_count) {
		s->step = SCN_STEP_CONTROL;
		s->base.tries = (struct scn_tries){ 0 };
		offer_control(s);
	} else {
		s->doubted = true;
		s->base.waiting = scn_suites_others_may_prove(plan, s);
	}
}

/* ---- a proof at another version ---- */

/* The version at which something is accepted, so that it can be asked about the length of lists; up to
 * TLS 1.2 if possible, where the hello is as long as without the proof. */
static const struct scn_suites *find_prover(const struct scn_plan *plan, const struct scn_suites *s)
{
	const struct scn_suites *found = NULL;

	for (size_t i = 0; i < plan->chain_count; i++) {
		const struct scn_suites *other = (const struct scn_suites *)plan->chains[i];

		if (other->base.kind != s->base.kind || other->pick_count == 0)
			continue;
		if (!found || found->base.version > SCN_TLS1_2)
			found = other;
	}
	return found;
}

bool scn_suites_is_picked(const struct scn_suites *s, scn_suite_code code)
{
	for (size_t i = 0; i < s->pick_count; i++)
		if (s->picks[i].code == code)
			return true;
	return false;
}

static bool is_offered(const struct scn_suites *s, scn_suite_code code)
{
	for (size_t i = 0; i < s->offer_count; i++)
		if (s->offer[i] == code)
			return true;
	return false;
}

void scn_suites_lengthen(struct scn_suites *s, const struct scn_suites *other, size_t count)
{
	size_t all_count;
	const struct scn_suite *all = scn_suites(&all_count);

	for (size_t i = 0; i < all_count && s->offer_count < count; i++)
		if (all[i].code <= UINT16_MAX && scn_suite_selectable(&all[i]) &&
			!scn_suites_is_picked(other, all[i].code) && !is_offered(s, all[i].code))
			SCN_APPEND(s->offer, s->offer_count, all[i].code);
}

/* What was refused, without what the other version accepts, and one of that at the end. */
void scn_suites_offer_proof(const struct scn_plan *plan, struct scn_suites *s)
{
	const struct scn_suites *other = find_prover(plan, s);
	size_t kept = 0, refused;

	scn_suites_offer_left(plan, s);
	refused = s->offer_count;
	for (size_t i = 0; i < refused; i++)
		if (!scn_suites_is_picked(other, s->offer[i]))
			s->offer[kept++] = s->offer[i];
	s->offer_count = kept;
	scn_suites_lengthen(s, other, refused - 1);
	SCN_APPEND(s->offer, s->offer_count, other->picks[0].code);
	s->prover = (enum scn_version)other->base.version;
}

/* Another chain asks for a proof now; it may do for this one as well. */
static bool is_proof_under_way(const struct scn_plan *plan, const struct scn_suites *s)
{
	for (size_t i = 0; i < plan->chain_count; i++) {
		const struct scn_suites *other = (const struct scn_suites *)plan->chains[i];

		if (other != s && other->base.kind == s->base.kind && !other->base.done &&
			other->step == SCN_STEP_PROOF)
			return true;
	}
	return false;
}

/* The others are over and none has proved enough, so it is asked for. Where nothing is accepted
 * anywhere, or the server is known to read only so much, the list goes out in pieces. False: wait. */
bool scn_suites_enter_proof(struct scn_plan *plan, struct scn_suites *s)
{
	if (is_proof_under_way(plan, s)) {
		s->base.waiting = true;
		return false;
	}
	s->doubted = false;
	if (plan->piece && plan->piece <= SURELY_READ)
		scn_suites_enter(s, SCN_STEP_OFFER);
	else if (find_prover(plan, s))
		scn_suites_enter(s, SCN_STEP_PROOF);
	else
		scn_suites_limit_pieces(plan, s);
	return true;
}

/* The server took the suite at the end, or not. */
void scn_suites_on_proof(struct scn_plan *plan, struct scn_suites *s, enum scn_reaction reaction,
	const struct scn_probe_result *result)
{
	bool hopeless = false;
	size_t count = s->offer_count;

	if (result->flight->selected && result->flight->suite == s->offer[count - 1]) {
		scn_suites_enter(s, SCN_STEP_OFFER);
		scn_suites_offer_left(plan, s);
		scn_suites_prove_list(plan, s, count);
		scn_suites_reject_offer(plan, s);
	} else if (reaction == SCN_REACTION_REFUSED) {
		plan->facts->suite_limit = SURELY_READ;
		scn_suites_limit_pieces(plan, s);
	} else if (result->flight->selected ||
		   scn_plan_count_try(plan, &s->base, reaction, result, &hopeless) || hopeless) {
		scn_suites_limit_pieces(plan, s);
	}
}

/* ---- the length of hellos ---- */

size_t scn_suites_hello_len(const struct scn_probe_result *result)
{
	struct scn_builder hello = { 0 };
	size_t len;

	scn_hello_build(scn_hello_spec(result->question->hello), &hello);
	len = hello.len;
	scn_builder_finish(&hello);
	return len;
}

bool scn_suites_may_be_too_long(const struct scn_plan *plan, size_t len)
{
	return len > plan->proved_len && len > LENGTH_READ;
}

/* A server that hangs or closes on a long hello may answer a shorter one. The limits are those of all
 * chains, so each of them is learned once. */
bool scn_suites_step_down(struct scn_plan *plan, struct scn_suites *s, size_t len)
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

/* Was the question longer than what is known by now to be too long? Then its end tells nothing more. */
bool scn_suites_is_outdated(const struct scn_plan *plan, const struct scn_suites *s, size_t len)
{
	return s->step == SCN_STEP_OFFER && plan->hello_limit && len > plan->hello_limit;
}

/* Silences of long hellos, whichever chain they belong to, are counted together. */
bool scn_suites_shows_size_limit(
	struct scn_plan *plan, struct scn_suites *s, enum scn_reaction reaction, size_t len)
{
	return reaction == SCN_REACTION_SILENT && scn_suites_may_be_too_long(plan, len) &&
	       ++plan->long_silences >= SILENCES_NEEDED && scn_suites_step_down(plan, s, len);
}

/* A decode_error on a hello longer than any that was answered may be about its length alone. */
bool scn_suites_refuses_length(
	struct scn_plan *plan, struct scn_suites *s, const struct scn_probe_result *result)
{
	size_t len;

	if (result->end != SCN_END_ALERT || result->flight->alert_code != SCN_ALERT_DECODE_ERROR)
		return false;
	len = scn_suites_hello_len(result);
	if (scn_suites_is_outdated(plan, s, len)) {
		scn_suites_enter(s, SCN_STEP_OFFER);
		return true;
	}
	return scn_suites_may_be_too_long(plan, len) && scn_suites_step_down(plan, s, len);
}
