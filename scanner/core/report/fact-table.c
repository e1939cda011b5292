#include "core/report/fact-table.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/report/fact-private.h"
#include "core/report/text-parts.h"

enum {
	IN_LIST = 1,
	IN_TABLE = 2,
	/* Nothing to say is said by no row. */
	IF_ANY = 4,

	DAY = 86400,
};

/* Do two servers differ, as far as it is proved? Unknown: their words decide, where both are whole. */
typedef enum scn_known differs_fn(
	const struct scn_server_facts *a, const struct scn_server_facts *b);

static bool opposite(enum scn_known a, enum scn_known b)
{
	return a != SCN_UNKNOWN && b != SCN_UNKNOWN && a != b;
}

static enum scn_known versions_differ(
	const struct scn_server_facts *a, const struct scn_server_facts *b)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (opposite(a->versions[v].status, b->versions[v].status))
			return SCN_ACCEPTED;
	return SCN_UNKNOWN;
}

static enum scn_known suites_differ(const struct scn_server_facts *a,
	const struct scn_server_facts *b, enum scn_version version)
{
	const struct scn_version_fact *fact = &a->versions[version];

	for (size_t i = 0; i < fact->suite_count; i++) {
		scn_suite_code code = fact->suites[i].code;

		if (opposite(scn_facts_suite_status(a, version, code),
			    scn_facts_suite_status(b, version, code)))
			return SCN_ACCEPTED;
	}
	return SCN_UNKNOWN;
}

static enum scn_known schemes_differ(
	const struct scn_server_facts *a, const struct scn_server_facts *b)
{
	for (size_t i = 0; i < a->scheme_count; i++)
		for (size_t k = 0; k < b->scheme_count; k++)
			if (a->schemes[i].code == b->schemes[k].code &&
				opposite(a->schemes[i].status, b->schemes[k].status))
				return SCN_ACCEPTED;
	return SCN_UNKNOWN;
}

static enum scn_known tls13_differ(
	const struct scn_server_facts *a, const struct scn_server_facts *b)
{
	return suites_differ(a, b, SCN_TLS1_3) ? SCN_ACCEPTED : suites_differ(b, a, SCN_TLS1_3);
}

static enum scn_known tls12_differ(
	const struct scn_server_facts *a, const struct scn_server_facts *b)
{
	return suites_differ(a, b, SCN_TLS1_2) ? SCN_ACCEPTED : suites_differ(b, a, SCN_TLS1_2);
}

/* The words count the days that are left, which are fewer every day. */
static enum scn_known dates_differ(
	const struct scn_server_facts *a, const struct scn_server_facts *b)
{
	if (!a->certificate_count || !b->certificate_count)
		return SCN_UNKNOWN;
	if (a->certificate_count != b->certificate_count)
		return SCN_ACCEPTED;
	for (size_t i = 0; i < a->certificate_count; i++)
		if (a->certificates[i].not_after / DAY != b->certificates[i].not_after / DAY)
			return SCN_ACCEPTED;
	return SCN_REJECTED;
}

