#include "core/tls/der.h"

enum {
	LONG_FORM = 0x80,
	MAX_LENGTH_BYTES = 3,
	MAX_OID_LEN = 64, /* arcs longer than 64 bits (UUIDs) lose their high bits */
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
	uint64_t value = 0;
	bool first = true;

	if (scn_read_left(&oid) > MAX_OID_LEN)
		return;
	while (scn_read_left(&oid)) {
		uint8_t byte = scn_read_u8(&oid);

		value = value << 7 | (byte & 0x7FU);
		if (byte & 0x80)
			continue;
		/* The first number holds two arcs: 40 * a + b, and a is at most 2. */
		if (first)
			scn_text_uint(out, value < 80 ? value / 40 : 2);
		scn_text_char(out, '.');
		if (first)
			value = value < 80 ? value % 40 : value - 80;
		scn_text_uint(out, value);
		first = false;
		value = 0;
	}
}

/* ---- strings ---- */

/* UTF-8 (RFC 3629); what is no character becomes U+FFFD. */
static void add_character(uint32_t c, struct scn_text *out)
{
	static const uint8_t lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	int len;

	if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
		c = 0xFFFD;
	len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	scn_text_char(out, (char)(lead[len] | c >> (6 * (len - 1))));
	for (int shift = 6 * (len - 2); shift >= 0; shift -= 6)
		scn_text_char(out, (char)(0x80 | (c >> shift & 0x3F)));
}

/* Bytes of a character (X.690 section 8.23). T61String is in truth Latin-1 wherever it is met.
 * 0: as it is. */
static size_t character_len(uint8_t tag)
{
	switch (tag) {
	case SCN_DER_T61_STRING:
		return 1;
	case SCN_DER_BMP_STRING:
		return 2;
	case SCN_DER_UNIVERSAL_STRING:
		return 4;
	default:
		return 0;
	}
}

/* A NUL inside is a known trick to make a name look shorter than it is (CVE-2009-2408), so it stays
 * visible. */
void scn_der_string(uint8_t tag, struct scn_bytes value, size_t max_len, struct scn_text *out)
{
	struct scn_reader r = scn_reader(value);
	size_t len = character_len(tag);

	while (scn_read_left(&r) >= (len ? len : 1) && out->len < max_len) {
		struct scn_bytes unit = scn_read_bytes(&r, len ? len : 1);
		uint32_t c = 0;

		for (size_t i = 0; i < unit.len; i++)
			c = c << 8 | unit.at[i];
		if (c == 0)
			scn_text_add(out, "\\0");
		else if (len)
			add_character(c, out);
		else
			scn_text_char(out, (char)c);
	}
}

/* ---- times ---- */

/* The number that two digits write; false if they are none or it is out of its range. */
static bool read_pair(struct scn_reader *r, unsigned least, unsigned most, unsigned *out)
{
	unsigned high = scn_read_u8(r) - '0';
	unsigned low = scn_read_u8(r) - '0';

	*out = high * 10 + low;
	return scn_read_ok(r) && high < 10 && low < 10 && *out >= least && *out <= most;
}

/* RFC 5280 wants seconds; some old certificates have none. */
static bool read_clock(struct scn_reader *r, unsigned *seconds_out)
{
	unsigned hour, minute, second = 0;

	if (!read_pair(r, 0, 23, &hour) || !read_pair(r, 0, 59, &minute))
		return false;
	if (scn_read_left(r) > 1 && !read_pair(r, 0, 60, &second))
		return false;
	*seconds_out = hour * 3600 + minute * 60 + second;
	return scn_read_u8(r) == 'Z' && scn_read_done(r);
}

scn_unixtime scn_der_time(struct scn_reader *r)
{
	uint8_t tag = 0;
	struct scn_reader value = scn_der_any(r, &tag);
	unsigned century = 0, year, month, day, seconds;

	if (tag != SCN_DER_UTC_TIME && tag != SCN_DER_GENERALIZED_TIME)
		return 0;
	if (tag == SCN_DER_GENERALIZED_TIME && !read_pair(&value, 0, 99, &century))
		return 0;
	if (!read_pair(&value, 0, 99, &year) || !read_pair(&value, 1, 12, &month) ||
		!read_pair(&value, 1, 31, &day) || !read_clock(&value, &seconds))
		return 0;
	/* UTCTime: the years 50 to 99 are of the last century. */
	if (tag == SCN_DER_UTC_TIME)
		century = year < 50 ? 20 : 19;
	return scn_days(century * 100 + year, month, day) * 86400 + seconds;
}
