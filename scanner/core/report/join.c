#include "core/report/join.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/report/report.h"

/* What one block says of one server; or, with an empty key, of the target. */
struct part {
	char *key; /* host, address and port */
	int64_t preference;
	size_t block;
	struct scn_text lines;
	struct scn_findings findings;
	bool reached, ended, reference;
};

struct join {
	const struct scn_block *blocks;
	size_t count;
	struct part *parts;
	size_t part_count;
	struct scn_target_result target; /* what the new last line says; strings are heap */
	struct scn_block about;
};

/* ---- taking blocks apart ---- */

static char *key_of(const struct scn_json *line)
{
	const char *host = scn_json_string(scn_json_get(line, "host"));
	const char *address = scn_json_string(scn_json_get(line, "address"));
	struct scn_text key = { 0 };

	if (!host)
		return scn_strdup("");
	scn_text_printf(&key, "%s %s %lld", host, address ? address : "",
		(long long)scn_json_int(scn_json_get(line, "port")));
	return scn_text_take(&key);
}

/* The part of this server in this block, which may be new. */
static struct part *part_of(struct join *join, size_t block, const struct scn_json *line)
{
	const struct scn_json *preference = scn_json_get(line, "preference");
	struct part part = { .key = key_of(line), .block = block, .preference = -1 };

	for (size_t i = join->part_count; i > 0 && join->parts[i - 1].block == block; i--) {
		if (strcmp(join->parts[i - 1].key, part.key) == 0) {
			free(part.key);
			return &join->parts[i - 1];
		}
	}
	if (scn_json_is_number(preference))
		part.preference = scn_json_int(preference);
	SCN_APPEND(join->parts, join->part_count, part);
	return &join->parts[join->part_count - 1];
}

static void set_once(char **text, const struct scn_json *json)
{
	if (!*text)
		*text = scn_strdup(scn_json_string(json));
}

static void take_end(struct join *join, const struct scn_json *line)
{
	const struct scn_json *error = scn_json_get(line, "error");
	const char *kind = scn_json_string(scn_json_get(line, "kind"));

	join->target.domain |= kind && strcmp(kind, "domain") == 0;
	set_once(&join->target.error_id, scn_json_get(error, "id"));
	set_once(&join->target.error_text, scn_json_get(error, "text"));
	set_once(&join->target.note, scn_json_get(line, "note"));
}

static void take_line(
	struct join *join, size_t block, const struct scn_json *line, struct scn_bytes text)
{
	struct part *part;

	if (scn_line_is(line, "target-end")) {
		take_end(join, line);
		return;
	}
	part = part_of(join, block, line);
	scn_text_addn(&part->lines, (const char *)text.at, text.len);
	part->reached |= scn_line_findings(line, &part->findings);
	part->ended |= scn_line_is(line, "server-end");
	part->reference |= scn_json_is_string(scn_json_get(line, "same_as"));
}

static void take_block(struct join *join, size_t block)
{
	const struct scn_text *lines = &join->blocks[block].lines;

	for (size_t at = 0; at < lines->len;) {
		const char *end = memchr(lines->at + at, '\n', lines->len - at);
		size_t len = end ? (size_t)(end + 1 - lines->at) - at : lines->len - at;
		struct scn_text error = { 0 };
		struct scn_json_document *document =
			scn_json_parse(lines->at + at, len, "", &error);
		struct scn_bytes text = { (const uint8_t *)lines->at + at, len };

		/* The reader of the blocks has understood it before. */
		if (document)
			take_line(join, block, scn_json_root(document), text);
		scn_json_document_free(document);
		scn_text_finish(&error);
		at += len;
	}
}

/* ---- which blocks, which parts ---- */

/* Is there a run of the same shard that came further with this target? */
static bool gives_way(const struct join *join, size_t block)
{
	const struct scn_block *this = &join->blocks[block];

	for (size_t i = 0; i < join->count; i++) {
		const struct scn_block *other = &join->blocks[i];

		if (strcmp(this->shard, other->shard) == 0 && !other->partial && !other->failed &&
			(this->partial || this->failed))
			return true;
	}
	return false;
}

