/*
 * Ethernet   6 to, 6 from, 2 type            IEEE 802.3
 * VLAN tag   2 tag, 2 type                   IEEE 802.1Q, 802.1ad; after any type 0x8100, 0x88A8, 0x9100
 * Cooked v1  14 …, 2 type                    LINKTYPE_LINUX_SLL
 * Cooked v2  2 type, 18 …                    LINKTYPE_LINUX_SLL2
 * IPv4       RFC 791   IPv6  RFC 8200 section 4   TCP  RFC 9293 section 3.1
 */
#include "core/capture/packet.h"

#include <string.h>

#include "core/base/alloc.h"

enum {
	TYPE_IPV4 = 0x0800,
	TYPE_IPV6 = 0x86DD,
	PROTOCOL_TCP = 6,
	TCP_SYN = 0x02,
	TCP_RST = 0x04,
	TCP_ACK = 0x10,
	WORD_LEN = 4, /* header lengths of IPv4 and TCP count these */
	IPV4_MIN_WORDS = 5,
	TCP_MIN_WORDS = 5,
};

/* ---- TCP ---- */

static enum scn_packet_kind read_tcp(struct scn_reader *r, struct scn_segment *s)
{
	size_t words;
	uint8_t flags;

	s->from.port = scn_read_u16(r);
	s->to.port = scn_read_u16(r);
	s->seq = scn_read_u32(r);
	scn_read_u32(r); /* acknowledgement */
	words = scn_read_u8(r) >> 4;
	flags = scn_read_u8(r);
	scn_read_u16(r); /* window */
	scn_read_u32(r); /* checksum, urgent pointer */
	if (words < TCP_MIN_WORDS)
		return SCN_PACKET_BROKEN;
	scn_read_bytes(r, (words - TCP_MIN_WORDS) * WORD_LEN);
	if (!scn_read_ok(r))
		return SCN_PACKET_BROKEN;
	s->syn = flags & TCP_SYN;
	s->ack = flags & TCP_ACK;
	s->rst = flags & TCP_RST;
	s->payload = r->rest;
	return SCN_PACKET_TCP;
}

/* ---- IP ---- */

static void read_address(struct scn_reader *r, size_t len, struct scn_endpoint *endpoint)
{
	struct scn_bytes address = scn_read_bytes(r, len);

	if (address.len)
		memcpy(endpoint->address, address.at, address.len);
	endpoint->address_len = (uint8_t)len;
}

/* What is left of an IP packet, without the padding of the link. Cards that cut for the host
 * (segmentation offload) leave a length of 0. */
static struct scn_reader trim(struct scn_reader r, size_t len, struct scn_segment *s)
{
	s->cut = len > r.rest.len;
	if (len && len < r.rest.len)
		r.rest.len = len;
	return r;
}

static enum scn_packet_kind read_ipv4(struct scn_reader r, struct scn_segment *s)
{
	uint8_t first = scn_read_u8(&r), protocol;
	size_t words = first & 15, total;
	uint16_t fragment;

	scn_read_u8(&r); /* service */
	total = scn_read_u16(&r);
	scn_read_u16(&r); /* identification */
	fragment = scn_read_u16(&r);
	scn_read_u8(&r); /* time to live */
	protocol = scn_read_u8(&r);
	scn_read_u16(&r); /* checksum */
	read_address(&r, 4, &s->from);
	read_address(&r, 4, &s->to);
	if (first >> 4 != 4 || words < IPV4_MIN_WORDS || (total && total < words * WORD_LEN))
		return SCN_PACKET_BROKEN;
	scn_read_bytes(&r, (words - IPV4_MIN_WORDS) * WORD_LEN);
	if (!scn_read_ok(&r))
		return SCN_PACKET_BROKEN;
	if (protocol != PROTOCOL_TCP)
		return SCN_PACKET_OTHER;
	if (fragment & 0x3FFF) /* more fragments, or not the first */
		return SCN_PACKET_FRAGMENT;
	r = trim(r, total ? total - words * WORD_LEN : 0, s);
	return read_tcp(&r, s);
}

/* RFC 8200 section 4, RFC 4302, RFC 6275: how long the header is, from its second byte. */
static const struct {
	uint8_t number;
	uint8_t unit, plus; /* bytes = (value + plus) * unit */
} headers[] = {
	{ 0, 8, 1 },   /* hop by hop */
	{ 43, 8, 1 },  /* routing */
	{ 51, 4, 2 },  /* authentication */
	{ 60, 8, 1 },  /* destination */
	{ 135, 8, 1 }, /* mobility */
	{ 139, 8, 1 }, /* host identity */
	{ 140, 8, 1 }, /* shim6 */
};

enum {
	FRAGMENT_HEADER = 44,
	FRAGMENT_BITS = 0xFFF9, /* offset, and "more" */
};

/* Step over one extension header; false: there is none of this number. */
static bool skip_header(struct scn_reader *r, uint8_t *next, bool *fragment)
{
	struct scn_reader start = *r;
	uint8_t own = *next, value;

	if (own == FRAGMENT_HEADER) {
		*next = scn_read_u8(r);
		scn_read_u8(r);
		*fragment |= (scn_read_u16(r) & FRAGMENT_BITS) != 0;
		scn_read_u32(r);
		return true;
	}
	for (size_t i = 0; i < SCN_COUNT(headers); i++) {
		if (headers[i].number != own)
			continue;
		*next = scn_read_u8(r);
		value = scn_read_u8(r);
		*r = start;
		scn_read_bytes(r, (size_t)(value + headers[i].plus) * headers[i].unit);
		return true;
	}
	return false;
}

