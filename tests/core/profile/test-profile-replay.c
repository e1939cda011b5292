/* Exact senders: every captured profile, byte for byte. What a replay changes is listed by a walker of
 * its own, so that a mistake of the codec cannot hide itself; what a composed hello looks like is
 * compared with the fingerprints in tests/cases/profiles, which another program computed. */
#include "test.h"

#include <stdio.h>

#include "core/base/alloc.h"
#include "core/profile/fingerprint.h"
#include "core/profile/profile-hello.h"
#include "core/registry/extension.h"
#include "builtin.h"

/* The name of a captured hello is replaced by one of the same length, so that offsets stay. */
static const char other_name[] =
	"other-name-of-the-server.example.other-name-of-the-server.example.other-name.example";

/* At least so many built-in profiles have a captured hello: none was lost. */
enum {
	CAPTURES = 79
};

enum field {
	FIELD_KEPT,
	FIELD_RANDOM,
	FIELD_SESSION_ID,
	FIELD_SERVER_NAME,
	FIELD_SHARE,
	FIELD_COUNT,
};

static const char *const field_names[FIELD_COUNT] = { "kept", "random", "session id", "server name",
	"key share" };

/* For every byte of a hello: which field it belongs to. */
struct map {
	uint8_t *field;
	size_t len;
};

static size_t be16(const uint8_t *at)
{
	return (size_t)at[0] << 8 | at[1];
}

static void mark(struct map *map, size_t at, size_t len, enum field field)
{
	assert_true(at + len <= map->len);
	memset(map->field + at, field, len);
}

/* RFC 8446 section 4.2.8: client_shares<0..2^16-1>, each a group and a key. */
static void mark_shares(struct map *map, const uint8_t *wire, size_t at)
{
	size_t end = at + 2 + be16(wire + at);

	for (at += 2; at < end; at += 4 + be16(wire + at + 2)) {
		if (be16(wire + at + 2) > 1) /* one byte: GREASE, RFC 8701 */
			mark(map, at + 4, be16(wire + at + 2), FIELD_SHARE);
	}
}

/* One record: header 5, handshake header 4, version 2, then the fields of RFC 8446 section 4.1.2. */
static struct map map_hello(const uint8_t *wire, size_t len)
{
	struct map map = { scn_alloc(len, 1), len };
	size_t at = 5 + 4 + 2;

	assert_int_equal(wire[0], 22);
	assert_int_equal(be16(wire + 3) + 5, len);
	mark(&map, at, SCN_RANDOM_LEN, FIELD_RANDOM);
	at += SCN_RANDOM_LEN;
	mark(&map, at + 1, wire[at], FIELD_SESSION_ID);
	at += 1 + (size_t)wire[at];
	at += 2 + be16(wire + at);
	at += 1 + (size_t)wire[at];
	for (at += 2; at < len; at += 4 + be16(wire + at + 2)) {
		size_t body = be16(wire + at + 2);

		/* RFC 6066 section 3: list length 2, type 1, name length 2. */
		if (be16(wire + at) == SCN_EXT_SERVER_NAME && body)
			mark(&map, at + 4 + 5, body - 5, FIELD_SERVER_NAME);
		if (be16(wire + at) == SCN_EXT_KEY_SHARE)
			mark_shares(&map, wire, at + 4);
		assert_false(be16(wire + at) == SCN_EXT_SESSION_TICKET && body);
	}
	return map;
}

static struct scn_hello *parsed(struct scn_bytes wire)
{
	struct scn_hello *hello = NULL;

	assert_int_equal(scn_hello_parse(wire, &hello, NULL), SCN_GOT);
	return hello;
}

static struct scn_builder wire_of(const struct scn_profile *profile, const char *server_name)
{
	struct scn_hello_inputs inputs = { .seed = { 9, 8, 7 }, .server_name = server_name };
	struct scn_hello *hello = scn_profile_hello(profile, &inputs);
	struct scn_builder wire = { 0 };

	scn_hello_build(scn_hello_spec(hello), &wire);
	scn_hello_free(hello);
	return wire;
}

static void assert_differs_only_where_it_may(const struct scn_profile *profile)
{
	struct map map = map_hello(profile->hello, profile->hello_len);
	struct scn_hello *original =
		parsed((struct scn_bytes){ profile->hello, profile->hello_len });
	const char *captured = scn_hello_spec(original)->server_name;
	struct scn_builder wire;
	size_t present[FIELD_COUNT] = { 0 }, differ[FIELD_COUNT] = { 0 };
	size_t name_len = captured ? strlen(captured) : 0;

	assert_true(name_len < sizeof(other_name));
	wire = wire_of(profile,
		captured ? other_name + sizeof(other_name) - 1 - name_len : "mx.test.example");
	assert_int_equal(wire.len, profile->hello_len);
	for (size_t i = 0; i < wire.len; i++) {
		present[map.field[i]]++;
		if (wire.data[i] == profile->hello[i])
			continue;
		differ[map.field[i]]++;
		if (map.field[i] == FIELD_KEPT)
			fail_msg("%s: byte %zu is 0x%02x instead of 0x%02x", profile->id, i,
				wire.data[i], profile->hello[i]);
	}
	for (size_t f = FIELD_RANDOM; f < FIELD_COUNT; f++) {
		if (present[f] && !differ[f])
			fail_msg("%s: the %s was not renewed", profile->id, field_names[f]);
	}
	scn_builder_finish(&wire);
	scn_hello_free(original);
	free(map.field);
}

