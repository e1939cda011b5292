/* What is said before TLS, and the lists of versions and suites. */
#include <string.h>

#include "core/base/language.h"
#include "core/report/fact-private.h"
#include "core/report/text-parts.h"

/* ---- server and STARTTLS ---- */

/* A greeting of several lines becomes one. */
static void add_lines(struct scn_text *out, const char *lines)
{
	while (*lines) {
		size_t len = strcspn(lines, "\n");

		scn_fact_and(out, " ");
		scn_text_peer(out, lines, len);
		lines += len + (lines[len] == '\n');
	}
}

static const char *reach_sentence(enum scn_reach reach)
{
	static const char *const sentences[] = {
		[SCN_REACH_UNKNOWN] = SCN_MARK("not tested"),
		[SCN_REACH_OK] = SCN_MARK("answers"),
		[SCN_REACH_REFUSED] = SCN_MARK("refused the connection"),
		[SCN_REACH_TIMED_OUT] = SCN_MARK("did not answer"),
		[SCN_REACH_CLOSED] = SCN_MARK("closed the connection before its greeting"),
		[SCN_REACH_GREETING_REFUSED] = SCN_MARK("wants no mail from this address"),
		[SCN_REACH_UNREACHABLE] = SCN_MARK("cannot be reached"),
	};

	return scn_tr(sentences[reach]);
}

void scn_fact_server(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_server_facts *f = &view->server->facts;
	struct scn_text greeting = { 0 };
	bool ok = f->reach == SCN_REACH_OK;

	scn_text_peer_str(&fact->label, f->host);
	if (f->smtp.greeting)
		add_lines(&greeting, f->smtp.greeting);
	scn_fact_say(fact, ok ? SCN_FACT_GOOD : SCN_FACT_NOT_TESTED, reach_sentence(f->reach));
	if (f->address && f->address[0])
		scn_text_printf(&fact->detail, "%s \xC2\xB7 ", f->address);
	scn_text_printf(&fact->detail, scn_tr("port %u"), f->port);
	if (!ok)
		scn_text_printf(&fact->detail, " \xC2\xB7 %s", scn_text_str(&fact->value));
	if (greeting.len)
		scn_text_printf(&fact->detail, " \xC2\xB7 \xE2\x80\x9C%s\xE2\x80\x9D",
			scn_text_str(&greeting));
	scn_text_finish(&greeting);
}

static const char *not_offered(const struct scn_smtp_fact *smtp)
{
	if (smtp->starttls_masked)
		return scn_tr("Not offered: something in between overwrites the answer to EHLO "
			      "with XXXXXXXA.");
	if (smtp->no_ehlo)
		return scn_tr("Not offered: the server refuses EHLO.");
	return scn_tr("Not offered after EHLO.");
}

static void starttls_detail(const struct scn_smtp_fact *smtp, struct scn_text *out)
{
	struct scn_text reply = { 0 };

	if (smtp->starttls_reply)
		add_lines(&reply, smtp->starttls_reply);
	if (smtp->starttls == SCN_STARTTLS_OFFERED && smtp->closes_at_220)
		scn_text_add(out,
			scn_tr("Offered, but the connection is closed as soon as TLS may begin."));
	else if (smtp->starttls == SCN_STARTTLS_OFFERED)
		scn_text_add(out, scn_tr("Offered after EHLO."));
	else if (smtp->starttls == SCN_STARTTLS_NOT_OFFERED)
		scn_text_add(out, not_offered(smtp));
	else if (smtp->starttls == SCN_STARTTLS_REFUSED)
		scn_text_printf(out,
			scn_tr("Offered, but refused with \xE2\x80\x9C%s\xE2\x80\x9D."),
			scn_text_str(&reply));
	else if (smtp->starttls == SCN_STARTTLS_NOT_TLS)
		scn_text_add(out, scn_tr("Offered, but what follows is not TLS."));
	scn_text_finish(&reply);
}

void scn_fact_starttls(const struct scn_fact_view *view, struct scn_fact *fact)
{
	static const char *const words[] = {
		[SCN_STARTTLS_UNKNOWN] = NULL,
		[SCN_STARTTLS_OFFERED] = SCN_MARK("offered"),
		[SCN_STARTTLS_NOT_OFFERED] = SCN_MARK("not offered"),
		[SCN_STARTTLS_REFUSED] = SCN_MARK("refused"),
		[SCN_STARTTLS_NOT_TLS] = SCN_MARK("not TLS"),
	};
	const struct scn_server_facts *f = &view->server->facts;
	bool good = f->smtp.starttls == SCN_STARTTLS_OFFERED && !f->smtp.closes_at_220;

	if (f->smtp.starttls == SCN_STARTTLS_UNKNOWN) {
		if (f->reach != SCN_REACH_OK && f->reach != SCN_REACH_UNKNOWN)
			scn_text_add(&fact->value, reach_sentence(f->reach));
		return;
	}
	scn_fact_say(fact, good ? SCN_FACT_GOOD : SCN_FACT_BAD, scn_tr(words[f->smtp.starttls]));
	starttls_detail(&f->smtp, &fact->detail);
}

