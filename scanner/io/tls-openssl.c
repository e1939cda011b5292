#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "core/base/alloc.h"
#include "core/base/text.h"
#include "core/registry/alert.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"
#include "core/tls/certificate.h"
#include "io/backends.h"

enum {
	CHUNK_LEN = 16 * 1024,
};

struct scn_handshake {
	SSL_CTX *ctx;
	SSL *ssl;
	BIO *in, *out; /* owned by ssl */
	char *verify_name;
	bool client_certificate_asked;
	int alert; /* received: level << 8 | code, 0 = none */
	struct scn_text failure;
};

/* ---- what OpenSSL is to offer ---- */

static int wire_version(enum scn_version version)
{
	return version == SCN_VERSION_NONE ? 0 : scn_version_wire(version);
}

static void add_word(struct scn_text *list, const char *word, size_t len)
{
	if (list->len)
		scn_text_char(list, ':');
	scn_text_addn(list, word, len);
}

/* The suites of the order by OpenSSL's names: those of TLS 1.3 and the others. What the library does
 * not know it ignores in a cipher list. */
static void suite_lists(
	const struct scn_handshake_order *order, struct scn_text *tls13, struct scn_text *older)
{
	for (size_t i = 0; i < order->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(order->suites[i]);

		if (suite && suite->openssl)
			add_word(suite->kx == SCN_KX_TLS13 ? tls13 : older, suite->openssl,
				strlen(suite->openssl));
	}
}

static bool set_suites(SSL_CTX *ctx, const struct scn_handshake_order *order)
{
	struct scn_text tls13 = { 0 }, older = { 0 };
	bool ok = true;

	if (order->suite_count) {
		suite_lists(order, &tls13, &older);
		/* @SECLEVEL=0: what the server does is to be seen, not what this library likes. */
		scn_text_add(&older, older.len ? ":@SECLEVEL=0" : "ALL:@SECLEVEL=0");
		ok = SSL_CTX_set_cipher_list(ctx, scn_text_str(&older)) == 1;
		if (tls13.len)
			ok = ok && SSL_CTX_set_ciphersuites(ctx, scn_text_str(&tls13)) == 1;
	} else {
		ok = SSL_CTX_set_cipher_list(ctx, "ALL:COMPLEMENTOFALL:@SECLEVEL=0") == 1;
	}
	scn_text_finish(&tls13);
	scn_text_finish(&older);
	return ok;
}

/* Names that this library takes one by one; the whole list would fail for a single unknown one. */
static void add_if_known(SSL_CTX *ctx, const char *names, struct scn_text *list,
	int (*set)(SSL_CTX *ctx, const char *list))
{
	size_t len = names ? strcspn(names, ",") : 0;
	char *name = scn_strndup(names, len);

	if (len && set(ctx, name) == 1)
		add_word(list, name, len);
	free(name);
}

static int set_groups_list(SSL_CTX *ctx, const char *list)
{
	return (int)SSL_CTX_set1_groups_list(ctx, list);
}

static int set_schemes_list(SSL_CTX *ctx, const char *list)
{
	return (int)SSL_CTX_set1_sigalgs_list(ctx, list);
}

static void set_groups(SSL_CTX *ctx, const struct scn_handshake_order *order)
{
	struct scn_text list = { 0 };

	for (size_t i = 0; i < order->group_count; i++) {
		const struct scn_group *group = scn_group_by_code(order->groups[i]);

		if (group)
			add_if_known(ctx, group->openssl, &list, set_groups_list);
	}
	if (list.len)
		set_groups_list(ctx, scn_text_str(&list));
	scn_text_finish(&list);
}

static void set_schemes(SSL_CTX *ctx, const struct scn_handshake_order *order)
{
	struct scn_text list = { 0 };

	for (size_t i = 0; i < order->scheme_count; i++) {
		const struct scn_scheme *scheme = scn_scheme_by_code(order->schemes[i]);

		if (scheme)
			add_if_known(ctx, scheme->openssl, &list, set_schemes_list);
	}
	if (list.len)
		set_schemes_list(ctx, scn_text_str(&list));
	scn_text_finish(&list);
}

static SSL_CTX *new_ctx(const struct scn_handshake_order *order)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

	if (!ctx)
		return NULL;
	SSL_CTX_set_security_level(ctx, 0);
	SSL_CTX_set_options(ctx, SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_NO_TICKET);
	set_groups(ctx, order);
	set_schemes(ctx, order);
	SSL_CTX_set_default_verify_paths(ctx);
	if (SSL_CTX_set_min_proto_version(
		    ctx, wire_version(scn_versions_oldest(order->versions))) &&
		SSL_CTX_set_max_proto_version(
			ctx, wire_version(scn_versions_newest(order->versions))) &&
		set_suites(ctx, order))
		return ctx;
	SSL_CTX_free(ctx);
	return NULL;
}

