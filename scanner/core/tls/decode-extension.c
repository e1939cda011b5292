/* Extensions of hellos as lines of a tree (RFC 8446 section 4.2). Client and server send bodies of other
 * forms under the same code, so the table has a column for each. */
#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/registry/extension.h"
#include "core/registry/version.h"
#include "core/tls/decode-tree.h"

typedef void namer(uint16_t code, struct scn_text *out);

/* A list of two-byte codes behind its length, on one line. */
static void code_list(struct scn_reader *r, int width, namer *name, struct scn_text *value)
{
	struct scn_reader list = scn_read_block(r, width);

	for (size_t i = 0; scn_read_left(&list) >= 2; i++) {
		scn_text_add(value, i ? " " : "");
		name(scn_read_u16(&list), value);
	}
	if (scn_read_left(&list))
		r->failed = true;
}

/* "TLS1.3": in one word, because a list of them is separated by blanks. */
static void name_version_word(uint16_t wire, struct scn_text *out)
{
	const char *word = scn_version_word(scn_version_from_wire(wire));

	if (word)
		scn_text_add(out, word);
	else
		scn_text_printf(out, "0x%04X", wire);
}

static void groups(struct scn_reader *r, struct scn_text *value)
{
	code_list(r, 2, scn_name_group, value);
}

static void schemes(struct scn_reader *r, struct scn_text *value)
{
	code_list(r, 2, scn_name_scheme, value);
}

static void client_versions(struct scn_reader *r, struct scn_text *value)
{
	code_list(r, 1, name_version_word, value);
}

static void server_version(struct scn_reader *r, struct scn_text *value)
{
	scn_name_version(scn_read_u16(r), value);
}

/* RFC 6066 section 3 */
static void server_name(struct scn_reader *r, struct scn_text *value)
{
	struct scn_reader list = scn_read_block(r, 2);
	struct scn_reader name;

	scn_read_u8(&list); /* host_name */
	name = scn_read_block(&list, 2);
	if (!scn_read_ok(&list))
		r->failed = true;
	else
		scn_text_peer(value, (const char *)name.rest.at, name.rest.len);
}

/* RFC 7301 section 3.1 */
static void alpn(struct scn_reader *r, struct scn_text *value)
{
	struct scn_reader list = scn_read_block(r, 2);

	while (scn_read_left(&list)) {
		struct scn_reader name = scn_read_block(&list, 1);

		scn_text_add(value, value->len ? " " : "");
		scn_text_peer(value, (const char *)name.rest.at, name.rest.len);
	}
	if (!scn_read_ok(&list))
		r->failed = true;
}

/* RFC 8422 section 5.1.2 */
static void point_formats(struct scn_reader *r, struct scn_text *value)
{
	static const char *const names[] = { "uncompressed", "compressed_prime",
		"compressed_char2" };
	struct scn_reader list = scn_read_block(r, 1);

	while (scn_read_left(&list)) {
		uint8_t format = scn_read_u8(&list);

		scn_text_add(value, value->len ? " " : "");
		if (format < SCN_COUNT(names))
			scn_text_add(value, names[format]);
		else
			scn_text_printf(value, "%u", format);
	}
}

static void length(struct scn_reader *r, struct scn_text *value)
{
	scn_text_printf(
		value, scn_tr_n("%zu bytes", "%zu bytes", scn_read_left(r)), scn_read_left(r));
	scn_read_bytes(r, scn_read_left(r));
}

static void one_share(struct scn_reader *r, struct scn_text *value)
{
	uint16_t group = scn_read_u16(r);
	struct scn_reader key = scn_read_block(r, 2);

	if (!scn_read_ok(r))
		return;
	scn_text_add(value, value->len ? ", " : "");
	scn_name_group(group, value);
	scn_text_add(value, " (");
	length(&key, value);
	scn_text_char(value, ')');
}

/* RFC 8446 section 4.2.8: a list, one share, or only the group. */
static void client_shares(struct scn_reader *r, struct scn_text *value)
{
	struct scn_reader list = scn_read_block(r, 2);

	if (scn_read_ok(r) && !scn_read_left(&list))
		scn_text_add(value, scn_tr("none"));
	while (scn_read_left(&list))
		one_share(&list, value);
	if (!scn_read_ok(&list))
		r->failed = true;
}

