#include "core/profile/profile-hello.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/extension.h"
#include "core/registry/group.h"
#include "core/tls/share.h"

enum {
	RECORD_HEADER_LEN = 5,
};

/* What a seed is spread into; each gets bytes of its own. */
enum stream {
	STREAM_RANDOM,
	STREAM_SESSION_ID,
	STREAM_SHARES,
};

/* Bytes that look random and depend on nothing but the seed: splitmix64 over its four words. A
 * hello needs no secrets, since no key is ever computed. */
static void spread(const uint8_t seed[32], unsigned stream, uint8_t *out, size_t len)
{
	uint64_t state = stream;

	for (size_t i = 0; i < 32; i++)
		state = (state ^ seed[i]) * 0x100000001B3U;
	for (size_t i = 0; i < len; i++) {
		uint64_t z = state += 0x9E3779B97F4A7C15U;

		z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
		z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
		out[i] = (uint8_t)(z >> 56);
	}
}

/* The key shares that go out, and the memory behind them. */
struct shares {
	struct scn_key_share *items;
	struct scn_builder *keys;
	size_t count;
};

static void shares_finish(struct shares *shares)
{
	for (size_t i = 0; i < shares->count; i++)
		scn_builder_finish(&shares->keys[i]);
	free(shares->items);
	free(shares->keys);
}

/* A fresh share for a group; where none can be made, the bytes of the captured one (or the single
 * 0 that RFC 8701 has for GREASE). */
static void add_share(struct shares *shares, const struct scn_hello_inputs *inputs, uint16_t group,
	struct scn_bytes captured)
{
	struct scn_builder key = { 0 };
	size_t count = shares->count;
	uint8_t seed[32];

	spread(inputs->seed, STREAM_SHARES + (unsigned)count, seed, sizeof(seed));
	if (!scn_share_build(group, seed, &key)) {
		if (captured.len)
			scn_build_bytes(&key, captured);
		else
			scn_build_u8(&key, 0);
	}
	SCN_APPEND(shares->keys, count, key);
	SCN_APPEND(shares->items, shares->count,
		((struct scn_key_share){ .group = group, .key = scn_built(&key) }));
}

static void renew(struct scn_hello_spec *spec, const struct scn_hello_inputs *inputs)
{
	spread(inputs->seed, STREAM_RANDOM, spec->random, sizeof(spec->random));
	spread(inputs->seed, STREAM_SESSION_ID, spec->session_id, spec->session_id_len);
}

/* The extensions of a captured hello; those that belong to one connection are made anew. */
static struct scn_hello_extension *replayed_extensions(const struct scn_hello_spec *spec)
{
	struct scn_hello_extension *extensions =
		scn_alloc(spec->extension_count, sizeof(*extensions));

	for (size_t i = 0; i < spec->extension_count; i++) {
		extensions[i] = spec->extensions[i];
		switch (extensions[i].code) {
		case SCN_EXT_SERVER_NAME:
		case SCN_EXT_KEY_SHARE:
		case SCN_EXT_SESSION_TICKET: /* RFC 5077 section 3.2: empty asks for a new one */
			extensions[i].body = (struct scn_bytes){ 0 };
			break;
		default:
			break;
		}
	}
	return extensions;
}

static struct scn_hello *replay(
	const struct scn_profile *profile, const struct scn_hello_inputs *inputs)
{
	struct scn_bytes wire = { profile->hello, profile->hello_len };
	struct scn_hello *captured = NULL;
	struct scn_hello *hello;
	struct scn_hello_extension *extensions;
	struct shares shares = { 0 };
	struct scn_hello_spec spec;
	enum scn_parse parsed = scn_hello_parse(wire, &captured, NULL);

	assert(parsed == SCN_GOT); /* the check of the profile has seen to it */
	spec = *scn_hello_spec(captured);
	for (size_t i = 0; i < spec.key_share_count; i++)
		add_share(&shares, inputs, spec.key_shares[i].group, spec.key_shares[i].key);
	extensions = replayed_extensions(&spec);
	spec.extensions = extensions;
	spec.key_shares = shares.items;
	spec.server_name = inputs->server_name;
	renew(&spec, inputs);
	hello = scn_hello_copy(&spec);
	shares_finish(&shares);
	free(extensions);
	scn_hello_free(captured);
	return hello;
}

