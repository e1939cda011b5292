/* Refusals that do not depend on the client: every hello, every connection; and what stays unexplained. */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/case.h"
#include "core/judge/remedy.h"
#include "core/registry/alert.h"

static bool has_ever_selected(const struct scn_server_facts *facts)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (facts->versions[v].status == SCN_ACCEPTED)
			return true;
	for (size_t i = 0; i < facts->replay_count; i++)
		if (facts->replays[i].answer == SCN_ANSWER_SELECTED)
			return true;
	return false;
}

/* ---- the servers behind one address differ ---- */

/* Samples are the same hello once more: "exchange-2019#2". */
static const struct scn_replay_fact *sample(const struct scn_case *c, unsigned number)
{
	struct scn_text id = { 0 };
	const struct scn_replay_fact *replay;

	scn_text_printf(&id, "%s#%u", c->profile->id, number);
	replay = scn_facts_find_replay(c->facts, scn_text_str(&id));
	scn_text_finish(&id);
	return replay;
}

struct samples {
	unsigned selected, refused;
};

static struct samples count_samples(const struct scn_case *c)
{
	struct samples s = { 0 };
	const struct scn_replay_fact *replay = c->replay;

	for (unsigned number = 2; replay; number++) {
		s.selected += replay->answer == SCN_ANSWER_SELECTED && replay->offered;
		/* A close may be a fault of the line; an alert is an answer. */
		s.refused += replay->answer == SCN_ANSWER_ALERT;
		replay = sample(c, number);
	}
	return s;
}

bool scn_detect_servers_differ(const struct scn_case *c)
{
	struct samples s = count_samples(c);

	return s.selected && s.refused;
}

void scn_explain_servers_differ(const struct scn_case *c, struct scn_verdict *v)
{
	struct samples s = count_samples(c);
	struct scn_text text = { 0 };

	v->summary = scn_strdup(scn_tr("The same hello is now accepted, now refused."));
	scn_text_printf(&text,
		scn_tr("Of %1$u equal tries %2$u were accepted and %3$u refused: several servers "
		       "answer behind this address, and their TLS settings differ."),
		s.selected + s.refused, s.selected, s.refused);
	v->why = scn_text_take(&text);
	scn_text_printf(&text, scn_tr("%1$u of %2$u equal test handshakes refused"), s.refused,
		s.selected + s.refused);
	v->proof = scn_text_take(&text);
}

void scn_remedy_servers_differ(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_SAME_SETTINGS,
		scn_tr("give all servers behind this address the same certificate and TLS "
		       "settings"));
}

/* ---- every hello ---- */

enum {
	MANY_ALERTS = 4,
};

/* An alert such as internal_error is no answer to what was offered, so the lists stay unknown. But where
 * hellos of many kinds got nothing else, it is the server. */
static bool alerts_only(const struct scn_case *c)
{
	size_t len = strlen(c->profile->id), alerts = 0;

	for (size_t i = 0; i < c->facts->replay_count; i++) {
		const struct scn_replay_fact *r = &c->facts->replays[i];

		if (strncmp(r->id, c->profile->id, len) == 0 && r->id[len] == '+')
			alerts += r->answer == SCN_ANSWER_ALERT;
	}
	return alerts >= MANY_ALERTS;
}

/* Every version was tried with every suite, and all of it refused by alerts. */
bool scn_detect_every_hello_refused(const struct scn_case *c)
{
	if (!c->replay || c->replay->answer != SCN_ANSWER_ALERT || has_ever_selected(c->facts))
		return false;
	if (alerts_only(c))
		return true;
	for (int v = SCN_SSL3; v <= SCN_TLS1_3; v++)
		if (c->facts->versions[v].status != SCN_REJECTED)
			return false;
	return true;
}

void scn_explain_every_hello_refused(const struct scn_case *c, struct scn_verdict *v)
{
	const struct scn_alert *alert = scn_alert_by_code(c->replay->alert);
	struct scn_text why = { 0 };

	v->summary = scn_strdup(scn_tr("The server refuses every ClientHello."));
	scn_text_printf(&why,
		scn_tr("Whatever is offered, it answers with %s. Most often no certificate is "
		       "loaded, or its private key cannot be read."),
		alert ? alert->name : scn_tr("an alert"));
	v->why = scn_text_take(&why);
	v->server_side = scn_strdup(scn_tr("accepts no version and no suite"));
}

void scn_remedy_every_hello_refused(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPAIR_SERVICE,
		scn_tr("look into the server's log for the same minute: certificate and private "
		       "key must be loaded and belong together"));
}

bool scn_detect_closed_after_starttls(const struct scn_case *c)
{
	if (c->facts->smtp.closes_at_220)
		return true;
	if (!c->replay || c->replay->answer != SCN_ANSWER_CLOSED || !c->replay->repeated ||
		has_ever_selected(c->facts))
		return false;
	for (size_t i = 0; i < c->facts->replay_count; i++)
		if (c->facts->replays[i].answer == SCN_ANSWER_ALERT)
			return false;
	return true;
}

void scn_explain_closed_after_starttls(const struct scn_case *c, struct scn_verdict *v)
{
	if (c->facts->smtp.closes_at_220)
		v->proof = scn_strdup(scn_tr("closed behind the 220 of STARTTLS, every time"));
	v->summary = scn_strdup(scn_tr("Every connection is closed when TLS begins."));
	v->why = scn_strdup(
		scn_tr("The server says 220 to STARTTLS; after the ClientHello the connection is "
		       "closed without a word, whatever is offered. Either its TLS does not start, "
		       "or an intrusion prevention system cuts the connection."));
}

void scn_remedy_closed_after_starttls(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPAIR_PATH,
		scn_tr("look into the logs of the server and of the firewall for the same minute; "
		       "test once from a machine beside the server"));
}

/* ---- refused, and nothing in the lists says why ---- */

bool scn_detect_refused(const struct scn_case *c)
{
	return scn_case_refused(c);
}

/* Do the lists of both sides match, as far as they are known? */
static const char *summary(const struct scn_case *c)
{
	struct scn_outcome outcome = scn_negotiate(c->profile, c->facts);

	return outcome.works == SCN_ACCEPTED
		       ? scn_tr("The lists of both sides match, yet the server refuses.")
		       : scn_tr("The server refuses; not enough is known of it to say why.");
}

void scn_explain_refused(const struct scn_case *c, struct scn_verdict *v)
{
	const struct scn_alert *alert = scn_alert_by_code(c->replay->alert);
	struct scn_text why = { 0 };

	v->summary = scn_strdup(summary(c));
	if (c->replay->answer == SCN_ANSWER_CLOSED)
		scn_text_add(&why, scn_tr("It closes the connection after this very ClientHello."));
	else if (c->replay->answer == SCN_ANSWER_SELECTED)
		scn_text_add(&why, scn_tr("It chose something that the client did not offer."));
	else if (alert && alert->cause)
		scn_text_printf(&why, scn_tr("%1$s usually means: %2$s."), alert->name,
			scn_tr(alert->cause));
	else
		scn_text_add(&why, scn_tr("The reason is in the server's log, not on the wire."));
	v->why = scn_text_take(&why);
}

void scn_remedy_refused(struct scn_case *c, struct scn_verdict *v)
{
	/* Without a cause there is no honest advice; the dialogue shows what was said. */
}
