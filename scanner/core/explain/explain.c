#include "core/explain/explain.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/explain/finding.h"
#include "core/explain/received.h"

enum {
	REACH = 60,     /* lines between two that belong together */
	LOG_REACH = 10, /* between "handshake failed" and the reason of the library */
};

/* Takes over f. */
static void keep(struct scn_explanation *e, struct scn_finding *take_f)
{
	for (size_t i = 0; i < e->finding_count; i++) {
		if (!scn_finding_same(&e->findings[i], take_f))
			continue;
		e->findings[i].count++;
		scn_finding_finish(take_f);
		return;
	}
	if (e->finding_count == SCN_EXPLAIN_MAX_FINDINGS) {
		e->truncated = true;
		scn_finding_finish(take_f);
		return;
	}
	SCN_APPEND(e->findings, e->finding_count, *take_f);
}

/* The host of lines around that name none themselves: a bounce names it in a field of its own, a log in
 * another line of the same connection. */
struct context {
	char *host, *address, *self, *connection;
	unsigned port;
	bool host_is_client;
	const char *product;
	size_t line;
	size_t open; /* findings from here on may still wait for a host */
};

static size_t distance(size_t a, size_t b)
{
	return a < b ? b - a : a - b;
}

/* Lines that belong together: of one connection in a log, of one report. */
static bool belongs(const struct scn_finding *f, const struct context *c)
{
	if (f->product_of_line != c->product || distance(f->line, c->line) > REACH)
		return false;
	return !c->product || (c->connection && scn_same_text(f->connection, c->connection));
}

static void give_host(struct scn_finding *f, const struct context *c)
{
	if (f->host || f->address || (!c->host && !c->address) || !belongs(f, c))
		return;
	f->host = scn_strdup(c->host);
	f->address = scn_strdup(c->address);
	f->port = c->port;
	f->host_is_client = c->host_is_client;
	f->said_by = c->host_is_client ? SCN_SAID_BY_SERVER : SCN_SAID_BY_CLIENT;
}

static void set_text(char **old, const char *text)
{
	char *fresh = scn_strdup(text);

	free(*old);
	*old = fresh;
}

/* A line that names a host: does it speak for the lines around it too? */
static void learn_context(struct scn_explanation *e, struct context *c, const struct scn_finding *f)
{
	if (f->self)
		set_text(&c->self, f->self);
	if ((!f->host && !f->address) || (!f->product_of_line && !f->names_block))
		return;
	set_text(&c->host, f->host);
	set_text(&c->address, f->address);
	set_text(&c->connection, f->connection);
	c->port = f->port;
	c->host_is_client = f->host_is_client;
	c->product = f->product_of_line;
	c->line = f->line;
	for (; !c->product && c->open < e->finding_count; c->open++)
		give_host(&e->findings[c->open], c);
}

/* Takes over f. */
static void one_finding(struct scn_explanation *e, struct context *c, struct scn_finding *take_f)
{
	learn_context(e, c, take_f);
	if (!scn_finding_worth_telling(take_f)) {
		scn_finding_finish(take_f);
		return;
	}
	give_host(take_f, c);
	if (!take_f->self)
		take_f->self = scn_strdup(c->self);
	keep(e, take_f);
}

/* Of the same connection, or at least right beside it. */
static bool is_beside(const struct scn_finding *a, const struct scn_finding *b)
{
	return a->product_of_line == b->product_of_line &&
	       distance(a->line, b->line) <= (b->connection ? LOG_REACH : 1) &&
	       scn_same_text(a->connection, b->connection);
}

static void copy_causes(struct scn_finding *f, const struct scn_finding *reason)
{
	scn_finding_forget_causes(f);
	for (size_t i = 0; i < reason->cause_count; i++)
		f->causes[f->cause_count++] = scn_strdup(reason->causes[i]);
}

/* Whoever leaves after TLS was set up did not fail at the handshake: then nothing is proposed. */
static void borrow_reason(struct scn_explanation *e, struct scn_finding *f)
{
	for (size_t i = 0; i < e->finding_count; i++) {
		const struct scn_finding *other = &e->findings[i];

		if (!is_beside(other, f))
			continue;
		if (scn_finding_has_reason(other)) {
			copy_causes(f, other);
			return;
		}
		if (other->session.suite_count)
			scn_finding_forget_causes(f);
	}
}

static void borrow_reasons(struct scn_explanation *e)
{
	for (size_t i = 0; i < e->finding_count; i++)
		if (scn_finding_is_general(&e->findings[i]))
			borrow_reason(e, &e->findings[i]);
}

/* Two that became the same when a host was given to them. */
static void merge_same(struct scn_explanation *e)
{
	size_t kept = 0;

	for (size_t i = 0; i < e->finding_count; i++) {
		size_t k = 0;

		while (k < kept && !scn_finding_same(&e->findings[k], &e->findings[i]))
			k++;
		if (k < kept) {
			e->findings[k].count += e->findings[i].count;
			scn_finding_finish(&e->findings[i]);
		} else {
			e->findings[kept++] = e->findings[i];
		}
	}
	e->finding_count = kept;
}

static void turn_hops(struct scn_explanation *e)
{
	for (size_t i = 0; i < e->hop_count / 2; i++) {
		struct scn_hop hop = e->hops[i];

		e->hops[i] = e->hops[e->hop_count - 1 - i];
		e->hops[e->hop_count - 1 - i] = hop;
	}
}

static bool one_hop(struct scn_explanation *e, const struct scn_line *line)
{
	struct scn_hop hop;

	if (!scn_received_read(line->text, line->len, &hop))
		return false;
	if (e->hop_count == SCN_EXPLAIN_MAX_HOPS) {
		e->truncated = true;
		scn_hop_finish(&hop);
		return true;
	}
	SCN_APPEND(e->hops, e->hop_count, hop);
	return true;
}

void scn_explain(const char *text, size_t len, struct scn_explanation *out)
{
	struct scn_lines lines;
	struct context context = { 0 };

	*out = (struct scn_explanation){ 0 };
	scn_lines_split(text, len, &lines);
	out->line_count = lines.count;
	out->truncated = lines.truncated;
	for (size_t i = 0; i < lines.count; i++) {
		struct scn_finding f;

		if (one_hop(out, &lines.items[i]))
			continue;
		f = scn_finding_read(&lines.items[i]);
		one_finding(out, &context, &f);
	}
	borrow_reasons(out);
	merge_same(out);
	turn_hops(out);
	free(context.host);
	free(context.address);
	free(context.self);
	free(context.connection);
	scn_lines_finish(&lines);
}

bool scn_explanation_empty(const struct scn_explanation *e)
{
	return e->finding_count == 0 && e->hop_count == 0;
}

void scn_explanation_finish(struct scn_explanation *e)
{
	for (size_t i = 0; i < e->finding_count; i++)
		scn_finding_finish(&e->findings[i]);
	for (size_t i = 0; i < e->hop_count; i++)
		scn_hop_finish(&e->hops[i]);
	free(e->findings);
	free(e->hops);
	*e = (struct scn_explanation){ 0 };
}