/* The order of these rows is the order of both forms. */
static const struct fact_kind {
	const char *id;
	enum scn_fact_group group;
	unsigned where;
	const char *
		label; /* of a table; a list may have a longer one. At most 17 columns in English */
	scn_fact_fn *fill;
	differs_fn *differs; /* NULL: the words decide */
} kinds[] = {
	{ "server", SCN_FACTS_CONNECTION, IN_LIST, SCN_MARK("Server"), scn_fact_server, NULL },
	{ "starttls", SCN_FACTS_CONNECTION, IN_LIST | IN_TABLE, SCN_MARK("STARTTLS"),
		scn_fact_starttls, NULL },
	{ "software", SCN_FACTS_CONNECTION, IN_LIST | IN_TABLE, SCN_MARK("Software"),
		scn_fact_software, NULL },
	{ "versions", SCN_FACTS_CONNECTION, IN_LIST | IN_TABLE, SCN_MARK("Versions"),
		scn_fact_versions, versions_differ },
	{ "suites", SCN_FACTS_CONNECTION, IN_LIST, SCN_MARK("Suite order"), scn_fact_suites, NULL },
	{ "tls13-suites", SCN_FACTS_CONNECTION, IN_TABLE, SCN_MARK("TLS 1.3 suites"),
		scn_fact_tls13, tls13_differ },
	{ "tls12-suites", SCN_FACTS_CONNECTION, IN_TABLE, SCN_MARK("TLS 1.2 suites"),
		scn_fact_tls12, tls12_differ },
	{ "order", SCN_FACTS_CONNECTION, IN_TABLE, SCN_MARK("Order decided by"), scn_fact_order,
		NULL },
	{ "first-suite", SCN_FACTS_CONNECTION, IN_TABLE, SCN_MARK("First choice"), scn_fact_first,
		NULL },
	{ "key", SCN_FACTS_CERTIFICATE, IN_TABLE, SCN_MARK("Key"), scn_fact_key, NULL },
	{ "name", SCN_FACTS_CERTIFICATE, IN_TABLE, SCN_MARK("Certificate name"), scn_fact_name,
		NULL },
	{ "chain", SCN_FACTS_CERTIFICATE, IN_TABLE, SCN_MARK("Chain"), scn_fact_chain, NULL },
	{ "valid", SCN_FACTS_CERTIFICATE, IN_TABLE, SCN_MARK("Valid until"), scn_fact_valid,
		dates_differ },
	{ "key-type", SCN_FACTS_CERTIFICATE, IN_LIST, SCN_MARK("Key type"), scn_fact_key_type,
		NULL },
	{ "tlsa", SCN_FACTS_CERTIFICATE, IN_LIST | IN_TABLE | IF_ANY, SCN_MARK("TLSA records"),
		scn_fact_tlsa, NULL },
	{ "groups", SCN_FACTS_EXCHANGE, IN_LIST | IN_TABLE, SCN_MARK("Groups"), scn_fact_groups,
		NULL },
	{ "dh", SCN_FACTS_EXCHANGE, IN_LIST | IN_TABLE, SCN_MARK("DH size"), scn_fact_dh, NULL },
	{ "schemes", SCN_FACTS_EXCHANGE, IN_LIST | IN_TABLE, SCN_MARK("Signature schemes"),
		scn_fact_schemes, schemes_differ },
	{ "ems", SCN_FACTS_BEHAVIOUR, IN_LIST | IN_TABLE, SCN_MARK("EMS (RFC 7627)"), scn_fact_ems,
		NULL },
	{ "renegotiation", SCN_FACTS_BEHAVIOUR, IN_LIST | IN_TABLE, SCN_MARK("Secure reneg."),
		scn_fact_reneg, NULL },
	{ "refusal", SCN_FACTS_BEHAVIOUR, IN_LIST, SCN_MARK("How it says no"), scn_fact_refusal,
		NULL },
	{ "limits", SCN_FACTS_BEHAVIOUR, IN_LIST | IN_TABLE | IF_ANY, SCN_MARK("Long ClientHello"),
		scn_fact_limits, NULL },
	{ "pace", SCN_FACTS_BEHAVIOUR, IN_LIST, SCN_MARK("Connection limit"), scn_fact_pace, NULL },
	{ "required", SCN_FACTS_BEHAVIOUR, IN_LIST | IF_ANY, SCN_MARK("Mail without TLS"),
		scn_fact_required, NULL },
	{ "cost", SCN_FACTS_BEHAVIOUR, IN_LIST, SCN_MARK("Cost of this scan"), scn_fact_cost,
		NULL },
	{ "clients", SCN_FACTS_CLIENTS, IN_TABLE, SCN_MARK("Clients that work"), scn_fact_clients,
		NULL },
};

