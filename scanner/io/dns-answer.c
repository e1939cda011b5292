#include "io/dns-answer.h"

#include <ctype.h>
#include <stdlib.h>

#include "core/base/text.h"

enum {
	MAX_LABEL_LEN = 63,
	MAX_NAME_LEN = 255, /* on the wire, with all length bytes */
};

static void add_byte(struct scn_text *name, uint8_t byte)
{
	if (byte < 0x80 && (isalnum(byte) || byte == '-' || byte == '_'))
		scn_text_char(name, (char)tolower(byte));
	else
		scn_text_printf(name, "\\%03u", byte);
}

static void add_label(struct scn_text *name, struct scn_bytes label)
{
	if (name->len)
		scn_text_char(name, '.');
	for (size_t i = 0; i < label.len; i++)
		add_byte(name, label.at[i]);
}

char *scn_dns_name(struct scn_reader *r)
{
	struct scn_text name = { 0 };
	size_t wire_len = 1;
	uint8_t len;

	while ((len = scn_read_u8(r)) > 0) {
		wire_len += len + 1U;
		if (len > MAX_LABEL_LEN || wire_len > MAX_NAME_LEN)
			r->failed = true;
		add_label(&name, scn_read_bytes(r, len));
	}
	if (!scn_read_ok(r)) {
		scn_text_finish(&name);
		return NULL;
	}
	if (name.len == 0)
		scn_text_char(&name, '.');
	return scn_text_take(&name);
}

bool scn_dns_mx(struct scn_bytes data, int *preference_out, char **host_out)
{
	struct scn_reader r = scn_reader(data);

	*preference_out = scn_read_u16(&r);
	*host_out = scn_dns_name(&r);
	if (*host_out && scn_read_done(&r))
		return true;
	free(*host_out);
	*host_out = NULL;
	return false;
}

bool scn_dns_tlsa(struct scn_bytes data, uint8_t fields_out[3], struct scn_bytes *data_out)
{
	struct scn_reader r = scn_reader(data);

	for (int i = 0; i < 3; i++)
		fields_out[i] = scn_read_u8(&r);
	*data_out = scn_read_bytes(&r, scn_read_left(&r));
	return scn_read_ok(&r) && data_out->len > 0;
}
