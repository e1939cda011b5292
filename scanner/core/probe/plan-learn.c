#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/probe/plan-private.h"
#include "core/registry/alert.h"
#include "core/registry/extension.h"

/* What a connection that is over has taught: cost, record, dialogue, pace, and the answer. */

enum {
	CLOSES_NEEDED = 3,        /* in a row, on a line without faults */
	CLOSES_NEEDED_FAULTY = 6, /* one of five connections may be reset by something in between */
	SILENCES_NEEDED = 2,      /* a silence costs a whole time-out, and proves nothing anyway */
	ODD_NEEDED = 2,
	MAX_TRIES = 12,
	MAX_FAILURE_DIALOGUES = 3,
	MAX_RECORDS = 4000,
};

/* ---- what the server did ---- */

static bool is_decisive_alert(const struct scn_flight_facts *flight)
{
	const struct scn_alert *alert = scn_alert_by_code(flight->alert_code);

	return alert && alert->refusal;
}

static enum scn_reaction reaction_to_choice(
	const struct scn_chain *chain, const struct scn_flight_facts *flight)
{
	if (chain->version != SCN_VERSION_NONE && flight->version != SCN_VERSION_NONE &&
		(unsigned)flight->version != chain->version)
		return SCN_REACTION_OTHER_VERSION;
	if (!flight->suite_offered || !flight->version_offered)
		return SCN_REACTION_OUTSIDE;
	return SCN_REACTION_SELECTED;
}

static enum scn_reaction reaction_to(
	const struct scn_chain *chain, const struct scn_probe_result *result)
{
	switch (result->end) {
	case SCN_END_SELECTED:
		return reaction_to_choice(chain, result->flight);
	case SCN_END_ALERT:
		return is_decisive_alert(result->flight) ? SCN_REACTION_REFUSED : SCN_REACTION_ODD;
	case SCN_END_HELLO_CLOSED:
		return SCN_REACTION_CLOSED;
	case SCN_END_HELLO_SILENT:
		return SCN_REACTION_SILENT;
	default:
		return SCN_REACTION_ODD;
	}
}

unsigned scn_plan_closes_needed(const struct scn_plan *plan)
{
	return plan->faults || plan->pace.slowed ? CLOSES_NEEDED_FAULTY : CLOSES_NEEDED;
}

/* Only one kind of end, each time? */
static bool is_pure(const struct scn_tries *t)
{
	return (t->eof > 0) + (t->reset > 0) + (t->silent > 0) + (t->odd > 0) == 1;
}

static void count(struct scn_tries *t, enum scn_reaction reaction, bool reset)
{
	if (reaction == SCN_REACTION_SILENT)
		t->silent++;
	else if (reaction == SCN_REACTION_ODD)
		t->odd++;
	else if (reset)
		t->reset++;
	else
		t->eof++;
}

/* A fatal unrecognized_name is about our SNI, not about what was offered: go on without a name. */
static bool refuses_our_name(const struct scn_plan *plan, const struct scn_probe_result *result)
{
	return plan->options.server_name && result->end == SCN_END_ALERT &&
	       result->flight->alert_code == SCN_ALERT_UNRECOGNIZED_NAME;
}

bool scn_plan_count_try(struct scn_plan *plan, struct scn_chain *chain, enum scn_reaction reaction,
	const struct scn_probe_result *result, bool *hopeless_out)
{
	struct scn_tries *t = &chain->tries;
	unsigned closes, needed, all;

	if (refuses_our_name(plan, result)) {
		plan->options.server_name = NULL;
		*hopeless_out = false;
		return false;
	}
	count(t, reaction, result->reset);
	closes = t->eof + t->reset;
	all = closes + t->silent + t->odd;
	if (!is_pure(t))
		plan->faults = true;
	*hopeless_out = all >= MAX_TRIES || t->silent >= SILENCES_NEEDED ||
			(all >= plan->options.tries && closes == 0 && !is_pure(t));
	if (t->silent || !is_pure(t))
		return false;
	if (t->odd)
		return result->end == SCN_END_ALERT && t->odd >= ODD_NEEDED;
	/* A server that says "no" by an alert elsewhere does not say it by closing here. */
	if (plan->alerted) {
		*hopeless_out |= closes >= MAX_TRIES;
		return false;
	}
	/* A reset is more likely the line's than a clean end is: three of them in a row, before the line was seen
	 * to be faulty, happen by accident. */
	needed = t->reset ? CLOSES_NEEDED_FAULTY : scn_plan_closes_needed(plan);
	if (closes < needed)
		return false;
	plan->facts->closes_for_no |= plan->selected_any;
	return true;
}

