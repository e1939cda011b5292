/*
 * ONE connection, as a pure machine: greeting, EHLO, STARTTLS, then it is warm and waits for a
 * question; the question's ClientHello (or a library's whole handshake with EHLO inside), the
 * server's answer, a polite end. Events in, actions out; the driver in io owns the socket.
 *
 *   CONNECT → GREETING → DIALOGUE → WARM → HELLO → END               (hand-made ClientHello)
 *                 ↓          ↓           → HANDSHAKE → INNER → END   (library)
 *                 └───→ QUIT ┘→ END                                  (no TLS to be had)
 *
 * Nothing that happens before the ClientHello is ever blamed on TLS.
 *
 *   loop: event = next socket event or the deadline; scn_probe_feed(p, event, now);
 *         send scn_probe_output; if scn_probe_over: close the socket, read scn_probe_result.
 */
#ifndef SCN_CORE_PROBE_PROBE_H
#define SCN_CORE_PROBE_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/facts/facts.h"
#include "core/probe/handshake.h"
#include "core/probe/question.h"
#include "core/smtp/dialogue.h"
#include "core/tls/flight.h"

enum {
	SCN_PROBE_PATIENCE = 3,
};

struct scn_probe_timeouts {
	scn_time connect;  /* TCP */
	scn_time greeting; /* until the whole greeting is there */
	scn_time reply;    /* EHLO, STARTTLS */
	scn_time flight;   /* the server's answer to a ClientHello, and each step of a handshake */
	scn_time warm;     /* how long a warm connection may idle before it is ended */
	scn_time quit;     /* for the 221 to our QUIT; 0: the default */
};
extern const struct scn_probe_timeouts scn_probe_default_timeouts;

enum scn_event_kind {
	SCN_EVENT_CONNECTED,
	SCN_EVENT_CONNECT_FAILED, /* with reason */
	SCN_EVENT_BYTES,
	SCN_EVENT_CLOSED, /* with reason */
	SCN_EVENT_TICK,   /* the deadline has come */
	SCN_EVENT_QUIT,   /* not needed any more, or cancelled: end politely */
};

enum scn_close_reason {
	SCN_CLOSE_EOF,         /* FIN */
	SCN_CLOSE_RESET,       /* RST */
	SCN_CLOSE_REFUSED,     /* connect: RST to our SYN */
	SCN_CLOSE_TIMED_OUT,   /* connect: nothing came */
	SCN_CLOSE_UNREACHABLE, /* connect: no route, host or network unreachable */
	SCN_CLOSE_OTHER,
};

struct scn_probe_event {
	enum scn_event_kind kind;
	enum scn_close_reason reason;
	struct scn_bytes bytes;
};

/* How a probe ended. The first block says nothing about TLS; the question was not consumed there
 * (unless `asked` in the result says that the hello had been sent). */
