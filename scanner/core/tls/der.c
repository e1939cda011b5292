#include "core/tls/der.h"

#include <stdio.h>

enum {
	LONG_FORM = 0x80,
	MAX_LENGTH_BYTES = 3,
	MAX_OID_LEN = 64,
	TIME_DIGITS = 14, /* YYYYMMDDHHMMSS */
};

static size_t read_length(struct scn_reader *r)
{
	size_t len = scn_read_u8(r);
	size_t count = len & 0x7F;

	if (!(len & LONG_FORM))
		return len;
	if (count == 0 || count > MAX_LENGTH_BYTES) {
		r->failed = true;
		return 0;
	}
	len = 0;
	while (count--)
		len = len << 8 | scn_read_u8(r);
	return len;
}

struct scn_reader scn_der_any(struct scn_reader *r, uint8_t *tag_out)
{
	uint8_t tag = scn_read_u8(r);
	size_t len = read_length(r);
	struct scn_reader content = scn_reader(scn_read_bytes(r, len));

	if (tag_out)
		*tag_out = tag;
	content.failed = r->failed;
	return content;
}

struct scn_reader scn_der_expect(struct scn_reader *r, uint8_t tag)
{
	uint8_t seen = 0;
	struct scn_reader content = scn_der_any(r, &seen);

	if (seen == tag)
		return content;
	r->failed = true;
	return (struct scn_reader){ .failed = true };
}

struct scn_reader scn_der_optional(struct scn_reader *r, uint8_t tag)
{
	if (scn_read_left(r) == 0 || r->rest.at[0] != tag)
		return (struct scn_reader){ 0 };
	return scn_der_any(r, NULL);
}

void scn_der_oid(struct scn_reader *r, struct scn_text *out)
{
	struct scn_reader oid = scn_der_expect(r, SCN_DER_OID);
	uint32_t value = 0;
	bool first = true;

	if (scn_read_left(&oid) > MAX_OID_LEN)
		return;
	while (scn_read_left(&oid)) {
		uint8_t byte = scn_read_u8(&oid);

		value = (value << 7 | (byte & 0x7FU)) & 0x0FFFFFFFU;
		if (byte & 0x80)
			continue;
		/* The first number holds two arcs: 40 * a + b, and a is at most 2. */
		if (first)
			scn_text_printf(out, "%u.%u", value < 80 ? value / 40 : 2,
				value < 80 ? value % 40 : value - 80);
		else
			scn_text_printf(out, ".%u", value);
		first = false;
		value = 0;
	}
}

/* Two decimal digits at `at`, -1 if they are none. */
static int pair(const char *at)
{
	if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
		return -1;
	return (at[0] - '0') * 10 + at[1] - '0';
}

/* digits: YYYYMMDDHHMMSS */
static scn_unixtime from_digits(const char digits[TIME_DIGITS])
{
	int part[TIME_DIGITS / 2];

	for (int i = 0; i < TIME_DIGITS / 2; i++) {
		part[i] = pair(digits + 2 * i);
		if (part[i] < 0)
			return 0;
	}
	if (part[2] < 1 || part[2] > 12 || part[3] < 1 || part[3] > 31)
		return 0;
	return scn_days(part[0] * 100 + part[1], (unsigned)part[2], (unsigned)part[3]) * 86400 +
	       part[4] * 3600 + part[5] * 60 + part[6];
}

scn_unixtime scn_der_time(struct scn_reader *r)
{
	uint8_t tag = 0;
	struct scn_reader value = scn_der_any(r, &tag);
	size_t century = tag == SCN_DER_UTC_TIME ? 2 : 0;
	struct scn_bytes text = scn_read_bytes(&value, TIME_DIGITS - century);
	char digits[TIME_DIGITS];

	if (!scn_read_ok(&value) || (tag != SCN_DER_UTC_TIME && tag != SCN_DER_GENERALIZED_TIME))
		return 0;
	for (size_t i = 0; i < text.len; i++)
		digits[century + i] = (char)text.at[i];
	if (century) {
		/* Years 50 to 99 are of the last century. */
		digits[0] = text.at[0] >= '5' ? '1' : '2';
		digits[1] = text.at[0] >= '5' ? '9' : '0';
	}
	return from_digits(digits);
}
