/*
 * The inside of a probe, shared by probe.c (states, TCP, SMTP), probe-tls.c (what happens after the
 * 220) and probe-ends.c (words). Nobody else includes it.
 */
#ifndef SCN_CORE_PROBE_PROBE_PRIVATE_H
#define SCN_CORE_PROBE_PROBE_PRIVATE_H

#include "core/probe/probe.h"
#include "core/probe/transcript.h"
#include "core/smtp/reply.h"

enum probe_state {
	CONNECT,   /* waiting for TCP */
	GREETING,  /* waiting for the whole greeting */
	DIALOGUE,  /* EHLO or STARTTLS is under way */
	WARM,      /* 220 ready, no question yet */
	HELLO,     /* the ClientHello is out */
	HANDSHAKE, /* the library talks */
	INNER,     /* EHLO inside TLS is out */
	QUIT,      /* QUIT in plain text is out; how it ended is known */
	END,
	STATE_COUNT,
};

struct scn_probe {
	enum probe_state state;
	enum scn_probe_end end; /* decided once, in QUIT or END at the latest */
	struct scn_probe_timeouts timeouts;
	scn_time started, deadline, ended;
	scn_time entered; /* the present state */
	scn_time connect_time, ready_time, warm_time;
	scn_time reply_since; /* the first byte of a reply that is not whole yet; 0: none came */
	scn_time slowest_reply;
	struct scn_smtp_dialogue smtp;
	struct scn_question *question;
	struct scn_flight flight;
	struct scn_handshake *handshake;
	struct scn_handshake_result handshake_result;
	struct scn_reply inner;      /* the reply inside TLS */
	struct scn_builder plain;    /* decrypted, not read yet */
	struct scn_builder received; /* records from the server that are not whole yet */
	struct scn_builder out;
	bool asked;
	bool reset;
	bool closed; /* the server has closed: nothing more can be said */
	int smtp_code;
	uint64_t bytes_sent, bytes_received;
	struct scn_transcript transcript;
};

/* The only way from one state to another; starts the deadline of the new one. */
void scn_probe_enter(struct scn_probe *p, enum probe_state state);
/* Enter END. The first end that was decided stays. */
void scn_probe_finish(struct scn_probe *p, enum scn_probe_end end);
enum scn_probe_end scn_probe_end_of_dialogue(const struct scn_smtp_dialogue *d);

/* probe-tls.c: one handler for what may happen in HELLO, HANDSHAKE and INNER. */
void scn_probe_start_question(struct scn_probe *p);
void scn_probe_hello_bytes(struct scn_probe *p, struct scn_bytes bytes);
void scn_probe_handshake_bytes(struct scn_probe *p, struct scn_bytes bytes);
void scn_probe_inner_bytes(struct scn_probe *p, struct scn_bytes bytes);
/* What a hello that was broken off has proved: a choice, or else only `otherwise`. */
enum scn_probe_end scn_probe_hello_end(const struct scn_probe *p, enum scn_probe_end otherwise);
/* Say goodbye before TLS is established (records in plain text), or through the library. */
void scn_probe_cancel_tls(struct scn_probe *p);
void scn_probe_close_handshake(struct scn_probe *p);
void scn_probe_leave_inner(struct scn_probe *p);

#endif
