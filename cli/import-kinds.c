#include "cli/import-kinds.h"

#include <string.h>

#include "cli/profile-files.h"

/* The surest first: a row that recognises much stands behind those that recognise little. */
const struct cli_import_kind cli_import_kinds[] = {
	{ "pcap", "a packet capture (pcap, pcapng)", cli_capture_recognise, cli_capture_read },
	{ "reg", "a registry export with the settings of Schannel", cli_reg_recognise,
		cli_reg_read },
	{ "ictpl", "an IIS Crypto template", cli_ictpl_recognise, cli_ictpl_read },
	{ "postfix", "main.cf of a Postfix, or postconf -n", cli_postfix_recognise,
		cli_postfix_read },
	{ "openssl", "an OpenSSL cipher string, or KEY = VALUE lines", cli_openssl_recognise,
		cli_openssl_read },
	{ "gnutls", "a GnuTLS priority string", cli_gnutls_recognise, cli_gnutls_read },
	{ "get-tlsciphersuite", "what Get-TlsCipherSuite prints", cli_powershell_recognise,
		cli_powershell_read },
	{ "hex", "the bytes of a ClientHello in hexadecimal", cli_hex_recognise, cli_hex_read },
	{ 0 },
};

const struct cli_import_kind *cli_import_kind_find(const char *word)
{
	for (const struct cli_import_kind *kind = cli_import_kinds; kind->word; kind++) {
		if (strcmp(kind->word, word) == 0)
			return kind;
	}
	return NULL;
}

const struct cli_import_kind *cli_import_kind_recognise(struct scn_bytes bytes)
{
	for (const struct cli_import_kind *kind = cli_import_kinds; kind->word; kind++) {
		if (kind->recognise && kind->recognise(bytes))
			return kind;
	}
	return NULL;
}

void cli_import_add(struct cli_import_result *result, struct scn_profile *take_profile)
{
	cli_profiles_add(&result->profiles, take_profile);
}
