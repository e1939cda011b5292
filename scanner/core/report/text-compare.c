#include "core/report/compare.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/report/fact-table.h"
#include "core/report/text-parts.h"

enum {
	LABEL_WIDTH = 20,
	GAP = 2,
	CELL_MAX = 38, /* columns; a longer cell is cut */
	SUITE_WORD = 5,
};

struct table {
	struct scn_fact_view *columns;
	char **titles;
	size_t count;
	struct scn_fact_table facts;
	bool several_scans;
	size_t first, last; /* columns of this part of the table; last is behind them */
	size_t width;       /* of a column */
	struct scn_page page;
};

/* A text that is too wide ends in "…" ("..." in ASCII). */
static void shorten(struct scn_text *t)
{
	size_t keep = 0;
	uint32_t c;

	if (scn_text_columns(scn_text_str(t)) <= CELL_MAX)
		return;
	for (size_t columns = 0; columns < CELL_MAX - 1; columns++)
		keep += scn_utf8(t->at + keep, t->len - keep, &c);
	t->len = keep;
	t->at[keep] = 0;
	scn_text_add(t, "\xE2\x80\xA6");
}

/* Clients are named by their ids, and their cells are those of the grid: "FAIL no suite". */
static void cell_text(
	const struct table *t, const struct scn_fact_row *row, size_t column, struct scn_text *out)
{
	struct scn_text detail = { 0 };

	if (!row->client) {
		scn_text_add(out, scn_text_str(&row->cells[column].value));
		return;
	}
	scn_pair_cell(scn_server_pair(t->columns[column].server, row->client), out, &detail);
	if (detail.len)
		scn_text_printf(out, " %s", scn_text_str(&detail));
	scn_text_finish(&detail);
}

static void begin_line(struct table *t, const char *label, bool differs)
{
	scn_page_add(&t->page, differs ? SCN_STYLE_WEAK : SCN_STYLE_NONE, differs ? "* " : "  ");
	scn_page_add(&t->page, SCN_STYLE_NONE, label);
}

static void print_cell(struct table *t, size_t column, struct scn_text *text)
{
	shorten(text);
	scn_page_pad(&t->page, LABEL_WIDTH + (column - t->first) * (t->width + GAP));
	scn_page_add(&t->page, SCN_STYLE_NONE, scn_text_str(text));
	scn_text_clear(text);
}

static void fact_row(struct table *t, const struct scn_fact_row *row)
{
	struct scn_text cell = { 0 };

	begin_line(t, row->client ? row->client : scn_text_str(&row->label), row->differs);
	for (size_t i = t->first; i < t->last; i++) {
		cell_text(t, row, i, &cell);
		print_cell(t, i, &cell);
	}
	scn_page_end_line(&t->page);
	scn_text_finish(&cell);
}

static void heading(struct table *t)
{
	struct scn_text cell = { 0 };

	begin_line(t, "", false);
	for (size_t i = t->first; i < t->last; i++) {
		scn_text_add(&cell, t->titles[i]);
		print_cell(t, i, &cell);
	}
	scn_page_end_line(&t->page);
	if (t->several_scans) {
		begin_line(t, "", false);
		for (size_t i = t->first; i < t->last; i++) {
			char when[SCN_UTC_LEN];

			scn_utc_text(t->columns[i].document->started, when);
			scn_text_printf(&cell, "%.10s %.5s", when, when + 11);
			print_cell(t, i, &cell);
		}
		scn_page_end_line(&t->page);
	}
	scn_text_finish(&cell);
}

/* ---- suites that are not the same everywhere ---- */

/* Its words stand in the order of the columns. */
static void suite_row(struct table *t, const struct scn_fact_row *row)
{
	static const char *const words[] = {
		[SCN_UNKNOWN] = "?",
		[SCN_ACCEPTED] = "yes",
		[SCN_REJECTED] = "no",
	};

	scn_page_add(&t->page, SCN_STYLE_NONE, "  ");
	for (size_t i = 0; i < t->count; i++) {
		enum scn_known status = scn_facts_suite_status(
			&t->columns[i].server->facts, row->version, row->suite);

		scn_page_add(&t->page, SCN_STYLE_NONE, words[status]);
		scn_page_pad(&t->page, 2 + (i + 1) * SUITE_WORD);
	}
	scn_text_printf(&t->page.text, "%s ", scn_version_title(row->version));
	scn_text_suite(&t->page.text, row->suite, t->page.options->names);
	scn_page_end_line(&t->page);
}

