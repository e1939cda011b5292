/* OpenSSL, GnuTLS and Postfix: strings and lines for the systems of the Unix world. */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/group.h"
#include "core/report/export-private.h"

static void add_name(struct scn_text *list, const char *name)
{
	scn_text_printf(list, "%s%s", list->len ? ":" : "", name);
}

void scn_export_openssl_lists(
	const scn_suite_code *codes, size_t count, struct scn_text *older, struct scn_text *tls13)
{
	for (size_t i = 0; i < count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(codes[i]);

		if (suite && suite->openssl)
			add_name(suite->kx == SCN_KX_TLS13 ? tls13 : older, suite->openssl);
	}
}

/* "TLSv1.2": how OpenSSL and Postfix write versions. */
static const char *const protocols[SCN_VERSION_COUNT] = {
	[SCN_SSL2] = "SSLv2",
	[SCN_SSL3] = "SSLv3",
	[SCN_TLS1_0] = "TLSv1",
	[SCN_TLS1_1] = "TLSv1.1",
	[SCN_TLS1_2] = "TLSv1.2",
	[SCN_TLS1_3] = "TLSv1.3",
};

static enum scn_version oldest(scn_versions set)
{
	for (int v = SCN_SSL3; v <= SCN_TLS1_3; v++)
		if (set & SCN_VERSION_BIT(v))
			return (enum scn_version)v;
	return SCN_VERSION_NONE;
}

static void openssl_versions(const char *lead, scn_versions set, struct scn_text *out)
{
	if (oldest(set) == SCN_VERSION_NONE)
		return;
	scn_text_printf(out, "%sMinProtocol = %s\n%sMaxProtocol = %s\n", lead,
		protocols[oldest(set)], lead, protocols[scn_versions_newest(set)]);
}

static void openssl_suites(
	const char *lead, const scn_suite_code *codes, size_t count, struct scn_text *out)
{
	struct scn_text older = { 0 }, tls13 = { 0 };

	scn_export_openssl_lists(codes, count, &older, &tls13);
	if (older.len)
		scn_text_printf(out, "%sCipherString = %s\n", lead, scn_text_str(&older));
	if (tls13.len)
		scn_text_printf(out, "%sCiphersuites = %s\n", lead, scn_text_str(&tls13));
	scn_text_finish(&older);
	scn_text_finish(&tls13);
}

/* Names of groups, by OpenSSL. */
static void openssl_groups(
	const uint16_t *codes, size_t count, const char *separator, struct scn_text *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct scn_group *group = scn_group_by_code(codes[i]);
		size_t len = group && group->openssl ? strcspn(group->openssl, ",") : 0;

		if (!len)
			continue;
		scn_text_add(out, out->len ? separator : "");
		scn_text_addn(out, group->openssl, len);
	}
}

/* Today's groups, and with `added` behind them. */
static void group_lists(const struct scn_export_input *input, uint16_t added, const char *separator,
	struct scn_text *before, struct scn_text *after)
{
	uint16_t *codes;
	size_t count = scn_export_groups(input, &codes);

	openssl_groups(codes, count, separator, before);
	openssl_groups(codes, count, separator, after);
	openssl_groups(&added, 1, separator, after);
	free(codes);
}

static void openssl_lines(const struct scn_export_input *input, const struct scn_export_plan *plan,
	struct scn_text *out)
{
	struct scn_text before = { 0 }, after = { 0 };

	if (plan->group) {
		group_lists(input, plan->group, ":", &before, &after);
		scn_text_printf(out, "Groups = %s\n# Undo: Groups = %s\n", scn_text_str(&after),
			scn_text_str(&before));
		scn_text_finish(&before);
		scn_text_finish(&after);
		return;
	}
	if (scn_export_moves_versions(plan))
		openssl_versions("", plan->versions, out);
	openssl_suites("", plan->after, plan->after_count, out);
	if (scn_export_moves_versions(plan))
		openssl_versions("# Undo: ", plan->versions_before, out);
	openssl_suites("# Undo: ", plan->before, plan->before_count, out);
}

bool scn_export_openssl(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	bool ok = scn_export_plan_groups(input, &plan, out);

	if (ok) {
		scn_export_head(input, &plan, "#", out);
		openssl_lines(input, &plan, out);
	}
	scn_export_plan_finish(&plan);
	return ok;
}

/* ---- GnuTLS: a priority string is made of algorithms, not of suites ---- */

