#include "core/registry/name.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

bool scn_name_in(const char *list, const char *name, size_t name_len)
{
	if (!name_len || memchr(name, ',', name_len))
		return false;
	while (list && *list) {
		if (strncasecmp(list, name, name_len) == 0 &&
			(list[name_len] == 0 || list[name_len] == ','))
			return true;
		list = strchr(list, ',');
		if (list)
			list++; /* behind the comma */
	}
	return false;
}

static int digit(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	return isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : -1;
}

static const char *after_prefix(const char *p)
{
	return p[0] == '0' && (p[1] == 'x' || p[1] == 'X') ? p + 2 : p;
}

bool scn_name_hex(const char *text, size_t max_digits, uint32_t *value_out)
{
	uint32_t value = 0;
	size_t digits = 0;

	for (const char *p = after_prefix(text); *p; p++) {
		if (*p == ',' && digits && digits % 2 == 0)
			p = after_prefix(p[1] == ' ' ? p + 2 : p + 1);
		if (digit(*p) < 0 || ++digits > max_digits)
			return false;
		value = value << 4 | (uint32_t)digit(*p);
	}
	*value_out = value;
	/* Whole bytes only, so that no word of letters a to f is taken for a number by accident. */
	return digits >= 4 && digits % 2 == 0;
}
