#include "core/report/title.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/diagnose.h"
#include "core/report/stored.h"
#include "core/report/text-parts.h"

enum {
	SMTP_PORT = 25
};

void scn_headline_finish(struct scn_headline *headline)
{
	scn_text_finish(&headline->title);
	scn_text_finish(&headline->sentence);
}

/* ---- names ---- */

void scn_report_client(const char *profile_name, struct scn_text *out)
{
	const char *platform = strstr(profile_name, " (");

	scn_text_addn(out, profile_name,
		platform ? (size_t)(platform - profile_name) : strlen(profile_name));
}

void scn_report_server(const struct scn_server_facts *facts, struct scn_text *out)
{
	bool literal = facts->host && strchr(facts->host, ':');
	bool with_port = facts->port && facts->port != SMTP_PORT;

	scn_text_add(out, literal && with_port ? "[" : "");
	scn_text_peer_str(out, facts->host);
	scn_text_add(out, literal && with_port ? "]" : "");
	if (with_port)
		scn_text_printf(out, ":%u", facts->port);
}

static void add_cipher(struct scn_text *out, const struct scn_suite *suite)
{
	for (const char *c = suite->cipher; *c; c++)
		scn_text_char(out, *c == '_' ? '-' : *c);
}

/* "TLS 1.2 · AES-256-GCM", with words of one's own in between. */
static void add_choice(struct scn_text *out, const struct scn_verdict *pair, const char *between)
{
	const struct scn_suite *suite = pair->suite_known ? scn_suite_by_code(pair->suite) : NULL;

	if (pair->version != SCN_VERSION_NONE)
		scn_text_add(out, scn_version_title(pair->version));
	if (suite && out->len)
		scn_text_add(out, between);
	if (suite)
		add_cipher(out, suite);
}

void scn_report_cell(const struct scn_verdict *pair, struct scn_text *out)
{
	const char *cause = pair ? scn_cause_title(pair->cause) : NULL;

	if (!pair || pair->kind == SCN_VERDICT_UNKNOWN)
		scn_text_add(out, scn_tr("Not tested"));
	else if (pair->kind != SCN_VERDICT_FAILS)
		add_choice(out, pair, " · ");
	else
		scn_text_capital(out, cause ? cause : scn_tr("Fails"));
}

void scn_report_short_cell(const struct scn_verdict *pair, struct scn_text *out)
{
	if (pair && pair->kind == SCN_VERDICT_FAILS)
		scn_text_capital(out, scn_cause_label(pair->cause));
	else if (pair && pair->kind != SCN_VERDICT_UNKNOWN && pair->version != SCN_VERSION_NONE)
		scn_text_add(out, scn_version_title(pair->version));
}

/* ---- one pair ---- */

/* Where no handshake begins, client and suites do not matter. */
static const struct {
	const char *cause, *title;
} before_tls[] = {
	{ "closed-after-starttls", SCN_MARK("No: %s closes every connection when TLS begins") },
	{ "dane-no-starttls", SCN_MARK("No: %s does not offer STARTTLS") },
	{ "no-esmtp", SCN_MARK("No: %s refuses EHLO, so STARTTLS cannot be seen") },
	{ "not-tls", SCN_MARK("No: %s does not speak TLS after STARTTLS") },
	{ "starttls-masked", SCN_MARK("No: a device on the way to %s hides STARTTLS") },
	{ "starttls-not-offered", SCN_MARK("No: %s does not offer STARTTLS") },
	{ "starttls-refused", SCN_MARK("No: %s offers STARTTLS and then refuses it") },
};

static const char *before_tls_title(const struct scn_verdict *pair)
{
	for (size_t i = 0; pair && pair->cause && i < SCN_COUNT(before_tls); i++)
		if (strcmp(before_tls[i].cause, pair->cause) == 0)
			return before_tls[i].title;
	return NULL;
}

bool scn_report_is_before_tls(const struct scn_verdict *pair)
{
	return before_tls_title(pair) != NULL;
}

static const char *const unreached[] = {
	[SCN_REACH_UNKNOWN] = SCN_MARK("Not known: %s was not tested far enough"),
	[SCN_REACH_OK] = SCN_MARK("Not known: %s was not tested far enough"),
	[SCN_REACH_REFUSED] = SCN_MARK("Not known: %s refused the connection"),
	[SCN_REACH_TIMED_OUT] = SCN_MARK("Not known: %s did not answer"),
	[SCN_REACH_CLOSED] = SCN_MARK("Not known: %s closed the connection before its greeting"),
	[SCN_REACH_GREETING_REFUSED] = SCN_MARK("Not known: %s wants no mail from this address"),
	[SCN_REACH_UNREACHABLE] = SCN_MARK("Not known: %s cannot be reached"),
};

