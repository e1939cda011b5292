#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/judge/negotiate.h"
#include "core/report/layout.h"
#include "core/report/text-parts.h"

/* `scan`: everything that one server accepts, as a list (or the matrix of text-matrix.c on a wide
 * page), then its pairs. */

enum {
	LABEL_WIDTH = 14,
	SUITE_INDENT = 6,
	MOST_UNKNOWN = 12, /* more suites that were not tested are counted, not listed */
	STRENGTH_WIDTH = 8,
};

/* "Groups        x25519, secp256r1 …", wrapped. */
static void fact_row(struct scn_page *p, const char *label, const char *text)
{
	scn_page_add(p, SCN_STYLE_HEADING, label);
	scn_page_pad(p, LABEL_WIDTH);
	scn_page_wrap(p, text, LABEL_WIDTH);
	scn_page_end_line(p);
}

static void header(struct scn_page *p, const struct scn_target_result *target,
	const struct scn_server_facts *s)
{
	struct scn_text name = { 0 }, rest = { 0 };

	scn_text_server(&name, target, s);
	/* The name has the address already where two servers share a name. */
	if (s->address && !strstr(scn_text_str(&name), s->address))
		scn_text_printf(&rest, "  %s", s->address);
	scn_text_add(&rest, "  STARTTLS ok  ");
	scn_text_plural(&rest, s->cost.connections, "connection");
	scn_text_add(&rest, "  ");
	scn_text_duration(&rest, s->cost.elapsed);
	scn_page_block(p);
	scn_page_add(p, SCN_STYLE_HEADING, scn_text_str(&name));
	if (scn_text_columns(scn_text_str(&name)) + scn_text_columns(scn_text_str(&rest)) >
		p->width) {
		scn_page_end_line(p);
		scn_page_paragraph(p, scn_text_str(&rest), 2);
	} else {
		scn_page_add(p, SCN_STYLE_NONE, scn_text_str(&rest));
		scn_page_end_line(p);
	}
	scn_text_finish(&name);
	scn_text_finish(&rest);
}

/* ---- suites ---- */

/* Which of the clients asked for offer this suite: "server only", "common", "2 of 3 clients". */
static void relation(struct scn_page *p, const struct scn_server_result *server,
	scn_suite_code code, struct scn_text *out)
{
	size_t known = 0, offers = 0;

	for (size_t i = 0; i < server->pair_count && p->options->profiles; i++) {
		const struct scn_profile *profile =
			scn_profiles_find(p->options->profiles, server->pairs[i].profile_id);

		known += profile != NULL;
		offers += profile && scn_profile_offers_suite(profile, code);
	}
	if (known == 0)
		return;
	if (offers == 0)
		scn_text_add(out, "server only");
	else if (known == 1)
		scn_text_add(out, "common");
	else
		scn_text_printf(out, "%zu of %zu clients", offers, known);
}

struct suite_columns {
	const struct scn_server_result *server;
	size_t name_width;
	bool narrow; /* the rest goes to a line of its own */
};

static void suite_line(
	struct scn_page *p, const struct scn_suite_fact *fact, const struct suite_columns *columns)
{
	const struct scn_suite *suite = scn_suite_by_code(fact->code);
	enum scn_strength strength = suite ? suite->strength : SCN_STRENGTH_GOOD;
	struct scn_text mark = { 0 }, name = { 0 }, rest = { 0 };