void scn_fact_software(const struct scn_fact_view *view, struct scn_fact *fact)
{
	static const struct {
		const char *word, *title;
	} known[] = {
		{ "postfix", "Postfix" },
		{ "exim", "Exim" },
		{ "sendmail", "Sendmail" },
		{ "opensmtpd", "OpenSMTPD" },
		{ "microsoft", "Microsoft" },
		{ "gsmtp", "Gmail" },
		{ "halon", "Halon" },
		{ "haraka", "Haraka" },
	};
	const char *greeting = view->server->facts.smtp.greeting;

	for (size_t i = 0; greeting && i < sizeof(known) / sizeof(known[0]); i++) {
		if (!scn_contains(greeting, known[i].word))
			continue;
		scn_fact_say(fact, SCN_FACT_PLAIN, known[i].title);
		scn_text_printf(&fact->detail, scn_tr("%s, as its greeting says"), known[i].title);
		return;
	}
	if (greeting)
		scn_text_add(&fact->value, scn_tr("not known"));
}

/* ---- versions ---- */

/* "TLS 1.2, TLS 1.3"; in brief "TLS 1.2, 1.3". */
static void add_versions(
	const struct scn_server_facts *f, enum scn_known status, bool brief, struct scn_text *out)
{
	bool tls = false;

	for (int v = SCN_SSL2; v <= SCN_TLS1_3; v++) {
		const char *title = scn_version_title((enum scn_version)v);

		if (f->versions[v].status != status)
			continue;
		scn_fact_and(out, ", ");
		scn_text_add(out, brief && tls ? title + strlen("TLS ") : title);
		tls |= v >= SCN_TLS1_0;
	}
}

/* SSL 2.0 is only asked where somebody wants it. */
static bool has_open_version(const struct scn_server_facts *f)
{
	for (int v = SCN_SSL3; v <= SCN_TLS1_3; v++)
		if (f->versions[v].status == SCN_UNKNOWN)
			return true;
	return false;
}

static void versions_detail(const struct scn_server_facts *f, struct scn_text *out)
{
	static const struct {
		enum scn_known status;
		const char *sentence;
	} parts[] = {
		{ SCN_ACCEPTED, "%s." },
		{ SCN_REJECTED, SCN_MARK("Rejected: %s.") },
		{ SCN_UNKNOWN, SCN_MARK("Not tested: %s.") },
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct scn_text list = { 0 };

		add_versions(f, parts[i].status, false, &list);
		if (list.len) {
			scn_fact_and(out, " ");
			scn_text_printf(out, scn_tr(parts[i].sentence), scn_text_str(&list));
		}
		scn_text_finish(&list);
	}
}

void scn_fact_versions(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_server_facts *f = &view->server->facts;

	add_versions(f, SCN_ACCEPTED, true, &fact->value);
	if (has_open_version(f)) {
		fact->extent = fact->value.len ? SCN_FACT_PARTLY : SCN_FACT_NOTHING;
		if (fact->value.len)
			scn_text_add(&fact->value, scn_tr("; rest not tested"));
	} else {
		scn_fact_say(fact, fact->value.len ? SCN_FACT_GOOD : SCN_FACT_BAD,
			fact->value.len ? "" : scn_tr("none"));
	}
	for (int v = SCN_SSL2; v < SCN_TLS1_2; v++)
		if (f->versions[v].status == SCN_ACCEPTED)
			scn_fact_worsen(fact, SCN_FACT_WEAK);
	if (fact->extent != SCN_FACT_NOTHING)
		versions_detail(f, &fact->detail);
}

/* ---- suites ---- */

static size_t of_strength(const struct scn_version_fact *version, enum scn_strength strength)
{
	size_t count = 0;

	for (size_t i = 0; i < version->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(version->suites[i].code);

		count += version->suites[i].status == SCN_ACCEPTED && suite &&
			 suite->strength == strength;
	}
	return count;
}

/* ", 2 weak, 12 not tested" */
static void add_shares(const struct scn_server_facts *f, enum scn_version version,
	struct scn_fact *fact, struct scn_text *out)
{
	const struct scn_version_fact *v = &f->versions[version];
	size_t weak = of_strength(v, SCN_STRENGTH_WEAK),
	       broken = of_strength(v, SCN_STRENGTH_BROKEN);
	size_t unknown = scn_facts_count(f, version).unknown;

	if (weak)
		scn_text_printf(out, scn_tr_n(", %zu weak", ", %zu weak", weak), weak);
	if (broken)
		scn_text_printf(out, scn_tr_n(", %zu broken", ", %zu broken", broken), broken);
	if (unknown)
		scn_text_printf(
			out, scn_tr_n(", %zu not tested", ", %zu not tested", unknown), unknown);
	scn_fact_worsen(fact, broken ? SCN_FACT_WEAK : SCN_FACT_GOOD);
	fact->extent =
		unknown || fact->extent == SCN_FACT_PARTLY ? SCN_FACT_PARTLY : SCN_FACT_WHOLE;
}

