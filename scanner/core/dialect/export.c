#include "core/dialect/export.h"

#include <string.h>

#include "core/base/language.h"
#include "core/dialect/gnutls.h"
#include "core/dialect/ictpl.h"
#include "core/dialect/openssl-config.h"
#include "core/dialect/postfix.h"
#include "core/dialect/reg.h"
#include "core/dialect/windows-write.h"
#include "core/profile/profile-hello.h"
#include "core/profile/profile-json.h"

static bool write_json(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing)
{
	scn_profile_save(profile, out);
	return true;
}

/* The bytes as captured, else as composed. */
static bool write_hex(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing)
{
	const struct scn_hello_inputs inputs = { .server_name = "mail.invalid" };
	struct scn_builder wire = { 0 };
	struct scn_hello *hello;

	if (profile->hello) {
		scn_build_bytes(&wire, (struct scn_bytes){ profile->hello, profile->hello_len });
	} else {
		hello = scn_profile_hello(profile, &inputs);
		scn_hello_build(scn_hello_spec(hello), &wire);
		scn_hello_free(hello);
	}
	scn_text_hex(out, scn_built(&wire));
	scn_text_char(out, '\n');
	scn_text_add(missing,
		scn_tr("Not in this format: limits, verification, what happens after a failure."));
	scn_builder_finish(&wire);
	return true;
}

const struct scn_profile_format scn_profile_formats[] = {
	{ "json", SCN_MARK("a profile of Handfast"), ".json", write_json },
	{ "reg", SCN_MARK("a registry export for Schannel"), ".reg", scn_reg_write },
	{ "ictpl", SCN_MARK("an IIS Crypto template"), ".ictpl", scn_ictpl_write },
	{ "powershell", SCN_MARK("a PowerShell script for Schannel"), ".ps1",
		scn_powershell_write },
	{ "gpo", SCN_MARK("the list of a group policy for Schannel"), ".txt", scn_policy_write },
	{ "openssl", SCN_MARK("settings of OpenSSL"), ".cnf", scn_openssl_config_write },
	{ "gnutls", SCN_MARK("a GnuTLS priority string"), ".txt", scn_gnutls_write },
	{ "postfix", SCN_MARK("lines for main.cf of Postfix"), ".cf", scn_postfix_write },
	{ "hex", SCN_MARK("the bytes of the ClientHello in hexadecimal"), ".hex", write_hex },
	{ 0 },
};

const struct scn_profile_format *scn_profile_format_find(const char *word)
{
	for (const struct scn_profile_format *format = scn_profile_formats; format->word;
		format++) {
		if (strcmp(format->word, word) == 0)
			return format;
	}
	return NULL;
}
