#include "core/capture/finder.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "core/base/alloc.h"
#include "core/tls/hello.h"
#include "core/tls/record.h"

enum {
	CLIENT_HELLO = 1,
	NAME_MAX_LEN = 255, /* RFC 5321 section 4.5.3.1.2 */
};

void scn_finder_finish(struct scn_finder *f)
{
	scn_builder_finish(&f->hello);
	scn_text_finish(&f->ehlo);
	scn_text_finish(&f->line);
}

void scn_finder_stop(struct scn_finder *f)
{
	scn_finder_finish(f);
	f->state = SCN_FINDER_OVER;
}

/* ---- the hello ---- */

/* Can bytes that begin like this be a ClientHello? Asked again as more of them come. */
static bool is_plausible(struct scn_bytes b)
{
	if (b.at[0] & 0x80) /* SSL 2.0: length, type, version */
		return (b.len < 3 || b.at[2] == CLIENT_HELLO) &&
		       (b.len < 4 || b.at[3] == 0 || b.at[3] == 3);
	return b.at[0] == SCN_CONTENT_HANDSHAKE && (b.len < 2 || b.at[1] == 3) &&
	       (b.len < 6 || b.at[5] == CLIENT_HELLO);
}

/* Is the last record whole now? Only then it is worth to parse it all again. */
static bool ends_record(struct scn_finder *f)
{
	struct scn_reader r = scn_reader(scn_built(&f->hello));
	size_t len;

	scn_read_bytes(&r, f->record_at);
	if (f->hello.data[0] & 0x80) {
		len = scn_read_u16(&r) & 0x7FFF;
	} else {
		scn_read_bytes(&r, 3); /* type, version */
		len = scn_read_u16(&r);
	}
	scn_read_bytes(&r, len);
	if (!scn_read_ok(&r))
		return false;
	f->record_at = f->hello.len;
	f->record_count++;
	return true;
}

/* Bytes behind the hello are looked at no more: the rest of a segment may hold a record begun. */
static void parse(struct scn_finder *f)
{
	struct scn_hello *hello = NULL;
	size_t len = 0;

	switch (scn_hello_parse(scn_built(&f->hello), &hello, &len)) {
	case SCN_MORE:
		return;
	case SCN_GOT:
		scn_hello_free(hello);
		f->hello.len = len;
		f->state = SCN_FINDER_FOUND;
		return;
	case SCN_BAD:
		scn_finder_stop(f);
		return;
	}
}

/* One record at a time, so that a hello is found where its last record ends. */
static void feed_hello(struct scn_finder *f, struct scn_bytes bytes)
{
	for (size_t i = 0; i < bytes.len && f->state == SCN_FINDER_HELLO; i++) {
		scn_build_u8(&f->hello, bytes.at[i]);
		if (!is_plausible(scn_built(&f->hello)) || f->hello.len > SCN_HELLO_MAX_LEN ||
			f->record_count > SCN_FINDER_MAX_RECORDS)
			scn_finder_stop(f);
		else if (ends_record(f))
			parse(f);
	}
}

/* ---- lines ---- */

/* The word behind an IMAP tag, or the first one. A tag is no reply code: "250 STARTTLS" is an answer. */
static const char *verb_of(const char *line)
{
	const char *blank = strchr(line, ' ');
	bool is_code = isdigit((unsigned char)line[0]) && blank == line + 3;

	return blank && !is_code && strcasecmp(blank + 1, "STARTTLS") == 0 ? blank + 1 : line;
}

static void end_line(struct scn_finder *f)
{
	static const char *const greetings[] = { "EHLO ", "HELO ", "LHLO " };
	const char *line, *verb;

	while (f->line.len && isspace((unsigned char)f->line.at[f->line.len - 1]))
		f->line.at[--f->line.len] = 0;
	line = scn_text_str(&f->line);
	verb = verb_of(line);
	f->state = strcasecmp(verb, "STARTTLS") == 0 || strcasecmp(verb, "STLS") == 0
			   ? SCN_FINDER_STARTTLS
			   : SCN_FINDER_TEXT;
	for (size_t i = 0; i < SCN_COUNT(greetings); i++) {
		if (strncasecmp(line, greetings[i], 5) != 0)
			continue;
		scn_text_clear(&f->ehlo);
		scn_text_addn(&f->ehlo, line + 5,
			f->line.len - 5 < NAME_MAX_LEN ? f->line.len - 5 : NAME_MAX_LEN);
	}
	scn_text_clear(&f->line);
}

static void feed_char(struct scn_finder *f, uint8_t byte)
{
	if (++f->text_len > SCN_FINDER_MAX_TEXT)
		scn_finder_stop(f);
	else if (byte == '\n')
		end_line(f);
	else if (f->line.len < SCN_FINDER_MAX_LINE && byte)
		scn_text_char(&f->line, (char)byte);
}

static bool may_begin(const struct scn_finder *f, uint8_t byte)
{
	bool here = f->state == SCN_FINDER_START || f->state == SCN_FINDER_STARTTLS;

	return here && f->line.len == 0 && is_plausible((struct scn_bytes){ &byte, 1 });
}

void scn_finder_feed(struct scn_finder *f, struct scn_bytes bytes)
{
	size_t i = 0;

	for (; i < bytes.len && f->state < SCN_FINDER_HELLO; i++) {
		if (may_begin(f, bytes.at[i])) {
			f->starttls = f->state == SCN_FINDER_STARTTLS;
			f->state = SCN_FINDER_HELLO;
			break;
		}
		if (f->state == SCN_FINDER_START)
			f->state = SCN_FINDER_TEXT;
		feed_char(f, bytes.at[i]);
	}
	if (f->state == SCN_FINDER_HELLO)
		feed_hello(f, (struct scn_bytes){ bytes.at + i, bytes.len - i });
}

void scn_finder_gap(struct scn_finder *f)
{
	if (f->state >= SCN_FINDER_FOUND)
		return;
	f->cut |= f->state == SCN_FINDER_HELLO;
	scn_builder_finish(&f->hello);
	f->record_at = f->record_count = 0;
	scn_text_clear(&f->line);
	f->state = SCN_FINDER_START;
}
