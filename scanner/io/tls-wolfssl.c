/*
 * core/probe/handshake.h over wolfSSL and its I/O callbacks on memory: a second, independent
 * opinion. Debian builds it with TLS 1.1 to 1.3.
 */
#include "io/backends.h"

#include <stdlib.h>
#include <string.h>

#include <wolfssl/options.h>
#include <wolfssl/ssl.h>
#include <wolfssl/wolfcrypt/ecc.h>
#include <wolfssl/wolfcrypt/sha256.h>

#include "core/base/alloc.h"
#include "core/base/text.h"
#include "core/registry/alert.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"
#include "core/tls/certificate.h"
#include "io/handshake-tools.h"

enum {
	READ_SIZE = 16 * 1024,
	NO_ALERT = -1,
	/* Whatever a server has is to be seen, not what the library finds long enough. */
	MIN_KEY_BITS = 8,
};

static const char system_roots[] = "/etc/ssl/certs/ca-certificates.crt";

struct scn_handshake {
	WOLFSSL_CTX *ctx;
	WOLFSSL *ssl;
	struct scn_builder in; /* from the server; unread from in_read on */
	size_t in_read;
	struct scn_builder *out; /* of the call that is going on */
	enum scn_handshake_state state;
	char *verify_name;
	bool has_roots;
	int verify_error; /* the first; 0 = trusted */
	bool client_certificate_asked;
	char *failure;
};

/* ---- the order, in wolfSSL's words ---- */

static const struct {
	enum scn_version version;
	int own;
	long off;
} version_table[] = {
	{ SCN_TLS1_1, WOLFSSL_TLSV1_1, WOLFSSL_OP_NO_TLSv1_1 },
	{ SCN_TLS1_2, WOLFSSL_TLSV1_2, WOLFSSL_OP_NO_TLSv1_2 },
	{ SCN_TLS1_3, WOLFSSL_TLSV1_3, WOLFSSL_OP_NO_TLSv1_3 },
};

/* The library's name of a suite that a client without pre-shared keys can use, or NULL. */
static const char *own_name(const struct scn_suite *suite)
{
	const char *name;

	if (!suite || suite->code > 0xFFFF || !scn_suite_selectable(suite) ||
		suite->auth == SCN_AUTH_PSK || suite->kx == SCN_KX_RSA_PSK)
		return NULL;
	name = wolfSSL_get_cipher_name_from_suite(
		(unsigned char)(suite->code >> 8), (unsigned char)suite->code);
	return name && strcmp(name, "None") != 0 ? name : NULL;
}

/* Of the versions, those remain where at least one of the suites may be selected. */
static bool set_suites(
	WOLFSSL_CTX *ctx, const struct scn_handshake_order *order, scn_versions *versions)
{
	struct scn_text list = { 0 };
	scn_versions usable = 0;
	bool ok;

	if (order->suite_count == 0)
		return true;
	wolfSSL_CTX_allow_anon_cipher(ctx);
	for (size_t i = 0; i < order->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(order->suites[i]);
		const char *name = own_name(suite);

		if (!name || !(scn_suite_versions(suite) & *versions))
			continue;
		scn_add_word(&list, name);
		usable |= scn_suite_versions(suite);
	}
	*versions &= usable;
	ok = list.len && wolfSSL_CTX_set_cipher_list(ctx, scn_text_str(&list)) == WOLFSSL_SUCCESS;
	scn_text_finish(&list);
	return ok;
}

static bool set_versions(WOLFSSL_CTX *ctx, scn_versions versions)
{
	int oldest = 0;
	long off = 0;

	for (size_t i = 0; i < SCN_COUNT(version_table); i++) {
		if (!(versions & SCN_VERSION_BIT(version_table[i].version)))
			off |= version_table[i].off;
		else if (!oldest)
			oldest = version_table[i].own;
	}
	if (!oldest)
		return false;
	wolfSSL_CTX_set_options(ctx, off);
	return wolfSSL_CTX_SetMinVersion(ctx, oldest) == WOLFSSL_SUCCESS;
}

