/* A captured hello becomes a profile that says what the hello says, and can be saved and loaded. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/profile/profile-from-hello.h"
#include "core/profile/profile-hello.h"
#include "core/registry/extension.h"
#include "core/tls/hello.h"
#include "builtin.h"

static const struct scn_hello_origin origin = {
	.id = "Mail.Firma.Example",
	.reference = "captured from 192.0.2.1",
	.date = "2026-01-31",
};

static struct scn_profile *from(struct scn_bytes wire)
{
	struct scn_text error = { 0 };
	struct scn_profile *profile = scn_profile_from_hello(wire, &origin, &error);

	if (!profile)
		fail_msg("%s", scn_text_str(&error));
	return profile;
}

static void expect_refused(struct scn_bytes wire, const char *sentence)
{
	struct scn_text error = { 0 };

	assert_null(scn_profile_from_hello(wire, &origin, &error));
	if (!strstr(scn_text_str(&error), sentence))
		fail_msg("\"%s\" does not say \"%s\"", scn_text_str(&error), sentence);
	scn_text_finish(&error);
}

/* What the lists alone give, without the captured bytes. */
static struct scn_builder composed(const struct scn_profile *profile)
{
	struct scn_profile *copy = scn_profile_copy(profile);
	struct scn_hello_inputs inputs = { .server_name = "mx.firma.example" };
	struct scn_builder wire = { 0 };
	struct scn_hello *hello;

	free(copy->hello);
	copy->hello = NULL;
	hello = scn_profile_hello(copy, &inputs);
	scn_hello_build(scn_hello_spec(hello), &wire);
	scn_hello_free(hello);
	scn_profile_free(copy);
	return wire;
}

static void expect_lists(const struct scn_profile *made, const struct scn_profile *known)
{
	struct scn_builder a = composed(made), b = composed(known);

	assert_int_equal(made->versions, known->versions);
	assert_int_equal(made->suite_count, known->suite_count);
	assert_memory_equal(
		made->suites, known->suites, known->suite_count * sizeof(*known->suites));
	assert_int_equal(made->group_count, known->group_count);
	assert_int_equal(made->scheme_count, known->scheme_count);
	assert_int_equal(made->key_share_count, known->key_share_count);
	assert_int_equal(made->extension_count, known->extension_count);
	for (size_t i = 0; i < known->extension_count; i++) {
		assert_int_equal(made->extensions[i].code, known->extensions[i].code);
	}
	assert_int_equal(made->session_id_len, known->session_id_len);
	assert_int_equal(made->record_version, known->record_version);
	assert_int_equal(made->sends_sni, known->sends_sni);
	assert_true(scn_bytes_equal(scn_built(&a), scn_built(&b)));
	scn_builder_finish(&a);
	scn_builder_finish(&b);
	assert_true(scn_bytes_equal((struct scn_bytes){ made->hello, made->hello_len },
		(struct scn_bytes){ known->hello, known->hello_len }));
}

/* Every built-in profile that has a captured hello was written by other means: both must agree. */
static void test_from_hello_gives_the_builtin_lists(void **state)
{
	size_t compared = 0;

	for (const struct scn_builtin_profile *p = scn_builtin_profiles; p->file; p++) {
		struct scn_profile *known = test_load_profile(p->text, p->len, p->file);

		if (known->hello) {
			struct scn_profile *made =
				from((struct scn_bytes){ known->hello, known->hello_len });

			if (!scn_profile_offers_version(known, SCN_TLS1_3))
				made->versions =
					known->versions; /* the hello names only the newest */
			expect_lists(made, known);
			scn_profile_free(made);
			compared++;
		}
		scn_profile_free(known);
	}
	assert_in_range(compared, 20, 1000);
}

static void test_from_hello_names_its_source(void **state)
{
	struct scn_profile *known = test_builtin("postfix-3.7");
	struct scn_profile *made = from((struct scn_bytes){ known->hello, known->hello_len });

	assert_string_equal(made->id, "mail.firma.example");
	assert_int_equal(made->source_count, 1);
	assert_int_equal(made->sources[0].kind, SCN_SOURCE_CAPTURED);
	assert_string_equal(made->sources[0].reference, "captured from 192.0.2.1");
	assert_string_equal(made->sources[0].date, "2026-01-31");
	assert_int_equal(made->verifies, SCN_VERIFIES_NONE);
	assert_int_equal(made->after_failure, SCN_AFTER_UNKNOWN);
	scn_profile_free(made);
	scn_profile_free(known);
}

static void test_from_hello_refuses_what_is_none(void **state)
{
	struct scn_profile *known = test_builtin("postfix-3.7");
	static const uint8_t text[] = "220 not a hello\r\n";

	for (size_t len = 0; len < known->hello_len; len++)
		expect_refused((struct scn_bytes){ known->hello, len }, "cut short");
	expect_refused((struct scn_bytes){ text, sizeof(text) - 1 }, "no ClientHello");
	scn_profile_free(known);
}

/* ---- odd hellos ---- */