const char *scn_fact_group_title(enum scn_fact_group group)
{
	static const char *const titles[SCN_FACTS_COUNT] = {
		[SCN_FACTS_CONNECTION] = SCN_MARK("Connection"),
		[SCN_FACTS_CERTIFICATE] = SCN_MARK("Certificate and Key"),
		[SCN_FACTS_EXCHANGE] = SCN_MARK("Key Exchange"),
		[SCN_FACTS_BEHAVIOUR] = SCN_MARK("Behaviour"),
		[SCN_FACTS_CLIENTS] = SCN_MARK("Clients"),
		[SCN_FACTS_SUITES] = SCN_MARK("Cipher Suites"),
	};

	return scn_tr(titles[group]);
}

/* ---- one fact ---- */

void scn_fact_finish(struct scn_fact *fact)
{
	scn_text_finish(&fact->label);
	scn_text_finish(&fact->value);
	scn_text_finish(&fact->detail);
	scn_text_finish(&fact->note);
}

const char *scn_fact_words(const struct scn_fact *fact)
{
	return scn_text_str(fact->detail.len ? &fact->detail : &fact->value);
}

void scn_fact_settle(struct scn_fact *fact)
{
	if (fact->extent == SCN_FACT_NOTHING && !fact->value.len)
		scn_text_add(&fact->value, scn_tr("not tested"));
	if (fact->extent != SCN_FACT_WHOLE && fact->mark < SCN_FACT_WEAK)
		fact->mark = SCN_FACT_NOT_TESTED;
}

void scn_fact_say(struct scn_fact *fact, enum scn_fact_mark mark, const char *value)
{
	fact->extent = SCN_FACT_WHOLE;
	fact->mark = mark;
	scn_text_add(&fact->value, value);
}

void scn_fact_worsen(struct scn_fact *fact, enum scn_fact_mark mark)
{
	static const int badness[] = {
		[SCN_FACT_PLAIN] = 0,
		[SCN_FACT_GOOD] = 1,
		[SCN_FACT_NO] = 2,
		[SCN_FACT_NOT_TESTED] = 3,
		[SCN_FACT_WEAK] = 4,
		[SCN_FACT_BAD] = 5,
	};

	if (badness[mark] > badness[fact->mark])
		fact->mark = mark;
}

void scn_fact_and(struct scn_text *text, const char *separator)
{
	if (text->len)
		scn_text_add(text, separator);
}

static struct scn_fact make(const struct scn_fact_view *view, const struct fact_kind *kind)
{
	struct scn_fact fact = { .id = kind->id, .group = kind->group };

	kind->fill(view, &fact);
	if (!fact.label.len)
		scn_text_add(&fact.label, scn_tr(kind->label));
	return fact;
}

/* ---- the list of one server ---- */

struct scn_fact_list scn_server_fact_list(const struct scn_fact_view *view)
{
	struct scn_fact_list list = { 0 };
	bool certificates = false;

	for (size_t i = 0; i < SCN_COUNT(kinds); i++) {
		struct scn_fact fact;

		if (!(kinds[i].where & IN_LIST))
			continue;
		if (kinds[i].group == SCN_FACTS_CERTIFICATE && !certificates) {
			scn_add_certificate_facts(view, &list);
			certificates = true;
		}
		fact = make(view, &kinds[i]);
		if ((kinds[i].where & IF_ANY) && fact.extent == SCN_FACT_NOTHING &&
			!fact.value.len) {
			scn_fact_finish(&fact);
			continue;
		}
		scn_fact_settle(&fact);
		scn_fact_consequence(view, &fact);
		SCN_APPEND(list.items, list.count, fact);
	}
	return list;
}

void scn_fact_list_finish(struct scn_fact_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		scn_fact_finish(&list->items[i]);
	free(list->items);
	*list = (struct scn_fact_list){ 0 };
}

/* ---- several servers side by side ---- */

static void row_finish(struct scn_fact_row *row, size_t columns)
{
	for (size_t i = 0; i < columns; i++)
		scn_fact_finish(&row->cells[i]);
	free(row->cells);
	scn_text_finish(&row->label);
}

