#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/report/export.h"
#include "core/report/text-parts.h"

/* `check`: a block for every pair that fails, the grid of clients and servers, the last lines. */

static void verdict_line(
	struct scn_page *p, enum scn_verdict_kind kind, const struct scn_text *heading)
{
	scn_page_add(p, scn_kind_style(kind), scn_kind_mark(kind));
	scn_page_pad(p, SCN_PAGE_INDENT);
	scn_page_wrap(p, scn_text_str(heading), SCN_PAGE_INDENT);
	scn_page_end_line(p);
}

void scn_text_problem(struct scn_page *p, const struct scn_problem *problem)
{
	scn_page_block(p);
	verdict_line(p, problem->kind, &problem->heading);
	scn_page_paragraph(p, scn_text_str(&problem->sentence), SCN_PAGE_INDENT);
}

/* Lines to type: whole ones where they fit, further to the left if they have to. */
static void hint_lines(
	struct scn_page *p, const struct scn_verdict *pair, const struct scn_fix *fix)
{
	const struct scn_profile *profile =
		p->options->profiles ? scn_profiles_find(p->options->profiles, pair->profile_id)
				     : NULL;
	struct scn_text hint = { 0 };

	if (profile)
		scn_export_hint(profile, fix, &hint);
	for (const char *line = scn_text_str(&hint); *line;) {
		size_t len = strcspn(line, "\n");
		char *copy = scn_strndup(line, len);
		size_t columns = scn_text_columns(copy);
		size_t indent =
			columns + SCN_PAGE_VALUES <= p->width ? SCN_PAGE_VALUES : SCN_PAGE_INDENT;

		scn_page_paragraph(p, copy, indent);
		free(copy);
		line += len + (line[len] == '\n');
	}
	scn_text_finish(&hint);
}

/* The best fix of one side, and how sure that is. */
static void fix_row(struct scn_page *p, const struct scn_verdict *pair, enum scn_side side)
{
	for (size_t i = 0; i < pair->fix_count; i++) {
		const struct scn_fix *fix = &pair->fixes[i];
		struct scn_text text = { 0 };

		if (fix->change.side != side || !fix->text)
			continue;
		scn_text_add(&text, fix->text);
		if (fix->evidence != SCN_EVIDENCE_NONE)
			scn_text_printf(&text, " (%s)", scn_evidence_word(fix->evidence));
		scn_page_row(p, side == SCN_SIDE_SERVER ? "Fix (server)" : "Fix (client)",
			scn_text_str(&text));
		hint_lines(p, pair, fix);
		scn_text_finish(&text);
		return;
	}
}

static void evidence_row(struct scn_page *p, const struct scn_verdict *pair)
{
	if (pair->evidence == SCN_EVIDENCE_NONE)
		return;
	scn_page_row(p, pair->evidence == SCN_EVIDENCE_CONFIRMED ? "Confirmed" : "Computed",
		pair->proof && *pair->proof ? pair->proof : "from the lists of both sides");
	scn_page_row(
		p, pair->counter_answer == SCN_ACCEPTED ? "Proved" : "Counter-test", pair->counter);
}

static void rows_of_failure(struct scn_page *p, const struct scn_verdict *pair)
{
	scn_page_paragraph(p, pair->summary, SCN_PAGE_INDENT);
	/* Where no lists show it, the reason has to be told. */
	if (!pair->server_side && !pair->client_side)
		scn_page_paragraph(p, pair->why, SCN_PAGE_INDENT);
	scn_page_row(p, "Server accepts", pair->server_side);
	scn_page_row(p, "Client offers", pair->client_side);
	scn_page_row(p, "Mail", pair->mail);
	fix_row(p, pair, SCN_SIDE_SERVER);
	fix_row(p, pair, SCN_SIDE_CLIENT);
}

static void rows_of_success(struct scn_page *p, const struct scn_verdict *pair)
{
	struct scn_text outcome = { 0 };

	scn_text_outcome(&outcome, pair, p->options->names);
	scn_page_paragraph(
		p, outcome.len ? scn_text_str(&outcome) : pair->summary, SCN_PAGE_INDENT);
	if (pair->kind == SCN_VERDICT_WEAK) {
		scn_page_row(p, "Weak", pair->weak);
		fix_row(p, pair, SCN_SIDE_SERVER);
		fix_row(p, pair, SCN_SIDE_CLIENT);
	}
	scn_text_finish(&outcome);
}

