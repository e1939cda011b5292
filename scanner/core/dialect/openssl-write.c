/* openssl-config.h: a profile in OpenSSL's words. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/dialect/openssl-config.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"
#include "core/registry/suite.h"

/* The first of a comma-separated list of names. */
static void add_first(struct scn_text *out, const char *names)
{
	scn_text_printf(out, "%s%.*s", out->len ? ":" : "", (int)strcspn(names, ","), names);
}

static size_t suite_names(
	const struct scn_profile *p, enum scn_openssl_list list, struct scn_text *out)
{
	size_t without = 0;

	for (size_t i = 0; i < p->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(p->suites[i]);
		bool tls13 = suite && suite->kx == SCN_KX_TLS13;

		if (suite && !scn_suite_selectable(suite))
			continue;
		if (tls13 != (list == SCN_OPENSSL_CIPHERSUITES))
			continue;
		if (suite && suite->openssl)
			add_first(out, suite->openssl);
		else
			without++;
	}
	return without;
}

static size_t group_names(const struct scn_profile *p, struct scn_text *out)
{
	size_t without = 0;

	for (size_t i = 0; i < p->group_count; i++) {
		const struct scn_group *group = scn_group_by_code(p->groups[i]);

		if (group && group->openssl)
			add_first(out, group->openssl);
		else
			without += !group || group->kind != SCN_GROUP_GREASE;
	}
	return without;
}

/* OpenSSL 3.0 knows some of the older schemes only as a pair, "ECDSA+SHA1". */
static const char *pair_of(const char *names)
{
	for (const char *at = names; at; at = strchr(at, ','), at = at ? at + 1 : NULL) {
		if (memchr(at, '+', strcspn(at, ",")))
			return at;
	}
	return names;
}

static size_t scheme_names(const struct scn_profile *p, struct scn_text *out)
{
	size_t without = 0;

	for (size_t i = 0; i < p->scheme_count; i++) {
		const struct scn_scheme *scheme = scn_scheme_by_code(p->schemes[i]);

		if (scheme && scheme->openssl)
			add_first(out, pair_of(scheme->openssl));
		else
			without += !scheme || !scheme->grease;
	}
	return without;
}

size_t scn_openssl_names(
	const struct scn_profile *profile, enum scn_openssl_list list, struct scn_text *out)
{
	switch (list) {
	case SCN_OPENSSL_GROUPS:
		return group_names(profile, out);
	case SCN_OPENSSL_SCHEMES:
		return scheme_names(profile, out);
	default:
		return suite_names(profile, list, out);
	}
}

/* ---- the file ---- */

static const char *const protocol_words[SCN_VERSION_COUNT] = {
	[SCN_SSL3] = "SSLv3",
	[SCN_TLS1_0] = "TLSv1",
	[SCN_TLS1_1] = "TLSv1.1",
	[SCN_TLS1_2] = "TLSv1.2",
	[SCN_TLS1_3] = "TLSv1.3",
};

/* The level whose DH limit is the profile's; ssl_security_default_callback of OpenSSL: 80, 112, 128,
 * 192 and 256 bits of strength. At level 0 there are still 1024 bits. */
static int level_of(const struct scn_profile *p)
{
	static const uint32_t bits[] = { 1024, 1024, 2048, 3072, 7680, 15360 };
	int level = 0;

	for (int i = 2; i < (int)SCN_COUNT(bits); i++)
		level = p->limits.dh_min >= bits[i] ? i : level;
	return level == 0 && p->versions_rsa_only ? 1 : level;
}

static void add_line(struct scn_text *out, const char *key, const struct scn_text *value)
{
	if (value->len)
		scn_text_printf(out, "%s = %s\n", key, scn_text_str(value));
}

static void add_lists(const struct scn_profile *p, struct scn_text *out, size_t *without)
{
	static const struct {
		enum scn_openssl_list list;
		const char *key;
	} rows[] = {
		{ SCN_OPENSSL_CIPHERSUITES, "Ciphersuites" },
		{ SCN_OPENSSL_GROUPS, "Groups" },
		{ SCN_OPENSSL_SCHEMES, "SignatureAlgorithms" },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_text value = { 0 };

		*without += scn_openssl_names(p, rows[i].list, &value);
		add_line(out, rows[i].key, &value);
		scn_text_finish(&value);
	}
}

static void add_protocols(const struct scn_profile *p, struct scn_text *out)
{
	enum scn_version min = scn_versions_oldest(p->versions);
	enum scn_version max = scn_versions_newest(p->versions);

	min = min == SCN_SSL2 ? SCN_SSL3 : min;
	scn_text_printf(out, "MinProtocol = %s\nMaxProtocol = %s\n", protocol_words[min],
		protocol_words[max]);
}

bool scn_openssl_config_write(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing)
{
	struct scn_text ciphers = { 0 };
	size_t without = scn_openssl_names(profile, SCN_OPENSSL_CIPHERS, &ciphers);

	if (profile->versions == SCN_VERSION_BIT(SCN_SSL2)) {
		scn_text_add(missing, scn_tr("OpenSSL has no SSL 2.0 any more."));
		scn_text_finish(&ciphers);
		return false;
	}
	/* The string must name at least one suite, also where only those of TLS 1.3 are wanted; DEFAULT
	 * may only stand at its beginning. */
	scn_text_printf(out, "CipherString = %s:@SECLEVEL=%d\n",
		ciphers.len ? scn_text_str(&ciphers) : "DEFAULT", level_of(profile));
	add_lists(profile, out, &without);
	add_protocols(profile, out);
	scn_text_add(missing,
		scn_tr("Not in this format: the order of the extensions, SNI, limits other than "
		       "the security level, verification, what happens after a failure"));
	if (without)
		scn_text_printf(missing,
			scn_tr(", and %zu suites, groups or schemes that OpenSSL has no name for"),
			without);
	scn_text_char(missing, '.');
	scn_text_finish(&ciphers);
	return true;
}
