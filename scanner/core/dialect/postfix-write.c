/* postfix.h: a profile as lines of main.cf. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/dialect/postfix.h"
#include "core/registry/version.h"

/* The level that has these two; NULL: none has. */
static const char *level_of(const struct scn_profile *p)
{
	switch (p->verifies) {
	case SCN_VERIFIES_NONE:
		return p->after_failure == SCN_AFTER_QUEUE ? "encrypt" : "may";
	case SCN_VERIFIES_NAME:
		return "secure";
	case SCN_VERIFIES_DANE:
		return "dane-only";
	case SCN_VERIFIES_CHAIN:
		break;
	}
	return NULL;
}

/* Postfix words all that is off; SSL 2.0 is off by itself. */
static void add_protocols(const struct scn_profile *p, struct scn_text *out)
{
	static const struct {
		enum scn_version version;
		const char *word;
	} rows[] = {
		{ SCN_SSL3, "SSLv3" },
		{ SCN_TLS1_0, "TLSv1" },
		{ SCN_TLS1_1, "TLSv1.1" },
		{ SCN_TLS1_2, "TLSv1.2" },
		{ SCN_TLS1_3, "TLSv1.3" },
	};

	scn_text_add(out, "!SSLv2");
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		if (!scn_profile_offers_version(p, rows[i].version))
			scn_text_printf(out, ", !%s", rows[i].word);
	}
}

bool scn_postfix_write(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing)
{
	const char *level = level_of(profile);
	bool mandatory = level && strcmp(level, "may") != 0;
	struct scn_text ciphers = { 0 }, groups = { 0 }, suites = { 0 };
	size_t without = scn_openssl_names(profile, SCN_OPENSSL_CIPHERS, &ciphers);

	if (!level || !ciphers.len) {
		scn_text_add(missing, level ? scn_tr("Postfix cannot do without suites of TLS 1.2 "
						     "or older in its list.")
					    : scn_tr("Postfix has no level that checks the chain "
						     "and not the name."));
		scn_text_finish(&ciphers);
		return false;
	}
	without += scn_openssl_names(profile, SCN_OPENSSL_GROUPS, &groups);
	scn_openssl_names(profile, SCN_OPENSSL_CIPHERSUITES, &suites);
	scn_text_printf(out, "smtp_tls_security_level = %s\n", level);
	scn_text_printf(out, "smtp_tls_%sprotocols = ", mandatory ? "mandatory_" : "");
	add_protocols(profile, out);
	scn_text_printf(out, "\nsmtp_tls_%sciphers = medium\n", mandatory ? "mandatory_" : "");
	scn_text_printf(out, "tls_medium_cipherlist = %s\n", scn_text_str(&ciphers));
	if (groups.len)
		scn_text_printf(out, "tls_eecdh_auto_curves = %s\n", scn_text_str(&groups));
	if (profile->sends_sni && profile->verifies != SCN_VERIFIES_DANE)
		scn_text_add(out, "smtp_tls_servername = hostname\n");
	scn_text_printf(missing,
		scn_tr("tls_medium_cipherlist is the server's list too. Not in this format: "
		       "signature schemes, the suites of TLS 1.3%s, the order of the extensions, "
		       "limits"),
		suites.len ? "" : " (none here)");
	if (without)
		scn_text_printf(missing,
			scn_tr(", and %zu suites or groups that OpenSSL has no name for"), without);
	scn_text_char(missing, '.');
	scn_text_finish(&ciphers);
	scn_text_finish(&groups);
	scn_text_finish(&suites);
	return true;
}
