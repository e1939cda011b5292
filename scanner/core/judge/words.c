#include "core/judge/words.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
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

void scn_say_versions(scn_versions versions, struct scn_text *out)
{
	unsigned left = 0;

	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		left += (versions & SCN_VERSION_BIT(v)) != 0;
	if (!left)
		scn_text_add(out, "no version");
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		if (!(versions & SCN_VERSION_BIT(v)))
			continue;
		scn_text_add(out, scn_version_title((enum scn_version)v));
		left--;
		scn_text_add(out, left > 1 ? ", " : left ? " and " : "");
	}
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

/* ", both DHE_RSA with GCM", ", all ECDHE" */
static void say_common(const scn_suite_code *codes, size_t count, struct scn_text *out)
{
	const struct scn_suite *first = scn_suite_by_code(codes[0]);
	const char *mode = same_mode(codes, count);
	const char *lead = count == 1 ? "" : count == 2 ? "both " : "all ";
	struct scn_text family = { 0 };

	if (same_kx(codes, count, true))
		family_of(first, &family);
	else if (same_kx(codes, count, false) && first->kx != SCN_KX_TLS13)
		scn_text_add(&family, scn_kx_word(first->kx));
	if (family.len && mode)
		scn_text_printf(out, ", %s%s with %s", lead, scn_text_str(&family), mode);
	else if (family.len)
		scn_text_printf(out, ", %s%s", lead, scn_text_str(&family));
	else if (mode)
		scn_text_printf(out, ", %swith %s", lead, mode);
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

void scn_say_suites(
	const scn_suite_code *codes, size_t count, const char *adjective, struct scn_text *out)
{
	if (count == 0) {
		scn_text_printf(out, "no %s%ssuite", adjective, adjective[0] ? " " : "");
		return;
	}
	scn_text_printf(out, "%zu %s%ssuite%s", count, adjective, adjective[0] ? " " : "",
		count == 1 ? "" : "s");
	say_common(codes, count, out);
	if (count <= MAX_CODES)
		say_codes(codes, count, out);
}

/* ---- groups and schemes ---- */

static void say_name(const char *name, uint16_t code, size_t i, size_t count, struct scn_text *out)
{
	if (i)
		scn_text_add(out, ", ");
	if (name)
		scn_text_add(out, name);
	else
		scn_text_printf(out, "0x%04X", code);
	if (i + 1 == MAX_NAMES && count > MAX_NAMES)
		scn_text_printf(out, " and %zu more", count - MAX_NAMES);
}

void scn_say_groups(const uint16_t *codes, size_t count, struct scn_text *out)
{
	for (size_t i = 0; i < count && i < MAX_NAMES; i++) {
		const struct scn_group *group = scn_group_by_code(codes[i]);

		say_name(group ? group->name : NULL, codes[i], i, count, out);
	}
	if (count == 0)
		scn_text_add(out, "no group");
}

void scn_say_schemes(const uint16_t *codes, size_t count, struct scn_text *out)
{
	for (size_t i = 0; i < count && i < MAX_NAMES; i++) {
		const struct scn_scheme *scheme = scn_scheme_by_code(codes[i]);

		say_name(scheme ? scheme->name : NULL, codes[i], i, count, out);
	}
	if (count == 0)
		scn_text_add(out, "no signature scheme");
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