void scn_text_pair(struct scn_page *p, const struct scn_target_result *target,
	const struct scn_server_result *server, const struct scn_verdict *pair)
{
	struct scn_text heading = { 0 };

	scn_page_block(p);
	scn_text_printf(&heading, "%s to ", scn_client_name(pair));
	scn_text_server(&heading, target, &server->facts);
	verdict_line(p, pair->kind, &heading);
	if (pair->kind == SCN_VERDICT_FAILS)
		rows_of_failure(p, pair);
	else if (pair->kind == SCN_VERDICT_UNKNOWN)
		scn_page_paragraph(p, pair->summary, SCN_PAGE_INDENT);
	else
		rows_of_success(p, pair);
	evidence_row(p, pair);
	scn_text_finish(&heading);
}

/* "firma.example: 3 servers, 2 clients          2025-03-11 14:02 UTC" */
static void heading(struct scn_page *p, const struct scn_document *d,
	const struct scn_target_result *target, size_t clients)
{
	struct scn_text title = { 0 };
	char date[SCN_UTC_LEN];
	size_t columns;

	scn_text_peer_str(&title, target->input);
	scn_text_add(&title, ": ");
	scn_text_plural(&title, target->server_count, "server");
	scn_text_add(&title, ", ");
	scn_text_plural(&title, clients, "client");
	scn_page_block(p);
	scn_page_add(p, SCN_STYLE_HEADING, scn_text_str(&title));
	scn_utc_text(d->started, date);
	date[10] = ' ';
	memcpy(date + 16, " UTC", sizeof(" UTC"));
	columns = strlen(date);
	if (d->started && scn_page_column(p) + columns < p->width) {
		scn_page_pad(p, p->width - columns);
		scn_page_add(p, SCN_STYLE_NONE, date);
	}
	scn_page_end_line(p);
	scn_text_finish(&title);
}

/* The blocks of one server; false if no handshake can be told of it. */
static bool server_blocks(struct scn_page *p, const struct scn_target_result *target,
	const struct scn_server_result *server, bool only)
{
	struct scn_problem problem;

	if (scn_server_problem(target, server, &problem)) {
		scn_text_problem(p, &problem);
		scn_problem_finish(&problem);
		return false;
	}
	for (size_t i = 0; i < server->pair_count; i++)
		if (only || server->pairs[i].kind == SCN_VERDICT_FAILS)
			scn_text_pair(p, target, server, &server->pairs[i]);
	return true;
}

static void target_error(struct scn_page *p, const struct scn_target_result *target)
{
	struct scn_problem problem;

	scn_target_problem(target, &problem);
	scn_text_problem(p, &problem);
	scn_problem_finish(&problem);
}

static void check_target(
	struct scn_page *p, const struct scn_document *d, const struct scn_target_result *target)
{
	const struct scn_verdict **clients;
	size_t client_count = scn_target_clients(target, &clients);
	bool single = target->server_count == 1 &&
		      (client_count <= 1 || scn_server_sick(target->servers[0]));
	bool told = false;

	if (target->error_id || target->server_count == 0)
		target_error(p, target);
	else if (!single)
		heading(p, d, target, client_count);
	for (size_t i = 0; i < target->server_count; i++)
		told |= server_blocks(p, target, target->servers[i], single);
	if (!single && told && client_count)
		scn_text_grid(p, target);
	scn_text_note(p, target);
	free(clients);
}

void scn_text_check(struct scn_page *p, const struct scn_document *d)
{
	for (size_t i = 0; i < d->target_count; i++)
		check_target(p, d, d->targets[i]);
	scn_text_end(p, d);
}

static void document_title(struct scn_page *p, const char *title)
{
	struct scn_text safe = { 0 };

	scn_text_peer_str(&safe, title);
	scn_page_add(p, SCN_STYLE_HEADING, scn_text_str(&safe));
	scn_page_end_line(p);
	scn_page_block(p);
	scn_text_finish(&safe);
}

void scn_report_text(
	const struct scn_document *d, const struct scn_text_options *options, struct scn_text *out)
{
	struct scn_language language = scn_language_get();
	struct scn_page page = scn_page(options);

	scn_language_set(NULL);
	if (d->title && !options->plain)
		document_title(&page, d->title);
	if (options->plain)
		scn_text_plain(&page, d);
	else if (d->mode == SCN_MODE_SCAN)
		scn_text_scan(&page, d);
	else
		scn_text_check(&page, d);
	scn_page_finish(&page, out);
	scn_language_set(&language);
}
