#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/report/layout.h"
#include "core/report/text-parts.h"

/* The matrix of a wide page: one suite a row, a column for each version of the server and for each
 * client that was asked for. */

enum {
	VERSION_WIDTH = 5,   /* "  1.2" */
	STRENGTH_WIDTH = 10, /* "  broken  " */
	CLIENT_GAP = 2,
};

struct matrix {
	const struct scn_page *page;
	const struct scn_server_result *server;
	scn_suite_code *rows;
	size_t row_count;
	enum scn_version versions[SCN_VERSION_COUNT]; /* columns, the oldest first */
	size_t version_count;
	char **titles; /* of clients */
	size_t name_width, client_width;
};

static const struct scn_profile *profile_of(const struct matrix *m, size_t client)
{
	const struct scn_profiles *profiles = m->page->options->profiles;

	return profiles ? scn_profiles_find(profiles, m->server->pairs[client].profile_id) : NULL;
}

static void add_row(struct matrix *m, scn_suite_code code)
{
	for (size_t i = 0; i < m->row_count; i++)
		if (m->rows[i] == code)
			return;
	SCN_APPEND(m->rows, m->row_count, code);
}

/* Newest version first, then the server's order; with `all` what was refused, and with it what only
 * clients offer. */
static void collect_rows(struct matrix *m)
{
	bool all = m->page->options->all;

	for (int pass = 0; pass <= (all ? 1 : 0); pass++)
		for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--) {
			const struct scn_suite_fact **suites;
			size_t count = scn_sorted_suites(
				&m->server->facts.versions[v], pass == 1, &suites);

			for (size_t i = 0; i < count; i++)
				add_row(m, suites[i]->code);
			free(suites);
		}
	for (size_t c = 0; all && c < m->server->pair_count; c++) {
		const struct scn_profile *profile = profile_of(m, c);

		for (size_t i = 0; profile && i < profile->suite_count; i++) {
			const struct scn_suite *suite = scn_suite_by_code(profile->suites[i]);

			if (suite && scn_suite_selectable(suite))
				add_row(m, suite->code);
		}
	}
}

/* TLS versions always, SSL only where something is accepted or not known of it. */
static void collect_versions(struct matrix *m)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		const struct scn_version_fact *fact = &m->server->facts.versions[v];
		bool told = fact->status == SCN_ACCEPTED ||
			    (fact->status == SCN_UNKNOWN && fact->suite_count);

		if (v >= SCN_TLS1_0 || told)
			m->versions[m->version_count++] = (enum scn_version)v;
	}
}

static void result_text(
	const struct scn_verdict *pair, struct scn_text *mark, struct scn_text *rest)
{
	scn_pair_cell(pair, mark, rest);
	if (pair->kind == SCN_VERDICT_FAILS && rest->len) {
		struct scn_text no = { 0 };

		scn_text_printf(&no, "no %s", scn_text_str(rest));
		scn_text_finish(rest);
		*rest = no;
	}
}

static void measure(struct matrix *m)
{
	for (size_t i = 0; i < m->row_count; i++) {
		struct scn_text name = { 0 };

		scn_text_suite(&name, m->rows[i], m->page->options->names);
		if (name.len > m->name_width)
			m->name_width = name.len;
		scn_text_finish(&name);
	}
	m->client_width = scn_titles_width(m->titles, m->server->pair_count);
	for (size_t c = 0; c < m->server->pair_count; c++) {
		struct scn_text mark = { 0 }, rest = { 0 };

		result_text(&m->server->pairs[c], &mark, &rest);
		if (mark.len + 1 + rest.len > m->client_width)
			m->client_width = mark.len + 1 + rest.len;
		scn_text_finish(&mark);
		scn_text_finish(&rest);
	}
	m->client_width += CLIENT_GAP;
}

static size_t strength_column(const struct matrix *m)
{
	return m->name_width + 1 + m->version_count * VERSION_WIDTH + 2;
}

static size_t client_column(const struct matrix *m, size_t client)
{
	return strength_column(m) + STRENGTH_WIDTH + client * m->client_width;
}

static bool fit(struct matrix *m)
{
	size_t count = m->server->pair_count;
	const struct scn_verdict **clients = scn_alloc(count, sizeof(*clients));
	bool fits = false;

	for (size_t i = 0; i < count; i++)
		clients[i] = &m->server->pairs[i];
	for (int step = 0; step <= 2 && !fits; step++) {
		scn_titles_free(m->titles, m->titles ? count : 0);
		m->titles = scn_client_titles(clients, count, step);
		m->name_width = m->client_width = 0;
		measure(m);
		fits = client_column(m, count) <= m->page->width + CLIENT_GAP;
	}
	free(clients);
	return fits;
}

