#include "core/judge/words.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"

enum {
	MAX_CODES = 4, /* so few suites are listed by their codes */
	MAX_NAMES = 5,
};

void scn_say(struct scn_verdict *v, const char *summary, const char *why)
{
	v->summary = scn_strdup(summary);
	v->why = scn_strdup(why);
}

void scn_say_all(const char *const *items, size_t count, struct scn_text *out)
{
	struct scn_text list = { 0 };

	for (size_t i = 0; i + 1 < count; i++)
		scn_text_printf(&list, "%s%s", i ? ", " : "", items[i]);
	if (count == 1)
		scn_text_add(out, items[0]);
	else
		/* Translators: the end of a list: "TLS 1.1, TLS 1.2" and "TLS 1.3" */
		scn_text_printf(
			out, scn_tr("%1$s and %2$s"), scn_text_str(&list), items[count - 1]);
	scn_text_finish(&list);
}

void scn_say_versions(scn_versions versions, struct scn_text *out)
{
	const char *titles[SCN_VERSION_COUNT];
	size_t count = 0;

	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (versions & SCN_VERSION_BIT(v))
			titles[count++] = scn_version_title((enum scn_version)v);
	if (count == 0)
		scn_text_add(out, scn_tr("no version"));
	else
		scn_say_all(titles, count, out);
}

/* ---- what a list of suites has in common ---- */

/* "GCM", "CBC" …: the mode, as far as people tell suites apart by it. */
static const char *mode_of(const struct scn_suite *suite)
{
	static const char *const modes[] = { "GCM", "CHACHA20", "CCM", "CBC", "RC4", "NULL" };

	for (size_t i = 0; i < SCN_COUNT(modes); i++)
		if (strstr(suite->cipher, modes[i]))
			return modes[i];
	return NULL;
}

/* Key exchange and authentication: "DHE_RSA"; TLS 1.3 has neither in its suites. */
static void family_of(const struct scn_suite *suite, struct scn_text *out)
{
	if (suite->kx == SCN_KX_TLS13)
		return;
	scn_text_add(out, scn_kx_word(suite->kx));
	if (strcmp(scn_kx_word(suite->kx), scn_auth_word(suite->auth)) != 0)
		scn_text_printf(out, "_%s", scn_auth_word(suite->auth));
}

static bool same_kx(const scn_suite_code *codes, size_t count, bool with_auth)
{
	const struct scn_suite *first = scn_suite_by_code(codes[0]);

	for (size_t i = 1; i < count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(codes[i]);

		if (!first || !suite || suite->kx != first->kx ||
			(with_auth && suite->auth != first->auth))
			return false;
	}
	return first != NULL;
}

static const char *same_mode(const scn_suite_code *codes, size_t count)
{
	const struct scn_suite *first = scn_suite_by_code(codes[0]);
	const char *mode = first ? mode_of(first) : NULL;

	for (size_t i = 1; mode && i < count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(codes[i]);
		const char *other = suite ? mode_of(suite) : NULL;

		if (!other || strcmp(other, mode) != 0)
			return NULL;
	}
	return mode;
}

/* How what is common is said of one suite, of two, of more. */
enum how_many {
	ONE,
	BOTH,
	ALL,
};

static const char *const family_and_mode[] = {
	[ONE] = SCN_MARK("%1$s, %2$s with %3$s"),
	[BOTH] = SCN_MARK("%1$s, both %2$s with %3$s"),
	[ALL] = SCN_MARK("%1$s, all %2$s with %3$s"),
};
static const char *const family_alone[] = {
	[ONE] = SCN_MARK("%1$s, %2$s"),
	[BOTH] = SCN_MARK("%1$s, both %2$s"),
	[ALL] = SCN_MARK("%1$s, all %2$s"),
};
static const char *const mode_alone[] = {
	[ONE] = SCN_MARK("%1$s, with %2$s"),
	[BOTH] = SCN_MARK("%1$s, both with %2$s"),
	[ALL] = SCN_MARK("%1$s, all with %2$s"),
};

/* "2 suites, both DHE_RSA with GCM", "3 suites, all ECDHE" */
static void say_common(
	const char *suites, const scn_suite_code *codes, size_t count, struct scn_text *out)
{
	const struct scn_suite *first = scn_suite_by_code(codes[0]);
	const char *mode = same_mode(codes, count);
	enum how_many n = count == 1 ? ONE : count == 2 ? BOTH : ALL;
	struct scn_text family = { 0 };

	if (same_kx(codes, count, true))
		family_of(first, &family);
	else if (same_kx(codes, count, false) && first->kx != SCN_KX_TLS13)
		scn_text_add(&family, scn_kx_word(first->kx));
	if (family.len && mode)
		scn_text_printf(
			out, scn_tr(family_and_mode[n]), suites, scn_text_str(&family), mode);
	else if (family.len)
		scn_text_printf(out, scn_tr(family_alone[n]), suites, scn_text_str(&family));
	else if (mode)
		scn_text_printf(out, scn_tr(mode_alone[n]), suites, mode);
	else
		scn_text_add(out, suites);
	scn_text_finish(&family);
}

