#include "core/dialect/windows.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/profile/profile-fit.h"
#include "core/dialect/lines.h"
#include "core/registry/codes.h"
#include "core/registry/group.h"
#include "core/registry/suite.h"

void scn_windows_finish(struct scn_windows *w)
{
	free(w->suites);
	free(w->groups);
	free(w->endings);
	*w = (struct scn_windows){ 0 };
}

/* ---- names ---- */

bool scn_windows_protocol(const char *name, enum scn_version *version_out)
{
	static const char *const others[] = { "Multi-Protocol Unified Hello", "PCT 1.0", "DTLS 1.0",
		"DTLS 1.1", "DTLS 1.2", "DTLS 1.3" };

	*version_out = scn_version_parse(name);
	if (*version_out != SCN_VERSION_NONE)
		return true;
	for (size_t i = 0; i < SCN_COUNT(others); i++) {
		if (scn_dialect_same(others[i], name))
			return true;
	}
	return false;
}

/* What a switch turns off: suites whose cipher begins so, or with this MAC, or this key exchange. */
struct algorithm {
	const char *name;
	const char *cipher;
	const char *mac;
	int kx; /* 0: not by key exchange */
};

enum {
	MAX_ALGORITHMS = 16,
};

static const struct algorithm algorithms[SCN_WINDOWS_KIND_COUNT][MAX_ALGORITHMS] = {
	[SCN_WINDOWS_CIPHER] = {
		{ .name = "NULL", .cipher = "NULL" },
		{ .name = "DES 56/56", .cipher = "DES_CBC" },
		{ .name = "RC2 40/128", .cipher = "RC2_CBC_40" },
		{ .name = "RC2 56/128", .cipher = "RC2_CBC_56" },
		{ .name = "RC2 128/128", .cipher = "RC2_128_CBC" },
		{ .name = "RC4 40/128", .cipher = "RC4_40" },
		{ .name = "RC4 56/128", .cipher = "RC4_56" },
		{ .name = "RC4 64/128", .cipher = "RC4_64" },
		{ .name = "RC4 128/128", .cipher = "RC4_128" },
		{ .name = "Triple DES 168", .cipher = "3DES" },
		{ .name = "Triple DES 168/168", .cipher = "3DES" },
		{ .name = "AES 128/128", .cipher = "AES_128" },
		{ .name = "AES 256/256", .cipher = "AES_256" },
	},
	/* What SHA-2 switched off does to GCM suites is not documented; see apply_switches. */
	[SCN_WINDOWS_HASH] = {
		{ .name = "MD5", .mac = "MD5" },
		{ .name = "SHA", .mac = "SHA1" },
		{ .name = "SHA256" },
		{ .name = "SHA384" },
		{ .name = "SHA512" },
	},
	[SCN_WINDOWS_EXCHANGE] = {
		{ .name = "Diffie-Hellman", .kx = SCN_KX_DHE },
		{ .name = "PKCS", .kx = SCN_KX_RSA },
		{ .name = "ECDH", .kx = SCN_KX_ECDHE },
	},
};

/* Equal without regard to case and blanks: IIS Crypto writes "SHA 256". */
static bool same_name(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a == ' ')
			a++;
		while (*b == ' ')
			b++;
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
		if (!*a)
			return true;
	}
}

bool scn_windows_switch(
	struct scn_windows *w, enum scn_windows_kind kind, const char *name, bool on)
{
	for (size_t i = 0; i < MAX_ALGORITHMS && algorithms[kind][i].name; i++) {
		if (!same_name(algorithms[kind][i].name, name))
			continue;
		w->off[kind] = on ? w->off[kind] & ~(1U << i) : w->off[kind] | 1U << i;
		return true;
	}
	return false;
}

/* ---- lists ---- */

/* The curve that a name ends in, before Windows 10: "…_P256"; 0 without. */
static uint16_t ending_of(const char *name)
{
	static const struct {
		const char *text;
		uint16_t group;
	} endings[] = {
		{ "_P256", SCN_GROUP_SECP256R1 },
		{ "_P384", SCN_GROUP_SECP384R1 },
		{ "_P521", SCN_GROUP_SECP521R1 },
	};
	size_t len = strlen(name);

	for (size_t i = 0; i < SCN_COUNT(endings); i++) {
		if (len > 5 && strcasecmp(name + len - 5, endings[i].text) == 0)
			return endings[i].group;
	}
	return 0;
}

