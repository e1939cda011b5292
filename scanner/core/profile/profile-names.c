#include "core/profile/profile-names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/language.h"
#include "core/registry/extension.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"
#include "core/registry/suite.h"

/* The four registries look alike; so do their three functions. A 16-bit code is cut to size only
 * after scn_vocabulary.max was respected. */
#define WORDS(kind, long_kind, code_type, all, by_code, by_name)                                   \
	static const char *kind##_name(uint32_t code)                                              \
	{                                                                                          \
		const struct scn_##kind *row = by_code((code_type)code);                           \
                                                                                                   \
		return row ? row->name : NULL;                                                     \
	}                                                                                          \
                                                                                                   \
	static bool kind##_find(const char *name, uint32_t *code_out)                              \
	{                                                                                          \
		const struct scn_##kind *row = by_name(name);                                      \
                                                                                                   \
		if (row)                                                                           \
			*code_out = row->code;                                                     \
		return row != NULL;                                                                \
	}                                                                                          \
                                                                                                   \
	static void kind##_try_all(struct scn_nearest *nearest)                                    \
	{                                                                                          \
		size_t count;                                                                      \
		const struct scn_##kind *rows = all(&count);                                       \
                                                                                                   \
		for (size_t i = 0; i < count; i++)                                                 \
			scn_nearest_try(nearest, rows[i].name);                                    \
	}                                                                                          \
                                                                                                   \
	const struct scn_vocabulary scn_##kind##_words = {                                         \
		.what = long_kind,                                                                 \
		.max = sizeof(code_type) == 2 ? 0xFFFF : 0xFFFFFF,                                 \
		.name = kind##_name,                                                               \
		.find = kind##_find,                                                               \
		.try_all = kind##_try_all,                                                         \
	}

WORDS(suite, SCN_MARK("cipher suite"), scn_suite_code, scn_suites, scn_suite_by_code,
	scn_suite_find);
WORDS(group, SCN_MARK("group"), uint16_t, scn_groups, scn_group_by_code, scn_group_find);
WORDS(scheme, SCN_MARK("signature scheme"), uint16_t, scn_schemes, scn_scheme_by_code,
	scn_scheme_find);
WORDS(extension, SCN_MARK("extension"), uint16_t, scn_extensions, scn_extension_by_code,
	scn_extension_find);

bool scn_code_parse(const char *text, uint32_t max, uint32_t *code_out)
{
	size_t len = strlen(text);
	unsigned long code;

	if (len < 3 || len > 8 || text[0] != '0' || text[1] != 'x')
		return false;
	for (size_t i = 2; i < len; i++) {
		if (!isxdigit((unsigned char)text[i]))
			return false;
	}
	code = strtoul(text, NULL, 16);
	if (code > max)
		return false;
	*code_out = (uint32_t)code;
	return true;
}

bool scn_vocabulary_parse(const struct scn_vocabulary *words, const char *text, uint32_t *code_out)
{
	return scn_code_parse(text, words->max, code_out) || words->find(text, code_out);
}

void scn_vocabulary_print(const struct scn_vocabulary *words, uint32_t code, struct scn_text *out)
{
	const char *name = words->name(code);
	uint32_t found;

	/* A name that leads to another code (several codes are called "GREASE") would not read back. */
	if (name && scn_vocabulary_parse(words, name, &found) && found == code)
		scn_text_add(out, name);
	else
		scn_text_printf(out, "0x%04X", (unsigned)code);
}

const char *scn_vocabulary_nearest(const struct scn_vocabulary *words, const char *text)
{
	struct scn_nearest nearest = { .word = text };

	words->try_all(&nearest);
	return nearest.best;
}
