#include "core/tls/record.h"

enum scn_parse scn_record_parse(
	struct scn_bytes bytes, struct scn_record *record_out, size_t *consumed_out)
{
	struct scn_reader r = scn_reader(bytes);
	struct scn_record record = { 0 };
	uint16_t len;

	/* Type and major version tell TLS from anything else, so they are looked at before the whole
	 * header is there. */
	if (bytes.len >= 1 && (bytes.at[0] < SCN_CONTENT_CHANGE_CIPHER_SPEC ||
				      bytes.at[0] > SCN_CONTENT_APPLICATION_DATA))
		return SCN_BAD;
	if (bytes.len >= 2 && bytes.at[1] != 3)
		return SCN_BAD;
	record.type = scn_read_u8(&r);
	record.version = scn_read_u16(&r);
	len = scn_read_u16(&r);
	if (!scn_read_ok(&r))
		return SCN_MORE;
	if (len > SCN_RECORD_MAX_LEN)
		return SCN_BAD;
	record.body = scn_read_bytes(&r, len);
	if (!scn_read_ok(&r))
		return SCN_MORE;
	*record_out = record;
	*consumed_out = SCN_RECORD_HEADER_LEN + (size_t)len;
	return SCN_GOT;
}

void scn_joiner_finish(struct scn_joiner *j)
{
	scn_builder_finish(&j->pending);
	j->read = 0;
}

void scn_joiner_add(struct scn_joiner *j, struct scn_bytes record_body)
{
	scn_build_bytes(&j->pending, record_body);
}

enum scn_parse scn_joiner_next(struct scn_joiner *j, uint8_t *type_out, struct scn_bytes *body_out)
{
	struct scn_bytes all = scn_built(&j->pending);
	struct scn_reader r = scn_reader(all);
	uint8_t type;
	uint32_t len;

	scn_read_bytes(&r, j->read);
	type = scn_read_u8(&r);
	len = scn_read_u24(&r);
	if (!scn_read_ok(&r))
		return SCN_MORE;
	if (len > SCN_MESSAGE_MAX_LEN)
		return SCN_BAD;
	*body_out = scn_read_bytes(&r, len);
	if (!scn_read_ok(&r))
		return SCN_MORE;
	*type_out = type;
	j->read = all.len - scn_read_left(&r);
	return SCN_GOT;
}