enum scn_probe_end {
	SCN_END_NONE, /* still going */
	/* Before a ClientHello: */
	SCN_END_CONNECT_REFUSED,
	SCN_END_CONNECT_TIMED_OUT,
	SCN_END_UNREACHABLE,
	SCN_END_GREETING_SILENT,  /* connected, no whole greeting in time */
	SCN_END_GREETING_CLOSED,  /* closed or reset before the greeting was whole */
	SCN_END_GREETING_REFUSED, /* 4xx/5xx greeting; smtp_code */
	SCN_END_DIALOGUE_SILENT,
	SCN_END_DIALOGUE_CLOSED, /* after the greeting, before 220 ready; also 421 in between */
	SCN_END_EHLO_REFUSED,
	SCN_END_NOT_OFFERED,       /* STARTTLS is not offered */
	SCN_END_STARTTLS_TEMPFAIL, /* 454 or another 4xx; smtp_code */
	SCN_END_STARTTLS_REFUSED,  /* 5xx */
	SCN_END_NOT_SMTP,
	SCN_END_INJECTED, /* bytes behind the 220 */
	/* The server ended a warm connection before it had a question; also when its 421 in plain
	 * text crossed our hello. */
	SCN_END_WARM_CLOSED,
	SCN_END_UNUSED, /* we ended it: not needed, or cancelled */
	/* After a ClientHello: */
	SCN_END_SELECTED,     /* ServerHello or Retry (flight.selected) */
	SCN_END_ALERT,        /* fatal alert */
	SCN_END_HELLO_CLOSED, /* closed after the hello, no alert; `reset` says FIN or RST */
	SCN_END_HELLO_SILENT,
	SCN_END_HELLO_NOT_TLS,
	SCN_END_HELLO_BROKEN, /* malformed TLS, nothing selected */
	SCN_END_SSL2,         /* SSL 2.0 SERVER-HELLO: flight.ssl2_kinds */
	/* A library's handshake: */
	SCN_END_COMPLETED,         /* Finished, and an SMTP reply came inside TLS */
	SCN_END_COMPLETED_NO_SMTP, /* Finished, then the EHLO inside TLS was not answered by 250 */
	SCN_END_HANDSHAKE_FAILED,  /* the library or an alert ended it; handshake.failure */
	/* Closed or silent in the middle of it: proves nothing. Also when the library would not
	 * begin: then `asked` is false and handshake.failure says so. */
	SCN_END_HANDSHAKE_BROKEN,
};
const char *scn_probe_end_name(enum scn_probe_end end);

struct scn_probe_result {
	enum scn_probe_end end;
	bool asked;                                   /* the ClientHello went out */
	bool closed;                                  /* the server ended it, by FIN or RST */
	bool reset;                                   /* by RST */
	int smtp_code;                                /* of the reply that ended it, 0 = none */
	const struct scn_question *question;          /* NULL if none was given */
	const struct scn_flight_facts *flight;        /* never NULL; zeroed where no flight */
	const struct scn_handshake_result *handshake; /* NULL unless HANDSHAKE */
	const struct scn_smtp_dialogue *smtp;         /* never NULL */
	uint64_t bytes_sent, bytes_received;
	scn_time started; /* as given to scn_probe_new */
	scn_time duration;
	scn_time ready_time;    /* from there to "220 ready"; 0 = it did not get so far */
	scn_time warm_time;     /* how long it was ready before it was asked, or ended */
	scn_time slowest_reply; /* of SMTP, from its first byte to its last */
	scn_time connect_time;  /* of the TCP handshake: one round trip; 0 = did not connect */
	const struct scn_line *lines; /* the whole dialogue with times; owned by the probe */
	size_t line_count;
};

struct scn_probe;

/* timeouts is copied. A greeting or reply of which something comes has more time: the time-out begins
 * again with each byte, up to SCN_PROBE_PATIENCE times itself in all. The connection is being opened from `now` on. */
struct scn_probe *scn_probe_new(
	const char *ehlo_name, const struct scn_probe_timeouts *timeouts, scn_time now);
void scn_probe_free(struct scn_probe *p);
/* Keep no dialogue of this connection: of thousands, nobody reads one. */
void scn_probe_keep_no_lines(struct scn_probe *p);
void scn_probe_feed(struct scn_probe *p, const struct scn_probe_event *event, scn_time now);
/* Give a warm probe its question; takes it over. The hello goes into the output. */
void scn_probe_ask(struct scn_probe *p, struct scn_question *take_question, scn_time now);
/* At "220 ready", without a question yet. */
bool scn_probe_warm(const struct scn_probe *p);
/* Has a question, or has had one. */
bool scn_probe_asked(const struct scn_probe *p);
/* Bytes to send now; empty if none. Call sent after handing them to the socket. */
struct scn_bytes scn_probe_output(const struct scn_probe *p);
void scn_probe_sent(struct scn_probe *p);
/* When a TICK is due; SCN_NEVER if none. */
scn_time scn_probe_deadline(const struct scn_probe *p);
/* Nothing more will happen: send what is left of the output, close, read the result. */
bool scn_probe_over(const struct scn_probe *p);
/* Valid until the probe is freed. */
struct scn_probe_result scn_probe_result(const struct scn_probe *p);

#endif
