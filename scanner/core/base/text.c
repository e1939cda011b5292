#include "core/base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

enum {
	FORMAT_ONCE_LEN = 256,
};

void scn_text_finish(struct scn_text *t)
{
	free(t->at);
	*t = (struct scn_text){ 0 };
}

void scn_text_clear(struct scn_text *t)
{
	scn_text_finish(t);
}

const char *scn_text_str(const struct scn_text *t)
{
	return t->at ? t->at : "";
}

char *scn_text_take(struct scn_text *t)
{
	char *taken = t->at ? t->at : scn_strdup("");

	*t = (struct scn_text){ 0 };
	return taken;
}

void scn_text_char(struct scn_text *t, char c)
{
	scn_text_addn(t, &c, 1);
}

void scn_text_addn(struct scn_text *t, const char *text, size_t len)
{
	if (!len)
		return;
	/* One byte more than len is in the array: the terminating 0. */
	t->at = scn_grow_to(t->at, t->at ? t->len + 1 : 0, t->len + len + 1, 1);
	memcpy(t->at + t->len, text, len);
	t->len += len;
	t->at[t->len] = 0;
}

void scn_text_add(struct scn_text *t, const char *text)
{
	scn_text_addn(t, text, strlen(text));
}

/* Unicode's Latin letters up to U+017F; others stay as they are. */
static uint32_t capital_of(uint32_t letter)
{
	bool even_is_small = (letter >= 0x139 && letter <= 0x148) || letter >= 0x179;

	if ((letter >= 'a' && letter <= 'z') ||
		(letter >= 0xE0 && letter <= 0xFE && letter != 0xF7))
		return letter - 0x20;
	if (letter < 0x100 || letter > 0x17E || letter == 0x131 || letter == 0x138 ||
		letter == 0x149)
		return letter;
	return letter % 2 == (even_is_small ? 0 : 1) ? letter - 1 : letter;
}

void scn_text_capital(struct scn_text *t, const char *text)
{
	uint32_t letter = 0;
	size_t len = *text ? scn_utf8(text, strlen(text), &letter) : 0;
	uint32_t capital = capital_of(letter);

	if (len == 1) {
		scn_text_char(t, (char)capital);
	} else if (len == 2) {
		scn_text_char(t, (char)(0xC0 | capital >> 6));
		scn_text_char(t, (char)(0x80 | (capital & 0x3F)));
	} else {
		len = 0;
	}
	scn_text_add(t, text + len);
}

void scn_text_vprintf(struct scn_text *t, const char *format, va_list args)
{
	char first[FORMAT_ONCE_LEN]; /* most texts fit, and are formatted once */
	va_list again;
	char *line;
	int len;

	va_copy(again, args);
	len = vsnprintf(first, sizeof(first), format, args);
	if (len >= 0 && (size_t)len < sizeof(first)) {
		scn_text_addn(t, first, (size_t)len);
	} else if (len >= 0) {
		line = scn_alloc((size_t)len + 1, 1);
		vsnprintf(line, (size_t)len + 1, format, again);
		scn_text_addn(t, line, (size_t)len);
		free(line);
	}
	va_end(again);
}

void scn_text_printf(struct scn_text *t, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	scn_text_vprintf(t, format, args);
	va_end(args);
}

void scn_text_uint(struct scn_text *t, uint64_t value)
{
	char digits[20]; /* of 2^64 */
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + value % 10);
	while (value /= 10);
	scn_text_addn(t, digits + at, sizeof(digits) - at);
}

void scn_text_fill(struct scn_text *t, char c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		scn_text_char(t, c);
}

void scn_text_hex(struct scn_text *t, struct scn_bytes bytes)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < bytes.len; i++) {
		scn_text_char(t, digits[bytes.at[i] >> 4]);
		scn_text_char(t, digits[bytes.at[i] & 15]);
	}
}

size_t scn_utf8(const char *bytes, size_t left, uint32_t *out)
{
	const uint8_t *p = (const uint8_t *)bytes;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = p[0] < 0x80   ? 1
		     : p[0] < 0xC2 ? 0
		     : p[0] < 0xE0 ? 2
		     : p[0] < 0xF0 ? 3
		     : p[0] < 0xF5 ? 4
				   : 0;
	uint32_t value = len < 2 ? p[0] : p[0] & (0x7FU >> len);

	if (len == 0 || len > left)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		value = value << 6 | (p[i] & 0x3FU);
	}
	if (value < least[len] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
		return 0;
	*out = value;
	return len;
}

/* Characters that move the cursor, change the direction of text, or are our own escape mark. */
static bool unsafe(uint32_t c)
{
	return c < 0x20 || c == '\\' || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
	       (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

void scn_text_peer(struct scn_text *t, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t c = 0;
		size_t n = scn_utf8(bytes + i, len - i, &c);

		if (n == 0)
			scn_text_printf(t, "\\x%02x", (uint8_t)bytes[i]);
		else if (!unsafe(c))
			scn_text_addn(t, bytes + i, n);
		else if (c < 0x100)
			scn_text_printf(t, "\\x%02x", (unsigned)c);
		else
			scn_text_printf(t, "\\u{%x}", (unsigned)c);
		i += n ? n : 1;
	}
}

size_t scn_text_columns(const char *text)
{
	size_t columns = 0;

	for (const char *p = text; *p; p++) {
		if (p[0] == '\x1b' && p[1] == '[') {
			while (*p && *p != 'm')
				p++;
			if (!*p)
				break;
		} else if (((unsigned char)*p & 0xC0) != 0x80) {
			columns++;
		}
	}
	return columns;
}
