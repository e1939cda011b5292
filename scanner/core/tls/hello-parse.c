#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/extension.h"
#include "core/tls/extension.h"
#include "core/tls/hello-own.h"
#include "core/tls/record.h"

enum {
	CLIENT_HELLO = 1,
	SSL2_HEADER_LEN = 2,
	SSL2_VERSION = 0x0002,
	SSL2_CHALLENGE_MIN = 16,
	SSL2_NULL_WITH_MD5 = 0x1000000, /* the registry's code for the kind 0x000000 */
};

/* ---- lists ---- */

static uint16_t *read_u16s(struct scn_hello *h, struct scn_reader list, size_t *count_out)
{
	uint16_t *values = NULL;

	*count_out = 0;
	while (scn_read_left(&list) >= 2)
		SCN_APPEND(values, *count_out, scn_read_u16(&list));
	if (values)
		scn_hello_take(h, values);
	return values;
}

static void read_suites(struct scn_hello *h, struct scn_reader list)
{
	scn_suite_code *suites = NULL;

	while (scn_read_left(&list) >= 2)
		SCN_APPEND(suites, h->spec.suite_count, scn_read_u16(&list));
	if (suites)
		scn_hello_take(h, suites);
	h->spec.suites = suites;
}

/* ---- bodies of extensions into the fields of the spec ---- */

static void on_server_name(struct scn_hello *h, struct scn_reader body)
{
	struct scn_reader list = scn_read_block(&body, 2);
	struct scn_bytes name;
	char *text;

	scn_read_u8(&list);
	name = scn_read_block(&list, 2).rest;
	if (!scn_read_ok(&list) || memchr(name.at, 0, name.len))
		return;
	text = scn_strndup((const char *)name.at, name.len);
	scn_hello_take(h, text);
	h->spec.server_name = text;
}

static void on_groups(struct scn_hello *h, struct scn_reader body)
{
	h->spec.groups = read_u16s(h, scn_read_block(&body, 2), &h->spec.group_count);
}

static void on_point_formats(struct scn_hello *h, struct scn_reader body)
{
	struct scn_bytes formats = scn_read_block(&body, 1).rest;

	h->spec.point_formats = scn_hello_keep(h, formats.at, formats.len);
	h->spec.point_format_count = h->spec.point_formats ? formats.len : 0;
}

static void on_schemes(struct scn_hello *h, struct scn_reader body)
{
	h->spec.schemes = read_u16s(h, scn_read_block(&body, 2), &h->spec.scheme_count);
}

static void on_cert_schemes(struct scn_hello *h, struct scn_reader body)
{
	h->spec.cert_schemes = read_u16s(h, scn_read_block(&body, 2), &h->spec.cert_scheme_count);
}

static void on_alpn(struct scn_hello *h, struct scn_reader body)
{
	struct scn_reader list = scn_read_block(&body, 2);
	char **names = NULL;

	while (scn_read_left(&list)) {
		struct scn_bytes name = scn_read_block(&list, 1).rest;
		char *text = scn_strndup((const char *)name.at, name.len);

		scn_hello_take(h, text);
		SCN_APPEND(names, h->spec.alpn_count, text);
	}
	if (names)
		scn_hello_take(h, names);
	h->spec.alpn = (const char *const *)names;
}

static void on_record_size_limit(struct scn_hello *h, struct scn_reader body)
{
	h->spec.record_size_limit = scn_read_u16(&body);
}

static void on_versions(struct scn_hello *h, struct scn_reader body)
{
	h->spec.versions = read_u16s(h, scn_read_block(&body, 1), &h->spec.version_count);
}

static void on_psk_modes(struct scn_hello *h, struct scn_reader body)
{
	struct scn_reader modes = scn_read_block(&body, 1);

	while (scn_read_left(&modes) && h->spec.psk_mode_count < sizeof(h->spec.psk_modes))
		h->spec.psk_modes[h->spec.psk_mode_count++] = scn_read_u8(&modes);
}