/* ---- can ---- */

static bool has_suite(SSL_CTX *ctx, scn_suite_code code)
{
	STACK_OF(SSL_CIPHER) *all = SSL_CTX_get_ciphers(ctx);

	for (int i = 0; i < sk_SSL_CIPHER_num(all); i++)
		if (SSL_CIPHER_get_protocol_id(sk_SSL_CIPHER_value(all, i)) == code)
			return true;
	return false;
}

/* A suite of the order that this library has and that exists at one of its versions. */
static bool has_usable_suite(SSL_CTX *ctx, const struct scn_handshake_order *order)
{
	for (size_t i = 0; i < order->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(order->suites[i]);

		if (!suite || !has_suite(ctx, suite->code) || suite->kx == SCN_KX_PSK ||
			suite->auth == SCN_AUTH_PSK)
			continue;
		for (int v = 0; v < SCN_VERSION_COUNT; v++)
			if ((order->versions & SCN_VERSION_BIT(v)) &&
				scn_suite_in_version(suite, (enum scn_version)v))
				return true;
	}
	return order->suite_count == 0;
}

static bool can(const struct scn_handshake_order *order)
{
	scn_versions mine = SCN_VERSION_BIT(SCN_TLS1_0) | SCN_VERSION_BIT(SCN_TLS1_1) |
			    SCN_VERSION_BIT(SCN_TLS1_2) | SCN_VERSION_BIT(SCN_TLS1_3);
	SSL_CTX *ctx = order->versions & mine ? new_ctx(order) : NULL;
	bool ok = ctx && has_usable_suite(ctx, order);

	SSL_CTX_free(ctx);
	ERR_clear_error();
	return ok;
}

/* ---- a session ---- */

static int on_client_certificate(SSL *ssl, X509 **certificate, EVP_PKEY **key)
{
	struct scn_handshake *h = SSL_get_app_data(ssl);

	h->client_certificate_asked = true;
	return 0; /* none to give */
}

static void on_info(const SSL *ssl, int where, int value)
{
	struct scn_handshake *h = SSL_get_app_data(ssl);

	if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT)
		h->alert = value;
}

static void handshake_free(struct scn_handshake *h)
{
	if (!h)
		return;
	SSL_free(h->ssl);
	SSL_CTX_free(h->ctx);
	free(h->verify_name);
	scn_text_finish(&h->failure);
	free(h);
}

static struct scn_handshake *begin(const struct scn_handshake_order *order)
{
	struct scn_handshake *h = scn_alloc(1, sizeof(*h));

	h->ctx = new_ctx(order);
	h->ssl = h->ctx ? SSL_new(h->ctx) : NULL;
	h->in = BIO_new(BIO_s_mem());
	h->out = BIO_new(BIO_s_mem());
	if (!h->ssl || !h->in || !h->out) {
		BIO_free(h->in);
		BIO_free(h->out);
		handshake_free(h);
		ERR_clear_error();
		return NULL;
	}
	BIO_set_mem_eof_return(h->in, -1); /* "no more bytes yet", not "closed" */
	SSL_set_bio(h->ssl, h->in, h->out);
	SSL_set_app_data(h->ssl, h);
	SSL_set_info_callback(h->ssl, on_info);
	SSL_CTX_set_client_cert_cb(h->ctx, on_client_certificate);
	SSL_set_connect_state(h->ssl);
	if (order->server_name)
		SSL_set_tlsext_host_name(h->ssl, order->server_name);
	h->verify_name = scn_strdup(order->verify_name);
	return h;
}

static void note_failure(struct scn_handshake *h)
{
	unsigned long error = ERR_peek_error();
	const char *reason = error ? ERR_reason_error_string(error) : NULL;
	const struct scn_alert *alert = scn_alert_by_code((uint8_t)h->alert);

	scn_text_clear(&h->failure);
	if (h->alert >> 8 == SCN_ALERT_FATAL)
		scn_text_printf(&h->failure, "alert %s (%d)", alert ? alert->name : "unknown",
			h->alert & 0xFF);
	else
		scn_text_add(&h->failure, reason ? reason : "the library gave no reason");
	ERR_clear_error();
}

static void move(BIO *from, struct scn_builder *to)
{
	uint8_t chunk[CHUNK_LEN];
	int len;

	while ((len = BIO_read(from, chunk, sizeof(chunk))) > 0)
		scn_build_bytes(to, (struct scn_bytes){ chunk, (size_t)len });
}

static void read_plain(struct scn_handshake *h, struct scn_builder *to)
{
	uint8_t chunk[CHUNK_LEN];
	int len;

	while ((len = SSL_read(h->ssl, chunk, sizeof(chunk))) > 0)
		scn_build_bytes(to, (struct scn_bytes){ chunk, (size_t)len });
}

