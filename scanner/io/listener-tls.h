/*
 * The TLS side of the listener: OpenSSL as a server that takes every client it can, over bytes that
 * the listener moves. Private to the listener.
 */
#ifndef SCN_IO_LISTENER_TLS_H
#define SCN_IO_LISTENER_TLS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/bytes.h"
#include "core/base/text.h"

struct scn_tls_server;
/* NULL if OpenSSL refuses. */
struct scn_tls_server *scn_tls_server_new(void);
void scn_tls_server_free(struct scn_tls_server *server);

/* How bytes come and go. receive gives 0 when nothing more will come. */
struct scn_tls_pipe {
	size_t (*receive)(void *user, uint8_t *into, size_t len);
	bool (*send)(void *user, struct scn_bytes bytes);
	void *user;
};

struct scn_tls_session;
/* received: what the client has sent since STARTTLS. */
struct scn_tls_session *scn_tls_session_new(
	struct scn_tls_server *server, const struct scn_tls_pipe *pipe, struct scn_bytes received);
/* False: the handshake failed, why is appended. */
bool scn_tls_session_accept(struct scn_tls_session *session, struct scn_text *why);
/* Of a completed handshake; static strings. */
const char *scn_tls_session_version(const struct scn_tls_session *session);
const char *scn_tls_session_suite(const struct scn_tls_session *session);
/* 0 at the end. */
size_t scn_tls_session_read(struct scn_tls_session *session, uint8_t *into, size_t len);
bool scn_tls_session_write(struct scn_tls_session *session, struct scn_bytes bytes);
/* Says close_notify if the handshake was completed. */
void scn_tls_session_free(struct scn_tls_session *session);

#endif
