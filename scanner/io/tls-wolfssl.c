#include <stdlib.h>
#include <string.h>

#include <wolfssl/options.h>
#include <wolfssl/ssl.h>

#include "core/base/alloc.h"
#include "core/base/text.h"
#include "core/registry/alert.h"
#include "core/registry/group.h"
#include "core/tls/certificate.h"
#include "io/backends.h"

enum {
	CHUNK_LEN = 16 * 1024,
	MAX_ERROR_LEN = 80, /* wolfSSL_ERR_error_string asks for this much */
};

static const char system_roots[] = "/etc/ssl/certs/ca-certificates.crt";

struct scn_handshake {
	WOLFSSL_CTX *ctx;
	WOLFSSL *ssl;
	struct scn_builder in; /* from the server, not read yet from in_read on */
	size_t in_read;
	struct scn_builder *out; /* of the call that is going on */
	char *verify_name;
	bool done;
	int verify_error; /* 0 = trusted */
	struct scn_text failure;
};

static const scn_versions mine =
	SCN_VERSION_BIT(SCN_TLS1_1) | SCN_VERSION_BIT(SCN_TLS1_2) | SCN_VERSION_BIT(SCN_TLS1_3);

/* The library counts its users and is ready after the first call. */
static void need_library(void)
{
	static bool ready;

	if (!ready)
		wolfSSL_Init();
	ready = true;
}

/* ---- what wolfSSL is to offer ---- */

static int own_version(enum scn_version version)
{
	switch (version) {
	case SCN_TLS1_3:
		return WOLFSSL_TLSV1_3;
	case SCN_TLS1_2:
		return WOLFSSL_TLSV1_2;
	default:
		return WOLFSSL_TLSV1_1;
	}
}

/* Is the name in the library's own list ("A:B:C")? */
static bool knows(const char *name)
{
	static char all[CHUNK_LEN];
	size_t len = strlen(name);

	if (!all[0] && wolfSSL_get_ciphers(all, sizeof(all)) != WOLFSSL_SUCCESS)
		return false;
	for (const char *at = all; *at; at += strcspn(at, ":"), at += *at == ':')
		if (strcspn(at, ":") == len && strncmp(at, name, len) == 0)
			return true;
	return false;
}

static bool is_usable(const struct scn_suite *suite, scn_versions versions)
{
	if (!suite || !suite->wolfssl || suite->auth == SCN_AUTH_PSK || !knows(suite->wolfssl))
		return false;
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if ((versions & SCN_VERSION_BIT(v)) &&
			scn_suite_in_version(suite, (enum scn_version)v))
			return true;
	return false;
}

static void suite_list(const struct scn_handshake_order *order, struct scn_text *out)
{
	for (size_t i = 0; i < order->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(order->suites[i]);

		if (is_usable(suite, order->versions & mine))
			scn_text_printf(out, "%s%s", out->len ? ":" : "", suite->wolfssl);
	}
}

static bool can(const struct scn_handshake_order *order)
{
	struct scn_text list = { 0 };
	bool ok;

	need_library();
	suite_list(order, &list);
	ok = (order->versions & mine) && (list.len || order->suite_count == 0);
	scn_text_finish(&list);
	return ok;
}

static bool configure(WOLFSSL_CTX *ctx, const struct scn_handshake_order *order)
{
	struct scn_text list = { 0 };
	bool ok;

	suite_list(order, &list);
	ok = wolfSSL_CTX_SetMinVersion(ctx,
		     own_version(scn_versions_oldest(order->versions & mine))) == WOLFSSL_SUCCESS;
	if (list.len)
		ok = ok && wolfSSL_CTX_set_cipher_list(ctx, scn_text_str(&list)) == WOLFSSL_SUCCESS;
	scn_text_finish(&list);
	/* Without roots every chain is "not trusted", and the result says so. */
	wolfSSL_CTX_load_verify_locations(ctx, system_roots, NULL);
	return ok;
}

