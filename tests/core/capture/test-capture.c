/* Whole captures: segments in any order, twice, missing; both directions; the same hello once. */
#include "test.h"

#include "core/capture/capture.h"
#include "support.h"

enum {
	SYN = 0x02,
	RST = 0x04,
	ACK = 0x10,
	WHEN = 1767225600,
	TEXT_LEN = 29, /* of what stands before the hello */
};

#define START 0xFFFFFFF0U /* the numbers wrap around in every case */

/* Bytes [from, to) of the client's stream; to == 0: the end. */
struct piece {
	size_t from, to;
};

static void send_segment(struct scn_capture *capture, uint16_t port, uint32_t seq, uint8_t flags,
	struct scn_bytes payload)
{
	struct scn_builder packet = { 0 };

	ipv4(&packet, 0, 6, 24 + payload.len);
	tcp(&packet, port, 25, seq, flags, payload);
	scn_capture_packet(capture, SCN_LINK_RAW, WHEN, scn_built(&packet));
	scn_builder_finish(&packet);
}

/* What the server sends, from 192.0.2.2 to 192.0.2.1. */
static void answer(struct scn_capture *capture, uint16_t port, uint32_t seq, const char *text)
{
	struct scn_builder packet = { 0 };

	ipv4(&packet, 0, 6, 24 + strlen(text));
	tcp(&packet, 25, port, seq, ACK, bytes_of(text));
	packet.data[15] = 2;
	packet.data[19] = 1;
	scn_capture_packet(capture, SCN_LINK_RAW, WHEN, scn_built(&packet));
	scn_builder_finish(&packet);
}

static struct scn_builder stream_of(uint8_t seed, scn_suite_code suite)
{
	struct scn_builder hello = hello_of(seed, suite, 0), all = { 0 };

	scn_build_bytes(&all, bytes_of("EHLO mail.example\r\nSTARTTLS\r\n"));
	assert_int_equal(all.len, TEXT_LEN);
	scn_build_bytes(&all, scn_built(&hello));
	scn_builder_finish(&hello);
	return all;
}

static void send_piece(struct scn_capture *capture, uint16_t port, const struct scn_builder *all,
	struct piece piece)
{
	size_t to = piece.to ? piece.to : all->len;

	send_segment(capture, port, START + 1 + (uint32_t)piece.from, ACK,
		(struct scn_bytes){ all->data + piece.from, to - piece.from });
}

static const struct {
	const char *name;
	bool syn;
	struct piece pieces[6];
	size_t count;
	size_t hellos, cut, gaps;
} rows[] = {
	{ "one segment", true, { { 0, 0 } }, 1, 1, 0, 0 },
	{ "in order", true, { { 0, 10 }, { 10, 29 }, { 29, 70 }, { 70, 0 } }, 4, 1, 0, 0 },
	{ "backwards", true, { { 70, 0 }, { 29, 70 }, { 10, 29 }, { 0, 10 } }, 4, 1, 0, 0 },
	{ "sent again", true, { { 0, 40 }, { 0, 40 }, { 29, 60 }, { 40, 0 } }, 4, 1, 0, 0 },
	{ "overlapping", true, { { 0, 29 }, { 50, 0 }, { 40, 60 }, { 20, 45 } }, 4, 1, 0, 0 },
	{ "no SYN", false, { { 0, 29 }, { 29, 0 } }, 2, 1, 0, 0 },
	{ "the capture begins with the hello", false, { { 29, 0 } }, 1, 1, 0, 0 },
	{ "a hole before the hello", true, { { 0, 10 }, { 29, 0 } }, 2, 1, 0, 1 },
	{ "a hole in the hello", true, { { 0, 40 }, { 60, 0 } }, 2, 0, 1, 1 },
	{ "the end is missing", true, { { 0, 29 }, { 29, 80 } }, 2, 0, 1, 0 },
};

static void expect_row(const struct scn_capture *capture, size_t i, const struct scn_builder *all)
{
	size_t count;
	const struct scn_captured_hello *hellos = scn_capture_hellos(capture, &count);

	assert_int_equal(count, rows[i].hellos);
	assert_int_equal(scn_capture_counts(capture)->hellos_cut, rows[i].cut);
	assert_int_equal(scn_capture_counts(capture)->gaps, rows[i].gaps);
	if (count == 0)
		return;
	assert_true(scn_bytes_equal((struct scn_bytes){ hellos[0].wire, hellos[0].wire_len },
		(struct scn_bytes){ all->data + TEXT_LEN, all->len - TEXT_LEN }));
	assert_int_equal(hellos[0].client.port, 40000);
	assert_int_equal(hellos[0].server.port, 25);
	assert_int_equal(hellos[0].when, WHEN);
}

static void test_capture_puts_segments_together(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_builder all = stream_of(1, 0xC02F);
		struct scn_capture *capture = scn_capture_new();

		print_message("%s\n", rows[i].name);
		if (rows[i].syn)
			send_segment(capture, 40000, START, SYN, (struct scn_bytes){ 0 });
		for (size_t p = 0; p < rows[i].count; p++)
			send_piece(capture, 40000, &all, rows[i].pieces[p]);
		scn_capture_end(capture);
		expect_row(capture, i, &all);
		scn_capture_free(capture);
		scn_builder_finish(&all);
	}
}

static void send_all(struct scn_capture *capture, uint16_t port, uint8_t seed, scn_suite_code suite)
{
	struct scn_builder all = stream_of(seed, suite);

	send_segment(capture, port, START, SYN, (struct scn_bytes){ 0 });
	send_piece(capture, port, &all, (struct piece){ 0 });
	scn_builder_finish(&all);
}

