/* A ClientHello from a spec, and real captured ones taken apart and put together again. */
#include "test.h"

#include "case-file.h"

#include "core/registry/extension.h"
#include "core/tls/hello.h"

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

/* A hello of SSL 2.0 for later versions (RFC 5246 appendix E.2), as OpenSSL 0.9.8 sends it: suites of
 * both kinds and a challenge of 32 bytes. */
static void test_hello_ssl2_for_tls(void **state)
{
	static const scn_suite_code suites[] = { 0x0035, 0x0000, 0x010080 };
	struct scn_hello_spec spec = { .form = SCN_HELLO_SSL2,
		.legacy_version = 0x0301,
		.suites = suites,
		.suite_count = 3,
		.challenge_len = 32 };
	struct scn_builder out = { 0 };

	memset(spec.random, 0xCC, sizeof(spec.random));
	scn_hello_build(&spec, &out);
	expect_bytes(&out, "8032010301000900000020000035000000010080"
			   "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc");
	scn_builder_finish(&out);
}

/* SSL 3.0: its own record version, no extensions block, the signal in place of renegotiation_info */
static void test_hello_ssl3(void **state)
{
	static const scn_suite_code suites[] = { 0x000A, 0x00FF };
	static const uint8_t compression[] = { 1, 0 };
	struct scn_hello_spec spec = { .legacy_version = 0x0300,
		.suites = suites,
		.suite_count = 2,
		.compression = compression,
		.compression_count = 2,
		.session_id_len = 2,
		.session_id = { 0xAB, 0xCD } };
	struct scn_builder out = { 0 };

	scn_hello_build(&spec, &out);
	expect_bytes(&out, "1603000032"
			   "0100002e0300"
			   "0000000000000000000000000000000000000000000000000000000000000000"
			   "02abcd0004000a00ff020100");
	scn_builder_finish(&out);
}

