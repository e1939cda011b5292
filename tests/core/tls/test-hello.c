/* A ClientHello from a spec, and real captured ones taken apart and put together again. */
#include "test.h"

#include "case-file.h"

#include "core/registry/extension.h"
#include "core/tls/hello.h"
#include "core/tls/share.h"

static void expect_bytes(const struct scn_builder *built, const char *hex)
{
	struct scn_builder expected = { 0 };

	assert_true(scn_build_hex(&expected, hex));
	assert_int_equal(built->len, expected.len);
	assert_memory_equal(built->data, expected.data, expected.len);
	scn_builder_finish(&expected);
}

static void test_hello_tls12(void **state)
{
	static const scn_suite_code suites[] = { 0xC02F, 0x009E };
	static const uint16_t groups[] = { 0x0017 };
	static const uint16_t schemes[] = { 0x0401 };
	static const struct scn_hello_extension extensions[] = { { SCN_EXT_SERVER_NAME },
		{ SCN_EXT_SUPPORTED_GROUPS }, { SCN_EXT_EC_POINT_FORMATS },
		{ SCN_EXT_SIGNATURE_ALGORITHMS }, { SCN_EXT_RENEGOTIATION_INFO },
		{ SCN_EXT_EXTENDED_MASTER_SECRET } };
	struct scn_hello_spec spec = { .legacy_version = 0x0303,
		.suites = suites,
		.suite_count = 2,
		.groups = groups,
		.group_count = 1,
		.schemes = schemes,
		.scheme_count = 1,
		.extensions = extensions,
		.extension_count = 6,
		.server_name = "a.example" };
	struct scn_builder out = { 0 };

	memset(spec.random, 0xAA, sizeof(spec.random));
	scn_hello_build(&spec, &out);
	expect_bytes(&out, "16030100620100005e0303"
			   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
			   "000004c02f009e01000031"
			   "0000000e000c000009612e6578616d706c65"
			   "000a000400020017000b00020100000d000400020401ff0100010000170000");
	scn_builder_finish(&out);
}

static void test_hello_leaves_out_missing_name(void **state)
{
	static const scn_suite_code suites[] = { 0x002F };
	static const struct scn_hello_extension extensions[] = { { SCN_EXT_SERVER_NAME } };
	struct scn_hello_spec spec = { .legacy_version = 0x0301,
		.suites = suites,
		.suite_count = 1,
		.extensions = extensions,
		.extension_count = 1 };
	struct scn_builder out = { 0 };

	scn_hello_build(&spec, &out);
	/* An empty extensions block, and no server_name in it. */
	assert_int_equal(out.data[out.len - 1], 0);
	assert_int_equal(out.data[out.len - 2], 0);
	assert_int_equal(out.len, 5 + 4 + 2 + 32 + 1 + 4 + 2 + 2);
	scn_builder_finish(&out);
}

