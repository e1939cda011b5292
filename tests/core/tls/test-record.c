/* Records and messages: whole, byte by byte, cut short, too long, malformed. */
#include "test.h"

#include "core/tls/record.h"

static struct scn_bytes bytes(const void *at, size_t len)
{
	return (struct scn_bytes){ at, len };
}

static void test_record_headers(void **state)
{
	static const struct {
		const char *hex;
		enum scn_parse is;
		size_t consumed, body_len;
	} cases[] = {
		{ "", SCN_MORE, 0, 0 },
		{ "14", SCN_MORE, 0, 0 },
		{ "17", SCN_MORE, 0, 0 },
		{ "13", SCN_BAD, 0, 0 },
		{ "18", SCN_BAD, 0, 0 },
		{ "80", SCN_BAD, 0, 0 },
		{ "1603", SCN_MORE, 0, 0 },
		{ "1602", SCN_BAD, 0, 0 },
		{ "1604", SCN_BAD, 0, 0 },
		{ "16030300", SCN_MORE, 0, 0 },
		{ "1603030000", SCN_GOT, 5, 0 },
		{ "1603030001", SCN_MORE, 0, 0 },
		{ "1603030001aa", SCN_GOT, 6, 1 },
		{ "1603030001aabb", SCN_GOT, 6, 1 },
		{ "1603034800", SCN_MORE, 0, 0 }, /* 2^14 + 2048: the most */
		{ "1603034801", SCN_BAD, 0, 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scn_builder b = { 0 };
		struct scn_record record = { 0 };
		size_t consumed = 0;

		assert_true(scn_build_hex(&b, cases[i].hex));
		assert_int_equal(scn_record_parse(scn_built(&b), &record, &consumed), cases[i].is);
		assert_int_equal(consumed, cases[i].consumed);
		assert_int_equal(record.body.len, cases[i].body_len);
		scn_builder_finish(&b);
	}
}

static void test_record_fields(void **state)
{
	struct scn_record record;
	size_t consumed;

	assert_int_equal(
		scn_record_parse(bytes("\x15\x03\x01\x00\x02\x02\x28", 7), &record, &consumed),
		SCN_GOT);
	assert_int_equal(record.type, SCN_CONTENT_ALERT);
	assert_int_equal(record.version, 0x0301);
	assert_memory_equal(record.body.at, "\x02\x28", 2);
}

/* Two messages and the beginning of a third, in pieces of every size. */
static void test_joiner_in_any_pieces(void **state)
{
	static const uint8_t stream[] = { 2, 0, 0, 3, 'a', 'b', 'c', 14, 0, 0, 0, 11, 0, 1 };

	for (size_t step = 1; step <= sizeof(stream); step++) {
		struct scn_joiner j = { 0 };
		struct scn_bytes body;
		uint8_t types[4] = { 0 };
		size_t count = 0;

		for (size_t at = 0; at < sizeof(stream); at += step) {
			size_t left = sizeof(stream) - at;

			scn_joiner_add(&j, bytes(stream + at, left < step ? left : step));
			while (scn_joiner_next(&j, &types[count], &body) == SCN_GOT) {
				if (count == 0)
					assert_true(scn_bytes_equal(body, bytes("abc", 3)));
				else
					assert_int_equal(body.len, 0);
				count++;
			}
		}
		assert_int_equal(count, 2);
		assert_int_equal(types[0], 2);
		assert_int_equal(types[1], 14);
		scn_joiner_finish(&j);
	}
}

static void test_joiner_refuses_what_is_too_long(void **state)
{
	struct scn_joiner j = { 0 };
	struct scn_bytes body;
	uint8_t type;

	scn_joiner_add(&j, bytes("\x0b\x04\x00\x00", 4)); /* 256 KiB: the most */
	assert_int_equal(scn_joiner_next(&j, &type, &body), SCN_MORE);
	scn_joiner_finish(&j);
	scn_joiner_add(&j, bytes("\x0b\x04\x00\x01", 4));
	assert_int_equal(scn_joiner_next(&j, &type, &body), SCN_BAD);
	scn_joiner_finish(&j);
	assert_int_equal(scn_joiner_next(&j, &type, &body), SCN_MORE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_record_headers),
		cmocka_unit_test(test_record_fields),
		cmocka_unit_test(test_joiner_in_any_pieces),
		cmocka_unit_test(test_joiner_refuses_what_is_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