static struct scn_hello_extension *composed_extensions(const struct scn_profile *profile)
{
	struct scn_hello_extension *extensions =
		scn_alloc(profile->extension_count, sizeof(*extensions));

	for (size_t i = 0; i < profile->extension_count; i++) {
		const struct scn_profile_extension *from = &profile->extensions[i];

		extensions[i].code = from->code;
		extensions[i].body = (struct scn_bytes){ from->body, from->body_len };
	}
	return extensions;
}

/* RFC 8446 section 4.1.2: legacy_version stays at TLS 1.2. */
static uint16_t legacy_version(const struct scn_profile *profile)
{
	enum scn_version newest = scn_versions_newest(profile->versions);

	return scn_version_wire(newest > SCN_TLS1_2 ? SCN_TLS1_2 : newest);
}

static size_t wire_versions(scn_versions set, uint16_t out[SCN_VERSION_COUNT])
{
	size_t count = 0;

	for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--) {
		if (set & SCN_VERSION_BIT(v))
			out[count++] = scn_version_wire((enum scn_version)v);
	}
	return count;
}

static struct scn_hello *compose(
	const struct scn_profile *profile, const struct scn_hello_inputs *inputs)
{
	uint16_t versions[SCN_VERSION_COUNT];
	struct scn_hello_extension *extensions = composed_extensions(profile);
	struct shares shares = { 0 };
	struct scn_hello *hello;
	struct scn_hello_spec spec = {
		.form = profile->ssl2_form ? SCN_HELLO_SSL2 : SCN_HELLO_RECORD,
		.record_version = profile->record_version,
		.legacy_version = legacy_version(profile),
		.session_id_len = profile->session_id_len,
		.suites = profile->suites,
		.suite_count = profile->suite_count,
		.extensions = extensions,
		.extension_count = profile->extension_count,
		.versions = versions,
		.version_count = wire_versions(profile->versions, versions),
		.groups = profile->groups,
		.group_count = profile->group_count,
		.schemes = profile->schemes,
		.scheme_count = profile->scheme_count,
		.point_formats = profile->point_formats,
		.point_format_count = profile->point_format_count,
		.server_name = profile->sends_sni ? inputs->server_name : NULL,
		.alpn = (const char *const *)profile->alpn,
		.alpn_count = profile->alpn_count,
	};

	for (size_t i = 0; i < profile->key_share_count; i++)
		add_share(&shares, inputs, profile->key_shares[i], (struct scn_bytes){ 0 });
	spec.key_shares = shares.items;
	spec.key_share_count = shares.count;
	renew(&spec, inputs);
	hello = scn_hello_copy(&spec);
	shares_finish(&shares);
	free(extensions);
	return hello;
}

struct scn_hello *scn_profile_hello(
	const struct scn_profile *profile, const struct scn_hello_inputs *inputs)
{
	return profile->hello ? replay(profile, inputs) : compose(profile, inputs);
}

size_t scn_profile_hello_len(const struct scn_profile *profile, const char *server_name)
{
	struct scn_hello_inputs inputs = { .server_name = server_name };
	struct scn_hello *hello = scn_profile_hello(profile, &inputs);
	struct scn_builder wire = { 0 };
	size_t len;

	scn_hello_build(scn_hello_spec(hello), &wire);
	len = wire.len < RECORD_HEADER_LEN ? 0 : wire.len - RECORD_HEADER_LEN;
	scn_builder_finish(&wire);
	scn_hello_free(hello);
	return len;
}