static const scn_suite_code two_suites[] = { 0xC02F, 0xC030 };
static const scn_suite_code suite_twice[] = { 0xC02F, 0xC030, 0xC02F };
static const uint16_t tls13[] = { 0x0304, 0x0303 };
static const uint16_t groups[] = { 0x001D, 0x0017 };
static const uint8_t ticket[] = { 1, 2, 3, 4 };
static const uint8_t psk[] = { 0, 8, 0, 2, 'i', 'd', 0, 0, 0, 0, 0, 33, 32, 1, 2, 3, 4, 5, 6, 7, 8,
	9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
	32 };

static struct scn_profile *from_spec(const struct scn_hello_spec *spec)
{
	struct scn_builder wire = { 0 };
	struct scn_profile *profile;

	scn_hello_build(spec, &wire);
	profile = from(scn_built(&wire));
	scn_builder_finish(&wire);
	return profile;
}

static void test_from_hello_leaves_a_session_out(void **state)
{
	static const struct scn_hello_extension extensions[] = {
		{ .code = SCN_EXT_SUPPORTED_GROUPS },
		{ .code = SCN_EXT_SESSION_TICKET, .body = { ticket, sizeof(ticket) } },
		{ .code = SCN_EXT_PRE_SHARED_KEY, .body = { psk, sizeof(psk) } },
	};
	struct scn_profile *p = from_spec(&(struct scn_hello_spec){
		.legacy_version = 0x0303,
		.suites = two_suites,
		.suite_count = SCN_COUNT(two_suites),
		.groups = groups,
		.group_count = SCN_COUNT(groups),
		.extensions = extensions,
		.extension_count = SCN_COUNT(extensions),
	});

	assert_int_equal(p->extension_count, 2);
	assert_int_equal(p->extensions[1].code, SCN_EXT_SESSION_TICKET);
	assert_null(p->extensions[1].body);
	assert_non_null(p->hello);
	assert_non_null(strstr(p->note, "pre_shared_key"));
	assert_non_null(strstr(p->note, "newest version"));
	scn_profile_free(p);
}

static void test_from_hello_composes_where_a_code_is_there_twice(void **state)
{
	struct scn_profile *p = from_spec(&(struct scn_hello_spec){
		.legacy_version = 0x0303, .suites = suite_twice, .suite_count = 3 });

	assert_int_equal(p->suite_count, 2);
	assert_null(p->hello);
	assert_non_null(strstr(p->note, "twice"));
	scn_profile_free(p);
}

/* Offered is offered, even where no suite of the list exists at that version. */
static void test_from_hello_takes_odd_hellos_as_they_are(void **state)
{
	static const struct scn_hello_extension extensions[] = {
		{ .code = SCN_EXT_SUPPORTED_VERSIONS },
		{ .code = SCN_EXT_KEY_SHARE },
	};
	struct scn_profile *p = from_spec(&(struct scn_hello_spec){
		.legacy_version = 0x0303,
		.session_id_len = 7,
		.suites = two_suites,
		.suite_count = SCN_COUNT(two_suites),
		.versions = tls13,
		.version_count = SCN_COUNT(tls13),
		.extensions = extensions,
		.extension_count = SCN_COUNT(extensions),
		.fragment_len = 20,
	});

	assert_true(scn_profile_offers_version(p, SCN_TLS1_3));
	assert_int_equal(p->session_id_len, 7);
	assert_non_null(p->hello);
	scn_profile_free(p);
}

static void test_from_hello_adds_a_record_to_a_bare_message(void **state)
{
	struct scn_profile *known = test_builtin("exchange-2019");
	struct scn_builder wire = { 0 };
	struct scn_hello_spec spec = {
		.legacy_version = 0x0303, .suites = two_suites, .suite_count = 2
	};
	struct scn_profile *p;

	scn_hello_build(&spec, &wire);
	p = from((struct scn_bytes){ wire.data + 5, wire.len - 5 });
	assert_true(
		scn_bytes_equal((struct scn_bytes){ p->hello, p->hello_len }, scn_built(&wire)));
	scn_profile_free(p);
	scn_builder_finish(&wire);
	scn_profile_free(known);
}

static void test_id_text_makes_an_id_of_anything(void **state)
{
	static const struct {
		const char *text, *id;
	} rows[] = {
		{ "mail.firma.example", "mail.firma.example" },
		{ "[192.0.2.1]", "192.0.2.1" },
		{ "Test \xC3\xBC 7!", "test-7" },
		{ "--", "client" },
		{ "", "client" },
		{ "a..b.", "a..b" },
		{ "0123456789012345678901234567890123456789012345678901234567890123456789",
			"01234567890123456789012345678901234567890123456789012345" },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_text id = { 0 };

		scn_profile_id_text(rows[i].text, &id);
		assert_string_equal(scn_text_str(&id), rows[i].id);
		scn_text_finish(&id);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_from_hello_gives_the_builtin_lists),
		cmocka_unit_test(test_from_hello_names_its_source),
		cmocka_unit_test(test_from_hello_refuses_what_is_none),
		cmocka_unit_test(test_from_hello_leaves_a_session_out),
		cmocka_unit_test(test_from_hello_composes_where_a_code_is_there_twice),
		cmocka_unit_test(test_from_hello_takes_odd_hellos_as_they_are),
		cmocka_unit_test(test_from_hello_adds_a_record_to_a_bare_message),
		cmocka_unit_test(test_id_text_makes_an_id_of_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