static void count_suites(
	const struct scn_server_facts *f, enum scn_version version, struct scn_fact *fact)
{
	size_t accepted = scn_facts_count(f, version).accepted;

	if (f->versions[version].status == SCN_REJECTED) {
		scn_fact_say(fact, SCN_FACT_NO, scn_tr("none"));
	} else if (accepted) {
		scn_text_printf(&fact->value, "%zu", accepted);
		add_shares(f, version, fact, &fact->value);
	}
}

void scn_fact_tls13(const struct scn_fact_view *view, struct scn_fact *fact)
{
	count_suites(&view->server->facts, SCN_TLS1_3, fact);
}

void scn_fact_tls12(const struct scn_fact_view *view, struct scn_fact *fact)
{
	count_suites(&view->server->facts, SCN_TLS1_2, fact);
}

static const char *decider(enum scn_order order, bool sentence)
{
	static const char *const words[][2] = {
		[SCN_ORDER_UNKNOWN] = { SCN_MARK("who decides is not known"),
			SCN_MARK("Who decides is not known.") },
		[SCN_ORDER_SERVER] = { SCN_MARK("the server decides"),
			SCN_MARK("The server decides.") },
		[SCN_ORDER_CLIENT] = { SCN_MARK("the client decides"),
			SCN_MARK("The client decides.") },
	};

	return scn_tr(words[order][sentence]);
}

/* The order of the versions that have one; UNKNOWN and *mixed where they have several. */
static enum scn_order common_order(const struct scn_server_facts *f, bool *mixed)
{
	enum scn_order order = SCN_ORDER_UNKNOWN;

	*mixed = false;
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		enum scn_order here = f->versions[v].order;

		if (here == SCN_ORDER_UNKNOWN)
			continue;
		*mixed |= order != SCN_ORDER_UNKNOWN && order != here;
		order = here;
	}
	return *mixed ? SCN_ORDER_UNKNOWN : order;
}

/* "TLS 1.2: 3 suites, 2 weak" */
static void suites_of_version(const struct scn_server_facts *f, enum scn_version version,
	struct scn_fact *fact, struct scn_text *out)
{
	size_t accepted = scn_facts_count(f, version).accepted;

	if (!accepted || f->versions[version].status == SCN_REJECTED)
		return;
	scn_fact_and(out, "; ");
	scn_text_printf(out, scn_tr_n("%1$s: %2$zu suite", "%1$s: %2$zu suites", accepted),
		scn_version_title(version), accepted);
	add_shares(f, version, fact, out);
}

void scn_fact_suites(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_server_facts *f = &view->server->facts;
	struct scn_text versions = { 0 };
	bool mixed;
	enum scn_order order = common_order(f, &mixed);

	for (int v = SCN_TLS1_3; v >= SCN_SSL2; v--) {
		size_t before = versions.len;

		suites_of_version(f, (enum scn_version)v, fact, &versions);
		if (mixed && versions.len > before)
			scn_text_printf(&versions, " (%s)", decider(f->versions[v].order, false));
	}
	if (versions.len) {
		if (!mixed)
			scn_text_add(&fact->value, decider(order, true));
		scn_fact_and(&fact->value, " ");
		scn_text_printf(&fact->value, "%s.", scn_text_str(&versions));
		if (f->versions[SCN_TLS1_2].chacha_priority == SCN_ACCEPTED)
			scn_text_printf(&fact->value, " %s",
				scn_tr("A client that puts ChaCha20 first gets it."));
	}
	scn_text_finish(&versions);
}

void scn_fact_order(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_version_fact *v = &view->server->facts.versions[SCN_TLS1_2];

	if (v->status == SCN_REJECTED)
		scn_fact_say(fact, SCN_FACT_NO, scn_tr("no TLS 1.2"));
	else if (v->order != SCN_ORDER_UNKNOWN)
		scn_fact_say(fact, SCN_FACT_PLAIN,
			v->order == SCN_ORDER_SERVER ? scn_tr("server") : scn_tr("client"));
}

void scn_fact_first(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_version_fact *v = &view->server->facts.versions[SCN_TLS1_2];

	if (v->status == SCN_REJECTED)
		scn_fact_say(fact, SCN_FACT_NO, scn_tr("no TLS 1.2"));
	else if (v->order == SCN_ORDER_CLIENT)
		scn_fact_say(fact, SCN_FACT_PLAIN, scn_tr("the client's"));
	for (size_t i = 0; i < v->suite_count && fact->extent == SCN_FACT_NOTHING; i++)
		if (v->suites[i].rank == 1 && v->suites[i].status == SCN_ACCEPTED) {
			scn_text_suite(&fact->value, v->suites[i].code, view->names);
			fact->extent = SCN_FACT_WHOLE;
		}
}
