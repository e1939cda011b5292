/*
 * core/probe/handshake.h over OpenSSL and two memory BIOs. Whatever the library would refuse for
 * the sake of security is allowed: the question is what the client of a profile would do.
 */
#include "io/backends.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "core/base/alloc.h"
#include "core/base/text.h"
#include "core/registry/alert.h"
#include "core/registry/group.h"
#include "core/tls/certificate.h"
#include "io/handshake-tools.h"
#include "io/roots.h"
#include "io/verify.h"

enum {
	READ_SIZE = 16 * 1024,
	MAX_CHAIN_LEN = 2 * 1024 * 1024, /* bytes of a Certificate message */
};

struct scn_handshake {
	SSL *ssl;
	BIO *in, *out; /* owned by ssl */
	enum scn_handshake_state state;
	char *verify_name;
	enum scn_dane dane; /* UNKNOWN: not asked; UNUSABLE; else to be found out by the chain */
	bool client_certificate_asked;
	bool answered; /* a ServerHello was read */
	int alert;     /* level and code of the fatal alert; 0 = none */
	enum scn_alert_sender alert_sender;
	char *failure;
};

/* ---- the order, in OpenSSL's words ---- */

struct version_row {
	enum scn_version version;
	int wire;
	uint64_t off;
};

static const struct version_row version_table[] = {
	{ SCN_SSL3, SSL3_VERSION, SSL_OP_NO_SSLv3 },
	{ SCN_TLS1_0, TLS1_VERSION, SSL_OP_NO_TLSv1 },
	{ SCN_TLS1_1, TLS1_1_VERSION, SSL_OP_NO_TLSv1_1 },
	{ SCN_TLS1_2, TLS1_2_VERSION, SSL_OP_NO_TLSv1_2 },
	{ SCN_TLS1_3, TLS1_3_VERSION, SSL_OP_NO_TLSv1_3 },
};

/* The library's own row of a suite; NULL if it has none. */
static const SSL_CIPHER *find_cipher(SSL *ssl, scn_suite_code code)
{
	const unsigned char wire[2] = { (unsigned char)(code >> 8), (unsigned char)code };

	return code <= 0xFFFF ? SSL_CIPHER_find(ssl, wire) : NULL;
}

/* Suites up to TLS 1.2 and those of TLS 1.3 are two lists. Of the versions, those remain where at
 * least one of the suites may be selected: OpenSSL does not start with a version without a suite. */
static bool set_suites(
	struct scn_handshake *h, const struct scn_handshake_order *order, scn_versions *versions)
{
	struct scn_text old = { 0 }, tls13 = { 0 };
	scn_versions usable = 0;
	bool ok;

	if (order->suite_count == 0)
		return true;
	for (size_t i = 0; i < order->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(order->suites[i]);
		const SSL_CIPHER *cipher = find_cipher(h->ssl, order->suites[i]);
		bool is_tls13;

		if (!suite || !cipher || !scn_suite_selectable(suite))
			continue;
		is_tls13 = suite->min_version == SCN_TLS1_3;
		scn_add_word(is_tls13 ? &tls13 : &old, SSL_CIPHER_get_name(cipher));
		usable |= scn_suite_versions(suite);
	}
	*versions &= usable;
	ok = *versions && (!old.len || SSL_set_cipher_list(h->ssl, scn_text_str(&old)) == 1) &&
	     SSL_set_ciphersuites(h->ssl, scn_text_str(&tls13)) == 1;
	scn_text_finish(&old);
	scn_text_finish(&tls13);
	return ok;
}

static bool set_versions(struct scn_handshake *h, scn_versions versions)
{
	int oldest = 0, newest = 0;

	for (size_t i = 0; i < SCN_COUNT(version_table); i++) {
		if (!(versions & SCN_VERSION_BIT(version_table[i].version))) {
			SSL_set_options(h->ssl, version_table[i].off);
			continue;
		}
		oldest = oldest ? oldest : version_table[i].wire;
		newest = version_table[i].wire;
	}
	return oldest && SSL_set_min_proto_version(h->ssl, oldest) == 1 &&
	       SSL_set_max_proto_version(h->ssl, newest) == 1;
}

