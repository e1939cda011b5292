#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/probe/plan-private.h"

/* One question each: the very ClientHello of a profile, or a library's whole handshake. */

/* ---- a hello, as it is ---- */

struct replay {
	struct scn_chain base;
	char *id;
	struct scn_hello *hello;
};

static char *purpose(const char *what, const char *id)
{
	struct scn_text text = { 0 };

	scn_text_printf(&text, "%s %s", what, id);
	return scn_text_take(&text);
}

static bool ask_replay(
	struct scn_plan *plan, struct scn_chain *chain, struct scn_question *question)
{
	struct replay *r = (struct replay *)chain;

	question->kind = SCN_QUESTION_REPLAY;
	question->purpose = purpose("replay", r->id);
	question->hello = scn_hello_copy(scn_hello_spec(r->hello));
	return true;
}

static enum scn_answer answer_of(enum scn_reaction reaction, const struct scn_probe_result *result)
{
	if (result->flight->selected)
		return SCN_ANSWER_SELECTED;
	switch (reaction) {
	case SCN_REACTION_REFUSED:
		return SCN_ANSWER_ALERT;
	case SCN_REACTION_CLOSED:
		return SCN_ANSWER_CLOSED;
	case SCN_REACTION_SILENT:
		return SCN_ANSWER_SILENT;
	default:
		return result->end == SCN_END_ALERT ? SCN_ANSWER_ALERT : SCN_ANSWER_NONE;
	}
}

static void keep(struct scn_plan *plan, struct replay *r, enum scn_answer answer, bool repeated,
	const struct scn_flight_facts *flight)
{
	struct scn_replay_fact *fact = scn_facts_replay(plan->facts, r->id);

	fact->answer = answer;
	fact->repeated = repeated;
	fact->version = flight->version;
	fact->suite = flight->suite;
	fact->offered = flight->selected && flight->suite_offered && flight->version_offered;
	fact->group = flight->group;
	fact->scheme = flight->scheme;
	fact->dh_bits = flight->dh_bits;
	fact->alert = answer == SCN_ANSWER_ALERT ? flight->alert_code : 0;
	fact->warning =
		flight->warning_count && answer != SCN_ANSWER_ALERT ? flight->alert_code : 0;
	fact->extended_master_secret = flight->extended_master_secret;
	fact->secure_renegotiation = flight->secure_renegotiation;
	fact->client_certificate_asked = flight->certificate_request;
	fact->probe = plan->facts->cost.connections;
	r->base.done = true;
}

/* What a real client was given, the server accepts. */
static void accept_selected(struct scn_plan *plan, const struct scn_flight_facts *flight)
{
	uint32_t probe = plan->facts->cost.connections;

	if (!flight->suite_offered || !flight->version_offered ||
		flight->version == SCN_VERSION_NONE)
		return;
	scn_facts_set_suite(plan->facts, flight->version, flight->suite, SCN_ACCEPTED, probe);
	if (flight->group)
		scn_facts_set_group(
			plan->facts, flight->version, flight->group, SCN_ACCEPTED, probe);
}

/* FIN and RST by turns look like faults of the line; but a server that closes without reading makes them
 * too. Where it never did anything else, after so many tries, it is the server. */
static bool closes_on_all(const struct scn_plan *plan, const struct scn_chain *chain)
{
	const struct scn_tries *t = &chain->tries;

	return !t->silent && !t->odd && !plan->selected_any && !plan->alerted;
}

static void answer_replay(struct scn_plan *plan, struct scn_chain *chain,
	enum scn_reaction reaction, const struct scn_probe_result *result)
{
	struct replay *r = (struct replay *)chain;
	enum scn_answer answer = answer_of(reaction, result);
	bool hopeless = false;

	if (answer == SCN_ANSWER_SELECTED) {
		accept_selected(plan, result->flight);
		keep(plan, r, answer, false, result->flight);
	} else if (reaction == SCN_REACTION_REFUSED) {
		keep(plan, r, answer, false, result->flight);
	} else if (scn_plan_count_try(plan, chain, reaction, result, &hopeless)) {
		keep(plan, r, answer, true, result->flight);
	} else if (hopeless && closes_on_all(plan, chain)) {
		keep(plan, r, SCN_ANSWER_CLOSED, true, result->flight);
	} else if (hopeless) {
		keep(plan, r, answer == SCN_ANSWER_SILENT ? answer : SCN_ANSWER_NONE, false,
			result->flight);
	}
}

