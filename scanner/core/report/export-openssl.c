/* OpenSSL, GnuTLS and Postfix: strings and lines for the systems of the Unix world. */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
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

bool scn_export_openssl(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	struct scn_text older = { 0 }, tls13 = { 0 };
	bool ok = scn_export_plan(input, &plan, out);

	if (ok) {
		scn_export_head(input, &plan, "#", out);
		scn_export_openssl_lists(plan.after, plan.after_count, &older, &tls13);
		scn_text_printf(out, "CipherString = %s\n", scn_text_str(&older));
		if (tls13.len)
			scn_text_printf(out, "Ciphersuites = %s\n", scn_text_str(&tls13));
		scn_text_clear(&older);
		scn_text_clear(&tls13);
		scn_export_openssl_lists(plan.before, plan.before_count, &older, &tls13);
		scn_text_printf(out, "# Undo: CipherString = %s\n", scn_text_str(&older));
		if (tls13.len)
			scn_text_printf(out, "# Undo: Ciphersuites = %s\n", scn_text_str(&tls13));
	}
	scn_text_finish(&older);
	scn_text_finish(&tls13);
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
	add_word(list, "GROUP-ALL");
	add_word(list, "CTYPE-X509");
}

bool scn_export_gnutls(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	bool ok = scn_export_plan(input, &plan, out);

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

/* The parameters that these lines set; the undo takes the same ones away again. */
static void postfix_names(const char *daemon, struct scn_text *out)
{
	scn_text_printf(
		out, "%s_tls_ciphers tls_medium_cipherlist %s_tls_exclude_ciphers", daemon, daemon);
	if (strcmp(daemon, "smtpd") == 0)
		scn_text_add(out, " smtpd_tls_eecdh_grade");
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

bool scn_export_postfix(const struct scn_export_input *input, struct scn_text *out)
{
	const char *daemon = input->side == SCN_SIDE_SERVER ? "smtpd" : "smtp";
	struct scn_text older = { 0 }, names = { 0 };
	struct scn_export_plan plan;
	bool ok = scn_export_plan(input, &plan, out) && scn_export_older_list(&plan, &older, out);

	if (ok) {
		scn_export_head(input, &plan, "#", out);
		postfix_names(daemon, &names);
		postfix_undo(scn_text_str(&names), out);
		scn_text_printf(out, "%s_tls_ciphers = medium\ntls_medium_cipherlist = %s\n",
			daemon, scn_text_str(&older));
		scn_text_printf(out, "%s_tls_exclude_ciphers =\n", daemon);
		if (input->side == SCN_SIDE_SERVER)
			scn_text_add(out, "smtpd_tls_eecdh_grade = auto\n");
	}
	scn_text_finish(&older);
	scn_text_finish(&names);
	scn_export_plan_finish(&plan);
	return ok;
}