static void on_key_share(struct scn_hello *h, struct scn_reader body)
{
	struct scn_reader list = scn_read_block(&body, 2);
	struct scn_key_share *shares = NULL;

	while (scn_read_left(&list)) {
		struct scn_key_share share = { .group = scn_read_u16(&list) };

		share.key = scn_hello_keep_bytes(h, scn_read_block(&list, 2).rest);
		SCN_APPEND(shares, h->spec.key_share_count, share);
	}
	if (shares)
		scn_hello_take(h, shares);
	h->spec.key_shares = shares;
}

static const struct {
	uint16_t code;
	void (*read)(struct scn_hello *h, struct scn_reader body);
} bodies[] = {
	{ SCN_EXT_SERVER_NAME, on_server_name },
	{ SCN_EXT_SUPPORTED_GROUPS, on_groups },
	{ SCN_EXT_EC_POINT_FORMATS, on_point_formats },
	{ SCN_EXT_SIGNATURE_ALGORITHMS, on_schemes },
	{ SCN_EXT_ALPN, on_alpn },
	{ SCN_EXT_RECORD_SIZE_LIMIT, on_record_size_limit },
	{ SCN_EXT_SUPPORTED_VERSIONS, on_versions },
	{ SCN_EXT_PSK_KEY_EXCHANGE_MODES, on_psk_modes },
	{ SCN_EXT_SIGNATURE_ALGORITHMS_CERT, on_cert_schemes },
	{ SCN_EXT_KEY_SHARE, on_key_share },
};

static void read_body(struct scn_hello *h, uint16_t code, struct scn_bytes body)
{
	for (size_t i = 0; i < SCN_COUNT(bodies); i++)
		if (bodies[i].code == code)
			bodies[i].read(h, scn_reader(body));
}

/* Does the spec alone give these very bytes? Then the body need not be kept, and the extension follows
 * the fields when they are changed. Padding depends on the whole hello: loosen_padding. */
static bool is_expressible(const struct scn_hello *h, uint16_t code, struct scn_bytes body)
{
	struct scn_hello_extension extension = { .code = code };
	struct scn_builder built = { 0 };
	struct scn_reader r;
	bool same;

	if (code == SCN_EXT_PADDING)
		return false;
	scn_extension_build(&h->spec, &extension, &built);
	r = scn_reader(scn_built(&built));
	scn_read_u32(&r); /* type and length */
	same = scn_read_ok(&r) && scn_bytes_equal(r.rest, body);
	scn_builder_finish(&built);
	return same;
}

/* A raw body, never with at == NULL, which would mean "build it". */
static struct scn_bytes raw_body(struct scn_hello *h, struct scn_bytes body)
{
	static const uint8_t nothing[1];

	return body.len ? scn_hello_keep_bytes(h, body) : (struct scn_bytes){ nothing, 0 };
}

static bool seen(const struct scn_hello_extension *list, size_t count, uint16_t code)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].code == code)
			return true;
	return false;
}

/* Padding whose length follows from the rule shall follow it too when the hello is changed. All of the
 * message but the extensions is in the spec already. */
static void loosen_padding(struct scn_hello *h, struct scn_hello_extension *extensions)
{
	struct scn_builder exact = { 0 }, loose = { 0 };
	size_t i = 0;
	struct scn_bytes body;

	while (extensions[i].code != SCN_EXT_PADDING)
		i++;
	scn_hello_build(&h->spec, &exact);
	body = extensions[i].body;
	extensions[i].body = (struct scn_bytes){ 0 };
	scn_hello_build(&h->spec, &loose);
	if (!scn_bytes_equal(scn_built(&exact), scn_built(&loose)))
		extensions[i].body = body;
	scn_builder_finish(&exact);
	scn_builder_finish(&loose);
}

