/*
 * The hello that a back end makes offers what was ordered, and nothing else.
 */
#include "test.h"

#include "core/base/alloc.h"
#include "core/base/text.h"
#include "core/tls/hello.h"
#include "io/backends.h"

#define V12 SCN_VERSION_BIT(SCN_TLS1_2)
#define V13 SCN_VERSION_BIT(SCN_TLS1_3)

static struct scn_hello *hello_of(
	const struct scn_handshake_backend *backend, const struct scn_handshake_order *order)
{
	struct scn_handshake *client = backend->begin(order);
	struct scn_builder out = { 0 }, plain = { 0 };
	struct scn_hello *hello = NULL;

	assert_non_null(client);
	backend->feed(client, (struct scn_bytes){ 0 }, &out, &plain);
	assert_int_equal(scn_hello_parse(scn_built(&out), &hello, NULL), SCN_GOT);
	backend->free(client);
	scn_builder_finish(&out);
	return hello;
}

static void add_u16s(struct scn_text *text, const uint16_t *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		scn_text_printf(text, " %04X", values[i]);
}

/* Suites (without the signal 00FF), groups and schemes in the order of the wire. */
static void describe(const struct scn_hello_spec *spec, struct scn_text *text)
{
	scn_text_add(text, "suites");
	for (size_t i = 0; i < spec->suite_count; i++)
		if (spec->suites[i] != 0x00FF)
			scn_text_printf(text, " %04X", (unsigned)spec->suites[i]);
	scn_text_add(text, " groups");
	add_u16s(text, spec->groups, spec->group_count);
	scn_text_add(text, " schemes");
	add_u16s(text, spec->schemes, spec->scheme_count);
	scn_text_printf(text, " name %s", spec->server_name ? spec->server_name : "-");
}

static void test_hello_offers_what_was_ordered(void **state)
{
	/* With numbers that no library knows among them: GREASE, RC4, a group of GOST. */
	static const scn_suite_code suites[] = { 0x2A2A, 0xC030, 0x0005, 0xC02F, 0x009E };
	static const uint16_t groups[] = { 0x2A2A, 0x0018, 0x0022, 0x0017 };
	static const uint16_t schemes[] = { 0x0601, 0x2A2A, 0x0403, 0x0807, 0x0401 };
	const struct scn_handshake_order order = {
		.versions = V12,
		.suites = suites,
		.suite_count = SCN_COUNT(suites),
		.groups = groups,
		.group_count = SCN_COUNT(groups),
		.schemes = schemes,
		.scheme_count = SCN_COUNT(schemes),
		.server_name = "mx.example",
	};

	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++) {
		struct scn_hello *hello = hello_of(*b, &order);
		struct scn_text text = { 0 };

		describe(scn_hello_spec(hello), &text);
		assert_string_equal(scn_text_str(&text),
			"suites C030 C02F 009E groups 0018 0017 schemes 0601 0403 0807 0401 "
			"name mx.example");
		scn_text_finish(&text);
		scn_hello_free(hello);
	}
}

/* Versions that none of the suites can be selected at are not offered. */
static void test_hello_offers_fitting_versions(void **state)
{
	static const struct {
		scn_versions versions;
		scn_suite_code suite;
		size_t version_count; /* entries of supported_versions */
		uint16_t legacy;
	} rows[] = {
		{ V12 | V13, 0xC02F, 0, 0x0303 },
		{ V12 | V13, 0x1301, 1, 0x0303 },
		{ V12 | V13, 0, 2, 0x0303 },
		{ SCN_VERSIONS_ALL, 0xC02F, 0, 0x0303 },
		{ SCN_VERSION_BIT(SCN_TLS1_1), 0xC013, 0, 0x0302 },
	};

	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++)
		for (size_t i = 0; i < SCN_COUNT(rows); i++) {
			const struct scn_handshake_order order = {
				.versions = rows[i].versions,
				.suites = &rows[i].suite,
				.suite_count = rows[i].suite != 0,
			};
			struct scn_hello *hello = hello_of(*b, &order);
			const struct scn_hello_spec *spec = scn_hello_spec(hello);

			if (spec->legacy_version != rows[i].legacy ||
				spec->version_count != rows[i].version_count)
				fail_msg("%s, row %zu: %04X, %zu", (*b)->name, i,
					spec->legacy_version, spec->version_count);
			scn_hello_free(hello);
		}
}

/* The share of TLS 1.3 is for a group that is offered. */
static void test_hello_offers_a_share_of_its_own_group(void **state)
{
	static const uint16_t rows[] = { 0x0017, 0x0018, 0x001D, 0x001E, 0x0100 };

	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++)
		for (size_t i = 0; i < SCN_COUNT(rows); i++) {
			const struct scn_handshake_order order = {
				.versions = V13, .groups = &rows[i], .group_count = 1
			};
			struct scn_hello *hello = hello_of(*b, &order);
			const struct scn_hello_spec *spec = scn_hello_spec(hello);

			assert_int_equal(spec->group_count, 1);
			assert_int_equal(spec->groups[0], rows[i]);
			assert_int_equal(spec->key_share_count, 1);
			assert_int_equal(spec->key_shares[0].group, rows[i]);
			scn_hello_free(hello);
		}
}

static void test_backends_by_name(void **state)
{
	assert_ptr_equal(scn_backend_find("openssl"), &scn_openssl_backend);
	assert_null(scn_backend_find("gnutls"));
	assert_null(scn_backend_find(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hello_offers_what_was_ordered),
		cmocka_unit_test(test_hello_offers_fitting_versions),
		cmocka_unit_test(test_hello_offers_a_share_of_its_own_group),
		cmocka_unit_test(test_backends_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