/* wolfSSL would offer any number that it has heard of, also of a group that it was built without. */
static bool has_group(const struct scn_group *group)
{
	static const uint16_t others[] = {
#ifdef HAVE_CURVE25519
		WOLFSSL_ECC_X25519,
#endif
#ifdef HAVE_CURVE448
		WOLFSSL_ECC_X448,
#endif
#ifdef HAVE_FFDHE_2048
		WOLFSSL_FFDHE_2048,
#endif
#ifdef HAVE_FFDHE_3072
		WOLFSSL_FFDHE_3072,
#endif
#ifdef HAVE_FFDHE_4096
		WOLFSSL_FFDHE_4096,
#endif
	};

	if (group->kind == SCN_GROUP_EC_PRIME || group->kind == SCN_GROUP_EC_BRAINPOOL)
		return wc_ecc_get_curve_idx_from_name(group->name) >= 0;
	for (size_t i = 0; i < SCN_COUNT(others); i++)
		if (others[i] == group->code)
			return true;
	return false;
}

/* The first group gets the key share of TLS 1.3: left to itself, wolfSSL sends one for a group that is
 * not on the list. */
static bool set_groups(WOLFSSL *ssl, const struct scn_handshake_order *order, scn_versions versions)
{
	bool has_share = !(versions & SCN_VERSION_BIT(SCN_TLS1_3));
	size_t used = 0;

	for (size_t i = 0; i < order->group_count; i++) {
		const struct scn_group *group = scn_group_by_code(order->groups[i]);

		if (!group || !has_group(group) ||
			wolfSSL_UseSupportedCurve(ssl, group->code) != WOLFSSL_SUCCESS)
			continue;
		used++;
		if (!has_share && group->tls13)
			has_share = wolfSSL_UseKeyShare(ssl, group->code) == WOLFSSL_SUCCESS;
	}
	return used || order->group_count == 0;
}

/* wolfSSL's words: those of OpenSSL for a pair of key and hash, its own for Edwards curves. It has no
 * DSA, and no word for keys that are only for PSS. */
static const char *scheme_words(const struct scn_scheme *scheme)
{
	static const char *const words[] = {
		[SCN_SCHEME_KEY_ED25519] = "ED25519",
		[SCN_SCHEME_KEY_ED448] = "ED448",
	};

	if (scheme->key == SCN_SCHEME_KEY_RSA || scheme->key == SCN_SCHEME_KEY_ECDSA)
		return scheme->openssl;
	return scheme->key < SCN_COUNT(words) ? words[scheme->key] : NULL;
}

static bool accepts_schemes(void *user, const char *list)
{
	return wolfSSL_set1_sigalgs_list(user, list) == WOLFSSL_SUCCESS;
}

static bool set_schemes(WOLFSSL *ssl, const struct scn_handshake_order *order)
{
	struct scn_text list = { 0 };
	bool ok;

	if (order->scheme_count == 0)
		return true;
	for (size_t i = 0; i < order->scheme_count; i++) {
		const struct scn_scheme *scheme = scn_scheme_by_code(order->schemes[i]);

		if (scheme)
			scn_add_first(&list, scheme_words(scheme), accepts_schemes, ssl);
	}
	ok = list.len && accepts_schemes(ssl, scn_text_str(&list));
	scn_text_finish(&list);
	return ok;
}

/* ---- what happens on the way ---- */

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

/* We have no certificate to show, but want to know that one was asked for. */
static int on_certificate_request(WOLFSSL *ssl, WOLFSSL_X509 **certificate, WOLFSSL_EVP_PKEY **key)
{
	struct scn_handshake *h = wolfSSL_get_app_data(ssl);

	h->client_certificate_asked = true;
	return 0;
}

static void add_alerts(struct scn_handshake *h, struct scn_text *text)
{
	WOLFSSL_ALERT_HISTORY alerts;

	if (wolfSSL_get_alert_history(h->ssl, &alerts) != WOLFSSL_SUCCESS)
		return;
	if (alerts.last_rx.code != NO_ALERT && alerts.last_rx.level == SCN_ALERT_FATAL) {
		/* The library's own words only say that there was an alert. */
		scn_text_clear(text);
		scn_add_alert(text, (uint8_t)alerts.last_rx.code, SCN_ALERT_OF_SERVER);
	} else if (alerts.last_tx.code != NO_ALERT && alerts.last_tx.level == SCN_ALERT_FATAL) {
		scn_add_alert(text, (uint8_t)alerts.last_tx.code, SCN_ALERT_OF_US);
	}
}

