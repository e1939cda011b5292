#include "core/report/blocks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

static bool is(const struct scn_json *json, const char *text)
{
	const char *string = scn_json_string(json);

	return string && strcmp(string, text) == 0;
}

static const char *string_at(const struct scn_json *json, const char *key)
{
	return scn_json_string(scn_json_get(json, key));
}

bool scn_line_is(const struct scn_json *line, const char *event)
{
	return is(scn_json_get(line, "event"), event);
}

/* ---- verdicts ---- */

static void add_verdict(const struct scn_json *verdict, struct scn_findings *found)
{
	found->fails |= is(verdict, "fails");
	found->weak |= is(verdict, "weak");
	found->unknown |= !is(verdict, "fails") && !is(verdict, "weak") && !is(verdict, "works");
}

/* As scn_findings_add_server sees it. */
static bool add_server_end(const struct scn_json *line, struct scn_findings *found)
{
	const struct scn_json *smtp = scn_json_get(line, "smtp");
	const struct scn_json *starttls = scn_json_get(smtp, "starttls");

	if (string_at(line, "incomplete"))
		found->unknown = true;
	if (!is(scn_json_get(line, "reach"), "ok")) {
		found->unknown = true;
		return false;
	}
	/* A reference to another target ("same_as") leaves it out; its pairs say it. */
	if (!smtp)
		return true;
	if (is(starttls, "refused") || is(starttls, "not-offered") ||
		scn_json_bool(scn_json_get(smtp, "not_tls")))
		found->fails = true;
	else if (!is(starttls, "offered"))
		found->unknown = true;
	return true;
}

bool scn_line_findings(const struct scn_json *line, struct scn_findings *found)
{
	if (scn_line_is(line, "pair"))
		add_verdict(scn_json_get(scn_json_get(line, "pair"), "verdict"), found);
	return scn_line_is(line, "server-end") && add_server_end(line, found);
}

/* The last line has the last word: it knows what stayed unknown of a scan. */
static void add_target_end(const struct scn_json *line, struct scn_block *block)
{
	struct scn_findings *found = &block->findings;

	block->failed = scn_json_is_object(scn_json_get(line, "error"));
	block->partial = !is(scn_json_get(line, "state"), "complete");
	found->nothing_reached = !block->reached;
	found->fails |= is(scn_json_get(line, "worst"), "fails");
	found->unknown |= is(scn_json_get(line, "worst"), "unknown");
}

/* ---- blocks ---- */

void scn_block_finish(struct scn_block *block)
{
	free(block->target);
	scn_text_finish(&block->lines);
	*block = (struct scn_block){ 0 };
}

/* Those of a list come one after the other; of a few targets on the command line they may mix. */
static struct scn_block *open_block(struct scn_blocks *reader, const char *target)
{
	struct scn_block block = { 0 };

	for (size_t i = reader->open_count; i > 0; i--)
		if (strcmp(reader->open[i - 1].target, target) == 0)
			return &reader->open[i - 1];
	block.target = scn_strdup(target);
	memcpy(block.shard, reader->head.shard, sizeof(block.shard));
	SCN_APPEND(reader->open, reader->open_count, block);
	return &reader->open[reader->open_count - 1];
}

static void take_block(
	struct scn_blocks *reader, struct scn_block *block, struct scn_block *block_out)
{
	*block_out = *block;
	*block = reader->open[--reader->open_count];
}

static void drop_open(struct scn_blocks *reader)
{
	while (reader->open_count)
		scn_block_finish(&reader->open[--reader->open_count]);
}

static enum scn_parse target_line(struct scn_blocks *reader, const struct scn_json *json,
	struct scn_bytes line, struct scn_block *block_out)
{
	const char *target = string_at(json, "target");
	struct scn_block *block;

