#include "core/capture/pcapng.h"

#include <string.h>

#include "core/base/address.h"
#include "core/base/alloc.h"

enum {
	BLOCK_SECTION = 0x0A0D0D0A,
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 6,
	BYTE_ORDER = 0x1A2B3C4D, /* written big-endian, so the whole file is */
	LINKTYPE_RAW = 101,
	OPTION_RESOLUTION = 9,
	NANOSECONDS = 9,
	CLIENT_PORT = 50000,
	MAX_SEGMENT = 16384,
	IPV4_HEADER_LEN = 20,
	TCP_HEADER_LEN = 20,
	PROTOCOL_TCP = 6,
	HOPS = 64,
	TCP_SYN = 0x02,
	TCP_PSH = 0x08,
	TCP_ACK = 0x10,
};

/* 198.51.100.1 (RFC 5737) and 2001:db8::1 (RFC 3849): whoever asked is nobody's business. */
static const uint8_t client4[4] = { 198, 51, 100, 1 };
static const uint8_t client6[16] = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 };

struct side {
	const uint8_t *address;
	uint16_t port;
	uint32_t seq;
};

struct capture {
	struct scn_builder *out;
	struct side client, server;
	size_t address_len; /* 4 or 16 */
	scn_time start;     /* of the connection, since 1970 */
};

/* ---- blocks ---- */

static size_t block_len(size_t body_len)
{
	return 12 + (body_len + 3) / 4 * 4;
}

static void begin_block(struct capture *c, uint32_t type, size_t body_len)
{
	scn_build_u32(c->out, type);
	scn_build_u32(c->out, (uint32_t)block_len(body_len));
}

static void end_block(struct capture *c, size_t body_len)
{
	scn_build_zeros(c->out, (4 - body_len % 4) % 4);
	scn_build_u32(c->out, (uint32_t)block_len(body_len));
}

static void write_head(struct capture *c)
{
	begin_block(c, BLOCK_SECTION, 16);
	scn_build_u32(c->out, BYTE_ORDER);
	scn_build_u16(c->out, 1); /* version 1.0 */
	scn_build_u16(c->out, 0);
	scn_build_u32(c->out, 0xFFFFFFFF); /* length: not said */
	scn_build_u32(c->out, 0xFFFFFFFF);
	end_block(c, 16);

	begin_block(c, BLOCK_INTERFACE, 20);
	scn_build_u16(c->out, LINKTYPE_RAW);
	scn_build_u16(c->out, 0);
	scn_build_u32(c->out, 0); /* no limit on packets */
	scn_build_u16(c->out, OPTION_RESOLUTION);
	scn_build_u16(c->out, 1);
	scn_build_u8(c->out, NANOSECONDS);
	scn_build_zeros(c->out, 3);
	scn_build_u32(c->out, 0); /* end of options */
	end_block(c, 20);
}

/* ---- TCP/IP ---- */

/* RFC 1071; bytes are summed as 16-bit words. */
static uint32_t sum(uint32_t start, struct scn_bytes bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		start += (uint32_t)bytes.at[i] << (i % 2 ? 0 : 8);
	return start;
}

static uint16_t fold(uint32_t value)
{
	while (value >> 16)
		value = (value & 0xFFFF) + (value >> 16);
	return (uint16_t)~value;
}

static void put_u16(struct scn_builder *b, size_t at, uint16_t value)
{
	b->data[at] = (uint8_t)(value >> 8);
	b->data[at + 1] = (uint8_t)value;
}

/* RFC 791, RFC 8200 */
static void build_ip(struct capture *c, const struct side *from, const struct side *to, size_t len,
	struct scn_builder *b)
{
	if (c->address_len == 4) {
		scn_build_u16(b, 0x4500);
		scn_build_u16(b, (uint16_t)(IPV4_HEADER_LEN + len));
		scn_build_u32(b, 0x00004000); /* not fragmented */
		scn_build_u8(b, HOPS);
		scn_build_u8(b, PROTOCOL_TCP);
		scn_build_u16(b, 0);
	} else {
		scn_build_u32(b, 0x60000000);
		scn_build_u16(b, (uint16_t)len);
		scn_build_u8(b, PROTOCOL_TCP);
		scn_build_u8(b, HOPS);
	}
	scn_build_bytes(b, (struct scn_bytes){ from->address, c->address_len });
	scn_build_bytes(b, (struct scn_bytes){ to->address, c->address_len });
	if (c->address_len == 4)
		put_u16(b, 10, fold(sum(0, scn_built(b))));
}