static bool is_known(const struct part *part)
{
	return part->ended && !part->findings.unknown;
}

/* Servers in MX order, of each the best part first. */
static int compare(const void *a, const void *b)
{
	const struct part *x = a, *y = b;
	int keys = strcmp(x->key, y->key);

	if (x->preference != y->preference)
		return x->preference < y->preference ? -1 : 1;
	if (keys)
		return keys;
	if (is_known(x) != is_known(y))
		return is_known(x) ? -1 : 1;
	if (x->reference != y->reference)
		return x->reference ? 1 : -1;
	return x->block > y->block ? -1 : 1;
}

static bool is_repeated(const struct join *join, size_t part)
{
	return part > 0 && join->parts[part].preference == join->parts[part - 1].preference &&
	       strcmp(join->parts[part].key, join->parts[part - 1].key) == 0;
}

static void write_parts(struct join *join, struct scn_text *out)
{
	if (join->part_count)
		qsort(join->parts, join->part_count, sizeof(*join->parts), compare);
	for (size_t i = 0; i < join->part_count; i++) {
		const struct part *part = &join->parts[i];

		if (is_repeated(join, i))
			continue;
		scn_text_addn(out, scn_text_str(&part->lines), part->lines.len);
		scn_findings_join(&join->about.findings, &part->findings);
		join->about.findings.unknown |= part->key[0] && !part->ended;
		join->about.reached |= part->reached;
	}
}

/* ---- the last line ---- */

/* What the servers of a block say, all together. */
static struct scn_findings of_servers(const struct join *join, size_t block)
{
	struct scn_findings found = { 0 };

	for (size_t i = 0; i < join->part_count; i++)
		if (join->parts[i].block == block)
			scn_findings_join(&found, &join->parts[i].findings);
	return found;
}

/* What only its last line knows. */
static void take_last_word(struct join *join, size_t block)
{
	const struct scn_block *this = &join->blocks[block];
	struct scn_findings *found = &join->about.findings;
	struct scn_findings servers = of_servers(join, block);

	join->about.partial |= this->partial;
	join->about.failed |= this->failed;
	found->unknown |= this->partial || this->failed;
	found->unknown |= this->findings.unknown && !servers.unknown;
	found->fails |= this->findings.fails && !servers.fails;
}

static void take_blocks(struct join *join)
{
	for (size_t i = 0; i < join->count; i++) {
		if (gives_way(join, i))
			continue;
		take_block(join, i);
		take_last_word(join, i);
	}
}

static void write_end(struct join *join, struct scn_text *out)
{
	struct scn_line_event event = { .kind = SCN_LINE_TARGET_END,
		.target = &join->target,
		.findings = &join->about.findings,
		.partial = join->about.partial };

	join->about.findings.nothing_reached = !join->about.reached;
	scn_report_line(&event, out);
}

static void join_finish(struct join *join)
{
	for (size_t i = 0; i < join->part_count; i++) {
		free(join->parts[i].key);
		scn_text_finish(&join->parts[i].lines);
	}
	free(join->parts);
	free(join->target.error_id);
	free(join->target.error_text);
	free(join->target.note);
}

void scn_join_blocks(const struct scn_block *blocks, size_t count, struct scn_text *lines_out,
	struct scn_block *about_out)
{
	struct join join = { .blocks = blocks, .count = count };

	if (count == 1) {
		scn_text_addn(lines_out, scn_text_str(&blocks[0].lines), blocks[0].lines.len);
		*about_out = blocks[0];
	} else {
		join.target.input = blocks[0].target;
		take_blocks(&join);
		write_parts(&join, lines_out);
		write_end(&join, lines_out);
		join.about.failed &= join.part_count == 0;
		*about_out = join.about;
		join_finish(&join);
	}
	about_out->target = NULL;
	about_out->lines = (struct scn_text){ 0 };
}
