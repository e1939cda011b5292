#include "cli/import-kinds.h"

#include <string.h>

#include "cli/profile-files.h"

/* The surest first: a row that recognises much stands behind those that recognise little. */
const struct cli_import_kind cli_import_kinds[] = {
	{ "pcap", "a packet capture (pcap, pcapng)", cli_capture_recognise, cli_capture_read },
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
