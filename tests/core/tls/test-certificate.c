/* Certificates made by OpenSSL 3.0, in every key type; and what a forger would send. */
#include "test.h"

#include "case-file.h"

#include "core/tls/certificate.h"

/* As openssl x509 -text prints them. issuer "" is the subject itself. */
static const struct {
	const char *file, *key;
	uint16_t bits, curve;
	const char *signature, *subject, *issuer;
	size_t names;
	const char *not_after;
} cases[] = {
	{ "bmp-name", "ecdsa", 256, 0x0017, "ecdsa-with-SHA256", "P\xc5\x99\xc3\xadklad", "", 0,
		"2027-11-24T09:40:47Z" },
	{ "dsa", "dsa", 1024, 0x0000, "dsa-with-sha256", "dsa.firma.example", "", 0,
		"2027-11-24T09:40:46Z" },
	{ "ec-P-256", "ecdsa", 256, 0x0017, "ecdsa-with-SHA256", "mx.firma.example", "", 1,
		"2027-11-24T09:40:46Z" },
	{ "ec-P-384", "ecdsa", 384, 0x0018, "ecdsa-with-SHA384", "mx.firma.example", "", 1,
		"2027-11-24T09:40:46Z" },
	{ "ec-P-521", "ecdsa", 521, 0x0019, "ecdsa-with-SHA512", "mx.firma.example", "", 1,
		"2027-11-24T09:40:46Z" },
	{ "ec-brainpoolP256r1", "ecdsa", 256, 0x001A, "ecdsa-with-SHA256", "mx.firma.example", "",
		1, "2027-11-24T09:40:46Z" },
	{ "ec-explicit", "ecdsa", 0, 0x0000, "ecdsa-with-SHA256", "mx.firma.example", "", 0,
		"2027-11-24T09:40:47Z" },
	{ "ec-secp224r1", "ecdsa", 224, 0x0015, "ecdsa-with-SHA224", "mx.firma.example", "", 1,
		"2027-11-24T09:40:46Z" },
	{ "ec-secp256k1", "ecdsa", 256, 0x0016, "ecdsa-with-SHA256", "mx.firma.example", "", 1,
		"2027-11-24T09:40:46Z" },
	{ "ed25519", "ed25519", 256, 0x0000, "ed25519", "mx.firma.example", "", 1,
		"2027-11-24T09:40:46Z" },
	{ "ed448", "ed448", 456, 0x0000, "ed448", "mx.firma.example", "", 1,
		"2027-11-24T09:40:46Z" },
	{ "generalized-time", "rsa", 2048, 0x0000, "sha256WithRSAEncryption", "mx.firma.example",
		"", 1, "2059-10-02T09:40:47Z" },
	{ "issued-v1", "ecdsa", 256, 0x0017, "sha256WithRSAEncryption", "mx.firma.example",
		"Firma CA", 0, "2027-11-24T09:40:47Z" },
	{ "issuer-url", "ecdsa", 256, 0x0017, "ecdsa-with-SHA256", "mx.firma.example", "", 0,
		"2027-11-24T13:49:37Z" },
	{ "many-names", "ecdsa", 256, 0x0017, "ecdsa-with-SHA256", "mx.firma.example", "", 256,
		"2027-11-24T09:40:47Z" },
	{ "multi-value-rdn", "rsa", 2048, 0x0000, "sha256WithRSAEncryption", "mx.firma.example", "",
		0, "2027-11-24T09:40:47Z" },
	{ "must-staple", "ecdsa", 256, 0x0017, "ecdsa-with-SHA256", "mx.firma.example", "", 0,
		"2027-11-24T13:49:37Z" },
	{ "no-common-name", "rsa", 2048, 0x0000, "sha256WithRSAEncryption",
		"C=CZ, O=Firma s.r.o., OU=Mail", "", 2, "2027-11-24T09:40:47Z" },
	{ "rsa-1023-md5", "rsa", 1023, 0x0000, "md5WithRSAEncryption", "odd.firma.example", "", 0,
		"2027-11-24T09:40:43Z" },
	{ "rsa-1024-sha1", "rsa", 1024, 0x0000, "sha1WithRSAEncryption", "old.firma.example", "", 0,
		"2027-11-24T09:40:43Z" },
	{ "rsa-2048", "rsa", 2048, 0x0000, "sha256WithRSAEncryption", "mx.firma.example", "", 1,
		"2027-11-24T09:40:43Z" },
	{ "rsa-4096-sha512", "rsa", 4096, 0x0000, "sha512WithRSAEncryption", "big.firma.example",
		"", 0, "2027-11-24T09:40:46Z" },
	{ "rsa-pss-key", "rsa-pss", 2048, 0x0000, "rsassaPss", "mx.firma.example", "", 1,
		"2027-11-24T09:40:46Z" },
	{ "rsa-pss-signature", "rsa", 2048, 0x0000, "rsassaPss", "mx.firma.example", "", 1,
		"2027-11-24T09:40:46Z" },
	{ "t61-name", "ecdsa", 256, 0x0017, "ecdsa-with-SHA256",
		"Stra\xc3\x9f"
		"e",
		"", 0, "2027-11-24T09:40:47Z" },
	{ "usage-decipher-only", "ecdsa", 256, 0x0017, "ecdsa-with-SHA256", "mx.firma.example", "",
		0, "2027-11-24T13:49:37Z" },
	{ "usage-server", "ecdsa", 256, 0x0017, "ecdsa-with-SHA256", "mx.firma.example", "", 0,
		"2027-11-24T13:49:37Z" },
	{ "utf8-name", "ecdsa", 256, 0x0017, "ecdsa-with-SHA256", "P\xc5\x99\xc3\xadklad", "", 0,
		"2027-11-24T09:40:47Z" },
};