static enum scn_packet_kind read_ipv6(struct scn_reader r, struct scn_segment *s)
{
	uint32_t first = scn_read_u32(&r);
	size_t len = scn_read_u16(&r);
	uint8_t next = scn_read_u8(&r);
	bool fragment = false;

	scn_read_u8(&r); /* hop limit */
	read_address(&r, 16, &s->from);
	read_address(&r, 16, &s->to);
	if (!scn_read_ok(&r) || first >> 28 != 6)
		return SCN_PACKET_BROKEN;
	r = trim(r, len, s);
	for (int i = 0; i < SCN_PACKET_MAX_EXTENSIONS && skip_header(&r, &next, &fragment); i++)
		;
	if (!scn_read_ok(&r))
		return SCN_PACKET_BROKEN;
	if (fragment)
		return SCN_PACKET_FRAGMENT;
	return next == PROTOCOL_TCP ? read_tcp(&r, s) : SCN_PACKET_OTHER;
}

/* ---- what comes before IP ---- */

static bool is_tag(uint16_t type)
{
	return type == 0x8100 || type == 0x88A8 || type == 0x9100;
}

static enum scn_packet_kind read_typed(struct scn_reader r, uint16_t type, struct scn_segment *s)
{
	for (int i = 0; i < SCN_PACKET_MAX_TAGS && is_tag(type); i++) {
		scn_read_u16(&r);
		type = scn_read_u16(&r);
	}
	if (!scn_read_ok(&r))
		return SCN_PACKET_BROKEN;
	if (type == TYPE_IPV4)
		return read_ipv4(r, s);
	return type == TYPE_IPV6 ? read_ipv6(r, s) : SCN_PACKET_OTHER;
}

static enum scn_packet_kind read_ethernet(struct scn_reader r, struct scn_segment *s)
{
	uint16_t type;

	scn_read_bytes(&r, 12);
	type = scn_read_u16(&r);
	return read_typed(r, type, s);
}

static enum scn_packet_kind read_cooked(struct scn_reader r, struct scn_segment *s)
{
	uint16_t type;

	scn_read_bytes(&r, 14);
	type = scn_read_u16(&r);
	return read_typed(r, type, s);
}

static enum scn_packet_kind read_cooked2(struct scn_reader r, struct scn_segment *s)
{
	uint16_t type = scn_read_u16(&r);

	scn_read_bytes(&r, 18);
	return read_typed(r, type, s);
}

static enum scn_packet_kind read_raw(struct scn_reader r, struct scn_segment *s)
{
	if (scn_read_left(&r) == 0)
		return SCN_PACKET_BROKEN;
	switch (r.rest.at[0] >> 4) {
	case 4:
		return read_ipv4(r, s);
	case 6:
		return read_ipv6(r, s);
	default:
		return SCN_PACKET_OTHER;
	}
}

/* The numbers of AF_INET6 differ from system to system; what follows says itself what it is. */
static enum scn_packet_kind read_loopback(struct scn_reader r, struct scn_segment *s)
{
	scn_read_u32(&r);
	return read_raw(r, s);
}

enum scn_packet_kind scn_packet_read(
	enum scn_link link, struct scn_bytes packet, struct scn_segment *segment_out)
{
	static enum scn_packet_kind (*const readers[])(
		struct scn_reader r, struct scn_segment * s) = {
		[SCN_LINK_ETHERNET] = read_ethernet,
		[SCN_LINK_RAW] = read_raw,
		[SCN_LINK_LOOPBACK] = read_loopback,
		[SCN_LINK_COOKED] = read_cooked,
		[SCN_LINK_COOKED2] = read_cooked2,
	};

	*segment_out = (struct scn_segment){ 0 };
	return readers[link](scn_reader(packet), segment_out);
}

/* ---- endpoints ---- */

bool scn_endpoint_equal(const struct scn_endpoint *a, const struct scn_endpoint *b)
{
	return a->port == b->port && a->address_len == b->address_len &&
	       memcmp(a->address, b->address, a->address_len) == 0;
}

static uint16_t group_at(const struct scn_endpoint *endpoint, size_t i)
{
	return (uint16_t)(endpoint->address[2 * i] << 8 | endpoint->address[2 * i + 1]);
}

static size_t zeros_at(const struct scn_endpoint *endpoint, size_t i)
{
	size_t len = 0;

	while (i + len < 8 && group_at(endpoint, i + len) == 0)
		len++;
	return len;
}

/* RFC 5952 section 4.2: the longest run of two or more zero groups, the first of equals, becomes "::". */
static void ipv6_text(const struct scn_endpoint *endpoint, struct scn_text *out)
{
	size_t best = 8, best_len = 1;

	for (size_t i = 0; i < 8; i++) {
		if (zeros_at(endpoint, i) > best_len) {
			best = i;
			best_len = zeros_at(endpoint, i);
		}
	}
	for (size_t i = 0; i < 8; i++) {
		if (i == best) {
			scn_text_add(out, "::");
			i += best_len - 1;
			continue;
		}
		if (i && i != best + best_len)
			scn_text_char(out, ':');
		scn_text_printf(out, "%x", group_at(endpoint, i));
	}
}

void scn_endpoint_address(const struct scn_endpoint *endpoint, struct scn_text *out)
{
	const uint8_t *a = endpoint->address;

	if (endpoint->address_len == 4)
		scn_text_printf(out, "%u.%u.%u.%u", a[0], a[1], a[2], a[3]);
	else
		ipv6_text(endpoint, out);
}