static void retry_group(struct scn_reader *r, struct scn_text *value)
{
	scn_name_group(scn_read_u16(r), value);
}

/* RFC 8446 section 4.2.9 */
static void psk_modes(struct scn_reader *r, struct scn_text *value)
{
	static const char *const names[] = { "psk_ke", "psk_dhe_ke" };
	struct scn_reader list = scn_read_block(r, 1);

	while (scn_read_left(&list)) {
		uint8_t mode = scn_read_u8(&list);

		scn_text_add(value, value->len ? " " : "");
		if (mode < SCN_COUNT(names))
			scn_text_add(value, names[mode]);
		else
			scn_text_printf(value, "%u", mode);
	}
}

static void number(struct scn_reader *r, struct scn_text *value)
{
	scn_text_uint(value, scn_read_u16(r));
}

typedef void body_reader(struct scn_reader *r, struct scn_text *value);

static const struct {
	uint16_t code;
	body_reader *of[3]; /* enum scn_sender; NULL: hex */
} bodies[] = {
	{ SCN_EXT_SERVER_NAME, { server_name, NULL, NULL } },
	{ SCN_EXT_SUPPORTED_GROUPS, { groups, groups, groups } },
	{ SCN_EXT_EC_POINT_FORMATS, { point_formats, point_formats, point_formats } },
	{ SCN_EXT_SIGNATURE_ALGORITHMS, { schemes, schemes, schemes } },
	{ SCN_EXT_ALPN, { alpn, alpn, alpn } },
	{ SCN_EXT_PADDING, { length, length, length } },
	{ SCN_EXT_RECORD_SIZE_LIMIT, { number, number, number } },
	{ SCN_EXT_SESSION_TICKET, { length, length, length } },
	{ SCN_EXT_SUPPORTED_VERSIONS, { client_versions, server_version, server_version } },
	{ SCN_EXT_PSK_KEY_EXCHANGE_MODES, { psk_modes, NULL, NULL } },
	{ SCN_EXT_SIGNATURE_ALGORITHMS_CERT, { schemes, schemes, schemes } },
	{ SCN_EXT_KEY_SHARE, { client_shares, one_share, retry_group } },
};

static body_reader *find(uint16_t code, enum scn_sender sender)
{
	for (size_t i = 0; i < SCN_COUNT(bodies); i++)
		if (bodies[i].code == code)
			return bodies[i].of[sender];
	return NULL;
}

static void one_extension(
	struct scn_tree *t, uint16_t code, struct scn_reader *body, enum scn_sender sender)
{
	body_reader *read = find(code, sender);
	struct scn_text name = { 0 }, value = { 0 };

	scn_name_extension(code, &name);
	if (read && scn_read_left(body)) {
		read(body, &value);
		if (!scn_read_done(body))
			scn_text_printf(&value, value.len ? " (%s)" : "%s", scn_tr("malformed"));
		scn_tree_text(t, scn_text_str(&name), &value);
	} else {
		scn_tree_hex(t, scn_text_str(&name), body->rest);
	}
	scn_text_finish(&name);
}

static size_t count_extensions(struct scn_reader block)
{
	size_t count = 0;

	while (scn_read_left(&block) && scn_read_ok(&block)) {
		scn_read_u16(&block);
		scn_read_block(&block, 2);
		count += scn_read_ok(&block);
	}
	return count;
}

void scn_decode_extensions(struct scn_tree *t, struct scn_reader *r, enum scn_sender sender)
{
	struct scn_reader block;

	if (!scn_read_left(r))
		return;
	block = scn_read_block(r, 2);
	scn_tree_line(t, scn_tr("extensions"), "%zu", count_extensions(block));
	t->depth++;
	while (scn_read_left(&block)) {
		uint16_t code = scn_read_u16(&block);
		struct scn_reader body = scn_read_block(&block, 2);

		if (scn_read_ok(&block))
			one_extension(t, code, &body, sender);
	}
	t->depth--;
	if (!scn_read_ok(&block))
		r->failed = true;
}
