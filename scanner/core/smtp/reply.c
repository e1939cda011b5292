#include "core/smtp/reply.h"

#include <string.h>

#include "core/base/alloc.h"

enum {
	CODE_LEN = 3,
};

void scn_reply_finish(struct scn_reply *r)
{
	scn_text_finish(&r->text);
	scn_text_finish(&r->raw);
	*r = (struct scn_reply){ 0 };
}

/* May c stand at this place of a line? RFC 5321 section 4.2.1: the first digit is 2 to 5. What
 * follows the code and its mark is free. */
static bool fits(size_t place, char c)
{
	static const char digits[] = "0123456789";
	static const char *const allowed[] = { "2345", digits, digits, " -\r" };

	return place >= SCN_COUNT(allowed) || (c && strchr(allowed[place], c));
}

static void cut_line_end(struct scn_reply *r)
{
	while (r->raw.len > r->line_at && r->raw.at[r->raw.len - 1] == '\r')
		r->raw.at[--r->raw.len] = 0;
}

/* A line feed has come: raw holds the line from line_at on. */
static enum scn_parse end_line(struct scn_reply *r)
{
	const char *line;
	size_t len;
	int code;

	cut_line_end(r);
	len = r->raw.len - r->line_at;
	if (len < CODE_LEN || r->line_count == SCN_REPLY_MAX_LINES)
		return SCN_BAD;
	line = r->raw.at + r->line_at;
	code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
	if (r->line_count > 0 && code != r->code)
		return SCN_BAD;
	r->code = code;
	if (r->line_count++ > 0)
		scn_text_char(&r->text, '\n');
	if (len > CODE_LEN + 1)
		scn_text_addn(&r->text, line + CODE_LEN + 1, len - CODE_LEN - 1);
	return len > CODE_LEN && line[CODE_LEN] == '-' ? SCN_MORE : SCN_GOT;
}

static enum scn_parse take(struct scn_reply *r, char c)
{
	size_t place = r->raw.len - r->line_at;

	if (c == '\n') {
		enum scn_parse parsed = end_line(r);

		if (parsed == SCN_MORE) {
			scn_text_char(&r->raw, '\n');
			r->line_at = r->raw.len;
		}
		return parsed;
	}
	if (place == SCN_REPLY_MAX_LINE || r->raw.len == SCN_REPLY_MAX_LEN)
		return SCN_BAD;
	scn_text_char(&r->raw, c);
	return fits(place, c) ? SCN_MORE : SCN_BAD;
}

enum scn_parse scn_reply_feed(struct scn_reply *r, struct scn_bytes bytes, size_t *consumed_out)
{
	enum scn_parse parsed = SCN_MORE;
	size_t used = 0;

	while (parsed == SCN_MORE && used < bytes.len)
		parsed = take(r, (char)bytes.at[used++]);
	*consumed_out = used;
	return parsed;
}

void scn_reply_keep(struct scn_text *to, const struct scn_text *peer)
{
	for (size_t i = 0; i < peer->len; i++) {
		if (peer->at[i])
			scn_text_char(to, peer->at[i]);
		else
			scn_text_add(to, "\xE2\x90\x80");
	}
}