static void note_length(struct scn_plan *plan, const struct scn_hello *asked)
{
	struct scn_builder hello = { 0 };

	scn_hello_build(scn_hello_spec(asked), &hello);
	if (hello.len > plan->proved_len)
		plan->proved_len = hello.len;
	scn_builder_finish(&hello);
}

/* What a question that was answered tells about the server as a whole. */
static void note_behaviour(struct scn_plan *plan, const struct scn_chain *chain,
	enum scn_reaction reaction, const struct scn_probe_result *result)
{
	bool refused = reaction == SCN_REACTION_REFUSED;

	plan->alerted |= refused;
	if (result->flight->selected) {
		plan->selected_any = true;
		/* It answered a question on which it had closed before: the line is not clean. */
		if (chain->tries.eof + chain->tries.reset > 0)
			plan->faults = true;
	}
	/* A decode_error may just be what a hello that is too long gets. */
	if (result->question->hello &&
		(result->flight->selected ||
			(refused && result->flight->alert_code != SCN_ALERT_DECODE_ERROR)))
		note_length(plan, result->question->hello);
}

static void learn_ssl2(
	struct scn_plan *plan, struct scn_chain *chain, const struct scn_probe_result *result)
{
	const struct scn_hello_spec *offer = scn_hello_spec(result->question->hello);
	uint32_t probe = plan->facts->cost.connections;

	for (size_t i = 0; i < offer->suite_count; i++)
		scn_facts_set_suite(plan->facts, SCN_SSL2, offer->suites[i], SCN_REJECTED, probe);
	for (size_t i = 0; i < result->flight->ssl2_kind_count; i++)
		scn_facts_set_suite(
			plan->facts, SCN_SSL2, result->flight->ssl2_kinds[i], SCN_ACCEPTED, probe);
	plan->facts->versions[SCN_SSL2].order = SCN_ORDER_CLIENT; /* SSL 2.0: the client chooses */
	plan->selected_any = true;
	chain->done = true;
}

static bool offers(const struct scn_question *question, uint16_t extension)
{
	const struct scn_hello_spec *spec =
		question->hello ? scn_hello_spec(question->hello) : NULL;

	for (size_t i = 0; spec && i < spec->extension_count; i++)
		if (spec->extensions[i].code == extension)
			return true;
	return false;
}

static void learn_answered(enum scn_known *fact, bool offered, bool answered)
{
	if (answered)
		*fact = SCN_ACCEPTED;
	else if (offered && *fact == SCN_UNKNOWN)
		*fact = SCN_REJECTED;
}

/* A ServerHello of TLS 1.2 or older says which of the extensions offered the server knows. */
static void learn_extensions(struct scn_plan *plan, const struct scn_probe_result *result)
{
	const struct scn_flight_facts *flight = result->flight;

	if (!flight->selected || flight->version < SCN_TLS1_0 || flight->version > SCN_TLS1_2)
		return;
	learn_answered(&plan->facts->extended_master_secret,
		offers(result->question, SCN_EXT_EXTENDED_MASTER_SECRET),
		flight->extended_master_secret);
	learn_answered(&plan->facts->secure_renegotiation,
		offers(result->question, SCN_EXT_RENEGOTIATION_INFO), flight->secure_renegotiation);
}

/* Facts that any answer may carry, whatever was asked. */
static void learn_flight(struct scn_plan *plan, const struct scn_flight_facts *flight)
{
	if (flight->certificate_count)
		scn_facts_add_certificate(plan->facts, &flight->certificates[0]);
	if (flight->dh_bits && (!plan->facts->dh.bits || flight->dh_bits < plan->facts->dh.bits)) {
		free(plan->facts->dh.name);
		plan->facts->dh = (struct scn_dh_fact){ .bits = flight->dh_bits,
			.name = scn_strdup(flight->dh_name),
			.probe = plan->facts->cost.connections };
	}
}

static struct scn_chain *find_chain(struct scn_plan *plan, uint32_t id)
{
	for (size_t i = 0; i < plan->chain_count; i++)
		if (plan->chains[i]->under_way == id)
			return plan->chains[i];
	return NULL;
}

static void learn_answer(struct scn_plan *plan, const struct scn_probe_result *result)
{
	struct scn_chain *chain = find_chain(plan, result->question->id);
	enum scn_reaction reaction;

	learn_flight(plan, result->flight);
	learn_extensions(plan, result);
	if (!chain)
		return; /* the plan has ended in between */
	chain->under_way = 0;
	/* The connection broke before the hello went out, or a farewell in plain text crossed it: it was
	 * never asked. */
	if (!result->asked || result->end == SCN_END_WARM_CLOSED)
		return;
	plan->answered++;
	if (result->end == SCN_END_SSL2) {
		learn_ssl2(plan, chain, result);
		return;
	}
	reaction = reaction_to(chain, result);
	note_behaviour(plan, chain, reaction, result);
	chain->kind->answer(plan, chain, reaction, result);
}