static bool accepts_groups(void *user, const char *list)
{
	return SSL_set1_groups_list(user, list) == 1;
}

static bool set_groups(struct scn_handshake *h, const struct scn_handshake_order *order)
{
	struct scn_text list = { 0 };
	bool ok;

	if (order->group_count == 0)
		return true;
	for (size_t i = 0; i < order->group_count; i++) {
		const struct scn_group *group = scn_group_by_code(order->groups[i]);

		scn_add_first(&list, group ? group->openssl : NULL, accepts_groups, h->ssl);
	}
	ok = list.len && accepts_groups(h->ssl, scn_text_str(&list));
	scn_text_finish(&list);
	return ok;
}

static bool accepts_schemes(void *user, const char *list)
{
	return SSL_set1_sigalgs_list(user, list) == 1;
}

static bool set_schemes(struct scn_handshake *h, const struct scn_handshake_order *order)
{
	struct scn_text list = { 0 };
	bool ok;

	if (order->scheme_count == 0)
		return true;
	for (size_t i = 0; i < order->scheme_count; i++) {
		const struct scn_scheme *scheme = scn_scheme_by_code(order->schemes[i]);

		scn_add_first(&list, scheme ? scheme->openssl : NULL, accepts_schemes, h->ssl);
	}
	ok = list.len && accepts_schemes(h->ssl, scn_text_str(&list));
	scn_text_finish(&list);
	return ok;
}

/* ---- what happens on the way ---- */

static void on_info(const SSL *ssl, int where, int value)
{
	struct scn_handshake *h = SSL_get_app_data(ssl);

	if (SSL_get_state(ssl) == TLS_ST_CR_SRVR_HELLO)
		h->answered = true;
	if ((where & SSL_CB_ALERT) && value >> 8 == SCN_ALERT_FATAL) {
		h->alert = value;
		h->alert_sender = where & SSL_CB_WRITE ? SCN_ALERT_OF_US : SCN_ALERT_OF_SERVER;
	}
}

/* We have no certificate to show, but want to know that one was asked for. */
static int on_certificate_request(SSL *ssl, X509 **certificate, EVP_PKEY **key)
{
	struct scn_handshake *h = SSL_get_app_data(ssl);

	h->client_certificate_asked = true;
	return 0;
}

/* The library's reasons; an alert's own "reason" is left out, because it is told as an alert. */
static void add_reasons(struct scn_text *text)
{
	unsigned long error;

	while ((error = ERR_get_error())) {
		const char *reason = ERR_reason_error_string(error);

		if (!reason || (ERR_GET_LIB(error) == ERR_LIB_SSL &&
				       ERR_GET_REASON(error) >= SSL_AD_REASON_OFFSET))
			continue;
		scn_text_printf(text, "%s%s", text->len ? ", " : "", reason);
	}
}

static enum scn_handshake_state fail(struct scn_handshake *h)
{
	struct scn_text text = { 0 };

	add_reasons(&text);
	if (h->alert)
		scn_add_alert(&text, (uint8_t)h->alert, h->alert_sender);
	free(h->failure);
	h->failure = text.len ? scn_text_take(&text) : NULL;
	h->state = SCN_HANDSHAKE_FAILED;
	return h->state;
}

/* ---- begin and end ---- */

static void openssl_free(struct scn_handshake *h)
{
	if (!h)
		return;
	SSL_free(h->ssl);
	free(h->verify_name);
	free(h->failure);
	free(h);
}

/* At level 0 OpenSSL still refuses DH groups below 1024 bits; with a callback it does not. */
static int allow_all(const SSL *ssl, const SSL_CTX *ctx, int operation, int bits, int nid,
	void *other, void *user)
{
	return 1;
}

