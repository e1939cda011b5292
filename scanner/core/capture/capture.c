#include "core/capture/capture.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/capture/same-hello.h"
#include "core/capture/stream.h"
#include "core/tls/hello.h"

enum {
	BUCKETS = 1024,
	NONE = -1,
};

/* ends[0] is who sent the first packet that was captured; streams[i] is what ends[i] sends. */
struct connection {
	bool used;
	struct scn_endpoint ends[2];
	struct scn_stream streams[2];
	int next; /* in the same bucket */
};

struct scn_capture {
	struct connection connections[SCN_CAPTURE_MAX_CONNECTIONS];
	scn_unixtime now; /* of the last packet */
	size_t oldest;    /* the slot that is taken next */
	int buckets[BUCKETS];
	struct scn_captured_hello *hellos;
	size_t hello_count;
	struct scn_capture_counts counts;
};

struct scn_capture *scn_capture_new(void)
{
	struct scn_capture *capture = scn_alloc(1, sizeof(*capture));

	for (size_t i = 0; i < BUCKETS; i++)
		capture->buckets[i] = NONE;
	return capture;
}

/* ---- hellos ---- */

static struct scn_captured_hello *find_hello(struct scn_capture *capture, struct scn_bytes identity)
{
	for (size_t i = 0; i < capture->hello_count; i++) {
		if (scn_bytes_equal(capture->hellos[i].identity, identity))
			return &capture->hellos[i];
	}
	return NULL;
}

static struct scn_builder identity_of(struct scn_bytes wire)
{
	struct scn_hello *hello = NULL;
	struct scn_builder identity = { 0 };

	if (scn_hello_parse(wire, &hello, NULL) == SCN_GOT)
		scn_hello_identity(scn_hello_spec(hello), &identity);
	scn_hello_free(hello);
	return identity;
}

/* The finder of one side has its hello: keep it if it is new. */
static void take_hello(struct scn_capture *capture, const struct connection *c, int side)
{
	const struct scn_finder *finder = &c->streams[side].finder;
	struct scn_builder identity = identity_of(scn_built(&finder->hello));
	struct scn_captured_hello *known = find_hello(capture, scn_built(&identity));

	capture->counts.hellos++;
	if (known || capture->hello_count == SCN_CAPTURE_MAX_HELLOS) {
		if (known)
			known->seen++;
		else
			capture->counts.hellos_dropped++;
		scn_builder_finish(&identity);
		return;
	}
	SCN_APPEND(capture->hellos, capture->hello_count,
		((struct scn_captured_hello){
			.client = c->ends[side],
			.server = c->ends[!side],
			.when = capture->now,
			.starttls = finder->starttls,
			.ehlo = finder->ehlo.len ? scn_strdup(scn_text_str(&finder->ehlo)) : NULL,
			.wire = scn_memdup(finder->hello.data, finder->hello.len),
			.wire_len = finder->hello.len,
			.seen = 1,
			.identity = scn_built(&identity),
		}));
}

/* ---- connections ---- */

static uint32_t mix(uint32_t hash, const struct scn_endpoint *end)
{
	uint32_t own = 2166136261U;

	for (size_t i = 0; i < end->address_len; i++)
		own = (own ^ end->address[i]) * 16777619U;
	own = (own ^ end->port) * 16777619U;
	return hash + own; /* the same for both directions */
}

static size_t bucket_of(const struct scn_endpoint *a, const struct scn_endpoint *b)
{
	uint32_t hash = mix(mix(0, a), b);

	return (hash ^ hash >> 16) % BUCKETS;
}

static void unlink_connection(struct scn_capture *capture, int index)
{
	struct connection *c = &capture->connections[index];
	int *at = &capture->buckets[bucket_of(&c->ends[0], &c->ends[1])];

	while (*at != index)
		at = &capture->connections[*at].next;
	*at = c->next;
}

/* When both hello and rest of a connection were looked for: count what it lacked and forget it. */
static void end_connection(struct scn_capture *capture, int index)
{
	struct connection *c = &capture->connections[index];

	if (!c->used)
		return;
	for (int side = 0; side < 2; side++) {
		struct scn_stream *stream = &c->streams[side];
		bool found = stream->finder.state == SCN_FINDER_FOUND;

		scn_stream_end(stream);
		if (!found && stream->finder.state == SCN_FINDER_FOUND)
			take_hello(capture, c, side);
		capture->counts.gaps += stream->gaps;
		capture->counts.hellos_cut += stream->finder.cut;
		scn_stream_finish(stream);
	}
	unlink_connection(capture, index);
	*c = (struct connection){ 0 };
}

