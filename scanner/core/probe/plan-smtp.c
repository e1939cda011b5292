#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/probe/plan-private.h"
#include "core/probe/told.h"

/* What the SMTP dialogue of a connection taught, and what can be concluded from it. */

enum {
	TO_BE_SURE = 2,       /* a definite "no" of SMTP must be seen twice */
	TEMPFAILS = 3,        /* 454 and the like: tried again, slowly */
	CLOSES_AT_220 = 5,    /* right behind the 220, before anything was asked */
	HARD_FAILURES = 3,    /* refused one after the other, before anything was ever reached */
	HARD_SILENCES = 2,    /* the same in silence: each has cost a whole time-out */
	MAX_REPLY_LEN = 1024, /* bytes of a reply that are kept */
	SHUTTING_DOWN = 421,
	NO_TLS_NOW = 454,
};

static char *first_bytes(const struct scn_text *text)
{
	size_t len = text->len < MAX_REPLY_LEN ? text->len : MAX_REPLY_LEN;

	return text->len ? scn_strndup(text->at, len) : NULL;
}

/* The EHLO answer without its first line, which is the server's name. */
static void keep_ehlo(struct scn_smtp_fact *smtp, const struct scn_text *lines)
{
	const char *at = strchr(scn_text_str(lines), '\n');

	while (at) {
		const char *line = at + 1;

		at = strchr(line, '\n');
		SCN_APPEND(smtp->ehlo, smtp->ehlo_count,
			scn_strndup(line, at ? (size_t)(at - line) : strlen(line)));
	}
}

static void keep_dialogue(struct scn_plan *plan, const struct scn_smtp_dialogue *d)
{
	struct scn_smtp_fact *smtp = &plan->facts->smtp;

	if (!smtp->greeting && d->greeting.len)
		smtp->greeting = first_bytes(&d->greeting);
	/* One connection that sees it offered is enough, whatever the first one saw. */
	if (d->ehlo.starttls && smtp->starttls == SCN_STARTTLS_UNKNOWN)
		smtp->starttls = SCN_STARTTLS_OFFERED;
	if (plan->smtp_known || !d->ehlo_lines.len)
		return;
	plan->smtp_known = true;
	keep_ehlo(smtp, &d->ehlo_lines);
	smtp->starttls_masked = d->ehlo.starttls_masked;
}

static void set_reach(struct scn_plan *plan, enum scn_reach reach, const char *detail)
{
	if (plan->facts->reach == SCN_REACH_OK || plan->facts->reach == reach)
		return;
	plan->facts->reach = reach;
	free(plan->facts->reach_detail);
	plan->facts->reach_detail = scn_strdup(detail);
}

/* Until something was reached, the last failure is what there is to say. */
static void learn_reach(struct scn_plan *plan, const struct scn_probe_result *result)
{
	char *reply = first_bytes(&result->smtp->decision);

	switch (result->end) {
	case SCN_END_CONNECT_REFUSED:
		set_reach(plan, SCN_REACH_REFUSED, NULL);
		break;
	case SCN_END_CONNECT_TIMED_OUT:
	case SCN_END_GREETING_SILENT:
		set_reach(plan, SCN_REACH_TIMED_OUT, NULL);
		break;
	case SCN_END_UNREACHABLE:
		set_reach(plan, SCN_REACH_UNREACHABLE, NULL);
		break;
	case SCN_END_GREETING_CLOSED:
		set_reach(plan, SCN_REACH_CLOSED, NULL);
		break;
	case SCN_END_GREETING_REFUSED:
		set_reach(plan, SCN_REACH_GREETING_REFUSED, reply);
		break;
	case SCN_END_NONE:
	case SCN_END_UNUSED:
	case SCN_END_NOT_SMTP:
		break;
	default:
		set_reach(plan, SCN_REACH_OK, NULL);
	}
	free(reply);
}

static void conclude(struct scn_plan *plan, enum scn_starttls starttls, struct scn_text *take_reply)
{
	struct scn_smtp_fact *smtp = &plan->facts->smtp;

	smtp->starttls = starttls;
	if (!smtp->starttls_reply && take_reply->len)
		smtp->starttls_reply = first_bytes(take_reply);
	scn_plan_end(plan, NULL);
}

static void conclude_reply(
	struct scn_plan *plan, enum scn_starttls starttls, const struct scn_probe_result *result)
{
	struct scn_text reply = { 0 };

	scn_text_add(&reply, scn_text_str(&result->smtp->decision));
	conclude(plan, starttls, &reply);
	scn_text_finish(&reply);
}