static WOLFSSL_METHOD *method(enum scn_version newest)
{
	if (newest == SCN_TLS1_3)
		return wolfSSLv23_client_method();
	return newest == SCN_TLS1_2 ? wolfTLSv1_2_client_method() : wolfTLSv1_1_client_method();
}

/* ---- bytes in memory ---- */

static int on_receive(WOLFSSL *ssl, char *buffer, int size, void *user)
{
	struct scn_handshake *h = user;
	size_t left = h->in.len - h->in_read;
	size_t len = left < (size_t)size ? left : (size_t)size;

	if (len == 0)
		return WOLFSSL_CBIO_ERR_WANT_READ;
	memcpy(buffer, h->in.data + h->in_read, len);
	h->in_read += len;
	return (int)len;
}

static int on_send(WOLFSSL *ssl, char *buffer, int size, void *user)
{
	struct scn_handshake *h = user;

	if (!h->out)
		return WOLFSSL_CBIO_ERR_WANT_WRITE;
	scn_build_bytes(h->out, (struct scn_bytes){ (const uint8_t *)buffer, (size_t)size });
	return size;
}

/* Whatever the verifier finds, the handshake goes on; the result tells it. */
static int on_verify(int ok, WOLFSSL_X509_STORE_CTX *store)
{
	struct scn_handshake *h = store->userCtx;

	if (!ok && h && h->verify_error == 0)
		h->verify_error = store->error;
	return 1;
}

static void handshake_free(struct scn_handshake *h)
{
	if (!h)
		return;
	wolfSSL_free(h->ssl);
	wolfSSL_CTX_free(h->ctx);
	scn_builder_finish(&h->in);
	free(h->verify_name);
	scn_text_finish(&h->failure);
	free(h);
}

static struct scn_handshake *begin(const struct scn_handshake_order *order)
{
	struct scn_handshake *h = scn_alloc(1, sizeof(*h));

	need_library();
	h->ctx = wolfSSL_CTX_new(method(scn_versions_newest(order->versions & mine)));
	h->ssl = h->ctx && configure(h->ctx, order) ? wolfSSL_new(h->ctx) : NULL;
	if (!h->ssl) {
		handshake_free(h);
		return NULL;
	}
	wolfSSL_SSLSetIORecv(h->ssl, on_receive);
	wolfSSL_SSLSetIOSend(h->ssl, on_send);
	wolfSSL_SetIOReadCtx(h->ssl, h);
	wolfSSL_SetIOWriteCtx(h->ssl, h);
	wolfSSL_set_verify(h->ssl, WOLFSSL_VERIFY_PEER, on_verify);
	wolfSSL_SetCertCbCtx(h->ssl, h);
	wolfSSL_KeepArrays(h->ssl);
	if (order->server_name)
		wolfSSL_UseSNI(h->ssl, WOLFSSL_SNI_HOST_NAME, order->server_name,
			(unsigned short)strlen(order->server_name));
	h->verify_name = scn_strdup(order->verify_name);
	return h;
}

static void note_failure(struct scn_handshake *h, int error)
{
	WOLFSSL_ALERT_HISTORY alerts;
	char text[MAX_ERROR_LEN];
	const struct scn_alert *alert = NULL;

	if (wolfSSL_get_alert_history(h->ssl, &alerts) == WOLFSSL_SUCCESS &&
		alerts.last_rx.code >= 0)
		alert = scn_alert_by_code((uint8_t)alerts.last_rx.code);
	scn_text_clear(&h->failure);
	if (alert)
		scn_text_printf(&h->failure, "alert %s (%u)", alert->name, alert->code);
	else
		scn_text_add(&h->failure, wolfSSL_ERR_error_string((unsigned long)error, text));
}

static void read_plain(struct scn_handshake *h, struct scn_builder *to)
{
	uint8_t chunk[CHUNK_LEN];
	int len;

	while ((len = wolfSSL_read(h->ssl, chunk, sizeof(chunk))) > 0)
		scn_build_bytes(to, (struct scn_bytes){ chunk, (size_t)len });
}

