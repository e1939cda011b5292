#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/report/text-parts.h"

/* The last lines: totals, what is missing and why, what it cost, the next command. */

struct tally {
	size_t pairs, works, weak, fails, unknown;
};

static struct tally count(const struct scn_document *d)
{
	struct tally t = { 0 };

	for (size_t i = 0; i < d->target_count; i++) {
		for (size_t s = 0; s < d->targets[i]->server_count; s++) {
			const struct scn_server_result *server = d->targets[i]->servers[s];

			for (size_t k = 0; k < server->pair_count; k++) {
				enum scn_verdict_kind kind = server->pairs[k].kind;

				t.pairs++;
				t.works += kind == SCN_VERDICT_WORKS || kind == SCN_VERDICT_WEAK;
				t.weak += kind == SCN_VERDICT_WEAK;
				t.fails += kind == SCN_VERDICT_FAILS;
				t.unknown += kind == SCN_VERDICT_UNKNOWN;
			}
		}
	}
	return t;
}

/* "6 pairs: 4 work, 1 of them weak, 1 fails, 1 not tested." */
static void totals(struct scn_page *p, const struct scn_document *d)
{
	struct tally t = count(d);
	struct scn_text line = { 0 };

	if (t.pairs < 2)
		return;
	scn_text_printf(
		&line, "%zu pairs: %zu %s", t.pairs, t.works, t.works == 1 ? "works" : "work");
	if (t.weak)
		scn_text_printf(&line, ", %zu of them weak", t.weak);
	if (t.fails)
		scn_text_printf(&line, ", %zu %s", t.fails, t.fails == 1 ? "fails" : "fail");
	if (t.unknown)
		scn_text_printf(&line, ", %zu not tested", t.unknown);
	scn_text_char(&line, '.');
	scn_page_paragraph(p, scn_text_str(&line), 0);
	scn_text_finish(&line);
}

static size_t unknown_suites(const struct scn_server_facts *facts)
{
	size_t unknown = 0;

	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		unknown += scn_facts_count(facts, (enum scn_version)v).unknown;
	return unknown;
}

/* Why something stayed unknown at one server, and how much. */
static void missing(struct scn_page *p, const struct scn_document *d,
	const struct scn_server_facts *facts, const char *title)
{
	struct scn_text line = { 0 };
	size_t unknown = d->mode == SCN_MODE_SCAN ? unknown_suites(facts) : 0;

	if (facts->reach != SCN_REACH_OK || (!facts->incomplete && unknown == 0))
		return;
	scn_text_printf(&line, "%s: ", title);
	if (unknown) {
		scn_text_plural(&line, unknown, "suite");
		scn_text_add(&line, " not tested.");
		scn_text_add(&line, facts->incomplete ? " " : "");
	}
	if (facts->incomplete)
		scn_text_add(&line, facts->incomplete);
	scn_page_wrap(p, scn_text_str(&line), 0);
	scn_page_end_line(p);
	scn_text_finish(&line);
}

static void all_missing(struct scn_page *p, const struct scn_document *d)
{
	for (size_t i = 0; i < d->target_count; i++) {
		const struct scn_target_result *target = d->targets[i];
		char **titles = scn_server_titles(target);

		for (size_t s = 0; s < target->server_count; s++)
			missing(p, d, &target->servers[s]->facts, titles[s]);
		scn_titles_free(titles, target->server_count);
	}
	if (d->partial)
		scn_page_paragraph(
			p, "The result is partial: what was not reached is not tested.", 0);
}

static void add_cost(struct scn_cost *sum, const struct scn_cost *one)
{
	sum->connections += one->connections;
	sum->enumeration += one->enumeration;
	sum->order += one->order;
	sum->details += one->details;
	sum->replays += one->replays;
	sum->handshakes += one->handshakes;
	sum->warm_unused += one->warm_unused;
	sum->failed += one->failed;
	sum->bytes_sent += one->bytes_sent;
	sum->bytes_received += one->bytes_received;
	/* Servers are asked at the same time. */
	if (one->elapsed > sum->elapsed)
		sum->elapsed = one->elapsed;
}

