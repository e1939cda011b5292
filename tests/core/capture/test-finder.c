/* Where the hello of a stream is: whole, byte by byte, and where there is none. */
#include "test.h"

#include "core/capture/finder.h"
#include "support.h"

static const struct {
	const char *before;       /* the text that the client sends first */
	enum scn_finder_state is; /* after the hello */
	const char *ehlo;
	bool starttls;
} rows[] = {
	{ "", SCN_FINDER_FOUND, "", false },
	{ "EHLO mail.example\r\nSTARTTLS\r\n", SCN_FINDER_FOUND, "mail.example", true },
	{ "ehlo a\nHELO b\nstarttls\n", SCN_FINDER_FOUND, "b", true },
	{ "LHLO c \r\nSTARTTLS \r\n", SCN_FINDER_FOUND, "c", true },
	{ "a1 STARTTLS\r\n", SCN_FINDER_FOUND, "", true },
	{ "STLS\r\n", SCN_FINDER_FOUND, "", true },
	/* 454, and a second try */
	{ "EHLO x\r\nSTARTTLS\r\nRSET\r\nSTARTTLS\r\n", SCN_FINDER_FOUND, "x", true },
	{ "250 STARTTLS\r\n", SCN_FINDER_TEXT, "", false },
	{ "250-STARTTLS\r\n", SCN_FINDER_TEXT, "", false },
	{ "EHLO x\r\nMAIL FROM:<>\r\n", SCN_FINDER_TEXT, "x", false },
	{ "STARTTLS\r\nQUIT\r\n", SCN_FINDER_TEXT, "", false },
	{ "STARTTLS", SCN_FINDER_TEXT, "", false },
	{ "\x16 no record\r\n", SCN_FINDER_OVER, "", false },
	{ "\x16\x03\x03\x01\x01\x02", SCN_FINDER_OVER, "", false }, /* a ServerHello */
	{ "\x80\x2E\x04", SCN_FINDER_OVER, "", false },
};

static void expect(const struct scn_finder *f, size_t i, const struct scn_builder *hello)
{
	if (f->state != rows[i].is)
		fail_msg("row %zu: state %d", i, f->state);
	if (rows[i].is == SCN_FINDER_OVER)
		return;
	assert_string_equal(scn_text_str(&f->ehlo), rows[i].ehlo);
	if (rows[i].is != SCN_FINDER_FOUND)
		return;
	assert_int_equal(f->starttls, rows[i].starttls);
	assert_true(scn_bytes_equal(scn_built(&f->hello), scn_built(hello)));
}

static void find_row(size_t i, size_t fragment_len, size_t step)
{
	struct scn_builder hello = hello_of(1, 0xC02F, fragment_len), all = { 0 };
	struct scn_finder f = { 0 };

	scn_build_bytes(&all, bytes_of(rows[i].before));
	scn_build_bytes(&all, scn_built(&hello));
	scn_build_bytes(&all, bytes_of("what follows"));
	for (size_t at = 0; at < all.len; at += step)
		scn_finder_feed(&f, (struct scn_bytes){ all.data + at,
					    all.len - at < step ? all.len - at : step });
	expect(&f, i, &hello);
	scn_finder_finish(&f);
	scn_builder_finish(&all);
	scn_builder_finish(&hello);
}

static void test_finder_finds_the_hello(void **state)
{
	static const size_t fragments[] = { 0, 1, 60 };
	static const size_t steps[] = { 1, 2, 7, 100000 };

	for (size_t i = 0; i < SCN_COUNT(rows); i++)
		for (size_t f = 0; f < SCN_COUNT(fragments); f++)
			for (size_t s = 0; s < SCN_COUNT(steps); s++)
				find_row(i, fragments[f], steps[s]);
}

static void test_finder_finds_ssl2(void **state)
{
	static const uint8_t hello[] = { 0x80, 0x1C, 1, 0, 2, 0, 3, 0, 0, 0, 16, 1, 0, 0x80, 1, 2,
		3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
	struct scn_finder f = { 0 };

	scn_finder_feed(&f, bytes_of("STARTTLS\r\n"));
	for (size_t i = 0; i < sizeof(hello); i++) {
		assert_int_equal(f.state, i ? SCN_FINDER_HELLO : SCN_FINDER_STARTTLS);
		scn_finder_feed(&f, (struct scn_bytes){ hello + i, 1 });
	}
	assert_int_equal(f.state, SCN_FINDER_FOUND);
	assert_int_equal(f.hello.len, sizeof(hello));
	scn_finder_finish(&f);
}

static void test_finder_gives_up_after_much_text(void **state)
{
	struct scn_finder f = { 0 };

	for (size_t i = 0; i < SCN_FINDER_MAX_TEXT; i++)
		scn_finder_feed(&f, bytes_of("x"));
	assert_int_equal(f.state, SCN_FINDER_TEXT);
	assert_in_range(f.line.len, 1, SCN_FINDER_MAX_LINE);
	scn_finder_feed(&f, bytes_of("x"));
	assert_int_equal(f.state, SCN_FINDER_OVER);
	scn_finder_finish(&f);
}

static void test_finder_gives_up_a_hello_without_end(void **state)
{
	/* Records of one byte each: a hello of 65535 bytes is promised. */
	static const uint8_t first[] = { 22, 3, 1, 0, 1, 1, 22, 3, 1, 0, 1, 0 },
			     more[] = { 22, 3, 1, 0, 1, 0xFF };
	struct scn_finder f = { 0 };

	scn_finder_feed(&f, (struct scn_bytes){ first, sizeof(first) });
	for (size_t i = 0; i < 3; i++)
		scn_finder_feed(&f, (struct scn_bytes){ more, sizeof(more) });
	assert_int_equal(f.state, SCN_FINDER_HELLO);
	for (size_t i = 0; i < SCN_FINDER_MAX_RECORDS; i++)
		scn_finder_feed(&f, (struct scn_bytes){ more, sizeof(more) });
	assert_int_equal(f.state, SCN_FINDER_OVER);
	scn_finder_finish(&f);
}

static void test_finder_begins_anew_after_a_gap(void **state)
{
	struct scn_builder hello = hello_of(1, 0xC02F, 0);
	struct scn_finder f = { 0 };

	scn_finder_feed(&f, (struct scn_bytes){ hello.data, 20 });
	scn_finder_gap(&f);
	assert_true(f.cut);
	scn_finder_feed(&f, scn_built(&hello));
	assert_int_equal(f.state, SCN_FINDER_FOUND);
	assert_true(scn_bytes_equal(scn_built(&f.hello), scn_built(&hello)));
	scn_finder_finish(&f);
	scn_builder_finish(&hello);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finder_finds_the_hello),
		cmocka_unit_test(test_finder_finds_ssl2),
		cmocka_unit_test(test_finder_gives_up_after_much_text),
		cmocka_unit_test(test_finder_gives_up_a_hello_without_end),
		cmocka_unit_test(test_finder_begins_anew_after_a_gap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
