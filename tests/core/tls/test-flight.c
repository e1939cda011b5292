/* Answers of real servers (OpenSSL 3.0, GnuTLS 3.7), whole, byte by byte, cut short, cut into records
 * of one byte, and things that are not TLS. */
#include "test.h"

#include "case-file.h"

#include "core/registry/extension.h"
#include "core/tls/describe.h"
#include "core/tls/flight.h"

static const scn_suite_code suites[] = { 0xC02F, 0x009E, 0x002F, 0xC018, 0x0033, 0x1301, 0x1302,
	0xC02B, 0xC02C };
static const uint16_t groups[] = { 0x001D, 0x0017, 0x0018 };
static const uint16_t versions[] = { 0x0304, 0x0303, 0x0302, 0x0301 };
static const struct scn_hello_extension extensions[] = { { SCN_EXT_SUPPORTED_VERSIONS } };
static const struct scn_hello_spec offer = {
	.legacy_version = 0x0303,
	.suites = suites,
	.suite_count = 9,
	.groups = groups,
	.group_count = 3,
	.versions = versions,
	.version_count = 4,
	.extensions = extensions,
	.extension_count = 1,
};

struct expected {
	const char *file;
	enum scn_flight_end end;
	enum scn_version version;
	scn_suite_code suite;
	uint16_t group, scheme, dh_bits;
	const char *dh_name;
	const char *key; /* of the leaf certificate */
	uint16_t key_bits;
	bool retry, client_certificate;
	uint8_t alert;
};

static const struct expected cases[] = {
	{ .file = "tls12-ecdhe-rsa",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0xC02F,
		.group = 0x001D,
		.scheme = 0x0804,
		.key = "rsa",
		.key_bits = 2048 },
	{ .file = "tls12-dhe-rsa",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0x009E,
		.scheme = 0x0804,
		.dh_bits = 2048,
		.dh_name = "modp2048 (RFC 3526)",
		.key = "rsa",
		.key_bits = 2048 },
	{ .file = "tls12-static-rsa",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0x002F,
		.key = "rsa",
		.key_bits = 2048 },
	{ .file = "tls12-anon-ecdh",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0xC018,
		.group = 0x001D },
	{ .file = "tls10-dhe-rsa",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_0,
		.suite = 0x0033,
		.dh_bits = 2048,
		.dh_name = "modp2048 (RFC 3526)",
		.key = "rsa",
		.key_bits = 2048 },
	{ .file = "tls12-ecdhe-ecdsa",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0xC02B,
		.group = 0x001D,
		.scheme = 0x0403,
		.key = "ecdsa",
		.key_bits = 256 },
	{ .file = "gnutls-tls12-ecdsa",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0xC02C,
		.group = 0x001D,
		.scheme = 0x0403,
		.key = "ecdsa",
		.key_bits = 256,
		.client_certificate = true },
	{ .file = "tls12-client-certificate",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0xC02F,
		.group = 0x001D,
		.scheme = 0x0804,
		.key = "rsa",
		.key_bits = 2048,
		.client_certificate = true },
	{ .file = "tls13-server-hello",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_3,
		.suite = 0x1301,
		.group = 0x001D },
	{ .file = "tls13-retry",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_3,
		.suite = 0x1302,
		.group = 0x0018,
		.retry = true },
	{ .file = "refused-handshake-failure",
		.end = SCN_FLIGHT_ALERT,
		.version = SCN_VERSION_NONE,
		.alert = 40 },
	{ .file = "refused-tls11",
		.end = SCN_FLIGHT_ALERT,
		.version = SCN_VERSION_NONE,
		.alert = 40 },
	{ .file = "gnutls-refused",
		.end = SCN_FLIGHT_ALERT,
		.version = SCN_VERSION_NONE,
		.alert = 40 },
};

static struct scn_builder read_case(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "tests/cases/flights/%s.hex", name);
	return read_hex_file(path);
}

static void expect_text(const char *is, const char *should)
{
	assert_true(!is == !should);
	if (should)
		assert_string_equal(is, should);
}

static void expect_facts(const struct scn_flight_facts *f, const struct expected *e)
{
	assert_int_equal(f->end, e->end);
	assert_int_equal(f->selected, e->suite != 0);
	assert_int_equal(f->version, e->version);
	assert_int_equal(f->suite, e->suite);
	assert_int_equal(f->suite_offered, e->suite != 0);
	assert_int_equal(f->version_offered, e->suite != 0);
	assert_int_equal(f->group, e->group);
	assert_int_equal(f->group_offered, e->group != 0);
	assert_int_equal(f->scheme, e->scheme);
	assert_int_equal(f->dh_bits, e->dh_bits);
	expect_text(f->dh_name, e->dh_name);
	assert_int_equal(f->retry, e->retry);
	assert_int_equal(f->certificate_request, e->client_certificate);
	assert_int_equal(f->certificate_count, e->key != NULL);
	if (e->key) {
		assert_string_equal(f->certificates[0].key_word, e->key);
		assert_int_equal(f->certificates[0].bits, e->key_bits);
		assert_string_equal(f->certificates[0].subject, "localhost");
		assert_string_equal(f->certificates[0].names[0], "localhost");
	}
	if (e->end == SCN_FLIGHT_ALERT)
		assert_int_equal(f->alert_code, e->alert);
}

/* Feed in pieces of `step` bytes. */
static void feed(struct scn_flight *f, struct scn_bytes bytes, size_t step)
{
	struct scn_reader r = scn_reader(bytes);

	while (scn_read_left(&r)) {
		size_t len = scn_read_left(&r) < step ? scn_read_left(&r) : step;

		scn_flight_feed(f, scn_read_bytes(&r, len));
	}
}

