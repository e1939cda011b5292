/*
 * Every form in which a document can be printed, by a word: what the golden test, report-tool and
 * the fuzzer share. Nothing here decides; all is asked of core/report.
 */
#ifndef TESTS_SUPPORT_REPORT_FORMS_H
#define TESTS_SUPPORT_REPORT_FORMS_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/report/card.h"
#include "core/report/compare.h"
#include "core/report/csv.h"
#include "core/report/dialogue-rows.h"
#include "core/report/html.h"
#include "core/report/report.h"
#include "core/report/title.h"

struct report_form {
	const char *word;
	unsigned width;
	const char *mode; /* "check", "scan"; NULL: the document's own */
};

/* Two clients whose offers the matrix shows; independent of the files in profiles/. */
static const struct scn_profiles *report_test_profiles(void)
{
	static char ids[2][16] = { "exchange-2019", "postfix-3.7" };
	static scn_suite_code exchange[] = { 0xC02C, 0xC02B, 0xC030, 0xC02F, 0xC024, 0xC023, 0xC028,
		0xC027 };
	static scn_suite_code postfix[] = { 0x1302, 0x1303, 0x1301, 0xC030, 0x009F, 0xCCA8, 0xC02F,
		0x009E, 0xC014, 0x0035 };
	static struct scn_profile clients[] = {
		{ .id = ids[0],
			.name = ids[0],
			.platform = ids[0],
			.versions = SCN_VERSION_BIT(SCN_TLS1_2),
			.suites = exchange,
			.suite_count = sizeof(exchange) / sizeof(exchange[0]) },
		{ .id = ids[1],
			.name = ids[1],
			.platform = ids[1],
			.versions = SCN_VERSION_BIT(SCN_TLS1_2) | SCN_VERSION_BIT(SCN_TLS1_3),
			.suites = postfix,
			.suite_count = sizeof(postfix) / sizeof(postfix[0]) },
	};
	static struct scn_profile *items[] = { &clients[0], &clients[1] };
	static const struct scn_profiles profiles = { items, 2 };

	return &profiles;
}

static void report_events_of_server(const struct scn_document *d,
	const struct scn_target_result *target, const struct scn_server_result *server,
	struct scn_text *out)
{
	static const char *const facts[] = { "starttls", "versions", "groups", "signature_schemes",
		"dh", "certificate", "limits" };
	struct scn_line_event event = { .document = d, .target = target, .server = server };

	event.kind = SCN_LINE_SERVER;
	scn_report_line(&event, out);
	for (size_t i = 0; i < server->facts.probe_count; i++) {
		event.kind = SCN_LINE_PROBE;
		event.probe = &server->facts.probes[i];
		scn_report_line(&event, out);
	}
	event.kind = SCN_LINE_SUITE;
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		for (size_t i = 0; i < server->facts.versions[v].suite_count; i++) {
			event.version = (enum scn_version)v;
			event.suite = &server->facts.versions[v].suites[i];
			scn_report_line(&event, out);
		}
	event.kind = SCN_LINE_FACT;
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		event.fact = facts[i];
		scn_report_line(&event, out);
	}
	event.kind = SCN_LINE_PAIR;
	for (size_t i = 0; i < server->pair_count; i++) {
		event.pair = &server->pairs[i];
		scn_report_line(&event, out);
	}
	event.kind = SCN_LINE_WARNING;
	event.text = server->facts.incomplete;
	if (event.text)
		scn_report_line(&event, out);
	event.kind = SCN_LINE_SERVER_END;
	scn_report_line(&event, out);
}

static void report_events(const struct scn_document *d, struct scn_text *out)
{
	struct scn_line_event event = { .kind = SCN_LINE_SCAN_START, .document = d };

	scn_report_line(&event, out);
	for (size_t t = 0; t < d->target_count; t++)
		for (size_t s = 0; s < d->targets[t]->server_count; s++)
			report_events_of_server(d, d->targets[t], d->targets[t]->servers[s], out);
	event.kind = SCN_LINE_SCAN_END;
	scn_report_line(&event, out);
}

static void report_one_dialogue(const struct scn_server_result *server,
	const struct scn_probe_record *record, const struct scn_text_options *options,
	struct scn_text *out)
{
	struct scn_dialogue dialogue = { .facts = &server->facts, .record = record };

	for (size_t i = 0; i < server->pair_count; i++)
		if (scn_probe_is_of(record, server->pairs[i].profile_id))
			dialogue.pair = &server->pairs[i];
	scn_report_dialogue(&dialogue, options, out);
}

static void report_dialogues(
	const struct scn_document *d, const struct scn_text_options *options, struct scn_text *out)
{
	for (size_t t = 0; t < d->target_count; t++)
		for (size_t s = 0; s < d->targets[t]->server_count; s++) {
			const struct scn_server_facts *facts = &d->targets[t]->servers[s]->facts;

			for (size_t i = 0; i < facts->probe_count; i++)
				report_one_dialogue(
					d->targets[t]->servers[s], &facts->probes[i], options, out);
		}
}

static void report_csv(const struct scn_document *d, bool suites, struct scn_text *out)
{
	const struct scn_profiles *profiles = report_test_profiles();
	const struct scn_profile *const clients[] = { profiles->items[0], profiles->items[1] };
	struct scn_csv_options options = { .rows = suites ? SCN_CSV_SUITES : SCN_CSV_PAIRS,
		.clients = clients,
		.client_count = 2 };

	scn_report_csv(d, &options, out);
}

