#include "core/report/message.h"

#include "core/base/language.h"
#include "core/judge/diagnose.h"
#include "core/report/text-parts.h"
#include "core/report/title.h"

static void line(struct scn_text *out, const char *label, const char *value)
{
	if (value && *value)
		scn_text_printf(out, "%s %s\n", label, value);
}

/* "mx1.firma.example (192.0.2.1, port 25)" */
static void say_server(const struct scn_server_facts *facts, struct scn_text *out)
{
	struct scn_text host = { 0 };

	scn_text_peer_str(&host, facts->host);
	scn_text_printf(out, scn_tr("%s (%s, port %u)"), scn_text_str(&host),
		facts->address ? facts->address : "?", facts->port);
	scn_text_finish(&host);
}

static void say_lead(
	const struct scn_message_input *input, const struct scn_verdict *v, struct scn_text *body)
{
	struct scn_text server = { 0 };

	say_server(input->facts, &server);
	scn_text_printf(body,
		input->side == SCN_SIDE_SERVER
			? scn_tr("mail from our server, %s, to your server %s cannot be encrypted.")
			: scn_tr("mail from your server, %s, to our server %s cannot be "
				 "encrypted."),
		v->profile_name, scn_text_str(&server));
	scn_text_add(body, "\n\n");
	scn_text_finish(&server);
}

static void say_result(
	const struct scn_message_input *input, const struct scn_verdict *v, struct scn_text *body)
{
	char when[SCN_UTC_LEN];

	scn_utc_text(input->when, when);
	line(body, scn_tr("Tested:"), when);
	line(body, scn_tr("Result:"), v->summary);
	line(body, scn_tr("The server accepts:"), v->server_side);
	line(body, scn_tr("The client offers:"), v->client_side);
	line(body, scn_tr("Evidence:"), v->proof);
	line(body, scn_tr("Counter-test:"), v->counter);
	scn_text_char(body, '\n');
}

static const char *fix_text(const struct scn_verdict *v, enum scn_side side)
{
	const struct scn_fix *fix = scn_verdict_fix(v, side);

	return fix ? fix->text : NULL;
}

static void say_request(
	const struct scn_message_input *input, const struct scn_verdict *v, struct scn_text *body)
{
	enum scn_side ours = input->side == SCN_SIDE_SERVER ? SCN_SIDE_CLIENT : SCN_SIDE_SERVER;
	const char *yours = fix_text(v, input->side);
	const char *other = fix_text(v, ours);

	if (yours)
		scn_text_printf(body, scn_tr("Please change on your side: %s."), yours);
	else
		scn_text_add(body, scn_tr("Please look at the TLS settings on your side."));
	scn_text_char(body, '\n');
	if (other) {
		scn_text_printf(body,
			scn_tr("If that is not possible, we could do on our side: %s."), other);
		scn_text_char(body, '\n');
	}
}

bool scn_report_message(
	const struct scn_message_input *input, struct scn_text *subject, struct scn_text *body)
{
	struct scn_text host = { 0 };
	struct scn_verdict v;
	bool fails;

	scn_judge(input->profile, input->facts, &v);
	fails = v.kind == SCN_VERDICT_FAILS;
	if (fails) {
		scn_report_server(input->facts, &host);
		scn_text_printf(subject, scn_tr("Mail to %s is not encrypted: %s"),
			scn_text_str(&host), v.cause ? scn_cause_title(v.cause) : "");
		scn_text_add(body, scn_tr("Good day,"));
		scn_text_add(body, "\n\n");
		say_lead(input, &v, body);
		say_result(input, &v, body);
		say_request(input, &v, body);
		scn_text_char(body, '\n');
		scn_text_printf(body,
			scn_tr("The whole dialogue of the test can be sent on request. Tested with "
			       "Handfast %s."),
			SCN_VERSION);
		scn_text_char(body, '\n');
	}
	scn_text_finish(&host);
	scn_verdict_finish(&v);
	return fails;
}
