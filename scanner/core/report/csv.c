#include "core/report/csv.h"

#include <string.h>

#include "core/registry/group.h"
#include "core/report/suite-table.h"

/* ---- cells ---- */

/* A row as it grows; the first cell has no comma before it. */
struct row {
	struct scn_text *out;
	bool begun;
};

/* Spreadsheets take these for the start of a formula, or strip them and look at the next one. */
static bool is_formula(const char *text)
{
	return text[0] && strchr("=+-@\t\r", text[0]);
}

static void cell(struct row *row, const char *text)
{
	bool quoted;

	text = text ? text : "";
	quoted = strpbrk(text, ",\"\r\n") || is_formula(text);
	if (row->begun)
		scn_text_char(row->out, ',');
	row->begun = true;
	if (quoted)
		scn_text_char(row->out, '"');
	if (is_formula(text))
		scn_text_char(row->out, '\'');
	for (; *text; text++) {
		if (*text == '"')
			scn_text_char(row->out, '"');
		scn_text_char(row->out, *text);
	}
	if (quoted)
		scn_text_char(row->out, '"');
}

static void peer_cell(struct row *row, const char *text)
{
	struct scn_text safe = { 0 };

	if (text)
		scn_text_peer(&safe, text, strlen(text));
	cell(row, scn_text_str(&safe));
	scn_text_finish(&safe);
}

static void number_cell(struct row *row, int64_t number, bool known)
{
	struct scn_text text = { 0 };

	if (known)
		scn_text_printf(&text, "%lld", (long long)number);
	cell(row, scn_text_str(&text));
	scn_text_finish(&text);
}

static void empty_cells(struct row *row, size_t count)
{
	while (count--)
		cell(row, "");
}

static void suite_cells(struct row *row, scn_suite_code code, bool known)
{
	const struct scn_suite *suite = known ? scn_suite_by_code(code) : NULL;
	char text[SCN_SUITE_CODE_LEN] = "";

	if (known)
		scn_suite_code_text(code, text);
	cell(row, text);
	cell(row, suite ? suite->name : "");
}

static void end_row(struct row *row)
{
	scn_text_add(row->out, "\r\n");
}

/* ---- parts of a row ---- */

static const char *const server_columns[] = { "target", "host", "preference", "address", "port",
	"reach", "starttls", "error" };
static const char *const pair_columns[] = { "client", "client_name", "verdict", "version",
	"suite_code", "suite", "group", "cause", "second_cause", "evidence", "summary", "mail",
	"fix_side", "fix", "fix_evidence" };
static const char *const suite_columns[] = { "version", "order", "rank", "suite_code", "suite",
	"status", "strength" };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void server_cells(struct row *row, const struct scn_target_result *target,
	const struct scn_server_result *server)
{
	const struct scn_server_facts *f = server ? &server->facts : NULL;

	peer_cell(row, target->input);
	peer_cell(row, f ? f->host : NULL);
	number_cell(row, f ? f->preference : 0, f && f->preference >= 0);
	peer_cell(row, f ? f->address : NULL);
	number_cell(row, f ? f->port : 0, f != NULL);
	cell(row, f && f->reach != SCN_REACH_UNKNOWN ? scn_reach_word(f->reach) : "");
	cell(row, f ? scn_starttls_word(f->smtp.starttls) : "");
	cell(row, target->error_id);
}

static void fix_cells(struct row *row, const struct scn_verdict *pair)
{
	const struct scn_fix *fix = pair->fix_count ? &pair->fixes[0] : NULL;

	cell(row, fix ? scn_side_word(fix->change.side) : "");
	cell(row, fix ? fix->text : "");
	cell(row, fix ? scn_evidence_word(fix->evidence) : "");
}

