#include "core/tls/decode.h"

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/registry/alert.h"
#include "core/tls/decode-tree.h"
#include "core/tls/flight.h"
#include "core/tls/record.h"

enum {
	ALERT_LEN = 2,
	HEADER_LEN = 4, /* of a handshake message */
	MAX_TITLE_LEN = 120,
};

static const struct {
	uint8_t type;
	void (*decode)(struct scn_tree *t, struct scn_bytes body);
} messages[] = {
	{ 1, scn_decode_client_hello },
	{ 2, scn_decode_server_hello },
	{ 11, scn_decode_certificate },
	{ 12, scn_decode_key_exchange },
	{ 13, scn_decode_certificate_request },
};

void scn_decoded_finish(struct scn_decoded *decoded)
{
	scn_text_finish(&decoded->title);
	scn_text_finish(&decoded->tree);
}

static void message_body(struct scn_tree *t, uint8_t type, struct scn_bytes body)
{
	for (size_t i = 0; i < SCN_COUNT(messages); i++)
		if (messages[i].type == type) {
			messages[i].decode(t, body);
			return;
		}
	if (body.len)
		scn_tree_hex(t, scn_tr("body"), body);
}

static void add_title(struct scn_text *title, const char *name)
{
	if (title->len < MAX_TITLE_LEN)
		scn_text_printf(title, "%s%s", title->len ? ", " : "", name);
}

/* The first part of a message that goes on in the next record. */
static void unfinished(struct scn_tree *t, struct scn_bytes rest)
{
	struct scn_reader r = scn_reader(rest);
	const char *name = scn_handshake_name(scn_read_u8(&r));
	size_t whole = scn_read_u24(&r);

	if (!scn_read_ok(&r)) {
		scn_tree_line(t, name, scn_tr("the first %zu bytes of its header"), rest.len);
		return;
	}
	scn_tree_line(
		t, name, scn_tr("%1$zu bytes, of which %2$zu are here"), whole, scn_read_left(&r));
}

/* More than one message in the record: each has a line of its own. */
static bool is_alone(struct scn_bytes body)
{
	struct scn_reader r = scn_reader(body);

	scn_read_u8(&r);
	scn_read_block(&r, 3);
	return scn_read_done(&r);
}

static void handshake(struct scn_bytes body, struct scn_text *title, struct scn_tree *t)
{
	struct scn_reader r = scn_reader(body);
	bool alone = is_alone(body);

	if (body.len == 0)
		add_title(title, scn_tr("empty"));
	while (scn_read_left(&r)) {
		struct scn_bytes rest = r.rest;
		uint8_t type = scn_read_u8(&r);
		struct scn_reader message = scn_read_block(&r, 3);

		add_title(title, scn_handshake_name(type));
		if (!scn_read_ok(&r)) {
			unfinished(t, rest);
			return;
		}
		if (!alone)
			scn_tree_bytes(
				t, scn_handshake_name(type), scn_read_left(&message) + HEADER_LEN);
		t->depth += !alone;
		message_body(t, type, message.rest);
		t->depth -= !alone;
	}
}

static void alerts(struct scn_bytes body, struct scn_text *title, struct scn_tree *t)
{
	struct scn_reader r = scn_reader(body);
	const struct scn_alert *alert;
	uint8_t level, code;

	add_title(title, "Alert");
	if (body.len != ALERT_LEN) {
		scn_tree_bytes(t, scn_tr("encrypted"), body.len);
		return;
	}
	level = scn_read_u8(&r);
	code = scn_read_u8(&r);
	alert = scn_alert_by_code(code);
	scn_tree_line(t, scn_tr("level"), "%u %s", level,
		level == SCN_ALERT_FATAL     ? scn_tr("fatal")
		: level == SCN_ALERT_WARNING ? scn_tr("warning")
					     : scn_tr("unknown"));
	scn_tree_line(
		t, scn_tr("description"), "%u %s", code, alert ? alert->name : scn_tr("unknown"));
}

static void not_a_record(struct scn_bytes bytes, struct scn_text *title, struct scn_tree *t)
{
	add_title(title, scn_tr("not a TLS record"));
	scn_tree_hex(t, scn_tr("bytes"), bytes);
}

static void record_of(const struct scn_record *record, struct scn_text *title, struct scn_tree *t)
{
	switch (record->type) {
	case SCN_CONTENT_HANDSHAKE:
		handshake(record->body, title, t);
		break;
	case SCN_CONTENT_ALERT:
		alerts(record->body, title, t);
		break;
	case SCN_CONTENT_CHANGE_CIPHER_SPEC:
		add_title(title, "ChangeCipherSpec");
		break;
	default:
		add_title(title, scn_tr("encrypted"));
		scn_tree_bytes(t, scn_tr("encrypted"), record->body.len);
	}
}

void scn_record_decode(struct scn_bytes bytes, struct scn_decoded *out)
{
	struct scn_tree tree = { .out = &out->tree };
	struct scn_record record;
	struct scn_text version = { 0 };
	size_t consumed;

	*out = (struct scn_decoded){ 0 };
	if (scn_record_parse(bytes, &record, &consumed) == SCN_GOT) {
		scn_name_version(record.version, &version);
		scn_tree_line(&tree, scn_tr("record"),
			scn_tr_n("%1$s, %2$zu bytes", "%1$s, %2$zu bytes", record.body.len),
			scn_text_str(&version), record.body.len);
		scn_text_finish(&version);
		record_of(&record, &out->title, &tree);
	} else if (!scn_decode_ssl2(bytes, &out->title, &tree)) {
		not_a_record(bytes, &out->title, &tree);
	}
}