static enum scn_handshake_state step(struct scn_handshake *h)
{
	int error;

	if (h->done || wolfSSL_connect(h->ssl) == WOLFSSL_SUCCESS) {
		h->done = true;
		return SCN_HANDSHAKE_DONE;
	}
	error = wolfSSL_get_error(h->ssl, 0);
	if (error == WOLFSSL_ERROR_WANT_READ || error == WOLFSSL_ERROR_WANT_WRITE)
		return SCN_HANDSHAKE_GOING;
	note_failure(h, error);
	return SCN_HANDSHAKE_FAILED;
}

static enum scn_handshake_state feed(struct scn_handshake *h, struct scn_bytes in,
	struct scn_builder *out, struct scn_builder *plain_out)
{
	enum scn_handshake_state state;

	scn_build_bytes(&h->in, in);
	h->out = out;
	state = step(h);
	if (state == SCN_HANDSHAKE_DONE)
		read_plain(h, plain_out);
	h->out = NULL;
	return state;
}

static bool send_plain(struct scn_handshake *h, struct scn_bytes plain, struct scn_builder *out)
{
	bool ok;

	h->out = out;
	ok = wolfSSL_write(h->ssl, plain.at, (int)plain.len) == (int)plain.len;
	h->out = NULL;
	return ok;
}

static void close_session(struct scn_handshake *h, struct scn_builder *out)
{
	h->out = out;
	wolfSSL_shutdown(h->ssl);
	h->out = NULL;
}

/* ---- what came of it ---- */

static void add_certificates(struct scn_handshake *h, struct scn_handshake_result *out)
{
	WOLFSSL_X509_CHAIN *chain = wolfSSL_get_peer_chain(h->ssl);
	int count = chain ? wolfSSL_get_chain_count(chain) : 0;

	for (int i = 0; i < count; i++) {
		struct scn_bytes der = { wolfSSL_get_chain_cert(chain, i),
			(size_t)wolfSSL_get_chain_length(chain, i) };
		struct scn_certificate_fact fact;

		if (scn_certificate_read(der, &fact))
			SCN_APPEND(out->certificates, out->certificate_count, fact);
		else
			scn_certificate_fact_finish(&fact);
	}
}

static void judge_leaf(struct scn_handshake *h, struct scn_handshake_result *out)
{
	struct scn_certificate_fact *leaf = out->certificates;
	char text[MAX_ERROR_LEN];

	if (h->verify_error)
		out->chain =
			scn_strdup(wolfSSL_ERR_error_string((unsigned long)h->verify_error, text));
	else
		out->chain = scn_strdup("trusted");
	if (h->verify_name)
		out->name_matches =
			scn_certificate_matches(leaf, h->verify_name) ? SCN_ACCEPTED : SCN_REJECTED;
}

static void result(struct scn_handshake *h, struct scn_handshake_result *out)
{
	const char *name = wolfSSL_get_curve_name(h->ssl);
	const struct scn_group *group = name ? scn_group_find(name) : NULL;
	WOLFSSL_CIPHER *cipher = wolfSSL_get_current_cipher(h->ssl);

	out->version = SCN_VERSION_NONE;
	if (h->failure.len)
		out->failure = scn_strdup(scn_text_str(&h->failure));
	add_certificates(h, out);
	if (out->certificate_count)
		judge_leaf(h, out);
	if (!h->done)
		return;
	out->version = scn_version_from_wire((uint16_t)wolfSSL_version(h->ssl));
	out->suite = cipher ? wolfSSL_CIPHER_get_id(cipher) & 0xFFFF : 0;
	out->group = group ? group->code : 0;
}

const struct scn_handshake_backend scn_wolfssl_backend = {
	.name = "wolfssl",
	.can = can,
	.begin = begin,
	.feed = feed,
	.send = send_plain,
	.close = close_session,
	.result = result,
	.free = handshake_free,
};