	if (fact->status == SCN_ACCEPTED && fact->rank)
		scn_text_printf(&mark, "%s%u", fact->equal == SCN_ACCEPTED ? "=" : "", fact->rank);
	else
		scn_text_add(&mark, fact->status == SCN_ACCEPTED   ? "yes"
				    : fact->status == SCN_REJECTED ? "no"
								   : "?");
	scn_text_suite(&name, fact->code, p->options->names);
	scn_text_fill(&p->text, ' ', mark.len < 4 ? 4 - mark.len : 0);
	scn_text_printf(&p->text, "%s  %s", scn_text_str(&mark), scn_text_str(&name));
	if (columns->narrow) {
		scn_page_end_line(p);
		scn_text_fill(&p->text, ' ', SUITE_INDENT + 2);
	} else {
		scn_page_pad(p, SUITE_INDENT + columns->name_width + 2);
	}
	if (fact->status == SCN_UNKNOWN)
		scn_text_add(&rest, "not tested");
	else if (fact->status == SCN_ACCEPTED)
		relation(p, columns->server, fact->code, &rest);
	scn_page_add(p,
		strength >= SCN_STRENGTH_WEAK && fact->status == SCN_ACCEPTED ? SCN_STYLE_WEAK
									      : SCN_STYLE_NONE,
		suite ? scn_strength_word(strength) : "?");
	if (rest.len) {
		scn_text_fill(&p->text, ' ',
			STRENGTH_WIDTH - strlen(suite ? scn_strength_word(strength) : "?"));
		scn_text_add(&p->text, scn_text_str(&rest));
	}
	scn_page_end_line(p);
	scn_text_finish(&mark);
	scn_text_finish(&name);
	scn_text_finish(&rest);
}

static size_t name_width(
	const struct scn_suite_fact *const *suites, size_t count, enum scn_dialect names)
{
	size_t width = 0;

	for (size_t i = 0; i < count; i++) {
		struct scn_text name = { 0 };

		scn_text_suite(&name, suites[i]->code, names);
		if (name.len > width)
			width = name.len;
		scn_text_finish(&name);
	}
	return width;
}

static void suite_lines(struct scn_page *p, const struct scn_server_result *server,
	const struct scn_version_fact *version, size_t unknown)
{
	const struct scn_suite_fact **suites;
	size_t count = scn_sorted_suites(version, p->options->all, &suites);
	bool counted = unknown > MOST_UNKNOWN && !p->options->all;
	struct suite_columns columns = { .server = server };
	struct scn_text rest = { 0 };

	columns.name_width = name_width(suites, count, p->options->names);
	relation(p, server, 0, &rest);
	columns.narrow =
		SUITE_INDENT + columns.name_width + 2 + STRENGTH_WIDTH + rest.len > p->width;
	for (size_t i = 0; i < count; i++)
		if (!counted || suites[i]->status != SCN_UNKNOWN)
			suite_line(p, suites[i], &columns);
	if (counted)
		scn_text_printf(
			&p->text, "   ?  %zu suites not tested (--all lists them)\n", unknown);
	scn_text_finish(&rest);
	free(suites);
}

static void add_order(struct scn_text *title, const struct scn_version_fact *fact)
{
	static const char *const orders[] = {
		[SCN_ORDER_UNKNOWN] = "order not known",
		[SCN_ORDER_SERVER] = "order decided by server",
		[SCN_ORDER_CLIENT] = "order decided by client",
	};
	bool equals = false;

	for (size_t i = 0; i < fact->suite_count; i++)
		equals |= fact->suites[i].equal == SCN_ACCEPTED;
	scn_text_printf(title, ", %s", orders[fact->order]);
	if (equals)
		scn_text_add(title, ", but for groups of equal preference (=), by client");
	if (fact->chacha_priority == SCN_ACCEPTED)
		scn_text_add(title, ", ChaCha20 first for clients that put it first");
}

static void accepted_version(
	struct scn_page *p, const struct scn_server_result *server, enum scn_version v)
{
	const struct scn_version_fact *fact = &server->facts.versions[v];
	struct scn_suite_counts counts = scn_facts_count(&server->facts, v);
	struct scn_text title = { 0 };

	scn_page_add(p, SCN_STYLE_HEADING, scn_version_title(v));
	if (fact->status == SCN_ACCEPTED && fact->suite_count == 0) {
		scn_text_add(&title, "accepted");
	} else {
		scn_text_plural(&title, counts.accepted, "suite");
		if (counts.accepted > 1)
			add_order(&title, fact);
		if (counts.unknown)
			scn_text_printf(&title, ", %zu not tested", counts.unknown);
	}
	scn_text_add(&p->text, "  ");
	scn_page_wrap(p, scn_text_str(&title), SUITE_INDENT);
	scn_page_end_line(p);
	suite_lines(p, server, fact, counts.unknown);
	scn_text_finish(&title);
}

