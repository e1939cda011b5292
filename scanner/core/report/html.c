#include "core/report/html.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/language.h"
#include "core/registry/group.h"
#include "core/report/layout.h"
#include "core/report/report.h"
#include "core/report/suite-table.h"
#include "core/report/text-parts.h"

struct html {
	const struct scn_document *document;
	const struct scn_html_options *options;
	struct scn_text *out;
};

/* ---- text in HTML ---- */

static void escaped(struct html *h, const char *text)
{
	static const struct {
		char c;
		const char *entity;
	} entities[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" },
		{ '\'', "&#39;" } };

	for (; text && *text; text++) {
		const char *entity = NULL;

		for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
			if (entities[i].c == *text)
				entity = entities[i].entity;
		if (entity)
			scn_text_add(h->out, entity);
		else
			scn_text_char(h->out, *text);
	}
}

/* A peer's words: control characters become visible, then all is escaped. */
static void peer(struct html *h, const char *text)
{
	struct scn_text safe = { 0 };

	scn_text_peer_str(&safe, text);
	escaped(h, scn_text_str(&safe));
	scn_text_finish(&safe);
}

static void raw(struct html *h, const char *markup)
{
	scn_text_add(h->out, markup);
}

static void take_escaped(struct html *h, struct scn_text *take_text)
{
	escaped(h, scn_text_str(take_text));
	scn_text_finish(take_text);
}

/* ---- a list of names and values ---- */

static void begin_item(struct html *h, const char *name)
{
	raw(h, "<dt>");
	escaped(h, name);
	raw(h, "</dt><dd>");
}

static void end_item(struct html *h)
{
	raw(h, "</dd>\n");
}

/* Nothing where there is no value. */
static void item(struct html *h, const char *name, const char *value)
{
	if (!value || !value[0])
		return;
	begin_item(h, name);
	escaped(h, value);
	end_item(h);
}

/* ---- answers ---- */

static const char *kind_title(enum scn_verdict_kind kind)
{
	static const char *const titles[] = {
		[SCN_VERDICT_UNKNOWN] = "Not known",
		[SCN_VERDICT_WORKS] = "Works",
		[SCN_VERDICT_WEAK] = "Works, but weak",
		[SCN_VERDICT_FAILS] = "Fails",
	};

	return titles[kind];
}

static void mark(struct html *h, enum scn_verdict_kind kind)
{
	scn_text_printf(h->out, "<span class=\"mark %s\">%s</span>", scn_verdict_word(kind),
		kind_title(kind));
}

static void fix_item(struct html *h, const struct scn_fix *fix)
{
	begin_item(h, fix->change.side == SCN_SIDE_CLIENT ? "Fix (client)" : "Fix (server)");
	escaped(h, fix->text);
	scn_text_printf(
		h->out, " <span class=\"soft\">(%s)</span>", scn_evidence_word(fix->evidence));
	end_item(h);
}

static void pair(struct html *h, const struct scn_target_result *target,
	const struct scn_server_result *server, const struct scn_verdict *p)
{
	struct scn_text name = { 0 };

	scn_text_printf(h->out, "<section class=\"pair %s\"><h3>", scn_verdict_word(p->kind));
	mark(h, p->kind);
	raw(h, ": ");
	escaped(h, p->profile_name);
	raw(h, " to ");
	scn_text_server(&name, target, &server->facts);
	take_escaped(h, &name);
	raw(h, "</h3><p>");
	escaped(h, p->summary);
	raw(h, "</p><dl>\n");
	item(h, "Why", p->why);
	item(h, "Server accepts", p->server_side);
	item(h, "Client offers", p->client_side);
	item(h, "Weak", p->weak);
	item(h, "Mail", p->mail);
	for (size_t i = 0; i < p->fix_count; i++)
		fix_item(h, &p->fixes[i]);
	item(h, "Evidence", p->proof);
	item(h, "Proved", p->counter);
	item(h, "Cause", p->cause);
	raw(h, "</dl></section>\n");
}

static void problem(struct html *h, struct scn_problem *p)
{
	scn_text_printf(h->out, "<section class=\"pair %s\"><h3>", scn_verdict_word(p->kind));
	escaped(h, scn_text_str(&p->heading));
	raw(h, "</h3><p>");
	escaped(h, scn_text_str(&p->sentence));
	raw(h, "</p></section>\n");
	scn_problem_finish(p);
}

static void answers_of_server(struct html *h, const struct scn_target_result *target,
	const struct scn_server_result *server)
{
	struct scn_problem sick;

	if (scn_server_problem(target, server, &sick)) {
		problem(h, &sick);
		return;
	}
	for (size_t i = 0; i < server->pair_count; i++)
		pair(h, target, server, &server->pairs[i]);
}

/* ---- the grid: every client against every server ---- */

