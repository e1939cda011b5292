/* Replies: every case whole, byte by byte and cut short; limits by name; nothing that is not one. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/smtp/reply.h"

struct row {
	const char *name;
	const char *wire;
	size_t len; /* 0: up to the NUL */
	enum scn_parse parsed;
	int code;
	size_t line_count;
	const char *text;
	size_t left; /* bytes behind the reply */
};

static const struct row rows[] = {
	{ "one line", "220 mx.example ESMTP\r\n", 0, SCN_GOT, 220, 1, "mx.example ESMTP", 0 },
	{ "three lines", "250-mx\r\n250-SIZE 1\r\n250 STARTTLS\r\n", 0, SCN_GOT, 250, 3,
		"mx\nSIZE 1\nSTARTTLS", 0 },
	{ "bare line feeds", "250-mx\n250 STARTTLS\n", 0, SCN_GOT, 250, 2, "mx\nSTARTTLS", 0 },
	{ "CR CR LF", "250-mx\r\r\n250 STARTTLS\r\r\n", 0, SCN_GOT, 250, 2, "mx\nSTARTTLS", 0 },
	{ "code alone", "250\r\n", 0, SCN_GOT, 250, 1, "", 0 },
	{ "code alone, bare line feed", "250\n", 0, SCN_GOT, 250, 1, "", 0 },
	{ "code and blank", "250 \r\n", 0, SCN_GOT, 250, 1, "", 0 },
	{ "empty middle line", "250-mx\r\n250-\r\n250 X\r\n", 0, SCN_GOT, 250, 3, "mx\n\nX", 0 },
	{ "code ends a list", "250-mx\r\n250\r\n", 0, SCN_GOT, 250, 2, "mx\n", 0 },
	{ "two blanks", "250  x\r\n", 0, SCN_GOT, 250, 1, " x", 0 },
	{ "control bytes", "220 \x1b[31m\x07 \r x\r\n", 0, SCN_GOT, 220, 1, "\x1b[31m\x07 \r x",
		0 },
	{ "latin-1", "220 p\xf8\xed\r\n", 0, SCN_GOT, 220, 1, "p\xf8\xed", 0 },
	{ "stops at its end", "220 a\r\n250 b\r\n", 0, SCN_GOT, 220, 1, "a", 7 },
	{ "a NUL is kept", "220 a\0b\r\n", 9, SCN_GOT, 220, 1, "a", 0 },
	{ "nothing", "", 0, SCN_MORE, 0, 0, "", 0 },
	{ "half a code", "25", 0, SCN_MORE, 0, 0, "", 0 },
	{ "no line end", "250 mx", 0, SCN_MORE, 0, 0, "", 0 },
	{ "no last line", "250-mx\r\n", 0, SCN_MORE, 0, 1, "mx", 0 },
	{ "codes differ", "250-mx\r\n220 x\r\n", 0, SCN_BAD, 0, 0, NULL, 0 },
	{ "a line without code", "250-mx\r\nSTARTTLS\r\n", 0, SCN_BAD, 0, 0, NULL, 0 },
	{ "no blank behind the code", "250x\r\n", 0, SCN_BAD, 0, 0, NULL, 0 },
	{ "four digits", "2500 x\r\n", 0, SCN_BAD, 0, 0, NULL, 0 },
	{ "two digits", "25 x\r\n", 0, SCN_BAD, 0, 0, NULL, 0 },
	{ "two digits alone", "25\r\n", 0, SCN_BAD, 0, 0, NULL, 0 },
	{ "leading blank", " 250 x\r\n", 0, SCN_BAD, 0, 0, NULL, 0 },
	{ "empty line", "\r\n", 0, SCN_BAD, 0, 0, NULL, 0 },
	{ "NUL for a digit", "2\0\r\n", 4, SCN_BAD, 0, 0, NULL, 0 },
	{ "class 1", "120 x\r\n", 0, SCN_BAD, 0, 0, NULL, 0 },
	{ "class 6", "620 x\r\n", 0, SCN_BAD, 0, 0, NULL, 0 },
	{ "HTTP", "HTTP/1.1 400 Bad Request\r\n", 0, SCN_BAD, 0, 0, NULL, 0 },
	{ "SSH", "SSH-2.0-OpenSSH_9.2\r\n", 0, SCN_BAD, 0, 0, NULL, 0 },
	{ "IMAP", "* OK ready\r\n", 0, SCN_BAD, 0, 0, NULL, 0 },
	{ "a TLS alert, without any line end", "\x15\x03\x01\x00\x02\x02\x28", 7, SCN_BAD, 0, 0,
		NULL, 0 },
};

static struct scn_bytes wire(const struct row *row)
{
	size_t len = row->len ? row->len : strlen(row->wire);

