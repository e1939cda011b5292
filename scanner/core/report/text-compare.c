#include "core/report/compare.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/report/text-parts.h"

enum {
	LABEL_WIDTH = 20,
	GAP = 2,
	CELL_MAX = 38,  /* columns; a longer cell is cut */
	SOON_DAYS = 30, /* a certificate that ends within them is worth a word */
	DAY = 86400,
};

/* One server of one scan. */
struct column {
	const struct scn_document *document;
	const struct scn_server_result *server;
	char *title;
};

struct table {
	struct column *columns;
	size_t count;
	bool several_scans;
	size_t first, last; /* columns of this part of the table; last is behind them */
	size_t width;       /* of a column */
	size_t differences;
	struct scn_page page;
};

/* ---- cells: what one server has ---- */

typedef void cell_fn(const struct column *column, struct scn_text *out);

static void reach_cell(const struct column *column, struct scn_text *out)
{
	const struct scn_server_facts *f = &column->server->facts;

	if (f->reach == SCN_REACH_OK)
		scn_text_printf(out, "STARTTLS %s", scn_starttls_word(f->smtp.starttls));
	else
		scn_text_add(out, f->reach == SCN_REACH_UNKNOWN ? "?" : scn_reach_word(f->reach));
}

static bool has_unknown_version(const struct scn_server_facts *f)
{
	for (int v = SCN_SSL3; v <= SCN_TLS1_3; v++)
		if (f->versions[v].status == SCN_UNKNOWN)
			return true;
	return false;
}

/* "TLS 1.2 1.3, ? others" */
static void versions_cell(const struct column *column, struct scn_text *out)
{
	const struct scn_server_facts *f = &column->server->facts;
	bool tls = false;

	for (int v = SCN_SSL2; v <= SCN_TLS1_3; v++) {
		const char *title = scn_version_title((enum scn_version)v);

		if (f->versions[v].status != SCN_ACCEPTED)
			continue;
		if (out->len)
			scn_text_char(out, ' ');
		scn_text_add(out, tls && v >= SCN_TLS1_0 ? title + strlen("TLS ") : title);
		tls |= v >= SCN_TLS1_0;
	}
	if (has_unknown_version(f))
		scn_text_add(out, out->len ? ", ? others" : "?");
	else if (!out->len)
		scn_text_add(out, "none");
}

static void count_suites(
	const struct column *column, enum scn_version version, struct scn_text *out)
{
	const struct scn_version_fact *fact = &column->server->facts.versions[version];
	struct scn_suite_counts counts = scn_facts_count(&column->server->facts, version);

	if (fact->status == SCN_REJECTED)
		scn_text_char(out, '-');
	else if (fact->status == SCN_UNKNOWN && !counts.accepted)
		scn_text_char(out, '?');
	else
		scn_text_printf(out, "%zu", counts.accepted);
	if (fact->status == SCN_ACCEPTED && counts.unknown)
		scn_text_printf(out, ", %zu not tested", counts.unknown);
}

static void tls13_cell(const struct column *column, struct scn_text *out)
{
	count_suites(column, SCN_TLS1_3, out);
}

static void tls12_cell(const struct column *column, struct scn_text *out)
{
	count_suites(column, SCN_TLS1_2, out);
}

static void order_cell(const struct column *column, struct scn_text *out)
{
	const struct scn_version_fact *fact = &column->server->facts.versions[SCN_TLS1_2];

	if (fact->status == SCN_ACCEPTED)
		scn_text_add(out, scn_order_word(fact->order));
	else
		scn_text_add(out, fact->status == SCN_REJECTED ? "-" : "?");
}

static void first_cell(const struct column *column, struct scn_text *out)
{
	const struct scn_version_fact *fact = &column->server->facts.versions[SCN_TLS1_2];

	for (size_t i = 0; i < fact->suite_count; i++)
		if (fact->suites[i].rank == 1 && fact->suites[i].status == SCN_ACCEPTED)
			scn_text_suite(out, fact->suites[i].code, SCN_DIALECT_OPENSSL);
	if (!out->len)
		scn_text_add(out, fact->status == SCN_REJECTED      ? "-"
				  : fact->order == SCN_ORDER_CLIENT ? "the client's"
								    : "?");
}

