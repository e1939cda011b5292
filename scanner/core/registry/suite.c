#include "core/registry/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/alloc.h"
#include "core/registry/name.h"

#define S(code_, name_, openssl_, aliases_, gnutls_, schannel_, wolfssl_, status_, kx_, auth_,     \
	cipher_, mac_, key_bits_, effective_, aead_, fs_, export_, min_, max_, likelihood_,        \
	strength_, weakness_, reference_)                                                          \
	{ .code = (code_),                                                                         \
		.name_len = sizeof(name_) - 1,                                                     \
		.name = (name_),                                                                   \
		.openssl = (openssl_),                                                             \
		.openssl_aliases = (aliases_),                                                     \
		.gnutls = (gnutls_),                                                               \
		.schannel = (schannel_),                                                           \
		.wolfssl = (wolfssl_),                                                             \
		.status = SCN_SUITE_##status_,                                                     \
		.kx = SCN_KX_##kx_,                                                                \
		.auth = SCN_AUTH_##auth_,                                                          \
		.cipher = (cipher_),                                                               \
		.mac = (mac_),                                                                     \
		.key_bits = (key_bits_),                                                           \
		.effective_bits = (effective_),                                                    \
		.aead = (aead_),                                                                   \
		.forward_secret = (fs_),                                                           \
		.export_grade = (export_),                                                         \
		.min_version = SCN_##min_,                                                         \
		.max_version = SCN_##max_,                                                         \
		.likelihood = (likelihood_),                                                       \
		.strength = SCN_STRENGTH_##strength_,                                              \
		.weakness = (weakness_),                                                           \
		.reference = (reference_) },

static const struct scn_suite table[] = {
#include "core/registry/suites.inc"
};

const struct scn_suite *scn_suites(size_t *count_out)
{
	*count_out = SCN_COUNT(table);
	return table;
}

static int compare_code(const void *key, const void *row)
{
	scn_suite_code code = *(const scn_suite_code *)key;
	scn_suite_code other = ((const struct scn_suite *)row)->code;

	return (code > other) - (code < other);
}

const struct scn_suite *scn_suite_by_code(scn_suite_code code)
{
	return bsearch(&code, table, SCN_COUNT(table), sizeof(table[0]), compare_code);
}

const char *scn_suite_name(const struct scn_suite *suite, enum scn_dialect dialect)
{
	switch (dialect) {
	case SCN_DIALECT_IANA:
		return suite->name;
	case SCN_DIALECT_OPENSSL:
		return suite->openssl;
	case SCN_DIALECT_GNUTLS:
		return suite->gnutls;
	case SCN_DIALECT_SCHANNEL:
		return suite->schannel;
	case SCN_DIALECT_WOLFSSL:
		return suite->wolfssl;
	case SCN_DIALECT_COUNT:
		break;
	}
	return NULL;
}

/* Before Windows 10 a Schannel name says the curve at its end: TLS_ECDHE_…_SHA256_P256. */
static size_t without_curve(const char *name, size_t len)
{
	static const char *const endings[] = { "_P256", "_P384", "_P521" };

	for (size_t i = 0; i < SCN_COUNT(endings); i++) {
		size_t ending = strlen(endings[i]);

		if (len > ending && strncasecmp(name + len - ending, endings[i], ending) == 0)
			return len - ending;
	}
	return len;
}

static bool is_named(
	const struct scn_suite *suite, enum scn_dialect dialect, const char *name, size_t len)
{
	/* Most names that are looked up are these. */
	if (dialect == SCN_DIALECT_IANA)
		return suite->name_len == len && strncasecmp(suite->name, name, len) == 0;
	if (scn_name_in(scn_suite_name(suite, dialect), name, len))
		return true;
	return dialect == SCN_DIALECT_OPENSSL && scn_name_in(suite->openssl_aliases, name, len);
}

const struct scn_suite *scn_suite_by_name(enum scn_dialect dialect, const char *name)
{
	size_t len = strlen(name);

	if (dialect == SCN_DIALECT_SCHANNEL)
		len = without_curve(name, len);
	for (size_t i = 0; i < SCN_COUNT(table); i++)
		if (is_named(&table[i], dialect, name, len))
			return &table[i];
	return NULL;
}

