#include "core/explain/pattern.h"

#include <stdint.h>
#include <string.h>

#include "core/base/alloc.h"

enum {
	NAME_MAX_LEN = 8, /* "version" */
};

/* Not <ctype.h>: a locale must not change what a log means. */
static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* ---- fields ---- */

static const struct {
	const char *name;
	const char *also; /* allowed characters besides letters and digits; NULL: digits only */
} fields[SCN_FIELD_COUNT] = {
	[SCN_FIELD_HOST] = { "host", ".-_" },
	[SCN_FIELD_ADDRESS] = { "address", ".:%" },
	[SCN_FIELD_PORT] = { "port", NULL },
	[SCN_FIELD_PEER] = { "peer", ".-_" },
	[SCN_FIELD_VERSION] = { "version", "._/" },
	[SCN_FIELD_SUITE] = { "suite", "._-+" },
	[SCN_FIELD_BITS] = { "bits", NULL },
	[SCN_FIELD_ALERT] = { "alert", NULL },
	[SCN_FIELD_NUMBER] = { "number", NULL },
	[SCN_FIELD_VERIFY] = { "verify", "" },
	[SCN_FIELD_WORD] = { "word", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" },
	[SCN_FIELD_KX] = { "kx", "_" },
	[SCN_FIELD_HASH] = { "hash", "_" },
};

static bool belongs(enum scn_field field, char c)
{
	const char *also = fields[field].also;

	if (!also)
		return is_digit(c);
	return is_alnum(c) || (c && strchr(also, c) != NULL);
}

static size_t run_of(enum scn_field field, const char *line, size_t at, size_t len)
{
	size_t end = at;

	while (end < len && belongs(field, line[end]))
		end++;
	/* "name," and "name." end a word of a sentence, not the name. */
	while (field != SCN_FIELD_WORD && end > at && !is_alnum(line[end - 1]))
		end--;
	return end - at;
}

/* What is being matched; `at` walks through the line. */
struct walk {
	const char *line;
	size_t len, at;
	struct scn_match match;
};

static bool take_run(struct walk *w, enum scn_field field)
{
	size_t run = run_of(field, w->line, w->at, w->len);

	if (run == 0)
		return false;
	w->match.fields[field] = (struct scn_span){ w->line + w->at, run };
	w->at += run;
	return true;
}

/* A bracketed address behind a name: "mx.example[192.0.2.1]" or "mx.example [192.0.2.1]". */
static void take_address(struct walk *w)
{
	struct walk ahead = *w;

	while (ahead.at < ahead.len && is_blank(ahead.line[ahead.at]))
		ahead.at++;
	if (ahead.at >= ahead.len || ahead.line[ahead.at++] != '[')
		return;
	if (ahead.len - ahead.at > 5 && strncmp(ahead.line + ahead.at, "IPv6:", 5) == 0)
		ahead.at += 5;
	if (take_run(&ahead, SCN_FIELD_ADDRESS) && ahead.at < ahead.len &&
		ahead.line[ahead.at++] == ']')
		*w = ahead;
}

/* The host is the run; the dot of the root, which some write behind it, is not part of the name. */
static void take_root_dot(struct walk *w)
{
	w->match.fields[SCN_FIELD_HOST] = w->match.fields[SCN_FIELD_PEER];
	if (w->at < w->len && w->line[w->at] == '.')
		w->at++;
}

static bool take_peer(struct walk *w)
{
	struct walk ahead;

	if (take_run(w, SCN_FIELD_PEER))
		take_root_dot(w);
	else if (w->at >= w->len || w->line[w->at] != '[')
		return false;
	take_address(w);
	ahead = *w;
	if (ahead.at < ahead.len && ahead.line[ahead.at++] == ':' &&
		take_run(&ahead, SCN_FIELD_PORT))
		*w = ahead;
	return w->match.fields[SCN_FIELD_HOST].at || w->match.fields[SCN_FIELD_ADDRESS].at;
}

static enum scn_field field_named(const char *name, size_t len)
{
	for (int i = 0; i < SCN_FIELD_COUNT; i++)
		if (strlen(fields[i].name) == len && strncmp(fields[i].name, name, len) == 0)
			return (enum scn_field)i;
	return SCN_FIELD_COUNT;
}

/* ---- one alternative ---- */

/* One character of the text, or a run of blanks for a blank. */
static bool take_literal(struct walk *w, char c)
{
	size_t from = w->at;

	if (is_blank(c)) {
		while (w->at < w->len && is_blank(w->line[w->at]))
			w->at++;
		return w->at > from;
	}
	if (w->at >= w->len || lower(w->line[w->at]) != lower(c))
		return false;
	w->at++;
	w->match.literal++;
	return true;
}

/* Does the text up to the next field or the end stand at `at`? */
static bool literal_fits(const struct walk *w, size_t at, const char *p, const char *end)
{
	struct walk ahead = *w;

	ahead.at = at;
	while (p < end && *p != '{' && take_literal(&ahead, *p))
		p++;
	return p == end || *p == '{';
}

/* The first place from w->at on where what follows the gap stands. */
static bool skip_gap(struct walk *w, const char *p, const char *end)
{
	size_t limit = w->len - w->at < SCN_PATTERN_GAP ? w->len - w->at : SCN_PATTERN_GAP;

	for (size_t gap = 0; gap <= limit; gap++) {
		if (literal_fits(w, w->at + gap, p, end)) {
			w->at += gap;
			return true;
		}
	}
	return false;
}

/* The longest run of the field's characters behind which the pattern goes on: "TLS1_2" of
 * "TLS1_2_CLIENT". */
static bool take_longest(struct walk *w, enum scn_field field, const char *p, const char *end)
{
	size_t from = w->at;

	if (!take_run(w, field))
		return false;
	while (w->at > from && !literal_fits(w, w->at, p, end))
		w->at--;
	w->match.fields[field].len = w->at - from;
	return w->at > from;
}

/* "{field}" at p; gives back what follows it, NULL where the line does not have it. */
static const char *take_field(struct walk *w, const char *p, const char *end)
{
	const char *close = memchr(p, '}', (size_t)(end - p));
	size_t len = close ? (size_t)(close - p) - 1 : 0;
	enum scn_field field = field_named(p + 1, len);
	bool taken;

	if (!close || len > NAME_MAX_LEN)
		return NULL;
	if (len == 0)
		taken = skip_gap(w, close + 1, end);
	else if (field == SCN_FIELD_PEER)
		taken = take_peer(w);
	else
		taken = field < SCN_FIELD_COUNT && take_longest(w, field, close + 1, end);
	return taken ? close + 1 : NULL;
}

static bool match_here(struct walk *w, const char *p, const char *end)
{
	while (p && p < end) {
		if (*p == '{')
			p = take_field(w, p, end);
		else
			p = take_literal(w, *p) ? p + 1 : NULL;
	}
	return p != NULL;
}

static bool inside_word(const struct walk *w, size_t start, const char *pattern, const char *end)
{
	if (start > 0 && is_alnum(pattern[0]) &&
		(is_alnum(w->line[start - 1]) ||
			(is_digit(pattern[0]) && w->line[start - 1] == '.')))
		return true;
	return w->at < w->len && is_alnum(end[-1]) && is_alnum(w->line[w->at]);
}

/* A quick no. A field begins where a word begins. */
static bool may_start(char first, const char *line, size_t start)
{
	if (first == '{')
		return start == 0 || is_blank(line[start - 1]);
	return is_blank(first) ? is_blank(line[start]) : lower(line[start]) == lower(first);
}

static bool find_one(
	const char *pattern, const char *end, const char *line, size_t len, struct scn_match *out)
{
	for (size_t start = 0; start < len; start++) {
		struct walk w = { .line = line, .len = len, .at = start };

		if (!may_start(pattern[0], line, start))
			continue;
		if (!match_here(&w, pattern, end) || inside_word(&w, start, pattern, end))
			continue;
		w.match.start = start;
		w.match.end = w.at;
		*out = w.match;
		return true;
	}
	return false;
}

/* ---- a quick no for most patterns ---- */

static unsigned pair_of(char a, char b)
{
	return ((unsigned)(unsigned char)lower(a) * 31U + (unsigned char)lower(b)) % 4096U;
}

struct scn_searched scn_searched(const char *line, size_t len)
{
	struct scn_searched searched = { .at = line, .len = len };

	for (size_t i = 1; i < len; i++) {
		unsigned pair = pair_of(line[i - 1], line[i]);

		searched.pairs[pair / 64] |= UINT64_C(1) << pair % 64;
	}
	return searched;
}

/* Is a pair of neighbours of the pattern's own text not in the line? Blanks and fields stand for many. */
static bool is_missing(const char *pattern, const char *end, const struct scn_searched *line)
{
	bool field = false;

	for (const char *p = pattern; p + 1 < end; p++) {
		unsigned pair = pair_of(p[0], p[1]);

		field = *p == '{' || (field && *p != '}');
		if (field || *p == '}' || p[1] == '{' || is_blank(p[0]) || is_blank(p[1]))
			continue;
		if (!(line->pairs[pair / 64] >> pair % 64 & 1))
			return true;
	}
	return false;
}

bool scn_pattern_find(const char *pattern, const struct scn_searched *line, struct scn_match *out)
{
	while (*pattern) {
		const char *end = pattern + strcspn(pattern, "|");

		if (!is_missing(pattern, end, line) &&
			find_one(pattern, end, line->at, line->len, out))
			return true;
		pattern = *end ? end + 1 : end;
	}
	return false;
}

const char *scn_pattern_inside(const char *line, const char *text)
{
	for (; *line; line++) {
		size_t len = 0;

		while (text[len] && lower(line[len]) == lower(text[len]))
			len++;
		if (!text[len])
			return line;
	}
	return NULL;
}
