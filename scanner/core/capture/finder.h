/*
 * The ClientHello in what one side of a connection sends: right at the start (implicit TLS), or behind
 * a STARTTLS command (SMTP, IMAP, LMTP, POP3's STLS). Bytes in (any split), the hello out. The side of
 * a server simply has none.
 */
#ifndef SCN_CORE_CAPTURE_FINDER_H
#define SCN_CORE_CAPTURE_FINDER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/bytes.h"
#include "core/base/text.h"

enum {
	SCN_FINDER_MAX_LINE = 512,       /* bytes of a line that are looked at */
	SCN_FINDER_MAX_RECORDS = 256,    /* that one hello is cut into */
	SCN_FINDER_MAX_TEXT = 64 * 1024, /* bytes without a STARTTLS: it will not come any more */
};

enum scn_finder_state {
	SCN_FINDER_START,    /* nothing read: TLS may begin here */
	SCN_FINDER_TEXT,     /* lines */
	SCN_FINDER_STARTTLS, /* the last line was STARTTLS: TLS may begin here */
	SCN_FINDER_HELLO,    /* in a hello */
	SCN_FINDER_FOUND,
	SCN_FINDER_OVER, /* there is none */
};

/* Zeroed is at the start. */
struct scn_finder {
	enum scn_finder_state state;
	struct scn_builder hello; /* as on the wire; whole in SCN_FINDER_FOUND */
	struct scn_text ehlo;     /* the argument of EHLO, HELO or LHLO; raw bytes of the peer */
	bool starttls;            /* the hello came after STARTTLS */
	bool cut;                 /* a hello was there, but not whole */
	/* Private. */
	struct scn_text line;
	size_t text_len;
	size_t record_at, record_count; /* where the record under way starts; whole ones */
};

void scn_finder_finish(struct scn_finder *f);
void scn_finder_feed(struct scn_finder *f, struct scn_bytes bytes);
/* Some bytes are missing here. */
void scn_finder_gap(struct scn_finder *f);
/* Nothing more will be looked for: forget what was kept. */
void scn_finder_stop(struct scn_finder *f);

#endif
