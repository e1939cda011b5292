#include "core/probe/transcript.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/smtp/reply.h"
#include "core/tls/describe.h"
#include "core/tls/record.h"

enum {
	NOTE_MAX_LEN = 512,
	PLAIN_MAX_LEN = 256, /* bytes that are shown of plain text where TLS should be */
};

void scn_transcript_finish(struct scn_transcript *t)
{
	for (size_t i = 0; i < t->line_count; i++)
		scn_line_finish(&t->lines[i]);
	free(t->lines);
	*t = (struct scn_transcript){ 0 };
}

static void append(struct scn_transcript *t, struct scn_line line)
{
	line.at = t->now;
	SCN_APPEND(t->lines, t->line_count, line);
}

/* Takes over what the line owns. */
static void add(struct scn_transcript *t, struct scn_line take_line)
{
	size_t len = strlen(take_line.text) + take_line.len;

	if (t->off) {
		scn_line_finish(&take_line);
		return;
	}
	if (!t->full && t->line_count + 1 < SCN_TRANSCRIPT_MAX_LINES &&
		t->len + len <= SCN_TRANSCRIPT_MAX_LEN) {
		t->len += len;
		append(t, take_line);
		return;
	}
	scn_line_finish(&take_line);
	if (!t->full)
		append(t, (struct scn_line){
				  .direction = SCN_COMMENT,
				  .layer = SCN_LAYER_TCP,
				  .text = scn_strdup("what follows was not kept: too long"),
			  });
	t->full = true;
}

void scn_transcript_note(struct scn_transcript *t, enum scn_layer layer, const char *format, ...)
{
	char text[NOTE_MAX_LEN];
	va_list args;

	if (t->off)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	add(t, (struct scn_line){
		       .direction = SCN_COMMENT, .layer = layer, .text = scn_strdup(text) });
}

void scn_transcript_smtp(struct scn_transcript *t, enum scn_direction direction, const char *text)
{
	size_t len = strlen(text);

	if (t->off)
		return;
	while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
		len--;
	add(t, (struct scn_line){
		       .direction = direction,
		       .layer = SCN_LAYER_SMTP,
		       .text = scn_strndup(text, len),
	       });
}

static void add_record(
	struct scn_transcript *t, enum scn_direction direction, struct scn_bytes record)
{
	struct scn_text text = { 0 };

	if (t->off)
		return;
	scn_record_describe(record, &text);
	add(t, (struct scn_line){
		       .direction = direction,
		       .layer = SCN_LAYER_TLS,
		       .text = scn_text_take(&text),
		       .bytes = scn_memdup(record.at, record.len),
		       .len = record.len,
	       });
}

static void drop(struct scn_builder *b, size_t len)
{
	if (len > 0)
		memmove(b->data, b->data + len, b->len - len);
	b->len -= len;
}

void scn_transcript_records(
	struct scn_transcript *t, enum scn_direction direction, struct scn_builder *pending)
{
	struct scn_bytes rest = scn_built(pending);
	struct scn_record record;
	size_t len;

	while (rest.len > 0 && scn_record_parse(rest, &record, &len) == SCN_GOT) {
		if (!t->full)
			add_record(t, direction, (struct scn_bytes){ rest.at, len });
		rest = (struct scn_bytes){ rest.at + len, rest.len - len };
	}
	/* Once, not for every record: a peer may send very many small ones. */
	drop(pending, pending->len - rest.len);
}

static bool is_text(struct scn_bytes bytes)
{
	for (size_t i = 0; i < bytes.len && i < 4; i++)
		if (bytes.at[i] < '\t' || bytes.at[i] > '~')
			return false;
	return true;
}

static void add_plain(
	struct scn_transcript *t, enum scn_direction direction, struct scn_bytes bytes)
{
	struct scn_text raw = { 0 };
	struct scn_text kept = { 0 };

	scn_text_addn(&raw, (const char *)bytes.at,
		bytes.len < PLAIN_MAX_LEN ? bytes.len : PLAIN_MAX_LEN);
	scn_reply_keep(&kept, &raw);
	scn_transcript_smtp(t, direction, scn_text_str(&kept));
	scn_text_finish(&kept);
	scn_text_finish(&raw);
}

void scn_transcript_rest(
	struct scn_transcript *t, enum scn_direction direction, struct scn_builder *pending)
{
	struct scn_bytes rest = scn_built(pending);

	if (rest.len == 0)
		return;
	if (is_text(rest))
		add_plain(t, direction, rest);
	else
		add_record(t, direction, rest);
	scn_builder_finish(pending);
}
