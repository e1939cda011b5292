/*
 * What was said on one connection, as the lines of a dialogue with their times: SMTP replies raw,
 * TLS records with their bytes and in words, and our own comments on the TCP connection.
 */
#ifndef SCN_CORE_PROBE_TRANSCRIPT_H
#define SCN_CORE_PROBE_TRANSCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "core/facts/facts.h"

enum {
	SCN_TRANSCRIPT_MAX_LEN = 64 * 1024, /* bytes of text and records that are kept */
	SCN_TRANSCRIPT_MAX_LINES = 200,     /* the last one says that more was not kept */
};

/* Zeroed is empty; the owner keeps `now`, time since the start of the connection, up to date. */
struct scn_transcript {
	scn_time now;
	bool off; /* nobody will read it: keep nothing */
	struct scn_line *lines;
	size_t line_count;
	/* Private. */
	size_t len;
	bool full;
};

void scn_transcript_finish(struct scn_transcript *t);
/* A comment of ours. */
void scn_transcript_note(struct scn_transcript *t, enum scn_layer layer, const char *format, ...)
	SCN_PRINTF(3, 4);
/* A command or a reply; line ends at its end are left out. A NUL ends the text. */
void scn_transcript_smtp(struct scn_transcript *t, enum scn_direction direction, const char *text);
/* Every whole record in *pending becomes a line and is taken out of it. */
void scn_transcript_records(
	struct scn_transcript *t, enum scn_direction direction, struct scn_builder *pending);
/* What is left in *pending and is not a record: plain text, SSL 2.0, or cut short. Empties it. */
void scn_transcript_rest(
	struct scn_transcript *t, enum scn_direction direction, struct scn_builder *pending);

#endif