/* The index, and which end sends this segment; NONE if it is not followed. */
static int find_connection(
	struct scn_capture *capture, const struct scn_segment *segment, int *side_out)
{
	int index = capture->buckets[bucket_of(&segment->from, &segment->to)];

	for (; index != NONE; index = capture->connections[index].next) {
		const struct connection *c = &capture->connections[index];

		for (int side = 0; side < 2; side++) {
			*side_out = side;
			if (scn_endpoint_equal(&c->ends[side], &segment->from) &&
				scn_endpoint_equal(&c->ends[!side], &segment->to))
				return index;
		}
	}
	return NONE;
}

static int new_connection(struct scn_capture *capture, const struct scn_segment *segment)
{
	int index = (int)capture->oldest;
	size_t bucket = bucket_of(&segment->from, &segment->to);
	struct connection *c = &capture->connections[index];

	capture->oldest = (capture->oldest + 1) % SCN_CAPTURE_MAX_CONNECTIONS;
	end_connection(capture, index);
	c->used = true;
	c->ends[0] = segment->from;
	c->ends[1] = segment->to;
	c->next = capture->buckets[bucket];
	capture->buckets[bucket] = index;
	return index;
}

/* Is this SYN the start of another connection between the same ports? */
static bool starts_again(const struct connection *c, int side, const struct scn_segment *segment)
{
	const struct scn_stream *stream = &c->streams[side];

	return segment->syn && !segment->ack && stream->started &&
	       (stream->next != segment->seq + 1 || stream->finder.state != SCN_FINDER_START);
}

static void add_segment(struct scn_capture *capture, const struct scn_segment *segment)
{
	int side = 0;
	int index = find_connection(capture, segment, &side);
	struct connection *c;
	struct scn_stream *stream;
	bool found;

	if (index != NONE && starts_again(&capture->connections[index], side, segment)) {
		end_connection(capture, index);
		index = NONE;
	}
	if (index == NONE) {
		if (segment->rst || (!segment->syn && segment->payload.len == 0))
			return;
		index = new_connection(capture, segment);
		side = 0;
	}
	c = &capture->connections[index];
	stream = &c->streams[side];
	found = stream->finder.state == SCN_FINDER_FOUND;
	if (segment->syn && !stream->started)
		scn_stream_start(stream, segment->seq + 1);
	scn_stream_add(stream, segment->seq + (segment->syn ? 1 : 0), segment->payload);
	if (!found && stream->finder.state == SCN_FINDER_FOUND)
		take_hello(capture, c, side);
}

void scn_capture_packet(
	struct scn_capture *capture, enum scn_link link, scn_unixtime when, struct scn_bytes packet)
{
	struct scn_segment segment;

	capture->counts.packets++;
	capture->now = when;
	switch (scn_packet_read(link, packet, &segment)) {
	case SCN_PACKET_TCP:
		capture->counts.segments++;
		capture->counts.cut += segment.cut;
		add_segment(capture, &segment);
		return;
	case SCN_PACKET_FRAGMENT:
		capture->counts.fragments++;
		return;
	case SCN_PACKET_BROKEN:
		capture->counts.broken++;
		return;
	case SCN_PACKET_OTHER:
		return;
	}
}

void scn_capture_end(struct scn_capture *capture)
{
	for (int i = 0; i < SCN_CAPTURE_MAX_CONNECTIONS; i++)
		end_connection(capture, i);
}

const struct scn_captured_hello *scn_capture_hellos(
	const struct scn_capture *capture, size_t *count_out)
{
	*count_out = capture->hello_count;
	return capture->hellos;
}

const struct scn_capture_counts *scn_capture_counts(const struct scn_capture *capture)
{
	return &capture->counts;
}

static void free_hello(struct scn_captured_hello *hello)
{
	free(hello->ehlo);
	free(hello->wire);
	free((void *)hello->identity.at);
}

void scn_capture_free(struct scn_capture *capture)
{
	if (!capture)
		return;
	for (int i = 0; i < SCN_CAPTURE_MAX_CONNECTIONS; i++)
		for (int side = 0; side < 2; side++)
			scn_stream_finish(&capture->connections[i].streams[side]);
	for (size_t i = 0; i < capture->hello_count; i++)
		free_hello(&capture->hellos[i]);
	free(capture->hellos);
	free(capture);
}
