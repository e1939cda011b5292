/*
 * The SMTP dialogue up to the 220 that starts TLS (RFC 3207), as a pure machine: text in, text out.
 *
 *   greeting → EHLO → (refused as unknown: HELO, then STARTTLS is not to be seen) → STARTTLS → ready
 *
 * It never sends a command before the answer to the one before (no pipelining), and bytes that come
 * behind the 220 are an injection, not TLS: they are recorded and the dialogue is spoiled. A reply
 * that comes before its command was sent answers nothing and is passed over. 421 ends everything.
 */
#ifndef SCN_CORE_SMTP_DIALOGUE_H
#define SCN_CORE_SMTP_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "core/smtp/ehlo.h"
#include "core/smtp/reply.h"

enum scn_smtp_state {
	SCN_SMTP_GREETING, /* waiting for 220 */
	SCN_SMTP_EHLO,     /* EHLO sent */
	SCN_SMTP_HELO,     /* HELO sent, after EHLO was refused */
	SCN_SMTP_STARTTLS, /* STARTTLS sent */
	SCN_SMTP_READY,    /* 220: the next byte is TLS */
	SCN_SMTP_QUIT,     /* QUIT sent, waiting for 221 or the end */
	SCN_SMTP_OVER,     /* nothing more will happen; see outcome */
};

enum scn_smtp_outcome {
	SCN_SMTP_UNDECIDED,
	SCN_SMTP_STARTED,           /* 220 to STARTTLS */
	SCN_SMTP_GREETING_REFUSED,  /* 4xx or 5xx instead of 220; reply_code says which */
	SCN_SMTP_EHLO_REFUSED,      /* EHLO and HELO refused (550, 421 …) */
	SCN_SMTP_NOT_OFFERED,       /* no STARTTLS keyword */
	SCN_SMTP_STARTTLS_TEMPFAIL, /* 454 or another 4xx */
	SCN_SMTP_STARTTLS_REFUSED,  /* 5xx */
	SCN_SMTP_NOT_SMTP,          /* what came is not SMTP; first bytes are in the transcript */
	SCN_SMTP_INJECTED,          /* bytes behind the 220 in the same packet */
};

/* Which stage a server was in when something went wrong: also for time-outs and closes. */
struct scn_smtp_dialogue {
	enum scn_smtp_state state;
	enum scn_smtp_outcome outcome;
	int reply_code;           /* of the reply that decided the outcome, 0 = none */
	struct scn_text decision; /* that reply, lines separated by \n; peer's bytes */
	struct scn_ehlo ehlo;
	/* The peer's bytes, for people; a NUL shows as U+2400. Lines are separated by \n. */
	struct scn_text greeting;   /* with its code: "220 mx ESMTP" */
	struct scn_text ehlo_lines; /* text of the EHLO reply, without code */
	struct scn_text last_reply; /* with its code; of NOT_SMTP the first bytes of what came */
	unsigned reply_count;       /* changes whenever last_reply does */
	/* Private. */
	struct scn_text name;
	struct scn_text out;
	struct scn_reply reply;
};

/* ehlo_name: what we call ourselves (copied). */
void scn_smtp_init(struct scn_smtp_dialogue *d, const char *ehlo_name);
void scn_smtp_finish(struct scn_smtp_dialogue *d);
/* Take bytes from the server, up to the end of one reply. Returns how many were used; call again
 * with the rest until all are used, or 0 are: then the dialogue was READY or OVER before. */
size_t scn_smtp_feed(struct scn_smtp_dialogue *d, struct scn_bytes bytes);
/* What came of a reply that is not whole yet; borrowed. */
const struct scn_text *scn_smtp_unfinished(const struct scn_smtp_dialogue *d);
/* What is to be sent now, "" when nothing; the caller sends it and calls scn_smtp_sent. */
const char *scn_smtp_output(const struct scn_smtp_dialogue *d);
void scn_smtp_sent(struct scn_smtp_dialogue *d);
/* End politely: QUIT is put into the output, state QUIT. Nothing may be said before the greeting
 * (RFC 5321 section 4.3.1), nor in plain text after the 220 (RFC 3207 section 4): then just OVER. */
void scn_smtp_quit(struct scn_smtp_dialogue *d);
const char *scn_smtp_state_name(enum scn_smtp_state state);
const char *scn_smtp_outcome_name(enum scn_smtp_outcome outcome);

#endif
