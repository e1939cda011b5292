#include "core/judge/diagnose.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/judge/case.h"
#include "core/judge/lookup.h"
#include "core/registry/alert.h"
#include "core/registry/group.h"

enum {
	GOOD_DH_BITS = 2048, /* RFC 9325 section 4.1: at least so many */
};

/* ---- the causes ---- */

static const struct scn_cause_kind kinds[] = {
#define CAUSE(name, id_, title_, label_)                                                           \
	{ .id = (id_),                                                                             \
		.title = (title_),                                                                 \
		.label = (label_),                                                                 \
		.detect = scn_detect_##name,                                                       \
		.explain = scn_explain_##name,                                                     \
		.remedy = scn_remedy_##name },
#include "core/judge/causes.inc"
#undef CAUSE
};

static const struct scn_cause public_causes[] = {
#define CAUSE(name, id_, title_, label_) { .id = (id_), .title = (title_), .label = (label_) },
#include "core/judge/causes.inc"
#undef CAUSE
};

const struct scn_cause *scn_causes(size_t *count_out)
{
	*count_out = SCN_COUNT(public_causes);
	return public_causes;
}

static const struct scn_cause_kind *find_cause(const struct scn_case *c)
{
	for (size_t i = 0; i < SCN_COUNT(kinds); i++)
		if (kinds[i].detect(c))
			return &kinds[i];
	return NULL;
}

/* ---- the case ---- */

void scn_case_init(
	struct scn_case *c, const struct scn_profile *profile, const struct scn_server_facts *facts)
{
	*c = (struct scn_case){
		.profile = profile,
		.facts = facts,
		.replay = scn_facts_find_replay(facts, profile->id),
		.version = scn_common_version(profile, facts),
	};
	if (c->version != SCN_VERSION_NONE)
		c->common = scn_common_suites(profile, facts, c->version);
}

void scn_case_finish(struct scn_case *c)
{
	scn_common_finish(&c->common);
}

/* ---- what happens to the mail ---- */

static const char *mail_after_failure(enum scn_after_failure after)
{
	static const char *const sentences[] = {
		[SCN_AFTER_UNKNOWN] = "unencrypted if TLS is optional, queued if it is required",
		[SCN_AFTER_CLEAR_AT_ONCE] = "leaves unencrypted at once, unless TLS is required",
		[SCN_AFTER_CLEAR_LATER] = "waits, then leaves unencrypted, unless TLS is required",
		[SCN_AFTER_NEXT_SERVER] = "goes to the next server of the domain",
		[SCN_AFTER_QUEUE] = "stays in the queue until it is returned",
	};

	return sentences[after];
}

/* ---- evidence ---- */

static char *prove(const struct scn_replay_fact *replay)
{
	const struct scn_alert *alert = scn_alert_by_code(replay->alert);
	struct scn_text text = { 0 };

	if (replay->answer == SCN_ANSWER_ALERT)
		scn_text_printf(&text, "test handshake, alert %s (%u)",
			alert ? alert->name : "unknown", replay->alert);
	else if (replay->answer == SCN_ANSWER_CLOSED)
		scn_text_add(&text, "test handshake, connection closed every time");
	else if (replay->completed == SCN_ACCEPTED)
		scn_text_printf(&text, "test handshake, completed with %s",
			replay->completed_by ? replay->completed_by : "a TLS library");
	else
		scn_text_add(&text, "test handshake, the server's choice");
	return scn_text_take(&text);
}

static bool is_answered(const struct scn_replay_fact *replay)
{
	return replay &&
	       (replay->answer == SCN_ANSWER_SELECTED || replay->answer == SCN_ANSWER_ALERT ||
		       (replay->answer == SCN_ANSWER_CLOSED && replay->repeated));
}

/* The server was asked with the client's own hello, or its SMTP dialogue decided. */
static void set_evidence(const struct scn_case *c, struct scn_verdict *v)
{
	if (is_answered(c->replay)) {
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

static char *title_of(const struct scn_profile *profile)
{
	struct scn_text text = { 0 };

	scn_text_add(&text, profile->name);
	if (profile->platform && profile->platform[0])
		scn_text_printf(&text, " (%s)", profile->platform);
	return scn_text_take(&text);
}

static void fails(
	const struct scn_case *c, const struct scn_cause_kind *cause, struct scn_verdict *v)
{
	v->kind = SCN_VERDICT_FAILS;
	v->cause = cause->id;
	cause->explain(c, v);
	cause->remedy(c, v);
	v->mail = scn_strdup(mail_after_failure(c->profile->after_failure));
	set_evidence(c, v);
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
		add_weakness(&out, suite->weakness ? suite->weakness : "weak suite");
	if (dh_bits && dh_bits < GOOD_DH_BITS) {
		struct scn_text dh = { 0 };

		scn_text_printf(&dh, "DH group of %u bits", dh_bits);
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
	struct scn_text text = { 0 };

	scn_text_add(&text, scn_version_title(v->version));
	if (suite)
		scn_text_printf(&text, " with %s", suite->name);
	if (group)
		scn_text_printf(&text, " over %s", group->name);
	else if (dh_bits)
		scn_text_printf(&text, " over DH with %u bits", dh_bits);
	scn_text_char(&text, '.');
	v->summary = scn_text_take(&text);
}

static void works(const struct scn_case *c, struct scn_verdict *v, uint16_t dh_bits)
{
	v->weak = weakness(v, dh_bits);
	v->kind = v->weak ? SCN_VERDICT_WEAK : SCN_VERDICT_WORKS;
	say_choice(v, dh_bits);
	v->mail = scn_strdup("travels encrypted");
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

static const char *why_unknown(const struct scn_server_facts *facts)
{
	switch (facts->reach) {
	case SCN_REACH_REFUSED:
		return "The server refused the connection, so nothing was tested. Port 25 is often "
		       "blocked from offices and homes.";
	case SCN_REACH_TIMED_OUT:
		return "The server did not answer in time, so nothing was tested. Port 25 is often "
		       "blocked from offices and homes.";
	case SCN_REACH_CLOSED:
		return "The server closed the connection before its greeting, so nothing was "
		       "tested.";
	case SCN_REACH_GREETING_REFUSED:
		return "The server wants no mail from this address, so nothing was tested.";
	case SCN_REACH_UNREACHABLE:
		return "There is no way to the server from here, so nothing was tested.";
	default:
		return "The server was not tested far enough to tell.";
	}
}

static void is_unknown(const struct scn_case *c, struct scn_verdict *v)
{
	v->kind = SCN_VERDICT_UNKNOWN;
	v->evidence = SCN_EVIDENCE_NONE;
	v->summary = scn_strdup("Not known.");
	v->why = scn_strdup(why_unknown(c->facts));
	v->mail = scn_strdup("not known");
}

/* ---- the judge ---- */

static bool is_smtp_cause(const struct scn_server_facts *facts)
{
	return facts->smtp.starttls == SCN_STARTTLS_NOT_OFFERED ||
	       facts->smtp.starttls == SCN_STARTTLS_REFUSED ||
	       facts->smtp.starttls == SCN_STARTTLS_NOT_TLS;
}

/* Did the handshake fail, as far as the replay tells? A choice can fail behind the ServerHello, by the
 * client's limits or because the server cannot complete it. */
static bool has_failed(const struct scn_case *c)
{
	if (is_smtp_cause(c->facts))
		return true;
	if (!is_answered(c->replay))
		return false;
	return c->replay->answer != SCN_ANSWER_SELECTED || !c->replay->offered ||
	       scn_detect_handshake_not_completed(c) || scn_detect_dh_too_small(c);
}

static void judge(const struct scn_case *c, struct scn_verdict *v)
{
	const struct scn_cause_kind *cause = NULL;
	struct scn_outcome outcome;

	if (has_failed(c)) {
		cause = find_cause(c);
		if (cause)
			fails(c, cause, v);
		else
			is_unknown(c, v);
		return;
	}
	if (is_answered(c->replay)) {
		works_as_replayed(c, v);
		return;
	}
	outcome = scn_negotiate(c->profile, c->facts);
	if (outcome.works == SCN_REJECTED)
		cause = find_cause(c);
	if (outcome.works == SCN_ACCEPTED)
		works_as_computed(c, &outcome, v);
	else if (cause)
		fails(c, cause, v);
	else
		is_unknown(c, v);
}

void scn_judge(const struct scn_profile *profile, const struct scn_server_facts *facts,
	struct scn_verdict *out)
{
	struct scn_case c;

	*out = (struct scn_verdict){
		.profile_id = scn_strdup(profile->id),
		.profile_name = title_of(profile),
		.version = SCN_VERSION_NONE,
	};
	scn_case_init(&c, profile, facts);
	judge(&c, out);
	scn_case_finish(&c);
}

/* ---- what a check still needs to know ---- */

scn_versions scn_judge_needs(
	const struct scn_profile *profile, const struct scn_server_facts *facts)
{
	struct scn_case c;
	scn_versions needs = 0;

	scn_case_init(&c, profile, facts);
	if (!is_smtp_cause(facts) && is_answered(c.replay) &&
		c.replay->answer != SCN_ANSWER_SELECTED)
		/* The versions of the server too that this client does not offer: they are what a
		 * fix is about where there is no common one. */
		needs = profile->versions | SCN_VERSION_BIT(SCN_TLS1_2) |
			SCN_VERSION_BIT(SCN_TLS1_3) | SCN_VERSION_BIT(SCN_TLS1_0);
	scn_case_finish(&c);
	return needs;
}

bool scn_judge_needs_details(
	const struct scn_profile *profile, const struct scn_server_facts *facts)
{
	struct scn_case c;
	bool needs;

	scn_case_init(&c, profile, facts);
	needs = !is_smtp_cause(facts) && is_answered(c.replay) &&
		c.replay->answer != SCN_ANSWER_SELECTED && c.common.both_count > 0;
	scn_case_finish(&c);
	return needs;
}
