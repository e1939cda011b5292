/*
 * The SMTP dialogue up to the 220 that starts TLS (RFC 3207), as a pure machine: text in, text out.
 *
 *   greeting → EHLO → (502/500/501: HELO, then STARTTLS is not to be seen) → STARTTLS → ready
 *
 * It never sends a command before the answer to the one before (no pipelining), and bytes that come
 * behind the 220 are an injection, not TLS: they are recorded and the dialogue is spoiled.
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
	int reply_code; /* of the reply that decided the outcome, 0 = none */
	struct scn_ehlo ehlo;
	struct scn_text
		greeting; /* text of the greeting with its code: "220 mx ESMTP"; peer's bytes */
	struct scn_text
		ehlo_lines; /* text of the EHLO reply, lines separated by \n; peer's bytes */
	struct scn_text last_reply; /* code and text of the last reply, lines separated by \n */
	/* Private. */
	struct scn_text name;
	struct scn_text out;
	struct scn_reply reply;
};

/* ehlo_name: what we call ourselves (copied). */
void scn_smtp_init(struct scn_smtp_dialogue *d, const char *ehlo_name);
void scn_smtp_finish(struct scn_smtp_dialogue *d);
/* Take bytes from the server. Returns how many were used: all, unless the dialogue got READY or
 * OVER inside them. */
size_t scn_smtp_feed(struct scn_smtp_dialogue *d, struct scn_bytes bytes);
/* What is to be sent now, "" when nothing; the caller sends it and calls scn_smtp_sent. */
const char *scn_smtp_output(const struct scn_smtp_dialogue *d);
void scn_smtp_sent(struct scn_smtp_dialogue *d);
/* End politely while still in plain text: QUIT is put into the output, state QUIT. */
void scn_smtp_quit(struct scn_smtp_dialogue *d);
const char *scn_smtp_state_name(enum scn_smtp_state state);
const char *scn_smtp_outcome_name(enum scn_smtp_outcome outcome);

#endif