static void test_real_answers(void **state)
{
	static const size_t steps[] = { 1 << 20, 1, 7 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scn_builder bytes = read_case(cases[i].file);

		for (size_t s = 0; s < 3; s++) {
			struct scn_flight f;

			scn_flight_init(&f, &offer);
			feed(&f, scn_built(&bytes), steps[s]);
			expect_facts(&f.facts, &cases[i]);
			scn_flight_finish(&f);
		}
		scn_builder_finish(&bytes);
	}
}

/* The same messages in handshake records of one byte each. */
static void test_one_byte_records(void **state)
{
	struct scn_builder bytes = read_case("tls12-dhe-rsa"), cut = { 0 };
	struct scn_reader r = scn_reader(scn_built(&bytes));
	struct scn_flight f;

	while (scn_read_left(&r)) {
		struct scn_reader body;

		scn_read_u8(&r);
		scn_read_u16(&r);
		body = scn_read_block(&r, 2);
		while (scn_read_left(&body)) {
			scn_build_u8(&cut, SCN_CONTENT_HANDSHAKE);
			scn_build_u16(&cut, 0x0303);
			scn_build_u16(&cut, 1);
			scn_build_u8(&cut, scn_read_u8(&body));
		}
	}
	scn_flight_init(&f, &offer);
	feed(&f, scn_built(&cut), 1000);
	expect_facts(&f.facts, &cases[1]);
	scn_flight_finish(&f);
	scn_builder_finish(&cut);
	scn_builder_finish(&bytes);
}

/* Cut off anywhere behind the ServerHello, the choice is proved all the same. */
static void test_cut_short_keeps_the_choice(void **state)
{
	struct scn_builder bytes = read_case("tls12-ecdhe-rsa");
	size_t hello_len = 5 + (size_t)(bytes.data[3] << 8 | bytes.data[4]);

	for (size_t len = 0; len < bytes.len; len++) {
		struct scn_flight f;

		scn_flight_init(&f, &offer);
		scn_flight_feed(&f, (struct scn_bytes){ bytes.data, len });
		assert_int_equal(f.facts.end, SCN_FLIGHT_READING);
		assert_int_equal(f.facts.selected, len >= hello_len);
		scn_flight_finish(&f);
	}
	scn_builder_finish(&bytes);
}

static void test_choice_outside_the_offer(void **state)
{
	struct scn_builder bytes = read_case("tls12-dhe-rsa");
	struct scn_hello_spec small = offer;
	struct scn_flight f;

	small.suite_count = 1;
	small.version_count = 1;
	scn_flight_init(&f, &small);
	feed(&f, scn_built(&bytes), 100000);
	assert_true(f.facts.selected);
	assert_false(f.facts.suite_offered);
	assert_false(f.facts.version_offered);
	scn_flight_finish(&f);
	scn_builder_finish(&bytes);
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
		{ "160301ffff", SCN_FLIGHT_NOT_TLS },        /* a record that is too long */
		{ "16030100040b000000", SCN_FLIGHT_BROKEN }, /* Certificate before ServerHello */
		{ "160301000402ffffff", SCN_FLIGHT_BROKEN }, /* a message that is too long */
		{ "14030300010116030300040e000000", SCN_FLIGHT_BROKEN },
		{ "1603010006020000020303", SCN_FLIGHT_BROKEN }, /* ServerHello cut short */
	};

	for (size_t i = 0; i < sizeof(raw) / sizeof(raw[0]); i++) {
		struct scn_builder bytes = { 0 };
		struct scn_flight f;

		assert_true(scn_build_hex(&bytes, raw[i].hex));
		scn_flight_init(&f, &offer);
		scn_flight_feed(&f, scn_built(&bytes));
		assert_int_equal(f.facts.end, raw[i].end);
		assert_false(f.facts.selected);
		scn_flight_finish(&f);
		scn_builder_finish(&bytes);
	}
}

static void test_ssl2_answer(void **state)
{
	static const scn_suite_code kinds[] = { 0x010080, 0x0700C0 };
	static const struct scn_hello_spec ssl2 = {
		.form = SCN_HELLO_SSL2, .legacy_version = 0x0002, .suites = kinds, .suite_count = 2
	};
	struct scn_builder bytes = { 0 };
	struct scn_flight f;

	/* SERVER-HELLO: no certificate, two kinds of which one was not offered, connection id */
	assert_true(scn_build_hex(&bytes, "8021040000000200000006001001008005008000"
					  "112233445566778899aabbccddeeff"));
	scn_flight_init(&f, &ssl2);
	feed(&f, scn_built(&bytes), 1);
	assert_int_equal(f.facts.end, SCN_FLIGHT_COMPLETE);
	assert_int_equal(f.facts.ssl2_kind_count, 1);
	assert_int_equal(f.facts.ssl2_kinds[0], 0x010080);
	assert_int_equal(f.facts.version, SCN_SSL2);
	scn_flight_finish(&f);
	scn_builder_finish(&bytes);
}

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
		cmocka_unit_test(test_real_answers),
		cmocka_unit_test(test_one_byte_records),
		cmocka_unit_test(test_cut_short_keeps_the_choice),
		cmocka_unit_test(test_choice_outside_the_offer),
		cmocka_unit_test(test_odd_answers),
		cmocka_unit_test(test_ssl2_answer),
		cmocka_unit_test(test_descriptions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
