/*
 * One captured packet down to its TCP segment: link layer, VLAN tags, IPv4 or IPv6, TCP. Nothing is
 * put together here (stream.h does that), and checksums are not looked at: a sending host's own
 * capture has them unfilled.
 */
#ifndef SCN_CORE_CAPTURE_PACKET_H
#define SCN_CORE_CAPTURE_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/base/text.h"

enum {
	SCN_PACKET_MAX_TAGS = 8,        /* VLAN tags in a row */
	SCN_PACKET_MAX_EXTENSIONS = 16, /* IPv6 extension headers in a row */
};

/* What a packet begins with. */
enum scn_link {
	SCN_LINK_ETHERNET,
	SCN_LINK_RAW,      /* IPv4 or IPv6, as the first four bits say */
	SCN_LINK_LOOPBACK, /* BSD: the address family in four bytes, either byte order */
	SCN_LINK_COOKED,   /* Linux "any", version 1 */
	SCN_LINK_COOKED2,  /* version 2 */
};

struct scn_endpoint {
	uint8_t address[16];
	uint8_t address_len; /* 4 or 16 */
	uint16_t port;
};

/* payload is borrowed from the packet. */
struct scn_segment {
	struct scn_endpoint from, to;
	uint32_t seq;
	bool syn, ack, rst;
	bool cut; /* the capture kept less of it than there was */
	struct scn_bytes payload;
};

enum scn_packet_kind {
	SCN_PACKET_TCP,
	SCN_PACKET_OTHER,    /* ARP, UDP … */
	SCN_PACKET_FRAGMENT, /* of an IP packet */
	SCN_PACKET_BROKEN,   /* headers that are cut short or contradict themselves */
};

/* Only SCN_PACKET_TCP fills *segment_out. */
enum scn_packet_kind scn_packet_read(
	enum scn_link link, struct scn_bytes packet, struct scn_segment *segment_out);

bool scn_endpoint_equal(const struct scn_endpoint *a, const struct scn_endpoint *b);
/* The address alone: "192.0.2.1", "2001:db8::1" (RFC 5952). */
void scn_endpoint_address(const struct scn_endpoint *endpoint, struct scn_text *out);

#endif
