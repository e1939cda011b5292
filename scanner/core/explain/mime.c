#include "core/explain/lines.h"

#include <string.h>
#include <strings.h>

#include "core/base/alloc.h"

/*
 * RFC 2045 section 6: Content-Transfer-Encoding stands in the headers of a part; its body begins behind
 * the next empty line and ends at a line that begins with "--".
 */

enum coding {
	CODING_NONE,
	CODING_QUOTED, /* section 6.7 */
	CODING_BASE64, /* section 6.8 */
};

struct decoder {
	enum coding announced; /* by the headers of the part */
	enum coding body;      /* in force now */
	uint32_t bits;         /* base64: collected bits */
	int bit_count;
	struct scn_text *out;
};

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;

	return at ? (int)(at - digits) : -1;
}

static void decode_quoted(struct decoder *d, const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		int high = i + 2 < len && line[i] == '=' ? hex_digit(line[i + 1]) : -1;
		int low = high >= 0 ? hex_digit(line[i + 2]) : -1;

		if (line[i] == '=' && i + 1 == len)
			return; /* a soft line break: the line goes on */
		if (low >= 0) {
			scn_text_char(d->out, (char)(high * 16 + low));
			i += 2;
		} else {
			scn_text_char(d->out, line[i]);
		}
	}
	scn_text_char(d->out, '\n');
}

static void decode_base64(struct decoder *d, const char *line, size_t len)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < len; i++) {
		const char *at = line[i] ? strchr(alphabet, line[i]) : NULL;

		if (!at)
			continue;
		d->bits = (d->bits << 6 | (uint32_t)(at - alphabet)) & 0xFFFFFF;
		d->bit_count += 6;
		if (d->bit_count >= 8) {
			d->bit_count -= 8;
			scn_text_char(d->out, (char)(d->bits >> d->bit_count & 0xFF));
		}
	}
}

static enum coding coding_of(const char *line, size_t len)
{
	static const struct {
		const char *word;
		enum coding coding;
	} words[] = {
		{ "quoted-printable", CODING_QUOTED },
		{ "base64", CODING_BASE64 },
	};

	for (size_t i = 0; i < SCN_COUNT(words); i++)
		if (len >= strlen(words[i].word) &&
			strncasecmp(line, words[i].word, strlen(words[i].word)) == 0)
			return words[i].coding;
	return CODING_NONE;
}

static void plain_line(struct decoder *d, const char *line, size_t len)
{
	static const char name[] = "Content-Transfer-Encoding:";
	size_t skip = sizeof(name) - 1;

	if (len >= skip && strncasecmp(line, name, skip) == 0) {
		while (skip < len && (line[skip] == ' ' || line[skip] == '\t'))
			skip++;
		d->announced = coding_of(line + skip, len - skip);
	} else if (len == 0) {
		d->body = d->announced;
		d->announced = CODING_NONE;
		d->bits = 0;
		d->bit_count = 0;
	}
	scn_text_addn(d->out, line, len);
	scn_text_char(d->out, '\n');
}

static void one_line(struct decoder *d, const char *line, size_t len)
{
	if (len && line[len - 1] == '\r')
		len--;
	if (d->body != CODING_NONE && len >= 2 && line[0] == '-' && line[1] == '-') {
		d->body = CODING_NONE;
		scn_text_char(d->out, '\n');
	}
	if (d->body == CODING_QUOTED)
		decode_quoted(d, line, len);
	else if (d->body == CODING_BASE64)
		decode_base64(d, line, len);
	else
		plain_line(d, line, len);
}

void scn_mime_decode(const char *text, size_t len, struct scn_text *out)
{
	struct decoder d = { .out = out };

	while (len > 0) {
		const char *end = memchr(text, '\n', len);
		size_t line = end ? (size_t)(end - text) : len;

		one_line(&d, text, line);
		line += end != NULL;
		text += line;
		len -= line;
	}
}
