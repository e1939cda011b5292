/*
 * The answer of gnutls-cli:
 *
 *   Cipher suites for NORMAL
 *   TLS_AES_256_GCM_SHA384          0x13, 0x02      TLS1.3
 *   …
 *   Protocols: VERS-TLS1.3, VERS-TLS1.2, VERS-DTLS1.2
 *   Groups: GROUP-SECP256R1, …
 *   PK-signatures: SIGN-RSA-SHA256, …
 */
#include "core/dialect/gnutls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/profile/profile-fit.h"
#include "core/dialect/lines.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"
#include "core/registry/suite.h"

struct reading {
	struct scn_profile *p;
	struct scn_text *notes, *error;
	unsigned line;
};

/* "TLS_AES_256_GCM_SHA384 \t0x13, 0x02\tTLS1.3": the code counts. */
static bool take_suite(struct reading *r, const char *line)
{
	unsigned high, low;
	const char *hex = strstr(line, "0x");

	if (!hex || sscanf(hex, "0x%2x, 0x%2x", &high, &low) != 2)
		return scn_dialect_complain(
			r->error, r->line, scn_tr("expected a suite with its two bytes"));
	if (!scn_profile_offers_suite(r->p, high << 8 | low))
		SCN_APPEND(r->p->suites, r->p->suite_count, high << 8 | low);
	return true;
}

static bool take_version(struct reading *r, const char *name)
{
	enum scn_version version = SCN_VERSION_NONE;

	if (strncmp(name, "VERS-DTLS", 9) == 0)
		return true;
	if (strncmp(name, "VERS-", 5) == 0)
		version = strcmp(name + 5, "SSL3.0") == 0 ? SCN_SSL3 : scn_version_parse(name + 5);
	if (version == SCN_VERSION_NONE)
		return scn_dialect_unknown(r->error, r->line, scn_tr("the protocol"), name);
	r->p->versions |= SCN_VERSION_BIT(version);
	return true;
}

static bool take_group(struct reading *r, const char *name)
{
	const struct scn_group *group =
		strncmp(name, "GROUP-", 6) == 0 ? scn_group_find(name + 6) : NULL;

	if (!group)
		return scn_dialect_unknown(r->error, r->line, scn_tr("the group"), name);
	if (!scn_profile_offers_group(r->p, group->code))
		SCN_APPEND(r->p->groups, r->p->group_count, group->code);
	return true;
}

/* Two names of GnuTLS may share a code: ECDSA-SHA256 and ECDSA-SECP256R1-SHA256. */
static bool take_scheme(struct reading *r, const char *name)
{
	const struct scn_scheme *scheme =
		strncmp(name, "SIGN-", 5) == 0 ? scn_scheme_find(name + 5) : NULL;

	if (!scheme)
		return scn_dialect_unknown(r->error, r->line, scn_tr("the signature"), name);
	if (!scn_profile_offers_scheme(r->p, scheme->code))
		SCN_APPEND(r->p->schemes, r->p->scheme_count, scheme->code);
	return true;
}

static const struct {
	const char *head;
	bool (*take)(struct reading *r, const char *name);
} lists[] = {
	{ "Protocols:", take_version },
	{ "Groups:", take_group },
	{ "PK-signatures:", take_scheme },
};

static bool take_line(struct reading *r, char *line)
{
	if (strncmp(line, "TLS_", 4) == 0)
		return take_suite(r, line);
	for (size_t i = 0; i < SCN_COUNT(lists); i++) {
		char *rest = line + strlen(lists[i].head);

		if (strncmp(line, lists[i].head, strlen(lists[i].head)) != 0)
			continue;
		for (char *name; (name = strsep(&rest, ",")) != NULL;) {
			name = scn_dialect_trim(name);
			if (*name && strcmp(name, "none") != 0 && !lists[i].take(r, name))
				return false;
		}
	}
	return true;
}

/* What GnuTLS lists for another version than those that are on is not offered. */
static void keep_fitting_suites(struct scn_profile *p)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(p->suites[i]);
		bool fits = false;

		for (int v = SCN_SSL3; v <= SCN_TLS1_3; v++)
			fits |= suite && scn_profile_offers_version(p, (enum scn_version)v) &&
				scn_suite_in_version(suite, (enum scn_version)v);
		if (fits)
			p->suites[kept++] = p->suites[i];
	}
	p->suite_count = kept;
}

bool scn_gnutls_answer(struct scn_bytes answer, struct scn_profile *profile, struct scn_text *notes,
	struct scn_text *error)
{
	struct scn_text text = { 0 };
	struct reading r = { .p = profile, .notes = notes, .error = error };
	struct scn_lines lines;
	bool ok = scn_dialect_text(answer, &text, error);

	profile->versions = 0;
	profile->suite_count = profile->group_count = profile->scheme_count = 0;
	lines = scn_lines_of(&text);
	for (char *line; ok && (line = scn_lines_next(&lines)) != NULL;) {
		r.line = lines.number;
		ok = take_line(&r, line);
	}
	keep_fitting_suites(profile);
	scn_profile_drop_empty_versions(profile, notes);
	if (ok && (!profile->suite_count || !profile->versions))
		ok = scn_dialect_complain(error, 0,
			scn_tr("gnutls-cli lists no suite or no protocol for this string"));
	scn_profile_fit(profile);
	scn_text_finish(&text);
	return ok;
}

/* One line that begins with a keyword or a sign that only GnuTLS has. */
bool scn_gnutls_recognise(struct scn_bytes file)
{
	static const char *const words[] = { "NORMAL", "SECURE128", "SECURE192", "SECURE256",
		"PERFORMANCE", "PFS", "LEGACY", "NONE:", "@SYSTEM" };
	struct scn_text error = { 0 };
	char *line = scn_dialect_single(file, "priority string", &error);
	bool found = false;

	for (size_t i = 0; line && i < SCN_COUNT(words); i++)
		found |= strncmp(line, words[i], strlen(words[i])) == 0;
	free(line);
	scn_text_finish(&error);
	return found;
}