/* Every extension that has a field, one raw one (GREASE), and one that is always empty. */
static void test_hello_tls13(void **state)
{
	static const scn_suite_code suites[] = { 0x1301 };
	static const uint16_t versions[] = { 0x0304, 0x0303 }, groups[] = { 0x001D },
			      schemes[] = { 0x0804 }, cert_schemes[] = { 0x0401, 0x0403 };
	static const char *const alpn[] = { "smtp", "x" };
	static const struct scn_key_share shares[] = { { 0x001D,
		{ (const uint8_t *)"\x01\x02", 2 } } };
	static const struct scn_hello_extension extensions[] = {
		{ 0x0A0A, { (const uint8_t *)"\0", 1 } }, { SCN_EXT_STATUS_REQUEST },
		{ SCN_EXT_SUPPORTED_GROUPS }, { SCN_EXT_SIGNATURE_ALGORITHMS },
		{ SCN_EXT_SIGNATURE_ALGORITHMS_CERT }, { SCN_EXT_ALPN },
		{ SCN_EXT_RECORD_SIZE_LIMIT }, { SCN_EXT_SESSION_TICKET },
		{ SCN_EXT_SUPPORTED_VERSIONS }, { SCN_EXT_PSK_KEY_EXCHANGE_MODES },
		{ SCN_EXT_KEY_SHARE }
	};
	struct scn_hello_spec spec = { .legacy_version = 0x0303,
		.suites = suites,
		.suite_count = 1,
		.extensions = extensions,
		.extension_count = 11,
		.versions = versions,
		.version_count = 2,
		.groups = groups,
		.group_count = 1,
		.schemes = schemes,
		.scheme_count = 1,
		.cert_schemes = cert_schemes,
		.cert_scheme_count = 2,
		.alpn = alpn,
		.alpn_count = 2,
		.record_size_limit = 0x4001,
		.key_shares = shares,
		.key_share_count = 1 };
	struct scn_builder out = { 0 };

	scn_hello_build(&spec, &out);
	expect_bytes(&out, "1603010089010000850303"
			   "0000000000000000000000000000000000000000000000000000000000000000"
			   "000002130101"
			   "00005a0a0a0001000005000501000000"
			   "00000a00040002001d000d000400020804003200060004040104030010000900"
			   "0704736d74700178001c0002400100230000002b0005040304030300"
			   "2d00020101003300080006001d00020102");
	/* Without key shares the extension is not sent at all. */
	spec.share_mode = SCN_SHARES_NONE;
	out.len = 0;
	scn_hello_build(&spec, &out);
	assert_int_equal(out.len, 0x89 + 5 - 12);
	/* With an empty list of them it asks for a HelloRetryRequest. */
	spec.share_mode = SCN_SHARES_LISTED;
	spec.key_share_count = 0;
	out.len = 0;
	scn_hello_build(&spec, &out);
	assert_memory_equal(out.data + out.len - 6, "\0\x33\0\2\0\0", 6);
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

/* Padding with an exact goal; never an empty body, which some servers reject at the end. */
static void test_hello_pad_to(void **state)
{
	static const scn_suite_code suites[] = { 0x002F };
	static const struct scn_hello_extension extensions[] = { { SCN_EXT_PADDING } };
	static const struct {
		size_t pad_to, message_len;
	} cases[] = { { 0, 47 }, { 40, 47 }, { 47, 47 }, { 48, 52 }, { 51, 52 }, { 52, 52 },
		{ 53, 53 }, { 1000, 1000 } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scn_hello_spec spec = { .legacy_version = 0x0303,
			.suites = suites,
			.suite_count = 1,
			.extensions = extensions,
			.extension_count = 1,
			.pad_to = cases[i].pad_to };
		struct scn_builder out = { 0 };

		scn_hello_build(&spec, &out);
		assert_int_equal(out.len, 5 + cases[i].message_len);
		scn_builder_finish(&out);
	}
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

/* Hellos of forms that were not captured: an empty extensions block, SSL 2.0, a record longer than it
 * may be, duplicates, bodies that are not what their code says. */
static void test_odd_hellos_are_rebuilt(void **state)
{
	static const char *const tails[] = {
		"",                                     /* no extensions block */
		"0000",                                 /* an empty one */
		"00040a0a0000", "0008000a0000000a0000", /* groups twice, both empty */
		"000e000a00040002001d000a000200ff",     /* groups twice, two bodies */
		"0005000a000100",                       /* half a list */
		"0009000000050003000000",               /* an empty name */
		"000b0000000700050000026100",           /* a name with a NUL */
		"000700100003000100",                   /* an empty protocol */
		"0009002d00050400010203",               /* more PSK modes than we keep */
		"0005000b000100",                       /* no point format */
		"00050015000101",                       /* padding that is not zero */
		"000400150000",                         /* padding without a byte */
		"000b00330007000500170001aa",           /* a key share */
		"000a0033000600040017ffff",             /* a key share that is cut short */
		"0006001c00020000",                     /* a record size limit of 0 */
	};

	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		struct scn_builder wire = { 0 };
		size_t record, message;

		assert_true(scn_build_hex(&wire, "160301"));
		record = scn_build_open(&wire, 2);
		scn_build_u8(&wire, 1);
		message = scn_build_open(&wire, 3);
		scn_build_u16(&wire, 0x0303);
		scn_build_zeros(&wire, SCN_RANDOM_LEN);
		assert_true(scn_build_hex(&wire, "000002c02f0100"));
		assert_true(scn_build_hex(&wire, tails[i]));
		scn_build_close(&wire, message, 3);
		scn_build_close(&wire, record, 2);
		expect_rebuilt(scn_built(&wire));
		expect_cut_short(scn_built(&wire));
		scn_builder_finish(&wire);
	}
}

static void test_ssl2_hellos_are_rebuilt(void **state)
{
	static const char *const hellos[] = {
		"801f010002000600000010010080000000bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
		("8032010301000900000020000035000000010080"
		 "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"),
		"801e010002000300020010010080abcdbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
	};

	for (size_t i = 0; i < sizeof(hellos) / sizeof(hellos[0]); i++) {
		struct scn_builder wire = { 0 };

		assert_true(scn_build_hex(&wire, hellos[i]));
		expect_rebuilt(scn_built(&wire));
		expect_cut_short(scn_built(&wire));
		scn_builder_finish(&wire);
	}
}

/* The kind 0x000000 is NULL_WITH_MD5 in a hello for SSL 2.0, and the suite 0x0000 in one for TLS. */
static void test_ssl2_kind_zero(void **state)
{
	static const struct {
		const char *hex;
		scn_suite_code code;
	} cases[] = {
		{ "801c010002000300000010000000bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", 0x1000000 },
		{ "801c010301000300000010000000bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", 0 },
	};

	for (size_t i = 0; i < 2; i++) {
		struct scn_builder wire = { 0 };
		struct scn_hello *hello = NULL;

		assert_true(scn_build_hex(&wire, cases[i].hex));
		assert_int_equal(scn_hello_parse(scn_built(&wire), &hello, NULL), SCN_GOT);
		assert_int_equal(scn_hello_spec(hello)->suites[0], cases[i].code);
		scn_hello_free(hello);
		scn_builder_finish(&wire);
	}
}

/* Postfix pads to 512 bytes whatever the name is; so does its hello with another name. */
static void test_padding_follows_the_name(void **state)
{
	struct scn_builder wire = read_hex_file("tests/cases/hellos/postfix-3.7-may-tls12-sni.hex");
	static const char *const names[] = { "a.example", "quite-a-long-name.mail.firma.example" };
	struct scn_hello *hello = NULL;

	assert_int_equal(scn_hello_parse(scn_built(&wire), &hello, NULL), SCN_GOT);
	for (size_t i = 0; i < 2; i++) {
		struct scn_hello_spec spec = *scn_hello_spec(hello);
		struct scn_builder out = { 0 };

		assert_non_null(spec.server_name);
		spec.server_name = names[i];
		scn_hello_build(&spec, &out);
		assert_int_equal(out.len, wire.len);
		scn_builder_finish(&out);
	}
	scn_hello_free(hello);
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
		{ "020000020000" },                     /* a ServerHello */
		{ "160301000401000000" },               /* without a body */
		{ "16030100040100000015030100020228" }, /* behind it an alert */
		{ "16030100050100000100" },             /* a body of one byte */
		{ "8003010002" },                       /* SSL 2.0, cut off inside */
		/* SSL 2.0: kinds that are no multiple of three, a challenge of 15 and of 33 bytes */
		{ "801b0100020002000000100100bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" },
		{ "801b01000200030000000f010080bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" },
		{ "802d010002000300000021010080bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
		  "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scn_builder wire = { 0 };
		struct scn_hello *hello = NULL;

		assert_true(scn_build_hex(&wire, cases[i].hex));
		assert_int_equal(scn_hello_parse(scn_built(&wire), &hello, NULL), SCN_BAD);
		scn_builder_finish(&wire);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hello_tls12),
		cmocka_unit_test(test_hello_leaves_out_missing_name),
		cmocka_unit_test(test_hello_ssl2),
		cmocka_unit_test(test_hello_ssl2_for_tls),
		cmocka_unit_test(test_hello_ssl3),
		cmocka_unit_test(test_hello_tls13),
		cmocka_unit_test(test_hello_padding),
		cmocka_unit_test(test_hello_pad_to),
		cmocka_unit_test(test_captured_hellos_are_rebuilt),
		cmocka_unit_test(test_fragmented_hello),
		cmocka_unit_test(test_odd_hellos_are_rebuilt),
		cmocka_unit_test(test_ssl2_hellos_are_rebuilt),
		cmocka_unit_test(test_ssl2_kind_zero),
		cmocka_unit_test(test_padding_follows_the_name),
		cmocka_unit_test(test_malformed_hellos),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