/* Calls check for every built-in profile that has a captured hello; how many. */
static size_t for_every_capture(void (*check)(const struct scn_profile *profile))
{
	size_t count = 0;

	for (const struct scn_builtin_profile *p = scn_builtin_profiles; p->file; p++) {
		struct scn_profile *profile = test_load_profile(p->text, p->len, p->file);

		if (profile->hello) {
			check(profile);
			count++;
		}
		scn_profile_free(profile);
	}
	return count;
}

static void test_replay_changes_only_what_belongs_to_one_connection(void **state)
{
	assert_true(for_every_capture(assert_differs_only_where_it_may) >= CAPTURES);
}

/* The composed hello, with the random, session id and shares of the captured one put in. */
static void assert_composed_is_the_captured(const struct scn_profile *profile)
{
	struct scn_profile *lists = scn_profile_copy(profile);
	struct scn_hello *original =
		parsed((struct scn_bytes){ profile->hello, profile->hello_len });
	const struct scn_hello_spec *old = scn_hello_spec(original);
	struct scn_hello_inputs inputs = { .server_name = old->server_name };
	struct scn_builder wire = { 0 };
	struct scn_hello *composed;
	struct scn_hello_spec spec;

	free(lists->hello);
	lists->hello = NULL;
	composed = scn_profile_hello(lists, &inputs);
	spec = *scn_hello_spec(composed);
	memcpy(spec.random, old->random, sizeof(spec.random));
	memcpy(spec.session_id, old->session_id, sizeof(spec.session_id));
	spec.key_shares = old->key_shares;
	scn_hello_build(&spec, &wire);
	if (wire.len != profile->hello_len || memcmp(wire.data, profile->hello, wire.len) != 0)
		fail_msg("%s: composed from its lists it is not the captured hello", profile->id);
	scn_builder_finish(&wire);
	scn_hello_free(composed);
	scn_hello_free(original);
	scn_profile_free(lists);
}

static void test_lists_say_all_that_the_hello_says(void **state)
{
	assert_true(for_every_capture(assert_composed_is_the_captured) >= CAPTURES);
}

static void assert_fingerprints(
	const char *id, const char *form, struct scn_bytes wire, const char *ja3, const char *ja4)
{
	struct scn_hello *hello = parsed(wire);
	struct scn_text text = { 0 };

	scn_ja3_text(scn_hello_spec(hello), &text);
	if (strcmp(scn_text_str(&text), ja3) != 0)
		fail_msg("%s, %s: JA3 %s\ninstead of %s", id, form, scn_text_str(&text), ja3);
	scn_text_clear(&text);
	scn_ja4_text(scn_hello_spec(hello), &text);
	if (strcmp(scn_text_str(&text), ja4) != 0)
		fail_msg("%s, %s: JA4 %s\ninstead of %s", id, form, scn_text_str(&text), ja4);
	scn_text_finish(&text);
	scn_hello_free(hello);
}

/* One line: id, JA3 text, JA4_r, tabs between. True if the profile has a captured hello. */
static bool check_line(char *line)
{
	const char *id = strtok(line, "\t"), *ja3 = strtok(NULL, "\t"), *ja4 = strtok(NULL, "\n");
	struct scn_profile *profile = test_builtin(id);
	const char *name = profile->sends_sni ? "mx.test.example" : NULL;
	bool is_captured = profile->hello != NULL;
	struct scn_builder wire;

	if (is_captured) {
		assert_fingerprints(id, "captured",
			(struct scn_bytes){ profile->hello, profile->hello_len }, ja3, ja4);
		wire = wire_of(profile, name);
		assert_fingerprints(id, "replayed", scn_built(&wire), ja3, ja4);
		scn_builder_finish(&wire);
		free(profile->hello);
		profile->hello = NULL;
	}
	wire = wire_of(profile, name);
	assert_fingerprints(id, "composed", scn_built(&wire), ja3, ja4);
	scn_builder_finish(&wire);
	scn_profile_free(profile);
	return is_captured;
}

/* Not there: eight hellos captured over HTTPS, whose ALPN, NPN and token binding we leave out. */
static void test_fingerprints_are_those_of_the_captured_hello(void **state)
{
	FILE *file = fopen("tests/cases/profiles/fingerprints.tsv", "r");
	char line[4096];
	size_t captured = 0;

	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		assert_non_null(strchr(line, '\n'));
		captured += check_line(line);
	}
	fclose(file);
	assert_true(captured >= CAPTURES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_replay_changes_only_what_belongs_to_one_connection),
		cmocka_unit_test(test_lists_say_all_that_the_hello_says),
		cmocka_unit_test(test_fingerprints_are_those_of_the_captured_hello),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
