/* Answers of real servers (OpenSSL 3.0, GnuTLS 3.7), whole, byte by byte, cut short, cut into records
 * of one byte, and all of it in one record. */
#include "test.h"

#include "case-file.h"

#include "core/registry/extension.h"
#include "core/tls/flight.h"

static const scn_suite_code suites[] = { 0xC02F, 0x009E, 0x002F, 0xC018, 0x0033, 0x1301, 0x1302,
	0xC02B, 0xC02C, 0xC013, 0x0032, 0x00A6, 0x00AA, 0xC037, 0x00A8 };
static const uint16_t groups[] = { 0x001D, 0x0017, 0x0018 };
static const uint16_t versions[] = { 0x0304, 0x0303, 0x0302, 0x0301 };
static const struct scn_hello_extension extensions[] = { { SCN_EXT_SUPPORTED_VERSIONS } };
static const struct scn_hello_spec offer = {
	.legacy_version = 0x0303,
	.suites = suites,
	.suite_count = sizeof(suites) / sizeof(suites[0]),
	.groups = groups,
	.group_count = 3,
	.versions = versions,
	.version_count = 4,
	.extensions = extensions,
	.extension_count = 1,
};

/* What the ServerHello says beside the choice. */
enum {
	EMS = 1,
	RENEGOTIATION = 2,
	ETM = 4,
	TICKET = 8,
	DOWNGRADE = 16,
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
	size_t chain; /* certificates; with a key, 0 stands for 1 */
	unsigned marks;
	bool retry, client_certificate;
	uint8_t alert, warning;
};

