/*
 * The words of a profile file: names of suites, groups, schemes and extensions both ways, with the
 * nearest name for a mistyped one. A code that the registry does not know is written "0x1234".
 * Private to profile-*.c.
 */
#ifndef SCN_CORE_PROFILE_PROFILE_NAMES_H
#define SCN_CORE_PROFILE_PROFILE_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/nearest.h"
#include "core/base/text.h"

struct scn_vocabulary {
	const char *what; /* "cipher suite" */
	uint32_t max;     /* the largest code */
	/* The name of a code, NULL if it has none. */
	const char *(*name)(uint32_t code);
	/* The code of a name; false if nobody has that name. */
	bool (*find)(const char *name, uint32_t *code_out);
	/* Offer every name to the search. */
	void (*try_all)(struct scn_nearest *nearest);
};

extern const struct scn_vocabulary scn_suite_words;
extern const struct scn_vocabulary scn_group_words;
extern const struct scn_vocabulary scn_scheme_words;
extern const struct scn_vocabulary scn_extension_words;

/* A name or "0x1234"; false if it is neither. */
bool scn_vocabulary_parse(const struct scn_vocabulary *words, const char *text, uint32_t *code_out);
/* The name, or "0x1234". */
void scn_vocabulary_print(const struct scn_vocabulary *words, uint32_t code, struct scn_text *out);
/* The word nearest to a mistyped one, or NULL. */
const char *scn_vocabulary_nearest(const struct scn_vocabulary *words, const char *text);

/* "0x" and one to six hexadecimal digits, not above max. */
bool scn_code_parse(const char *text, uint32_t max, uint32_t *code_out);

#endif
