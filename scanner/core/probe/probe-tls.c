/* The second half of a probe: from the first byte of TLS on. */
#include "core/probe/probe-private.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/alert.h"

/* Put records into the output. */
static void say(struct scn_probe *p, struct scn_builder *take_records)
{
	scn_build_bytes(&p->out, scn_built(take_records));
	scn_transcript_records(&p->transcript, SCN_FROM_US, take_records);
	scn_transcript_rest(&p->transcript, SCN_FROM_US, take_records);
	scn_builder_finish(take_records);
}

static void hear(struct scn_probe *p, struct scn_bytes bytes)
{
	scn_build_bytes(&p->received, bytes);
	scn_transcript_records(&p->transcript, SCN_FROM_SERVER, &p->received);
}

/* RFC 8446 section 6.1: user_canceled says that this is no failure, close_notify that it is over.
 * OpenSSL takes both in plain text after a ServerHello of any version, and logs an orderly end. */
void scn_probe_cancel_tls(struct scn_probe *p)
{
	static const uint8_t alerts[] = { SCN_ALERT_USER_CANCELED, SCN_ALERT_CLOSE_NOTIFY };
	static const uint16_t first_version = 0x0301, last_version = 0x0303;
	uint16_t version = p->flight.facts.selected ? p->flight.facts.wire_version : first_version;
	struct scn_builder records = { 0 };

	if (p->closed)
		return;
	for (size_t i = 0; i < SCN_COUNT(alerts); i++) {
		scn_build_u8(&records, SCN_CONTENT_ALERT);
		scn_build_u16(&records, version < last_version ? version : last_version);
		scn_build_u16(&records, 2);
		scn_build_u8(&records, SCN_ALERT_WARNING);
		scn_build_u8(&records, alerts[i]);
	}
	say(p, &records);
}

/* ---- a hand-made hello ---- */

enum scn_probe_end scn_probe_hello_end(const struct scn_probe *p, enum scn_probe_end otherwise)
{
	if (!p->flight.facts.selected)
		return otherwise;
	return p->flight.facts.version == SCN_SSL2 ? SCN_END_SSL2 : SCN_END_SELECTED;
}

static void start_hello(struct scn_probe *p)
{
	const struct scn_hello_spec *spec = scn_hello_spec(p->question->hello);
	struct scn_builder records = { 0 };

	scn_hello_build(spec, &records);
	scn_flight_init(&p->flight, spec);
	say(p, &records);
	p->asked = true;
	scn_probe_enter(p, HELLO);
}

/* The server's "421 timeout exceeded" to a connection that waited too long crosses our hello. */
static bool is_farewell(const struct scn_probe *p)
{
	return p->received.len >= 3 && memcmp(p->received.data, "421", 3) == 0;
}

static enum scn_probe_end flight_end(const struct scn_probe *p, enum scn_flight_end end)
{
	static const enum scn_probe_end ends[] = {
		[SCN_FLIGHT_COMPLETE] = SCN_END_HELLO_BROKEN,
		[SCN_FLIGHT_ALERT] = SCN_END_ALERT,
		[SCN_FLIGHT_NOT_TLS] = SCN_END_HELLO_NOT_TLS,
		[SCN_FLIGHT_BROKEN] = SCN_END_HELLO_BROKEN,
	};

	if (end == SCN_FLIGHT_NOT_TLS && is_farewell(p))
		return SCN_END_WARM_CLOSED;
	return scn_probe_hello_end(p, ends[end]);
}

void scn_probe_hello_bytes(struct scn_probe *p, struct scn_bytes bytes)
{
	enum scn_flight_end flight = scn_flight_feed(&p->flight, bytes);
	enum scn_probe_end end;

	hear(p, bytes);
	if (flight == SCN_FLIGHT_READING)
		return;
	end = flight_end(p, flight);
	if (end == SCN_END_WARM_CLOSED)
		p->smtp_code = 421;
	scn_transcript_rest(&p->transcript, SCN_FROM_SERVER, &p->received);
	if (end == SCN_END_SSL2)
		scn_transcript_note(&p->transcript, SCN_LAYER_TLS,
			"SSL 2.0 SERVER-HELLO, kinds of our offer that it takes: %zu",
			p->flight.facts.ssl2_kind_count);
	if (end == SCN_END_SELECTED)
		scn_probe_cancel_tls(p);
	scn_probe_finish(p, end);
}

/* ---- a library's handshake ---- */

/* The library has ended the handshake; what it said is kept in place of single records from now. */
static void fetch_result(struct scn_probe *p)
{
	scn_transcript_rest(&p->transcript, SCN_FROM_SERVER, &p->received);
	scn_handshake_result_finish(&p->handshake_result);
	p->question->backend->result(p->handshake, &p->handshake_result);
}

static void handshake_failed(struct scn_probe *p)
{
	const char *failure;

	fetch_result(p);
	failure = p->handshake_result.failure;
	scn_transcript_note(&p->transcript, SCN_LAYER_TLS, "the handshake failed: %s",
		failure ? failure : "no reason was given");
	scn_probe_finish(p, SCN_END_HANDSHAKE_FAILED);
}

