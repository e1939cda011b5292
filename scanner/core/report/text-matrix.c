#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/report/suite-table.h"
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
	struct scn_suite_table table;
	enum scn_version versions[SCN_VERSION_COUNT]; /* columns, the oldest first */
	size_t version_count;
	struct scn_suite_client
		*clients; /* one a pair; without a profile where it is not at hand */
	char **titles;    /* of clients */
	size_t name_width, client_width;
};

static void make_table(struct matrix *m)
{
	const struct scn_text_options *options = m->page->options;
	size_t count = m->server->pair_count;

	m->clients = scn_alloc(count, sizeof(*m->clients));
	for (size_t c = 0; c < count; c++) {
		const struct scn_verdict *pair = &m->server->pairs[c];

		m->clients[c].verdict = pair;
		if (options->profiles)
			m->clients[c].profile =
				scn_profiles_find(options->profiles, pair->profile_id);
	}
	scn_suite_table_make(&m->table, &m->server->facts, m->clients, count,
		options->all ? SCN_SUITE_ROWS_REPORT_ALL : SCN_SUITE_ROWS_REPORT);
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (m->table.versions & SCN_VERSION_BIT(v))
			m->versions[m->version_count++] = (enum scn_version)v;
}

static void measure(struct matrix *m)
{
	for (size_t i = 0; i < m->table.row_count; i++) {
		struct scn_text name = { 0 };

		scn_text_suite(&name, m->table.rows[i].code, m->page->options->names);
		if (name.len > m->name_width)
			m->name_width = name.len;
		scn_text_finish(&name);
	}
	m->client_width = scn_titles_width(m->titles, m->server->pair_count);
	for (size_t c = 0; c < m->server->pair_count; c++) {
		struct scn_text mark = { 0 }, rest = { 0 };

		scn_pair_cell(&m->server->pairs[c], &mark, &rest);
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

static void version_cell(struct scn_page *p, const struct scn_suite_cell *at)
{
	struct scn_text cell = { 0 };

	if (at->status == SCN_ACCEPTED && at->rank)
		scn_text_printf(&cell, "#%u", at->rank);
	else if (at->status == SCN_ACCEPTED)
		scn_text_add(&cell, "yes");
	else if (!at->defined)
		scn_text_char(&cell, '.');
	else
		scn_text_add(&cell, at->status == SCN_REJECTED ? "no" : "?");
	scn_text_fill(&p->text, ' ', cell.len < VERSION_WIDTH ? VERSION_WIDTH - cell.len : 0);
	scn_page_add(
		p, at->status == SCN_ACCEPTED ? SCN_STYLE_OK : SCN_STYLE_NONE, scn_text_str(&cell));
	scn_text_finish(&cell);
}

static void client_cell(
	struct scn_page *p, const struct matrix *m, size_t client, scn_suite_code code)
{
	const struct scn_suite_client *c = &m->clients[client];
	struct scn_suite_offer offer = scn_suite_offer(&m->server->facts, c, code);

	if (offer.chosen)
		scn_page_add(p, scn_kind_style(c->verdict->kind), "CHOSEN");
	else if (c->profile)
		scn_page_add(p, SCN_STYLE_NONE, offer.offers ? "offers" : "-");
	else
		scn_page_add(p, SCN_STYLE_NONE, "?");
}

static void row(struct scn_page *p, const struct matrix *m, const struct scn_suite_row *row)
{
	scn_text_suite(&p->text, row->code, p->options->names);
	scn_page_pad(p, m->name_width + 1);
	for (size_t v = 0; v < m->version_count; v++)
		version_cell(p, &row->at[m->versions[v]]);
	scn_page_pad(p, strength_column(m));
	scn_page_add(p, scn_suite_row_weak(row) ? SCN_STYLE_WEAK : SCN_STYLE_NONE,
		row->suite ? scn_strength_word(row->suite->strength) : "?");
	for (size_t c = 0; c < m->server->pair_count; c++) {
		scn_page_pad(p, client_column(m, c));
		client_cell(p, m, c, row->code);
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
		scn_pair_cell(&m->server->pairs[c], &mark, &rest);
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

	make_table(&m);
	fits = m.table.row_count && fit(&m);
	if (fits) {
		head(p, &m);
		for (size_t i = 0; i < m.table.row_count; i++)
			row(p, &m, &m.table.rows[i]);
		result_row(p, &m);
		scn_page_block(p);
		legend(p);
		scn_page_block(p);
	}
	if (m.titles)
		scn_titles_free(m.titles, server->pair_count);
	scn_suite_table_finish(&m.table);
	free(m.clients);
	return fits;
}
