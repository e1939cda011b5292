/* Answers that no well-behaved server gives, or that no installed server can give any more: alerts cut
 * and coalesced, wrong versions, explicit curves, SSL 2.0, and things that are not TLS. */
#include "test.h"

#include <stdio.h>

#include "core/registry/extension.h"
#include "core/tls/flight.h"

static const scn_suite_code suites[] = { 0xC02F, 0x009E, 0x0014, 0x002C, 0xC02C };
static const uint16_t groups[] = { 0x001D, 0x0017 };
static const struct scn_hello_spec offer = {
	.legacy_version = 0x0303,
	.suites = suites,
	.suite_count = sizeof(suites) / sizeof(suites[0]),
	.groups = groups,
	.group_count = 2,
};

#define ZEROS_24 "000000000000000000000000000000000000000000000000"
#define ZEROS_32 ZEROS_24 "0000000000000000"

/* A ServerHello with this version and suite, random zero, without extensions. */
#define SERVER_HELLO(version, suite) "02000026" version ZEROS_32 "00" suite "00"

static struct scn_flight flight(const struct scn_hello_spec *spec, const char *hex, size_t step)
{
	struct scn_builder bytes = { 0 };
	struct scn_flight f;

	assert_true(scn_build_hex(&bytes, hex));
	scn_flight_init(&f, spec);
	for (size_t at = 0; at < bytes.len; at += step) {
		size_t left = bytes.len - at;

		scn_flight_feed(
			&f, (struct scn_bytes){ bytes.data + at, left < step ? left : step });
	}
	scn_builder_finish(&bytes);
	return f;
}

struct raw_case {
	const char *hex;
	enum scn_flight_end end;
};

static void test_odd_answers(void **state)
{
	static const struct raw_case raw[] = {
		{ "353031", SCN_FLIGHT_NOT_TLS },                     /* 501 */
		{ "485454502f312e312034303020", SCN_FLIGHT_NOT_TLS }, /* HTTP/1.1 400 */
		{ "15", SCN_FLIGHT_READING }, { "1503010002", SCN_FLIGHT_READING },
		{ "15030100020170", SCN_FLIGHT_READING }, /* warning unrecognized_name */
		{ "1503010002017015030100020228", SCN_FLIGHT_ALERT }, /* then handshake_failure */
		{ "15030100020328", SCN_FLIGHT_BROKEN },              /* an alert of level 3 */
		{ "1503010000", SCN_FLIGHT_BROKEN },                  /* an alert without a byte */
		{ "150301000401700228", SCN_FLIGHT_ALERT },           /* two alerts in one record */
		{ "15030100010115030100017015030100010215030100"
		  "0128",
			SCN_FLIGHT_ALERT },                   /* each byte a record */
		{ "160301000400000000", SCN_FLIGHT_READING }, /* HelloRequest: ignored */
		{ "160301ffff", SCN_FLIGHT_NOT_TLS },         /* a record that is too long */
		{ "16030100040b000000", SCN_FLIGHT_BROKEN },  /* Certificate before ServerHello */
		{ "160301000402ffffff", SCN_FLIGHT_BROKEN },  /* a message that is too long */
		{ "14030300010116030300040e000000", SCN_FLIGHT_BROKEN },
		{ "1603010006020000020303", SCN_FLIGHT_BROKEN }, /* ServerHello cut short */
	};

	for (size_t i = 0; i < sizeof(raw) / sizeof(raw[0]); i++) {
		for (size_t step = 1; step < 1000; step += 499) {
			struct scn_flight f = flight(&offer, raw[i].hex, step);

			assert_int_equal(f.facts.end, raw[i].end);
			assert_false(f.facts.selected);
			scn_flight_finish(&f);
		}
	}
}

static void test_first_bytes_of_plain_text(void **state)
{
	struct scn_flight f =
		flight(&offer, "34353420544c53206e6f7420617661696c61626c650d0a", 1000);

	assert_int_equal(f.facts.end, SCN_FLIGHT_NOT_TLS);
	assert_int_equal(f.facts.first_bytes.len, 23);
	assert_memory_equal(f.facts.first_bytes.at, "454 TLS not available\r\n", 23);
	scn_flight_finish(&f);
}

static void test_too_many_warnings(void **state)
{
	struct scn_flight f;

	scn_flight_init(&f, &offer);
	for (int i = 0; i < SCN_FLIGHT_MAX_WARNINGS; i++)
		assert_int_equal(
			scn_flight_feed(
				&f, (struct scn_bytes){ (const uint8_t *)"\x15\3\1\0\2\1\x70", 7 }),
			SCN_FLIGHT_READING);
	scn_flight_feed(&f, (struct scn_bytes){ (const uint8_t *)"\x15\3\1\0\2\1\x70", 7 });
	assert_int_equal(f.facts.end, SCN_FLIGHT_BROKEN);
	scn_flight_finish(&f);
}

