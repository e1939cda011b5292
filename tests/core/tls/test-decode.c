/*
 * Records as trees of lines: small ones here, captured ones compared with tests/cases/decoded/NAME.txt (to
 * write anew after a wanted change: GOLDEN_UPDATE=1). Hostile and shortened bytes stay harmless.
 */
#include "test.h"

#include "case-file.h"

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/tls/decode.h"
#include "core/tls/record.h"
#include "files.h"

#define ZEROS_32 "0000000000000000000000000000000000000000000000000000000000000000"

static const struct {
	const char *hex, *title, *tree;
} cases[] = {
	{ "15030100020228", "Alert",
		"record          0x0301 TLS 1.0, 2 bytes\n"
		"level           2 fatal\n"
		"description     40 handshake_failure\n" },
	{ "150301000203c8", "Alert",
		"record          0x0301 TLS 1.0, 2 bytes\n"
		"level           3 unknown\n"
		"description     200 unknown\n" },
	{ "150303000401020304", "Alert",
		"record          0x0303 TLS 1.2, 4 bytes\n"
		"encrypted       4 bytes\n" },
	{ "140303000101", "ChangeCipherSpec", "record          0x0303 TLS 1.2, 1 bytes\n" },
	{ "1703030003010203", "encrypted",
		"record          0x0303 TLS 1.2, 3 bytes\n"
		"encrypted       3 bytes\n" },
	{ "160303002a020000260303" ZEROS_32 "00009e00", "ServerHello",
		"record          0x0303 TLS 1.2, 42 bytes\n"
		"version         0x0303 TLS 1.2\n"
		"random          " ZEROS_32 "\n"
		"session_id      empty\n"
		"cipher_suite    0x009E  DHE_RSA AES_128_GCM SHA256\n"
		"compression     0\n" },
	{ "160303000b0b00000300000 00e000000", "Certificate, ServerHelloDone",
		"record          0x0303 TLS 1.2, 11 bytes\n"
		"Certificate     7 bytes\n"
		"ServerHelloDone  4 bytes\n" },
	{ "16030300060b0001000001", "Certificate",
		"record          0x0303 TLS 1.2, 6 bytes\n"
		"Certificate     256 bytes, of which 2 are here\n" },
	{ "16030300020b00", "Certificate",
		"record          0x0303 TLS 1.2, 2 bytes\n"
		"Certificate     the first 2 bytes of its header\n" },
	{ "160303000b0200000703031122334455", "ServerHello",
		"record          0x0303 TLS 1.2, 11 bytes\n"
		"version         0x0303 TLS 1.2\n"
		"random          empty\n"
		"session_id      empty\n"
		"cipher_suite    0x0000  NULL NULL_NULL\n"
		"compression     0\n"
		"cut short or malformed\n" },
	{ "801c010002000300000010010080bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "ClientHello SSL 2.0",
		"version         0x0002 SSL 2.0\n"
		"cipher_kinds    1\n"
		"  0x010080  SSL_CK_RC4_128_WITH_MD5\n"
		"session_id      empty\n"
		"challenge       bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n" },
	{ "47455420", "not a TLS record", "bytes           47455420\n" },
	{ "", "not a TLS record", "bytes           empty\n" },
};

static void without_blanks(const char *hex, char *out)
{
	for (; *hex; hex++)
		if (*hex != ' ')
			*out++ = *hex;
	*out = 0;
}

static void test_small_records(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_builder bytes = { 0 };
		struct scn_decoded decoded;
		char hex[512];

		without_blanks(cases[i].hex, hex);
		assert_true(scn_build_hex(&bytes, hex));
		scn_record_decode(scn_built(&bytes), &decoded);
		assert_string_equal(scn_text_str(&decoded.title), cases[i].title);
		assert_string_equal(scn_text_str(&decoded.tree), cases[i].tree);
		scn_decoded_finish(&decoded);
		scn_builder_finish(&bytes);
	}
}

/* ---- in another language ---- */

static const char *in_words(void *context, const char *english)
{
	static const struct {
		const char *english, *other;
	} words[] = {
		{ "record", "ZÁZNAM" },
		{ "level", "ÚROVEŇ" },
		{ "fatal", "ZLÉ" },
		{ "description", "POPIS" },
		{ "handshake_failure", "never asked for" },
		{ "Alert", "never asked for" },
	};

	for (size_t i = 0; i < SCN_COUNT(words); i++)
		if (strcmp(words[i].english, english) == 0)
			return words[i].other;
	return NULL;
}

static const char *forms(
	void *context, const char *singular, const char *plural, unsigned long count)
{
	return strcmp(singular, "%1$s, %2$zu bytes") == 0 && count == 2 ? "%1$s, BAJTY: %2$zu"
									: NULL;
}

