/*
 * Exim, Sendmail and OpenSMTPD: one line with a list, and how to take it back. None of the three lists
 * holds TLS 1.3 suites: they go to SSL_CTX_set_cipher_list, or are a GnuTLS priority string.
 */
#include <stdlib.h>

#include "core/report/export-private.h"
#include "core/base/language.h"

bool scn_export_older_list(
	const struct scn_export_plan *plan, struct scn_text *list, struct scn_text *out)
{
	bool suite = plan->fix && plan->fix->change.kind == SCN_CHANGE_ADD_SUITE;
	const struct scn_suite *added =
		suite ? scn_suite_by_code(plan->fix->change.values[0]) : NULL;
	struct scn_text tls13 = { 0 };

	scn_export_openssl_lists(plan->after, plan->after_count, list, &tls13);
	scn_text_finish(&tls13);
	if (list->len && !(added && added->kx == SCN_KX_TLS13))
		return true;
	scn_text_add(out, scn_tr("This list holds no TLS 1.3 suites, and only those are wanted; "
				 "see --format openssl for the lines of OpenSSL itself."));
	return false;
}

static bool has_dhe(const struct scn_export_plan *plan)
{
	for (size_t i = 0; i < plan->after_count; i++)
		if (scn_suite_by_code(plan->after[i])->kx == SCN_KX_DHE)
			return true;
	return false;
}

/* ---- Exim ---- */

static void exim_lines(const struct scn_export_input *input, const struct scn_export_plan *plan,
	const char *list, struct scn_text *out)
{
	scn_export_head(input, plan, "#", out);
	if (input->side == SCN_SIDE_SERVER)
		scn_text_add(out,
			"# Into the main part of the configuration, before the first \"begin\".\n"
			"# Before: keep what  exim -bP tls_require_ciphers  says (nothing: not "
			"set).\n");
	else
		scn_text_add(out,
			"# Into the smtp transport that sends the mail (Debian: remote_smtp).\n"
			"# Before: keep what  exim -bP transport NAME | grep tls_require_ciphers  "
			"says.\n");
	scn_text_printf(out,
		"# Undo: put the old line back, or take this one away where there was none, and\n"
		"# restart Exim.\n"
		"tls_require_ciphers = %s\n",
		list);
}

bool scn_export_exim_openssl(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	struct scn_text list = { 0 };
	bool ok = scn_export_plan(input, &plan, out) && scn_export_older_list(&plan, &list, out);

	if (ok)
		exim_lines(input, &plan, scn_text_str(&list), out);
	scn_text_finish(&list);
	scn_export_plan_finish(&plan);
	return ok;
}

bool scn_export_exim_gnutls(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	struct scn_text list = { 0 };
	bool ok = scn_export_plan_groups(input, &plan, out);

	if (ok) {
		scn_text_add(out,
			"# GnuTLS combines algorithms, so it may allow further suites made of the "
			"same parts.\n");
		scn_export_gnutls_priority(&plan, &list);
		exim_lines(input, &plan, scn_text_str(&list), out);
	}
	scn_text_finish(&list);
	scn_export_plan_finish(&plan);
	return ok;
}

/* ---- Sendmail: lines for sendmail.mc, so comments are m4's ---- */

bool scn_export_sendmail(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	struct scn_text list = { 0 };
	bool ok = scn_export_plan(input, &plan, out) && scn_export_older_list(&plan, &list, out);

	if (ok) {
		scn_export_head(input, &plan, "dnl #", out);
		scn_text_printf(out,
			"dnl # To the end of sendmail.mc; then build sendmail.cf anew and "
			"restart.\n"
			"dnl # One list for mail in both directions.\n"
			"dnl # Before: keep what  grep '^O CipherList' sendmail.cf  says.\n"
			"dnl # Undo: put the old line back, or take these away where there was "
			"none.\n"
			"LOCAL_CONFIG\n"
			"O CipherList=%s\n",
			scn_text_str(&list));
	}
	scn_text_finish(&list);
	scn_export_plan_finish(&plan);
	return ok;
}

/* ---- OpenSMTPD ---- */

bool scn_export_opensmtpd(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	struct scn_text list = { 0 };
	bool ok;

	if (input->side == SCN_SIDE_CLIENT) {
		scn_text_add(out, scn_tr("\"smtp ciphers\" is written for mail that comes in; try "
					 "--on server."));
		return false;
	}
	ok = scn_export_plan(input, &plan, out) && scn_export_older_list(&plan, &list, out);
	if (ok) {
		scn_export_head(input, &plan, "#", out);
		scn_text_add(out, "# Into smtpd.conf, before the \"listen\" lines.\n"
				  "# Before: keep what  grep '^smtp ciphers' smtpd.conf  says.\n"
				  "# Undo: put the old line back, or take this one away where "
				  "there was none, "
				  "and\n# restart smtpd.\n");
		if (has_dhe(&plan))
			scn_text_add(out,
				"# The DHE suites need DH parameters too:  pki NAME dhe auto  (the "
				"OpenSMTPD\n# of Debian 12 accepted none even so)\n");
		scn_text_printf(out, "smtp ciphers \"%s\"\n", scn_text_str(&list));
	}
	scn_text_finish(&list);
	scn_export_plan_finish(&plan);
	return ok;
}