static void say_codes(const scn_suite_code *codes, size_t count, struct scn_text *out)
{
	for (size_t i = 0; i < count; i++) {
		char code[SCN_SUITE_CODE_LEN];

		scn_suite_code_text(codes[i], code);
		scn_text_printf(out, "%s%s", i ? ", " : ": ", code);
	}
}

/* "2 TLS 1.2 suites", "no suite" */
static void say_count(size_t count, const char *version, struct scn_text *out)
{
	if (count == 0 && version)
		scn_text_printf(out, scn_tr("no %s suite"), version);
	else if (count == 0)
		scn_text_add(out, scn_tr("no suite"));
	else if (version)
		scn_text_printf(out, scn_tr_n("%1$zu %2$s suite", "%1$zu %2$s suites", count),
			count, version);
	else
		scn_text_printf(out, scn_tr_n("%zu suite", "%zu suites", count), count);
}

void scn_say_suites(
	const scn_suite_code *codes, size_t count, const char *version, struct scn_text *out)
{
	struct scn_text suites = { 0 };

	say_count(count, version, &suites);
	if (count == 0)
		scn_text_add(out, scn_text_str(&suites));
	else
		say_common(scn_text_str(&suites), codes, count, out);
	if (count && count <= MAX_CODES)
		say_codes(codes, count, out);
	scn_text_finish(&suites);
}

/* ---- groups and schemes ---- */

static void add_name(const char *name, uint16_t code, struct scn_text *list)
{
	if (list->len)
		scn_text_add(list, ", ");
	if (name)
		scn_text_add(list, name);
	else
		scn_text_printf(list, "0x%04X", code);
}

/* Says the list, and how many more there are; frees it. */
static void say_list(struct scn_text *list, size_t count, struct scn_text *out)
{
	size_t more = count > MAX_NAMES ? count - MAX_NAMES : 0;

	if (more)
		scn_text_printf(out, scn_tr_n("%1$s and %2$zu more", "%1$s and %2$zu more", more),
			scn_text_str(list), more);
	else
		scn_text_add(out, scn_text_str(list));
	scn_text_finish(list);
}

void scn_say_groups(const uint16_t *codes, size_t count, struct scn_text *out)
{
	struct scn_text list = { 0 };

	for (size_t i = 0; i < count && i < MAX_NAMES; i++) {
		const struct scn_group *group = scn_group_by_code(codes[i]);

		add_name(group ? group->name : NULL, codes[i], &list);
	}
	if (count == 0)
		scn_text_add(&list, scn_tr("no group"));
	say_list(&list, count, out);
}

void scn_say_schemes(const uint16_t *codes, size_t count, struct scn_text *out)
{
	struct scn_text list = { 0 };

	for (size_t i = 0; i < count && i < MAX_NAMES; i++) {
		const struct scn_scheme *scheme = scn_scheme_by_code(codes[i]);

		add_name(scheme ? scheme->name : NULL, codes[i], &list);
	}
	if (count == 0)
		scn_text_add(&list, scn_tr("no signature scheme"));
	say_list(&list, count, out);
}

/* ---- what the server accepts ---- */

scn_versions scn_server_versions(const struct scn_server_facts *facts)
{
	scn_versions set = 0;

	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (facts->versions[v].status == SCN_ACCEPTED)
			set |= SCN_VERSION_BIT(v);
	return set;
}

size_t scn_server_groups(const struct scn_server_facts *facts, uint16_t **codes_out)
{
	size_t count = 0;

	*codes_out = NULL;
	for (size_t i = 0; i < facts->group_count; i++)
		if (facts->groups[i].status == SCN_ACCEPTED)
			SCN_APPEND(*codes_out, count, facts->groups[i].code);
	return count;
}

size_t scn_server_schemes(const struct scn_server_facts *facts, uint16_t **codes_out)
{
	size_t count = 0;

	*codes_out = NULL;
	for (size_t i = 0; i < facts->scheme_count; i++)
		if (facts->schemes[i].status == SCN_ACCEPTED)
			SCN_APPEND(*codes_out, count, facts->schemes[i].code);
	return count;
}
