/* Files of other programs become profiles: which row recognises which, and what a table is told of a capture. */
#include "test.h"

#include "import/import.h"
#include "io/store.h"
#include "scanner.h"
#include "support.h"

enum {
	WHEN = 1767225600,
	LINK_RAW = 101, /* LINKTYPE_RAW of the pcap format */
	ACK = 0x10,
};

static struct scn_profiles profiles;

static int load(void **state)
{
	struct scn_text error = { 0 };
	bool ok = scn_load_profiles(&profiles, &error);

	scn_text_finish(&error);
	return ok ? 0 : -1;
}

static int unload(void **state)
{
	scn_profiles_finish(&profiles);
	return 0;
}

static struct scn_import_input input_of(struct scn_bytes bytes)
{
	return (struct scn_import_input){
		.name = "file.x",
		.stem = "file",
		.bytes = bytes,
		.date = "2026-01-31",
		.profiles = &profiles,
	};
}

static void test_each_kind_is_recognised(void **state)
{
	static const struct {
		const char *path, *word, *id;
	} rows[] = {
		{ "tests/cases/dialects/schannel.reg", "reg", "file" },
		{ "tests/cases/dialects/template.ictpl", "ictpl", "file" },
		{ "tests/cases/dialects/get-tlsciphersuite.txt", "get-tlsciphersuite", "file" },
		{ "tests/cases/dialects/main.cf", "postfix", "file" },
		{ "tests/cases/dialects/openssl.cnf", "openssl", "file" },
		{ "tests/cases/hellos/msmtp-1.8.23.hex", "hex", "file" },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_text text = { 0 }, error = { 0 };
		struct scn_import_result result = { 0 };
		struct scn_import_input input;
		const struct scn_import_kind *kind;

		assert_int_equal(scn_store_read(rows[i].path, SCN_IMPORT_MAX_LEN, &text), 0);
		input = input_of((struct scn_bytes){ (const uint8_t *)text.at, text.len });
		kind = scn_import_kind_recognise(input.bytes);
		assert_non_null(kind);
		assert_string_equal(kind->word, rows[i].word);
		if (!kind->read(&input, &result, &error))
			fail_msg("%s: %s", rows[i].path, scn_text_str(&error));
		assert_int_equal(result.profiles.count, 1);
		assert_int_equal(result.origin_count, 0);
		assert_string_equal(result.profiles.items[0]->id, rows[i].id);
		scn_import_result_finish(&result);
		scn_text_finish(&error);
		scn_text_finish(&text);
	}
}

/* Whose defaults the unsaid has: the usual Windows', those of one that is named, or nobody knows. */
static void test_base_of_what_is_not_set(void **state)
{
	static const struct {
		const char *given, *base;
	} rows[] = {
		{ NULL, "exchange-2019" },
		{ "windows-server-2016", "windows-server-2016" },
		{ SCN_IMPORT_UNKNOWN_BASE, NULL },
	};
	struct scn_text text = { 0 };

	assert_int_equal(
		scn_store_read("tests/cases/dialects/schannel.reg", SCN_IMPORT_MAX_LEN, &text), 0);
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_import_input input =
			input_of((struct scn_bytes){ (const uint8_t *)text.at, text.len });
		struct scn_import_result result = { 0 };
		struct scn_text error = { 0 };
		const struct scn_not_set *not_set;

		input.base = rows[i].given;
		if (!scn_import_kind_recognise(input.bytes)->read(&input, &result, &error))
			fail_msg("%s", scn_text_str(&error));
		not_set = &result.profiles.items[0]->not_set;
		if (rows[i].base)
			assert_string_equal(not_set->base, rows[i].base);
		else
			assert_null(not_set->base);
		assert_int_equal(not_set->versions & SCN_VERSION_BIT(SCN_TLS1_2), 0);
		assert_false(not_set->suites);
		scn_import_result_finish(&result);
		scn_text_finish(&error);
	}
	scn_text_finish(&text);
}

static void u32_native(struct scn_builder *out, uint32_t value)
{
	scn_build_bytes(out, (struct scn_bytes){ (const uint8_t *)&value, sizeof(value) });
}

/* A capture file of one packet: a hello behind STARTTLS, or anything else. */
static struct scn_builder capture_of(struct scn_bytes payload)
{
	const uint16_t version[] = { 2, 4 };
	struct scn_builder file = { 0 };
	struct scn_builder packet = { 0 };

	ipv4(&packet, 0, 6, 24 + payload.len);
	tcp(&packet, 40000, 25, 1, ACK, payload);
	u32_native(&file, 0xA1B2C3D4);
	scn_build_bytes(&file, (struct scn_bytes){ (const uint8_t *)version, sizeof(version) });
	u32_native(&file, 0);
	u32_native(&file, 0);
	u32_native(&file, 65535);
	u32_native(&file, LINK_RAW);
	u32_native(&file, WHEN);
	u32_native(&file, 0);
	u32_native(&file, (uint32_t)packet.len);
	u32_native(&file, (uint32_t)packet.len);
	scn_build_bytes(&file, scn_built(&packet));
	scn_builder_finish(&packet);
	return file;
}