/* ---- cost and records ---- */

static void add_cost(struct scn_plan *plan, const struct scn_probe_result *result, scn_time now)
{
	struct scn_cost *cost = &plan->facts->cost;
	uint32_t *const purses[] = {
		[SCN_QUESTION_ENUMERATE] = &cost->enumeration,
		[SCN_QUESTION_ORDER] = &cost->order,
		[SCN_QUESTION_DETAIL] = &cost->details,
		[SCN_QUESTION_REPLAY] = &cost->replays,
		[SCN_QUESTION_HANDSHAKE] = &cost->handshakes,
	};

	cost->connections++;
	cost->bytes_sent += result->bytes_sent;
	cost->bytes_received += result->bytes_received;
	cost->elapsed = plan->elapsed_before + now - plan->started;
	if (result->question && result->asked)
		(*purses[result->question->kind])++;
	else if (result->end == SCN_END_UNUSED || result->end == SCN_END_WARM_CLOSED)
		cost->warm_unused++;
	else
		cost->failed++;
}

static char *describe_end(const struct scn_probe_result *result)
{
	const struct scn_flight_facts *flight = result->flight;
	const struct scn_suite *suite = scn_suite_by_code(flight->suite);
	const struct scn_alert *alert = scn_alert_by_code(flight->alert_code);
	struct scn_text text = { 0 };

	scn_text_add(&text, scn_probe_end_name(result->end));
	if (flight->selected && flight->version != SCN_VERSION_NONE)
		scn_text_printf(&text, " %s %s", scn_version_title(flight->version),
			suite ? suite->name : "an unknown suite");
	if (result->end == SCN_END_ALERT)
		scn_text_printf(
			&text, " %s (%u)", alert ? alert->name : "unknown", flight->alert_code);
	if (result->smtp_code)
		scn_text_printf(&text, " (%d)", result->smtp_code);
	return scn_text_take(&text);
}

/* Dialogues that a person will want to read: replays, handshakes, one of each version's enumeration,
 * and the first failures. */
static bool is_worth_reading(struct scn_plan *plan, const struct scn_probe_result *result)
{
	const struct scn_chain *chain;

	if (!result->asked) {
		bool failed = result->end != SCN_END_UNUSED && result->end != SCN_END_WARM_CLOSED;

		return failed && plan->lines_of_failures++ < MAX_FAILURE_DIALOGUES;
	}
	if (result->question->kind == SCN_QUESTION_REPLAY ||
		result->question->kind == SCN_QUESTION_HANDSHAKE)
		return true;
	chain = find_chain(plan, result->question->id);
	if (!chain || chain->version >= SCN_VERSION_COUNT ||
		(plan->lines_of_versions & SCN_VERSION_BIT(chain->version)))
		return false;
	plan->lines_of_versions |= SCN_VERSION_BIT(chain->version);
	return true;
}

static void copy_lines(struct scn_probe_record *record, const struct scn_probe_result *result)
{
	record->lines = scn_memdup(result->lines, result->line_count * sizeof(*record->lines));
	record->line_count = result->line_count;
	for (size_t i = 0; i < record->line_count; i++) {
		struct scn_line *line = &record->lines[i];

		line->text = scn_strdup(line->text);
		if (line->bytes)
			line->bytes = scn_memdup(line->bytes, line->len);
	}
}

static void add_record(struct scn_plan *plan, const struct scn_probe_result *result)
{
	struct scn_server_facts *facts = plan->facts;
	struct scn_probe_record record = {
		.number = facts->cost.connections,
		.outcome = describe_end(result),
		.duration = result->duration,
	};

	record.purpose = scn_strdup(result->question ? result->question->purpose : "warm");
	if (facts->probe_count >= MAX_RECORDS) {
		scn_probe_record_finish(&record);
		return;
	}
	if (is_worth_reading(plan, result))
		copy_lines(&record, result);
	SCN_APPEND(facts->probes, facts->probe_count, record);
}

void scn_plan_learn(struct scn_plan *plan, const struct scn_probe_result *result, scn_time now)
{
	add_cost(plan, result, now);
	add_record(plan, result);
	if (result->question)
		learn_answer(plan, result);
	scn_plan_keep_pace(plan, result, now);
	scn_plan_learn_smtp(plan, result, now);
	scn_plan_give_up_if_exhausted(plan, now);
	scn_plan_after(plan);
}