/* The same for every session, and dear: a context looks up all algorithms. */
static SSL_CTX *context;
static CRYPTO_ONCE context_once = CRYPTO_ONCE_STATIC_INIT;

static void make_context(void)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	X509_STORE *roots = scn_roots_new();

	if (!ctx || !roots) {
		SSL_CTX_free(ctx);
		X509_STORE_free(roots);
		return;
	}
	SSL_CTX_set_security_level(ctx, 0);
	SSL_CTX_set_security_callback(ctx, allow_all);
	/* The library's own limit is 100 KB; that a chain is long is the server's affair. */
	SSL_CTX_set_max_cert_list(ctx, MAX_CHAIN_LEN);
	SSL_CTX_set_options(ctx, SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_NO_TICKET);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	/* Verified all the same, see SSL_CTX_set_verify(3); only the handshake goes on. */
	SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_cert_store(ctx, roots);
	SSL_CTX_set_client_cert_cb(ctx, on_certificate_request);
	SSL_CTX_set_info_callback(ctx, on_info);
	SSL_CTX_dane_enable(ctx);
	context = ctx;
}

static bool make_session(struct scn_handshake *h)
{
	if (!CRYPTO_THREAD_run_once(&context_once, make_context) || !context)
		return false;
	h->ssl = SSL_new(context);
	if (!h->ssl)
		return false;
	SSL_set_app_data(h->ssl, h);
	h->in = BIO_new(BIO_s_mem());
	h->out = BIO_new(BIO_s_mem());
	SSL_set_bio(h->ssl, h->in, h->out);
	SSL_set_connect_state(h->ssl);
	return h->in && h->out;
}

static bool apply(struct scn_handshake *h, const struct scn_handshake_order *order)
{
	scn_versions versions = order->versions;

	if (order->tlsa && order->tlsa->status == SCN_TLSA_SECURE && order->verify_name)
		h->dane =
			scn_verify_dane_set(h->ssl, order->verify_name, order->domain, order->tlsa);
	return set_suites(h, order, &versions) && set_versions(h, versions) &&
	       set_groups(h, order) && set_schemes(h, order) &&
	       (!order->server_name || SSL_set_tlsext_host_name(h->ssl, order->server_name) == 1);
}

static struct scn_handshake *openssl_begin(const struct scn_handshake_order *order)
{
	struct scn_handshake *h = scn_alloc(1, sizeof(*h));
	bool ok;

	ERR_clear_error();
	h->verify_name = scn_strdup(order->verify_name);
	ok = make_session(h) && apply(h, order);
	ERR_clear_error();
	if (ok)
		return h;
	openssl_free(h);
	return NULL;
}

/* Versions, key exchange and what the provider lacks have been taken off this list. */
static bool openssl_can(const struct scn_handshake_order *order)
{
	struct scn_handshake *h = openssl_begin(order);
	STACK_OF(SSL_CIPHER) *ciphers = h ? SSL_get1_supported_ciphers(h->ssl) : NULL;
	bool can = ciphers && sk_SSL_CIPHER_num(ciphers) > 0;

	sk_SSL_CIPHER_free(ciphers);
	openssl_free(h);
	return can;
}

/* ---- the handshake ---- */

static void drain(struct scn_handshake *h, struct scn_builder *out)
{
	char *at;
	long len = BIO_get_mem_data(h->out, &at);

	if (len > 0)
		scn_build_bytes(out, (struct scn_bytes){ (const uint8_t *)at, (size_t)len });
	(void)BIO_reset(h->out);
}

static bool waits(struct scn_handshake *h, int returned)
{
	int error = SSL_get_error(h->ssl, returned);

	return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ||
	       error == SSL_ERROR_ZERO_RETURN;
}

static enum scn_handshake_state step(struct scn_handshake *h)
{
	int returned = SSL_do_handshake(h->ssl);