static void groups_cell(const struct column *column, struct scn_text *out)
{
	const struct scn_server_facts *f = &column->server->facts;

	for (size_t i = 0; i < f->group_count; i++) {
		if (f->groups[i].status != SCN_ACCEPTED)
			continue;
		if (out->len)
			scn_text_char(out, ' ');
		scn_text_group(out, f->groups[i].code);
	}
	if (!out->len)
		scn_text_char(out, '?');
}

static void dh_cell(const struct column *column, struct scn_text *out)
{
	if (column->server->facts.dh.bits)
		scn_text_printf(out, "%u", column->server->facts.dh.bits);
	else
		scn_text_add(out, "none seen");
}

/* Each certificate's part, one behind the other; "?" where none is known. */
static void each_certificate(const struct column *column, struct scn_text *out,
	void (*part)(const struct scn_certificate_fact *c, const struct column *column,
		struct scn_text *out))
{
	const struct scn_server_facts *f = &column->server->facts;

	for (size_t i = 0; i < f->certificate_count; i++) {
		if (i)
			scn_text_add(out, ", ");
		part(&f->certificates[i], column, out);
	}
	if (!out->len)
		scn_text_char(out, '?');
}

static void key_part(
	const struct scn_certificate_fact *c, const struct column *column, struct scn_text *out)
{
	scn_text_add(out, c->key_word ? c->key_word : "?");
	if (c->bits)
		scn_text_printf(out, " %u", c->bits);
}

static void key_cell(const struct column *column, struct scn_text *out)
{
	each_certificate(column, out, key_part);
}

static void name_part(
	const struct scn_certificate_fact *c, const struct column *column, struct scn_text *out)
{
	static const char *const words[] = {
		[SCN_UNKNOWN] = "?",
		[SCN_ACCEPTED] = "matches",
		[SCN_REJECTED] = "does not match",
	};

	scn_text_add(out, words[c->name_matches]);
}

static void name_cell(const struct column *column, struct scn_text *out)
{
	each_certificate(column, out, name_part);
}

static void chain_part(
	const struct scn_certificate_fact *c, const struct column *column, struct scn_text *out)
{
	if (c->chain)
		scn_text_peer(out, c->chain, strlen(c->chain));
	else
		scn_text_char(out, '?');
}

static void chain_cell(const struct column *column, struct scn_text *out)
{
	each_certificate(column, out, chain_part);
}

static void date_part(
	const struct scn_certificate_fact *c, const struct column *column, struct scn_text *out)
{
	scn_unixtime left = c->not_after - column->document->finished;

	scn_text_date(out, c->not_after);
	if (left < 0)
		scn_text_add(out, " over");
	else if (left < (scn_unixtime)SOON_DAYS * DAY)
		scn_text_printf(out, " %lld days", (long long)(left / DAY));
}

static void date_cell(const struct column *column, struct scn_text *out)
{
	each_certificate(column, out, date_part);
}

/* "7 of 9 work, 2 weak, 1 ?" */
static void clients_cell(const struct column *column, struct scn_text *out)
{
	const struct scn_server_result *server = column->server;
	size_t works = 0, weak = 0, unknown = 0;

	for (size_t i = 0; i < server->pair_count; i++) {
		weak += server->pairs[i].kind == SCN_VERDICT_WEAK;
		works += server->pairs[i].kind == SCN_VERDICT_WORKS;
		unknown += server->pairs[i].kind == SCN_VERDICT_UNKNOWN;
	}
	if (!server->pair_count) {
		scn_text_char(out, '-');
		return;
	}
	scn_text_printf(out, "%zu of %zu work", works + weak, server->pair_count);
	if (weak)
		scn_text_printf(out, ", %zu weak", weak);
	if (unknown)
		scn_text_printf(out, ", %zu ?", unknown);
}

static const struct {
	const char *label;
	cell_fn *cell;
} rows[] = {
	{ "SMTP", reach_cell },
	{ "Versions", versions_cell },
	{ "TLS 1.3 suites", tls13_cell },
	{ "TLS 1.2 suites", tls12_cell },
	{ "Order decided by", order_cell },
	{ "First choice", first_cell },
	{ "Groups", groups_cell },
	{ "DH size", dh_cell },
	{ "Key", key_cell },
	{ "Name", name_cell },
	{ "Chain", chain_cell },
	{ "Valid until", date_cell },
	{ "Clients", clients_cell },
};

/* ---- the table ---- */

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

static bool all_same(const struct scn_text *cells, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (strcmp(scn_text_str(&cells[i]), scn_text_str(&cells[0])) != 0)
			return false;
	return true;
}

