/* JA3 and JA4 strings, against values that other tools computed from the same hellos. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/profile/fingerprint.h"

static void assert_texts(const struct scn_hello_spec *hello, const char *ja3, const char *ja4)
{
	struct scn_text text = { 0 };

	scn_ja3_text(hello, &text);
	assert_string_equal(scn_text_str(&text), ja3);
	scn_text_clear(&text);
	scn_ja4_text(hello, &text);
	assert_string_equal(scn_text_str(&text), ja4);
	scn_text_finish(&text);
}

/* Go 1.24: SNI, TLS 1.3; the suites are not in the order of their codes. */
static void test_tls13_with_sni(void **state)
{
	static const scn_suite_code suites[] = { 0xC02B, 0xC02F, 0x1301 };
	static const uint16_t versions[] = { 0x0304, 0x0303 };
	static const uint16_t groups[] = { 0x11EC, 0x001D };
	static const uint16_t schemes[] = { 0x0804, 0x0403 };
	static const uint8_t formats[] = { 0 };
	static const struct scn_hello_extension extensions[] = { { .code = 0 }, { .code = 11 },
		{ .code = 0xFF01 }, { .code = 10 }, { .code = 13 }, { .code = 43 } };
	const struct scn_hello_spec hello = {
		.legacy_version = 0x0303,
		.suites = suites,
		.suite_count = SCN_COUNT(suites),
		.versions = versions,
		.version_count = SCN_COUNT(versions),
		.groups = groups,
		.group_count = SCN_COUNT(groups),
		.schemes = schemes,
		.scheme_count = SCN_COUNT(schemes),
		.point_formats = formats,
		.point_format_count = SCN_COUNT(formats),
		.extensions = extensions,
		.extension_count = SCN_COUNT(extensions),
	};

	assert_texts(&hello, "771,49195-49199-4865,0-11-65281-10-13-43,4588-29,0",
		"t13d030600_1301,c02b,c02f_000a,000b,000d,002b,ff01_0804,0403");
}

static void test_grease_is_left_out_and_alpn_counts(void **state)
{
	static const scn_suite_code suites[] = { 0x1A1A, 0xC02F };
	static const uint16_t versions[] = { 0x2A2A, 0x0303 };
	static const uint16_t groups[] = { 0xAAAA, 0x0017 };
	static const char *const alpn[] = { "h2", "http/1.1" };
	static const struct scn_hello_extension extensions[] = { { .code = 0x9A9A }, { .code = 16 },
		{ .code = 10 }, { .code = 43 } };
	const struct scn_hello_spec hello = {
		.legacy_version = 0x0303,
		.suites = suites,
		.suite_count = SCN_COUNT(suites),
		.versions = versions,
		.version_count = SCN_COUNT(versions),
		.groups = groups,
		.group_count = SCN_COUNT(groups),
		.alpn = alpn,
		.alpn_count = SCN_COUNT(alpn),
		.extensions = extensions,
		.extension_count = SCN_COUNT(extensions),
	};

	assert_texts(&hello, "771,49199,16-10-43,23,", "t12i0103h2_c02f_000a,002b");
}

static void test_alpn_that_is_not_a_word(void **state)
{
	static const char *const alpn[] = { "\xAB\xCD" };
	const struct scn_hello_spec hello = {
		.legacy_version = 0x0303,
		.alpn = alpn,
		.alpn_count = 1,
	};

	assert_texts(&hello, "771,,,,", "t12i0000ad__");
}

/* Java 6 and OpenSSL 0.9.8y, as others have published them: no extensions, no schemes. */
static void test_old_hello_without_extensions(void **state)
{
	static const scn_suite_code suites[] = { 0x0004, 0x0005, 0x002F, 0x0033, 0x0032, 0x000A,
		0x0016, 0x0013, 0x0009, 0x0015, 0x0012, 0x0003, 0x0008, 0x0014, 0x0011, 0x00FF };
	const struct scn_hello_spec hello = {
		.form = SCN_HELLO_SSL2,
		.legacy_version = 0x0301,
		.suites = suites,
		.suite_count = SCN_COUNT(suites),
	};

	assert_texts(&hello, "769,4-5-47-51-50-10-22-19-9-21-18-3-8-20-17-255,,,",
		"t10i160000_0003,0004,0005,0008,0009,000a,0011,0012,0013,0014,0015,0016,002f,0032,"
		"0033,00ff_");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tls13_with_sni),
		cmocka_unit_test(test_grease_is_left_out_and_alpn_counts),
		cmocka_unit_test(test_alpn_that_is_not_a_word),
		cmocka_unit_test(test_old_hello_without_extensions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