static void fail(struct scn_handshake *h, int error)
{
	char reason[WOLFSSL_MAX_ERROR_SZ];
	struct scn_text text = { 0 };

	scn_text_add(&text, wolfSSL_ERR_error_string((unsigned long)error, reason));
	add_alerts(h, &text);
	free(h->failure);
	h->failure = scn_text_take(&text);
	h->state = SCN_HANDSHAKE_FAILED;
}

/* ---- begin and end ---- */

static void wolfssl_free(struct scn_handshake *h)
{
	if (!h)
		return;
	wolfSSL_free(h->ssl);
	wolfSSL_CTX_free(h->ctx);
	wolfSSL_Cleanup(); /* counted: the last one cleans up */
	scn_builder_finish(&h->in);
	free(h->verify_name);
	free(h->failure);
	free(h);
}

static bool make_session(struct scn_handshake *h, const struct scn_handshake_order *order)
{
	scn_versions versions = order->versions;

	h->ctx = wolfSSL_CTX_new(wolfSSLv23_client_method());
	if (!h->ctx || !set_suites(h->ctx, order, &versions) || !set_versions(h->ctx, versions))
		return false;
	wolfSSL_CTX_set_client_cert_cb(h->ctx, on_certificate_request);
	h->has_roots =
		wolfSSL_CTX_load_verify_locations(h->ctx, system_roots, NULL) == WOLFSSL_SUCCESS;
	h->ssl = wolfSSL_new(h->ctx);
	return h->ssl && set_groups(h->ssl, order, versions) && set_schemes(h->ssl, order);
}

static void prepare(struct scn_handshake *h)
{
	wolfSSL_SSLSetIORecv(h->ssl, on_receive);
	wolfSSL_SSLSetIOSend(h->ssl, on_send);
	wolfSSL_SetIOReadCtx(h->ssl, h);
	wolfSSL_SetIOWriteCtx(h->ssl, h);
	wolfSSL_SetMinDhKey_Sz(h->ssl, MIN_KEY_BITS);
	wolfSSL_SetMinRsaKey_Sz(h->ssl, MIN_KEY_BITS);
	wolfSSL_SetMinEccKey_Sz(h->ssl, MIN_KEY_BITS);
	wolfSSL_set_app_data(h->ssl, h);
	wolfSSL_set_verify(h->ssl, WOLFSSL_VERIFY_PEER, on_verify);
	wolfSSL_SetCertCbCtx(h->ssl, h);
}

static struct scn_handshake *wolfssl_begin(const struct scn_handshake_order *order)
{
	struct scn_handshake *h = scn_alloc(1, sizeof(*h));

	wolfSSL_Init();
	h->verify_name = scn_strdup(order->verify_name);
	if (!make_session(h, order)) {
		wolfssl_free(h);
		return NULL;
	}
	prepare(h);
	if (order->server_name)
		wolfSSL_UseSNI(h->ssl, WOLFSSL_SNI_HOST_NAME, order->server_name,
			(unsigned short)strlen(order->server_name));
	return h;
}

static bool wolfssl_can(const struct scn_handshake_order *order)
{
	struct scn_handshake *h = wolfssl_begin(order);
	bool can = h != NULL;

	wolfssl_free(h);
	return can;
}

/* ---- the handshake ---- */

/* 0: only more bytes are wanted, or the server has closed in order. */
static int error_of(struct scn_handshake *h, int returned)
{
	int error = wolfSSL_get_error(h->ssl, returned);

	return error == WOLFSSL_ERROR_WANT_READ || error == WOLFSSL_ERROR_WANT_WRITE ||
			       error == WOLFSSL_ERROR_ZERO_RETURN
		       ? 0
		       : error;
}

static void step(struct scn_handshake *h)
{
	int returned = wolfSSL_connect(h->ssl);
	int error = returned == WOLFSSL_SUCCESS ? 0 : error_of(h, returned);

	if (returned == WOLFSSL_SUCCESS)
		h->state = SCN_HANDSHAKE_DONE;
	else if (error)
		fail(h, error);
}

/* In TLS 1.3 a server refuses our Finished (or the missing certificate) only after we are done. */
static void read_plain(struct scn_handshake *h, struct scn_builder *plain_out)
{
	uint8_t buffer[READ_SIZE];
	int len, error;

	while ((len = wolfSSL_read(h->ssl, buffer, sizeof(buffer))) > 0)
		scn_build_bytes(plain_out, (struct scn_bytes){ buffer, (size_t)len });
	error = error_of(h, len);
	if (error)
		fail(h, error);
}