static void print_row(
	struct table *t, const char *label, const struct scn_text *cells, bool differs)
{
	scn_page_add(&t->page, differs ? SCN_STYLE_WEAK : SCN_STYLE_NONE, differs ? "* " : "  ");
	scn_page_add(&t->page, SCN_STYLE_NONE, label);
	for (size_t i = t->first; i < t->last; i++) {
		scn_page_pad(&t->page, LABEL_WIDTH + (i - t->first) * (t->width + GAP));
		scn_page_add(&t->page, SCN_STYLE_NONE, scn_text_str(&cells[i]));
	}
	scn_page_end_line(&t->page);
}

static void fact_row(struct table *t, const char *label, cell_fn *cell)
{
	struct scn_text *cells = scn_alloc(t->count, sizeof(*cells));
	bool differs;

	for (size_t i = 0; i < t->count; i++)
		cell(&t->columns[i], &cells[i]);
	differs = !all_same(cells, t->count);
	/* Counted once, though a wide table is printed in parts. */
	t->differences += differs && t->first == 0;
	for (size_t i = 0; i < t->count; i++)
		shorten(&cells[i]);
	print_row(t, label, cells, differs);
	for (size_t i = 0; i < t->count; i++)
		scn_text_finish(&cells[i]);
	free(cells);
}

static void heading(struct table *t)
{
	struct scn_text *cells = scn_alloc(t->count, sizeof(*cells));

	for (size_t i = 0; i < t->count; i++) {
		scn_text_add(&cells[i], t->columns[i].title);
		shorten(&cells[i]);
	}
	print_row(t, "", cells, false);
	for (size_t i = 0; i < t->count; i++) {
		char when[SCN_UTC_LEN];

		scn_text_clear(&cells[i]);
		scn_utc_text(t->columns[i].document->started, when);
		scn_text_printf(&cells[i], "%.10s %.5s", when, when + 11);
	}
	if (t->several_scans)
		print_row(t, "", cells, false);
	for (size_t i = 0; i < t->count; i++)
		scn_text_finish(&cells[i]);
	free(cells);
}

/* ---- suites and clients that are not the same everywhere ---- */

static const char *suite_word(
	const struct column *column, enum scn_version version, scn_suite_code code)
{
	static const char *const words[] = {
		[SCN_UNKNOWN] = "?",
		[SCN_ACCEPTED] = "yes",
		[SCN_REJECTED] = "no",
	};

	return words[scn_facts_suite_status(&column->server->facts, version, code)];
}

static bool is_accepted_before(
	const struct table *t, size_t column, enum scn_version version, scn_suite_code code)
{
	for (size_t i = 0; i < column; i++)
		if (scn_facts_suite_status(&t->columns[i].server->facts, version, code) ==
			SCN_ACCEPTED)
			return true;
	return false;
}

static void suite_row(struct table *t, enum scn_version version, scn_suite_code code)
{
	bool differs = false;

	for (size_t i = 1; i < t->count; i++)
		differs |= strcmp(suite_word(&t->columns[i], version, code),
				   suite_word(&t->columns[0], version, code)) != 0;
	if (!differs)
		return;
	scn_page_add(&t->page, SCN_STYLE_NONE, "  ");
	for (size_t i = 0; i < t->count; i++) {
		scn_page_add(&t->page, SCN_STYLE_NONE, suite_word(&t->columns[i], version, code));
		scn_page_pad(&t->page, 2 + (i + 1) * 5);
	}
	scn_text_printf(&t->page.text, "%s ", scn_version_title(version));
	scn_text_suite(&t->page.text, code, t->page.options->names);
	scn_page_end_line(&t->page);
}

/* A line a suite that one accepts and another does not; its words stand in the order of the columns. */
static void different_suites(struct table *t)
{
	size_t before;

	scn_page_block(&t->page);
	before = t->page.text.len;
	for (int v = SCN_TLS1_3; v >= SCN_SSL2; v--)
		for (size_t c = 0; c < t->count; c++) {
			const struct scn_version_fact *fact =
				&t->columns[c].server->facts.versions[v];

			for (size_t i = 0; i < fact->suite_count; i++)
				if (fact->suites[i].status == SCN_ACCEPTED &&
					!is_accepted_before(
						t, c, (enum scn_version)v, fact->suites[i].code))
					suite_row(t, (enum scn_version)v, fact->suites[i].code);
		}
	if (t->page.text.len > before)
		t->differences++;
}