void scn_probe_close_handshake(struct scn_probe *p)
{
	if (p->handshake && !p->closed)
		p->question->backend->close(p->handshake, &p->out);
}

static bool say_inside(struct scn_probe *p, const char *command)
{
	struct scn_bytes plain = { (const uint8_t *)command, strlen(command) };

	scn_transcript_smtp(&p->transcript, SCN_FROM_US, command);
	return p->question->backend->send(p->handshake, plain, &p->out);
}

void scn_probe_leave_inner(struct scn_probe *p)
{
	if (!p->closed && say_inside(p, "QUIT\r\n"))
		scn_probe_close_handshake(p);
}

static void inner_ended(struct scn_probe *p, enum scn_probe_end end)
{
	scn_probe_leave_inner(p);
	scn_probe_finish(p, end);
}

static void inner_reply(struct scn_probe *p)
{
	p->smtp_code = p->inner.code;
	inner_ended(p, p->inner.code / 100 == 2 ? SCN_END_COMPLETED : SCN_END_COMPLETED_NO_SMTP);
}

/* What was decrypted. A second greeting is passed over: RFC 3207 section 4.2 forbids it, but a
 * proxy that ends TLS before the server lets it through. */
static void read_inside(struct scn_probe *p)
{
	struct scn_bytes rest = scn_built(&p->plain);

	while (p->state == INNER && rest.len > 0) {
		size_t used;
		enum scn_parse parsed = scn_reply_feed(&p->inner, rest, &used);
		struct scn_text shown = { 0 };

		rest = (struct scn_bytes){ rest.at + used, rest.len - used };
		if (parsed == SCN_MORE)
			break;
		scn_reply_keep(&shown, &p->inner.raw);
		scn_transcript_smtp(&p->transcript, SCN_FROM_SERVER, scn_text_str(&shown));
		scn_text_finish(&shown);
		if (parsed == SCN_BAD)
			inner_ended(p, SCN_END_COMPLETED_NO_SMTP);
		else if (p->inner.code != 220)
			inner_reply(p);
		scn_reply_finish(&p->inner);
	}
	scn_builder_finish(&p->plain);
}

static void handshake_done(struct scn_probe *p)
{
	const struct scn_handshake_result *r = &p->handshake_result;
	const struct scn_suite *suite;
	struct scn_text ehlo = { 0 };
	bool sent;

	fetch_result(p);
	suite = scn_suite_by_code(r->suite);
	scn_transcript_note(&p->transcript, SCN_LAYER_TLS, "handshake completed: %s, %s",
		r->version < SCN_VERSION_COUNT ? scn_version_title(r->version) : "unknown version",
		suite ? suite->name : "unknown suite");
	scn_probe_enter(p, INNER);
	scn_text_printf(&ehlo, "EHLO %s\r\n", scn_text_str(&p->smtp.name));
	sent = say_inside(p, scn_text_str(&ehlo));
	scn_text_finish(&ehlo);
	if (sent)
		read_inside(p);
	else
		scn_probe_finish(p, SCN_END_COMPLETED_NO_SMTP);
}

void scn_probe_handshake_bytes(struct scn_probe *p, struct scn_bytes bytes)
{
	struct scn_builder answer = { 0 };
	enum scn_handshake_state state;
	bool answered;

	hear(p, bytes);
	state = p->question->backend->feed(p->handshake, bytes, &answer, &p->plain);
	answered = answer.len > 0;
	say(p, &answer);
	if (state == SCN_HANDSHAKE_DONE)
		handshake_done(p);
	else if (state == SCN_HANDSHAKE_FAILED)
		handshake_failed(p);
	else if (answered)
		scn_probe_enter(p, HANDSHAKE); /* one step further: the deadline starts anew */
}

/* An alert that comes after our Finished is still the server's answer to the handshake: in TLS 1.3
 * it has not said before that it is content (RFC 8446 section 4.4.4). */
void scn_probe_inner_bytes(struct scn_probe *p, struct scn_bytes bytes)
{
	enum scn_handshake_state state =
		p->question->backend->feed(p->handshake, bytes, &p->out, &p->plain);

	read_inside(p);
	if (p->state == INNER && state == SCN_HANDSHAKE_FAILED)
		handshake_failed(p);
}

static void start_handshake(struct scn_probe *p)
{
	const struct scn_handshake_backend *backend = p->question->backend;

	p->handshake = backend->begin(&p->question->order);
	if (!p->handshake) {
		p->handshake_result.failure = scn_strdup("the library cannot make this handshake");
		scn_transcript_note(&p->transcript, SCN_LAYER_TLS, "%s: %s", backend->name,
			p->handshake_result.failure);
		scn_probe_finish(p, SCN_END_HANDSHAKE_BROKEN);
		return;
	}
	p->asked = true;
	scn_probe_enter(p, HANDSHAKE);
	scn_probe_handshake_bytes(p, (struct scn_bytes){ 0 });
}

void scn_probe_start_question(struct scn_probe *p)
{
	if (p->question->hello)
		start_hello(p);
	else
		start_handshake(p);
}
