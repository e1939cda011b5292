#include "core/tls/describe.h"

#include "core/registry/alert.h"
#include "core/registry/group.h"
#include "core/tls/flight.h"
#include "core/tls/hello.h"
#include "core/tls/record.h"

enum {
	MAX_GROUPS_SHOWN = 5,
	SERVER_HELLO = 2,
};

static void add_version(uint16_t wire, struct scn_text *out)
{
	const char *title = scn_version_title(scn_version_from_wire(wire));

	if (title)
		scn_text_printf(out, " %s", title);
	else
		scn_text_printf(out, " version 0x%04X", wire);
}

static uint16_t newest(const struct scn_hello_spec *spec)
{
	uint16_t wire = spec->legacy_version;

	for (size_t i = 0; i < spec->version_count; i++)
		if (scn_version_from_wire(spec->versions[i]) != SCN_VERSION_NONE &&
			spec->versions[i] > wire)
			wire = spec->versions[i];
	return wire;
}

static void add_groups(const struct scn_hello_spec *spec, struct scn_text *out)
{
	for (size_t i = 0; i < spec->group_count && i < MAX_GROUPS_SHOWN; i++) {
		const struct scn_group *group = scn_group_by_code(spec->groups[i]);

		scn_text_add(out, i ? " " : ", groups ");
		if (group)
			scn_text_add(out, group->name);
		else
			scn_text_printf(out, "0x%04X", spec->groups[i]);
	}
	if (spec->group_count > MAX_GROUPS_SHOWN)
		scn_text_printf(out, " +%zu", spec->group_count - MAX_GROUPS_SHOWN);
}

static bool describe_hello(struct scn_bytes record, struct scn_text *out)
{
	struct scn_hello *hello;
	const struct scn_hello_spec *spec;

	if (scn_hello_parse(record, &hello, NULL) != SCN_GOT)
		return false;
	spec = scn_hello_spec(hello);
	scn_text_add(out, "ClientHello");
	add_version(newest(spec), out);
	scn_text_printf(
		out, ", %zu %s", spec->suite_count, spec->suite_count == 1 ? "suite" : "suites");
	add_groups(spec, out);
	scn_hello_free(hello);
	return true;
}

static void describe_server_hello(struct scn_bytes record, struct scn_text *out)
{
	struct scn_hello_spec nothing = { .legacy_version = 0x0303 };
	struct scn_flight flight;
	const struct scn_suite *suite;

	scn_flight_init(&flight, &nothing);
	scn_flight_feed(&flight, record);
	suite = scn_suite_by_code(flight.facts.suite);
	if (flight.facts.selected) {
		scn_text_add(out, flight.facts.retry ? "HelloRetryRequest" : "ServerHello");
		add_version(flight.facts.wire_version, out);
		if (suite)
			scn_text_printf(out, " %s", suite->name);
		else
			scn_text_printf(out, " suite 0x%04X", flight.facts.suite);
	} else {
		scn_text_add(out, "ServerHello, malformed");
	}
	scn_flight_finish(&flight);
}

static void describe_handshake(struct scn_bytes whole, struct scn_bytes body, struct scn_text *out)
{
	struct scn_joiner joiner = { 0 };
	struct scn_bytes message;
	uint8_t type;
	size_t count = 0;

	scn_joiner_add(&joiner, body);
	while (scn_joiner_next(&joiner, &type, &message) == SCN_GOT) {
		scn_text_add(out, count++ ? ", " : "");
		if (type == SERVER_HELLO)
			describe_server_hello(whole, out);
		else
			scn_text_add(out, scn_handshake_name(type));
	}
	if (joiner.read < joiner.pending.len)
		scn_text_printf(out, "%s%s, first part", count ? ", " : "",
			scn_handshake_name(joiner.pending.data[joiner.read]));
	scn_joiner_finish(&joiner);
}

static void describe_alert(struct scn_bytes body, struct scn_text *out)
{
	const struct scn_alert *alert;

	if (body.len != 2) {
		scn_text_add(out, "Alert, encrypted");
		return;
	}
	alert = scn_alert_by_code(body.at[1]);
	scn_text_add(out, "Alert");
	if (body.at[0] == SCN_ALERT_FATAL || body.at[0] == SCN_ALERT_WARNING)
		scn_text_add(out, body.at[0] == SCN_ALERT_FATAL ? " fatal" : " warning");
	else
		scn_text_printf(out, " of level %u", body.at[0]);
	scn_text_printf(out, " %s (%u)", alert ? alert->name : "unknown", body.at[1]);
}

/* An answer of SSL 2.0 with its own header, of which the whole has to be there. */
static bool describe_ssl2(struct scn_bytes bytes, struct scn_text *out)
{
	struct scn_hello_spec nothing = { .form = SCN_HELLO_SSL2 };
	struct scn_flight flight;
	bool known = true;

	scn_flight_init(&flight, &nothing);
	scn_flight_feed(&flight, bytes);
	if (flight.facts.selected && flight.facts.version == SCN_SSL2)
		scn_text_printf(out, "ServerHello SSL 2.0%s",
			flight.facts.certificate_count ? " with a certificate" : "");
	else if (bytes.len && (bytes.at[0] & 0x80) && flight.facts.end == SCN_FLIGHT_ALERT)
		scn_text_add(out, "Error SSL 2.0, no cipher in common");
	else
		known = false;
	scn_flight_finish(&flight);
	return known;
}

void scn_record_describe(struct scn_bytes bytes, struct scn_text *out)
{
	struct scn_record record;
	size_t consumed;

	if (describe_hello(bytes, out) || describe_ssl2(bytes, out))
		return;
	if (scn_record_parse(bytes, &record, &consumed) != SCN_GOT) {
		scn_text_printf(out, "%zu bytes that are not a TLS record", bytes.len);
		return;
	}
	switch (record.type) {
	case SCN_CONTENT_HANDSHAKE:
		describe_handshake(bytes, record.body, out);
		break;
	case SCN_CONTENT_ALERT:
		describe_alert(record.body, out);
		break;
	case SCN_CONTENT_CHANGE_CIPHER_SPEC:
		scn_text_add(out, "ChangeCipherSpec");
		break;
	default:
		scn_text_printf(out, "encrypted, %zu bytes", record.body.len);
	}
}