struct names {
	struct scn_text client, server, what;
};

static void fails_title(
	const struct scn_verdict *pair, const struct names *n, struct scn_headline *out)
{
	const char *client = scn_text_str(&n->client), *server = scn_text_str(&n->server);
	const char *title = before_tls_title(pair);

	if (title) {
		scn_text_printf(&out->title, scn_tr(title), server);
		scn_text_add(&out->sentence,
			scn_tr("Mail to it is unencrypted, or is not sent at all."));
		return;
	}
	if (pair->cause && strcmp(pair->cause, "servers-differ") == 0)
		scn_text_printf(&out->title,
			scn_tr("No: mail from %s to %s is not always encrypted"), client, server);
	else
		scn_text_printf(&out->title, scn_tr("No: mail from %s to %s will not be encrypted"),
			client, server);
	scn_text_printf(&out->sentence, scn_tr("The TLS handshake fails. %s"),
		pair->summary ? pair->summary : "");
}

static void works_title(const struct scn_verdict *pair, struct names *n, struct scn_headline *out)
{
	const char *client = scn_text_str(&n->client), *server = scn_text_str(&n->server);
	const char *summary = pair->summary ? pair->summary : "";

	if (pair->kind == SCN_VERDICT_WORKS) {
		scn_text_printf(&out->title, scn_tr("Yes: mail from %s to %s is encrypted"), client,
			server);
		scn_text_add(&out->sentence, summary);
		return;
	}
	add_choice(&n->what, pair, " ");
	scn_text_printf(&out->title, scn_tr("Yes, but weak: mail from %s to %s uses %s"), client,
		server, scn_text_str(&n->what));
	scn_text_add(&out->sentence, summary);
	if (pair->weak)
		scn_text_printf(&out->sentence, scn_tr(" Weak: %s."), pair->weak);
}

/* Why nothing is known: what stopped it at the server, else what the judge says. */
static void add_why_unknown(const struct scn_server_result *server, const struct scn_verdict *pair,
	struct scn_text *out)
{
	const struct scn_target_result nowhere = { 0 };
	struct scn_problem problem;

	if (server->facts.reach == SCN_REACH_OK && server->facts.incomplete) {
		scn_tr_stored(server->facts.incomplete, out);
	} else if (pair && pair->why) {
		scn_text_add(out, pair->why);
	} else if (scn_server_problem(&nowhere, server, &problem)) {
		scn_text_add(out, scn_text_str(&problem.sentence));
		scn_problem_finish(&problem);
	}
}

static void unknown_title(const struct scn_server_result *server, const struct scn_verdict *pair,
	const struct names *n, struct scn_headline *out)
{
	scn_text_printf(
		&out->title, scn_tr(unreached[server->facts.reach]), scn_text_str(&n->server));
	add_why_unknown(server, pair, &out->sentence);
}

/* While a scan runs, only what the client's own hello proved is told as it is. */
static void so_far(struct scn_headline *out)
{
	struct scn_text title = { 0 };

	scn_text_printf(&title, scn_tr("So far: %s"), scn_text_str(&out->title));
	scn_text_finish(&out->title);
	out->title = title;
}

void scn_report_title(const struct scn_server_result *server, const struct scn_verdict *pair,
	enum scn_title_state state, struct scn_headline *out)
{
	struct names n = { 0 };
	bool running = state == SCN_TITLE_RUNNING;

	*out = (struct scn_headline){ .kind = pair ? pair->kind : SCN_VERDICT_UNKNOWN };
	out->no_verdict = running && out->kind == SCN_VERDICT_UNKNOWN;
	scn_report_client(pair ? scn_client_name(pair) : "", &n.client);
	scn_report_server(&server->facts, &n.server);
	if (out->no_verdict)
		scn_text_printf(&out->title, scn_tr("Not known yet: %s is still being tested"),
			scn_text_str(&n.server));
	else if (out->kind == SCN_VERDICT_UNKNOWN)
		unknown_title(server, pair, &n, out);
	else if (out->kind == SCN_VERDICT_FAILS)
		fails_title(pair, &n, out);
	else
		works_title(pair, &n, out);
	if (running && !out->no_verdict && pair->evidence != SCN_EVIDENCE_CONFIRMED)
		so_far(out);
	scn_text_finish(&n.client);
	scn_text_finish(&n.server);
	scn_text_finish(&n.what);
}

/* ---- one client, all servers ---- */

struct counts {
	size_t works, weak, fails, unknown; /* weak ones are among those that work */
};

static struct counts count_pairs(const struct scn_client_pairs *all)
{
	struct counts n = { 0 };