static const struct expected cases[] = {
	{ .file = "tls12-ecdhe-rsa",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0xC02F,
		.group = 0x001D,
		.scheme = 0x0804,
		.key = "rsa",
		.key_bits = 2048,
		.marks = RENEGOTIATION | DOWNGRADE },
	{ .file = "tls12-dhe-rsa",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0x009E,
		.scheme = 0x0804,
		.dh_bits = 2048,
		.dh_name = "modp2048 (RFC 3526)",
		.key = "rsa",
		.key_bits = 2048,
		.marks = RENEGOTIATION | DOWNGRADE },
	{ .file = "tls12-static-rsa",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0x002F,
		.key = "rsa",
		.key_bits = 2048,
		.marks = RENEGOTIATION | DOWNGRADE },
	{ .file = "tls12-anon-ecdh",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0xC018,
		.group = 0x001D,
		.marks = RENEGOTIATION | DOWNGRADE },
	{ .file = "tls10-dhe-rsa",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_0,
		.suite = 0x0033,
		.dh_bits = 2048,
		.dh_name = "modp2048 (RFC 3526)",
		.key = "rsa",
		.key_bits = 2048,
		.marks = RENEGOTIATION | DOWNGRADE },
	{ .file = "tls12-ecdhe-ecdsa",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0xC02B,
		.group = 0x001D,
		.scheme = 0x0403,
		.key = "ecdsa",
		.key_bits = 256,
		.marks = RENEGOTIATION | DOWNGRADE },
	{ .file = "gnutls-tls12-ecdsa",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0xC02C,
		.group = 0x001D,
		.scheme = 0x0403,
		.key = "ecdsa",
		.key_bits = 256,
		.client_certificate = true,
		.marks = RENEGOTIATION | DOWNGRADE },
	{ .file = "tls12-client-certificate",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0xC02F,
		.group = 0x001D,
		.scheme = 0x0804,
		.key = "rsa",
		.key_bits = 2048,
		.client_certificate = true,
		.marks = RENEGOTIATION | DOWNGRADE },
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
	{ .file = "tls12-chain",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0xC02F,
		.group = 0x001D,
		.scheme = 0x0804,
		.key = "rsa",
		.key_bits = 2048,
		.chain = 2,
		.marks = RENEGOTIATION | EMS | TICKET },
	{ .file = "tls12-dhe-cbc",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0x0033,
		.dh_bits = 2048,
		.dh_name = "modp2048 (RFC 3526)",
		.scheme = 0x0804,
		.key = "rsa",
		.key_bits = 2048,
		.marks = RENEGOTIATION | EMS | ETM },
	{ .file = "tls12-dhe-dss",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0x0032,
		.dh_bits = 1024,
		.dh_name = "Oakley group 2 (RFC 2409)",
		.scheme = 0x0402,
		.key = "dsa",
		.key_bits = 1024,
		.marks = RENEGOTIATION },
	{ .file = "tls12-anon-dh",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0x00A6,
		.dh_bits = 1024,
		.dh_name = "Oakley group 2 (RFC 2409)",
		.marks = RENEGOTIATION },
	{ .file = "tls12-dhe-psk",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0x00AA,
		.dh_bits = 2048,
		.dh_name = "modp2048 (RFC 3526)",
		.marks = RENEGOTIATION },
	{ .file = "tls12-ecdhe-psk",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0xC037,
		.group = 0x001D,
		.marks = RENEGOTIATION },
	{ .file = "tls12-psk",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0x00A8,
		.marks = RENEGOTIATION },
	{ .file = "tls12-downgrade",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0xC02F,
		.group = 0x001D,
		.scheme = 0x0804,
		.key = "rsa",
		.key_bits = 2048,
		.marks = RENEGOTIATION | DOWNGRADE },
	{ .file = "tls11-static-rsa",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_1,
		.suite = 0x002F,
		.key = "rsa",
		.key_bits = 2048,
		.marks = RENEGOTIATION },
	{ .file = "tls10-ecdhe-rsa",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_0,
		.suite = 0xC013,
		.group = 0x001D,
		.key = "rsa",
		.key_bits = 2048,
		.marks = DOWNGRADE },
	{ .file = "warning-then-hello",
		.end = SCN_FLIGHT_COMPLETE,
		.version = SCN_TLS1_2,
		.suite = 0xC02F,
		.group = 0x001D,
		.scheme = 0x0804,
		.key = "rsa",
		.key_bits = 2048,
		.marks = RENEGOTIATION,
		.warning = 112 },
	{ .file = "refused-protocol-version",
		.end = SCN_FLIGHT_ALERT,
		.version = SCN_VERSION_NONE,
		.alert = 70 },
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

static unsigned marks(const struct scn_flight_facts *f)
{
	return (f->extended_master_secret ? EMS : 0) |
	       (f->secure_renegotiation ? RENEGOTIATION : 0) | (f->encrypt_then_mac ? ETM : 0) |
	       (f->session_ticket ? TICKET : 0) | (f->downgrade_mark ? DOWNGRADE : 0);
}

static void expect_leaf(const struct scn_certificate_fact *leaf, const struct expected *e)
{
	assert_string_equal(leaf->key_word, e->key);
	assert_int_equal(leaf->bits, e->key_bits);
	assert_string_equal(leaf->subject, "localhost");
	assert_string_equal(leaf->names[0], "localhost");
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
	assert_int_equal(marks(f), e->marks);
	assert_int_equal(f->certificate_count, e->key && !e->chain ? 1 : e->chain);
	if (e->key)
		expect_leaf(&f->certificates[0], e);
	assert_int_equal(f->warning_count, e->warning != 0);
	assert_int_equal(f->alert_code, e->alert ? e->alert : e->warning);
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

/* The same messages in records of `step` bytes each, behind the alerts. What is encrypted is left out. */
static struct scn_builder recut(struct scn_bytes bytes, size_t step)
{
	struct scn_builder cut = { 0 }, messages = { 0 };
	struct scn_reader r = scn_reader(bytes);

	while (scn_read_left(&r)) {
		struct scn_record record;
		size_t len;

		assert_int_equal(scn_record_parse(r.rest, &record, &len), SCN_GOT);
		if (record.type == SCN_CONTENT_HANDSHAKE)
			scn_build_bytes(&messages, record.body);
		else if (record.type == SCN_CONTENT_ALERT)
			scn_build_bytes(&cut, (struct scn_bytes){ r.rest.at, len });
		scn_read_bytes(&r, len);
	}
	r = scn_reader(scn_built(&messages));
	while (scn_read_left(&r)) {
		size_t len = scn_read_left(&r) < step ? scn_read_left(&r) : step;

		scn_build_u8(&cut, SCN_CONTENT_HANDSHAKE);
		scn_build_u16(&cut, 0x0303);
		scn_build_u16(&cut, (uint16_t)len);
		scn_build_bytes(&cut, scn_read_bytes(&r, len));
	}
	scn_builder_finish(&messages);
	return cut;
}

static void test_fragmented_and_coalesced(void **state)
{
	static const size_t steps[] = { 1, 3, SCN_RECORD_MAX_PLAIN };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scn_builder bytes = read_case(cases[i].file);

		for (size_t s = 0; s < sizeof(steps) / sizeof(steps[0]); s++) {
			struct scn_builder cut = recut(scn_built(&bytes), steps[s]);
			struct scn_flight f;

			scn_flight_init(&f, &offer);
			feed(&f, scn_built(&cut), 1000);
			expect_facts(&f.facts, &cases[i]);
			scn_flight_finish(&f);
			scn_builder_finish(&cut);
		}
		scn_builder_finish(&bytes);
	}
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

static void test_every_file_has_its_row(void **state)
{
	glob_t files;

	assert_int_equal(glob("tests/cases/flights/*.hex", 0, NULL, &files), 0);
	assert_int_equal(files.gl_pathc, sizeof(cases) / sizeof(cases[0]));
	globfree(&files);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_real_answers),
		cmocka_unit_test(test_fragmented_and_coalesced),
		cmocka_unit_test(test_cut_short_keeps_the_choice),
		cmocka_unit_test(test_every_file_has_its_row),
		cmocka_unit_test(test_choice_outside_the_offer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