/* "TLS 1.1, TLS 1.0, SSL 3.0  rejected"; `not tested` likewise. */
static void versions_of_status(
	struct scn_page *p, const struct scn_server_facts *facts, enum scn_known status)
{
	bool any = false;

	for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--) {
		if (facts->versions[v].status != status ||
			scn_facts_count(facts, (enum scn_version)v).accepted)
			continue;
		scn_page_add(p, SCN_STYLE_NONE, any ? "," : "");
		scn_page_item(p, scn_version_title((enum scn_version)v), any, 0);
		any = true;
	}
	if (!any)
		return;
	scn_page_item(p, status == SCN_REJECTED ? "rejected" : "not tested", 2, SUITE_INDENT);
	scn_page_end_line(p);
}

/* ---- groups, signatures, certificate, DH ---- */

static void groups_row(struct scn_page *p, const struct scn_server_facts *facts)
{
	struct scn_text list = { 0 };
	size_t unknown = 0;
	const struct scn_group_fact *first = NULL;

	for (size_t i = 0; i < facts->group_count; i++) {
		const struct scn_group_fact *fact = &facts->groups[i];

		unknown += fact->status == SCN_UNKNOWN;
		if (fact->status != SCN_ACCEPTED)
			continue;
		if (fact->rank == 1)
			first = fact;
		scn_text_add(&list, list.len ? ", " : "");
		scn_text_group(&list, fact->code);
	}
	if (first) {
		scn_text_add(&list, " (server prefers ");
		scn_text_group(&list, first->code);
		scn_text_char(&list, ')');
	}
	if (unknown)
		scn_text_printf(&list, "%s%zu not tested", list.len ? "; " : "", unknown);
	fact_row(p, "Groups", list.len ? scn_text_str(&list) : "not tested");
	scn_text_finish(&list);
}

static void schemes_row(struct scn_page *p, const struct scn_server_facts *facts)
{
	struct scn_text list = { 0 };
	size_t unknown = 0;

	for (size_t i = 0; i < facts->scheme_count; i++) {
		unknown += facts->schemes[i].status == SCN_UNKNOWN;
		if (facts->schemes[i].status != SCN_ACCEPTED)
			continue;
		scn_text_add(&list, list.len ? ", " : "");
		scn_text_scheme(&list, facts->schemes[i].code);
	}
	if (unknown)
		scn_text_printf(&list, "%s%zu not tested", list.len ? "; " : "", unknown);
	fact_row(p, "Signatures", list.len ? scn_text_str(&list) : "not tested");
	scn_text_finish(&list);
}

/* "3 1 1 and 2 1 1, signed: match the certificate"; nothing where nobody asked. */
static void tlsa_row(struct scn_page *p, const struct scn_tlsa_fact *tlsa)
{
	static const char *const danes[] = { "not compared", "match the certificate",
		"do not match the certificate", "match, but the certificate has another name",
		"match, but the certificate has expired", "match, but the chain does not verify",
		"none that a mail server may use" };
	struct scn_text line = { 0 };

	if (tlsa->status == SCN_TLSA_UNKNOWN && !tlsa->detail)
		return;
	for (size_t i = 0; i < tlsa->record_count; i++)
		scn_text_printf(&line, "%s%u %u %u", i ? ", " : "", tlsa->records[i].usage,
			tlsa->records[i].selector, tlsa->records[i].matching);
	if (tlsa->status == SCN_TLSA_SECURE)
		scn_text_printf(&line, ", signed (DNSSEC): %s", danes[tlsa->dane]);
	else if (tlsa->status == SCN_TLSA_INSECURE)
		scn_text_add(&line, ", not signed: they do not count");
	else if (tlsa->status == SCN_TLSA_NONE)
		scn_text_add(&line, "none");
	else
		scn_text_printf(&line, "%s%s%s", scn_tlsa_word(tlsa->status),
			tlsa->detail ? ": " : "", tlsa->detail ? tlsa->detail : "");
	fact_row(p, "TLSA", scn_text_str(&line));
	scn_text_finish(&line);
}

