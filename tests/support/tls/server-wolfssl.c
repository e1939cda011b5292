#include "tls/tls-server.h"

#include <stdlib.h>
#include <string.h>

#include <wolfssl/options.h>
#include <wolfssl/ssl.h>
#include <wolfssl/wolfcrypt/dh.h>

#include "core/base/alloc.h"

struct tls_server {
	WOLFSSL_CTX *ctx;
	WOLFSSL *ssl;
	struct scn_builder in;
	size_t in_read;
	struct scn_builder *out;
	bool done;
};

static bool set_suite(WOLFSSL_CTX *ctx, scn_suite_code code)
{
	return code == 0 || wolfSSL_CTX_set_cipher_list(ctx, scn_suite_by_code(code)->wolfssl) ==
				    WOLFSSL_SUCCESS;
}

static bool set_versions(WOLFSSL_CTX *ctx, const struct tls_server_options *options)
{
	static const int own[SCN_VERSION_COUNT] = {
		[SCN_TLS1_1] = WOLFSSL_TLSV1_1,
		[SCN_TLS1_2] = WOLFSSL_TLSV1_2,
		[SCN_TLS1_3] = WOLFSSL_TLSV1_3,
	};

	if (options->newest < SCN_TLS1_3)
		wolfSSL_CTX_set_options(ctx, WOLFSSL_OP_NO_TLSv1_3);
	return wolfSSL_CTX_SetMinVersion(ctx, own[options->oldest]) == WOLFSSL_SUCCESS;
}

static bool set_dh(WOLFSSL_CTX *ctx)
{
	const DhParams *dh = wc_Dh_ffdhe2048_Get();

	return wolfSSL_CTX_SetTmpDH(ctx, dh->p, (int)dh->p_len, dh->g, (int)dh->g_len) ==
	       WOLFSSL_SUCCESS;
}

static bool configure(WOLFSSL_CTX *ctx, const struct tls_server_options *options,
	const struct test_certificate *c)
{
	wolfSSL_CTX_set_verify(ctx, WOLFSSL_VERIFY_NONE, NULL);
	return set_suite(ctx, options->suite) && set_dh(ctx) && set_versions(ctx, options) &&
	       wolfSSL_CTX_use_certificate_buffer(ctx, c->der.data, (long)c->der.len,
		       WOLFSSL_FILETYPE_ASN1) == WOLFSSL_SUCCESS &&
	       wolfSSL_CTX_use_PrivateKey_buffer(ctx, c->key.data, (long)c->key.len,
		       WOLFSSL_FILETYPE_ASN1) == WOLFSSL_SUCCESS;
}

static int on_receive(WOLFSSL *ssl, char *buffer, int size, void *user)
{
	struct tls_server *s = user;
	size_t left = s->in.len - s->in_read;
	size_t len = left < (size_t)size ? left : (size_t)size;

	if (len == 0)
		return WOLFSSL_CBIO_ERR_WANT_READ;
	memcpy(buffer, s->in.data + s->in_read, len);
	s->in_read += len;
	return (int)len;
}

static int on_send(WOLFSSL *ssl, char *buffer, int size, void *user)
{
	struct tls_server *s = user;

	scn_build_bytes(s->out, (struct scn_bytes){ (const uint8_t *)buffer, (size_t)size });
	return size;
}

static void stop(struct tls_server *s)
{
	wolfSSL_free(s->ssl);
	wolfSSL_CTX_free(s->ctx);
	wolfSSL_Cleanup();
	scn_builder_finish(&s->in);
	free(s);
}

static struct tls_server *start(
	const struct tls_server_options *options, const struct test_certificate *c)
{
	struct tls_server *s = scn_alloc(1, sizeof(*s));

	wolfSSL_Init();
	s->ctx = wolfSSL_CTX_new(wolfSSLv23_server_method());
	s->ssl = configure(s->ctx, options, c) ? wolfSSL_new(s->ctx) : NULL;
	if (!s->ssl) {
		stop(s);
		return NULL;
	}
	wolfSSL_SSLSetIORecv(s->ssl, on_receive);
	wolfSSL_SSLSetIOSend(s->ssl, on_send);
	wolfSSL_SetIOReadCtx(s->ssl, s);
	wolfSSL_SetIOWriteCtx(s->ssl, s);
	return s;
}

static void feed(struct tls_server *s, struct scn_bytes in, struct scn_builder *out,
	struct scn_builder *plain_out)
{
	uint8_t buffer[4096];
	int len;

	scn_build_bytes(&s->in, in);
	s->out = out;
	s->done = s->done || wolfSSL_accept(s->ssl) == WOLFSSL_SUCCESS;
	while (s->done && (len = wolfSSL_read(s->ssl, buffer, sizeof(buffer))) > 0)
		scn_build_bytes(plain_out, (struct scn_bytes){ buffer, (size_t)len });
	s->out = NULL;
}

static bool is_done(struct tls_server *s)
{
	return s->done;
}

static void send_plain(struct tls_server *s, struct scn_bytes plain, struct scn_builder *out)
{
	s->out = out;
	wolfSSL_write(s->ssl, plain.at, (int)plain.len);
	s->out = NULL;
}

const struct tls_server_kind wolfssl_server = {
	.name = "wolfssl",
	.start = start,
	.feed = feed,
	.done = is_done,
	.send = send_plain,
	.stop = stop,
};