static bool twice(struct scn_text *error, unsigned line, const char *name)
{
	struct scn_text quoted = { 0 };

	scn_dialect_quote(&quoted, name);
	scn_dialect_complain(
		error, line, scn_tr("%s is there a second time"), scn_text_str(&quoted));
	scn_text_finish(&quoted);
	return false;
}

bool scn_windows_add_suite(
	struct scn_windows *w, const char *name, unsigned line, struct scn_text *error)
{
	const struct scn_suite *suite = scn_suite_by_name(SCN_DIALECT_SCHANNEL, name);
	uint16_t ending = ending_of(name);

	if (!suite)
		suite = scn_suite_by_name(SCN_DIALECT_IANA, name);
	if (!suite)
		return scn_dialect_unknown(error, line, scn_tr("the suite"), name);
	w->has_suites = true;
	if (ending && !scn_codes_hold(w->endings, w->ending_count, ending))
		SCN_APPEND(w->endings, w->ending_count, ending);
	if (!scn_suites_hold(w->suites, w->suite_count, suite->code))
		SCN_APPEND(w->suites, w->suite_count, suite->code);
	else if (!ending)
		return twice(error, line, name);
	return w->suite_count <= SCN_PROFILE_MAX_SUITES ||
	       scn_dialect_complain(error, line, scn_tr("too many suites"));
}

/* "nistP256", "curve25519": the registry knows them without regard to case. */
bool scn_windows_add_group(
	struct scn_windows *w, const char *name, unsigned line, struct scn_text *error)
{
	const struct scn_group *group = scn_group_find(name);

	if (!group)
		return scn_dialect_unknown(error, line, scn_tr("the curve"), name);
	if (scn_codes_hold(w->groups, w->group_count, group->code))
		return twice(error, line, name);
	w->has_groups = true;
	SCN_APPEND(w->groups, w->group_count, group->code);
	return true;
}

bool scn_windows_add_suites(
	struct scn_windows *w, const char *list, unsigned line, struct scn_text *error)
{
	char *copy = scn_strdup(list);
	char *rest = copy;
	bool ok = true;

	for (char *name; ok && (name = strsep(&rest, ",")) != NULL;) {
		name = scn_dialect_trim(name);
		ok = !*name || scn_windows_add_suite(w, name, line, error);
	}
	free(copy);
	return ok;
}

void scn_windows_clear_suites(struct scn_windows *w)
{
	w->has_suites = false;
	w->suite_count = 0;
	w->ending_count = 0;
}

void scn_windows_clear_groups(struct scn_windows *w)
{
	w->has_groups = false;
	w->group_count = 0;
}

size_t scn_windows_suite_list(const struct scn_profile *profile, struct scn_text *out)
{
	size_t without = 0;

	for (size_t i = 0; i < profile->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(profile->suites[i]);

		if (suite && !scn_suite_selectable(suite))
			continue;
		if (suite && suite->schannel)
			scn_text_printf(out, "%s%s", out->len ? "," : "", suite->schannel);
		else
			without++;
	}
	return without;
}

/* ---- apply ---- */

/*
 * Microsoft, "TLS registry settings": on needs Enabled not 0 and DisabledByDefault 0; either of the
 * others turns it off for a program that asks for nothing. Half a setting leaves it to the base.
 */
static void apply_versions(
	const struct scn_windows *w, struct scn_profile *p, struct scn_text *notes)
{
	for (int v = SCN_SSL2; v <= SCN_TLS1_3; v++) {
		scn_versions bit = SCN_VERSION_BIT(v);
		const char *title = scn_version_title((enum scn_version)v);

		if (!((w->enabled_said | w->default_said) & bit))
			continue;
		if ((w->enabled_said & ~w->enabled & bit) || (w->default_off & bit))
			p->versions &= (scn_versions)~bit;
		else if (!(w->enabled_said & w->default_said & bit))
			scn_text_printf(notes,
				scn_tr("%s: only one of Enabled and DisabledByDefault is said; "
				       "left as the base has it\n"),
				title);
		else if (v == SCN_TLS1_3 && !(p->versions & bit))
			scn_text_printf(notes,
				scn_tr("%s is turned on, but the base %s cannot have it; choose "
				       "another with --base\n"),
				title, p->id);
		else
			p->versions |= bit;
	}
}