static const struct {
	const char *cipher, *gnutls;
} ciphers[] = {
	{ "AES_128_GCM", "AES-128-GCM" },
	{ "AES_256_GCM", "AES-256-GCM" },
	{ "CHACHA20_POLY1305", "CHACHA20-POLY1305" },
	{ "AES_128_CCM", "AES-128-CCM" },
	{ "AES_256_CCM", "AES-256-CCM" },
	{ "AES_128_CCM_8", "AES-128-CCM-8" },
	{ "AES_256_CCM_8", "AES-256-CCM-8" },
	{ "AES_128_CBC", "AES-128-CBC" },
	{ "AES_256_CBC", "AES-256-CBC" },
	{ "CAMELLIA_128_CBC", "CAMELLIA-128-CBC" },
	{ "CAMELLIA_256_CBC", "CAMELLIA-256-CBC" },
	{ "CAMELLIA_128_GCM", "CAMELLIA-128-GCM" },
	{ "CAMELLIA_256_GCM", "CAMELLIA-256-GCM" },
	{ "3DES_EDE_CBC", "3DES-CBC" },
	{ "RC4_128", "ARCFOUR-128" },
};

static const char *const versions[SCN_VERSION_COUNT] = {
	[SCN_SSL3] = "VERS-SSL3.0",
	[SCN_TLS1_0] = "VERS-TLS1.0",
	[SCN_TLS1_1] = "VERS-TLS1.1",
	[SCN_TLS1_2] = "VERS-TLS1.2",
	[SCN_TLS1_3] = "VERS-TLS1.3",
};

/* Add "+WORD" once. */
static void add_word(struct scn_text *list, const char *word)
{
	struct scn_text item = { 0 };
	const char *at;

	if (!word)
		return;
	scn_text_printf(&item, ":+%s", word);
	at = strstr(scn_text_str(list), scn_text_str(&item));
	/* "+AES-128-CCM" is also the beginning of "+AES-128-CCM-8". */
	while (at && at[item.len] && at[item.len] != ':')
		at = strstr(at + 1, scn_text_str(&item));
	if (!at)
		scn_text_add(list, scn_text_str(&item));
	scn_text_finish(&item);
}

static const char *gnutls_kx(const struct scn_suite *suite)
{
	if (suite->kx == SCN_KX_ECDHE)
		return suite->auth == SCN_AUTH_ECDSA ? "ECDHE-ECDSA" : "ECDHE-RSA";
	if (suite->kx == SCN_KX_DHE)
		return suite->auth == SCN_AUTH_RSA ? "DHE-RSA" : NULL;
	return suite->kx == SCN_KX_RSA ? "RSA" : NULL;
}

static void add_suite(struct scn_text *list, const struct scn_suite *suite)
{
	const char *mac = suite->aead ? "AEAD" : suite->mac;

	for (size_t i = 0; i < SCN_COUNT(ciphers); i++)
		if (strcmp(ciphers[i].cipher, suite->cipher) == 0)
			add_word(list, ciphers[i].gnutls);
	add_word(list, mac);
	add_word(list, gnutls_kx(suite));
}

void scn_export_gnutls_priority(const struct scn_export_plan *plan, struct scn_text *list)
{
	scn_text_add(list, "NONE");
	for (int v = SCN_TLS1_3; v >= SCN_SSL3; v--)
		if (plan->versions & SCN_VERSION_BIT(v))
			add_word(list, versions[v]);
	for (size_t i = 0; i < plan->after_count; i++)
		add_suite(list, scn_suite_by_code(plan->after[i]));
	add_word(list, "COMP-NULL");
	add_word(list, "SIGN-ALL");
	add_word(list, "GROUP-ALL"); /* so a group that is lacking comes along */
	add_word(list, "CTYPE-X509");
}

bool scn_export_gnutls(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	bool ok = scn_export_plan_groups(input, &plan, out);

	if (ok) {
		scn_export_head(input, &plan, "#", out);
		scn_text_add(out,
			"# GnuTLS combines algorithms, so it may allow further suites made of the "
			"same parts.\n# Undo: put the priority string back that stands there "
			"now.\n");
		scn_export_gnutls_priority(&plan, out);
		scn_text_char(out, '\n');
	}
	scn_export_plan_finish(&plan);
	return ok;
}

/* ---- Postfix ---- */

