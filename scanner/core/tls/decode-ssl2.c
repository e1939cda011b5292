/* SSL 2.0 messages as lines of a tree: a header of two bytes with the high bit set, the type, and three
 * lengths before three parts (RFC 6101 appendix E). */
#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/tls/decode-tree.h"

enum {
	CLIENT_HELLO = 1,
	SERVER_HELLO = 4,
	KIND_LEN = 3,
};

static void kinds(struct scn_tree *t, struct scn_bytes part)
{
	struct scn_reader r = scn_reader(part);

	scn_tree_line(t, scn_tr("cipher_kinds"), "%zu", part.len / KIND_LEN);
	t->depth++;
	while (scn_read_left(&r) >= KIND_LEN) {
		struct scn_text name = { 0 };
		uint32_t code = scn_read_u24(&r);

		scn_name_suite(code, &name);
		scn_tree_line(t, scn_text_str(&name), "%s", "");
		scn_text_finish(&name);
	}
	t->depth--;
}

static void version(struct scn_tree *t, struct scn_reader *r)
{
	struct scn_text value = { 0 };

	scn_name_version(scn_read_u16(r), &value);
	scn_tree_text(t, scn_tr("version"), &value);
}

static void client_hello(struct scn_tree *t, struct scn_reader *r)
{
	size_t kinds_len, session_len, challenge_len;

	version(t, r);
	kinds_len = scn_read_u16(r);
	session_len = scn_read_u16(r);
	challenge_len = scn_read_u16(r);
	kinds(t, scn_read_bytes(r, kinds_len));
	scn_tree_hex(t, scn_tr("session_id"), scn_read_bytes(r, session_len));
	scn_tree_hex(t, scn_tr("challenge"), scn_read_bytes(r, challenge_len));
}

static void server_hello(struct scn_tree *t, struct scn_reader *r)
{
	size_t certificate_len, kinds_len, connection_len;

	scn_tree_line(t, scn_tr("session_id_hit"), "%u", scn_read_u8(r));
	scn_tree_line(t, scn_tr("certificate_type"), "%u", scn_read_u8(r));
	version(t, r);
	certificate_len = scn_read_u16(r);
	kinds_len = scn_read_u16(r);
	connection_len = scn_read_u16(r);
	scn_tree_bytes(t, scn_tr("certificate"), certificate_len);
	scn_read_bytes(r, certificate_len);
	kinds(t, scn_read_bytes(r, kinds_len));
	scn_tree_hex(t, scn_tr("connection_id"), scn_read_bytes(r, connection_len));
}

bool scn_decode_ssl2(struct scn_bytes bytes, struct scn_text *title, struct scn_tree *t)
{
	struct scn_reader r = scn_reader(bytes);
	uint16_t header = scn_read_u16(&r);
	uint8_t type = scn_read_u8(&r);

	if (!scn_read_ok(&r) || !(header & 0x8000) || (size_t)(header & 0x7FFF) + 2 > bytes.len ||
		(type != CLIENT_HELLO && type != SERVER_HELLO))
		return false;
	scn_text_add(title, type == CLIENT_HELLO ? "ClientHello SSL 2.0" : "ServerHello SSL 2.0");
	if (type == CLIENT_HELLO)
		client_hello(t, &r);
	else
		server_hello(t, &r);
	scn_tree_rest(t, &r);
	return true;
}
