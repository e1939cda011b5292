#include "io/import-openssl.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/dialect/lines.h"
#include "io/handshake-tools.h"

const char *scn_openssl_version(void)
{
	static char name[32];

	/* "OpenSSL 3.0.22 25 Aug 2026": without the date. */
	if (!name[0]) {
		const char *whole = OpenSSL_version(OPENSSL_VERSION);
		const char *blank = strchr(whole, ' ');
		size_t len = blank ? (size_t)(blank + 1 - whole) + strcspn(blank + 1, " ")
				   : strlen(whole);

		memcpy(name, whole, len < sizeof(name) ? len : sizeof(name) - 1);
	}
	return name;
}

/* ---- the words of the configuration ---- */

static bool refuse(struct scn_text *error, const char *what, const char *value)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());
	struct scn_text quoted = { 0 };

	scn_dialect_quote(&quoted, value);
	scn_dialect_complain(error, 0, scn_tr("%s does not take the %s %s%s%s"),
		scn_openssl_version(), what, scn_text_str(&quoted), reason ? ": " : "",
		reason ? reason : "");
	scn_text_finish(&quoted);
	return false;
}

static bool set_ciphers(SSL *ssl, const struct scn_openssl_config *c, struct scn_text *error)
{
	if (c->ciphers && SSL_set_cipher_list(ssl, c->ciphers) != 1)
		return refuse(error, scn_tr("cipher string"), c->ciphers);
	if (c->ciphersuites && SSL_set_ciphersuites(ssl, c->ciphersuites) != 1)
		return refuse(error, scn_tr("TLS 1.3 suites"), c->ciphersuites);
	return true;
}

static bool accepts_groups(void *user, const char *list)
{
	return SSL_set1_groups_list(user, list) == 1;
}

/* Those that the library has, in the order of the list; Postfix does the same. */
static bool set_known_groups(SSL *ssl, const char *wanted)
{
	struct scn_text list = { 0 };
	char *copy = scn_strdup(wanted);
	char *rest = copy;
	bool ok;

	for (char *word; (word = strsep(&rest, ": \t,")) != NULL;) {
		if (*word)
			scn_add_first(&list, word, accepts_groups, ssl);
	}
	ok = list.len && accepts_groups(ssl, scn_text_str(&list));
	scn_text_finish(&list);
	free(copy);
	return ok;
}

static bool set_lists(SSL *ssl, const struct scn_openssl_config *c, struct scn_text *error)
{
	bool groups = !c->groups || (c->filter_groups ? set_known_groups(ssl, c->groups)
						      : accepts_groups(ssl, c->groups));

	if (!groups)
		return refuse(error, "groups", c->groups);
	if (c->schemes && SSL_set1_sigalgs_list(ssl, c->schemes) != 1)
		return refuse(error, scn_tr("signature algorithms"), c->schemes);
	return true;
}

static const struct {
	enum scn_version version;
	uint64_t off;
	int wire;
} versions[] = {
	{ SCN_SSL3, SSL_OP_NO_SSLv3, SSL3_VERSION },
	{ SCN_TLS1_0, SSL_OP_NO_TLSv1, TLS1_VERSION },
	{ SCN_TLS1_1, SSL_OP_NO_TLSv1_1, TLS1_1_VERSION },
	{ SCN_TLS1_2, SSL_OP_NO_TLSv1_2, TLS1_2_VERSION },
	{ SCN_TLS1_3, SSL_OP_NO_TLSv1_3, TLS1_3_VERSION },
};

/* The bounds as well: a file of the system may have set others. */
static bool set_versions(SSL *ssl, const struct scn_openssl_config *c, struct scn_text *error)
{
	int oldest = 0, newest = 0;

	if (c->off == 0)
		return true;
	for (size_t i = 0; i < SCN_COUNT(versions); i++) {
		if (c->off & SCN_VERSION_BIT(versions[i].version)) {
			SSL_set_options(ssl, versions[i].off);
			continue;
		}
		oldest = oldest ? oldest : versions[i].wire;
		newest = versions[i].wire;
	}
	if (!oldest)
		return scn_dialect_complain(error, 0, scn_tr("no version of TLS is left"));
	return SSL_set_min_proto_version(ssl, oldest) == 1 &&
	       SSL_set_max_proto_version(ssl, newest) == 1;
}

static void set_options(SSL *ssl, unsigned options)
{
	static const struct {
		unsigned ours;
		uint64_t set, clear;
	} rows[] = {
		{ SCN_OPENSSL_NO_TICKET, SSL_OP_NO_TICKET, 0 },
		{ SCN_OPENSSL_NO_ETM, SSL_OP_NO_ENCRYPT_THEN_MAC, 0 },
		{ SCN_OPENSSL_NO_EMS, SSL_OP_NO_EXTENDED_MASTER_SECRET, 0 },
		{ SCN_OPENSSL_LEGACY_SERVER, SSL_OP_LEGACY_SERVER_CONNECT, 0 },
		{ SCN_OPENSSL_NO_MIDDLEBOX, 0, SSL_OP_ENABLE_MIDDLEBOX_COMPAT },
		{ SCN_OPENSSL_BUGS, SSL_OP_ALL, 0 },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		if (!(options & rows[i].ours))
			continue;
		SSL_set_options(ssl, rows[i].set);
		SSL_clear_options(ssl, rows[i].clear);
	}
}

static bool apply(SSL *ssl, const struct scn_openssl_config *c, struct scn_text *error)
{
	if (c->has_level)
		SSL_set_security_level(ssl, c->level);
	set_options(ssl, c->options);
	return set_ciphers(ssl, c, error) && set_lists(ssl, c, error) &&
	       set_versions(ssl, c, error);
}

/* ---- the hello ---- */

static bool greet(SSL *ssl, struct scn_builder *wire, struct scn_text *error)
{
	BIO *in = BIO_new(BIO_s_mem());
	BIO *out = BIO_new(BIO_s_mem());
	const char *reason;
	char *at;
	long len;

	SSL_set_bio(ssl, in, out);
	SSL_set_connect_state(ssl);
	(void)SSL_do_handshake(ssl);
	len = BIO_get_mem_data(out, &at);
	if (len > 0) {
		scn_build_bytes(wire, (struct scn_bytes){ (const uint8_t *)at, (size_t)len });
		return true;
	}
	reason = ERR_reason_error_string(ERR_peek_last_error());
	return scn_dialect_complain(error, 0,
		scn_tr("%s cannot greet anybody with these settings: %s"), scn_openssl_version(),
		reason ? reason : scn_tr("it does not say why"));
}

bool scn_openssl_hello_of(const struct scn_openssl_config *config,
	struct scn_openssl_hello *hello_out, struct scn_text *error)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	SSL *ssl = ctx ? SSL_new(ctx) : NULL;
	bool ok = false;

	ERR_clear_error();
	*hello_out = (struct scn_openssl_hello){ 0 };
	if (!ssl)
		scn_dialect_complain(
			error, 0, scn_tr("%s could not be started"), scn_openssl_version());
	else if (apply(ssl, config, error) && greet(ssl, &hello_out->wire, error))
		ok = true;
	else
		scn_dialect_complain(
			error, 0, scn_tr("%s refused these settings"), scn_openssl_version());
	if (ok) {
		hello_out->level = SSL_get_security_level(ssl);
		hello_out->requires_secure_renegotiation =
			!(SSL_get_options(ssl) & SSL_OP_LEGACY_SERVER_CONNECT);
	}
	SSL_free(ssl);
	SSL_CTX_free(ctx);
	ERR_clear_error();
	return ok;
}
