/* Who asks which server, for all time: the values below were worked out by another program from the
 * description at the top of shard.c. */
#include "test.h"

#include <stdio.h>

#include "core/base/alloc.h"
#include "core/probe/shard.h"

static const unsigned counts[] = { 1, 2, 16, 1000, SCN_SHARDS_MAX };

struct fixed {
	const char *text;
	unsigned shards[5]; /* for each of counts */
};

static const struct fixed addresses[] = {
	{ "192.0.2.1", { 0, 1, 13, 817, 817536 } },
	{ "192.0.2.254", { 0, 1, 13, 817, 817536 } },
	{ "::ffff:192.0.2.9", { 0, 1, 13, 817, 817536 } },
	{ "::FFFF:C000:0209", { 0, 1, 13, 817, 817536 } },
	{ "64:ff9b::192.0.2.9", { 0, 1, 13, 817, 817536 } },
	{ "192.0.3.1", { 0, 0, 2, 180, 180477 } },
	{ "198.51.100.7", { 0, 1, 13, 852, 852388 } },
	{ "127.0.0.1", { 0, 1, 9, 617, 617515 } },
	{ "::1", { 0, 0, 5, 339, 339180 } },
	{ "2001:db8::1", { 0, 1, 15, 950, 950571 } },
	{ "2001:0DB8:0000::ffff:1", { 0, 1, 15, 950, 950571 } },
	{ "2001:db8:0:1::1", { 0, 0, 3, 220, 220766 } },
	{ "fe80::1%eth0", { 0, 0, 6, 433, 433859 } },
	{ "fe80::2%eth1", { 0, 0, 6, 433, 433859 } },
	/* No addresses: by their text. */
	{ "firma.example", { 0, 1, 14, 930, 930615 } },
	{ "", { 0, 1, 11, 714, 714796 } },
};

static const struct fixed texts[] = {
	{ "", { 0, 1, 11, 714, 714796 } },
	{ "firma.example", { 0, 1, 14, 930, 930615 } },
	{ "FIRMA.example", { 0, 1, 14, 930, 930615 } },
	{ "no such target", { 0, 0, 5, 371, 371636 } },
	{ "\xC5\x99.example", { 0, 0, 7, 449, 449554 } },
};

static void test_shard_of_address(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(addresses); i++)
		for (size_t n = 0; n < SCN_COUNT(counts); n++)
			assert_int_equal(scn_shard_of_address(addresses[i].text, counts[n]),
				addresses[i].shards[n]);
}

static void test_shard_of_text(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(texts); i++)
		for (size_t n = 0; n < SCN_COUNT(counts); n++)
			assert_int_equal(
				scn_shard_of_text(texts[i].text, counts[n]), texts[i].shards[n]);
}

/* Longer than any address: no overrun, and not the worker of what it begins with. */
static void test_shard_of_long_text(void **state)
{
	char text[300];

	memset(text, '1', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	assert_int_equal(scn_shard_of_address(text, 1000), scn_shard_of_text(text, 1000));
}

/* Neighbouring networks, as lists have them: no worker gets a tenth more or less than its share. */
static void test_shard_balance(void **state)
{
	enum {
		NETWORKS = 256 * 256
	};
	static const unsigned workers[] = { 2, 3, 16, 20 };

	for (size_t w = 0; w < SCN_COUNT(workers); w++) {
		unsigned share = NETWORKS / workers[w];
		unsigned found[20] = { 0 };

		for (unsigned i = 0; i < NETWORKS; i++) {
			char address[20];

			snprintf(address, sizeof(address), "10.%u.%u.25", i / 256, i % 256);
			found[scn_shard_of_address(address, workers[w])]++;
		}
		for (unsigned k = 0; k < workers[w]; k++)
			assert_in_range(found[k], share - share / 10, share + share / 10);
	}
}

static const struct {
	const char *text;
	struct scn_shard shard;
} good[] = {
	{ "1/1", { 0, 1 } },
	{ "1/2", { 0, 2 } },
	{ "2/2", { 1, 2 } },
	{ "016/16", { 15, 16 } },
	{ "1000000/1000000", { 999999, 1000000 } },
};

static const char *const bad[] = { "", "/", "1", "1/", "/1", "0/1", "1/0", "2/1", "-1/2", "+1/2",
	"1/2 ", " 1/2", "1 / 2", "1/2/3", "1/1000001", "1000001/1000001", "1/18446744073709551617",
	"4294967297/4294967298", "a/b", "1:2", "1/\xFF" };

static void test_shard_parse(void **state)
{
	struct scn_shard shard;
	struct scn_text error = { 0 };

	for (size_t i = 0; i < SCN_COUNT(good); i++) {
		assert_true(scn_shard_parse(good[i].text, &shard, &error));
		assert_int_equal(shard.index, good[i].shard.index);
		assert_int_equal(shard.count, good[i].shard.count);
		assert_int_equal(error.len, 0);
	}
	for (size_t i = 0; i < SCN_COUNT(bad); i++) {
		assert_false(scn_shard_parse(bad[i], &shard, &error));
		assert_true(error.len > 0);
		/* What was refused still is a shard that can be used. */
		assert_int_equal(shard.count, 1);
		scn_text_clear(&error);
	}
	assert_false(scn_shard_parse("7/3", &shard, &error));
	assert_string_equal(scn_text_str(&error), "\"7/3\" is not a part of a list: it is written "
						  "K/N, K from 1 to N, N at most 1000000.");
	scn_text_finish(&error);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shard_of_address),
		cmocka_unit_test(test_shard_of_text),
		cmocka_unit_test(test_shard_of_long_text),
		cmocka_unit_test(test_shard_balance),
		cmocka_unit_test(test_shard_parse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