static void read_extensions(struct scn_hello *h, struct scn_reader *list)
{
	struct scn_hello_extension *extensions = NULL;
	size_t count = 0;

	while (scn_read_left(list)) {
		struct scn_hello_extension e = { .code = scn_read_u16(list) };
		struct scn_bytes body = scn_read_block(list, 2).rest;

		if (!scn_read_ok(list))
			break;
		/* Of an extension that is there twice the fields can hold only one. */
		if (!seen(extensions, count, e.code))
			read_body(h, e.code, body);
		if (!is_expressible(h, e.code, body))
			e.body = raw_body(h, body);
		SCN_APPEND(extensions, count, e);
	}
	if (extensions)
		scn_hello_take(h, extensions);
	h->spec.extensions = extensions;
	h->spec.extension_count = count;
	h->spec.empty_extensions = count == 0;
	if (seen(extensions, count, SCN_EXT_PADDING) && scn_read_ok(list))
		loosen_padding(h, extensions);
}

/* ---- the message ---- */

static bool read_message(struct scn_hello *h, struct scn_reader *r)
{
	struct scn_hello_spec *s = &h->spec;
	struct scn_bytes random, session, compression;
	struct scn_reader suites, extensions;

	s->legacy_version = scn_read_u16(r);
	random = scn_read_bytes(r, SCN_RANDOM_LEN);
	session = scn_read_block(r, 1).rest;
	suites = scn_read_block(r, 2);
	compression = scn_read_block(r, 1).rest;
	if (!scn_read_ok(r) || session.len > SCN_SESSION_ID_MAX || suites.rest.len % 2 ||
		compression.len == 0)
		return false;
	memcpy(s->random, random.at, random.len);
	if (session.len)
		memcpy(s->session_id, session.at, session.len);
	s->session_id_len = (uint8_t)session.len;
	read_suites(h, suites);
	s->compression = scn_hello_keep(h, compression.at, compression.len);
	s->compression_count = compression.len;
	if (scn_read_left(r) == 0)
		return true;
	extensions = scn_read_block(r, 2);
	read_extensions(h, &extensions);
	return scn_read_done(r) && scn_read_ok(&extensions);
}

/* ---- SSL 2.0 ---- */

static bool read_ssl2_body(struct scn_hello *h, struct scn_reader *r)
{
	struct scn_hello_spec *s = &h->spec;
	size_t suites_len, session_len, challenge_len;
	struct scn_bytes session, challenge;
	struct scn_reader list;
	scn_suite_code *suites = NULL;

	s->form = SCN_HELLO_SSL2;
	s->legacy_version = scn_read_u16(r);
	suites_len = scn_read_u16(r);
	session_len = scn_read_u16(r);
	challenge_len = scn_read_u16(r);
	list = scn_reader(scn_read_bytes(r, suites_len));
	session = scn_read_bytes(r, session_len);
	challenge = scn_read_bytes(r, challenge_len);
	if (!scn_read_done(r) || suites_len % 3 || session_len > SCN_SESSION_ID_MAX ||
		challenge_len < SSL2_CHALLENGE_MIN || challenge_len > SCN_RANDOM_LEN)
		return false;
	while (scn_read_left(&list)) {
		scn_suite_code kind = scn_read_u24(&list);

		/* In a hello of later versions 0x000000 is the suite 0x0000. */
		if (kind == 0 && s->legacy_version == SSL2_VERSION)
			kind = SSL2_NULL_WITH_MD5;
		SCN_APPEND(suites, s->suite_count, kind);
	}
	if (suites)
		scn_hello_take(h, suites);
	s->suites = suites;
	if (session.len)
		memcpy(s->session_id, session.at, session.len);
	s->session_id_len = (uint8_t)session.len;
	memcpy(s->random, challenge.at, challenge.len);
	s->challenge_len = (uint8_t)challenge.len;
	return true;
}

