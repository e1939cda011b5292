#include "core/explain/lines.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/alloc.h"
#include "core/explain/explain.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* "Name:" as RFC 5322 section 2.2 has it; gives back the length with the colon, 0 if it is none. */
static size_t header_name(const char *line, size_t len)
{
	size_t at = 0;

	while (at < len && line[at] > ' ' && line[at] < 127 && line[at] != ':')
		at++;
	return at > 0 && at + 1 < len && line[at] == ':' && is_blank(line[at + 1]) ? at + 1 : 0;
}

static bool is_received(const struct scn_line *line)
{
	return strncasecmp(line->text, "Received:", strlen("Received:")) == 0;
}

/* Does this line go on with the header before it? A pasted Received header often lost its indentation;
 * it is not over before its date, which stands behind a semicolon. */
static bool goes_on(const struct scn_lines *lines, const char *line, size_t len, bool gap)
{
	const struct scn_line *last = lines->count ? &lines->items[lines->count - 1] : NULL;

	if (!last || gap || !header_name(last->text, last->len))
		return false;
	if (is_blank(line[0]))
		return true;
	return is_received(last) && !memchr(last->text, ';', last->len) && !header_name(line, len);
}

static void set(struct scn_line *line, const char *text, size_t len)
{
	struct scn_text joined = { 0 };

	scn_text_add(&joined, line->text ? line->text : "");
	if (line->text)
		scn_text_char(&joined, ' ');
	for (size_t i = 0; i < len && joined.len < SCN_EXPLAIN_MAX_LINE; i++)
		scn_text_char(&joined, text[i] ? text[i] : ' ');
	line->len = joined.len;
	free(line->text);
	line->text = scn_text_take(&joined);
}

static void add(struct scn_lines *lines, const char *text, size_t len, size_t number, bool gap)
{
	bool joins = goes_on(lines, text, len, gap);

	while (joins && len > 0 && is_blank(text[0])) {
		text++;
		len--;
	}
	if (!joins)
		SCN_APPEND(lines->items, lines->count, ((struct scn_line){ .number = number }));
	set(&lines->items[lines->count - 1], text, len);
}

void scn_lines_split(const char *text, size_t len, struct scn_lines *out)
{
	struct scn_text decoded = { 0 };
	const char *at, *stop;
	size_t number = 1;
	bool gap = false;

	*out = (struct scn_lines){ .truncated = len > SCN_EXPLAIN_MAX_LEN };
	scn_mime_decode(text, out->truncated ? SCN_EXPLAIN_MAX_LEN : len, &decoded);
	at = scn_text_str(&decoded);
	stop = at + decoded.len;
	for (; at < stop; number++) {
		const char *end = memchr(at, '\n', (size_t)(stop - at));
		size_t line = end ? (size_t)(end - at) : (size_t)(stop - at);

		while (line > 0 && (is_blank(at[line - 1]) || at[line - 1] == '\r'))
			line--;
		if (line > 0)
			add(out, at, line, number, gap);
		gap = line == 0;
		at = end ? end + 1 : stop;
	}
	scn_text_finish(&decoded);
}

void scn_lines_finish(struct scn_lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		free(lines->items[i].text);
	free(lines->items);
	*lines = (struct scn_lines){ 0 };
}