static enum scn_handshake_state feed(struct scn_handshake *h, struct scn_bytes in,
	struct scn_builder *out, struct scn_builder *plain_out)
{
	enum scn_handshake_state state = SCN_HANDSHAKE_DONE;
	int got;

	ERR_clear_error();
	if (in.len)
		BIO_write(h->in, in.at, (int)in.len);
	got = SSL_do_handshake(h->ssl);
	if (got != 1) {
		int error = SSL_get_error(h->ssl, got);

		state = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE
				? SCN_HANDSHAKE_GOING
				: SCN_HANDSHAKE_FAILED;
	}
	if (state == SCN_HANDSHAKE_FAILED)
		note_failure(h);
	else if (state == SCN_HANDSHAKE_DONE)
		read_plain(h, plain_out);
	move(h->out, out);
	ERR_clear_error();
	return state;
}

static bool send_plain(struct scn_handshake *h, struct scn_bytes plain, struct scn_builder *out)
{
	bool ok = SSL_write(h->ssl, plain.at, (int)plain.len) == (int)plain.len;

	move(h->out, out);
	ERR_clear_error();
	return ok;
}

static void close_session(struct scn_handshake *h, struct scn_builder *out)
{
	SSL_shutdown(h->ssl);
	move(h->out, out);
	ERR_clear_error();
}

/* ---- what came of it ---- */

static uint16_t group_of(SSL *ssl)
{
	long id = SSL_get_negotiated_group(ssl);
	const char *name;
	const struct scn_group *group;

	/* An identifier that OpenSSL has no NID for carries the code of the wire itself. */
	if (id & TLSEXT_nid_unknown)
		return (uint16_t)(id & 0xFFFF);
	name = id ? OBJ_nid2sn((int)id) : NULL;
	group = name ? scn_group_find(name) : NULL;
	return group ? group->code : 0;
}

static void fingerprint(X509 *certificate, struct scn_certificate_fact *fact)
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	struct scn_text hex = { 0 };

	if (X509_digest(certificate, EVP_sha256(), digest, &len) == 1)
		scn_text_hex(&hex, (struct scn_bytes){ digest, len });
	fact->sha256 = scn_text_take(&hex);
}

static void add_certificate(X509 *certificate, struct scn_handshake_result *out)
{
	struct scn_certificate_fact fact;
	uint8_t *der = NULL;
	int len = i2d_X509(certificate, &der);

	if (len > 0 && scn_certificate_read((struct scn_bytes){ der, (size_t)len }, &fact)) {
		fingerprint(certificate, &fact);
		SCN_APPEND(out->certificates, out->certificate_count, fact);
	}
	OPENSSL_free(der);
}

/* The verifier's word on the leaf: its chain, and the name that was asked for. */
static void judge_leaf(struct scn_handshake *h, struct scn_handshake_result *out)
{
	long result = SSL_get_verify_result(h->ssl);
	X509 *leaf = SSL_get0_peer_certificate(h->ssl);

	out->chain =
		scn_strdup(result == X509_V_OK ? "trusted" : X509_verify_cert_error_string(result));
	if (h->verify_name)
		out->name_matches = X509_check_host(leaf, h->verify_name, 0, 0, NULL) == 1
					    ? SCN_ACCEPTED
					    : SCN_REJECTED;
	if (out->certificate_count) {
		out->certificates[0].chain = scn_strdup(out->chain);
		out->certificates[0].name_matches = out->name_matches;
	}
}

static void result(struct scn_handshake *h, struct scn_handshake_result *out)
{
	STACK_OF(X509) *chain = SSL_get_peer_cert_chain(h->ssl);
	const SSL_CIPHER *cipher = SSL_get_current_cipher(h->ssl);

	out->version = SCN_VERSION_NONE;
	out->client_certificate_asked = h->client_certificate_asked;
	if (h->failure.len)
		out->failure = scn_strdup(scn_text_str(&h->failure));
	for (int i = 0; i < sk_X509_num(chain); i++)
		add_certificate(sk_X509_value(chain, i), out);
	if (SSL_get0_peer_certificate(h->ssl))
		judge_leaf(h, out);
	if (!SSL_is_init_finished(h->ssl) || !cipher)
		return;
	out->version = scn_version_from_wire((uint16_t)SSL_version(h->ssl));
	out->suite = SSL_CIPHER_get_protocol_id(cipher);
	out->group = group_of(h->ssl);
}

const struct scn_handshake_backend scn_openssl_backend = {
	.name = "openssl",
	.can = can,
	.begin = begin,
	.feed = feed,
	.send = send_plain,
	.close = close_session,
	.result = result,
	.free = handshake_free,
};
