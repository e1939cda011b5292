#include <string.h>

#include "core/probe/plan-private.h"
#include "core/probe/told.h"

/* What a connection that is over says about the pace: the sign, if any, and when to come back. */

#define DRIBBLE (2 * SCN_SECOND) /* a reply that takes so long from its first byte to its last */
#define LATE                                                                                       \
	(4 * SCN_SECOND) /* to "220 ready"; a slow start that was there from the first is not meant */
#define LATE_TIMES 4     /* … and so many times longer than at best */
#define AT_ONCE    (1 * SCN_SECOND) /* closed so soon behind the 220: not for our idling */

static enum scn_throttle_sign sign_of_code(int code)
{
	switch (code) {
	case 421:
		return SCN_THROTTLE_421;
	case 450:
		return SCN_THROTTLE_450;
	case 451:
		return SCN_THROTTLE_451;
	case 454:
		return SCN_THROTTLE_454;
	case 554:
		return SCN_THROTTLE_554;
	default:
		return SCN_THROTTLE_REPLY;
	}
}

static enum scn_throttle_sign closed_or_reset(
	const struct scn_probe_result *result, enum scn_throttle_sign closed)
{
	if (result->smtp_code)
		return sign_of_code(result->smtp_code);
	return result->reset ? SCN_THROTTLE_RESET : closed;
}

/* A 5xx to STARTTLS, none in the EHLO answer, or noise, where TLS was spoken before. */
static enum scn_throttle_sign withdrawn(
	const struct scn_plan *plan, const struct scn_probe_result *result)
{
	if (scn_told_too_many(scn_text_str(&result->smtp->decision)))
		return sign_of_code(result->smtp_code);
	return scn_plan_spoke_tls(plan) ? SCN_THROTTLE_WITHDRAWN : SCN_THROTTLE_NONE;
}

/* It got to "220 ready"; but how? */
static enum scn_throttle_sign slowness(
	const struct scn_plan *plan, const struct scn_probe_result *result)
{
	scn_time ready = result->ready_time;

	if (result->slowest_reply >= DRIBBLE ||
		(ready >= LATE && plan->best_ready && ready >= LATE_TIMES * plan->best_ready))
		return SCN_THROTTLE_SLOW;
	return SCN_THROTTLE_NONE;
}

static enum scn_throttle_sign sign_of(
	const struct scn_plan *plan, const struct scn_probe_result *result)
{
	switch (result->end) {
	case SCN_END_CONNECT_REFUSED:
		return SCN_THROTTLE_REFUSED;
	case SCN_END_CONNECT_TIMED_OUT:
	case SCN_END_UNREACHABLE:
		return SCN_THROTTLE_TIMED_OUT;
	case SCN_END_GREETING_SILENT:
	case SCN_END_DIALOGUE_SILENT:
		return SCN_THROTTLE_SILENT;
	case SCN_END_GREETING_CLOSED:
		return closed_or_reset(result, SCN_THROTTLE_CLOSED_GREETING);
	case SCN_END_DIALOGUE_CLOSED:
		return closed_or_reset(result, SCN_THROTTLE_CLOSED_DIALOGUE);
	case SCN_END_GREETING_REFUSED:
	case SCN_END_EHLO_REFUSED:
	case SCN_END_STARTTLS_TEMPFAIL:
		return sign_of_code(result->smtp_code);
	case SCN_END_NOT_OFFERED:
	case SCN_END_STARTTLS_REFUSED:
	case SCN_END_NOT_SMTP:
	case SCN_END_INJECTED:
		return withdrawn(plan, result);
	case SCN_END_WARM_CLOSED:
		if (!result->asked && result->warm_time >= AT_ONCE)
			return SCN_THROTTLE_NONE;
		return closed_or_reset(result, SCN_THROTTLE_CLOSED_STARTTLS);
	default:
		return slowness(plan, result);
	}
}

/* From the words of the reply that sent us away. */
static scn_time told(const struct scn_probe_result *result, enum scn_throttle_sign sign)
{
	return sign && result->smtp_code ? scn_told_wait(scn_text_str(&result->smtp->decision)) : 0;
}

static void keep_throttle(struct scn_plan *plan, const struct scn_pace_end *end,
	const struct scn_probe_result *result)
{
	struct scn_throttle_fact *throttle = &plan->facts->throttle;

	if (end->sign) {
		if (!throttle->sign)
			throttle->sign = end->sign;
		throttle->count++;
		if (end->told > throttle->told)
			throttle->told = end->told;
	}
	if (end->sign && end->sign != SCN_THROTTLE_SLOW) {
		plan->last_failure = result->end;
		plan->last_code = result->smtp_code;
	}
	throttle->limit = (uint16_t)scn_pace_limit(&plan->pace);
	throttle->gap = plan->pace.gap_kept;
	throttle->waited = plan->waited_before + plan->pace.waited;
	/* A server that never let us in is not throttling: it may just be away. */
	plan->facts->throttled = plan->smtp_known && throttle->count > 0;
}

void scn_plan_keep_pace(struct scn_plan *plan, const struct scn_probe_result *result, scn_time now)
{
	struct scn_pace_end end = {
		.opened = result->started,
		.sign = sign_of(plan, result),
		.served = result->asked || result->smtp->outcome == SCN_SMTP_STARTED,
		.asked = result->asked,
	};

	end.told = told(result, end.sign);
	if (result->ready_time && (!plan->best_ready || result->ready_time < plan->best_ready))
		plan->best_ready = result->ready_time;
	scn_pace_ended(&plan->pace, &end, now);
	keep_throttle(plan, &end, result);
}

void scn_plan_resume_pace(struct scn_plan *plan)
{
	const struct scn_throttle_fact *throttle = &plan->facts->throttle;

	plan->waited_before = throttle->waited;
	plan->pace.limit = throttle->limit;
	plan->pace.gap = plan->pace.gap_kept = throttle->gap;
	if (plan->facts->throttled)
		plan->pace.allowed = 1;
}

/* The budget has run out, or too much has failed: say how far it went. */
void scn_plan_give_up_if_exhausted(struct scn_plan *plan, scn_time now)
{
	const char *exhausted = scn_pace_exhausted(&plan->pace, now);
	struct scn_plan_progress p = scn_plan_progress(plan);
	struct scn_text why = { 0 };

	if (!exhausted || plan->over)
		return;
	if (plan->last_code)
		scn_text_printf(&why,
			"Stopped after %u of about %u questions: %s (the server's last answer: "
			"%d).",
			p.answered, p.expected, exhausted, plan->last_code);
	else if (plan->last_failure)
		scn_text_printf(&why, "Stopped after %u of about %u questions: %s (last: %s).",
			p.answered, p.expected, exhausted, scn_probe_end_name(plan->last_failure));
	else
		scn_text_printf(&why, "Stopped after %u of about %u questions: %s.", p.answered,
			p.expected, exhausted);
	scn_plan_end(plan, scn_text_str(&why));
	scn_text_finish(&why);
}