static unsigned expected_none(const struct scn_plan *plan, const struct scn_chain *chain)
{
	return 0;
}

static void give_up(struct scn_plan *plan, struct scn_chain *chain)
{
	chain->done = true;
}

static void give_up_replay(struct scn_plan *plan, struct scn_chain *chain)
{
	/* The entry without an answer shows that it was asked for. */
	scn_facts_replay(plan->facts, ((struct replay *)chain)->id);
	chain->done = true;
}

static void free_replay(struct scn_chain *chain)
{
	struct replay *r = (struct replay *)chain;

	free(r->id);
	scn_hello_free(r->hello);
	free(r);
}

static const struct scn_chain_kind replay_kind = { ask_replay, answer_replay, expected_none,
	give_up_replay, free_replay };

struct scn_chain *scn_chain_replay(const char *id, const struct scn_hello_spec *spec)
{
	struct replay *r = scn_alloc(1, sizeof(*r));

	r->base.kind = &replay_kind;
	r->base.purse = SCN_QUESTION_REPLAY;
	r->base.version = SCN_VERSION_NONE;
	r->id = scn_strdup(id);
	r->hello = scn_hello_copy(spec);
	return &r->base;
}

/* ---- a whole handshake ---- */

enum {
	MAX_FAILURES = 2,        /* a refusal must repeat */
	MAX_FAILURES_FAULTY = 4, /* more often on a line that spoils what is said */
	MAX_BROKEN = 4,
	/* It had chosen from the same hello before, so a close is more likely the line's: only so many, and
	 * nothing else, are a refusal. */
	CLOSES_OF_HANDSHAKE = 6,
};

struct handshake {
	struct scn_chain base;
	char *id;
	const struct scn_handshake_backend *backend;
	struct scn_handshake_order order; /* arrays and strings owned */
	unsigned failed, broken, closed;
};

static void copy_order(struct scn_handshake_order *to, const struct scn_handshake_order *from)
{
	*to = *from;
	to->suites = scn_memdup(from->suites, from->suite_count * sizeof(*from->suites));
	to->groups = scn_memdup(from->groups, from->group_count * sizeof(*from->groups));
	to->schemes = scn_memdup(from->schemes, from->scheme_count * sizeof(*from->schemes));
	to->server_name = scn_strdup(from->server_name);
	to->verify_name = scn_strdup(from->verify_name);
}

static bool ask_handshake(
	struct scn_plan *plan, struct scn_chain *chain, struct scn_question *question)
{
	struct handshake *h = (struct handshake *)chain;
	struct scn_text text = { 0 };

	scn_text_printf(&text, "handshake %s (%s)", h->id, h->backend->name);
	question->kind = SCN_QUESTION_HANDSHAKE;
	question->purpose = scn_text_take(&text);
	question->backend = h->backend;
	copy_order(&question->order, &h->order);
	return true;
}

static void add_name(char **names, const char *name)
{
	struct scn_text text = { 0 };

	if (*names)
		scn_text_printf(&text, "%s+", *names);
	scn_text_add(&text, name);
	free(*names);
	*names = scn_text_take(&text);
}

static void conclude(struct scn_plan *plan, struct handshake *h, enum scn_known completed,
	const struct scn_probe_result *result)
{
	struct scn_replay_fact *fact = scn_facts_replay(plan->facts, h->id);
	bool refused_before = fact->completed == SCN_REJECTED;

	h->base.done = true;
	/* All back ends must complete: one that does not decides. */
	if (!refused_before)
		fact->completed = completed;
	if (completed == SCN_ACCEPTED)
		add_name(&fact->completed_by, h->backend->name);
	if (result->handshake->certificate_count) {
		fact->key_known = true;
		fact->key = result->handshake->certificates[0].key;
	}
	if (result->handshake->client_certificate_asked)
		fact->client_certificate_asked = true;
	if (!fact->failure && completed == SCN_REJECTED)
		fact->failure = scn_strdup(result->handshake->failure);
	if (!fact->failure && result->end == SCN_END_COMPLETED_NO_SMTP)
		fact->failure = scn_strdup("no SMTP reply came inside TLS");
	if (!fact->probe)
		fact->probe = plan->facts->cost.connections;
}