/* Names of fields are words, names of the protocol are not; values stay in their column. */
static void test_language(void **state)
{
	struct scn_language language = { in_words, forms, NULL };
	struct scn_builder bytes = { 0 };
	struct scn_decoded decoded;

	assert_true(scn_build_hex(&bytes, "15030100020228"));
	scn_language_set(&language);
	scn_record_decode(scn_built(&bytes), &decoded);
	scn_language_set(NULL);
	assert_string_equal(scn_text_str(&decoded.title), "Alert");
	assert_string_equal(scn_text_str(&decoded.tree),
		"ZÁZNAM          0x0301 TLS 1.0, BAJTY: 2\n"
		"ÚROVEŇ          2 ZLÉ\n"
		"POPIS           40 handshake_failure\n");
	scn_decoded_finish(&decoded);
	scn_builder_finish(&bytes);
}

/* ---- captured ones ---- */

static const char *const files[] = {
	"hellos/curl-8.14-smtp",
	"hellos/exim-4.96-gnutls",
	"flights/tls12-chain",
	"flights/tls12-client-certificate",
	"flights/tls12-dhe-rsa",
	"flights/tls13-retry",
	"flights/tls13-server-hello",
	"flights/warning-then-hello",
};

/* Calls each for every record of the file. */
static void each_record(
	const char *file, void (*each)(struct scn_bytes record, void *user), void *user)
{
	char path[128];
	struct scn_builder bytes;
	struct scn_reader r;
	struct scn_record record;
	size_t len;

	snprintf(path, sizeof(path), "tests/cases/%s.hex", file);
	bytes = read_hex_file(path);
	r = scn_reader(scn_built(&bytes));
	while (scn_record_parse(r.rest, &record, &len) == SCN_GOT)
		each(scn_read_bytes(&r, len), user);
	scn_builder_finish(&bytes);
}

static void show(struct scn_bytes record, void *user)
{
	struct scn_text *out = user;
	struct scn_decoded decoded;

	scn_record_decode(record, &decoded);
	scn_text_printf(
		out, "== %s\n%s", scn_text_str(&decoded.title), scn_text_str(&decoded.tree));
	scn_decoded_finish(&decoded);
}

static void test_captured_records(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(files); i++) {
		struct scn_text got = { 0 };
		char path[128];

		snprintf(path, sizeof(path), "tests/cases/decoded/%s.txt",
			strchr(files[i], '/') + 1);
		each_record(files[i], show, &got);
		test_golden(path, &got);
		scn_text_finish(&got);
	}
}

/* ---- hostile ---- */

/* Valid UTF-8 without a control character but the line ends. */
static void expect_harmless(struct scn_bytes bytes)
{
	struct scn_decoded decoded;
	struct scn_text text = { 0 }, safe = { 0 };

	scn_record_decode(bytes, &decoded);
	assert_true(decoded.title.len > 0);
	for (size_t i = 0; i < decoded.tree.len; i++)
		scn_text_char(&text, decoded.tree.at[i] == '\n' || decoded.tree.at[i] == '\\'
					     ? ' '
					     : decoded.tree.at[i]);
	scn_text_peer(&safe, scn_text_str(&text), text.len);
	assert_string_equal(scn_text_str(&safe), scn_text_str(&text));
	scn_text_finish(&text);
	scn_text_finish(&safe);
	scn_decoded_finish(&decoded);
}

/* Cut short behind every byte, with the record's own length and with one that fits. */
static void cut(struct scn_bytes record, void *user)
{
	uint8_t *copy = scn_memdup(record.at, record.len);

	for (size_t len = 0; len < record.len && len < 600; len++) {
		expect_harmless((struct scn_bytes){ record.at, len });
		if (len < 5)
			continue;
		copy[3] = (uint8_t)((len - 5) >> 8);
		copy[4] = (uint8_t)(len - 5);
		expect_harmless((struct scn_bytes){ copy, len });
	}
	free(copy);
}

static void spoil(struct scn_bytes record, void *user)
{
	uint8_t *copy = scn_memdup(record.at, record.len);

	for (size_t i = 0; i < record.len && i < 600; i++) {
		copy[i] ^= 0xff;
		expect_harmless((struct scn_bytes){ copy, record.len });
		copy[i] ^= 0xff;
	}
	free(copy);
}

static void test_hostile_records(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(files); i++) {
		each_record(files[i], cut, NULL);
		each_record(files[i], spoil, NULL);
	}
}

/* As many empty messages as fit into a record: a limit ends the tree. */
static void test_lines_have_a_limit(void **state)
{
	struct scn_builder bytes = { 0 };
	struct scn_decoded decoded;
	size_t lines = 0;

	scn_build_u8(&bytes, SCN_CONTENT_HANDSHAKE);
	scn_build_u16(&bytes, 0x0303);
	scn_build_u16(&bytes, 16384);
	for (size_t i = 0; i < 4096; i++)
		scn_build_u32(&bytes, 0x0e000000);
	scn_record_decode(scn_built(&bytes), &decoded);
	for (size_t i = 0; i < decoded.tree.len; i++)
		lines += decoded.tree.at[i] == '\n';
	assert_int_equal(lines, SCN_DECODE_MAX_LINES);
	assert_true(decoded.title.len < 200);
	scn_decoded_finish(&decoded);
	scn_builder_finish(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_small_records),
		cmocka_unit_test(test_language),
		cmocka_unit_test(test_captured_records),
		cmocka_unit_test(test_hostile_records),
		cmocka_unit_test(test_lines_have_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