static void test_capture_has_the_same_hello_once(void **state)
{
	struct scn_capture *capture = scn_capture_new();
	const struct scn_captured_hello *hellos;
	size_t count;

	send_all(capture, 40000, 1, 0xC02F);
	send_all(capture, 40001, 2, 0xC02F); /* another random, the same client */
	send_all(capture, 40002, 1, 0xC02B);
	send_all(capture, 40000, 3, 0xC02F); /* the same port again */
	scn_capture_end(capture);
	hellos = scn_capture_hellos(capture, &count);
	assert_int_equal(count, 2);
	assert_int_equal(hellos[0].seen, 3);
	assert_int_equal(hellos[1].seen, 1);
	assert_string_equal(hellos[1].ehlo, "mail.example");
	assert_true(hellos[1].starttls);
	assert_int_equal(scn_capture_counts(capture)->hellos, 4);
	scn_capture_free(capture);
}

static void test_capture_tells_the_directions_apart(void **state)
{
	struct scn_builder all = stream_of(1, 0xC02F);
	struct scn_capture *capture = scn_capture_new();
	size_t count;

	answer(capture, 40000, 500, "220 mx.example ESMTP\r\n250-SIZE 100\r\n250 STARTTLS\r\n");
	send_piece(capture, 40000, &all, (struct piece){ 0, TEXT_LEN });
	answer(capture, 40000, 500 + 50, "220 go ahead\r\n");
	send_piece(capture, 40000, &all, (struct piece){ TEXT_LEN, 0 });
	answer(capture, 40000, 500 + 64, "\x16\x03\x03");
	scn_capture_end(capture);
	scn_capture_hellos(capture, &count);
	assert_int_equal(count, 1);
	assert_int_equal(scn_capture_counts(capture)->hellos_cut, 0);
	scn_capture_free(capture);
	scn_builder_finish(&all);
}

/* More than are followed at once: the oldest are given up, the newest are all found. */
static void test_capture_follows_a_limited_number(void **state)
{
	const unsigned connections = SCN_CAPTURE_MAX_CONNECTIONS + 10;
	struct scn_builder all = stream_of(1, 0xC02F);
	struct scn_capture *capture = scn_capture_new();
	size_t count;

	for (unsigned i = 0; i < connections; i++)
		send_piece(capture, (uint16_t)(1000 + i), &all, (struct piece){ 0, 40 });
	for (unsigned i = 10; i < connections; i++)
		send_piece(capture, (uint16_t)(1000 + i), &all, (struct piece){ 40, 0 });
	scn_capture_end(capture);
	scn_capture_hellos(capture, &count);
	assert_int_equal(count, 1);
	assert_int_equal(scn_capture_counts(capture)->hellos, SCN_CAPTURE_MAX_CONNECTIONS);
	assert_int_equal(scn_capture_counts(capture)->hellos_cut, 10);
	scn_capture_free(capture);
	scn_builder_finish(&all);
}

static void test_capture_keeps_a_limited_number_of_hellos(void **state)
{
	struct scn_capture *capture = scn_capture_new();
	size_t count;

	for (unsigned i = 0; i < SCN_CAPTURE_MAX_HELLOS + 3; i++)
		send_all(capture, (uint16_t)(1000 + i), 1, 0x1000 + i);
	scn_capture_end(capture);
	scn_capture_hellos(capture, &count);
	assert_int_equal(count, SCN_CAPTURE_MAX_HELLOS);
	assert_int_equal(scn_capture_counts(capture)->hellos_dropped, 3);
	scn_capture_free(capture);
}

/* A flood of segments behind holes does not fill the memory: the holes are given up. */
static void test_capture_does_not_wait_for_ever(void **state)
{
	struct scn_capture *capture = scn_capture_new();

	send_segment(capture, 40000, START, SYN, (struct scn_bytes){ 0 });
	for (uint32_t i = 1; i < 1000; i++)
		send_segment(capture, 40000, START + 2 * i, ACK, bytes_of("x"));
	scn_capture_end(capture);
	assert_int_equal(scn_capture_counts(capture)->gaps, 999);
	scn_capture_free(capture);
}

static void test_capture_counts_what_it_leaves_out(void **state)
{
	struct scn_builder packet = { 0 };
	struct scn_capture *capture = scn_capture_new();

	ipv4(&packet, 0x2000, 6, 24);
	tcp(&packet, 40000, 25, 1, ACK, (struct scn_bytes){ 0 });
	scn_capture_packet(capture, SCN_LINK_RAW, 0, scn_built(&packet));
	scn_capture_packet(capture, SCN_LINK_RAW, 0, (struct scn_bytes){ packet.data, 12 });
	send_segment(capture, 40000, 1, RST, (struct scn_bytes){ 0 });
	scn_capture_end(capture);
	assert_int_equal(scn_capture_counts(capture)->packets, 3);
	assert_int_equal(scn_capture_counts(capture)->fragments, 1);
	assert_int_equal(scn_capture_counts(capture)->broken, 1);
	assert_int_equal(scn_capture_counts(capture)->segments, 1);
	scn_capture_free(capture);
	scn_builder_finish(&packet);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_capture_puts_segments_together),
		cmocka_unit_test(test_capture_has_the_same_hello_once),
		cmocka_unit_test(test_capture_tells_the_directions_apart),
		cmocka_unit_test(test_capture_follows_a_limited_number),
		cmocka_unit_test(test_capture_keeps_a_limited_number_of_hellos),
		cmocka_unit_test(test_capture_does_not_wait_for_ever),
		cmocka_unit_test(test_capture_counts_what_it_leaves_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