/* Lines of main.cf, and the names that they set: the undo takes the same ones away again. */
struct postfix {
	const char *daemon;
	struct scn_text names, lines;
};

static void set(struct postfix *p, const char *name, const char *value)
{
	const char *place = strchr(name, '*');
	struct scn_text full = { 0 };

	if (place)
		scn_text_printf(&full, "%s%s", p->daemon, place + 1);
	else
		scn_text_add(&full, name);
	scn_text_printf(&p->names, "%s%s", p->names.len ? " " : "", scn_text_str(&full));
	scn_text_printf(&p->lines, "%s =%s%s\n", scn_text_str(&full), value[0] ? " " : "", value);
	scn_text_finish(&full);
}

/* The versions that are left out, because every Postfix understands that. OpenSSL has no holes: what lies
 * between two versions is allowed too. */
static void set_protocols(struct postfix *p, scn_versions allowed)
{
	struct scn_text value = { 0 };

	for (int v = SCN_SSL2; v <= SCN_TLS1_3; v++)
		if (v < (int)oldest(allowed) || v > (int)scn_versions_newest(allowed))
			scn_text_printf(&value, "%s!%s", value.len ? ", " : "", protocols[v]);
	set(p, "*_tls_protocols", scn_text_str(&value));
	set(p, "*_tls_mandatory_protocols", scn_text_str(&value));
	scn_text_finish(&value);
}

/* The mandatory ones count where the security level is "encrypt" or higher, the others at "may". */
static void set_suites(struct postfix *p, const char *list)
{
	set(p, "*_tls_ciphers", "medium");
	set(p, "*_tls_mandatory_ciphers", "medium");
	set(p, "tls_medium_cipherlist", list);
	set(p, "*_tls_exclude_ciphers", "");
	set(p, "*_tls_mandatory_exclude_ciphers", "");
	if (strcmp(p->daemon, "smtpd") == 0)
		set(p, "smtpd_tls_eecdh_grade", "auto");
}

static void set_groups(struct postfix *p, const struct scn_export_input *input, uint16_t group)
{
	struct scn_text before = { 0 }, after = { 0 };

	group_lists(input, group, " ", &before, &after);
	set(p, "tls_eecdh_auto_curves", scn_text_str(&after));
	scn_text_finish(&before);
	scn_text_finish(&after);
}

static void postfix_undo(const char *names, struct scn_text *out)
{
	scn_text_printf(out,
		"# Before: keep what main.cf says now\n"
		"#   postconf -n %s > tls-before.cf\n"
		"# Undo: take these lines away and put the old ones back\n"
		"#   postconf -X %s\n"
		"#   cat tls-before.cf >> \"$(postconf -h config_directory)/main.cf\" && postfix "
		"reload\n",
		names, names);
}

/* Only TLS 1.3 suites are wanted: Postfix has no list of those, and needs none. */
static bool needs_list(const struct scn_export_plan *plan)
{
	const struct scn_change *change = plan->fix ? &plan->fix->change : NULL;

	return !plan->group && !(change && change->kind == SCN_CHANGE_ADD_VERSION &&
				       change->values[0] == SCN_TLS1_3);
}

bool scn_export_postfix(const struct scn_export_input *input, struct scn_text *out)
{
	struct postfix p = { .daemon = input->side == SCN_SIDE_SERVER ? "smtpd" : "smtp" };
	struct scn_text older = { 0 };
	struct scn_export_plan plan;
	bool ok = scn_export_plan_groups(input, &plan, out);

	if (ok && needs_list(&plan))
		ok = scn_export_older_list(&plan, &older, out);
	if (ok) {
		scn_export_head(input, &plan, "#", out);
		if (plan.group)
			set_groups(&p, input, plan.group);
		if (scn_export_moves_versions(&plan))
			set_protocols(&p, plan.versions);
		if (older.len)
			set_suites(&p, scn_text_str(&older));
		postfix_undo(scn_text_str(&p.names), out);
		if (older.len)
			scn_text_add(out,
				"# tls_medium_cipherlist counts for mail in both directions. For "
				"one service only,\n# give it these values in master.cf instead:  "
				"postconf -P smtp/inet/NAME=VALUE\n");
		scn_text_add(out, scn_text_str(&p.lines));
	}
	scn_text_finish(&older);
	scn_text_finish(&p.names);
	scn_text_finish(&p.lines);
	scn_export_plan_finish(&plan);
	return ok;
}