void scn_fact_table_finish(struct scn_fact_table *table)
{
	for (size_t i = 0; i < table->row_count; i++)
		row_finish(&table->rows[i], table->column_count);
	free(table->rows);
	*table = (struct scn_fact_table){ 0 };
}

static bool words_differ(const struct scn_fact *a, const struct scn_fact *b)
{
	return a->extent == SCN_FACT_WHOLE && b->extent == SCN_FACT_WHOLE &&
	       strcmp(scn_text_str(&a->value), scn_text_str(&b->value)) != 0;
}

static bool pair_differs(const struct scn_fact_view *columns, const struct scn_fact_row *row,
	size_t i, size_t j, differs_fn *differs)
{
	enum scn_known proved = SCN_UNKNOWN;

	if (differs)
		proved = differs(&columns[i].server->facts, &columns[j].server->facts);
	if (proved == SCN_UNKNOWN)
		return words_differ(&row->cells[i], &row->cells[j]);
	return proved == SCN_ACCEPTED;
}

static bool row_differs(const struct scn_fact_view *columns, const struct scn_fact_row *row,
	size_t count, differs_fn *differs)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
			if (pair_differs(columns, row, i, j, differs))
				return true;
	return false;
}

static void add_kind(struct scn_fact_table *table, const struct scn_fact_view *columns,
	const struct fact_kind *kind)
{
	struct scn_fact_row row = { .id = kind->id, .group = kind->group };
	bool any = false;

	row.cells = scn_alloc(table->column_count, sizeof(*row.cells));
	for (size_t i = 0; i < table->column_count; i++) {
		row.cells[i] = make(&columns[i], kind);
		any |= row.cells[i].extent != SCN_FACT_NOTHING || row.cells[i].value.len;
		scn_fact_settle(&row.cells[i]);
	}
	scn_text_add(&row.label, scn_tr(kind->label));
	row.differs = row_differs(columns, &row, table->column_count, kind->differs);
	if ((kind->where & IF_ANY) && !any)
		row_finish(&row, table->column_count);
	else
		SCN_APPEND(table->rows, table->row_count, row);
}

/* ---- what is not the same everywhere: clients, suites ---- */

static void client_cell(const struct scn_verdict *pair, struct scn_fact *cell)
{
	static const struct {
		enum scn_fact_mark mark;
		const char *word;
	} kinds_of_verdict[] = {
		[SCN_VERDICT_UNKNOWN] = { SCN_FACT_NOT_TESTED, SCN_MARK("not tested") },
		[SCN_VERDICT_WORKS] = { SCN_FACT_GOOD, SCN_MARK("works") },
		[SCN_VERDICT_WEAK] = { SCN_FACT_WEAK, SCN_MARK("works, weak") },
		[SCN_VERDICT_FAILS] = { SCN_FACT_BAD, SCN_MARK("fails") },
	};
	enum scn_verdict_kind kind = pair ? pair->kind : SCN_VERDICT_UNKNOWN;

	cell->mark = kinds_of_verdict[kind].mark;
	scn_text_add(&cell->value, scn_tr(kinds_of_verdict[kind].word));
	if (kind == SCN_VERDICT_UNKNOWN)
		return;
	cell->extent = SCN_FACT_WHOLE;
	if (kind == SCN_VERDICT_FAILS && pair->cause)
		scn_text_printf(&cell->value, ": %s", scn_cause_label(pair->cause));
	else if (pair->version != SCN_VERSION_NONE)
		scn_text_printf(&cell->value, ", %s", scn_version_title(pair->version));
}