/* ---- the words at the head of a page ---- */

static void report_headline(struct scn_headline *headline, struct scn_text *out)
{
	scn_text_printf(out, "%s\n  %s\n", scn_text_str(&headline->title),
		scn_text_str(&headline->sentence));
	scn_headline_finish(headline);
}

static void report_fix_words(const struct scn_verdict *pair, struct scn_text *out)
{
	const struct scn_fix *best = scn_card_best_fix(pair), *other = scn_card_other_fix(pair);
	struct scn_fix_words words;

	if (best) {
		scn_card_fix(best, &words);
		scn_text_printf(out, "  fix: %s %s\n", scn_text_str(&words.lead),
			scn_text_str(&words.value));
		scn_fix_words_finish(&words);
	}
	if (other) {
		scn_text_add(out, "  ");
		scn_card_alternative(other, out);
		scn_text_char(out, '\n');
	}
}

static void report_card(const struct scn_server_result *server, const struct scn_verdict *pair,
	struct scn_text *out)
{
	const struct scn_profile *profile = report_test_profiles()->items[0];
	struct scn_headline headline;

	scn_report_title(server, pair, SCN_TITLE_DONE, &headline);
	report_headline(&headline, out);
	scn_text_add(out, "  cell: ");
	scn_report_cell(pair, out);
	scn_text_printf(out, "\n  %s: ", scn_card_evidence(pair));
	scn_card_proof(pair, out);
	scn_text_add(out, "\n  mail: ");
	scn_card_mail(pair, out);
	scn_text_char(out, '\n');
	report_fix_words(pair, out);
	if (pair->kind != SCN_VERDICT_WORKS && pair->kind != SCN_VERDICT_WEAK)
		return;
	scn_text_add(out, "  checked: ");
	scn_card_checked(&server->facts, pair, out);
	scn_text_add(out, "\n  certificate: ");
	scn_card_certificate(profile, &server->facts, pair, out);
	scn_text_add(out, "\n  better: ");
	scn_card_better(profile, &server->facts, pair, out);
	scn_text_char(out, '\n');
}

/* One client and all servers of the target: the pairs of an id, NULL where a server has none. */
static void report_all_servers(const struct scn_target_result *target,
	const struct scn_verdict *client, struct scn_text *out)
{
	const struct scn_verdict **pairs = calloc(target->server_count, sizeof(*pairs));
	struct scn_headline headline;

	for (size_t s = 0; s < target->server_count; s++)
		for (size_t i = 0; i < target->servers[s]->pair_count; i++)
			if (strcmp(target->servers[s]->pairs[i].profile_id, client->profile_id) ==
				0)
				pairs[s] = &target->servers[s]->pairs[i];
	scn_report_title_all(
		&(struct scn_client_pairs){
			.client = client->profile_name ? client->profile_name : "",
			.target = target->input,
			.servers = (const struct scn_server_result *const *)target->servers,
			.pairs = pairs,
			.count = target->server_count },
		SCN_TITLE_DONE, &headline);
	report_headline(&headline, out);
	free(pairs);
}

static void report_answer(const struct scn_document *d, struct scn_text *out)
{
	scn_report_summary(d, out);
	scn_text_char(out, '\n');
	for (size_t t = 0; t < d->target_count; t++) {
		const struct scn_target_result *target = d->targets[t];

		for (size_t i = 0; target->server_count > 1 && i < target->servers[0]->pair_count;
			i++)
			report_all_servers(target, &target->servers[0]->pairs[i], out);
		for (size_t s = 0; s < target->server_count; s++)
			for (size_t i = 0; i < target->servers[s]->pair_count; i++)
				report_card(target->servers[s], &target->servers[s]->pairs[i], out);
	}
}

/* False: no such form. */
static bool report_form_print(
	struct scn_document *d, const struct report_form *form, struct scn_text *out)
{
	struct scn_text_options options = {
		.width = form->width,
		.plain = strcmp(form->word, "plain") == 0,
		.ascii = strcmp(form->word, "ascii") == 0,
		.color = strcmp(form->word, "color") == 0,
		.profiles = report_test_profiles(),
	};
	struct scn_json_options json = { .all = strcmp(form->word, "json-all") == 0 };
	enum scn_document_mode mode = d->mode;

	if (form->mode)
		d->mode = strcmp(form->mode, "scan") == 0 ? SCN_MODE_SCAN : SCN_MODE_CHECK;
	if (options.plain || options.ascii || options.color || strcmp(form->word, "text") == 0)
		scn_report_text(d, &options, out);
	else if (json.all || strcmp(form->word, "json") == 0)
		scn_report_json(d, &json, out);
	else if (strcmp(form->word, "html") == 0)
		scn_report_html(d, &(struct scn_html_options){ .profiles = options.profiles }, out);
	else if (strcmp(form->word, "compare") == 0)
		scn_report_compare((const struct scn_document *const[]){ d }, 1, &options, out);
	else if (strncmp(form->word, "csv-", 4) == 0)
		report_csv(d, strcmp(form->word, "csv-suites") == 0, out);
	else if (strcmp(form->word, "jsonl") == 0)
		report_events(d, out);
	else if (strcmp(form->word, "dialogue") == 0)
		report_dialogues(d, &options, out);
	else if (strcmp(form->word, "answer") == 0)
		report_answer(d, out);
	else
		return false;
	d->mode = mode;
	return true;
}

#endif