	for (size_t i = 0; i < all->count; i++) {
		enum scn_verdict_kind kind =
			all->pairs[i] ? all->pairs[i]->kind : SCN_VERDICT_UNKNOWN;

		n.works += kind == SCN_VERDICT_WORKS || kind == SCN_VERDICT_WEAK;
		n.weak += kind == SCN_VERDICT_WEAK;
		n.fails += kind == SCN_VERDICT_FAILS;
		n.unknown += kind == SCN_VERDICT_UNKNOWN;
	}
	return n;
}

static char **short_titles(const struct scn_client_pairs *all)
{
	struct scn_target_result target = { .server_count = all->count };
	char **titles;

	target.servers = scn_alloc(all->count, sizeof(*target.servers));
	for (size_t i = 0; i < all->count; i++)
		target.servers[i] = (struct scn_server_result *)all->servers[i];
	titles = scn_server_titles(&target);
	free(target.servers);
	return titles;
}

static void add_state(struct scn_text *out, const char *server, const struct scn_verdict *pair,
	enum scn_title_state state)
{
	const char *cause = pair ? scn_cause_title(pair->cause) : NULL;
	bool known = pair && pair->kind != SCN_VERDICT_UNKNOWN;

	if (!known && state == SCN_TITLE_RUNNING)
		scn_text_printf(out, scn_tr("%s is still being tested"), server);
	else if (!known)
		scn_text_printf(out, scn_tr("%s not tested"), server);
	else if (pair->kind == SCN_VERDICT_WORKS)
		scn_text_printf(out, scn_tr("%s works"), server);
	else if (pair->kind == SCN_VERDICT_WEAK)
		scn_text_printf(out, scn_tr("%s works, weak"), server);
	else if (cause)
		scn_text_printf(out, scn_tr("%s fails, %s"), server, scn_tr(cause));
	else
		scn_text_printf(out, scn_tr("%s fails"), server);
}

void scn_report_row(const struct scn_client_pairs *all, struct scn_text *out)
{
	char **titles = short_titles(all);

	for (size_t i = 0; i < all->count; i++) {
		scn_text_add(out, i ? "; " : "");
		add_state(out, titles[i], all->pairs[i],
			all->running && all->running[i] ? SCN_TITLE_RUNNING : SCN_TITLE_DONE);
	}
	scn_titles_free(titles, all->count);
}

static void all_title(const struct scn_client_pairs *all, const struct counts *n,
	const char *client, const char *target, struct scn_headline *out)
{
	if (n->works == all->count && n->weak == 0)
		scn_text_printf(&out->title,
			scn_tr("Yes: mail from %s to all servers of %s is encrypted"), client,
			target);
	else if (n->works == all->count)
		scn_text_printf(&out->title,
			scn_tr("Yes, but weak: mail from %s to %s is weakly encrypted on %zu of "
			       "%zu servers"),
			client, target, n->weak, all->count);
	else if (n->works)
		scn_text_printf(&out->title,
			scn_tr_n("Partly: %zu of %zu servers of %s works with %s",
				"Partly: %zu of %zu servers of %s work with %s", n->works),
			n->works, all->count, target, client);
	else if (n->fails == all->count)
		scn_text_printf(&out->title, scn_tr("No: mail from %s to %s will not be encrypted"),
			client, target);
	else
		scn_text_printf(&out->title,
			scn_tr("Not known: the servers of %s were not tested far enough"), target);
}

static enum scn_verdict_kind all_kind(const struct scn_client_pairs *all, const struct counts *n)
{
	if (n->works == all->count)
		return n->weak ? SCN_VERDICT_WEAK : SCN_VERDICT_WORKS;
	if (n->fails && (n->works || n->fails == all->count))
		return SCN_VERDICT_FAILS;
	return SCN_VERDICT_UNKNOWN;
}

void scn_report_title_all(
	const struct scn_client_pairs *all, enum scn_title_state state, struct scn_headline *out)
{
	struct counts n = count_pairs(all);
	struct scn_text client = { 0 }, target = { 0 };
	bool running = state == SCN_TITLE_RUNNING && n.unknown;

	*out = (struct scn_headline){ .kind = all_kind(all, &n) };
	out->partly = n.works && n.works < all->count;
	out->no_verdict = running && !out->partly;
	scn_report_client(all->client, &client);
	scn_text_peer_str(&target, all->target);
	if (out->no_verdict)
		scn_text_printf(&out->title, scn_tr("Not known yet: %s is still being tested"),
			scn_text_str(&target));
	else
		all_title(all, &n, scn_text_str(&client), scn_text_str(&target), out);
	if (running && !out->no_verdict)
		so_far(out);
	scn_report_row(all, &out->sentence);
	scn_text_char(&out->sentence, '.');
	if (n.works && n.fails)
		scn_text_add(&out->sentence,
			scn_tr(" A sender that moves on to the next server gets through "
			       "encrypted."));
	scn_text_finish(&client);
	scn_text_finish(&target);
}
