/* How a server behaves besides its lists, what a scan of it cost, and how many clients it serves. */
#include "core/base/language.h"
#include "core/report/fact-private.h"
#include "core/report/stored.h"
#include "core/report/text-parts.h"

static void yes_or_no(struct scn_fact *fact, enum scn_known known, const char *yes, const char *no)
{
	if (known == SCN_ACCEPTED) {
		scn_fact_say(fact, SCN_FACT_GOOD, scn_tr("supported"));
		scn_text_add(&fact->detail, scn_tr(yes));
	} else if (known == SCN_REJECTED) {
		scn_fact_say(fact, SCN_FACT_WEAK, scn_tr("not supported"));
		scn_text_add(&fact->detail, scn_tr(no));
	}
}

/* Both are things of TLS 1.2 and older. */
static bool is_only_tls13(const struct scn_server_facts *f)
{
	for (int v = SCN_SSL3; v < SCN_TLS1_3; v++)
		if (f->versions[v].status != SCN_REJECTED)
			return false;
	return f->versions[SCN_TLS1_3].status == SCN_ACCEPTED;
}

void scn_fact_ems(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_server_facts *f = &view->server->facts;

	scn_text_add(&fact->label, scn_tr("Extended master secret"));
	if (f->extended_master_secret == SCN_UNKNOWN && is_only_tls13(f))
		scn_fact_say(fact, SCN_FACT_PLAIN, scn_tr("part of TLS 1.3"));
	else
		yes_or_no(fact, f->extended_master_secret, SCN_MARK("Supported (RFC 7627)"),
			SCN_MARK("Not supported (RFC 7627). Clients that require it give up."));
}

void scn_fact_reneg(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_server_facts *f = &view->server->facts;

	scn_text_add(&fact->label, scn_tr("Secure renegotiation"));
	if (f->secure_renegotiation == SCN_UNKNOWN && is_only_tls13(f))
		scn_fact_say(fact, SCN_FACT_PLAIN, scn_tr("TLS 1.3 has no renegotiation"));
	else
		yes_or_no(fact, f->secure_renegotiation, SCN_MARK("Supported (RFC 5746)"),
			SCN_MARK("Not supported (RFC 5746). Clients that require it give up."));
}

/* Has any question been refused on the TLS level? */
static bool has_refused(const struct scn_server_facts *f)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (f->versions[v].status == SCN_REJECTED ||
			scn_facts_count(f, (enum scn_version)v).rejected)
			return true;
	return false;
}

void scn_fact_refusal(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_server_facts *f = &view->server->facts;

	if (f->closes_for_no)
		scn_fact_say(fact, SCN_FACT_WEAK,
			scn_tr("It closes the connection and sends no alert, so senders cannot "
			       "tell why."));
	else if (has_refused(f))
		scn_fact_say(fact, SCN_FACT_GOOD, scn_tr("It sends an alert."));
	if (!f->chooses_unoffered)
		return;
	scn_fact_and(&fact->value, " ");
	scn_fact_say(fact, SCN_FACT_BAD,
		scn_tr("It selects suites that were not offered: clients break off."));
}

void scn_fact_limits(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_server_facts *f = &view->server->facts;

	if (f->suite_limit)
		scn_text_printf(&fact->value,
			scn_tr_n("reads at most %u suite", "reads at most %u suites",
				f->suite_limit),
			f->suite_limit);
	if (f->hello_limit) {
		scn_fact_and(&fact->value, ", ");
		scn_text_printf(&fact->value,
			scn_tr_n("reads at most %u byte", "reads at most %u bytes", f->hello_limit),
			f->hello_limit);
	}
	if (fact->value.len)
		scn_fact_say(fact, SCN_FACT_WEAK, "");
}

