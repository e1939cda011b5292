/* A captured hello is replayed with only what must be new; a composed one looks like it. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/profile/profile-hello.h"
#include "core/registry/extension.h"
#include "builtin.h"

static const struct scn_hello_inputs inputs = {
	.seed = { 1, 2, 3, 4, 5, 6, 7, 8 },
	.server_name = "mx1.firma.example",
};

static struct scn_hello *parsed(struct scn_bytes wire)
{
	struct scn_hello *hello = NULL;
	size_t consumed = 0;

	assert_int_equal(scn_hello_parse(wire, &hello, &consumed), SCN_GOT);
	assert_int_equal(consumed, wire.len);
	return hello;
}

/* The hello that goes on the wire, read back from there. */
static struct scn_hello *sent(
	const struct scn_profile *profile, const struct scn_hello_inputs *with)
{
	struct scn_hello *hello = scn_profile_hello(profile, with);
	struct scn_builder wire = { 0 };
	struct scn_hello *back;

	scn_hello_build(scn_hello_spec(hello), &wire);
	back = parsed(scn_built(&wire));
	scn_builder_finish(&wire);
	scn_hello_free(hello);
	return back;
}

static struct scn_hello *captured(const struct scn_profile *profile)
{
	return parsed((struct scn_bytes){ profile->hello, profile->hello_len });
}

static const struct scn_hello_extension *find(const struct scn_hello *hello, uint16_t code)
{
	const struct scn_hello_spec *spec = scn_hello_spec(hello);

	for (size_t i = 0; i < spec->extension_count; i++) {
		if (spec->extensions[i].code == code)
			return &spec->extensions[i];
	}
	return NULL;
}

static void assert_differ(const struct scn_hello *a, const struct scn_hello *b)
{
	const struct scn_hello_spec *left = scn_hello_spec(a), *right = scn_hello_spec(b);

	assert_memory_not_equal(left->random, right->random, sizeof(left->random));
	assert_memory_not_equal(left->session_id, right->session_id, 32);
	assert_int_equal(left->key_share_count, right->key_share_count);
	assert_true(left->key_share_count > 0);
	for (size_t i = 0; i < left->key_share_count; i++) {
		assert_int_equal(left->key_shares[i].group, right->key_shares[i].group);
		assert_int_equal(left->key_shares[i].key.len, right->key_shares[i].key.len);
	}
	assert_false(scn_bytes_equal(left->key_shares[0].key, right->key_shares[0].key));
}

/* For a captured and for a composed hello. */
static void test_seed_decides_all_that_is_random(void **state)
{
	struct scn_profile *profile = test_builtin("postfix-3.7");
	struct scn_hello_inputs other = inputs;

	other.seed[31] = 1;
	for (int composed = 0; composed < 2; composed++) {
		struct scn_hello *a = sent(profile, &inputs);
		struct scn_hello *b = sent(profile, &other);
		struct scn_hello *again = sent(profile, &inputs);

		assert_differ(a, b);
		assert_memory_equal(scn_hello_spec(a)->random, scn_hello_spec(again)->random, 32);
		assert_true(scn_bytes_equal(scn_hello_spec(a)->key_shares[0].key,
			scn_hello_spec(again)->key_shares[0].key));
		scn_hello_free(a);
		scn_hello_free(b);
		scn_hello_free(again);
		free(profile->hello);
		profile->hello = NULL;
	}
	scn_profile_free(profile);
}

static void test_server_name_goes_out_only_where_the_client_sends_it(void **state)
{
	static const struct {
		const char *id;
		const char *name;
		bool sent;
	} cases[] = {
		{ "openssl-3.0", "mx1.firma.example", true }, /* captured */
		{ "openssl-3.0", NULL, false },
		{ "postfix-3.7", "mx1.firma.example", false },
		{ "modern-only", "mx1.firma.example", true }, /* composed */
		{ "modern-only", NULL, false },
		{ "exchange-2019", "mx1.firma.example", false },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_profile *profile = test_builtin(cases[i].id);
		struct scn_hello_inputs with = inputs;
		struct scn_hello *hello;

		with.server_name = cases[i].name;
		hello = sent(profile, &with);
		assert_int_equal(find(hello, SCN_EXT_SERVER_NAME) != NULL, cases[i].sent);
		if (cases[i].sent)
			assert_string_equal(scn_hello_spec(hello)->server_name, cases[i].name);
		scn_hello_free(hello);
		scn_profile_free(profile);
	}
}