static void add_client(struct scn_fact_table *table, const struct scn_fact_view *columns,
	const struct scn_verdict *client)
{
	struct scn_fact_row row = {
		.id = "client", .group = SCN_FACTS_CLIENTS, .client = client->profile_id
	};

	row.cells = scn_alloc(table->column_count, sizeof(*row.cells));
	for (size_t i = 0; i < table->column_count; i++)
		client_cell(scn_server_pair(columns[i].server, client->profile_id), &row.cells[i]);
	scn_text_add(&row.label, scn_client_name(client));
	row.differs = row_differs(columns, &row, table->column_count, NULL);
	if (row.differs)
		SCN_APPEND(table->rows, table->row_count, row);
	else
		row_finish(&row, table->column_count);
}

static bool is_pair_before(const struct scn_fact_view *columns, size_t column, const char *id)
{
	for (size_t i = 0; i < column; i++)
		if (scn_server_pair(columns[i].server, id))
			return true;
	return false;
}

static void add_clients(struct scn_fact_table *table, const struct scn_fact_view *columns)
{
	for (size_t c = 0; c < table->column_count; c++)
		for (size_t i = 0; i < columns[c].server->pair_count; i++) {
			const struct scn_verdict *pair = &columns[c].server->pairs[i];

			if (!is_pair_before(columns, c, pair->profile_id))
				add_client(table, columns, pair);
		}
}

static void suite_cell(enum scn_known status, struct scn_fact *cell)
{
	if (status == SCN_ACCEPTED)
		scn_fact_say(cell, SCN_FACT_GOOD, scn_tr("accepted"));
	else if (status == SCN_REJECTED)
		scn_fact_say(cell, SCN_FACT_NO, scn_tr("rejected"));
	scn_fact_settle(cell);
}

/* Also where it is not tested at one of them: that it may differ is worth a row. */
static void add_suite(struct scn_fact_table *table, const struct scn_fact_view *columns,
	enum scn_version version, scn_suite_code code)
{
	struct scn_fact_row row = {
		.id = "suite", .group = SCN_FACTS_SUITES, .version = version, .suite = code
	};
	bool same = true;

	row.cells = scn_alloc(table->column_count, sizeof(*row.cells));
	for (size_t i = 0; i < table->column_count; i++) {
		suite_cell(scn_facts_suite_status(&columns[i].server->facts, version, code),
			&row.cells[i]);
		same &= row.cells[i].mark == row.cells[0].mark;
	}
	scn_text_printf(&row.label, "%s ", scn_version_title(version));
	scn_text_suite(&row.label, code, columns[0].names);
	row.differs = row_differs(columns, &row, table->column_count, NULL);
	if (same)
		row_finish(&row, table->column_count);
	else
		SCN_APPEND(table->rows, table->row_count, row);
}

static bool is_accepted_before(const struct scn_fact_view *columns, size_t column,
	enum scn_version version, scn_suite_code code)
{
	for (size_t i = 0; i < column; i++)
		if (scn_facts_suite_status(&columns[i].server->facts, version, code) ==
			SCN_ACCEPTED)
			return true;
	return false;
}

/* A row a suite that one accepts and another does not. */
static void add_suites(struct scn_fact_table *table, const struct scn_fact_view *columns)
{
	for (int v = SCN_TLS1_3; v >= SCN_SSL2; v--)
		for (size_t c = 0; c < table->column_count; c++) {
			const struct scn_version_fact *fact = &columns[c].server->facts.versions[v];

			for (size_t i = 0; i < fact->suite_count; i++)
				if (fact->suites[i].status == SCN_ACCEPTED &&
					!is_accepted_before(columns, c, (enum scn_version)v,
						fact->suites[i].code))
					add_suite(table, columns, (enum scn_version)v,
						fact->suites[i].code);
		}
}

struct scn_fact_table scn_compare_facts(const struct scn_fact_view *columns, size_t count)
{
	struct scn_fact_table table = { .column_count = count };

	if (!count)
		return table;
	for (size_t i = 0; i < SCN_COUNT(kinds); i++)
		if (kinds[i].where & IN_TABLE)
			add_kind(&table, columns, &kinds[i]);
	add_clients(&table, columns);
	add_suites(&table, columns);
	return table;
}
