/* The text of a tree. cJSON's own printer indents by tabs and writes bytes that are not UTF-8. */
#include "core/base/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_char(struct scn_text *out, uint32_t c, const char *bytes, size_t n)
{
	static const char escapes[][3] = {
		['\b'] = "\\b",
		['\f'] = "\\f",
		['\n'] = "\\n",
		['\r'] = "\\r",
		['\t'] = "\\t",
		['"'] = "\\\"",
		['\\'] = "\\\\",
	};

	if (c < sizeof(escapes) / sizeof(escapes[0]) && escapes[c][0])
		scn_text_add(out, escapes[c]);
	else if (c < 0x20 || c == 0x7F)
		scn_text_printf(out, "\\u%04x", (unsigned)c);
	else
		scn_text_addn(out, bytes, n);
}

/* Most of a text stands for itself. */
static size_t plain_run(const char *text)
{
	size_t n = 0;

	while (text[n] >= ' ' && text[n] <= '~' && text[n] != '"' && text[n] != '\\')
		n++;
	return n;
}

static void print_string(struct scn_text *out, const char *text)
{
	size_t len = strlen(text);

	scn_text_char(out, '"');
	for (size_t i = 0; i < len;) {
		uint32_t c;
		size_t n = plain_run(text + i);

		scn_text_addn(out, text + i, n);
		i += n;
		if (i == len)
			break;
		n = scn_utf8(text + i, len - i, &c);
		if (n)
			print_char(out, c, text + i, n);
		else
			scn_text_add(out, "\xEF\xBF\xBD");
		i += n ? n : 1;
	}
	scn_text_char(out, '"');
}

/* JSON has no infinity and no NaN. The shortest form that reads back as the same number. */
static void print_number(struct scn_text *out, double value)
{
	char text[32];

	if (!isfinite(value)) {
		scn_text_add(out, "null");
		return;
	}
	if (value == floor(value) && fabs(value) <= SCN_JSON_MAX_INT) {
		if (value < 0)
			scn_text_char(out, '-');
		scn_text_uint(out, (uint64_t)fabs(value));
		return;
	}
	for (int digits = 6; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	/* A front end may have set a locale with a decimal comma. */
	for (const char *p = text; *p; p++)
		scn_text_char(out, strchr("0123456789+-e", *p) ? *p : '.');
}

static void new_line(struct scn_text *out, enum scn_json_style style, size_t depth)
{
	if (style == SCN_JSON_LINE)
		return;
	scn_text_char(out, '\n');
	scn_text_fill(out, ' ', 2 * depth);
}

static void print(
	const struct scn_json *json, enum scn_json_style style, size_t depth, struct scn_text *out);

static void print_children(
	const struct scn_json *json, enum scn_json_style style, size_t depth, struct scn_text *out)
{
	const struct scn_json *child = scn_json_first(json);
	bool keyed = scn_json_is_object(json);

	scn_text_char(out, keyed ? '{' : '[');
	for (; child; child = scn_json_next(child)) {
		new_line(out, style, depth + 1);
		if (keyed) {
			print_string(out, scn_json_key(child));
			scn_text_add(out, style == SCN_JSON_LINE ? ":" : ": ");
		}
		print(child, style, depth + 1, out);
		if (scn_json_next(child))
			scn_text_char(out, ',');
	}
	if (scn_json_first(json))
		new_line(out, style, depth);
	scn_text_char(out, keyed ? '}' : ']');
}

static void print(
	const struct scn_json *json, enum scn_json_style style, size_t depth, struct scn_text *out)
{
	if (scn_json_is_object(json) || scn_json_is_array(json))
		print_children(json, style, depth, out);
	else if (scn_json_is_string(json))
		print_string(out, scn_json_string(json));
	else if (scn_json_is_number(json))
		print_number(out, scn_json_double(json));
	else if (scn_json_is_bool(json))
		scn_text_add(out, scn_json_bool(json) ? "true" : "false");
	else
		scn_text_add(out, "null");
}

void scn_json_print(const struct scn_json *json, enum scn_json_style style, struct scn_text *out)
{
	print(json, style, 0, out);
}