static struct scn_builder read_case(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "tests/cases/certificates/%s.hex", name);
	return read_hex_file(path);
}

static void test_certificates(void **state)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scn_builder der = read_case(cases[i].file);
		const char *issuer = cases[i].issuer[0] ? cases[i].issuer : cases[i].subject;
		struct scn_certificate_fact c;

		assert_true(scn_certificate_read(scn_built(&der), &c));
		assert_string_equal(c.key_word, cases[i].key);
		assert_int_equal(c.bits, cases[i].bits);
		assert_int_equal(c.curve, cases[i].curve);
		assert_string_equal(c.signature, cases[i].signature);
		assert_string_equal(c.subject, cases[i].subject);
		assert_string_equal(c.issuer, issuer);
		assert_int_equal(c.self_issued, !cases[i].issuer[0]);
		assert_int_equal(c.name_count, cases[i].names);
		assert_int_equal(c.not_after, scn_utc_parse(cases[i].not_after));
		assert_true(c.not_before > 0 && c.not_before < c.not_after);
		assert_int_equal(c.der_len, der.len);
		assert_memory_equal(c.der, der.data, der.len);
		scn_certificate_fact_finish(&c);
		scn_builder_finish(&der);
	}
}

static void test_every_file_has_its_row(void **state)
{
	glob_t files;

	assert_int_equal(glob("tests/cases/certificates/*.hex", 0, NULL, &files), 0);
	assert_int_equal(files.gl_pathc, sizeof(cases) / sizeof(cases[0]));
	globfree(&files);
}

/* RFC 5280 section 4.2.1.3: bit 0 is digitalSignature, 2 keyEncipherment, 4 keyAgreement. Only the bits
 * of the first byte are kept. */
static void test_extensions(void **state)
{
	static const struct {
		const char *file;
		bool has_usage;
		uint16_t usage;
		bool issuer_url, must_staple;
	} rows[] = {
		{ "rsa-2048", false, 0, false, false },
		{ "issued-v1", false, 0, false, false },
		{ "usage-server", true, 1U << 0 | 1U << 2, false, false },
		{ "usage-decipher-only", true, 1U << 4, false, false },
		{ "issuer-url", false, 0, true, false },
		{ "must-staple", false, 0, false, true },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scn_builder der = read_case(rows[i].file);
		struct scn_certificate_fact c;

		assert_true(scn_certificate_read(scn_built(&der), &c));
		assert_int_equal(c.has_key_usage, rows[i].has_usage);
		assert_int_equal(c.key_usage, rows[i].usage);
		assert_int_equal(c.names_issuer_url, rows[i].issuer_url);
		assert_int_equal(c.must_staple, rows[i].must_staple);
		scn_certificate_fact_finish(&c);
		scn_builder_finish(&der);
	}
}

/* Every cut is refused or read; it never reads past its end (the sanitizer sees to it). */
static void test_cut_short(void **state)
{
	struct scn_builder der = read_case("no-common-name");

	for (size_t len = 0; len < der.len; len++) {
		/* Memory of exactly that length, so that a read behind it is noticed. */
		uint8_t *at = malloc(len + 1);
		struct scn_certificate_fact c;

		memcpy(at, der.data, len);
		at = realloc(at, len ? len : 1);
		assert_false(scn_certificate_read((struct scn_bytes){ at, len }, &c));
		assert_non_null(c.key_word);
		scn_certificate_fact_finish(&c);
		free(at);
	}
	scn_builder_finish(&der);
}

/* The position of the last `text` in the bytes. */
static size_t find(const struct scn_builder *b, const char *text)
{
	size_t len = strlen(text), found = b->len;

	for (size_t i = 0; i + len <= b->len; i++)
		if (memcmp(b->data + i, text, len) == 0)
			found = i;
	assert_true(found < b->len);
	return found;
}