static void test_hello_ssl2(void **state)
{
	static const scn_suite_code suites[] = { 0x010080, 0x1000000 };
	struct scn_hello_spec spec = {
		.form = SCN_HELLO_SSL2, .legacy_version = 0x0002, .suites = suites, .suite_count = 2
	};
	struct scn_builder out = { 0 };

	memset(spec.random, 0xBB, sizeof(spec.random));
	scn_hello_build(&spec, &out);
	expect_bytes(&out, "801f010002000600000010010080000000"
			   "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
	scn_builder_finish(&out);
}

/* RFC 7685: 256 to 511 bytes become 512 */
static void test_hello_padding(void **state)
{
	scn_suite_code suites[120];
	static const struct scn_hello_extension extensions[] = { { SCN_EXT_PADDING } };
	struct scn_hello_spec spec = { .legacy_version = 0x0303,
		.suites = suites,
		.suite_count = 120,
		.extensions = extensions,
		.extension_count = 1 };
	struct scn_builder out = { 0 };

	for (size_t i = 0; i < 120; i++)
		suites[i] = (scn_suite_code)i;
	scn_hello_build(&spec, &out);
	assert_int_equal(out.len, 5 + 512);
	scn_builder_finish(&out);
	spec.suite_count = 10;
	scn_hello_build(&spec, &out);
	assert_int_equal(out.len, 5 + 4 + 2 + 32 + 1 + 2 + 20 + 2 + 2);
	scn_builder_finish(&out);
}

static void expect_rebuilt(struct scn_bytes wire)
{
	struct scn_hello *hello = NULL, *copy;
	struct scn_builder again = { 0 };
	size_t consumed = 0;

	assert_int_equal(scn_hello_parse(wire, &hello, &consumed), SCN_GOT);
	assert_int_equal(consumed, wire.len);
	copy = scn_hello_copy(scn_hello_spec(hello));
	scn_hello_free(hello);
	scn_hello_build(scn_hello_spec(copy), &again);
	assert_int_equal(again.len, wire.len);
	assert_memory_equal(again.data, wire.at, wire.len);
	scn_builder_finish(&again);
	scn_hello_free(copy);
}

static void expect_cut_short(struct scn_bytes wire)
{
	struct scn_hello *hello = NULL;

	for (size_t len = 0; len < wire.len; len++)
		assert_int_equal(scn_hello_parse((struct scn_bytes){ wire.at, len }, &hello, NULL),
			SCN_MORE);
	assert_null(hello);
}

static void test_captured_hellos_are_rebuilt(void **state)
{
	glob_t files;

	assert_int_equal(glob("tests/cases/hellos/*.hex", 0, NULL, &files), 0);
	assert_true(files.gl_pathc >= 15);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct scn_builder wire = read_hex_file(files.gl_pathv[i]);

		expect_rebuilt(scn_built(&wire));
		expect_cut_short(scn_built(&wire));
		scn_builder_finish(&wire);
	}
	globfree(&files);
}

static void test_fragmented_hello(void **state)
{
	struct scn_builder wire = read_hex_file("tests/cases/hellos/postfix-3.7-may.hex");
	struct scn_builder cut = { 0 };
	struct scn_hello *hello = NULL;
	struct scn_hello_spec spec;

	assert_int_equal(scn_hello_parse(scn_built(&wire), &hello, NULL), SCN_GOT);
	spec = *scn_hello_spec(hello);
	spec.fragment_len = 100;
	scn_hello_build(&spec, &cut);
	assert_true(cut.len > wire.len);
	expect_rebuilt(scn_built(&cut));
	scn_hello_free(hello);
	scn_builder_finish(&cut);
	scn_builder_finish(&wire);
}

static void test_malformed_hellos(void **state)
{
	static const struct {
		const char *hex;
	} cases[] = {
		{ "15030100020228" },               /* an alert */
		{ "474554202f20485454502f312e31" }, /* GET / HTTP/1.1 */
		/* a list of suites of odd length */
		{ "0100002603030000000000000000000000000000000000000000000000000000000000000000"
		  "000001000100" },
		{ "020000020000" }, /* a ServerHello */
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scn_builder wire = { 0 };
		struct scn_hello *hello = NULL;

		assert_true(scn_build_hex(&wire, cases[i].hex));
		assert_int_equal(scn_hello_parse(scn_built(&wire), &hello, NULL), SCN_BAD);
		scn_builder_finish(&wire);
	}
}

static void test_shares_have_their_length(void **state)
{
	static const uint16_t groups[] = { 0x001D, 0x001E, 0x0017, 0x0018, 0x0019, 0x0100, 0x0104,
		0x11EB, 0x11EC, 0x11ED };
	static const size_t lens[] = { 32, 56, 65, 97, 133, 256, 1024, 1249, 1216, 1665 };
	static const uint8_t seed[32] = { 7 };

	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		struct scn_builder share = { 0 };

		assert_true(scn_share_build(groups[i], seed, &share));
		assert_int_equal(share.len, lens[i]);
		scn_builder_finish(&share);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hello_tls12),
		cmocka_unit_test(test_hello_leaves_out_missing_name),
		cmocka_unit_test(test_hello_ssl2),
		cmocka_unit_test(test_hello_padding),
		cmocka_unit_test(test_captured_hellos_are_rebuilt),
		cmocka_unit_test(test_fragmented_hello),
		cmocka_unit_test(test_malformed_hellos),
		cmocka_unit_test(test_shares_have_their_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