static void add_pace(const struct scn_throttle_fact *throttle, struct scn_text *out)
{
	scn_text_add(out, scn_tr("It asked us to slow down"));
	if (throttle->sign)
		scn_text_printf(out, " (%s)", scn_throttle_word(throttle->sign));
	scn_text_char(out, '.');
	if (throttle->limit) {
		scn_text_char(out, ' ');
		scn_text_printf(out,
			scn_tr_n("It takes at most %u connection at once.",
				"It takes at most %u connections at once.", throttle->limit),
			throttle->limit);
	}
	if (throttle->waited >= SCN_SECOND) {
		unsigned long seconds = (unsigned long)(throttle->waited / SCN_SECOND);

		scn_text_char(out, ' ');
		scn_text_printf(out,
			scn_tr_n("The scan waited %lu second for it.",
				"The scan waited %lu seconds for it.", seconds),
			seconds);
	}
}

void scn_fact_pace(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_server_facts *f = &view->server->facts;

	if (f->throttled) {
		add_pace(&f->throttle, &fact->value);
		scn_fact_say(fact, SCN_FACT_PLAIN, "");
	} else if (f->cost.connections) {
		scn_fact_say(fact, SCN_FACT_GOOD, scn_tr("It did not ask us to slow down."));
	}
	if (!f->incomplete)
		return;
	scn_fact_and(&fact->value, " ");
	scn_tr_stored(f->incomplete, &fact->value);
	fact->mark = SCN_FACT_NOT_TESTED;
}

void scn_fact_required(const struct scn_fact_view *view, struct scn_fact *fact)
{
	enum scn_known required = view->server->facts.smtp.required;

	if (required == SCN_ACCEPTED)
		scn_fact_say(fact, SCN_FACT_PLAIN,
			scn_tr("refused: a sender without TLS cannot deliver here"));
	else if (required == SCN_REJECTED)
		scn_fact_say(fact, SCN_FACT_PLAIN, scn_tr("accepted"));
}

void scn_fact_cost(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_cost *cost = &view->server->facts.cost;
	struct scn_text sent = { 0 }, received = { 0 }, elapsed = { 0 };

	if (!cost->connections)
		return;
	scn_fact_say(fact, SCN_FACT_PLAIN, "");
	scn_text_printf(&fact->value,
		scn_tr_n("%u connection", "%u connections", cost->connections), cost->connections);
	scn_text_size(&sent, cost->bytes_sent);
	scn_text_size(&received, cost->bytes_received);
	scn_text_duration(&elapsed, cost->elapsed);
	scn_text_printf(&fact->detail, scn_tr("%1$s, %2$s sent, %3$s received, %4$s"),
		scn_text_str(&fact->value), scn_text_str(&sent), scn_text_str(&received),
		scn_text_str(&elapsed));
	scn_text_finish(&sent);
	scn_text_finish(&received);
	scn_text_finish(&elapsed);
}

/* "7 of 9, 2 weak, 1 not tested" */
void scn_fact_clients(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_server_result *server = view->server;
	size_t works = 0, weak = 0, unknown = 0;

	for (size_t i = 0; i < server->pair_count; i++) {
		weak += server->pairs[i].kind == SCN_VERDICT_WEAK;
		works += server->pairs[i].kind == SCN_VERDICT_WORKS;
		unknown += server->pairs[i].kind == SCN_VERDICT_UNKNOWN;
	}
	if (!server->pair_count || unknown == server->pair_count)
		return;
	scn_fact_say(fact,
		works + weak + unknown < server->pair_count ? SCN_FACT_BAD
		: weak                                      ? SCN_FACT_WEAK
							    : SCN_FACT_GOOD,
		"");
	scn_text_printf(&fact->value, scn_tr("%1$zu of %2$zu"), works + weak, server->pair_count);
	if (weak)
		scn_text_printf(&fact->value, scn_tr_n(", %zu weak", ", %zu weak", weak), weak);
	if (unknown) {
		fact->extent = SCN_FACT_PARTLY;
		scn_text_printf(&fact->value,
			scn_tr_n(", %zu not tested", ", %zu not tested", unknown), unknown);
	}
}