static void certificate_row(struct scn_page *p, const struct scn_certificate_fact *c)
{
	static const char *const matches[] = {
		[SCN_UNKNOWN] = "name not checked",
		[SCN_REJECTED] = "name does not match",
		[SCN_ACCEPTED] = "name matches",
	};
	struct scn_text line = { 0 };

	for (const char *k = c->key_word ? c->key_word : "key"; *k; k++)
		scn_text_char(&line, *k >= 'a' && *k <= 'z' ? (char)(*k - 'a' + 'A') : *k);
	if (c->curve) {
		scn_text_char(&line, ' ');
		scn_text_group(&line, c->curve);
	} else if (c->bits) {
		scn_text_printf(&line, " %u", c->bits);
	}
	if (c->signature) {
		scn_text_add(&line, ", ");
		scn_text_peer_str(&line, c->signature);
	}
	scn_text_printf(&line, ", %s, ", matches[c->name_matches]);
	if (c->chain)
		scn_text_printf(&line, "chain %s", c->chain);
	else
		scn_text_add(&line, c->self_issued ? "self-signed" : "chain not checked");
	if (c->not_after) {
		scn_text_add(&line, ", until ");
		scn_text_date(&line, c->not_after);
	}
	fact_row(p, "Certificate", scn_text_str(&line));
	scn_text_finish(&line);
}

/* "not used" only where every suite with DHE was refused. */
static void dh_row(struct scn_page *p, const struct scn_server_facts *facts)
{
	struct scn_text line = { 0 };
	bool used = false;

	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		for (size_t i = 0; i < facts->versions[v].suite_count; i++) {
			const struct scn_suite_fact *fact = &facts->versions[v].suites[i];
			const struct scn_suite *suite = scn_suite_by_code(fact->code);

			used |= suite && scn_suite_has_dhe(suite) && fact->status != SCN_REJECTED;
		}
	if (facts->dh.bits)
		scn_text_printf(&line, "%u bits", facts->dh.bits);
	else
		scn_text_add(&line, used || scn_facts_partial(facts) ? "not tested" : "not used");
	if (facts->dh.name) {
		scn_text_add(&line, ", ");
		scn_text_peer_str(&line, facts->dh.name);
	}
	fact_row(p, "DH", scn_text_str(&line));
	scn_text_finish(&line);
}

static void add_throttle(struct scn_text *line, const struct scn_throttle_fact *throttle)
{
	scn_text_add(line, ", asked to slow down");
	if (!throttle->sign)
		return; /* saved by a version that kept no more */
	scn_text_printf(line, " (%s", scn_throttle_word(throttle->sign));
	if (throttle->limit)
		scn_text_printf(line, "; takes at most %u %s at once", throttle->limit,
			throttle->limit == 1 ? "connection" : "connections");
	if (throttle->waited >= SCN_SECOND)
		scn_text_printf(
			line, "; waited %lld s", (long long)(throttle->waited / SCN_SECOND));
	scn_text_char(line, ')');
}

static void behaviour_row(struct scn_page *p, const struct scn_server_facts *facts)
{
	struct scn_text line = { 0 };

	if (facts->suite_limit)
		scn_text_printf(&line, ", reads at most %u suites", facts->suite_limit);
	if (facts->hello_limit)
		scn_text_printf(
			&line, ", reads a ClientHello of at most %u bytes", facts->hello_limit);
	if (facts->closes_for_no)
		scn_text_add(&line, ", closes the connection instead of an alert");
	if (facts->chooses_unoffered)
		scn_text_add(&line, ", selects suites that were not offered");
	if (facts->throttled)
		add_throttle(&line, &facts->throttle);
	if (line.len)
		fact_row(p, "Behaviour", scn_text_str(&line) + 2);
	scn_text_finish(&line);
}

static void details(struct scn_page *p, const struct scn_server_facts *facts)
{
	scn_page_block(p);
	groups_row(p, facts);
	schemes_row(p, facts);
	for (size_t i = 0; i < facts->certificate_count; i++)
		certificate_row(p, &facts->certificates[i]);
	if (facts->certificate_count == 0)
		fact_row(p, "Certificate", "not seen");
	tlsa_row(p, &facts->tlsa);
	dh_row(p, facts);
	behaviour_row(p, facts);
}