/* RFC 9293 section 3.1, with the checksum over addresses, protocol and length too. */
static void build_tcp(struct capture *c, const struct side *from, const struct side *to,
	uint8_t flags, struct scn_bytes payload, struct scn_builder *b)
{
	size_t start = b->len;
	uint32_t total = PROTOCOL_TCP + (uint32_t)(TCP_HEADER_LEN + payload.len);

	scn_build_u16(b, from->port);
	scn_build_u16(b, to->port);
	scn_build_u32(b, from->seq);
	scn_build_u32(b, flags & TCP_ACK ? to->seq : 0);
	scn_build_u8(b, 5 << 4);
	scn_build_u8(b, flags);
	scn_build_u16(b, 0xFFFF);
	scn_build_u32(b, 0);
	scn_build_bytes(b, payload);
	total = sum(total, (struct scn_bytes){ from->address, c->address_len });
	total = sum(total, (struct scn_bytes){ to->address, c->address_len });
	total = sum(total, (struct scn_bytes){ b->data + start, b->len - start });
	put_u16(b, start + 16, fold(total));
}

static void write_packet(struct capture *c, struct side *from, const struct side *to, uint8_t flags,
	scn_time at, struct scn_bytes payload)
{
	struct scn_builder packet = { 0 };
	uint64_t when = (uint64_t)(c->start + at);
	size_t body_len;

	build_ip(c, from, to, TCP_HEADER_LEN + payload.len, &packet);
	build_tcp(c, from, to, flags, payload, &packet);
	body_len = 20 + packet.len;
	begin_block(c, BLOCK_PACKET, body_len);
	scn_build_u32(c->out, 0); /* the first interface */
	scn_build_u32(c->out, (uint32_t)(when >> 32));
	scn_build_u32(c->out, (uint32_t)when);
	scn_build_u32(c->out, (uint32_t)packet.len);
	scn_build_u32(c->out, (uint32_t)packet.len);
	scn_build_bytes(c->out, scn_built(&packet));
	end_block(c, body_len);
	from->seq += (uint32_t)payload.len + (flags & TCP_SYN ? 1 : 0);
	scn_builder_finish(&packet);
}

static void write_handshake(struct capture *c)
{
	static const struct scn_bytes nothing = { NULL, 0 };

	write_packet(c, &c->client, &c->server, TCP_SYN, 0, nothing);
	write_packet(c, &c->server, &c->client, TCP_SYN | TCP_ACK, 0, nothing);
	write_packet(c, &c->client, &c->server, TCP_ACK, 0, nothing);
}

/* ---- lines ---- */

static void write_bytes(struct capture *c, const struct scn_line *line, struct scn_bytes bytes)
{
	bool ours = line->direction == SCN_FROM_US;
	struct side *from = ours ? &c->client : &c->server;
	const struct side *to = ours ? &c->server : &c->client;

	while (bytes.len) {
		size_t len = bytes.len < MAX_SEGMENT ? bytes.len : MAX_SEGMENT;

		write_packet(c, from, to, TCP_PSH | TCP_ACK, line->at,
			(struct scn_bytes){ bytes.at, len });
		bytes = (struct scn_bytes){ bytes.at + len, bytes.len - len };
	}
}

/* The transcript keeps lines without their ends. */
static void write_smtp(struct capture *c, const struct scn_line *line)
{
	struct scn_builder wire = { 0 };

	for (const char *at = line->text; *at; at++) {
		if (*at == '\n')
			scn_build_u8(&wire, '\r');
		if (*at != '\r')
			scn_build_u8(&wire, (uint8_t)*at);
	}
	scn_build_u16(&wire, 0x0D0A);
	write_bytes(c, line, scn_built(&wire));
	scn_builder_finish(&wire);
}

/* SMTP behind a record was said inside TLS: it was not on the wire like this. */
static void write_lines(struct capture *c, const struct scn_probe_record *record)
{
	bool encrypted = false;

	for (size_t i = 0; i < record->line_count; i++) {
		const struct scn_line *line = &record->lines[i];

		if (line->direction == SCN_COMMENT)
			continue;
		encrypted |= line->bytes != NULL;
		if (line->bytes)
			write_bytes(c, line, (struct scn_bytes){ line->bytes, line->len });
		else if (line->layer == SCN_LAYER_SMTP && !encrypted && line->text)
			write_smtp(c, line);
	}
}

bool scn_pcapng_write(const struct scn_server_facts *facts, const struct scn_probe_record *record,
	struct scn_builder *out)
{
	static const uint8_t mapped[12] = { [10] = 0xFF, [11] = 0xFF };
	uint8_t address[16];
	struct capture c = { .out = out, .start = record->started * SCN_SECOND };
	bool four;

	if (!facts->address || !scn_address_bytes(facts->address, address))
		return false;
	four = memcmp(address, mapped, sizeof(mapped)) == 0;
	c.address_len = four ? 4 : 16;
	c.client = (struct side){ four ? client4 : client6, CLIENT_PORT, 1000 };
	c.server = (struct side){ four ? address + 12 : address, facts->port, 5000 };
	write_head(&c);
	write_handshake(&c);
	write_lines(&c, record);
	return true;
}
