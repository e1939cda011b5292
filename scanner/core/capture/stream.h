/*
 * One direction of a TCP connection put in order (RFC 9293 section 3.4): segments in as they were
 * captured, bytes in sequence out to a finder. Retransmitted bytes are dropped, later ones wait; where
 * too much waits, or at the end, what is missing is given up and the finder is told of the gap.
 */
#ifndef SCN_CORE_CAPTURE_STREAM_H
#define SCN_CORE_CAPTURE_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/capture/finder.h"

enum {
	SCN_STREAM_MAX_WAITING = 64,            /* segments that came too early */
	SCN_STREAM_MAX_WAITING_LEN = 64 * 1024, /* their bytes */
};

struct scn_waiting {
	uint32_t seq;
	uint8_t *bytes;
	size_t len;
};

/* Zeroed is empty: the first segment, or a SYN, says where it starts. */
struct scn_stream {
	struct scn_finder finder;
	size_t gaps;
	/* Private. */
	bool started;
	uint32_t next; /* the sequence number that is due */
	struct scn_waiting *waiting;
	size_t waiting_count, waiting_len;
};

void scn_stream_finish(struct scn_stream *s);
/* The first byte has this number (a SYN's own number is one less). */
void scn_stream_start(struct scn_stream *s, uint32_t seq);
void scn_stream_add(struct scn_stream *s, uint32_t seq, struct scn_bytes payload);
/* Nothing more comes: what waits is given to the finder over the gap. */
void scn_stream_end(struct scn_stream *s);

#endif