static void pair_cells(struct row *row, const struct scn_verdict *pair)
{
	const struct scn_group *group = pair->group ? scn_group_by_code(pair->group) : NULL;

	cell(row, pair->profile_id);
	cell(row, pair->profile_name);
	cell(row, scn_verdict_word(pair->kind));
	cell(row, pair->version == SCN_VERSION_NONE ? "" : scn_version_word(pair->version));
	suite_cells(row, pair->suite, pair->suite_known);
	cell(row, group ? group->name : "");
	cell(row, pair->cause);
	cell(row, pair->second_cause);
	cell(row, scn_evidence_word(pair->evidence));
	cell(row, pair->summary);
	cell(row, pair->mail);
	fix_cells(row, pair);
}

/* ---- rows ---- */

static void pair_rows(const struct scn_target_result *target,
	const struct scn_server_result *server, struct scn_text *out)
{
	for (size_t i = 0; i < server->pair_count; i++) {
		struct row row = { .out = out };

		server_cells(&row, target, server);
		pair_cells(&row, &server->pairs[i]);
		end_row(&row);
	}
}

static void suite_row(const struct scn_target_result *target,
	const struct scn_server_result *server, enum scn_version version,
	const struct scn_suite_fact *fact, const struct scn_csv_options *options,
	struct scn_text *out)
{
	const struct scn_suite *suite = scn_suite_by_code(fact->code);
	struct row row = { .out = out };

	server_cells(&row, target, server);
	cell(&row, scn_version_word(version));
	cell(&row, scn_order_word(server->facts.versions[version].order));
	number_cell(&row, fact->rank, fact->rank > 0);
	suite_cells(&row, fact->code, true);
	cell(&row, scn_known_word(fact->status));
	cell(&row, suite ? scn_strength_word(suite->strength) : "");
	for (size_t i = 0; i < options->client_count; i++) {
		struct scn_suite_client client = { .profile = options->clients[i] };
		struct scn_suite_offer offer = scn_suite_offer(&server->facts, &client, fact->code);

		cell(&row, offer.versions & SCN_VERSION_BIT(version) ? "offers" : "");
	}
	end_row(&row);
}

static void suite_rows(const struct scn_target_result *target,
	const struct scn_server_result *server, const struct scn_csv_options *options,
	struct scn_text *out)
{
	for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--) {
		const struct scn_version_fact *version = &server->facts.versions[v];

		for (size_t i = 0; i < version->suite_count; i++)
			if (options->all || version->suites[i].status != SCN_REJECTED)
				suite_row(target, server, (enum scn_version)v, &version->suites[i],
					options, out);
	}
}

static size_t column_count(const struct scn_csv_options *options)
{
	return options->rows == SCN_CSV_PAIRS ? COUNT(pair_columns)
					      : COUNT(suite_columns) + options->client_count;
}

static void header_cells(struct row *row, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		cell(row, names[i]);
}

void scn_report_csv_header(const struct scn_csv_options *options, struct scn_text *out)
{
	struct row row = { .out = out };

	if (options->bom)
		scn_text_add(out, "\xEF\xBB\xBF");
	header_cells(&row, server_columns, COUNT(server_columns));
	if (options->rows == SCN_CSV_PAIRS)
		header_cells(&row, pair_columns, COUNT(pair_columns));
	else
		header_cells(&row, suite_columns, COUNT(suite_columns));
	for (size_t i = 0; options->rows == SCN_CSV_SUITES && i < options->client_count; i++)
		cell(&row, options->clients[i]->id);
	end_row(&row);
}

void scn_report_csv_target(const struct scn_target_result *target,
	const struct scn_csv_options *options, struct scn_text *out)
{
	struct row row = { .out = out };

	for (size_t i = 0; i < target->server_count; i++) {
		if (options->rows == SCN_CSV_PAIRS)
			pair_rows(target, target->servers[i], out);
		else
			suite_rows(target, target->servers[i], options, out);
	}
	if (target->server_count)
		return;
	server_cells(&row, target, NULL);
	empty_cells(&row, column_count(options));
	end_row(&row);
}

void scn_report_csv(
	const struct scn_document *d, const struct scn_csv_options *options, struct scn_text *out)
{
	scn_report_csv_header(options, out);
	for (size_t i = 0; i < d->target_count; i++)
		scn_report_csv_target(d->targets[i], options, out);
}