/* A choice that cannot be one proves nothing; any other is recorded, offered or not. */
static void test_versions(void **state)
{
	static const struct {
		const char *message;
		enum scn_version version;
		bool offered;
	} cases[] = {
		{ SERVER_HELLO("0300", "c02f"), SCN_SSL3, true },
		{ SERVER_HELLO("0301", "c02f"), SCN_TLS1_0, true },
		{ SERVER_HELLO("0302", "c02f"), SCN_TLS1_1, true },
		{ SERVER_HELLO("0303", "c02f"), SCN_TLS1_2, true },
		{ SERVER_HELLO("0304", "c02f"), SCN_TLS1_3, false },
		{ SERVER_HELLO("0305", "c02f"), SCN_VERSION_NONE, false },
		{ SERVER_HELLO("7f1c", "c02f"), SCN_VERSION_NONE, false },
		{ SERVER_HELLO("0002", "c02f"), SCN_VERSION_NONE, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char hex[256];
		struct scn_flight f;

		snprintf(hex, sizeof(hex), "160303002a%s", cases[i].message);
		f = flight(&offer, hex, 1000);
		assert_int_equal(f.facts.version, cases[i].version);
		assert_int_equal(f.facts.version_offered, cases[i].offered);
		assert_int_equal(f.facts.selected, cases[i].version != SCN_VERSION_NONE);
		if (!f.facts.selected)
			assert_int_equal(f.facts.end, SCN_FLIGHT_BROKEN);
		scn_flight_finish(&f);
	}
}

/* ServerKeyExchange messages behind a ServerHello of TLS 1.2 or 1.0, and what is read of them. */
static void test_key_exchanges(void **state)
{
	static const struct {
		const char *version, *suite, *message;
		uint16_t group, dh_bits, scheme;
		bool broken;
	} cases[] = {
		/* named curve not in our list, signature follows */
		{ "0303", "c02f", "0c00000803001901ff04010000", 0x0019, 0, 0x0401, false },
		/* explicit_prime and explicit_char2 */
		{ "0303", "c02f", "0c0000080101020304050607", 0, 0, 0, false },
		{ "0303", "c02f", "0c00000102", 0, 0, 0, false },
		{ "0303", "c02f", "0c000000", 0, 0, 0, true },
		{ "0303", "c02f", "0c0000020300", 0, 0, 0, true },
		/* a prime of 9 bits with two leading zeros; TLS 1.0 names no scheme */
		{ "0303", "009e", "0c00000e000400000101000102000103060100000000", 0, 9, 0x0601,
			false },
		{ "0301", "009e", "0c00000e000400000101000102000103060100000000", 0, 9, 0, false },
		/* a prime of zero, an empty one, one that is cut short */
		{ "0303", "009e", "0c00000900010000010200010300", 0, 0, 0, true },
		{ "0303", "009e", "0c00000800000001020001030000", 0, 0, 0, true },
		{ "0303", "009e", "0c000003008001", 0, 0, 0, true },
		/* DHE export; an RSA_PSK or unknown suite: nothing is read */
		{ "0300", "0014", "0c00000900010b000102000103", 0, 4, 0, false },
		{ "0303", "ffff", "0c00000401020304", 0, 0, 0, false },
		{ "0303", "002c", "0c0000020000", 0, 0, 0, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scn_builder bytes = { 0 }, message = { 0 };
		struct scn_flight f;
		size_t mark;

		assert_true(scn_build_hex(&message, "02000026"));
		assert_true(scn_build_hex(&message, cases[i].version));
		assert_true(scn_build_hex(&message, ZEROS_32 "00"));
		assert_true(scn_build_hex(&message, cases[i].suite));
		assert_true(scn_build_hex(&message, "00"));
		assert_true(scn_build_hex(&message, cases[i].message));
		assert_true(scn_build_hex(&bytes, "160303"));
		mark = scn_build_open(&bytes, 2);
		scn_build_bytes(&bytes, scn_built(&message));
		scn_build_close(&bytes, mark, 2);
		scn_flight_init(&f, &offer);
		scn_flight_feed(&f, scn_built(&bytes));
		assert_true(f.facts.selected);
		assert_int_equal(
			f.facts.end, cases[i].broken ? SCN_FLIGHT_BROKEN : SCN_FLIGHT_READING);
		assert_int_equal(f.facts.group, cases[i].group);
		assert_int_equal(f.facts.group_offered, false);
		assert_int_equal(f.facts.dh_bits, cases[i].dh_bits);
		assert_int_equal(f.facts.scheme, cases[i].scheme);
		scn_flight_finish(&f);
		scn_builder_finish(&message);
		scn_builder_finish(&bytes);
	}
}

/* Behind a ServerHello: the choice stays, whatever follows. */
static void test_after_the_choice(void **state)
{
	static const struct {
		const char *hex;
		enum scn_flight_end end;
		uint8_t alert;
	} cases[] = {
		{ "15030300020228", SCN_FLIGHT_COMPLETE, 40 },
		{ "15030300020170", SCN_FLIGHT_READING, 112 },
		{ "140303000101", SCN_FLIGHT_BROKEN, 0 },
		{ "160303002a" SERVER_HELLO("0303", "009e"), SCN_FLIGHT_BROKEN, 0 },
		{ "160303000414000000", SCN_FLIGHT_BROKEN, 0 },   /* Finished */
		{ "16030300050e00000100", SCN_FLIGHT_BROKEN, 0 }, /* a Done with a body */
		{ "16030300040e000000", SCN_FLIGHT_COMPLETE, 0 },
		{ "160303000416000000", SCN_FLIGHT_READING, 0 }, /* CertificateStatus */
		{ "160303000a0b000006000003000000", SCN_FLIGHT_READING, 0 },
		{ "160303000a0b000006000009000000", SCN_FLIGHT_BROKEN, 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char hex[512];
		struct scn_flight f;

		snprintf(hex, sizeof(hex), "160303002a%s%s", SERVER_HELLO("0303", "c02f"),
			cases[i].hex);
		f = flight(&offer, hex, 1);
		assert_int_equal(f.facts.end, cases[i].end);
		assert_true(f.facts.selected);
		assert_int_equal(f.facts.suite, 0xC02F);
		assert_int_equal(f.facts.alert_code, cases[i].alert);
		assert_int_equal(f.facts.certificate_count, 0);
		scn_flight_finish(&f);
	}
}

/* ---- SSL 2.0 ---- */

static const scn_suite_code kinds[] = { 0x010080, 0x0700C0, 0x1000000 };
static const struct scn_hello_spec ssl2 = {
	.form = SCN_HELLO_SSL2, .legacy_version = 0x0002, .suites = kinds, .suite_count = 3
};

static void test_ssl2_answers(void **state)
{
	static const struct {
		const char *hex;
		enum scn_flight_end end;
		bool selected;
		size_t kinds;
		uint8_t alert;
	} cases[] = {
		/* no certificate; kinds: one that was offered, one that was not, NULL_WITH_MD5 */
		{ "8024040000000200000009001001008005008000000011223344556677889"
		  "9aabbccddeeff00",
			SCN_FLIGHT_COMPLETE, true, 2, 0 },
		/* no kind in common, said with a list without entries */
		{ "801b040000000200000000001011223344556677889"
		  "9aabbccddeeff00",
			SCN_FLIGHT_COMPLETE, true, 0, 0 },
		{ "8003000001", SCN_FLIGHT_ALERT, false, 0, 40 },  /* NO-CIPHER-ERROR */
		{ "8003000006", SCN_FLIGHT_BROKEN, false, 0, 0 },  /* an error about certificates */
		{ "800104", SCN_FLIGHT_BROKEN, false, 0, 0 },      /* cut off inside */
		{ "8003010002", SCN_FLIGHT_NOT_TLS, false, 0, 0 }, /* a CLIENT-HELLO */
		{ "15030000020246", SCN_FLIGHT_ALERT, false, 0, 70 },
		{ "80", SCN_FLIGHT_READING, false, 0, 0 },
		{ "8024", SCN_FLIGHT_READING, false, 0, 0 },
		{ "802404000000", SCN_FLIGHT_READING, false, 0, 0 },
		{ "160301002a" SERVER_HELLO("0301", "0005"), SCN_FLIGHT_READING, true, 0, 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (size_t step = 1; step < 1000; step += 499) {
			struct scn_flight f = flight(&ssl2, cases[i].hex, step);

			assert_int_equal(f.facts.end, cases[i].end);
			assert_int_equal(f.facts.selected, cases[i].selected);
			assert_int_equal(f.facts.ssl2_kind_count, cases[i].kinds);
			assert_int_equal(f.facts.alert_code, cases[i].alert);
			scn_flight_finish(&f);
		}
	}
}

static void test_ssl2_kinds(void **state)
{
	struct scn_flight f = flight(&ssl2,
		"80240400000002000000090010010080050080000000112233445566778899aabbccddeeff00", 1);

	assert_int_equal(f.facts.version, SCN_SSL2);
	assert_true(f.facts.version_offered);
	assert_int_equal(f.facts.wire_version, 0x0002);
	assert_int_equal(f.facts.ssl2_kind_count, 2);
	assert_int_equal(f.facts.ssl2_kinds[0], 0x010080);
	assert_int_equal(f.facts.ssl2_kinds[1], 0x1000000);
	scn_flight_finish(&f);
}

static void test_names(void **state)
{
	assert_string_equal(scn_handshake_name(2), "ServerHello");
	assert_string_equal(scn_handshake_name(12), "ServerKeyExchange");
	assert_string_equal(scn_handshake_name(200), "unknown message");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_odd_answers),
		cmocka_unit_test(test_first_bytes_of_plain_text),
		cmocka_unit_test(test_too_many_warnings),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_key_exchanges),
		cmocka_unit_test(test_after_the_choice),
		cmocka_unit_test(test_ssl2_answers),
		cmocka_unit_test(test_ssl2_kinds),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