	if (returned == 1)
		h->state = SCN_HANDSHAKE_DONE;
	else if (!waits(h, returned))
		fail(h);
	return h->state;
}

/* In TLS 1.3 a server refuses our Finished (or the missing certificate) only after we are done. */
static enum scn_handshake_state read_plain(struct scn_handshake *h, struct scn_builder *plain_out)
{
	uint8_t buffer[READ_SIZE];
	int len;

	while ((len = SSL_read(h->ssl, buffer, sizeof(buffer))) > 0)
		scn_build_bytes(plain_out, (struct scn_bytes){ buffer, (size_t)len });
	if (!waits(h, len))
		fail(h);
	return h->state;
}

static enum scn_handshake_state openssl_feed(struct scn_handshake *h, struct scn_bytes in,
	struct scn_builder *out, struct scn_builder *plain_out)
{
	if (h->state == SCN_HANDSHAKE_FAILED)
		return h->state;
	ERR_clear_error();
	if (in.len)
		BIO_write(h->in, in.at, (int)in.len);
	if (h->state == SCN_HANDSHAKE_GOING)
		step(h);
	if (h->state == SCN_HANDSHAKE_DONE)
		read_plain(h, plain_out);
	drain(h, out);
	ERR_clear_error();
	return h->state;
}

static bool openssl_send(struct scn_handshake *h, struct scn_bytes plain, struct scn_builder *out)
{
	bool ok;

	if (h->state != SCN_HANDSHAKE_DONE)
		return false;
	ERR_clear_error();
	ok = plain.len == 0 || SSL_write(h->ssl, plain.at, (int)plain.len) == (int)plain.len;
	drain(h, out);
	ERR_clear_error();
	return ok;
}

static void openssl_close(struct scn_handshake *h, struct scn_builder *out)
{
	if (h->state != SCN_HANDSHAKE_DONE)
		return;
	SSL_shutdown(h->ssl);
	drain(h, out);
	ERR_clear_error();
}

/* ---- the result ---- */

static void add_certificate(struct scn_handshake_result *out, X509 *certificate)
{
	unsigned char *der = NULL;
	int len = i2d_X509(certificate, &der);
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned digest_len = 0;

	if (len <= 0)
		return;
	X509_digest(certificate, EVP_sha256(), digest, &digest_len);
	scn_handshake_add_certificate(out, (struct scn_bytes){ der, (size_t)len },
		(struct scn_bytes){ digest, digest_len });
	OPENSSL_free(der);
}

static void read_certificates(struct scn_handshake *h, struct scn_handshake_result *out)
{
	STACK_OF(X509) *chain = SSL_get_peer_cert_chain(h->ssl);
	for (int i = 0; i < sk_X509_num(chain); i++)
		add_certificate(out, sk_X509_value(chain, i));
	if (out->certificate_count == 0)
		return;
	scn_verify_chain(SSL_CTX_get_cert_store(context), chain,
		out->certificates[0].names_issuer_url, &out->trust, &out->chain);
	if (h->verify_name)
		out->name_matches = scn_verify_name(sk_X509_value(chain, 0), h->verify_name);
	out->dane = h->dane == SCN_DANE_MATCHES ? scn_verify_dane_result(h->ssl) : h->dane;
	scn_handshake_judge_leaf(out);
}

static uint16_t negotiated_group(struct scn_handshake *h)
{
	long nid = SSL_get_negotiated_group(h->ssl);
	const struct scn_group *group;

	if (nid & TLSEXT_nid_unknown)
		return (uint16_t)(nid & 0xFFFF);
	if (nid <= 0)
		return 0;
	group = scn_group_find(OBJ_nid2sn((int)nid));
	return group ? group->code : 0;
}

