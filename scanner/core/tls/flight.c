#include "core/tls/flight.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/alert.h"
#include "core/registry/extension.h"
#include "core/tls/certificate.h"
#include "core/tls/flight-messages.h"

enum {
	FIRST_BYTES_MAX_LEN = 64, /* kept of what was not TLS */
	ALERT_LEN = 2,
};

void scn_flight_init(struct scn_flight *f, const struct scn_hello_spec *offer)
{
	*f = (struct scn_flight){ .offer = offer };
	f->facts.version = SCN_VERSION_NONE;
}

void scn_flight_finish(struct scn_flight *f)
{
	for (size_t i = 0; i < f->facts.certificate_count; i++)
		scn_certificate_fact_finish(&f->facts.certificates[i]);
	free(f->facts.certificates);
	free(f->facts.ssl2_kinds);
	free((void *)f->facts.first_bytes.at);
	scn_builder_finish(&f->input);
	scn_builder_finish(&f->alerts);
	scn_joiner_finish(&f->messages);
	f->facts = (struct scn_flight_facts){ .version = SCN_VERSION_NONE };
}

static void end(struct scn_flight *f, enum scn_flight_end how)
{
	if (f->facts.end == SCN_FLIGHT_READING)
		f->facts.end = how;
}

static void not_tls(struct scn_flight *f, struct scn_bytes bytes)
{
	size_t len = bytes.len < FIRST_BYTES_MAX_LEN ? bytes.len : FIRST_BYTES_MAX_LEN;

	f->facts.first_bytes = (struct scn_bytes){ scn_memdup(bytes.at, len), len };
	end(f, SCN_FLIGHT_NOT_TLS);
}

/* What a reader has left over becomes all of the builder that it reads. */
static void keep_rest(struct scn_builder *b, struct scn_bytes rest)
{
	memmove(b->data, rest.at, rest.len);
	b->len = rest.len;
}

/* RFC 8446 section 6: a warning before the ServerHello (unrecognized_name) is not a refusal. */
static void take_alert(struct scn_flight *f, uint8_t level, uint8_t code)
{
	if (level != SCN_ALERT_WARNING && level != SCN_ALERT_FATAL) {
		end(f, SCN_FLIGHT_BROKEN);
		return;
	}
	f->facts.alert_level = level;
	f->facts.alert_code = code;
	if (level == SCN_ALERT_FATAL)
		end(f, f->facts.selected ? SCN_FLIGHT_COMPLETE : SCN_FLIGHT_ALERT);
	else if (++f->facts.warning_count > SCN_FLIGHT_MAX_WARNINGS)
		end(f, SCN_FLIGHT_BROKEN);
}

/* Up to TLS 1.2 alerts may be cut and coalesced like any other message (RFC 5246 section 6.2.1). */
static void on_alert(struct scn_flight *f, struct scn_bytes body)
{
	struct scn_reader r;

	if (body.len == 0) {
		end(f, SCN_FLIGHT_BROKEN);
		return;
	}
	scn_build_bytes(&f->alerts, body);
	r = scn_reader(scn_built(&f->alerts));
	while (f->facts.end == SCN_FLIGHT_READING && scn_read_left(&r) >= ALERT_LEN) {
		uint8_t level = scn_read_u8(&r);

		take_alert(f, level, scn_read_u8(&r));
	}
	keep_rest(&f->alerts, r.rest);
}

static void on_handshake(struct scn_flight *f, struct scn_bytes body)
{
	enum scn_parse got;
	uint8_t type;

	scn_joiner_add(&f->messages, body);
	while (f->facts.end == SCN_FLIGHT_READING &&
		(got = scn_joiner_next(&f->messages, &type, &body)) != SCN_MORE) {
		if (got == SCN_BAD || !scn_flight_message(f, type, body))
			end(f, SCN_FLIGHT_BROKEN);
		else if (f->facts.done)
			end(f, SCN_FLIGHT_COMPLETE);
	}
}

static void on_record(struct scn_flight *f, const struct scn_record *record)
{
	switch (record->type) {
	case SCN_CONTENT_ALERT:
		on_alert(f, record->body);
		break;
	case SCN_CONTENT_HANDSHAKE:
		on_handshake(f, record->body);
		break;
	default:
		/* change_cipher_spec or encrypted data: only behind a TLS 1.3 ServerHello, and
		 * there reading has stopped. */
		end(f, SCN_FLIGHT_BROKEN);
	}
}

/* All whole records of the input; what is left over stays. */
static void read_records(struct scn_flight *f)
{
	struct scn_reader r = scn_reader(scn_built(&f->input));
	struct scn_record record;
	size_t consumed;
	enum scn_parse got = SCN_MORE;

	while (f->facts.end == SCN_FLIGHT_READING &&
		(got = scn_record_parse(r.rest, &record, &consumed)) == SCN_GOT) {
		on_record(f, &record);
		scn_read_bytes(&r, consumed);
	}
	if (got == SCN_BAD && f->total == f->input.len && r.rest.len == f->input.len)
		not_tls(f, r.rest);
	else if (got == SCN_BAD)
		end(f, SCN_FLIGHT_BROKEN);
	keep_rest(&f->input, r.rest);
}

/* An SSL 2.0 server answers with a header of its own: high bit and length, then the type. A TLS alert
 * is possible too, and looks like a record. */
static bool looks_like_ssl2(const struct scn_flight *f)
{
	return f->offer->form == SCN_HELLO_SSL2 && f->input.len >= 3 && (f->input.data[0] & 0x80) &&
	       scn_flight_is_ssl2_type(f->input.data[2]);
}

static bool may_become_ssl2(const struct scn_flight *f)
{
	return f->offer->form == SCN_HELLO_SSL2 && f->input.len < 3 && f->input.len > 0 &&
	       (f->input.data[0] & 0x80);
}

static void read_ssl2(struct scn_flight *f)
{
	enum scn_parse got = scn_flight_ssl2(f, scn_built(&f->input));

	if (got == SCN_GOT)
		end(f, f->facts.selected ? SCN_FLIGHT_COMPLETE : SCN_FLIGHT_ALERT);
	else if (got == SCN_BAD)
		end(f, SCN_FLIGHT_BROKEN);
}

enum scn_flight_end scn_flight_feed(struct scn_flight *f, struct scn_bytes bytes)
{
	if (f->facts.end != SCN_FLIGHT_READING || bytes.len == 0)
		return f->facts.end;
	f->total += bytes.len;
	if (f->total > SCN_FLIGHT_MAX_LEN) {
		end(f, SCN_FLIGHT_BROKEN);
		return f->facts.end;
	}
	scn_build_bytes(&f->input, bytes);
	if (looks_like_ssl2(f))
		read_ssl2(f);
	else if (!may_become_ssl2(f))
		read_records(f);
	return f->facts.end;
}
