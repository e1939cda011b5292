#include "core/capture/stream.h"

#include <stdlib.h>

#include "core/base/alloc.h"

/* How far seq is ahead of what is due; numbers wrap around. */
static int32_t ahead(const struct scn_stream *s, uint32_t seq)
{
	return (int32_t)(seq - s->next);
}

static bool is_done(const struct scn_stream *s)
{
	return s->finder.state >= SCN_FINDER_FOUND;
}

static void drop_waiting(struct scn_stream *s)
{
	for (size_t i = 0; i < s->waiting_count; i++)
		free(s->waiting[i].bytes);
	free(s->waiting);
	s->waiting = NULL;
	s->waiting_count = s->waiting_len = 0;
}

void scn_stream_finish(struct scn_stream *s)
{
	drop_waiting(s);
	scn_finder_finish(&s->finder);
}

void scn_stream_start(struct scn_stream *s, uint32_t seq)
{
	s->started = true;
	s->next = seq;
}

/* Bytes that are due, some of them perhaps seen before. */
static void deliver(struct scn_stream *s, uint32_t seq, struct scn_bytes payload)
{
	size_t seen = (size_t) - (int64_t)ahead(s, seq);

	if (seen >= payload.len)
		return;
	s->next = seq + (uint32_t)payload.len;
	scn_finder_feed(&s->finder, (struct scn_bytes){ payload.at + seen, payload.len - seen });
}

static void remove_waiting(struct scn_stream *s, size_t i)
{
	s->waiting_len -= s->waiting[i].len;
	free(s->waiting[i].bytes);
	s->waiting[i] = s->waiting[--s->waiting_count];
}

/* The one that is due first, or waiting_count if none waits. */
static size_t earliest(const struct scn_stream *s)
{
	size_t best = s->waiting_count ? 0 : s->waiting_count;

	for (size_t i = 1; i < s->waiting_count; i++) {
		if (ahead(s, s->waiting[i].seq) < ahead(s, s->waiting[best].seq))
			best = i;
	}
	return best;
}

/* Everything that is due now. */
static void drain(struct scn_stream *s)
{
	size_t i;

	while ((i = earliest(s)) < s->waiting_count && ahead(s, s->waiting[i].seq) <= 0) {
		deliver(s, s->waiting[i].seq,
			(struct scn_bytes){ s->waiting[i].bytes, s->waiting[i].len });
		remove_waiting(s, i);
	}
}

/* Give up what is missing before the earliest that waits. */
static void skip_gap(struct scn_stream *s)
{
	s->gaps++;
	s->next = s->waiting[earliest(s)].seq;
	scn_finder_gap(&s->finder);
	drain(s);
}

static void wait_for(struct scn_stream *s, uint32_t seq, struct scn_bytes payload)
{
	struct scn_waiting waiting = {
		.seq = seq,
		.bytes = scn_memdup(payload.at, payload.len),
		.len = payload.len,
	};

	SCN_APPEND(s->waiting, s->waiting_count, waiting);
	s->waiting_len += payload.len;
	while (s->waiting_count > SCN_STREAM_MAX_WAITING ||
		s->waiting_len > SCN_STREAM_MAX_WAITING_LEN)
		skip_gap(s);
}

void scn_stream_add(struct scn_stream *s, uint32_t seq, struct scn_bytes payload)
{
	if (payload.len == 0 || is_done(s))
		return;
	if (!s->started)
		scn_stream_start(s, seq);
	if (ahead(s, seq) > 0) {
		wait_for(s, seq, payload);
	} else {
		deliver(s, seq, payload);
		drain(s);
	}
	if (is_done(s))
		drop_waiting(s);
}

void scn_stream_end(struct scn_stream *s)
{
	while (s->waiting_count)
		skip_gap(s);
	if (s->finder.state == SCN_FINDER_HELLO)
		s->finder.cut = true;
}
