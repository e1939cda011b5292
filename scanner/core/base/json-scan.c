/*
 * RFC 8259:
 *   value  = "false" / "null" / "true" / object / array / number / string
 *   object = "{" [ string ":" value *( "," string ":" value ) ] "}"
 *   array  = "[" [ value *( "," value ) ] "]"
 *   number = [ "-" ] ( "0" / 1-9 *DIGIT ) [ "." 1*DIGIT ] [ ( "e" / "E" ) [ "+" / "-" ] 1*DIGIT ]
 *   string = DQUOTE *( unescaped / "\" one of "\/bfnrt / "\u" 4HEXDIG ) DQUOTE
 */
#include "core/base/json-scan.h"

#include <ctype.h>
#include <string.h>

#include "core/base/language.h"
#include "core/base/text.h"

enum {
	NUMBER_MAX_LEN = 60, /* cJSON reads numbers into 64 bytes */
};

struct scan {
	const char *at, *end;
	const char *fault;
	int depth;
};

static bool scan_value(struct scan *s);

static bool fail(struct scan *s, const char *fault)
{
	s->fault = fault;
	return false;
}

static bool is_next(const struct scan *s, char c)
{
	return s->at < s->end && *s->at == c;
}

static bool take(struct scan *s, char c)
{
	if (!is_next(s, c))
		return false;
	s->at++;
	return true;
}

static void skip_blanks(struct scan *s)
{
	while (s->at < s->end && strchr(" \t\r\n", *s->at) && *s->at)
		s->at++;
}

static bool take_digits(struct scan *s)
{
	const char *start = s->at;

	while (s->at < s->end && isdigit((unsigned char)*s->at))
		s->at++;
	return s->at > start;
}

static bool scan_number(struct scan *s)
{
	const char *start = s->at;

	take(s, '-');
	if (!take(s, '0') && !take_digits(s))
		return fail(s, scn_tr("expected a value"));
	if (take(s, '.') && !take_digits(s))
		return fail(s, scn_tr("expected a digit after the point"));
	if (take(s, 'e') || take(s, 'E')) {
		if (!take(s, '+'))
			take(s, '-');
		if (!take_digits(s))
			return fail(s, scn_tr("expected a digit in the exponent"));
	}
	if (s->at - start > NUMBER_MAX_LEN)
		return fail(s, scn_tr("the number has too many digits"));
	return true;
}

/* Four hexadecimal digits; -1 if they are not there. */
static long take_unit(struct scan *s)
{
	long value = 0;

	if (s->end - s->at < 4)
		return -1;
	for (int i = 0; i < 4; i++, s->at++) {
		unsigned char c = (unsigned char)*s->at;

		if (!isxdigit(c))
			return -1;
		value = value * 16 + (isdigit(c) ? c - '0' : tolower(c) - 'a' + 10);
	}
	return value;
}

/* Behind "\u": one code point, of two units where the first is a high surrogate. */
static bool scan_code_point(struct scan *s)
{
	long unit = take_unit(s);

	if (unit < 0)
		return fail(s, scn_tr("expected four hexadecimal digits after \\u"));
	if (unit == 0)
		return fail(s, scn_tr("a string must not hold the character U+0000"));
	if (unit < 0xD800 || unit > 0xDFFF)
		return true;
	if (unit <= 0xDBFF && take(s, '\\') && take(s, 'u')) {
		long low = take_unit(s);

		if (low >= 0xDC00 && low <= 0xDFFF)
			return true;
	}
	return fail(s, scn_tr("half of a surrogate pair is no character"));
}

static bool scan_escape(struct scan *s)
{
	if (take(s, 'u'))
		return scan_code_point(s);
	if (s->at == s->end || !*s->at || !strchr("\"\\/bfnrt", *s->at))
		return fail(s, scn_tr("unknown escape in a string"));
	s->at++;
	return true;
}

static bool scan_string(struct scan *s)
{
	if (!take(s, '"'))
		return fail(s, scn_tr("expected a string in double quotes"));
	while (!take(s, '"')) {
		uint32_t c;
		size_t n = s->at < s->end ? scn_utf8(s->at, (size_t)(s->end - s->at), &c) : 0;

		if (s->at == s->end)
			return fail(s, scn_tr("the string does not end"));
		if (n == 0)
			return fail(s, scn_tr("a string must be UTF-8"));
		if (c < 0x20)
			return fail(s, scn_tr("a control character in a string must be escaped"));
		s->at += n;
		if (c == '\\' && !scan_escape(s))
			return false;
	}
	return true;
}

static bool scan_key(struct scan *s)
{
	if (!is_next(s, '"'))
		return fail(s, scn_tr("expected a key in double quotes"));
	if (!scan_string(s))
		return false;
	skip_blanks(s);
	return take(s, ':') || fail(s, scn_tr("expected ':' after the key"));
}

static bool scan_child(struct scan *s, bool keyed)
{
	skip_blanks(s);
	if (keyed && !scan_key(s))
		return false;
	if (!scan_value(s))
		return false;
	skip_blanks(s);
	return true;
}

/* Behind the opening bracket. */
static bool scan_children(struct scan *s, bool keyed)
{
	char close = keyed ? '}' : ']';

	if (++s->depth > SCN_JSON_MAX_DEPTH)
		return fail(s, scn_tr("nested too deep"));
	skip_blanks(s);
	if (!take(s, close)) {
		do {
			if (!scan_child(s, keyed))
				return false;
		} while (take(s, ','));
		if (!take(s, close))
			return fail(s, keyed ? "expected ',' or '}'" : "expected ',' or ']'");
	}
	s->depth--;
	return true;
}

static bool scan_value(struct scan *s)
{
	static const char *const words[] = { "true", "false", "null" };

	skip_blanks(s);
	if (is_next(s, '"'))
		return scan_string(s);
	if (take(s, '{'))
		return scan_children(s, true);
	if (take(s, '['))
		return scan_children(s, false);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t len = strlen(words[i]);

		if ((size_t)(s->end - s->at) >= len && memcmp(s->at, words[i], len) == 0) {
			s->at += len;
			return true;
		}
	}
	return scan_number(s);
}

const char *scn_json_fault(const char *text, size_t len, size_t *offset_out)
{
	struct scan s = { .at = text, .end = len ? text + len : text };

	*offset_out = 0;
	if (len > SCN_JSON_MAX_LEN)
		return "longer than a JSON text may be";
	if (scan_value(&s)) {
		skip_blanks(&s);
		if (s.at < s.end)
			s.fault = "something follows the end of the JSON text";
	}
	*offset_out = (size_t)(s.at - text);
	return s.fault;
}

size_t scn_json_locate(const char *text, size_t len, const struct scn_json_path *path)
{
	struct scan s = { .at = text, .end = text + len };
	const char *place;

	skip_blanks(&s);
	place = s.at;
	for (size_t level = 0; level < path->depth; level++) {
		bool keyed = is_next(&s, '{');

		s.at++;
		for (size_t i = 0; i < path->index[level]; i++) {
			scan_child(&s, keyed);
			take(&s, ',');
		}
		skip_blanks(&s);
		place = s.at;
		if (keyed)
			scan_key(&s);
		skip_blanks(&s);
	}
	return (size_t)(place - text);
}

unsigned scn_json_line(const char *text, size_t offset)
{
	unsigned line = 1;

	for (size_t i = 0; i < offset; i++)
		line += text[i] == '\n';
	return line;
}
