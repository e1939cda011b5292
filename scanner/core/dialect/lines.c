#include "core/dialect/lines.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/alloc.h"
#include "core/base/language.h"

/* ---- encodings ---- */

enum {
	QUOTE_MAX = 60,
	HIGH_FIRST = 0xD800, /* surrogates (RFC 2781 section 2.2) */
	LOW_FIRST = 0xDC00,
	LOW_LAST = 0xDFFF,
};

static void add_code_point(struct scn_text *out, uint32_t code)
{
	if (code < 0x80) {
		scn_text_char(out, (char)code);
		return;
	}
	if (code < 0x800) {
		scn_text_char(out, (char)(0xC0 | code >> 6));
	} else if (code < 0x10000) {
		scn_text_char(out, (char)(0xE0 | code >> 12));
		scn_text_char(out, (char)(0x80 | (code >> 6 & 0x3F)));
	} else {
		scn_text_char(out, (char)(0xF0 | code >> 18));
		scn_text_char(out, (char)(0x80 | (code >> 12 & 0x3F)));
		scn_text_char(out, (char)(0x80 | (code >> 6 & 0x3F)));
	}
	scn_text_char(out, (char)(0x80 | (code & 0x3F)));
}

enum endian {
	LITTLE,
	BIG,
};

static uint32_t unit_at(struct scn_bytes bytes, size_t at, enum endian endian)
{
	return endian == LITTLE ? (uint32_t)(bytes.at[at] | bytes.at[at + 1] << 8)
				: (uint32_t)(bytes.at[at] << 8 | bytes.at[at + 1]);
}

/* False at half a character. */
static bool from_utf16(struct scn_bytes bytes, enum endian endian, struct scn_text *out)
{
	if (bytes.len % 2)
		return false;
	for (size_t at = 0; at < bytes.len; at += 2) {
		uint32_t code = unit_at(bytes, at, endian);
		uint32_t low = at + 3 < bytes.len ? unit_at(bytes, at + 2, endian) : 0;

		if (code == 0 || (code >= LOW_FIRST && code <= LOW_LAST))
			return false;
		if (code >= HIGH_FIRST && code < LOW_FIRST) {
			if (low < LOW_FIRST || low > LOW_LAST)
				return false;
			code = 0x10000 + ((code - HIGH_FIRST) << 10) + (low - LOW_FIRST);
			at += 2;
		}
		add_code_point(out, code);
	}
	return true;
}

static bool starts_with(struct scn_bytes bytes, const char *mark, size_t len)
{
	return bytes.len >= len && memcmp(bytes.at, mark, len) == 0;
}

static struct scn_bytes behind(struct scn_bytes bytes, size_t len)
{
	return (struct scn_bytes){ bytes.at + len, bytes.len - len };
}

bool scn_dialect_text(struct scn_bytes bytes, struct scn_text *out, struct scn_text *error)
{
	bool ok = true;

	if (bytes.len > SCN_DIALECT_MAX_LEN)
		return scn_dialect_complain(error, 0, scn_tr("the file has more than %d bytes"),
			(int)SCN_DIALECT_MAX_LEN);
	if (starts_with(bytes, "\xFF\xFE", 2)) {
		ok = from_utf16(behind(bytes, 2), LITTLE, out);
	} else if (starts_with(bytes, "\xFE\xFF", 2)) {
		ok = from_utf16(behind(bytes, 2), BIG, out);
	} else {
		if (starts_with(bytes, "\xEF\xBB\xBF", 3))
			bytes = behind(bytes, 3);
		ok = bytes.len == 0 || !memchr(bytes.at, 0, bytes.len);
		if (ok)
			scn_text_addn(out, (const char *)bytes.at, bytes.len);
	}
	return ok ||
	       scn_dialect_complain(error, 0,
		       scn_tr("this is no text: expected UTF-8, or UTF-16 with a byte order mark"));
}

/* ---- lines ---- */

struct scn_lines scn_lines_of(struct scn_text *text)
{
	return (struct scn_lines){ .rest = text->at };
}

char *scn_lines_next(struct scn_lines *lines)
{
	char *line = lines->rest;
	char *end;

	if (!line || !*line)
		return NULL;
	end = strchr(line, '\n');
	lines->rest = end ? end + 1 : NULL;
	end = end ? end : line + strlen(line);
	if (end > line && end[-1] == '\r')
		end--;
	*end = 0;
	lines->number++;
	return line;
}

/* ---- messages ---- */

bool scn_dialect_complain(struct scn_text *error, unsigned line, const char *format, ...)
{
	va_list args;

	if (error->len)
		return false;
	if (line)
		scn_text_printf(error, scn_tr("line %u: "), line);
	va_start(args, format);
	scn_text_vprintf(error, format, args);
	va_end(args);
	return false;
}

void scn_dialect_quote(struct scn_text *out, const char *word)
{
	size_t len = strlen(word);

	scn_text_char(out, '"');
	scn_text_peer(out, word, len > QUOTE_MAX ? QUOTE_MAX : len);
	scn_text_add(out, len > QUOTE_MAX ? "…\"" : "\"");
}

bool scn_dialect_unknown(struct scn_text *error, unsigned line, const char *what, const char *word)
{
	struct scn_text quoted = { 0 };

	scn_dialect_quote(&quoted, word);
	scn_dialect_complain(
		error, line, scn_tr("%s %s is not known"), what, scn_text_str(&quoted));
	scn_text_finish(&quoted);
	return false;
}

/* ---- small ---- */

char *scn_dialect_trim(char *text)
{
	size_t len;

	while (isspace((unsigned char)*text))
		text++;
	len = strlen(text);
	while (len && isspace((unsigned char)text[len - 1]))
		text[--len] = 0;
	return text;
}

bool scn_dialect_same(const char *a, const char *b)
{
	return strcasecmp(a, b) == 0;
}

char *scn_dialect_single(struct scn_bytes bytes, const char *what, struct scn_text *error)
{
	struct scn_text text = { 0 };
	struct scn_lines lines;
	char *found = NULL;

	if (!scn_dialect_text(bytes, &text, error))
		goto end;
	lines = scn_lines_of(&text);
	for (char *line; (line = scn_lines_next(&lines)) != NULL;) {
		line = scn_dialect_trim(line);
		if (!*line || strchr("#;", *line))
			continue;
		if (found || strlen(line) > SCN_DIALECT_MAX_LINE) {
			scn_dialect_complain(error, lines.number,
				found ? scn_tr("expected one %s, and this is a second line")
				      : scn_tr("this %s is too long"),
				what);
			break;
		}
		found = scn_strdup(line);
	}
	if (!found)
		scn_dialect_complain(error, 0, scn_tr("expected a line with the %s"), what);
end:
	if (error->len) {
		free(found);
		found = NULL;
	}
	scn_text_finish(&text);
	return found;
}
