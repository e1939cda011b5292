#include "core/report/suite-table.h"

#include <limits.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/report/layout.h"

/* ---- one suite ---- */

static bool accepted_at(
	const struct scn_server_facts *facts, enum scn_version version, scn_suite_code code)
{
	return scn_facts_suite_status(facts, version, code) == SCN_ACCEPTED;
}

static bool defined_at(
	const struct scn_server_facts *facts, enum scn_version version, scn_suite_code code)
{
	const struct scn_suite *suite = scn_suite_by_code(code);

	return !suite || scn_suite_in_version(suite, version) ||
	       scn_facts_suite(facts, version, code);
}

/* A suite of its list counts only at versions where a server could select it. */
static scn_versions offered_at(const struct scn_server_facts *facts,
	const struct scn_profile *profile, scn_suite_code code)
{
	const struct scn_suite *suite = scn_suite_by_code(code);
	scn_versions versions = 0;

	if (!scn_profile_offers_suite(profile, code))
		return 0;
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		bool exists = !suite || scn_suite_in_version(suite, (enum scn_version)v) ||
			      accepted_at(facts, (enum scn_version)v, code);

		if (exists && scn_profile_offers_version(profile, (enum scn_version)v))
			versions |= SCN_VERSION_BIT(v);
	}
	return versions;
}

enum scn_match scn_suite_match(const struct scn_server_facts *facts,
	const struct scn_profile *profile, scn_suite_code code)
{
	scn_versions offered = offered_at(facts, profile, code);
	bool accepted = false, common = false, maybe = false;

	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		enum scn_known status = scn_facts_suite_status(facts, (enum scn_version)v, code);
		bool offers = offered & SCN_VERSION_BIT(v);

		accepted |= status == SCN_ACCEPTED;
		common |= offers && status == SCN_ACCEPTED;
		maybe |= offers && status == SCN_UNKNOWN;
	}
	if (common)
		return SCN_MATCH_COMMON;
	if (!offered)
		return accepted ? SCN_MATCH_SERVER_ONLY : SCN_MATCH_NONE;
	if (maybe)
		return SCN_MATCH_UNKNOWN;
	return accepted ? SCN_MATCH_APART : SCN_MATCH_CLIENT_ONLY;
}

struct scn_suite_offer scn_suite_offer(const struct scn_server_facts *facts,
	const struct scn_suite_client *client, scn_suite_code code)
{
	const struct scn_verdict *verdict = client->verdict;
	scn_versions versions = client->profile ? offered_at(facts, client->profile, code) : 0;

	return (struct scn_suite_offer){ .offers = versions != 0,
		.chosen = verdict && verdict->suite_known && verdict->suite == code,
		.versions = versions };
}

bool scn_suite_row_weak(const struct scn_suite_row *row)
{
	return row->suite && row->suite->strength >= SCN_STRENGTH_WEAK;
}

/* ---- rows ---- */

/* Where rows come from, one step after the other: a suite stands where it comes first. */
enum step {
	END,
	ACCEPTED,
	NOT_REJECTED,
	ASKED,
	CLIENTS,
};

static const enum step steps[][4] = {
	[SCN_SUITE_ROWS_USED] = { ACCEPTED, CLIENTS },
	[SCN_SUITE_ROWS_ALL] = { ACCEPTED, CLIENTS, ASKED },
	[SCN_SUITE_ROWS_REPORT] = { NOT_REJECTED },
	[SCN_SUITE_ROWS_REPORT_ALL] = { NOT_REJECTED, ASKED, CLIENTS },
};

static bool is_sorted(enum scn_suite_rows which)
{
	return which == SCN_SUITE_ROWS_USED || which == SCN_SUITE_ROWS_ALL;
}

static struct scn_suite_row *row_of(struct scn_suite_table *table, scn_suite_code code)
{
	for (size_t i = 0; i < table->row_count; i++)
		if (table->rows[i].code == code)
			return &table->rows[i];
	SCN_APPEND(table->rows, table->row_count, ((struct scn_suite_row){ .code = code }));
	return &table->rows[table->row_count - 1];
}

static void add_server_rows(struct scn_suite_table *table, const struct scn_server_facts *facts,
	enum scn_version version, enum step step)
{
	const struct scn_suite_fact **suites;
	size_t count = scn_sorted_suites(&facts->versions[version], step == ASKED, &suites);
	uint16_t place = 0;

	for (size_t i = 0; i < count; i++) {
		struct scn_suite_cell *cell;

		if (step == ACCEPTED && suites[i]->status != SCN_ACCEPTED)
			continue;
		cell = &row_of(table, suites[i]->code)->at[version];
		cell->rank = suites[i]->rank;
		cell->place = suites[i]->status == SCN_ACCEPTED ? ++place : 0;
		cell->equal = suites[i]->equal == SCN_ACCEPTED;
	}
	free(suites);
}