/* Pairs of TLS 1.2 and schemes of TLS 1.3 by what OpenSSL tells: kind, hash, kind of the key. */
static const struct {
	int signature, hash;
	bool pss_key;
	uint16_t code;
} scheme_table[] = {
	{ EVP_PKEY_RSA, NID_md5, false, 0x0101 },
	{ EVP_PKEY_RSA, NID_sha1, false, 0x0201 },
	{ EVP_PKEY_DSA, NID_sha1, false, 0x0202 },
	{ EVP_PKEY_EC, NID_sha1, false, 0x0203 },
	{ EVP_PKEY_RSA, NID_sha224, false, 0x0301 },
	{ EVP_PKEY_DSA, NID_sha224, false, 0x0302 },
	{ EVP_PKEY_EC, NID_sha224, false, 0x0303 },
	{ EVP_PKEY_RSA, NID_sha256, false, 0x0401 },
	{ EVP_PKEY_DSA, NID_sha256, false, 0x0402 },
	{ EVP_PKEY_EC, NID_sha256, false, 0x0403 },
	{ EVP_PKEY_RSA, NID_sha384, false, 0x0501 },
	{ EVP_PKEY_DSA, NID_sha384, false, 0x0502 },
	{ EVP_PKEY_EC, NID_sha384, false, 0x0503 },
	{ EVP_PKEY_RSA, NID_sha512, false, 0x0601 },
	{ EVP_PKEY_DSA, NID_sha512, false, 0x0602 },
	{ EVP_PKEY_EC, NID_sha512, false, 0x0603 },
	{ EVP_PKEY_RSA_PSS, NID_sha256, false, 0x0804 },
	{ EVP_PKEY_RSA_PSS, NID_sha384, false, 0x0805 },
	{ EVP_PKEY_RSA_PSS, NID_sha512, false, 0x0806 },
	{ EVP_PKEY_ED25519, NID_undef, false, 0x0807 },
	{ EVP_PKEY_ED448, NID_undef, false, 0x0808 },
	{ EVP_PKEY_RSA_PSS, NID_sha256, true, 0x0809 },
	{ EVP_PKEY_RSA_PSS, NID_sha384, true, 0x080A },
	{ EVP_PKEY_RSA_PSS, NID_sha512, true, 0x080B },
};

static uint16_t peer_scheme(struct scn_handshake *h)
{
	X509 *leaf = SSL_get0_peer_certificate(h->ssl);
	EVP_PKEY *key = leaf ? X509_get0_pubkey(leaf) : NULL;
	bool pss_key = key && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA_PSS;
	int signature, hash = NID_undef;

	if (SSL_get_peer_signature_type_nid(h->ssl, &signature) != 1)
		return 0;
	SSL_get_peer_signature_nid(h->ssl, &hash);
	for (size_t i = 0; i < SCN_COUNT(scheme_table); i++)
		if (scheme_table[i].signature == signature && scheme_table[i].hash == hash &&
			scheme_table[i].pss_key == pss_key)
			return scheme_table[i].code;
	return 0;
}

static void openssl_result(struct scn_handshake *h, struct scn_handshake_result *out)
{
	const SSL_CIPHER *cipher = SSL_get_current_cipher(h->ssl);

	out->version = SCN_VERSION_NONE;
	if (h->state == SCN_HANDSHAKE_DONE)
		out->version = scn_version_from_wire((uint16_t)SSL_version(h->ssl));
	if (h->state == SCN_HANDSHAKE_DONE && cipher) {
		out->suite = SSL_CIPHER_get_protocol_id(cipher);
		out->group = negotiated_group(h);
		out->scheme = peer_scheme(h);
	}
	read_certificates(h, out);
	out->answered = h->answered || out->certificate_count > 0;
	out->client_certificate_asked = h->client_certificate_asked;
	out->failure = scn_strdup(h->failure);
	ERR_clear_error();
}

const struct scn_handshake_backend scn_openssl_backend = {
	.name = "openssl",
	.can = openssl_can,
	.begin = openssl_begin,
	.feed = openssl_feed,
	.send = openssl_send,
	.close = openssl_close,
	.result = openssl_result,
	.free = openssl_free,
};