static void head(struct scn_page *p, const struct matrix *m)
{
	scn_page_pad(p, m->name_width + 3);
	scn_page_add(p, SCN_STYLE_HEADING, "Server accepts");
	if (m->server->pair_count) {
		scn_page_pad(p, client_column(m, 0));
		scn_page_add(p, SCN_STYLE_HEADING, "Client offers");
	}
	scn_page_end_line(p);
	scn_page_add(p, SCN_STYLE_HEADING, "Suite");
	for (size_t v = 0; v < m->version_count; v++) {
		/* "TLS 1.2" is short here, "SSL 3.0" would be taken for a TLS version. */
		const char *title = scn_version_title(m->versions[v]);

		scn_page_pad(p, m->name_width + 1 + v * VERSION_WIDTH +
					(m->versions[v] < SCN_TLS1_0 ? 1 : 2));
		scn_page_add(p, SCN_STYLE_HEADING,
			m->versions[v] == SCN_SSL2   ? "SSL2"
			: m->versions[v] == SCN_SSL3 ? "SSL3"
						     : title + strlen("TLS "));
	}
	scn_page_pad(p, strength_column(m));
	scn_page_add(p, SCN_STYLE_HEADING, "Strength");
	for (size_t c = 0; c < m->server->pair_count; c++) {
		scn_page_pad(p, client_column(m, c));
		scn_page_add(p, SCN_STYLE_HEADING, m->titles[c]);
	}
	scn_page_end_line(p);
}

static void version_cell(
	struct scn_page *p, const struct matrix *m, enum scn_version v, scn_suite_code code)
{
	const struct scn_server_facts *facts = &m->server->facts;
	const struct scn_suite_fact *fact = scn_facts_suite(facts, v, code);
	enum scn_known status = scn_facts_suite_status(facts, v, code);
	const struct scn_suite *suite = scn_suite_by_code(code);
	struct scn_text cell = { 0 };

	if (status == SCN_ACCEPTED && fact && fact->rank)
		scn_text_printf(&cell, "#%u", fact->rank);
	else if (status == SCN_ACCEPTED)
		scn_text_add(&cell, "yes");
	else if (!fact && suite && !scn_suite_in_version(suite, v))
		scn_text_char(&cell, '.');
	else
		scn_text_add(&cell, status == SCN_REJECTED ? "no" : "?");
	scn_text_fill(&p->text, ' ', cell.len < VERSION_WIDTH ? VERSION_WIDTH - cell.len : 0);
	scn_page_add(
		p, status == SCN_ACCEPTED ? SCN_STYLE_OK : SCN_STYLE_NONE, scn_text_str(&cell));
	scn_text_finish(&cell);
}

static void client_cell(
	struct scn_page *p, const struct matrix *m, size_t client, scn_suite_code code)
{
	const struct scn_verdict *pair = &m->server->pairs[client];
	const struct scn_profile *profile = profile_of(m, client);

	if (pair->suite_known && pair->suite == code)
		scn_page_add(p, scn_kind_style(pair->kind), "CHOSEN");
	else if (profile)
		scn_page_add(p, SCN_STYLE_NONE,
			scn_profile_offers_suite(profile, code) ? "offers" : "-");
	else
		scn_page_add(p, SCN_STYLE_NONE, "?");
}

static void row(struct scn_page *p, const struct matrix *m, scn_suite_code code)
{
	const struct scn_suite *suite = scn_suite_by_code(code);
	enum scn_strength strength = suite ? suite->strength : SCN_STRENGTH_GOOD;

	scn_text_suite(&p->text, code, p->options->names);
	scn_page_pad(p, m->name_width + 1);
	for (size_t v = 0; v < m->version_count; v++)
		version_cell(p, m, m->versions[v], code);
	scn_page_pad(p, strength_column(m));
	scn_page_add(p, strength >= SCN_STRENGTH_WEAK ? SCN_STYLE_WEAK : SCN_STYLE_NONE,
		suite ? scn_strength_word(strength) : "?");
	for (size_t c = 0; c < m->server->pair_count; c++) {
		scn_page_pad(p, client_column(m, c));
		client_cell(p, m, c, code);
	}
	scn_page_end_line(p);
}

static void result_row(struct scn_page *p, const struct matrix *m)
{
	if (m->server->pair_count == 0)
		return;
	scn_page_add(p, SCN_STYLE_HEADING, "Result");
	for (size_t c = 0; c < m->server->pair_count; c++) {
		struct scn_text mark = { 0 }, rest = { 0 };

		scn_page_pad(p, client_column(m, c));
		result_text(&m->server->pairs[c], &mark, &rest);
		scn_page_add(p, scn_kind_style(m->server->pairs[c].kind), scn_text_str(&mark));
		if (rest.len)
			scn_text_printf(&p->text, " %s", scn_text_str(&rest));
		scn_text_finish(&mark);
		scn_text_finish(&rest);
	}
	scn_page_end_line(p);
}

static void legend(struct scn_page *p)
{
	static const char *const items[] = { "#n accepted, n-th choice of the server",
		"yes accepted", "no rejected", "? not tested", ". not defined in that version",
		"- not offered" };

	for (size_t i = 0; i < SCN_COUNT(items); i++)
		scn_page_item(p, items[i], 3, 0);
	scn_page_end_line(p);
}

bool scn_text_matrix(struct scn_page *p, const struct scn_server_result *server)
{
	struct matrix m = { .page = p, .server = server };
	bool fits;

	collect_rows(&m);
	collect_versions(&m);
	fits = m.row_count && fit(&m);
	if (fits) {
		head(p, &m);
		for (size_t i = 0; i < m.row_count; i++)
			row(p, &m, m.rows[i]);
		result_row(p, &m);
		scn_page_block(p);
		legend(p);
		scn_page_block(p);
	}
	if (m.titles)
		scn_titles_free(m.titles, server->pair_count);
	free(m.rows);
	return fits;
}