static void add_client_rows(struct scn_suite_table *table, const struct scn_profile *profile)
{
	for (size_t i = 0; i < profile->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(profile->suites[i]);

		if (suite && scn_suite_selectable(suite))
			row_of(table, suite->code);
	}
}

static void add_rows(struct scn_suite_table *table, const struct scn_server_facts *facts,
	const struct scn_suite_client *clients, size_t client_count, enum step step)
{
	for (size_t i = 0; step == CLIENTS && i < client_count; i++)
		if (clients[i].profile)
			add_client_rows(table, clients[i].profile);
	for (int v = SCN_VERSION_COUNT - 1; step != CLIENTS && v >= 0; v--)
		add_server_rows(table, facts, (enum scn_version)v, step);
}

static void fill_row(struct scn_suite_row *row, const struct scn_server_facts *facts,
	const struct scn_suite_client *clients, size_t client_count)
{
	row->suite = scn_suite_by_code(row->code);
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		enum scn_version version = (enum scn_version)v;
		const struct scn_suite_fact *fact = scn_facts_suite(facts, version, row->code);
		struct scn_suite_cell *cell = &row->at[v];

		cell->defined = defined_at(facts, version, row->code);
		cell->status = scn_facts_suite_status(facts, version, row->code);
		cell->probe = cell->status == SCN_UNKNOWN           ? 0
			      : fact && fact->status != SCN_UNKNOWN ? fact->probe
								    : facts->versions[v].probe;
	}
	for (size_t i = 0; i < client_count && i < SCN_SUITE_TABLE_CLIENTS; i++)
		row->clients[i] = scn_suite_offer(facts, &clients[i], row->code);
	if (client_count && clients[0].profile)
		row->match = scn_suite_match(facts, clients[0].profile, row->code);
}

/* ---- order ---- */

/* The newest version where the server accepts it, else where it exists; -1: nowhere. */
static int newest(const struct scn_suite_row *row, bool *accepted_out)
{
	for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--)
		if (row->at[v].status == SCN_ACCEPTED) {
			*accepted_out = true;
			return v;
		}
	*accepted_out = false;
	for (int v = SCN_VERSION_COUNT - 1; row->suite && v >= 0; v--)
		if (scn_suite_in_version(row->suite, (enum scn_version)v))
			return v;
	return -1;
}

struct ordered {
	int version;
	unsigned place; /* what is not accepted comes last */
	size_t seen;    /* in clients' order, because rows were added so */
	struct scn_suite_row row;
};

static int compare(const void *left, const void *right)
{
	const struct ordered *a = left, *b = right;

	if (a->version != b->version)
		return b->version - a->version;
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return a->seen < b->seen ? -1 : 1;
}

static void sort(struct scn_suite_table *table)
{
	struct ordered *ordered = scn_alloc(table->row_count, sizeof(*ordered));

	for (size_t i = 0; i < table->row_count; i++) {
		bool accepted;
		int version = newest(&table->rows[i], &accepted);

		ordered[i] = (struct ordered){ .version = version,
			.place = accepted ? table->rows[i].at[version].place : UINT_MAX,
			.seen = i,
			.row = table->rows[i] };
	}
	qsort(ordered, table->row_count, sizeof(*ordered), compare);
	for (size_t i = 0; i < table->row_count; i++)
		table->rows[i] = ordered[i].row;
	free(ordered);
}

/* ---- the table ---- */

static bool worth_a_column(const struct scn_version_fact *fact, enum scn_version version)
{
	return version >= SCN_TLS1_0 || fact->status == SCN_ACCEPTED ||
	       (fact->status == SCN_UNKNOWN && fact->suite_count);
}

static void add_columns(struct scn_suite_table *table, const struct scn_server_facts *facts)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		const struct scn_version_fact *fact = &facts->versions[v];

		table->status[v] = fact->status;
		table->order[v] = fact->order;
		if (worth_a_column(fact, (enum scn_version)v))
			table->versions |= SCN_VERSION_BIT(v);
	}
}

void scn_suite_table_make(struct scn_suite_table *table, const struct scn_server_facts *facts,
	const struct scn_suite_client *clients, size_t client_count, enum scn_suite_rows which)
{
	*table = (struct scn_suite_table){ 0 };
	add_columns(table, facts);
	for (const enum step *step = steps[which]; *step != END; step++)
		add_rows(table, facts, clients, client_count, *step);
	for (size_t i = 0; i < table->row_count; i++)
		fill_row(&table->rows[i], facts, clients, client_count);
	if (is_sorted(which))
		sort(table);
}

void scn_suite_table_finish(struct scn_suite_table *table)
{
	free(table->rows);
	*table = (struct scn_suite_table){ 0 };
}