	return (struct scn_bytes){ (const uint8_t *)row->wire, len };
}

/* Feed in pieces of `step` bytes; returns how many bytes were not used. */
static size_t feed(struct scn_reply *r, struct scn_bytes bytes, size_t step, enum scn_parse *out)
{
	size_t used;

	*out = SCN_MORE;
	while (*out == SCN_MORE && bytes.len > 0) {
		size_t len = bytes.len < step ? bytes.len : step;

		*out = scn_reply_feed(r, (struct scn_bytes){ bytes.at, len }, &used);
		assert_true(used > 0 && used <= len);
		assert_true(*out != SCN_MORE || used == len);
		bytes.at += used;
		bytes.len -= used;
	}
	return bytes.len;
}

static void check(const struct row *row, size_t step)
{
	struct scn_reply r = { 0 };
	enum scn_parse parsed;
	size_t left = feed(&r, wire(row), step, &parsed);

	if (parsed != row->parsed)
		fail_msg("%s, in pieces of %zu: parsed %d", row->name, step, parsed);
	if (parsed == SCN_GOT) {
		assert_int_equal(r.code, row->code);
		assert_int_equal(left, row->left);
	}
	if (parsed != SCN_BAD) {
		assert_int_equal(r.line_count, row->line_count);
		assert_string_equal(scn_text_str(&r.text), row->text);
	}
	scn_reply_finish(&r);
}

static void test_reply_in_pieces_of_any_size(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++)
		for (size_t step = 1; step < 40; step++)
			check(&rows[i], step);
}

/* A reply that is cut short is never taken for a whole one, and never for a wrong one. */
static void test_reply_cut_short(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_bytes whole = wire(&rows[i]);

		if (rows[i].parsed != SCN_GOT)
			continue;
		for (size_t len = 0; len < whole.len - rows[i].left; len++) {
			struct scn_reply r = { 0 };
			enum scn_parse parsed;

			feed(&r, (struct scn_bytes){ whole.at, len }, 5, &parsed);
			assert_int_equal(parsed, SCN_MORE);
			scn_reply_finish(&r);
		}
	}
}

/* Lines of line_len bytes (with code, without line end), the last one final. */
static enum scn_parse feed_lines(size_t count, size_t line_len)
{
	struct scn_text t = { 0 };
	struct scn_reply r = { 0 };
	enum scn_parse parsed;

	for (size_t i = 0; i < count; i++) {
		scn_text_add(&t, i + 1 < count ? "250-" : "250 ");
		scn_text_fill(&t, 'x', line_len - 4);
		scn_text_char(&t, '\n');
	}
	feed(&r, (struct scn_bytes){ (const uint8_t *)t.at, t.len }, 1000, &parsed);
	scn_reply_finish(&r);
	scn_text_finish(&t);
	return parsed;
}

static void test_reply_limits(void **state)
{
	assert_int_equal(feed_lines(1, SCN_REPLY_MAX_LINE), SCN_GOT);
	assert_int_equal(feed_lines(1, SCN_REPLY_MAX_LINE + 1), SCN_BAD);
	assert_int_equal(feed_lines(SCN_REPLY_MAX_LINES, 10), SCN_GOT);
	assert_int_equal(feed_lines(SCN_REPLY_MAX_LINES + 1, 10), SCN_BAD);
	assert_int_equal(feed_lines(SCN_REPLY_MAX_LEN / 1024 - 1, 1023), SCN_GOT);
	assert_int_equal(feed_lines(SCN_REPLY_MAX_LEN / 1024 + 1, 1023), SCN_BAD);
}

/* What a person is shown of a reply that came only in part, and of a NUL. */
static void test_reply_raw(void **state)
{
	static const char cut[] = "250-mx\r\n250-ST";
	static const char nul[] = "220 a\0b\r\n";
	struct scn_reply r = { 0 };
	struct scn_text kept = { 0 };
	enum scn_parse parsed;

	feed(&r, (struct scn_bytes){ (const uint8_t *)cut, sizeof(cut) - 1 }, 3, &parsed);
	assert_string_equal(scn_text_str(&r.raw), "250-mx\n250-ST");
	scn_reply_finish(&r);
	assert_int_equal(r.raw.len, 0);

	feed(&r, (struct scn_bytes){ (const uint8_t *)nul, sizeof(nul) - 1 }, 3, &parsed);
	assert_int_equal(r.text.len, 3);
	scn_reply_keep(&kept, &r.raw);
	assert_string_equal(scn_text_str(&kept), "220 a\xE2\x90\x80"
						 "b");
	scn_text_finish(&kept);
	scn_reply_finish(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reply_in_pieces_of_any_size),
		cmocka_unit_test(test_reply_cut_short),
		cmocka_unit_test(test_reply_limits),
		cmocka_unit_test(test_reply_raw),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