static const struct scn_verdict *pair_of(const struct column *column, const char *profile)
{
	return scn_server_pair(column->server, profile);
}

static void client_row(struct table *t, const struct scn_verdict *client)
{
	struct scn_text *cells = scn_alloc(t->count, sizeof(*cells));

	for (size_t i = 0; i < t->count; i++) {
		struct scn_text detail = { 0 };
		const struct scn_verdict *pair = pair_of(&t->columns[i], client->profile_id);

		scn_pair_cell(pair, &cells[i], &detail);
		if (detail.len)
			scn_text_printf(&cells[i], " %s", scn_text_str(&detail));
		scn_text_finish(&detail);
	}
	if (!all_same(cells, t->count)) {
		for (size_t i = 0; i < t->count; i++)
			shorten(&cells[i]);
		print_row(t, client->profile_id, cells, true);
	}
	for (size_t i = 0; i < t->count; i++)
		scn_text_finish(&cells[i]);
	free(cells);
}

static void client_rows(struct table *t)
{
	const struct scn_server_result *first = t->columns[0].server;

	for (size_t i = 0; i < first->pair_count; i++)
		client_row(t, &first->pairs[i]);
}

/* ---- all of it ---- */

static void add_columns(struct table *t, const struct scn_document *d, bool whole_names)
{
	for (size_t i = 0; i < d->target_count; i++) {
		const struct scn_target_result *target = d->targets[i];
		char **titles = scn_server_titles(target);

		for (size_t s = 0; s < target->server_count; s++) {
			const struct scn_server_facts *f = &target->servers[s]->facts;
			struct scn_text title = { 0 };

			if (whole_names)
				scn_text_server(&title, target, f);
			else
				scn_text_add(&title, titles[s]);
			if (f->preference >= 0)
				scn_text_printf(&title, " (%d)", f->preference);
			SCN_APPEND(t->columns, t->count,
				((struct column){ d, target->servers[s], scn_text_take(&title) }));
		}
		scn_titles_free(titles, target->server_count);
	}
}

/* The widest cell, title or time decides. */
static void measure(struct table *t)
{
	t->width = t->several_scans ? strlen("2026-01-31 12:00") : 0;
	for (size_t i = 0; i < t->count; i++) {
		size_t title = scn_text_columns(t->columns[i].title);

		if (title > t->width)
			t->width = title;
		for (size_t r = 0; r < SCN_COUNT(rows); r++) {
			struct scn_text cell = { 0 };
			size_t columns;

			rows[r].cell(&t->columns[i], &cell);
			columns = scn_text_columns(scn_text_str(&cell));
			if (columns > t->width)
				t->width = columns;
			scn_text_finish(&cell);
		}
	}
	if (t->width > CELL_MAX)
		t->width = CELL_MAX;
}

static void print_part(struct table *t)
{
	scn_page_block(&t->page);
	heading(t);
	for (size_t r = 0; r < SCN_COUNT(rows); r++)
		fact_row(t, rows[r].label, rows[r].cell);
	client_rows(t);
}

static void print_table(struct table *t)
{
	size_t room = t->page.width > LABEL_WIDTH ? t->page.width - LABEL_WIDTH + GAP : 0;
	size_t fit = room / (t->width + GAP);

	if (fit < 1)
		fit = 1;
	for (t->first = 0; t->first < t->count; t->first += fit) {
		t->last = t->first + fit < t->count ? t->first + fit : t->count;
		print_part(t);
	}
	different_suites(t);
	scn_page_block(&t->page);
	scn_page_add(&t->page, SCN_STYLE_NONE,
		t->count < 2     ? "There is only one server to see."
		: t->differences ? "* differs"
				 : "No differences.");
	scn_page_end_line(&t->page);
}

size_t scn_report_compare(const struct scn_document *const *documents, size_t count,
	const struct scn_text_options *options, struct scn_text *out)
{
	struct table t = { .several_scans = count > 1, .page = scn_page(options) };
	size_t targets = 0;

	for (size_t i = 0; i < count; i++)
		targets += documents[i]->target_count;
	for (size_t i = 0; i < count; i++)
		add_columns(&t, documents[i], targets > 1);
	if (t.count) {
		measure(&t);
		print_table(&t);
	}
	scn_page_finish(&t.page, out);
	for (size_t i = 0; i < t.count; i++)
		free(t.columns[i].title);
	free(t.columns);
	return t.differences;
}
