#include "core/explain/suite-name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/alloc.h"

enum {
	SUITE_NAME_MAX = 120,
};

static void add(struct scn_session *session, const struct scn_suite *suite)
{
	if (suite && session->suite_count < SCN_EXPLAIN_MAX_SUITES)
		session->suites[session->suite_count++] = suite;
}

static bool fits(const struct scn_session *session, const struct scn_suite *suite)
{
	return scn_suite_selectable(suite) && suite->status == SCN_SUITE_IANA &&
	       (session->version == SCN_VERSION_NONE ||
		       scn_suite_in_version(suite, session->version));
}

static bool span_is(struct scn_span span, const char *word)
{
	return span.len == strlen(word) && strncasecmp(span.at, word, span.len) == 0;
}

/* ---- GnuTLS: "(TLS1.3)-(ECDHE-X25519)-…" in Exim's spelling, parts between "__" ---- */

/* The parts of a description; mac is "" for a cipher that has none of its own. */
struct parts {
	char kx[SUITE_NAME_MAX], auth[SUITE_NAME_MAX], cipher[SUITE_NAME_MAX], mac[SUITE_NAME_MAX];
};

static void add_parts(struct scn_session *session, const struct parts *p)
{
	size_t count;
	const struct scn_suite *suites = scn_suites(&count);
	bool tls13 = session->version == SCN_TLS1_3;

	for (size_t i = 0; i < count; i++) {
		const struct scn_suite *s = &suites[i];

		if (!fits(session, s) || strcmp(s->cipher, p->cipher) != 0 ||
			(p->mac[0] && strcmp(s->mac, p->mac) != 0))
			continue;
		if (tls13 ? s->kx == SCN_KX_TLS13
			  : strcmp(scn_kx_word(s->kx), p->kx) == 0 &&
					strcmp(scn_auth_word(s->auth), p->auth) == 0)
			add(session, s);
	}
}

/* "ECDHE_SECP256R1__RSA_PSS_RSAE_SHA256__AES_256_GCM", "ECDHE_X25519__RSA_SHA256__AES_128_CBC__SHA1":
 * of key exchange and signature only the first word counts. */
static void described(struct scn_session *session, const char *name)
{
	struct parts p = { 0 };
	const char *auth = strstr(name, "__");
	const char *cipher = auth ? strstr(auth + 2, "__") : NULL;
	const char *mac = cipher ? strstr(cipher + 2, "__") : NULL;
	size_t len = cipher ? (mac ? (size_t)(mac - cipher) : strlen(cipher)) - 2 : 0;

	if (!cipher)
		return;
	snprintf(p.kx, sizeof(p.kx), "%.*s", (int)strcspn(name, "_"), name);
	snprintf(p.auth, sizeof(p.auth), "%.*s", (int)strcspn(auth + 2, "_"), auth + 2);
	snprintf(p.cipher, sizeof(p.cipher), "%.*s", (int)len, cipher + 2);
	snprintf(p.mac, sizeof(p.mac), "%s", mac ? mac + 2 : "");
	add_parts(session, &p);
}

void scn_session_suite(struct scn_session *session, const char *name, size_t len)
{
	char text[SUITE_NAME_MAX + sizeof("TLS_")];
	const struct scn_suite *suite;

	if (session->suite_text || len == 0 || len > SUITE_NAME_MAX)
		return;
	session->suite_text = scn_strndup(name, len);
	suite = scn_suite_find(session->suite_text);
	if (!suite) {
		snprintf(text, sizeof(text), "TLS_%s", session->suite_text);
		suite = scn_suite_find(text);
	}
	if (suite)
		add(session, suite);
	else
		described(session, session->suite_text);
}

/* ---- versions ---- */

enum scn_version scn_version_in_log(const char *text, size_t len)
{
	static const struct {
		const char *text;
		enum scn_version version;
	} names[] = {
		{ "1.3", SCN_TLS1_3 },
		{ "1.2", SCN_TLS1_2 },
		{ "1.1", SCN_TLS1_1 },
		{ "1.0", SCN_TLS1_0 },
		{ "TLSv1.3", SCN_TLS1_3 },
		{ "TLSv1.2", SCN_TLS1_2 },
		{ "TLSv1.1", SCN_TLS1_1 },
		{ "TLSv1.0", SCN_TLS1_0 },
		{ "TLSv1", SCN_TLS1_0 },
		{ "TLSv1/SSLv3", SCN_TLS1_0 },
		{ "TLS1.3", SCN_TLS1_3 },
		{ "TLS1.2", SCN_TLS1_2 },
		{ "TLS1.1", SCN_TLS1_1 },
		{ "TLS1.0", SCN_TLS1_0 },
		{ "TLS1", SCN_TLS1_0 },
		{ "TLS1_3", SCN_TLS1_3 },
		{ "TLS1_2", SCN_TLS1_2 },
		{ "TLS1_1", SCN_TLS1_1 },
		{ "TLS1_0", SCN_TLS1_0 },
		{ "SSLv3", SCN_SSL3 },
		{ "SSL3", SCN_SSL3 },
		{ "SSL3.0", SCN_SSL3 },
		{ "SSLv2", SCN_SSL2 },
		{ "SSL2", SCN_SSL2 },
	};