	if (!target || !reader->head.mode)
		return SCN_BAD;
	block = open_block(reader, target);
	scn_text_addn(&block->lines, (const char *)line.at, line.len);
	block->reached |= scn_line_findings(json, &block->findings);
	if (!scn_line_is(json, "target-end"))
		return SCN_MORE;
	add_target_end(json, block);
	take_block(reader, block, block_out);
	return SCN_GOT;
}

/* ---- the head ---- */

static char *join_clients(const struct scn_json *clients)
{
	struct scn_text text = { 0 };

	for (const struct scn_json *c = scn_json_first(clients); c; c = scn_json_next(c)) {
		if (text.len)
			scn_text_char(&text, ' ');
		scn_text_add(&text, scn_json_string(c) ? scn_json_string(c) : "?");
	}
	return text.len ? scn_text_take(&text) : scn_strdup("");
}

static void head_finish(struct scn_blocks_head *head)
{
	free(head->mode);
	free(head->clients);
}

static bool same_head(const struct scn_blocks_head *a, const struct scn_blocks_head *b)
{
	return strcmp(a->mode, b->mode) == 0 && strcmp(a->clients, b->clients) == 0 &&
	       strcmp(a->shard, b->shard) == 0;
}

static enum scn_parse scan_start(struct scn_blocks *reader, const struct scn_json *json)
{
	const char *mode = string_at(json, "mode");
	const char *shard = string_at(json, "shard");
	const char *started = string_at(json, "started");
	struct scn_blocks_head head = {
		.mode = scn_strdup(mode ? mode : ""),
		.clients = join_clients(scn_json_get(json, "clients")),
		.demo = scn_json_bool(scn_json_get(json, "demo")),
		.started = started ? scn_utc_parse(started) : 0,
	};

	snprintf(head.shard, sizeof(head.shard), "%s", shard ? shard : "");
	reader->whole = false;
	/* What the run before it left open, it never ended. */
	reader->left_out += scn_blocks_open_lines(reader);
	drop_open(reader);
	if (!reader->head.mode) {
		reader->head = head;
		return SCN_MORE;
	}
	reader->differs |= !same_head(&reader->head, &head);
	head_finish(&head);
	return SCN_MORE;
}

static enum scn_parse scan_end(struct scn_blocks *reader, const struct scn_json *json)
{
	const char *finished = string_at(json, "finished");

	reader->whole = is(scn_json_get(json, "state"), "complete");
	reader->finished = finished ? scn_utc_parse(finished) : 0;
	return SCN_MORE;
}

static enum scn_parse take(struct scn_blocks *reader, const struct scn_json *json,
	struct scn_bytes line, struct scn_block *block_out)
{
	if (scn_line_is(json, "scan-start"))
		return scan_start(reader, json);
	if (scn_line_is(json, "scan-end"))
		return scan_end(reader, json);
	return target_line(reader, json, line, block_out);
}

enum scn_parse scn_blocks_line(
	struct scn_blocks *reader, const char *line, size_t len, struct scn_block *block_out)
{
	struct scn_bytes bytes = { (const uint8_t *)line, len };
	struct scn_text error = { 0 };
	struct scn_json_document *document = NULL;
	enum scn_parse result = SCN_BAD;

	/* Without its end it may be the beginning of a longer one. */
	reader->cut = !len || line[len - 1] != '\n';
	if (!reader->cut)
		document = scn_json_parse(line, len, "", &error);
	if (document)
		result = take(reader, scn_json_root(document), bytes, block_out);
	if (result == SCN_BAD)
		reader->left_out++;
	scn_json_document_free(document);
	scn_text_finish(&error);
	return result;
}

size_t scn_blocks_open_lines(const struct scn_blocks *reader)
{
	size_t count = 0;

	for (size_t i = 0; i < reader->open_count; i++)
		for (size_t at = 0; at < reader->open[i].lines.len; at++)
			count += reader->open[i].lines.at[at] == '\n';
	return count;
}

void scn_blocks_finish(struct scn_blocks *reader)
{
	drop_open(reader);
	free(reader->open);
	head_finish(&reader->head);
	*reader = (struct scn_blocks){ 0 };
}
