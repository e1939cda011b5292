#include "core/tls/extension.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/extension.h"

static void build_u16_list(const uint16_t *values, size_t count, int width, struct scn_builder *out)
{
	size_t mark = scn_build_open(out, width);

	for (size_t i = 0; i < count; i++)
		scn_build_u16(out, values[i]);
	scn_build_close(out, mark, width);
}

/* RFC 6066 section 3 */
static void server_name(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	size_t list = scn_build_open(out, 2);
	size_t name;

	scn_build_u8(out, 0); /* host_name */
	name = scn_build_open(out, 2);
	scn_build_bytes(out, (struct scn_bytes){ (const uint8_t *)spec->server_name,
				     strlen(spec->server_name) });
	scn_build_close(out, name, 2);
	scn_build_close(out, list, 2);
}

/* RFC 6066 section 8: OCSP, no responders, no extensions */
static void status_request(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	scn_build_u8(out, 1);
	scn_build_u16(out, 0);
	scn_build_u16(out, 0);
}

/* RFC 8446 section 4.2.7 */
static void supported_groups(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	build_u16_list(spec->groups, spec->group_count, 2, out);
}

/* RFC 8422 section 5.1.2 */
static void ec_point_formats(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	static const uint8_t uncompressed[] = { 0 };
	struct scn_bytes formats = { spec->point_formats, spec->point_format_count };
	size_t mark = scn_build_open(out, 1);

	if (!formats.at)
		formats = (struct scn_bytes){ uncompressed, 1 };
	scn_build_bytes(out, formats);
	scn_build_close(out, mark, 1);
}

/* RFC 8446 section 4.2.3 */
static void signature_algorithms(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	build_u16_list(spec->schemes, spec->scheme_count, 2, out);
}

static void signature_algorithms_cert(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	build_u16_list(spec->cert_schemes, spec->cert_scheme_count, 2, out);
}

/* RFC 7301 section 3.1 */
static void alpn(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	size_t list = scn_build_open(out, 2);

	for (size_t i = 0; i < spec->alpn_count; i++) {
		size_t name = scn_build_open(out, 1);

		scn_build_bytes(out, (struct scn_bytes){ (const uint8_t *)spec->alpn[i],
					     strlen(spec->alpn[i]) });
		scn_build_close(out, name, 1);
	}
	scn_build_close(out, list, 2);
}

/* RFC 8449 section 4 */
static void record_size_limit(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	scn_build_u16(
		out, spec->record_size_limit ? spec->record_size_limit : SCN_RECORD_MAX_PLAIN + 1);
}

/* RFC 8446 section 4.2.1 */
static void supported_versions(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	build_u16_list(spec->versions, spec->version_count, 1, out);
}

/* RFC 8446 section 4.2.9 */
static void psk_key_exchange_modes(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	size_t mark = scn_build_open(out, 1);

	if (spec->psk_mode_count == 0)
		scn_build_u8(out, 1);
	for (size_t i = 0; i < spec->psk_mode_count; i++)
		scn_build_u8(out, spec->psk_modes[i]);
	scn_build_close(out, mark, 1);
}

/* RFC 8446 section 4.2.8 */
static void key_share(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	size_t list = scn_build_open(out, 2);

	for (size_t i = 0; i < spec->key_share_count; i++) {
		size_t key;

		scn_build_u16(out, spec->key_shares[i].group);
		key = scn_build_open(out, 2);
		scn_build_bytes(out, spec->key_shares[i].key);
		scn_build_close(out, key, 2);
	}
	scn_build_close(out, list, 2);
}

/* RFC 5746 section 3.2: an empty renegotiated_connection */
static void renegotiation_info(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	scn_build_u8(out, 0);
}

/* RFC 6520 section 2: the peer is not allowed to send */
static void heartbeat(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	scn_build_u8(out, 2);
}

static const struct {
	uint16_t code;
	void (*build)(const struct scn_hello_spec *spec, struct scn_builder *out);
} bodies[] = {
	{ SCN_EXT_SERVER_NAME, server_name },
	{ SCN_EXT_STATUS_REQUEST, status_request },
	{ SCN_EXT_SUPPORTED_GROUPS, supported_groups },
	{ SCN_EXT_EC_POINT_FORMATS, ec_point_formats },
	{ SCN_EXT_SIGNATURE_ALGORITHMS, signature_algorithms },
	{ SCN_EXT_HEARTBEAT, heartbeat },
	{ SCN_EXT_ALPN, alpn },
	{ SCN_EXT_RECORD_SIZE_LIMIT, record_size_limit },
	{ SCN_EXT_SUPPORTED_VERSIONS, supported_versions },
	{ SCN_EXT_PSK_KEY_EXCHANGE_MODES, psk_key_exchange_modes },
	{ SCN_EXT_SIGNATURE_ALGORITHMS_CERT, signature_algorithms_cert },
	{ SCN_EXT_KEY_SHARE, key_share },
	{ SCN_EXT_RENEGOTIATION_INFO, renegotiation_info },
};

static bool is_left_out(const struct scn_hello_spec *spec, uint16_t code)
{
	return (code == SCN_EXT_SERVER_NAME && !spec->server_name) ||
	       (code == SCN_EXT_KEY_SHARE && spec->share_mode == SCN_SHARES_NONE);
}

void scn_extension_build(const struct scn_hello_spec *spec,
	const struct scn_hello_extension *extension, struct scn_builder *out)
{
	size_t mark;

	if (!extension->body.at && is_left_out(spec, extension->code))
		return;
	scn_build_u16(out, extension->code);
	mark = scn_build_open(out, 2);
	if (extension->body.at) {
		scn_build_bytes(out, extension->body);
	} else {
		for (size_t i = 0; i < SCN_COUNT(bodies); i++)
			if (bodies[i].code == extension->code)
				bodies[i].build(spec, out);
	}
	scn_build_close(out, mark, 2);
}
