/*
 * gnutls.h: a priority string. It does not list suites but what they are made of, so it can say more
 * than was wanted: the suites are made of every cipher, MAC and key exchange that occurs.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/dialect/gnutls.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"
#include "core/registry/suite.h"

/* "+WORD", once. */
static void add_word(struct scn_text *out, const char *prefix, const char *name, size_t len)
{
	struct scn_text word = { 0 };
	const char *at;

	scn_text_printf(&word, ":+%s%.*s", prefix, (int)len, name);
	at = strstr(scn_text_str(out), scn_text_str(&word));
	while (at && at[word.len] && at[word.len] != ':')
		at = strstr(at + 1, scn_text_str(&word));
	if (!at)
		scn_text_add(out, scn_text_str(&word));
	scn_text_finish(&word);
}

static void add_versions(const struct scn_profile *p, struct scn_text *out)
{
	static const struct {
		enum scn_version version;
		const char *word;
	} rows[] = {
		{ SCN_TLS1_3, "VERS-TLS1.3" },
		{ SCN_TLS1_2, "VERS-TLS1.2" },
		{ SCN_TLS1_1, "VERS-TLS1.1" },
		{ SCN_TLS1_0, "VERS-TLS1.0" },
		{ SCN_SSL3, "VERS-SSL3.0" },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		if (scn_profile_offers_version(p, rows[i].version))
			add_word(out, "", rows[i].word, strlen(rows[i].word));
	}
}

/* gnutls_priority_init(3): the ciphers and key exchanges that it has words for. */
static const char *cipher_word(const struct scn_suite *suite)
{
	static const struct {
		const char *ours, *word;
	} rows[] = {
		{ "AES_256_GCM", "AES-256-GCM" },
		{ "AES_128_GCM", "AES-128-GCM" },
		{ "AES_256_CCM_8", "AES-256-CCM-8" },
		{ "AES_128_CCM_8", "AES-128-CCM-8" },
		{ "AES_256_CCM", "AES-256-CCM" },
		{ "AES_128_CCM", "AES-128-CCM" },
		{ "AES_256_CBC", "AES-256-CBC" },
		{ "AES_128_CBC", "AES-128-CBC" },
		{ "CHACHA20_POLY1305", "CHACHA20-POLY1305" },
		{ "CAMELLIA_256_GCM", "CAMELLIA-256-GCM" },
		{ "CAMELLIA_128_GCM", "CAMELLIA-128-GCM" },
		{ "CAMELLIA_256_CBC", "CAMELLIA-256-CBC" },
		{ "CAMELLIA_128_CBC", "CAMELLIA-128-CBC" },
		{ "3DES_EDE_CBC", "3DES-CBC" },
		{ "RC4_128", "ARCFOUR-128" },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		if (strcmp(rows[i].ours, suite->cipher) == 0)
			return rows[i].word;
	}
	return NULL;
}

static const char *kx_word(const struct scn_suite *suite)
{
	static const struct {
		enum scn_kx kx;
		enum scn_auth auth;
		const char *word;
	} rows[] = {
		{ SCN_KX_ECDHE, SCN_AUTH_ECDSA, "ECDHE-ECDSA" },
		{ SCN_KX_ECDHE, SCN_AUTH_RSA, "ECDHE-RSA" },
		{ SCN_KX_RSA, SCN_AUTH_RSA, "RSA" },
		{ SCN_KX_DHE, SCN_AUTH_RSA, "DHE-RSA" },
		{ SCN_KX_DHE, SCN_AUTH_DSS, "DHE-DSS" },
		{ SCN_KX_ECDHE, SCN_AUTH_ANON, "ANON-ECDH" },
		{ SCN_KX_DHE, SCN_AUTH_ANON, "ANON-DH" },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		if (rows[i].kx == suite->kx && rows[i].auth == suite->auth)
			return rows[i].word;
	}
	return suite->kx == SCN_KX_TLS13 ? "" : NULL;
}

static bool can_be_written(const struct scn_suite *suite)
{
	return suite && suite->gnutls && cipher_word(suite) && kx_word(suite);
}

static size_t add_suites(const struct scn_profile *p, struct scn_text *out)
{
	size_t without = 0;

	for (size_t i = 0; i < p->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(p->suites[i]);
		const char *kx;

		if (suite && !scn_suite_selectable(suite))
			continue;
		if (!can_be_written(suite)) {
			without++;
			continue;
		}
		kx = kx_word(suite);
		add_word(out, "", cipher_word(suite), strlen(cipher_word(suite)));
		add_word(out, "", suite->mac, strlen(suite->mac));
		if (*kx)
			add_word(out, "", kx, strlen(kx));
	}
	return without;
}

static size_t add_groups(const struct scn_profile *p, struct scn_text *out)
{
	size_t without = 0;

	for (size_t i = 0; i < p->group_count; i++) {
		const struct scn_group *group = scn_group_by_code(p->groups[i]);

		if (group && group->gnutls)
			add_word(out, "GROUP-", group->gnutls, strcspn(group->gnutls, ","));
		else
			without++;
	}
	return without;
}

static size_t add_schemes(const struct scn_profile *p, struct scn_text *out)
{
	size_t without = 0;

	for (size_t i = 0; i < p->scheme_count; i++) {
		const struct scn_scheme *scheme = scn_scheme_by_code(p->schemes[i]);

		if (scheme && scheme->gnutls)
			add_word(out, "SIGN-", scheme->gnutls, strcspn(scheme->gnutls, ","));
		else
			without++;
	}
	return without;
}

bool scn_gnutls_write(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing)
{
	struct scn_text string = { 0 };
	size_t without = add_suites(profile, &string);

	if (!string.len) {
		scn_text_add(missing, scn_tr("GnuTLS has none of these suites."));
		return false;
	}
	add_versions(profile, &string);
	without += add_groups(profile, &string);
	without += add_schemes(profile, &string);
	scn_text_printf(out, "NONE%s:+COMP-NULL:+CTYPE-X509\n", scn_text_str(&string));
	scn_text_add(missing,
		scn_tr("A priority string lists what suites are made of, so other combinations and "
		       "another order may come with it. Not in this format: extensions, limits, "
		       "verification, what happens after a failure"));
	if (without)
		scn_text_printf(missing,
			scn_tr(", and %zu suites, groups or schemes that GnuTLS does not have"),
			without);
	scn_text_char(missing, '.');
	scn_text_finish(&string);
	return true;
}
