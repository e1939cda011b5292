#include <stdlib.h>
#include <string.h>

#include "core/report/text-parts.h"

/* The grid of clients (rows) and servers (columns), and the list that stands for it where the page
 * is too narrow. */

enum {
	CELL_GAP = 4,
	CELL_LEAST_GAP = 2,
	MARK_WIDTH = 5, /* "FAIL " */
};

struct grid {
	const struct scn_target_result *target;
	const struct scn_verdict **clients;
	size_t client_count;
	char **rows;    /* titles of clients */
	char **columns; /* titles of servers */
	size_t row_width, cell_width;
};

static const char preference_title[] = "MX preference";

static const struct scn_verdict *at(const struct grid *g, size_t client, size_t server)
{
	return scn_server_pair(g->target->servers[server], g->clients[client]->profile_id);
}

static size_t cell_columns(const struct scn_verdict *pair)
{
	struct scn_text mark = { 0 }, detail = { 0 };
	size_t columns;

	scn_pair_cell(pair, &mark, &detail);
	columns = scn_text_columns(scn_text_str(&detail));
	columns += pair && pair->kind != SCN_VERDICT_UNKNOWN ? MARK_WIDTH : 2;
	scn_text_finish(&mark);
	scn_text_finish(&detail);
	return columns;
}

static void measure(struct grid *g)
{
	g->cell_width = scn_titles_width(g->columns, g->target->server_count);
	for (size_t c = 0; c < g->client_count; c++)
		for (size_t s = 0; s < g->target->server_count; s++)
			if (cell_columns(at(g, c, s)) > g->cell_width)
				g->cell_width = cell_columns(at(g, c, s));
}

/* Titles of clients as long as the page allows; false: not even the shortest fit. */
static bool fit(struct grid *g, size_t width)
{
	for (int step = 0; step <= 2; step++) {
		for (size_t gap = CELL_GAP; gap >= CELL_LEAST_GAP; gap -= 2) {
			size_t rows;

			g->rows = scn_client_titles(g->clients, g->client_count, step);
			rows = scn_titles_width(g->rows, g->client_count);
			if (rows < strlen(preference_title))
				rows = strlen(preference_title);
			if (4 + rows + g->target->server_count * (g->cell_width + gap) - gap <=
				width) {
				g->row_width = rows;
				g->cell_width += gap;
				return true;
			}
			scn_titles_free(g->rows, g->client_count);
			g->rows = NULL;
		}
	}
	return false;
}

static size_t column_of(const struct grid *g, size_t server)
{
	return 2 + g->row_width + 2 + server * g->cell_width;
}

static void titles_row(struct scn_page *p, const struct grid *g)
{
	for (size_t s = 0; s < g->target->server_count; s++) {
		scn_page_pad(p, column_of(g, s));
		scn_page_add(p, SCN_STYLE_HEADING, g->columns[s]);
	}
	scn_page_end_line(p);
}

static void preferences_row(struct scn_page *p, const struct grid *g)
{
	bool any = false;

	for (size_t s = 0; s < g->target->server_count; s++)
		any |= g->target->servers[s]->facts.preference >= 0;
	if (!any)
		return;
	scn_text_printf(&p->text, "  %s", preference_title);
	for (size_t s = 0; s < g->target->server_count; s++) {
		int preference = g->target->servers[s]->facts.preference;

		scn_page_pad(p, column_of(g, s));
		if (preference >= 0)
			scn_text_printf(&p->text, "%d", preference);
		else
			scn_text_char(&p->text, '-');
	}
	scn_page_end_line(p);
}

static void cell(struct scn_page *p, const struct scn_verdict *pair)
{
	struct scn_text mark = { 0 }, detail = { 0 };
	enum scn_verdict_kind kind = pair ? pair->kind : SCN_VERDICT_UNKNOWN;
	size_t start = scn_page_column(p);

	scn_pair_cell(pair, &mark, &detail);
	scn_page_add(p, scn_kind_style(kind), scn_text_str(&mark));
	if (detail.len) {
		scn_page_pad(p, kind == SCN_VERDICT_UNKNOWN ? start + 2 : start + MARK_WIDTH);
		scn_page_add(p, SCN_STYLE_NONE, scn_text_str(&detail));
	}
	scn_text_finish(&mark);
	scn_text_finish(&detail);
}

static void client_row(struct scn_page *p, const struct grid *g, size_t client)
{
	scn_text_printf(&p->text, "  %s", g->rows[client]);
	for (size_t s = 0; s < g->target->server_count; s++) {
		scn_page_pad(p, column_of(g, s));
		cell(p, at(g, client, s));
	}
	scn_page_end_line(p);
}

/* One client a paragraph, one server a line. */
static void list(struct scn_page *p, const struct grid *g)
{
	size_t width = scn_titles_width(g->columns, g->target->server_count);

	for (size_t c = 0; c < g->client_count; c++) {
		scn_page_paragraph(p, scn_client_name(g->clients[c]), 2);
		for (size_t s = 0; s < g->target->server_count; s++) {
			scn_text_printf(&p->text, "    %s", g->columns[s]);
			scn_page_pad(p, 4 + width + 2);
			cell(p, at(g, c, s));
			scn_page_end_line(p);
		}
	}
}

void scn_text_grid(struct scn_page *p, const struct scn_target_result *target)
{
	struct grid g = { .target = target };

	g.client_count = scn_target_clients(target, &g.clients);
	g.columns = scn_server_titles(target);
	measure(&g);
	scn_page_block(p);
	if (fit(&g, p->width)) {
		titles_row(p, &g);
		preferences_row(p, &g);
		for (size_t c = 0; c < g.client_count; c++)
			client_row(p, &g, c);
	} else {
		list(p, &g);
	}
	if (g.rows)
		scn_titles_free(g.rows, g.client_count);
	scn_titles_free(g.columns, target->server_count);
	free(g.clients);
}
