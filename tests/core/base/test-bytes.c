/* The reader cannot run past its end, and the builder fills in its lengths. */
#include "test.h"

#include "core/base/bytes.h"

static struct scn_bytes bytes(const void *at, size_t len)
{
	return (struct scn_bytes){ at, len };
}

static void test_reader_is_sticky(void **state)
{
	struct scn_reader r = scn_reader(bytes("\x01\x02\x03", 3));

	assert_int_equal(scn_read_u16(&r), 0x0102);
	assert_int_equal(scn_read_u16(&r), 0);
	assert_false(scn_read_ok(&r));
	assert_int_equal(scn_read_u8(&r), 0);
	assert_int_equal(scn_read_left(&r), 0);
}

static void test_reader_block_longer_than_input(void **state)
{
	struct scn_reader r = scn_reader(bytes("\x00\x05"
					       "abc",
		5));
	struct scn_reader block = scn_read_block(&r, 2);

	assert_false(scn_read_ok(&r));
	assert_false(scn_read_ok(&block));
	assert_int_equal(scn_read_left(&block), 0);
}

static void test_builder_lengths(void **state)
{
	struct scn_builder b = { 0 };
	size_t outer = scn_build_open(&b, 3);
	size_t inner = scn_build_open(&b, 1);

	scn_build_u16(&b, 0xABCD);
	scn_build_close(&b, inner, 1);
	scn_build_u8(&b, 7);
	scn_build_close(&b, outer, 3);
	assert_true(scn_bytes_equal(scn_built(&b), bytes("\0\0\x04\x02\xAB\xCD\x07", 7)));
	scn_builder_finish(&b);
}

static void test_hex(void **state)
{
	struct scn_builder b = { 0 };

	assert_true(scn_build_hex(&b, "00fFa5"));
	assert_true(scn_bytes_equal(scn_built(&b), bytes("\x00\xFF\xA5", 3)));
	assert_false(scn_build_hex(&b, "0"));
	assert_false(scn_build_hex(&b, "0g"));
	scn_builder_finish(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reader_is_sticky),
		cmocka_unit_test(test_reader_block_longer_than_input),
		cmocka_unit_test(test_builder_lengths),
		cmocka_unit_test(test_hex),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
