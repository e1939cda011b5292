/* FNV-1a: the numbers that everybody who has it gets. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/base/hash.h"

static const struct {
	const char *text;
	uint64_t hash;
} known[] = {
	{ "", UINT64_C(0xCBF29CE484222325) }, { "a", UINT64_C(0xAF63DC4C8601EC8C) },
	{ "foobar", UINT64_C(0x85944171F73967E8) },
	{ "\xC3\xA4", UINT64_C(0xAC21207B7181582) }, /* bytes above 127 */
};

static void gives_the_known_numbers(void **state)
{
	(void)state;
	for (size_t i = 0; i < SCN_COUNT(known); i++)
		assert_true(scn_hash_text(known[i].text) == known[i].hash);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_the_known_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