/* keyUsage that is no BIT STRING, or an empty one, says nothing. It must not stand for "no bits". */
static void test_key_usage_that_is_none(void **state)
{
	static const uint8_t values[][4] = {
		{ 0x04, 0x02, 0x05, 0xA0 }, /* OCTET STRING */
		{ 0x03, 0x01, 0x00, 0x00 }, /* no byte of bits */
		{ 0x03, 0x00, 0x00, 0x00 }, /* not even the count of unused bits */
		{ 0x03, 0x7F, 0x05, 0xA0 }, /* longer than what is there */
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct scn_builder der = read_case("usage-server");
		struct scn_certificate_fact c;
		/* BOOLEAN TRUE (critical), OCTET STRING of four bytes */
		size_t at = find(&der, "\x01\x01\xFF\x04\x04\x03\x02\x05\xA0") + 5;

		memcpy(der.data + at, values[i], 4);
		assert_true(scn_certificate_read(scn_built(&der), &c));
		assert_false(c.has_key_usage);
		assert_int_equal(c.key_usage, 0);
		scn_certificate_fact_finish(&c);
		scn_builder_finish(&der);
	}
}

/* "mx\0firma.example" must not pass for "mx". */
static void test_nul_in_a_name(void **state)
{
	struct scn_builder der = read_case("rsa-2048");
	struct scn_certificate_fact c;

	der.data[find(&der, "mx.firma.example") + 2] = 0;
	assert_true(scn_certificate_read(scn_built(&der), &c));
	assert_string_equal(c.names[0], "mx\\0firma.example");
	assert_false(scn_certificate_matches(&c, "mx"));
	assert_false(scn_certificate_matches(&c, "mx.firma.example"));
	scn_certificate_fact_finish(&c);
	scn_builder_finish(&der);
}

/* Dates that are none are unknown (0), not long ago. "261124…Z" becomes each of these. */
static void test_dates(void **state)
{
	static const struct {
		const char *text;
		const char *is;
	} dates[] = {
		{ "500101000000Z", "1950-01-01T00:00:00Z" },
		{ "991231235959Z", "1999-12-31T23:59:59Z" },
		{ "491231235959Z", "2049-12-31T23:59:59Z" },
		{ "991331235959Z", NULL },
		{ "990031235959Z", NULL },
		{ "990132235959Z", NULL },
		{ "990101240000Z", NULL },
		{ "990101236000Z", NULL },
		{ "99010123595:Z", NULL },
		{ "9901012359+01", NULL },
		{ "9901012359590", NULL },
	};

	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		struct scn_builder der = read_case("rsa-2048");
		struct scn_certificate_fact c;

		memcpy(der.data +
				find(&der, "\x17\x0d"
					   "27") +
				2,
			dates[i].text, 13);
		assert_true(scn_certificate_read(scn_built(&der), &c));
		assert_int_equal(c.not_after, dates[i].is ? scn_utc_parse(dates[i].is) : 0);
		scn_certificate_fact_finish(&c);
		scn_builder_finish(&der);
	}
}

static void test_matches(void **state)
{
	static const struct {
		const char *name, *host;
		bool matches;
	} names[] = {
		{ "mx.firma.example", "mx.firma.example", true },
		{ "mx.firma.example", "MX.Firma.Example", true },
		{ "mx.firma.example", "mx2.firma.example", false },
		{ "*.firma.example", "mx.firma.example", true },
		{ "*.firma.example", "a.mx.firma.example", false },
		{ "*.firma.example", "firma.example", false },
		{ "*.firma.example", ".firma.example", false },
		{ "*.example", "firma.example", false },
		{ "m*.firma.example", "mx.firma.example", false },
		{ "*", "mx", false },
		{ "", "mx", false },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char name[64];
		char *list[] = { name };
		struct scn_certificate_fact with = { .names = list, .name_count = 1 };
		struct scn_certificate_fact only_common = { .subject = name };
		struct scn_certificate_fact other = { .subject = name,
			.names = (char *[]){ (char[]){ "other.example" } },
			.name_count = 1 };

		snprintf(name, sizeof(name), "%s", names[i].name);
		assert_int_equal(scn_certificate_matches(&with, names[i].host), names[i].matches);
		assert_int_equal(
			scn_certificate_matches(&only_common, names[i].host), names[i].matches);
		/* With names the common name does not count. */
		assert_false(scn_certificate_matches(&other, names[i].host));
	}
}

static void test_not_a_certificate(void **state)
{
	static const char *const hex[] = { "", "30", "3000", "30023000", "3080", "30840000000100",
		"3003020101", "ff", "160301", "308200", "30820010300e020101300506032a0304" };

	for (size_t i = 0; i < sizeof(hex) / sizeof(hex[0]); i++) {
		struct scn_builder der = { 0 };
		struct scn_certificate_fact c;

		assert_true(scn_build_hex(&der, hex[i]));
		assert_false(scn_certificate_read(scn_built(&der), &c));
		assert_null(c.der);
		scn_certificate_fact_finish(&c);
		scn_builder_finish(&der);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_certificates),
		cmocka_unit_test(test_every_file_has_its_row),
		cmocka_unit_test(test_extensions),
		cmocka_unit_test(test_key_usage_that_is_none),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_nul_in_a_name),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_matches),
		cmocka_unit_test(test_not_a_certificate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
