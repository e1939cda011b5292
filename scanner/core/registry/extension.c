#include "core/registry/extension.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/name.h"

#define E(code_, name_) { .code = (code_), .name = (name_) },

static const struct scn_extension table[] = {
#include "core/registry/extensions.inc"
};

bool scn_extension_is_grease(uint16_t code)
{
	return (code & 0x0F0F) == 0x0A0A && (code >> 8) == (code & 0xFF);
}

const struct scn_extension *scn_extensions(size_t *count_out)
{
	*count_out = SCN_COUNT(table);
	return table;
}

const struct scn_extension *scn_extension_by_code(uint16_t code)
{
	for (size_t i = 0; i < SCN_COUNT(table); i++)
		if (table[i].code == code)
			return &table[i];
	return NULL;
}

/* As in JA3 and in Wireshark: digits and nothing else. */
static bool decimal(const char *text, uint16_t *code_out)
{
	size_t len = strspn(text, "0123456789");

	if (len == 0 || len > 5 || text[len] || strtoul(text, NULL, 10) > UINT16_MAX)
		return false;
	*code_out = (uint16_t)strtoul(text, NULL, 10);
	return true;
}

const struct scn_extension *scn_extension_find(const char *text)
{
	size_t len = strlen(text);
	uint16_t number;
	uint32_t code;

	if (decimal(text, &number))
		return scn_extension_by_code(number);
	if (strncmp(text, "0x", 2) == 0 && scn_name_hex(text, 4, &code))
		return scn_extension_by_code((uint16_t)code);
	for (size_t i = 0; i < SCN_COUNT(table); i++)
		if (scn_name_in(table[i].name, text, len))
			return &table[i];
	return NULL;
}