const struct scn_suite *scn_suite_find(const char *text)
{
	const struct scn_suite *found = NULL;
	uint32_t code;

	if (scn_name_hex(text, 6, &code))
		return scn_suite_by_code(code);
	for (int d = 0; !found && d < SCN_DIALECT_COUNT; d++)
		found = scn_suite_by_name((enum scn_dialect)d, text);
	return found;
}

bool scn_suite_selectable(const struct scn_suite *suite)
{
	return suite->status != SCN_SUITE_SCSV && suite->status != SCN_SUITE_GREASE;
}

bool scn_suite_in_version(const struct scn_suite *suite, enum scn_version version)
{
	return scn_suite_selectable(suite) && version >= suite->min_version &&
	       version <= suite->max_version && version < SCN_VERSION_COUNT;
}

bool scn_suite_has_ecdhe(const struct scn_suite *suite)
{
	return suite->kx == SCN_KX_ECDHE || suite->kx == SCN_KX_ECDHE_PSK;
}

bool scn_suite_has_dhe(const struct scn_suite *suite)
{
	return suite->kx == SCN_KX_DHE || suite->kx == SCN_KX_DHE_PSK;
}

void scn_suite_code_text(scn_suite_code code, char out[SCN_SUITE_CODE_LEN])
{
	snprintf(out, SCN_SUITE_CODE_LEN, code > 0xFFFF ? "0x%06X" : "0x%04X", code & 0xFFFFFFFU);
}

bool scn_suite_code_parse(const char *text, scn_suite_code *code_out)
{
	size_t len = strlen(text);

	if (strncmp(text, "0x", 2) != 0 || (len != 6 && len != 8 && len != 9) ||
		strspn(text + 2, "0123456789abcdefABCDEF") != len - 2)
		return false;
	*code_out = (scn_suite_code)strtoul(text + 2, NULL, 16);
	return true;
}

const char *scn_strength_word(enum scn_strength strength)
{
	static const char *const words[] = { "good", "ok", "weak", "broken" };

	return words[strength];
}

static const char *const dialect_words[] = { "iana", "openssl", "gnutls", "schannel", "wolfssl" };

const char *scn_dialect_word(enum scn_dialect dialect)
{
	return dialect < SCN_DIALECT_COUNT ? dialect_words[dialect] : NULL;
}

enum scn_dialect scn_dialect_parse(const char *word)
{
	int d = 0;

	while (d < SCN_DIALECT_COUNT && strcasecmp(word, dialect_words[d]) != 0)
		d++;
	return (enum scn_dialect)d;
}

const char *scn_kx_word(enum scn_kx kx)
{
	static const char *const words[] = {
		[SCN_KX_NULL] = "none",
		[SCN_KX_RSA] = "RSA",
		[SCN_KX_DHE] = "DHE",
		[SCN_KX_ECDHE] = "ECDHE",
		[SCN_KX_DH] = "DH",
		[SCN_KX_ECDH] = "ECDH",
		[SCN_KX_PSK] = "PSK",
		[SCN_KX_DHE_PSK] = "DHE_PSK",
		[SCN_KX_RSA_PSK] = "RSA_PSK",
		[SCN_KX_ECDHE_PSK] = "ECDHE_PSK",
		[SCN_KX_SRP] = "SRP",
		[SCN_KX_KRB5] = "KRB5",
		[SCN_KX_GOST] = "GOST",
		[SCN_KX_TLS13] = "any",
		[SCN_KX_OTHER] = "other",
	};

	return words[kx];
}

const char *scn_auth_word(enum scn_auth auth)
{
	static const char *const words[] = {
		[SCN_AUTH_NULL] = "none",
		[SCN_AUTH_RSA] = "RSA",
		[SCN_AUTH_ECDSA] = "ECDSA",
		[SCN_AUTH_DSS] = "DSS",
		[SCN_AUTH_ANON] = "anon",
		[SCN_AUTH_PSK] = "PSK",
		[SCN_AUTH_KRB5] = "KRB5",
		[SCN_AUTH_GOST] = "GOST",
		[SCN_AUTH_ANY] = "any",
		[SCN_AUTH_OTHER] = "other",
	};

	return words[auth];
}
