/*
 * An SMTP server that wants nothing but ClientHellos: it greets, answers EHLO and STARTTLS, keeps the
 * hello of whoever connects, byte for byte, and ends politely. Where asked it completes the handshake
 * with a certificate of its own making and takes the mail, which is read for its Subject and thrown
 * away. A thread a connection, as in the demo; every wait and every length has a limit.
 */
#ifndef SCN_IO_LISTENER_H
#define SCN_IO_LISTENER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/base/text.h"

#define SCN_LISTENER_DEFAULT "127.0.0.1:2525"

enum {
	SCN_LISTENER_MAX_VISITORS = 32,  /* at once; who comes then gets a 421 */
	SCN_LISTENER_MAX_LINE = 1024,    /* bytes of a line that are looked at */
	SCN_LISTENER_MAX_COMMANDS = 200, /* of one connection */
	SCN_LISTENER_MAX_MAIL = 32 * 1024 * 1024,
	SCN_LISTENER_WAIT_S = 30,   /* for the next bytes */
	SCN_LISTENER_VISIT_S = 300, /* a whole connection */
};

/* What one connection told; strings are NULL where nothing was said, raw bytes of the peer. */
struct scn_heard {
	const char *address; /* "192.0.2.1" */
	const char *ehlo;
	const char *subject;
	struct scn_bytes hello; /* as on the wire; empty: none came, or not a whole one */
	const char *why;        /* a sentence: why there is no hello, or no handshake */
	const char *version;    /* of a completed handshake: "TLS1.3" */
	const char *suite;      /* IANA name */
};

struct scn_listener_options {
	const char *
		where; /* "ADDRESS:PORT", "[v6]:PORT", "PORT" (on loopback); port 0: any free one */
	bool accept;   /* complete the handshake */
	/* Called when a connection ends, from its thread, one at a time. */
	void (*heard)(void *user, const struct scn_heard *heard);
	void *user;
};

struct scn_listener;
/* Listens when it returns. NULL: the sentence is in *error_out. */
struct scn_listener *scn_listener_open(
	const struct scn_listener_options *options, struct scn_text *error_out);
/* "127.0.0.1:2525" */
const char *scn_listener_where(const struct scn_listener *listener);
/* Serves until stop; then the connections under way end, and tell what they have. */
void scn_listener_run(struct scn_listener *listener);
/* The only call allowed from `heard` or a signal handler. */
void scn_listener_stop(struct scn_listener *listener);
void scn_listener_free(struct scn_listener *listener);

#endif