/* What came instead of TLS after the 220, or behind it in the same breath. */
static void conclude_not_tls(struct scn_plan *plan, const struct scn_probe_result *result)
{
	struct scn_text text = { 0 };

	if (result->flight->first_bytes.len)
		scn_text_addn(&text, (const char *)result->flight->first_bytes.at,
			result->flight->first_bytes.len);
	conclude(plan, SCN_STARTTLS_NOT_TLS, &text);
	scn_text_finish(&text);
}

/* No question ever got an answer: each connection was closed before it could be asked. */
static void conclude_closed(struct scn_plan *plan)
{
	plan->facts->smtp.closes_at_220 = true;
	scn_plan_end(plan, NULL);
}

static void conclude_not_smtp(struct scn_plan *plan)
{
	set_reach(plan, SCN_REACH_OK, NULL);
	free(plan->facts->reach_detail);
	plan->facts->reach_detail = scn_strdup("what answers there does not speak SMTP");
	scn_plan_end(plan, "What listens on this port does not speak SMTP.");
}

/* After how many ends of this kind, one after the other, nobody is there; 0: it says nothing of that. */
static unsigned hard_failures_needed(enum scn_probe_end end)
{
	switch (end) {
	case SCN_END_CONNECT_REFUSED:
	case SCN_END_UNREACHABLE:
		return HARD_FAILURES;
	case SCN_END_CONNECT_TIMED_OUT:
	case SCN_END_GREETING_SILENT:
		return HARD_SILENCES;
	default:
		return 0;
	}
}

static bool too_many(const struct scn_probe_result *result)
{
	return scn_told_too_many(scn_text_str(&result->smtp->decision));
}

/* A server that never let us in need not be asked for long. Connections that were opened together count
 * once, and not at all while another one is still open: it may take only so many at once. */
static void learn_hard_failure(struct scn_plan *plan, const struct scn_probe_result *result)
{
	unsigned needed = hard_failures_needed(result->end);

	if (plan->facts->reach == SCN_REACH_OK)
		return;
	if (needed && plan->pace.open_count == 0 && ++plan->hard_failures >= needed)
		scn_plan_end(plan, "The server could not be reached.");
	if (result->end == SCN_END_GREETING_REFUSED && result->smtp_code >= 500 &&
		!too_many(result) && ++plan->greeting_refused >= TO_BE_SURE)
		scn_plan_end(plan, "The server wants no mail from this address.");
}

bool scn_plan_spoke_tls(const struct scn_plan *plan)
{
	return plan->answered && plan->facts->smtp.starttls == SCN_STARTTLS_OFFERED;
}

/* One connection of many that finds no STARTTLS, where others did, proves nothing. */
static bool may_conclude(const struct scn_plan *plan, const struct scn_probe_result *result)
{
	return !scn_plan_spoke_tls(plan) && !too_many(result);
}

void scn_plan_learn_smtp(struct scn_plan *plan, const struct scn_probe_result *result, scn_time now)
{
	keep_dialogue(plan, result->smtp);
	learn_reach(plan, result);
	learn_hard_failure(plan, result);
	switch (result->end) {
	case SCN_END_NOT_OFFERED:
		if (may_conclude(plan, result))
			plan->facts->smtp.no_ehlo = !result->smtp->ehlo_lines.len;
		if (++plan->not_offered >= TO_BE_SURE && may_conclude(plan, result))
			conclude(plan, SCN_STARTTLS_NOT_OFFERED, &(struct scn_text){ 0 });
		break;
	case SCN_END_STARTTLS_REFUSED:
		if (++plan->refused >= TO_BE_SURE && may_conclude(plan, result))
			conclude_reply(plan, SCN_STARTTLS_REFUSED, result);
		break;
	case SCN_END_STARTTLS_TEMPFAIL:
		/* RFC 3207 section 4: 454 is about TLS; 450 and 451 may be about us. */
		if (result->smtp_code == NO_TLS_NOW && ++plan->tempfailed >= TEMPFAILS &&
			may_conclude(plan, result))
			conclude_reply(plan, SCN_STARTTLS_REFUSED, result);
		break;
	case SCN_END_NOT_SMTP:
		if (++plan->not_smtp >= TO_BE_SURE && !scn_plan_spoke_tls(plan))
			conclude_not_smtp(plan);
		break;
	case SCN_END_WARM_CLOSED:
		/* A farewell in plain text is another thing, also where it crosses the hello. */
		if (!result->asked && !plan->answered && result->smtp_code != SHUTTING_DOWN &&
			++plan->closed_at_220 >= CLOSES_AT_220)
			conclude_closed(plan);
		break;
	case SCN_END_INJECTED:
	case SCN_END_HELLO_NOT_TLS:
		if (++plan->not_tls >= TO_BE_SURE && !plan->selected_any)
			conclude_not_tls(plan, result);
		break;
	default:
		break;
	}
}
