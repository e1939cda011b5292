/* Records as lines of a dialogue; hostile bytes stay harmless. */
#include "test.h"

#include "case-file.h"

#include "core/tls/describe.h"
#include "core/tls/record.h"

static void expect_line(struct scn_bytes record, const char *line)
{
	struct scn_text text = { 0 };

	scn_record_describe(record, &text);
	assert_string_equal(scn_text_str(&text), line);
	scn_text_finish(&text);
}

#define ZEROS_32 "0000000000000000000000000000000000000000000000000000000000000000"

static void test_lines(void **state)
{
	static const struct {
		const char *hex, *line;
	} cases[] = {
		{ "15030100020228", "Alert fatal handshake_failure (40)" },
		{ "15030100020170", "Alert warning unrecognized_name (112)" },
		{ "150301000203c8", "Alert of level 3 unknown (200)" },
		{ "150303001011223344556677889900aabbccddeeff", "Alert, encrypted" },
		{ "140303000101", "ChangeCipherSpec" },
		{ "1703030003010203", "encrypted, 3 bytes" },
		{ "16030300040e000000", "ServerHelloDone" },
		{ "16030300080b0000000e000000", "Certificate, ServerHelloDone" },
		{ "16030300050b00010000", "Certificate, first part" },
		{ "16030300090e0000000b00010000", "ServerHelloDone, Certificate, first part" },
		{ "1603030004c8000000", "unknown message" },
		{ "1603030006020000020303", "ServerHello, malformed" },
		{ "160303002a020000260303" ZEROS_32 "00009e00",
			"ServerHello TLS 1.2 TLS_DHE_RSA_WITH_AES_128_GCM_SHA256" },
		{ "160303002a020000260303" ZEROS_32 "00eeee00",
			"ServerHello TLS 1.2 suite 0xEEEE" },
		{ "160301002f0100002b0301" ZEROS_32 "000004000a002f0100",
			"ClientHello TLS 1.0, 2 suites" },
		{ "160301002d010000290303" ZEROS_32 "000002002f0100",
			"ClientHello TLS 1.2, 1 suite" },
		{ "801c010002000300000010010080bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
			"ClientHello SSL 2.0, 1 suite" },
		{ "801b040000000200000000001011223344556677889"
		  "9aabbccddeeff00",
			"ServerHello SSL 2.0" },
		{ "8003000001", "Error SSL 2.0, no cipher in common" },
		{ "8003000006", "5 bytes that are not a TLS record" },
		{ "47455420", "4 bytes that are not a TLS record" },
		{ "", "0 bytes that are not a TLS record" },
		{ "160303ffff", "5 bytes that are not a TLS record" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scn_builder bytes = { 0 };

		assert_true(scn_build_hex(&bytes, cases[i].hex));
		expect_line(scn_built(&bytes), cases[i].line);
		scn_builder_finish(&bytes);
	}
}

static void test_captured_hellos(void **state)
{
	static const struct {
		const char *file, *line;
	} cases[] = {
		{ "gnutls-3.8-cli", "ClientHello TLS 1.3, 29 suites, groups secp256r1 secp384r1 "
				    "secp521r1 x25519 x448 +5" },
		{ "curl-8.14-smtp", "ClientHello TLS 1.3, 30 suites, groups X25519MLKEM768 x25519 "
				    "secp256r1 x448 secp384r1 +3" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char path[128];
		struct scn_builder bytes;

		snprintf(path, sizeof(path), "tests/cases/hellos/%s.hex", cases[i].file);
		bytes = read_hex_file(path);
		expect_line(scn_built(&bytes), cases[i].line);
		scn_builder_finish(&bytes);
	}
}

/* The lines of a server's flight, record by record. */
static void test_captured_answers(void **state)
{
	static const struct {
		const char *file;
		const char *lines[5];
	} cases[] = {
		{ "tls12-dhe-rsa",
			{ "ServerHello TLS 1.2 TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "Certificate",
				"ServerKeyExchange", "ServerHelloDone" } },
		{ "gnutls-tls12-ecdsa",
			{ "ServerHello TLS 1.2 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
				"Certificate", "ServerKeyExchange", "CertificateRequest",
				"ServerHelloDone" } },
		{ "tls13-retry", { "HelloRetryRequest TLS 1.3 TLS_AES_256_GCM_SHA384" } },
		{ "warning-then-hello",
			{ "Alert warning unrecognized_name (112)",
				"ServerHello TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
				"Certificate", "ServerKeyExchange", "ServerHelloDone" } },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char path[128];
		struct scn_builder bytes;
		struct scn_reader r;

		snprintf(path, sizeof(path), "tests/cases/flights/%s.hex", cases[i].file);
		bytes = read_hex_file(path);
		r = scn_reader(scn_built(&bytes));
		for (size_t n = 0; n < 5 && cases[i].lines[n]; n++) {
			struct scn_record record;
			size_t len;

			assert_int_equal(scn_record_parse(r.rest, &record, &len), SCN_GOT);
			expect_line(scn_read_bytes(&r, len), cases[i].lines[n]);
		}
		scn_builder_finish(&bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_captured_hellos),
		cmocka_unit_test(test_captured_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