static void cost_item(struct scn_page *p, uint32_t count, const char *what, const char *end)
{
	struct scn_text item = { 0 };

	scn_text_printf(&item, "%u %s%s", count, what, end);
	scn_page_item(p, scn_text_str(&item), 1, 0);
	scn_text_finish(&item);
}

/* "41 connections: 28 for suites, …, 3 warm not needed; 12.3 KB sent, 98 KB received, 1.5 s" */
static void cost_line(struct scn_page *p, const struct scn_cost *cost)
{
	const struct {
		uint32_t count;
		const char *what;
	} parts[] = {
		{ cost->enumeration, "for suites" },
		{ cost->order, "for their order" },
		{ cost->details, "for groups and signatures" },
		{ cost->replays, "for clients" },
		{ cost->handshakes, "completed" },
		{ cost->failed, "without an answer" },
		{ cost->warm_unused, "warm not needed" },
	};
	struct scn_text first = { 0 }, last = { 0 };
	size_t left = 0;

	for (size_t i = 0; i < SCN_COUNT(parts); i++)
		left += parts[i].count != 0;
	scn_text_plural(&first, cost->connections, "connection");
	scn_text_char(&first, left ? ':' : ';');
	scn_page_item(p, scn_text_str(&first), 0, 0);
	for (size_t i = 0; i < SCN_COUNT(parts); i++)
		if (parts[i].count)
			cost_item(p, parts[i].count, parts[i].what, --left ? "," : ";");
	scn_text_size(&last, cost->bytes_sent);
	scn_text_add(&last, " sent,");
	scn_page_item(p, scn_text_str(&last), 1, 0);
	scn_text_clear(&last);
	scn_text_size(&last, cost->bytes_received);
	scn_text_add(&last, " received,");
	scn_page_item(p, scn_text_str(&last), 1, 0);
	scn_text_clear(&last);
	scn_text_duration(&last, cost->elapsed);
	scn_page_item(p, scn_text_str(&last), 1, 0);
	scn_page_end_line(p);
	scn_text_finish(&first);
	scn_text_finish(&last);
}

static void total_cost(struct scn_page *p, const struct scn_document *d)
{
	struct scn_cost sum = { 0 };

	for (size_t i = 0; i < d->target_count; i++)
		for (size_t s = 0; s < d->targets[i]->server_count; s++)
			add_cost(&sum, &d->targets[i]->servers[s]->facts.cost);
	if (sum.connections && d->mode == SCN_MODE_SCAN)
		cost_line(p, &sum);
}

/* A command is never broken: where it does not fit behind its label it has a line of its own. */
static void next_line(struct scn_page *p, const struct scn_next *next, size_t indent)
{
	size_t columns = indent + scn_text_columns(scn_text_str(&next->label)) + 1 +
			 scn_text_columns(scn_text_str(&next->command));

	scn_text_fill(&p->text, ' ', indent);
	scn_text_add(&p->text, scn_text_str(&next->label));
	if (columns > p->width) {
		scn_page_end_line(p);
		scn_text_fill(&p->text, ' ', 2);
	} else {
		scn_text_char(&p->text, ' ');
	}
	scn_text_add(&p->text, scn_text_str(&next->command));
	scn_page_end_line(p);
}

/* Nothing but one server or target that could not be asked: the command belongs to its block. */
static bool only_a_problem(const struct scn_document *d)
{
	if (d->target_count != 1 || d->targets[0]->server_count > 1)
		return false;
	return d->targets[0]->server_count == 0 || scn_server_sick(d->targets[0]->servers[0]);
}

void scn_text_note(struct scn_page *p, const struct scn_target_result *target)
{
	if (!target->note)
		return;
	scn_page_block(p);
	scn_page_paragraph(p, target->note, 0);
}

void scn_text_end(struct scn_page *p, const struct scn_document *d)
{
	struct scn_next next;

	scn_next_command(d, p->options, &next);
	if (only_a_problem(d)) {
		if (next.command.len)
			next_line(p, &next, SCN_PAGE_INDENT);
	} else {
		scn_page_block(p);
		totals(p, d);
		all_missing(p, d);
		total_cost(p, d);
		if (next.command.len)
			next_line(p, &next, 0);
	}
	scn_next_finish(&next);
}