static enum scn_parse parse_ssl2(struct scn_hello *h, struct scn_bytes wire, size_t *consumed)
{
	struct scn_reader r = scn_reader(wire), body;
	size_t len = scn_read_u16(&r) & 0x7FFF;

	body = scn_reader(scn_read_bytes(&r, len));
	if (!scn_read_ok(&r))
		return SCN_MORE;
	*consumed = SSL2_HEADER_LEN + len;
	return scn_read_u8(&body) == CLIENT_HELLO && read_ssl2_body(h, &body) ? SCN_GOT : SCN_BAD;
}

/* ---- records, or a bare message ---- */

static enum scn_parse parse_body(struct scn_hello *h, uint8_t type, struct scn_bytes body)
{
	struct scn_reader r = scn_reader(body);

	return type == CLIENT_HELLO && read_message(h, &r) ? SCN_GOT : SCN_BAD;
}

static enum scn_parse parse_bare(struct scn_hello *h, struct scn_bytes wire, size_t *consumed)
{
	struct scn_joiner joiner = { 0 };
	struct scn_bytes body;
	uint8_t type;
	enum scn_parse got;

	scn_joiner_add(&joiner, wire);
	got = scn_joiner_next(&joiner, &type, &body);
	if (got == SCN_GOT) {
		*consumed = joiner.read;
		got = parse_body(h, type, body);
	}
	scn_joiner_finish(&joiner);
	return got;
}

/* How the message was cut into records, so that it can be built the same way again. */
static void note_record(struct scn_hello *h, const struct scn_record *record, size_t number)
{
	if (number == 0)
		h->spec.record_version = record->version;
	if (h->spec.fragment_len == 0)
		h->spec.fragment_len = record->body.len;
}

static enum scn_parse parse_records(struct scn_hello *h, struct scn_bytes wire, size_t *consumed)
{
	struct scn_joiner joiner = { 0 };
	struct scn_reader r = scn_reader(wire);
	struct scn_record record;
	enum scn_parse got = SCN_MORE, read;
	struct scn_bytes body;
	size_t used, number = 0;
	uint8_t type;

	while ((read = scn_record_parse(r.rest, &record, &used)) == SCN_GOT && got == SCN_MORE) {
		scn_read_bytes(&r, used);
		if (record.type != SCN_CONTENT_HANDSHAKE)
			break;
		note_record(h, &record, number++);
		scn_joiner_add(&joiner, record.body);
		got = scn_joiner_next(&joiner, &type, &body);
	}
	if (got == SCN_GOT)
		got = joiner.read == joiner.pending.len ? parse_body(h, type, body) : SCN_BAD;
	else if (read != SCN_MORE)
		got = SCN_BAD;
	if (number == 1 && h->spec.fragment_len <= SCN_RECORD_MAX_PLAIN)
		h->spec.fragment_len = 0;
	*consumed = wire.len - scn_read_left(&r);
	scn_joiner_finish(&joiner);
	return got;
}

static enum scn_parse parse(struct scn_hello *h, struct scn_bytes wire, size_t *consumed)
{
	if (wire.len == 0)
		return SCN_MORE;
	if (wire.at[0] & 0x80)
		return parse_ssl2(h, wire, consumed);
	if (wire.at[0] == CLIENT_HELLO)
		return parse_bare(h, wire, consumed);
	return parse_records(h, wire, consumed);
}

enum scn_parse scn_hello_parse(
	struct scn_bytes wire, struct scn_hello **hello_out, size_t *consumed_out)
{
	struct scn_hello *hello = scn_hello_new();
	size_t consumed = 0;
	enum scn_parse got;

	got = wire.len > SCN_HELLO_MAX_LEN ? SCN_BAD : parse(hello, wire, &consumed);
	if (got != SCN_GOT) {
		scn_hello_free(hello);
		return got;
	}
	if (consumed_out)
		*consumed_out = consumed;
	*hello_out = hello;
	return SCN_GOT;
}
