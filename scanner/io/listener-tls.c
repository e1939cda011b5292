#include "io/listener-tls.h"

#include <stdlib.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/registry/suite.h"
#include "core/registry/version.h"
#include "io/demo-tls.h"

enum {
	CHUNK_LEN = 4096,
};

struct scn_tls_server {
	SSL_CTX *ctx;
};

/* in and out belong to ssl. */
struct scn_tls_session {
	SSL *ssl;
	BIO *in, *out;
	struct scn_tls_pipe pipe;
	bool completed;
};

struct scn_tls_server *scn_tls_server_new(void)
{
	struct scn_tls_server *server;
	SSL_CTX *ctx = scn_demo_tls_any();

	if (!ctx)
		return NULL;
	server = scn_alloc(1, sizeof(*server));
	server->ctx = ctx;
	return server;
}

void scn_tls_server_free(struct scn_tls_server *server)
{
	if (server)
		SSL_CTX_free(server->ctx);
	free(server);
}

struct scn_tls_session *scn_tls_session_new(
	struct scn_tls_server *server, const struct scn_tls_pipe *pipe, struct scn_bytes received)
{
	struct scn_tls_session *s = scn_alloc(1, sizeof(*s));

	s->pipe = *pipe;
	s->ssl = SSL_new(server->ctx);
	s->in = BIO_new(BIO_s_mem());
	s->out = BIO_new(BIO_s_mem());
	SSL_set_bio(s->ssl, s->in, s->out);
	BIO_write(s->in, received.at, (int)received.len);
	return s;
}

/* What OpenSSL wants to say goes out. */
static bool flush(struct scn_tls_session *s)
{
	uint8_t chunk[CHUNK_LEN];
	int len;

	while ((len = BIO_read(s->out, chunk, sizeof(chunk))) > 0) {
		if (!s->pipe.send(s->pipe.user, (struct scn_bytes){ chunk, (size_t)len }))
			return false;
	}
	return true;
}

/* After a call that gave result: more bytes for it? False: it is over, one way or the other. */
static bool may_go_on(struct scn_tls_session *s, int result)
{
	bool wants = result <= 0 && SSL_get_error(s->ssl, result) == SSL_ERROR_WANT_READ;
	uint8_t chunk[CHUNK_LEN];
	size_t len;

	if (!flush(s) || !wants)
		return false;
	len = s->pipe.receive(s->pipe.user, chunk, sizeof(chunk));
	if (len)
		BIO_write(s->in, chunk, (int)len);
	return len > 0;
}

bool scn_tls_session_accept(struct scn_tls_session *s, struct scn_text *why)
{
	const char *reason;
	int result;

	ERR_clear_error();
	do
		result = SSL_accept(s->ssl);
	while (may_go_on(s, result));
	s->completed = result == 1;
	if (s->completed)
		return true;
	reason = ERR_reason_error_string(ERR_peek_error());
	scn_text_printf(why, scn_tr("the handshake was not completed: %s"),
		reason ? reason : "the client left in the middle of it");
	ERR_clear_error();
	return false;
}

const char *scn_tls_session_version(const struct scn_tls_session *s)
{
	const char *word = scn_version_word(scn_version_from_wire((uint16_t)SSL_version(s->ssl)));

	return word ? word : SSL_get_version(s->ssl);
}

const char *scn_tls_session_suite(const struct scn_tls_session *s)
{
	const SSL_CIPHER *cipher = SSL_get_current_cipher(s->ssl);
	const struct scn_suite *suite =
		cipher ? scn_suite_by_code(SSL_CIPHER_get_protocol_id(cipher)) : NULL;

	return suite ? suite->name : SSL_CIPHER_get_name(cipher);
}

size_t scn_tls_session_read(struct scn_tls_session *s, uint8_t *into, size_t len)
{
	int result;

	do
		result = SSL_read(s->ssl, into, (int)len);
	while (may_go_on(s, result));
	return result > 0 ? (size_t)result : 0;
}

bool scn_tls_session_write(struct scn_tls_session *s, struct scn_bytes bytes)
{
	int result;

	do
		result = SSL_write(s->ssl, bytes.at, (int)bytes.len);
	while (may_go_on(s, result));
	return result == (int)bytes.len;
}

void scn_tls_session_free(struct scn_tls_session *s)
{
	if (!s)
		return;
	if (s->completed) {
		SSL_shutdown(s->ssl);
		flush(s);
	}
	SSL_free(s->ssl);
	ERR_clear_error();
	free(s);
}