	for (size_t i = 0; i < SCN_COUNT(names); i++)
		if (span_is((struct scn_span){ text, len }, names[i].text))
			return names[i].version;
	return SCN_VERSION_NONE;
}

/* ---- Schannel's algorithm ids ---- */

static const struct {
	const char *id;
	const char *cipher; /* of the registry, with a mode or without */
} calg_ciphers[] = {
	{ "AES_128", "AES_128" },
	{ "AES_256", "AES_256" },
	{ "3DES", "3DES_EDE_CBC" },
	{ "RC4", "RC4_128" },
	{ "DES", "DES_CBC" },
};

static const struct {
	const char *id;
	const char *mac;   /* of a CBC suite */
	const char *suite; /* how the name of a GCM suite ends */
} calg_macs[] = {
	{ "MD5", "MD5", NULL },
	{ "SHA", "SHA1", NULL },
	{ "SHA1", "SHA1", NULL },
	{ "SHA_256", "SHA256", "GCM_SHA256" },
	{ "SHA_384", "SHA384", "GCM_SHA384" },
};

static const struct {
	const char *id;
	enum scn_kx kx;
} calg_kx[] = {
	{ "RSA_KEYX", SCN_KX_RSA },
	{ "DH_EPHEM", SCN_KX_DHE },
	{ "ECDHE", SCN_KX_ECDHE },
	{ "ECDH_EPHEM", SCN_KX_ECDHE },
	{ "ECDH", SCN_KX_ECDHE },
};

static bool calg_cipher_is(const struct scn_suite *suite, struct scn_span id)
{
	for (size_t i = 0; i < SCN_COUNT(calg_ciphers); i++)
		if (span_is(id, calg_ciphers[i].id))
			return strncmp(suite->cipher, calg_ciphers[i].cipher,
				       strlen(calg_ciphers[i].cipher)) == 0;
	return false;
}

static bool calg_mac_is(const struct scn_suite *suite, const struct scn_calg *calg)
{
	for (size_t i = 0; i < SCN_COUNT(calg_macs); i++) {
		if (!span_is(calg->mac, calg_macs[i].id))
			continue;
		if (calg->mac_bits == 0 && calg_macs[i].suite)
			return strstr(suite->name, calg_macs[i].suite) != NULL;
		return !suite->aead && strcmp(suite->mac, calg_macs[i].mac) == 0;
	}
	return false;
}

/* TLS 1.3 has no key exchange in its suites. */
static bool calg_kx_is(const struct scn_suite *suite, struct scn_span id)
{
	if (suite->kx == SCN_KX_TLS13)
		return true;
	for (size_t i = 0; i < SCN_COUNT(calg_kx); i++)
		if (span_is(id, calg_kx[i].id))
			return suite->kx == calg_kx[i].kx;
	return false;
}

/* Schannel has no suites without a certificate, and no DHE with DSS in TLS 1.2 lists of today. */
static bool calg_auth_is(const struct scn_suite *suite)
{
	return suite->auth == SCN_AUTH_RSA || suite->auth == SCN_AUTH_ECDSA ||
	       suite->auth == SCN_AUTH_ANY;
}

void scn_session_calg(struct scn_session *session, const struct scn_calg *calg)
{
	size_t count;
	const struct scn_suite *suites = scn_suites(&count);

	for (size_t i = 0; i < count; i++)
		if (fits(session, &suites[i]) && suites[i].schannel && calg_auth_is(&suites[i]) &&
			calg_cipher_is(&suites[i], calg->cipher) && calg_mac_is(&suites[i], calg) &&
			calg_kx_is(&suites[i], calg->kx))
			add(session, &suites[i]);
}

void scn_session_finish(struct scn_session *session)
{
	free(session->suite_text);
	*session = (struct scn_session){ .version = SCN_VERSION_NONE };
}