static void take(struct scn_handshake *h, struct scn_bytes in)
{
	if (h->in_read == h->in.len) {
		scn_builder_finish(&h->in);
		h->in_read = 0;
	}
	scn_build_bytes(&h->in, in);
}

static enum scn_handshake_state wolfssl_feed(struct scn_handshake *h, struct scn_bytes in,
	struct scn_builder *out, struct scn_builder *plain_out)
{
	if (h->state == SCN_HANDSHAKE_FAILED)
		return h->state;
	take(h, in);
	h->out = out;
	if (h->state == SCN_HANDSHAKE_GOING)
		step(h);
	if (h->state == SCN_HANDSHAKE_DONE)
		read_plain(h, plain_out);
	h->out = NULL;
	return h->state;
}

static bool wolfssl_send(struct scn_handshake *h, struct scn_bytes plain, struct scn_builder *out)
{
	bool ok;

	if (h->state != SCN_HANDSHAKE_DONE)
		return false;
	h->out = out;
	ok = plain.len == 0 || wolfSSL_write(h->ssl, plain.at, (int)plain.len) == (int)plain.len;
	h->out = NULL;
	return ok;
}

static void wolfssl_close(struct scn_handshake *h, struct scn_builder *out)
{
	if (h->state != SCN_HANDSHAKE_DONE)
		return;
	h->out = out;
	wolfSSL_shutdown(h->ssl);
	h->out = NULL;
}

/* ---- the result ---- */

static void add_certificate(struct scn_handshake_result *out, struct scn_bytes der)
{
	uint8_t digest[WC_SHA256_DIGEST_SIZE];
	size_t len = wc_Sha256Hash(der.at, (word32)der.len, digest) == 0 ? sizeof(digest) : 0;

	scn_handshake_add_certificate(out, der, (struct scn_bytes){ digest, len });
}

static void read_certificates(struct scn_handshake *h, struct scn_handshake_result *out)
{
	WOLFSSL_X509_CHAIN *chain = wolfSSL_get_peer_chain(h->ssl);
	int count = chain ? wolfSSL_get_chain_count(chain) : 0;

	for (int i = 0; i < count; i++)
		add_certificate(out, (struct scn_bytes){ wolfSSL_get_chain_cert(chain, i),
					     (size_t)wolfSSL_get_chain_length(chain, i) });
	if (out->certificate_count == 0)
		return;
	/* Without roots nothing was verified, and nothing is said. */
	if (h->has_roots)
		out->chain = scn_strdup(
			h->verify_error ? wolfSSL_X509_verify_cert_error_string(h->verify_error)
					: "trusted");
	if (h->verify_name)
		out->name_matches = scn_certificate_matches(out->certificates, h->verify_name)
					    ? SCN_ACCEPTED
					    : SCN_REJECTED;
	scn_handshake_judge_leaf(out);
}

/* "SECP256R1", "X25519", "FFDHE_2048". */
static uint16_t negotiated_group(struct scn_handshake *h)
{
	const char *name = wolfSSL_get_curve_name(h->ssl);
	const struct scn_group *group;
	struct scn_text plain = { 0 };

	for (; name && *name; name++)
		if (*name != '_')
			scn_text_char(&plain, *name);
	group = plain.len ? scn_group_find(scn_text_str(&plain)) : NULL;
	scn_text_finish(&plain);
	return group ? group->code : 0;
}

static void wolfssl_result(struct scn_handshake *h, struct scn_handshake_result *out)
{
	out->version = SCN_VERSION_NONE;
	if (h->state == SCN_HANDSHAKE_DONE) {
		out->version = scn_version_from_wire((uint16_t)wolfSSL_version(h->ssl));
		out->suite = (scn_suite_code)wolfSSL_get_current_cipher_suite(h->ssl);
		out->group = negotiated_group(h);
	}
	read_certificates(h, out);
	out->client_certificate_asked = h->client_certificate_asked;
	out->answered = h->state == SCN_HANDSHAKE_DONE || out->certificate_count > 0;
	out->failure = scn_strdup(h->failure);
}

const struct scn_handshake_backend scn_wolfssl_backend = {
	.name = "wolfssl",
	.can = wolfssl_can,
	.begin = wolfssl_begin,
	.feed = wolfssl_feed,
	.send = wolfssl_send,
	.close = wolfssl_close,
	.result = wolfssl_result,
	.free = wolfssl_free,
};
