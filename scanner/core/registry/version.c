#include "core/registry/version.h"

#include <stddef.h>
#include <strings.h>

static const struct {
	const char *word, *title;
	uint16_t wire;
} table[SCN_VERSION_COUNT] = {
	[SCN_SSL2] = { "SSL2", "SSL 2.0", 0x0002 },
	[SCN_SSL3] = { "SSL3", "SSL 3.0", 0x0300 },
	[SCN_TLS1_0] = { "TLS1.0", "TLS 1.0", 0x0301 },
	[SCN_TLS1_1] = { "TLS1.1", "TLS 1.1", 0x0302 },
	[SCN_TLS1_2] = { "TLS1.2", "TLS 1.2", 0x0303 },
	[SCN_TLS1_3] = { "TLS1.3", "TLS 1.3", 0x0304 },
};

const char *scn_version_word(enum scn_version version)
{
	return version < SCN_VERSION_COUNT ? table[version].word : NULL;
}

const char *scn_version_title(enum scn_version version)
{
	return version < SCN_VERSION_COUNT ? table[version].title : NULL;
}

enum scn_version scn_version_parse(const char *text)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (strcasecmp(text, table[v].word) == 0 || strcasecmp(text, table[v].title) == 0)
			return (enum scn_version)v;
	return SCN_VERSION_NONE;
}

uint16_t scn_version_wire(enum scn_version version)
{
	return version < SCN_VERSION_COUNT ? table[version].wire : 0;
}

enum scn_version scn_version_from_wire(uint16_t wire)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (table[v].wire == wire)
			return (enum scn_version)v;
	return SCN_VERSION_NONE;
}

enum scn_version scn_versions_newest(scn_versions set)
{
	for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--)
		if (set & SCN_VERSION_BIT(v))
			return (enum scn_version)v;
	return SCN_VERSION_NONE;
}

enum scn_version scn_versions_oldest(scn_versions set)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (set & SCN_VERSION_BIT(v))
			return (enum scn_version)v;
	return SCN_VERSION_NONE;
}
