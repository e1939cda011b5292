/* Every ClientHello in a packet capture. */
#include <stdlib.h>
#include <string.h>

#include "import/private.h"

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/base/time.h"
#include "core/profile/profile-from-hello.h"
#include "core/tls/hello.h"
#include "io/pcap.h"

enum {
	DATE_LEN = 10, /* "2026-01-31" */
};

/* The same sentence for every number of them; a language may have several forms. */
static void note(struct scn_import_result *result, size_t count, const char *sentence)
{
	if (!count)
		return;
	scn_text_printf(&result->notes, scn_tr_n(sentence, sentence, count), count);
	scn_text_char(&result->notes, '\n');
}

static void note_counts(const struct scn_capture_counts *c, struct scn_import_result *result)
{
	note(result, c->hellos_cut,
		SCN_MARK_MANY("%zu ClientHellos are not whole in the capture and are left out."));
	note(result, c->cut,
		SCN_MARK_MANY("%zu packets are cut short in the capture; tcpdump -s 0 keeps them "
			      "whole."));
	note(result, c->gaps, SCN_MARK_MANY("%zu places where packets are missing."));
	note(result, c->fragments, SCN_MARK_MANY("%zu IP fragments are left out."));
	note(result, c->broken, SCN_MARK_MANY("%zu packets have headers that cannot be read."));
	note(result, c->hellos_dropped,
		SCN_MARK_MANY("%zu connections have yet other ClientHellos: too many."));
}

/* "captured from 192.0.2.1 to 192.0.2.2 port 25 (EHLO mail.example), 3 connections, in x.pcap" */
static void reference(const struct scn_import_input *input, const struct scn_captured_hello *hello,
	struct scn_text *out)
{
	scn_text_add(out, "captured from ");
	scn_endpoint_address(&hello->client, out);
	scn_text_add(out, " to ");
	scn_endpoint_address(&hello->server, out);
	scn_text_printf(out, " port %u", hello->server.port);
	if (hello->ehlo) {
		scn_text_add(out, " (EHLO ");
		scn_text_peer(out, hello->ehlo, strlen(hello->ehlo));
		scn_text_char(out, ')');
	}
	if (!hello->starttls)
		scn_text_add(out, ", TLS at once");
	scn_text_printf(out, ", %zu connection%s, in %s", hello->seen, hello->seen == 1 ? "" : "s",
		input->name);
}

/* --id, else what the client calls itself, else its address. */
static void id_of(const struct scn_import_input *input, const struct scn_captured_hello *hello,
	struct scn_text *out)
{
	if (input->id)
		scn_text_add(out, input->id);
	else if (hello->ehlo)
		scn_text_add(out, hello->ehlo);
	else
		scn_endpoint_address(&hello->client, out);
}

/* NULL: this hello cannot be a profile; a note says why. */
static struct scn_profile *profile_of(const struct scn_import_input *input,
	const struct scn_captured_hello *hello, struct scn_import_result *result)
{
	struct scn_bytes wire = { hello->wire, hello->wire_len };
	struct scn_text id = { 0 }, from = { 0 }, notes = { 0 }, error = { 0 };
	char date[SCN_UTC_LEN];
	struct scn_profile *profile;

	scn_utc_text(hello->when, date);
	date[DATE_LEN] = 0;
	id_of(input, hello, &id);
	reference(input, hello, &from);
	scn_import_hello_note(wire, &notes);
	profile = scn_profile_from_hello(wire,
		&(struct scn_hello_origin){
			.id = scn_text_str(&id),
			.reference = scn_text_str(&from),
			.date = date,
			.note = scn_text_str(&notes),
		},
		&error);
	if (!profile)
		scn_text_printf(&result->notes, scn_tr("%s: left out: %s\n"), scn_text_str(&from),
			scn_text_str(&error));
	scn_text_finish(&id);
	scn_text_finish(&from);
	scn_text_finish(&notes);
	scn_text_finish(&error);
	return profile;
}

/* What a table shows of it. */
static void add_origin(const struct scn_captured_hello *hello, struct scn_import_result *result)
{
	struct scn_import_origin origin = { .when = hello->when, .seen = hello->seen };
	struct scn_bytes wire = { hello->wire, hello->wire_len };
	struct scn_text from = { 0 }, to = { 0 }, name = { 0 };
	struct scn_hello *parsed = NULL;

	scn_endpoint_address(&hello->client, &from);
	scn_endpoint_address(&hello->server, &to);
	scn_text_printf(&to, " port %u", hello->server.port);
	if (scn_hello_parse(wire, &parsed, NULL) == SCN_GOT && scn_hello_spec(parsed)->server_name)
		scn_text_peer(&name, scn_hello_spec(parsed)->server_name,
			strlen(scn_hello_spec(parsed)->server_name));
	scn_hello_free(parsed);
	origin.from = scn_text_take(&from);
	origin.to = scn_text_take(&to);
	origin.server_name = name.len ? scn_text_take(&name) : NULL;
	SCN_APPEND(result->origins, result->origin_count, origin);
}

static void add_all(const struct scn_import_input *input, const struct scn_capture *capture,
	struct scn_import_result *result)
{
	size_t count;
	const struct scn_captured_hello *hellos = scn_capture_hellos(capture, &count);

	for (size_t i = 0; i < count; i++) {
		struct scn_profile *profile = profile_of(input, &hellos[i], result);

		if (!profile)
			continue;
		scn_import_add(result, profile);
		add_origin(&hellos[i], result);
	}
}

bool scn_import_capture_recognise(struct scn_bytes bytes)
{
	return scn_pcap_recognise(bytes);
}

bool scn_import_capture_read(const struct scn_import_input *input, struct scn_import_result *result,
	struct scn_text *error)
{
	struct scn_capture *capture = scn_capture_new();
	struct scn_text why = { 0 };
	bool whole = scn_pcap_read(input->bytes, capture, &why);
	const struct scn_capture_counts *counts = scn_capture_counts(capture);

	scn_capture_end(capture);
	note_counts(counts, result);
	add_all(input, capture, result);
	if (result->profiles.count == 0 && !whole)
		scn_text_add(error, scn_text_str(&why));
	else if (result->profiles.count == 0)
		scn_text_printf(error,
			scn_tr("The capture has %zu packets (%zu of TCP), and none is a whole "
			       "ClientHello. "
			       "Capture from the start of the connection: later it is encrypted."),
			counts->packets, counts->segments);
	else if (!whole)
		scn_text_printf(&result->notes, scn_tr("The file ends too early: %s\n"),
			scn_text_str(&why));
	scn_text_finish(&why);
	scn_capture_free(capture);
	return result->profiles.count > 0;
}