/* ---- all of it ---- */

static void add_columns(struct table *t, const struct scn_document *d, bool whole_names)
{
	for (size_t i = 0; i < d->target_count; i++) {
		const struct scn_target_result *target = d->targets[i];
		char **titles = scn_server_titles(target);

		for (size_t s = 0; s < target->server_count; s++) {
			const struct scn_server_facts *f = &target->servers[s]->facts;
			struct scn_fact_view view = { .document = d,
				.server = target->servers[s],
				.names = SCN_DIALECT_OPENSSL };
			struct scn_text title = { 0 };
			size_t count = t->count;

			if (whole_names)
				scn_text_server(&title, target, f);
			else
				scn_text_add(&title, titles[s]);
			if (f->preference >= 0)
				scn_text_printf(&title, " (%d)", f->preference);
			SCN_APPEND(t->titles, count, scn_text_take(&title));
			SCN_APPEND(t->columns, t->count, view);
		}
		scn_titles_free(titles, target->server_count);
	}
}

/* The widest cell, title or time decides. */
static void measure(struct table *t)
{
	struct scn_text cell = { 0 };

	t->width = t->several_scans ? strlen("2026-01-31 12:00") : 0;
	for (size_t i = 0; i < t->count; i++) {
		if (scn_text_columns(t->titles[i]) > t->width)
			t->width = scn_text_columns(t->titles[i]);
		for (size_t r = 0; r < t->facts.row_count; r++) {
			cell_text(t, &t->facts.rows[r], i, &cell);
			if (scn_text_columns(scn_text_str(&cell)) > t->width)
				t->width = scn_text_columns(scn_text_str(&cell));
			scn_text_clear(&cell);
		}
	}
	if (t->width > CELL_MAX)
		t->width = CELL_MAX;
	scn_text_finish(&cell);
}

static void print_part(struct table *t)
{
	scn_page_block(&t->page);
	heading(t);
	for (size_t r = 0; r < t->facts.row_count; r++)
		if (t->facts.rows[r].group != SCN_FACTS_SUITES)
			fact_row(t, &t->facts.rows[r]);
}

static void print_table(struct table *t, size_t differences)
{
	size_t room = t->page.width > LABEL_WIDTH ? t->page.width - LABEL_WIDTH + GAP : 0;
	size_t fit = room / (t->width + GAP);

	if (fit < 1)
		fit = 1;
	for (t->first = 0; t->first < t->count; t->first += fit) {
		t->last = t->first + fit < t->count ? t->first + fit : t->count;
		print_part(t);
	}
	scn_page_block(&t->page);
	for (size_t r = 0; r < t->facts.row_count; r++)
		if (t->facts.rows[r].group == SCN_FACTS_SUITES)
			suite_row(t, &t->facts.rows[r]);
	scn_page_block(&t->page);
	scn_page_add(&t->page, SCN_STYLE_NONE,
		t->count < 2  ? "There is only one server to see."
		: differences ? "* differs"
			      : "No differences.");
	scn_page_end_line(&t->page);
}

size_t scn_report_compare(const struct scn_document *const *documents, size_t count,
	const struct scn_text_options *options, struct scn_text *out)
{
	struct table t = { .several_scans = count > 1, .page = scn_page(options) };
	size_t targets = 0, differences = 0;

	for (size_t i = 0; i < count; i++)
		targets += documents[i]->target_count;
	for (size_t i = 0; i < count; i++)
		add_columns(&t, documents[i], targets > 1);
	t.facts = scn_compare_facts(t.columns, t.count);
	for (size_t r = 0; r < t.facts.row_count; r++)
		differences += t.facts.rows[r].differs;
	if (t.count) {
		measure(&t);
		print_table(&t, differences);
	}
	scn_page_finish(&t.page, out);
	scn_fact_table_finish(&t.facts);
	scn_titles_free(t.titles, t.count);
	free(t.columns);
	return differences;
}