static void test_a_capture_says_where_each_hello_is_from(void **state)
{
	struct scn_builder hello = hello_of(7, 0xC02F, 0), stream = { 0 }, file;
	struct scn_import_result result = { 0 };
	struct scn_text error = { 0 };
	struct scn_import_input input;

	scn_build_bytes(&stream, bytes_of("EHLO mail.example\r\nSTARTTLS\r\n"));
	scn_build_bytes(&stream, scn_built(&hello));
	file = capture_of(scn_built(&stream));
	input = input_of(scn_built(&file));
	assert_string_equal(scn_import_kind_recognise(input.bytes)->word, "pcap");
	if (!scn_import_kind_find("pcap")->read(&input, &result, &error))
		fail_msg("%s", scn_text_str(&error));
	assert_int_equal(result.profiles.count, 1);
	assert_int_equal(result.origin_count, 1);
	assert_string_equal(result.profiles.items[0]->id, "mail.example");
	assert_string_equal(result.origins[0].from, "192.0.2.1");
	assert_string_equal(result.origins[0].to, "192.0.2.2 port 25");
	assert_null(result.origins[0].server_name);
	assert_int_equal(result.origins[0].when, WHEN);
	assert_int_equal(result.origins[0].seen, 1);
	scn_import_result_finish(&result);
	scn_builder_finish(&hello);
	scn_builder_finish(&stream);
	scn_builder_finish(&file);
	scn_text_finish(&error);
}

static void test_a_capture_without_a_hello_says_so(void **state)
{
	struct scn_builder file = capture_of(bytes_of("EHLO mail.example\r\nQUIT\r\n"));
	struct scn_import_result result = { 0 };
	struct scn_text error = { 0 };
	struct scn_import_input input = input_of(scn_built(&file));

	assert_false(scn_import_kind_find("pcap")->read(&input, &result, &error));
	assert_non_null(strstr(scn_text_str(&error), "has 1 packets (1 of TCP), and none"));
	scn_import_result_finish(&result);
	scn_builder_finish(&file);
	scn_text_finish(&error);
}

static void test_a_live_client(void **state)
{
	struct scn_builder hello = hello_of(7, 0xC02F, 0);
	struct scn_heard heard = {
		.address = "192.0.2.1",
		.ehlo = "Mail.Example",
		.hello = scn_built(&hello),
	};
	struct scn_text error = { 0 };
	struct scn_profile *profile = scn_import_heard(&heard, NULL, "2026-01-31", &error);

	assert_non_null(profile);
	assert_string_equal(profile->id, "mail.example");
	assert_string_equal(
		profile->sources[0].reference, "recorded from 192.0.2.1 (EHLO Mail.Example)");
	assert_int_equal(profile->suite_count, 2);
	scn_profile_free(profile);
	heard.subject = "test 7";
	profile = scn_import_heard(&heard, NULL, "2026-01-31", &error);
	assert_string_equal(profile->id, "test-7");
	scn_profile_free(profile);
	heard.hello = bytes_of("no hello");
	assert_null(scn_import_heard(&heard, NULL, "2026-01-31", &error));
	assert_true(error.len > 0);
	scn_builder_finish(&hello);
	scn_text_finish(&error);
}

static void test_pasted_text(void **state)
{
	static const struct {
		const char *text, *kind;
		size_t suites, unknown;
	} rows[] = {
		{ "TLS_RSA_WITH_AES_128_GCM_SHA256\nTLS_AES_128_GCM_SHA256\n", NULL, 2, 0 },
		{ "ECDHE-RSA-AES128-GCM-SHA256:TLS_NOT_A_SUITE", NULL, 1, 1 },
		{ "HIGH:!aNULL:!SHA1", "openssl", 0, 0 },
		{ "CipherString = ECDHE-RSA-AES128-GCM-SHA256\nMaxProtocol = TLSv1.2\n", "openssl",
			0, 0 },
		{ "smtp_tls_security_level = may\nsmtp_tls_protocols = TLSv1.2\n", "postfix", 0,
			0 },
		{ "good morning", NULL, 0, 0 },
		{ "", NULL, 0, 0 },
	};
	const struct scn_profile *client = scn_profiles_find(&profiles, "openssl-3.0");

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_paste paste;

		scn_import_paste(bytes_of(rows[i].text), client, "2026-01-31", &paste);
		assert_int_equal(paste.suites.count, rows[i].suites);
		assert_int_equal(paste.suites.unknown_count, rows[i].unknown);
		if (rows[i].kind)
			assert_string_equal(paste.kind->word, rows[i].kind);
		else
			assert_null(paste.client);
		assert_int_equal(paste.client != NULL, rows[i].kind != NULL);
		scn_paste_finish(&paste);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_kind_is_recognised),
		cmocka_unit_test(test_base_of_what_is_not_set),
		cmocka_unit_test(test_a_capture_says_where_each_hello_is_from),
		cmocka_unit_test(test_a_capture_without_a_hello_says_so),
		cmocka_unit_test(test_a_live_client),
		cmocka_unit_test(test_pasted_text),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
