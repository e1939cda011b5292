#include "import/private.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

/* The surest first: a row that recognises much stands behind those that recognise little. */
const struct scn_import_kind scn_import_kinds[] = {
	{ "pcap", "a packet capture (pcap, pcapng)", scn_import_capture_recognise,
		scn_import_capture_read },
	{ "reg", "a registry export with the settings of Schannel", scn_import_reg_recognise,
		scn_import_reg_read },
	{ "ictpl", "an IIS Crypto template", scn_import_ictpl_recognise, scn_import_ictpl_read },
	{ "postfix", "main.cf of a Postfix, or postconf -n", scn_import_postfix_recognise,
		scn_import_postfix_read },
	{ "openssl", "an OpenSSL cipher string, or KEY = VALUE lines", scn_import_openssl_recognise,
		scn_import_openssl_read },
	{ "gnutls", "a GnuTLS priority string", scn_import_gnutls_recognise,
		scn_import_gnutls_read },
	{ "get-tlsciphersuite", "what Get-TlsCipherSuite prints", scn_import_powershell_recognise,
		scn_import_powershell_read },
	{ "hex", "the bytes of a ClientHello in hexadecimal", scn_import_hex_recognise,
		scn_import_hex_read },
	{ 0 },
};

const struct scn_import_kind *scn_import_kind_find(const char *word)
{
	for (const struct scn_import_kind *kind = scn_import_kinds; kind->word; kind++) {
		if (strcmp(kind->word, word) == 0)
			return kind;
	}
	return NULL;
}

const struct scn_import_kind *scn_import_kind_recognise(struct scn_bytes bytes)
{
	for (const struct scn_import_kind *kind = scn_import_kinds; kind->word; kind++) {
		if (kind->recognise && kind->recognise(bytes))
			return kind;
	}
	return NULL;
}

void scn_import_add(struct scn_import_result *result, struct scn_profile *take_profile)
{
	scn_profiles_add_numbered(&result->profiles, take_profile);
}

void scn_import_result_finish(struct scn_import_result *result)
{
	scn_profiles_finish(&result->profiles);
	for (size_t i = 0; i < result->origin_count; i++) {
		free(result->origins[i].from);
		free(result->origins[i].to);
		free(result->origins[i].server_name);
	}
	free(result->origins);
	scn_text_finish(&result->notes);
	*result = (struct scn_import_result){ 0 };
}

char *scn_import_stem(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && dot != name ? scn_strndup(name, (size_t)(dot - name)) : scn_strdup(name);
}