/* ---- pairs ---- */

static size_t common_suites(
	const struct scn_profile *profile, const struct scn_server_facts *facts, size_t *maybe_out)
{
	size_t both = 0;

	*maybe_out = 0;
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		struct scn_common common = scn_common_suites(profile, facts, (enum scn_version)v);

		both += common.both_count;
		*maybe_out += common.maybe_count;
		scn_common_finish(&common);
	}
	return both;
}

/* "Common with Exchange 2019 (Windows Server 2019): 0 suites. FAIL" */
static void common_line(
	struct scn_page *p, const struct scn_server_result *server, const struct scn_verdict *pair)
{
	const struct scn_profile *profile =
		p->options->profiles ? scn_profiles_find(p->options->profiles, pair->profile_id)
				     : NULL;
	struct scn_text line = { 0 }, mark = { 0 }, detail = { 0 };
	size_t maybe = 0;

	scn_text_printf(&line, profile ? "Common with %s: " : "%s: ", scn_client_name(pair));
	if (profile) {
		scn_text_plural(&line, common_suites(profile, &server->facts, &maybe), "suite");
		if (maybe)
			scn_text_printf(&line, ", %zu not tested", maybe);
		scn_text_char(&line, '.');
	}
	scn_page_wrap(p, scn_text_str(&line), 2);
	scn_pair_cell(pair, &mark, &detail);
	if (scn_page_column(p) + 1 + mark.len + 1 + detail.len > p->width)
		scn_text_add(&p->text, "\n ");
	scn_text_char(&p->text, ' ');
	scn_page_add(p, scn_kind_style(pair->kind), scn_text_str(&mark));
	if (detail.len && pair->kind != SCN_VERDICT_FAILS)
		scn_text_printf(&p->text, " %s", scn_text_str(&detail));
	scn_page_end_line(p);
	scn_text_finish(&line);
	scn_text_finish(&mark);
	scn_text_finish(&detail);
}

static void pairs(struct scn_page *p, const struct scn_target_result *target,
	const struct scn_server_result *server)
{
	if (server->pair_count)
		scn_page_block(p);
	for (size_t i = 0; i < server->pair_count; i++)
		common_line(p, server, &server->pairs[i]);
	for (size_t i = 0; i < server->pair_count; i++)
		if (server->pair_count == 1 || server->pairs[i].kind == SCN_VERDICT_FAILS)
			scn_text_pair(p, target, server, &server->pairs[i]);
}

static void scan_server(struct scn_page *p, const struct scn_target_result *target,
	const struct scn_server_result *server)
{
	const struct scn_server_facts *facts = &server->facts;
	struct scn_problem problem;

	if (scn_server_problem(target, server, &problem)) {
		scn_text_problem(p, &problem);
		scn_problem_finish(&problem);
		return;
	}
	header(p, target, facts);
	scn_page_block(p);
	if (p->width < SCN_WIDTH_MATRIX || !scn_text_matrix(p, server)) {
		for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--)
			if (facts->versions[v].status == SCN_ACCEPTED ||
				scn_facts_count(facts, (enum scn_version)v).accepted)
				accepted_version(p, server, (enum scn_version)v);
	}
	versions_of_status(p, facts, SCN_REJECTED);
	versions_of_status(p, facts, SCN_UNKNOWN);
	details(p, facts);
	pairs(p, target, server);
}

void scn_text_scan(struct scn_page *p, const struct scn_document *d)
{
	for (size_t i = 0; i < d->target_count; i++) {
		const struct scn_target_result *target = d->targets[i];
		struct scn_problem problem;

		if (target->error_id || target->server_count == 0) {
			scn_target_problem(target, &problem);
			scn_text_problem(p, &problem);
			scn_problem_finish(&problem);
		}
		for (size_t s = 0; s < target->server_count; s++)
			scan_server(p, target, target->servers[s]);
		scn_text_note(p, target);
	}
	scn_text_end(p, d);
}
