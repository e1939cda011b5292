/* Records as lines of a dialogue; hostile bytes stay harmless. */
#include "test.h"

#include "case-file.h"

#include "core/tls/describe.h"

static void test_descriptions(void **state)
{
	static const struct {
		const char *hex, *text;
	} lines[] = {
		{ "15030100020228", "Alert fatal handshake_failure (40)" },
		{ "15030100020170", "Alert warning unrecognized_name (112)" },
		{ "140303000101", "ChangeCipherSpec" },
		{ "16030300040e000000", "ServerHelloDone" },
		{ "47455420", "4 bytes that are not a TLS record" },
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct scn_builder bytes = { 0 };
		struct scn_text text = { 0 };

		assert_true(scn_build_hex(&bytes, lines[i].hex));
		scn_record_describe(scn_built(&bytes), &text);
		assert_string_equal(scn_text_str(&text), lines[i].text);
		scn_text_finish(&text);
		scn_builder_finish(&bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_descriptions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
