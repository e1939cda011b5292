/*
 * SMTP replies (RFC 5321 section 4.2): one or many lines, any split of bytes over packets.
 *
 *   Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
 *
 * Lenient as real senders are: a bare LF ends a line, a code without text is fine. Control bytes
 * and NUL are kept. Bytes that cannot become a reply any more are refused at once, without waiting
 * for the end of their line: a TLS alert has none.
 */
#ifndef SCN_CORE_SMTP_REPLY_H
#define SCN_CORE_SMTP_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/text.h"

enum {
	SCN_REPLY_MAX_LINE = 2048, /* bytes of one line; RFC 5321 section 4.5.3.1.5 allows 512 */
	SCN_REPLY_MAX_LINES = 256,
	SCN_REPLY_MAX_LEN = 64 * 1024,
};

/* Zeroed is a parser at the start of a reply. */
struct scn_reply {
	int code;             /* 220, 421 …; valid after SCN_GOT */
	struct scn_text text; /* all lines without code, separated by \n; raw bytes of the peer */
	struct scn_text raw;  /* the lines with their codes, also of an unfinished or bad reply */
	size_t line_count;
	/* Private. */
	size_t line_at; /* where the line under way starts in raw */
};

void scn_reply_finish(struct scn_reply *r);
/* Take bytes up to the end of one reply; *consumed_out says how many. SCN_BAD: not a reply (no code,
 * codes differ from line to line, over a limit). After SCN_GOT or SCN_BAD, finish before the next
 * reply. */
enum scn_parse scn_reply_feed(struct scn_reply *r, struct scn_bytes bytes, size_t *consumed_out);
/* Append a peer's text so that it survives as a C string: a NUL becomes U+2400. Still raw otherwise. */
void scn_reply_keep(struct scn_text *to, const struct scn_text *peer);

#endif
