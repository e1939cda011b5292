#include "core/judge/diagnose.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/case.h"
#include "core/judge/lookup.h"
#include "core/judge/second.h"
#include "core/judge/trust.h"
#include "core/registry/alert.h"
#include "core/registry/group.h"

enum {
	GOOD_DH_BITS = 2048, /* RFC 9325 section 4.1: at least so many */
};

/* ---- the causes ---- */

static const struct scn_cause_kind kinds[] = {
#define CAUSE(place_, name, id_, title_, label_)                                                   \
	{ .place = (place_),                                                                       \
		.id = (id_),                                                                       \
		.title = (title_),                                                                 \
		.label = (label_),                                                                 \
		.detect = scn_detect_##name,                                                       \
		.explain = scn_explain_##name,                                                     \
		.remedy = scn_remedy_##name },
#include "core/judge/causes.inc"
#undef CAUSE
};

static const struct scn_cause public_causes[] = {
#define CAUSE(place, name, id_, title_, label_)                                                    \
	{ .id = (id_), .title = (title_), .label = (label_) },
#include "core/judge/causes.inc"
#undef CAUSE
};

const struct scn_cause *scn_causes(size_t *count_out)
{
	*count_out = SCN_COUNT(public_causes);
	return public_causes;
}

const char *scn_cause_title(const char *id)
{
	for (size_t i = 0; id && i < SCN_COUNT(public_causes); i++)
		if (strcmp(public_causes[i].id, id) == 0)
			return scn_tr(public_causes[i].title);
	return NULL;
}

static const struct scn_cause_kind *find_cause(const struct scn_case *c, enum scn_cause_place place)
{
	for (size_t i = 0; i < SCN_COUNT(kinds); i++)
		if (kinds[i].place == place && kinds[i].detect(c))
			return &kinds[i];
	return NULL;
}

/* ---- what happens to the mail ---- */

static const char *mail_after_failure(enum scn_after_failure after)
{
	static const char *const sentences[] = {
		[SCN_AFTER_UNKNOWN] =
			SCN_MARK("unencrypted if TLS is optional, queued if it is required"),
		[SCN_AFTER_CLEAR_AT_ONCE] =
			SCN_MARK("leaves unencrypted at once, unless TLS is required"),
		[SCN_AFTER_CLEAR_LATER] =
			SCN_MARK("waits, then leaves unencrypted, unless TLS is required"),
		[SCN_AFTER_NEXT_SERVER] = SCN_MARK("goes to the next server of the domain"),
		[SCN_AFTER_QUEUE] = SCN_MARK("stays in the queue until it is returned"),
	};

	return scn_tr(sentences[after]);
}

/* ---- evidence ---- */

static char *prove(const struct scn_replay_fact *replay)
{
	const struct scn_alert *alert = scn_alert_by_code(replay->alert);
	struct scn_text text = { 0 };

	if (replay->answer == SCN_ANSWER_ALERT)
		scn_text_printf(&text, scn_tr("test handshake, alert %1$s (%2$u)"),
			alert ? alert->name : scn_tr("unknown"), replay->alert);
	else if (replay->answer == SCN_ANSWER_CLOSED)
		scn_text_add(&text, scn_tr("test handshake, connection closed every time"));
	else if (replay->completed == SCN_ACCEPTED)
		scn_text_printf(&text, scn_tr("test handshake, completed with %s"),
			replay->completed_by ? replay->completed_by : scn_tr("a TLS library"));
	else
		scn_text_add(&text, scn_tr("test handshake, the server's choice"));
	return scn_text_take(&text);
}

/* The server was asked with the client's own hello, or its SMTP dialogue decided. */
static void set_evidence(const struct scn_case *c, struct scn_verdict *v)
{
	if (v->evidence != SCN_EVIDENCE_NONE)
		return; /* the cause knows better */
	if (scn_case_selected(c) || scn_case_refused(c)) {
		v->evidence = SCN_EVIDENCE_CONFIRMED;
		if (!v->proof)
			v->proof = prove(c->replay);
	} else if (v->proof) {
		v->evidence = SCN_EVIDENCE_CONFIRMED;
	} else {
		v->evidence = SCN_EVIDENCE_COMPUTED;
	}
}

/* ---- the three verdicts ---- */

/* Good fixes first, weak ones behind them; each group keeps its order. */
static void weak_last(struct scn_verdict *v)
{
	for (size_t i = 1; i < v->fix_count; i++) {
		struct scn_fix fix = v->fixes[i];
		size_t at = i;

		for (; at > 0 && v->fixes[at - 1].strength > SCN_STRENGTH_OK &&
			fix.strength <= SCN_STRENGTH_OK;
			at--)
			v->fixes[at] = v->fixes[at - 1];
		v->fixes[at] = fix;
	}
}

/* What a counter-probe did to the hello, in words. */
enum counter_form {
	COUNTER_ADDED,
	COUNTER_WITHOUT,
	COUNTER_WITHOUT_SUITES,
	COUNTER_AT_MOST,
	COUNTER_SHARES,
	COUNTER_PADDED,
	COUNTER_FORM_COUNT,
};

static const enum counter_form counter_forms[SCN_CHANGE_KIND_COUNT] = {
	[SCN_CHANGE_ADD_SUITE] = COUNTER_ADDED,
	[SCN_CHANGE_ADD_VERSION] = COUNTER_ADDED,
	[SCN_CHANGE_ADD_GROUP] = COUNTER_ADDED,
	[SCN_CHANGE_ADD_SCHEME] = COUNTER_ADDED,
	[SCN_CHANGE_ADD_EXTENSION] = COUNTER_ADDED,
	[SCN_CHANGE_REMOVE_VERSION] = COUNTER_WITHOUT,
	[SCN_CHANGE_REMOVE_EXTENSION] = COUNTER_WITHOUT,
	[SCN_CHANGE_REMOVE_SUITE] = COUNTER_WITHOUT,
	[SCN_CHANGE_REMOVE_KEY_EXCHANGE] = COUNTER_WITHOUT_SUITES,
	[SCN_CHANGE_SHORTEN_SUITES] = COUNTER_AT_MOST,
	[SCN_CHANGE_SHORTEN_HELLO] = COUNTER_SHARES,
	[SCN_CHANGE_PAD_HELLO] = COUNTER_PADDED,
};

static const char *const counters_accepted[COUNTER_FORM_COUNT] = {
	[COUNTER_ADDED] = SCN_MARK("the same hello with %s added is accepted"),
	[COUNTER_WITHOUT] = SCN_MARK("the same hello without %s is accepted"),
	[COUNTER_WITHOUT_SUITES] = SCN_MARK("the same hello without %s suites is accepted"),
	[COUNTER_AT_MOST] = SCN_MARK("the same hello with at most %s suites is accepted"),
	[COUNTER_SHARES] = SCN_MARK("the same hello without key shares over %s bytes is accepted"),
	[COUNTER_PADDED] = SCN_MARK("the same hello padded to %s bytes is accepted"),
};
static const char *const counters_rejected[COUNTER_FORM_COUNT] = {
	[COUNTER_ADDED] = SCN_MARK("the same hello with %s added is rejected"),
	[COUNTER_WITHOUT] = SCN_MARK("the same hello without %s is rejected"),
	[COUNTER_WITHOUT_SUITES] = SCN_MARK("the same hello without %s suites is rejected"),
	[COUNTER_AT_MOST] = SCN_MARK("the same hello with at most %s suites is rejected"),
	[COUNTER_SHARES] = SCN_MARK("the same hello without key shares over %s bytes is rejected"),
	[COUNTER_PADDED] = SCN_MARK("the same hello padded to %s bytes is rejected"),
};

/* "the same hello with 0x009F added is accepted" */
static char *say_counter(const struct scn_change *change, size_t index, enum scn_known answer)
{
	enum counter_form form = counter_forms[change->kind];
	struct scn_text value = { 0 }, text = { 0 };

	scn_change_value_text(change, index, &value);
	scn_text_printf(&text,
		scn_tr(answer == SCN_ACCEPTED ? counters_accepted[form] : counters_rejected[form]),
		scn_text_str(&value));
	scn_text_finish(&value);
	return scn_text_take(&text);
}

/* The counter-probe that says most: one that was accepted, else one that was refused. */
static void set_counter(const struct scn_case *c, struct scn_verdict *v)
{
	for (size_t i = 0; i < c->trial_count; i++) {
		for (size_t k = 0; k < c->trials[i].value_count; k++) {
			enum scn_known answer = scn_case_counter_answer(c, &c->trials[i], k);

			if (answer <= v->counter_answer)
				continue;
			v->counter_answer = answer;
			free(v->counter_id);
			free(v->counter);
			v->counter_id = scn_change_replay_id(c->profile, &c->trials[i], k);
			v->counter = say_counter(&c->trials[i], k, answer);
		}
	}
}

static void fails(struct scn_case *c, const struct scn_cause_kind *cause, struct scn_verdict *v)
{
	v->kind = SCN_VERDICT_FAILS;
	v->cause = cause->id;
	cause->explain(c, v);
	cause->remedy(c, v);
	weak_last(v);
	set_counter(c, v);
	v->mail = scn_strdup(mail_after_failure(c->profile->after_failure));
	set_evidence(c, v);
	scn_second_cause(c, v);
	scn_drop_partial(v);
}

static void add_weakness(struct scn_text *out, const char *text)
{
	scn_text_printf(out, "%s%s", out->len ? ", " : "", text);
}

/* What is weak about what was chosen; NULL if nothing is. */
static char *weakness(const struct scn_verdict *v, uint16_t dh_bits)
{
	const struct scn_suite *suite = v->suite_known ? scn_suite_by_code(v->suite) : NULL;
	struct scn_text out = { 0 };

	if (v->version < SCN_TLS1_2)
		add_weakness(&out, scn_version_title(v->version));
	if (suite && suite->strength >= SCN_STRENGTH_WEAK)
		add_weakness(
			&out, suite->weakness ? scn_tr(suite->weakness) : scn_tr("weak suite"));
	if (dh_bits && dh_bits < GOOD_DH_BITS) {
		struct scn_text dh = { 0 };

		scn_text_printf(&dh, scn_tr("DH group of %u bits"), dh_bits);
		add_weakness(&out, scn_text_str(&dh));
		scn_text_finish(&dh);
	}
	if (!out.len)
		return NULL;
	return scn_text_take(&out);
}

static void say_choice(struct scn_verdict *v, uint16_t dh_bits)
{
	const struct scn_suite *suite = v->suite_known ? scn_suite_by_code(v->suite) : NULL;
	const struct scn_group *group = scn_group_by_code(v->group);
	const char *version = scn_version_title(v->version);
	struct scn_text text = { 0 };

	if (suite && group)
		scn_text_printf(&text, scn_tr("%1$s with %2$s over %3$s."), version, suite->name,
			group->name);
	else if (suite && dh_bits)
		scn_text_printf(&text, scn_tr("%1$s with %2$s over DH with %3$u bits."), version,
			suite->name, dh_bits);
	else if (suite)
		scn_text_printf(&text, scn_tr("%1$s with %2$s."), version, suite->name);
	else if (group)
		scn_text_printf(&text, scn_tr("%1$s over %2$s."), version, group->name);
	else if (dh_bits)
		scn_text_printf(&text, scn_tr("%1$s over DH with %2$u bits."), version, dh_bits);
	else
		scn_text_printf(&text, "%s.", version);
	v->summary = scn_text_take(&text);
}

static void works(const struct scn_case *c, struct scn_verdict *v, uint16_t dh_bits)
{
	v->weak = weakness(v, dh_bits);
	v->kind = v->weak ? SCN_VERDICT_WEAK : SCN_VERDICT_WORKS;
	say_choice(v, dh_bits);
	v->mail = scn_strdup(scn_tr("travels encrypted"));
	set_evidence(c, v);
}

static void works_as_replayed(const struct scn_case *c, struct scn_verdict *v)
{
	const struct scn_replay_fact *r = c->replay;

	v->version = r->version;
	v->suite = r->suite;
	v->suite_known = true;
	v->group = r->group;
	v->scheme = r->scheme;
	works(c, v, r->dh_bits);
}

static void works_as_computed(
	const struct scn_case *c, const struct scn_outcome *outcome, struct scn_verdict *v)
{
	bool dhe = outcome->suite && outcome->suite->kx == SCN_KX_DHE;

	v->version = outcome->version;
	v->suite_known = outcome->suite != NULL;
	v->suite = outcome->suite ? outcome->suite->code : 0;
	v->group = outcome->group;
	works(c, v, dhe ? c->facts->dh.bits : 0);
}

static const char *why_untested(const struct scn_server_facts *facts)
{
	switch (facts->reach) {
	case SCN_REACH_REFUSED:
		return scn_tr("The server refused the connection, so nothing was tested. Port 25 "
			      "is often blocked from offices and homes.");
	case SCN_REACH_TIMED_OUT:
		return scn_tr("The server did not answer in time, so nothing was tested. Port 25 "
			      "is often blocked from offices and homes.");
	case SCN_REACH_CLOSED:
		return scn_tr("The server closed the connection before its greeting, so nothing "
			      "was tested.");
	case SCN_REACH_GREETING_REFUSED:
		return scn_tr("The server wants no mail from this address, so nothing was tested.");
	case SCN_REACH_UNREACHABLE:
		return scn_tr("There is no way to the server from here, so nothing was tested.");
	default:
		return scn_tr("The server was not tested far enough to tell.");
	}
}

/* The hello of a client whose defaults nobody knows is made up in part: what it was answered counts only
 * where every default leads to the same. */
static bool rests_on_guess(const struct scn_case *c)
{
	const struct scn_not_set *not_set = &c->profile->not_set;

	return !not_set->base && (not_set->versions || not_set->suites || not_set->groups) &&
	       scn_negotiate(c->profile, c->facts).works == SCN_UNKNOWN;
}

static const char *why_unknown(const struct scn_case *c)
{
	if (scn_case_silent(c))
		return scn_tr(
			"After STARTTLS the server stays silent: a time-out, which proves nothing "
			"about TLS. A device in between may drop the ClientHello.");
	if (rests_on_guess(c))
		return scn_tr("Some settings of this client are not set, so Windows takes its own, "
			      "and it "
			      "is not known which Windows it is.");
	return scn_trust_open(c) && c->replay ? scn_trust_open(c) : why_untested(c->facts);
}

static void is_unknown(const struct scn_case *c, struct scn_verdict *v, const char *why)
{
	v->kind = SCN_VERDICT_UNKNOWN;
	v->evidence = SCN_EVIDENCE_NONE;
	v->summary = scn_strdup(scn_tr("Not known."));
	v->why = scn_strdup(why);
	v->mail = scn_strdup(scn_tr("not known"));
}

/* ---- the judge ---- */

/* What was chosen is no success yet: the client has limits, and it may verify. */
static const struct scn_cause_kind *find_after_choice(const struct scn_case *c)
{
	const struct scn_cause_kind *cause = find_cause(c, SCN_CAUSE_AFTER_CHOICE);

	return cause ? cause : find_cause(c, SCN_CAUSE_TRUST);
}

/* Without an answer to the client's own hello: from the lists. */
static void judge_by_lists(struct scn_case *c, struct scn_verdict *v)
{
	struct scn_outcome outcome = scn_negotiate(c->profile, c->facts);
	const struct scn_cause_kind *cause = NULL;

	/* A hello that was never answered does not work, whatever the lists say. */
	if (outcome.works == SCN_ACCEPTED && !scn_case_silent(c)) {
		cause = find_cause(c, SCN_CAUSE_TRUST);
		if (!cause && !scn_trust_open(c))
			works_as_computed(c, &outcome, v);
	} else if (outcome.works == SCN_REJECTED || scn_case_silent(c)) {
		cause = find_cause(c, SCN_CAUSE_AT_HELLO);
		if (!cause && outcome.works == SCN_REJECTED)
			cause = find_after_choice(c);
	}
	if (cause)
		fails(c, cause, v);
	else if (v->kind == SCN_VERDICT_UNKNOWN)
		is_unknown(c, v, why_unknown(c));
}

static void judge(struct scn_case *c, struct scn_verdict *v)
{
	const struct scn_cause_kind *cause = find_cause(c, SCN_CAUSE_BEFORE_TLS);

	if (cause) {
		fails(c, cause, v);
	} else if (rests_on_guess(c)) {
		is_unknown(c, v, why_unknown(c));
	} else if (scn_case_refused(c)) {
		cause = find_cause(c, SCN_CAUSE_AT_HELLO);
		fails(c, cause, v);
	} else if (scn_case_selected(c)) {
		cause = find_after_choice(c);
		if (cause)
			fails(c, cause, v);
		else if (scn_trust_open(c))
			is_unknown(c, v, scn_trust_open(c));
		else
			works_as_replayed(c, v);
	} else {
		judge_by_lists(c, v);
	}
}

void scn_judge_case(struct scn_case *c, struct scn_verdict *v)
{
	*v = (struct scn_verdict){
		.profile_id = scn_strdup(c->profile->id),
		.profile_name = scn_profile_title(c->profile),
		.version = SCN_VERSION_NONE,
	};
	judge(c, v);
}

void scn_judge(const struct scn_profile *profile, const struct scn_server_facts *facts,
	struct scn_verdict *out)
{
	struct scn_case c;

	scn_case_init(&c, profile, facts);
	scn_judge_case(&c, out);
	scn_case_finish(&c);
}
