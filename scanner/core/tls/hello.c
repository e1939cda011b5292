#include "core/tls/hello.h"

#include "core/registry/extension.h"
#include "core/tls/extension.h"
#include "core/tls/record.h"

enum {
	CLIENT_HELLO = 1,
	EXTENSION_HEADER_LEN = 4,
	/* RFC 7685: a hello of 256 to 511 bytes made some load balancers hang. */
	PAD_FROM = 256,
	PAD_BELOW = 512,
	SSL2_CHALLENGE_LEN = 16,
};

static void build_suites(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	size_t mark = scn_build_open(out, 2);

	for (size_t i = 0; i < spec->suite_count; i++)
		scn_build_u16(out, (uint16_t)spec->suites[i]);
	scn_build_close(out, mark, 2);
}

static void build_compression(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	size_t mark = scn_build_open(out, 1);

	if (!spec->compression)
		scn_build_u8(out, 0);
	for (size_t i = 0; spec->compression && i < spec->compression_count; i++)
		scn_build_u8(out, spec->compression[i]);
	scn_build_close(out, mark, 1);
}

/* How many bytes of padding bring a message of `len` bytes to its length; 0: no extension at all. */
static size_t padding(const struct scn_hello_spec *spec, size_t len)
{
	size_t goal = spec->pad_to;

	if (!goal && len >= PAD_FROM && len < PAD_BELOW)
		goal = PAD_BELOW;
	if (!goal || len >= goal)
		return 0;
	/* The header is part of the padding; at least one byte of body, as OpenSSL does it, because
	 * some servers reject an empty last extension. */
	return goal - len > EXTENSION_HEADER_LEN ? goal - len : EXTENSION_HEADER_LEN + 1;
}

static void build_padding(
	const struct scn_hello_spec *spec, size_t message_start, struct scn_builder *out)
{
	size_t len = padding(spec, out->len - message_start);
	size_t mark;

	if (!len)
		return;
	scn_build_u16(out, SCN_EXT_PADDING);
	mark = scn_build_open(out, 2);
	scn_build_zeros(out, len - EXTENSION_HEADER_LEN);
	scn_build_close(out, mark, 2);
}

static void build_extensions(
	const struct scn_hello_spec *spec, size_t message_start, struct scn_builder *out)
{
	size_t mark;

	if (spec->extension_count == 0 && !spec->empty_extensions)
		return; /* SSL 3.0 knows no extensions block at all */
	mark = scn_build_open(out, 2);
	for (size_t i = 0; i < spec->extension_count; i++) {
		const struct scn_hello_extension *e = &spec->extensions[i];

		if (e->code == SCN_EXT_PADDING && !e->body.at)
			build_padding(spec, message_start, out);
		else
			scn_extension_build(spec, e, out);
	}
	scn_build_close(out, mark, 2);
}

/* RFC 8446 section 4.1.2; the same shape since SSL 3.0 */
static void build_message(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	size_t start = out->len;
	size_t message, session;

	scn_build_u8(out, CLIENT_HELLO);
	message = scn_build_open(out, 3);
	scn_build_u16(out, spec->legacy_version);
	scn_build_bytes(out, (struct scn_bytes){ spec->random, SCN_RANDOM_LEN });
	session = scn_build_open(out, 1);
	scn_build_bytes(out, (struct scn_bytes){ spec->session_id, spec->session_id_len });
	scn_build_close(out, session, 1);
	build_suites(spec, out);
	build_compression(spec, out);
	build_extensions(spec, start, out);
	scn_build_close(out, message, 3);
}

/* SSL 2.0 CLIENT-HELLO, also in its use as a hello for later versions: RFC 5246 appendix E.2. */
static void build_ssl2(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	size_t start = out->len;
	size_t challenge_len = spec->challenge_len ? spec->challenge_len : SSL2_CHALLENGE_LEN;
	size_t len;

	scn_build_u16(out, 0);
	scn_build_u8(out, CLIENT_HELLO);
	scn_build_u16(out, spec->legacy_version);
	scn_build_u16(out, (uint16_t)(3 * spec->suite_count));
	scn_build_u16(out, spec->session_id_len);
	scn_build_u16(out, (uint16_t)challenge_len);
	for (size_t i = 0; i < spec->suite_count; i++)
		scn_build_u24(out, spec->suites[i]);
	scn_build_bytes(out, (struct scn_bytes){ spec->session_id, spec->session_id_len });
	scn_build_bytes(out, (struct scn_bytes){ spec->random, challenge_len });
	/* The header of two bytes: the high bit, then the length of what follows. */
	len = out->len - start - 2;
	out->data[start] = (uint8_t)(0x80 | len >> 8);
	out->data[start + 1] = (uint8_t)len;
}

static uint16_t record_version(const struct scn_hello_spec *spec)
{
	if (spec->record_version)
		return spec->record_version;
	return spec->legacy_version == 0x0300 ? 0x0300 : 0x0301;
}

static void build_records(
	const struct scn_hello_spec *spec, struct scn_bytes message, struct scn_builder *out)
{
	size_t step = spec->fragment_len ? spec->fragment_len : SCN_RECORD_MAX_PLAIN;
	struct scn_reader r = scn_reader(message);

	while (scn_read_left(&r)) {
		size_t len = scn_read_left(&r) < step ? scn_read_left(&r) : step;

		scn_build_u8(out, SCN_CONTENT_HANDSHAKE);
		scn_build_u16(out, record_version(spec));
		scn_build_u16(out, (uint16_t)len);
		scn_build_bytes(out, scn_read_bytes(&r, len));
	}
}

void scn_hello_build(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	struct scn_builder message = { 0 };

	if (spec->form == SCN_HELLO_SSL2) {
		build_ssl2(spec, out);
		return;
	}
	build_message(spec, &message);
	build_records(spec, scn_built(&message), out);
	scn_builder_finish(&message);
}
