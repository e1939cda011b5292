/* Addresses to bytes, and to the network of their owner. */
#include "test.h"

#include "core/base/address.h"

static const struct {
	const char *text;
	uint8_t bytes[16];
	uint8_t network[16];
} good[] = {
	{ "192.0.2.1", { [10] = 255, 255, 192, 0, 2, 1 }, { [10] = 255, 255, 192, 0, 2, 0 } },
	{ "::ffff:192.0.2.1", { [10] = 255, 255, 192, 0, 2, 1 },
		{ [10] = 255, 255, 192, 0, 2, 0 } },
	{ "::", { 0 }, { 0 } },
	{ "::1", { [15] = 1 }, { 0 } },
	{ "1::", { 0, 1 }, { 0, 1 } },
	{ "fe80::1%eth0", { 0xFE, 0x80, [15] = 1 }, { 0xFE, 0x80 } },
	{ "2001:db8:1:2:3:4:5:6", { 0x20, 0x01, 0x0D, 0xB8, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6 },
		{ 0x20, 0x01, 0x0D, 0xB8, 0, 1, 0, 2 } },
	{ "1:2:3:4:5:6:7::", { 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0 },
		{ 0, 1, 0, 2, 0, 3, 0, 4 } },
	{ "64:FF9b::192.0.2.33", { 0, 0x64, 0xFF, 0x9B, [12] = 192, 0, 2, 33 },
		{ 0, 0x64, 0xFF, 0x9B } },
};

static const char *const bad[] = { "", ".", "192.0.2", "192.0.2.1.", "192.0.2.256", "192.0.02.1",
	"192.0.2.1.5", "1.2.3.", ":", ":::", "1:", ":1", "1::2::3",
	"12345::", "g::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
	"1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "::1.2.3", "1:2:3:4:5:6:7:192.0.2.1",
	"mx.example" };

static void test_address_is_read(void **state)
{
	uint8_t bytes[16];

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(scn_address_bytes(good[i].text, bytes));
		assert_memory_equal(bytes, good[i].bytes, 16);
		assert_true(scn_network_bytes(good[i].text, bytes));
		assert_memory_equal(bytes, good[i].network, 16);
	}
}

static void test_address_that_is_none(void **state)
{
	uint8_t bytes[16];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (scn_address_bytes(bad[i], bytes))
			fail_msg("\"%s\" was taken for an address", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_address_is_read),
		cmocka_unit_test(test_address_that_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