static void say_failure(struct scn_plan *plan, struct handshake *h, const char *failure)
{
	struct scn_replay_fact *fact = scn_facts_replay(plan->facts, h->id);

	if (!fact->failure)
		fact->failure = scn_strdup(failure);
}

/* A library's hello is not the client's own: that the server refuses it says nothing of the choice that
 * the client was given. */
static void conclude_failure(
	struct scn_plan *plan, struct handshake *h, const struct scn_probe_result *result)
{
	conclude(plan, h, result->handshake->answered ? SCN_REJECTED : SCN_UNKNOWN, result);
	if (!result->handshake->answered)
		say_failure(plan, h, result->handshake->failure);
}

static void learn_certificates(struct scn_plan *plan, const struct scn_handshake_result *handshake)
{
	if (!handshake)
		return;
	if (handshake->certificate_count)
		scn_facts_add_certificate(plan->facts, &handshake->certificates[0]);
	if (handshake->dane != SCN_DANE_UNKNOWN)
		plan->facts->tlsa.dane = handshake->dane;
}

/* A close in the middle is a refusal only where it comes every time, as for a hello. */
static void count_broken(
	struct scn_plan *plan, struct handshake *h, const struct scn_probe_result *result)
{
	h->broken++;
	h->closed += result->closed && result->asked;
	if (h->closed == h->broken && h->closed >= CLOSES_OF_HANDSHAKE) {
		conclude(plan, h, SCN_REJECTED, result);
		say_failure(plan, h, "the server closed the connection in the middle, every time");
	} else if (h->broken >= MAX_BROKEN && h->closed < h->broken) {
		h->base.done = true; /* stays unknown */
		say_failure(plan, h, "it broke off in the middle; nothing can be concluded");
	}
}

static unsigned failures_needed(const struct scn_plan *plan)
{
	return plan->faults || plan->pace.slowed ? MAX_FAILURES_FAULTY : MAX_FAILURES;
}

static void answer_handshake(struct scn_plan *plan, struct scn_chain *chain,
	enum scn_reaction reaction, const struct scn_probe_result *result)
{
	struct handshake *h = (struct handshake *)chain;

	learn_certificates(plan, result->handshake);
	if (result->end == SCN_END_COMPLETED || result->end == SCN_END_COMPLETED_NO_SMTP)
		conclude(plan, h, SCN_ACCEPTED, result);
	else if (result->end == SCN_END_HANDSHAKE_FAILED && ++h->failed >= failures_needed(plan))
		conclude_failure(plan, h, result);
	else if (result->end == SCN_END_HANDSHAKE_BROKEN)
		count_broken(plan, h, result);
}

static void free_handshake(struct scn_chain *chain)
{
	struct handshake *h = (struct handshake *)chain;

	free(h->id);
	free((void *)h->order.suites);
	free((void *)h->order.groups);
	free((void *)h->order.schemes);
	free((void *)h->order.server_name);
	free((void *)h->order.verify_name);
	free(h);
}

static const struct scn_chain_kind handshake_kind = { ask_handshake, answer_handshake,
	expected_none, give_up, free_handshake };

struct scn_chain *scn_chain_handshake(const char *id, const struct scn_handshake_backend *backend,
	const struct scn_handshake_order *order)
{
	struct handshake *h = scn_alloc(1, sizeof(*h));

	h->base.kind = &handshake_kind;
	h->base.purse = SCN_QUESTION_HANDSHAKE;
	h->base.version = SCN_VERSION_NONE;
	h->id = scn_strdup(id);
	h->backend = backend;
	copy_order(&h->order, order);
	return &h->base;
}