static void grid_row(
	struct html *h, const struct scn_target_result *target, const struct scn_verdict *client)
{
	raw(h, "<tr><th scope=\"row\">");
	escaped(h, client->profile_name);
	raw(h, "</th>");
	for (size_t s = 0; s < target->server_count; s++) {
		const struct scn_verdict *p =
			scn_server_pair(target->servers[s], client->profile_id);
		struct scn_text word = { 0 }, detail = { 0 };

		scn_pair_cell(p, &word, &detail);
		raw(h, "<td>");
		mark(h, p ? p->kind : SCN_VERDICT_UNKNOWN);
		raw(h, " ");
		take_escaped(h, &detail);
		raw(h, "</td>");
		scn_text_finish(&word);
	}
	raw(h, "</tr>\n");
}

static void grid(struct html *h, const struct scn_target_result *target)
{
	const struct scn_verdict **clients;
	size_t count = scn_target_clients(target, &clients);
	char **titles = scn_server_titles(target);

	if (count && (count > 1 || target->server_count > 1)) {
		raw(h, "<table><thead><tr><th scope=\"col\">Client</th>");
		for (size_t s = 0; s < target->server_count; s++) {
			raw(h, "<th scope=\"col\">");
			escaped(h, titles[s]);
			raw(h, "</th>");
		}
		raw(h, "</tr></thead><tbody>\n");
		for (size_t i = 0; i < count; i++)
			grid_row(h, target, clients[i]);
		raw(h, "</tbody></table>\n");
	}
	scn_titles_free(titles, target->server_count);
	free(clients);
}

/* ---- suites ---- */

static const struct scn_profile *client_of(const struct html *h, const struct scn_verdict *p)
{
	return h->options->profiles ? scn_profiles_find(h->options->profiles, p->profile_id) : NULL;
}

static void suite_row(struct html *h, const struct scn_server_result *server,
	enum scn_version version, const struct scn_suite_fact *fact)
{
	const struct scn_suite *suite = scn_suite_by_code(fact->code);
	char code[SCN_SUITE_CODE_LEN];

	scn_suite_code_text(fact->code, code);
	raw(h, "<tr><td>");
	if (fact->rank)
		scn_text_printf(h->out, "%u", fact->rank);
	scn_text_printf(h->out, "</td><td class=\"code\">%s</td><td class=\"code\">", code);
	escaped(h, suite ? suite->name : "a suite without a name");
	scn_text_printf(h->out, "</td><td>%s</td><td>%s</td>", scn_known_word(fact->status),
		suite ? scn_strength_word(suite->strength) : "");
	for (size_t i = 0; i < server->pair_count; i++) {
		struct scn_suite_client client = { .profile = client_of(h, &server->pairs[i]) };
		struct scn_suite_offer offer = scn_suite_offer(&server->facts, &client, fact->code);

		if (client.profile)
			scn_text_printf(h->out, "<td>%s</td>",
				offer.versions & SCN_VERSION_BIT(version) ? "offers" : "");
	}
	raw(h, "</tr>\n");
}

static void suites_head(struct html *h, const struct scn_server_result *server)
{
	static const char *const columns[] = { "Order", "Code", "Suite", "Server", "Strength" };

	raw(h, "<table><thead><tr>");
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		scn_text_printf(h->out, "<th scope=\"col\">%s</th>", columns[i]);
	for (size_t i = 0; i < server->pair_count; i++) {
		if (!client_of(h, &server->pairs[i]))
			continue;
		raw(h, "<th scope=\"col\">");
		escaped(h, server->pairs[i].profile_id);
		raw(h, "</th>");
	}
	raw(h, "</tr></thead><tbody>\n");
}

static void suites_at(
	struct html *h, const struct scn_server_result *server, enum scn_version version)
{
	const struct scn_version_fact *fact = &server->facts.versions[version];
	const struct scn_suite_fact **suites;
	size_t count = scn_sorted_suites(fact, h->options->all, &suites);

	if (count) {
		scn_text_printf(h->out, "<h3>%s, order decided by: %s</h3>\n",
			scn_version_title(version), scn_order_word(fact->order));
		suites_head(h, server);
		for (size_t i = 0; i < count; i++)
			suite_row(h, server, version, suites[i]);
		raw(h, "</tbody></table>\n");
	}
	free(suites);
}

/* ---- facts ---- */

static void versions_item(struct html *h, const struct scn_server_facts *f)
{
	begin_item(h, "Versions");
	for (int v = SCN_TLS1_3; v >= SCN_SSL2; v--)
		scn_text_printf(h->out, "%s%s %s", v == SCN_TLS1_3 ? "" : ", ",
			scn_version_title((enum scn_version)v),
			scn_known_word(f->versions[v].status));
	end_item(h);
}

static void groups_item(struct html *h, const struct scn_server_facts *f)
{
	struct scn_text list = { 0 };

	for (size_t i = 0; i < f->group_count; i++) {
		if (f->groups[i].status != SCN_ACCEPTED)
			continue;
		scn_text_add(&list, list.len ? ", " : "");
		scn_text_group(&list, f->groups[i].code);
	}
	item(h, "Groups", scn_text_str(&list));
	scn_text_finish(&list);
}

