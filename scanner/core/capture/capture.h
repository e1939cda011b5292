/*
 * All ClientHellos in a packet capture: packets in, in the order of the file; connections are followed
 * in both directions, and each hello comes out once, however often it was sent.
 */
#ifndef SCN_CORE_CAPTURE_CAPTURE_H
#define SCN_CORE_CAPTURE_CAPTURE_H

#include "core/base/time.h"
#include "core/capture/packet.h"

enum {
	SCN_CAPTURE_MAX_CONNECTIONS = 2048, /* followed at once; then the oldest is given up */
	SCN_CAPTURE_MAX_HELLOS = 256,       /* different ones */
};

struct scn_captured_hello {
	struct scn_endpoint client, server;
	scn_unixtime when; /* of its last packet; first connection with it */
	bool starttls;
	char *ehlo; /* raw bytes of the peer, or NULL */
	uint8_t *wire;
	size_t wire_len;
	size_t seen; /* connections with this hello */
	struct scn_bytes identity;
};

/* What a reader must know about the file; all 0 is a good one. */
struct scn_capture_counts {
	size_t packets, segments;
	size_t fragments; /* of IP packets: not put together */
	size_t broken;    /* packets that cannot be read */
	size_t cut;       /* segments of which the capture kept only the beginning */
	size_t gaps;      /* places where packets are missing */
	size_t hellos;    /* connections with a hello */
	size_t hellos_cut;
	size_t hellos_dropped; /* different ones beyond the limit */
};

struct scn_capture;
struct scn_capture *scn_capture_new(void);
void scn_capture_free(struct scn_capture *capture);
void scn_capture_packet(struct scn_capture *capture, enum scn_link link, scn_unixtime when,
	struct scn_bytes packet);
/* No more packets; call once. */
void scn_capture_end(struct scn_capture *capture);
/* Borrowed from the capture. */
const struct scn_captured_hello *scn_capture_hellos(
	const struct scn_capture *capture, size_t *count_out);
const struct scn_capture_counts *scn_capture_counts(const struct scn_capture *capture);

#endif