static bool turned_off(const struct algorithm *a, const struct scn_suite *suite)
{
	if (a->cipher)
		return strncmp(suite->cipher, a->cipher, strlen(a->cipher)) == 0;
	if (a->mac)
		return strcmp(suite->mac, a->mac) == 0;
	return a->kx && suite->kx == (enum scn_kx)a->kx;
}

static bool may_be_offered(
	const struct scn_windows *w, const struct scn_profile *p, const struct scn_suite *suite)
{
	bool fits = false;

	for (int kind = 0; kind < SCN_WINDOWS_KIND_COUNT; kind++) {
		for (size_t i = 0; i < MAX_ALGORITHMS; i++) {
			if ((w->off[kind] & 1U << i) && turned_off(&algorithms[kind][i], suite))
				return false;
		}
	}
	for (int v = SCN_SSL2; v <= SCN_TLS1_3; v++)
		fits |= scn_profile_offers_version(p, (enum scn_version)v) &&
			scn_suite_in_version(suite, (enum scn_version)v);
	return fits;
}

static void apply_suites(const struct scn_windows *w, struct scn_profile *p)
{
	size_t kept = 0;

	if (w->has_suites) {
		free(p->suites);
		p->suites = scn_copy_array(w->suites, w->suite_count, sizeof(*p->suites));
		p->suite_count = w->suite_count;
	}
	for (size_t i = 0; i < p->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(p->suites[i]);

		if (!suite || !scn_suite_selectable(suite) || may_be_offered(w, p, suite))
			p->suites[kept++] = p->suites[i];
	}
	p->suite_count = kept;
}

static void note_hashes(const struct scn_windows *w, struct scn_text *notes)
{
	for (size_t i = 0; i < MAX_ALGORITHMS && algorithms[SCN_WINDOWS_HASH][i].name; i++) {
		const struct algorithm *a = &algorithms[SCN_WINDOWS_HASH][i];

		if ((w->off[SCN_WINDOWS_HASH] & 1U << i) && !a->mac)
			scn_text_printf(notes,
				scn_tr("the hash %s is turned off; what that does to the suites is "
				       "not known, so they stay\n"),
				a->name);
	}
}

/* Until Windows 8.1 the endings of the names are the curves; later there is a list of its own. */
static bool has_old_curves(const struct scn_profile *p)
{
	static const char *const old[] = { "2008", "2012", "Windows 7", "Windows 8", "Vista" };

	for (size_t i = 0; p->platform && i < SCN_COUNT(old); i++) {
		if (strstr(p->platform, old[i]))
			return true;
	}
	return false;
}

static void set_groups(struct scn_profile *p, const uint16_t *groups, size_t count)
{
	free(p->groups);
	p->groups = scn_copy_array(groups, count, sizeof(*groups));
	p->group_count = count;
}

static void apply_groups(const struct scn_windows *w, struct scn_profile *p)
{
	if (w->has_groups)
		set_groups(p, w->groups, w->group_count);
	else if (w->ending_count && has_old_curves(p))
		set_groups(p, w->endings, w->ending_count);
}

static void apply_limits(const struct scn_windows *w, struct scn_profile *p)
{
	const struct {
		uint32_t said, *to;
	} rows[] = {
		{ w->limits.dh_min, &p->limits.dh_min },
		{ w->limits.dh_max, &p->limits.dh_max },
		{ w->limits.rsa_min, &p->limits.rsa_min },
		{ w->limits.rsa_max, &p->limits.rsa_max },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		if (rows[i].said)
			*rows[i].to = rows[i].said;
	}
}

/* Both values make a protocol set; one alone leaves it to the base (see apply_versions). */
static void note_not_set(const struct scn_windows *w, struct scn_profile *p)
{
	scn_versions on = w->enabled_said & w->default_said;
	scn_versions off = (w->enabled_said & (scn_versions)~w->enabled) | w->default_off;

	scn_profile_set_nothing(p, p->id);
	p->not_set.versions &= (scn_versions) ~(on | off);
	p->not_set.suites = !w->has_suites;
	p->not_set.groups = !w->has_groups && !(w->ending_count && has_old_curves(p));
}

void scn_windows_apply(
	const struct scn_windows *w, struct scn_profile *profile, struct scn_text *notes)
{
	apply_versions(w, profile, notes);
	apply_suites(w, profile);
	note_hashes(w, notes);
	scn_profile_drop_empty_versions(profile, notes);
	apply_groups(w, profile);
	scn_profile_fit(profile);
	apply_limits(w, profile);
	note_not_set(w, profile);
}