/* What a server reads is what the profile says, for every built-in profile. */
static void test_every_profile_sends_its_lists(void **state)
{
	for (const struct scn_builtin_profile *p = scn_builtin_profiles; p->file; p++) {
		struct scn_profile *profile = test_load_profile(p->text, p->len, p->file);
		struct scn_hello *hello = sent(profile, &inputs);
		const struct scn_hello_spec *spec = scn_hello_spec(hello);

		assert_int_equal(spec->suite_count, profile->suite_count);
		assert_memory_equal(spec->suites, profile->suites,
			profile->suite_count * sizeof(profile->suites[0]));
		assert_int_equal(spec->group_count, profile->group_count);
		assert_int_equal(spec->scheme_count, profile->scheme_count);
		assert_int_equal(spec->key_share_count, profile->key_share_count);
		assert_int_equal(spec->session_id_len, profile->session_id_len);
		assert_int_equal(spec->form == SCN_HELLO_SSL2, profile->ssl2_form);
		for (size_t i = 0; i < spec->key_share_count; i++)
			assert_true(spec->key_shares[i].key.len > 0);
		scn_hello_free(hello);
		scn_profile_free(profile);
	}
}

static void test_versions_on_the_wire(void **state)
{
	static const struct {
		const char *id;
		uint16_t legacy;
		size_t listed;
	} cases[] = {
		{ "exchange-2019", 0x0303, 0 },
		{ "exchange-2019-ws2022", 0x0303, 2 },
		{ "windows-server-2022", 0x0303, 4 },
		{ "device-tls10", 0x0301, 0 },
		{ "java-6", 0x0301, 0 },
		{ "java-8", 0x0303, 0 },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_profile *profile = test_builtin(cases[i].id);
		struct scn_hello *hello = sent(profile, &inputs);
		const struct scn_hello_spec *spec = scn_hello_spec(hello);

		assert_int_equal(spec->legacy_version, cases[i].legacy);
		assert_int_equal(spec->version_count, cases[i].listed);
		scn_hello_free(hello);
		scn_profile_free(profile);
	}
}

/* A ticket belongs to the session in which it was captured. */
static void test_ticket_is_not_replayed(void **state)
{
	struct scn_profile *profile = test_builtin("postfix-3.7");
	struct scn_hello *original = captured(profile);
	struct scn_hello_spec spec = *scn_hello_spec(original);
	struct scn_hello_extension *extensions =
		scn_memdup(spec.extensions, spec.extension_count * sizeof(spec.extensions[0]));
	struct scn_builder wire = { 0 };
	struct scn_hello *hello;

	for (size_t i = 0; i < spec.extension_count; i++) {
		if (extensions[i].code == SCN_EXT_SESSION_TICKET)
			extensions[i].body = (struct scn_bytes){ (const uint8_t *)"ticket", 6 };
	}
	spec.extensions = extensions;
	scn_hello_build(&spec, &wire);
	free(profile->hello);
	profile->hello = wire.data;
	profile->hello_len = wire.len;
	hello = sent(profile, &inputs);
	assert_non_null(find(hello, SCN_EXT_SESSION_TICKET));
	assert_int_equal(find(hello, SCN_EXT_SESSION_TICKET)->body.len, 0);
	scn_hello_free(hello);
	scn_hello_free(original);
	free(extensions);
	scn_profile_free(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seed_decides_all_that_is_random),
		cmocka_unit_test(test_server_name_goes_out_only_where_the_client_sends_it),
		cmocka_unit_test(test_every_profile_sends_its_lists),
		cmocka_unit_test(test_versions_on_the_wire),
		cmocka_unit_test(test_ticket_is_not_replayed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