static void certificate_item(struct html *h, const struct scn_certificate_fact *c)
{
	struct scn_text date = { 0 };

	begin_item(h, "Certificate");
	scn_text_printf(h->out, "%s %u, ", c->key_word ? c->key_word : "?", c->bits);
	peer(h, c->subject);
	raw(h, ", until ");
	scn_text_date(&date, c->not_after);
	take_escaped(h, &date);
	if (c->chain) {
		raw(h, ", chain: ");
		peer(h, c->chain);
	}
	if (c->name_matches != SCN_UNKNOWN)
		raw(h, c->name_matches == SCN_ACCEPTED ? ", name matches"
						       : ", name does not match");
	end_item(h);
}

static void facts(struct html *h, const struct scn_server_facts *f)
{
	struct scn_text cost = { 0 };

	raw(h, "<dl>\n");
	begin_item(h, "Greeting");
	peer(h, f->smtp.greeting);
	end_item(h);
	item(h, "STARTTLS", scn_starttls_word(f->smtp.starttls));
	versions_item(h, f);
	groups_item(h, f);
	if (f->dh.bits) {
		begin_item(h, "DH size");
		scn_text_printf(h->out, "%u bits", f->dh.bits);
		end_item(h);
	}
	for (size_t i = 0; i < f->certificate_count; i++)
		certificate_item(h, &f->certificates[i]);
	item(h, "Not complete", f->incomplete);
	scn_text_printf(&cost, "%u connections, ", f->cost.connections);
	scn_text_duration(&cost, f->cost.elapsed);
	item(h, "Cost", scn_text_str(&cost));
	scn_text_finish(&cost);
	raw(h, "</dl>\n");
}

static void server_section(struct html *h, const struct scn_target_result *target,
	const struct scn_server_result *server)
{
	struct scn_text name = { 0 };

	raw(h, "<h2>Server ");
	scn_text_server(&name, target, &server->facts);
	take_escaped(h, &name);
	raw(h, "</h2>\n");
	facts(h, &server->facts);
	for (int v = SCN_TLS1_3; v >= SCN_SSL2; v--)
		suites_at(h, server, (enum scn_version)v);
}

static void target_section(struct html *h, const struct scn_target_result *target)
{
	raw(h, "<h2>");
	peer(h, target->input);
	raw(h, "</h2>\n");
	if (target->error_id || !target->server_count) {
		struct scn_problem sick;

		scn_target_problem(target, &sick);
		problem(h, &sick);
	}
	for (size_t s = 0; s < target->server_count; s++)
		answers_of_server(h, target, target->servers[s]);
	grid(h, target);
	if (target->note) {
		raw(h, "<p class=\"soft\">");
		escaped(h, target->note);
		raw(h, "</p>\n");
	}
	for (size_t s = 0; s < target->server_count; s++)
		server_section(h, target, target->servers[s]);
}

/* ---- the page ---- */

/* In JSON "<" is as good as "<" escaped; so nothing in it can end the element. */
static void embedded_json(struct html *h)
{
	struct scn_text json = { 0 };
	const char *text;

	scn_report_json(h->document, &(struct scn_json_options){ .all = true }, &json);
	raw(h, "<script type=\"application/json\" id=\"handfast-scan\">\n");
	for (text = scn_text_str(&json); *text; text++) {
		if (*text == '<')
			raw(h, "\\u003c");
		else
			scn_text_char(h->out, *text);
	}
	raw(h, "</script>\n");
	scn_text_finish(&json);
}

static void head(struct html *h)
{
	const struct scn_document *d = h->document;
	char when[SCN_UTC_LEN];

	raw(h, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
	       "<meta name=\"viewport\" content=\"width=device-width, "
	       "initial-scale=1\">\n<title>Handfast: ");
	if (d->title)
		peer(h, d->title);
	else if (d->target_count)
		peer(h, d->targets[0]->input);
	raw(h, "</title>\n<style>\n"
#include "core/report/html-style.inc"
	       "</style></head><body>\n<h1>Will mail be encrypted?</h1>\n<p class=\"soft\">");
	scn_utc_text(d->started, when);
	scn_text_printf(h->out, "%.10s %.5s UTC, %s, %s", when, when + 11,
		d->mode == SCN_MODE_SCAN ? "scan" : "check",
		d->partial ? "not complete" : "complete");
	raw(h, "</p>\n");
}

void scn_report_html(
	const struct scn_document *d, const struct scn_html_options *options, struct scn_text *out)
{
	struct scn_language language = scn_language_get();
	struct html h = { .document = d, .options = options, .out = out };

	scn_language_set(NULL);
	head(&h);
	for (size_t i = 0; i < d->target_count; i++)
		target_section(&h, d->targets[i]);
	embedded_json(&h);
	raw(&h, "</body></html>\n");
	scn_language_set(&language);
}
