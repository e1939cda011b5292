/*
 * "Did you mean …?": the word of a list that is nearest to a mistyped one.
 */
#ifndef SCN_CORE_BASE_NEAREST_H
#define SCN_CORE_BASE_NEAREST_H

#include <stddef.h>

/* Fed with one candidate after the other; zero `best` and set `word` to begin. */
struct scn_nearest {
	const char *word;
	const char *best; /* borrowed from the candidates; NULL as long as none is near enough */
	size_t distance;
};

/* Keeps the candidate if it is nearer than all before. Far is: more than a third of the letters. */
void scn_nearest_try(struct scn_nearest *n, const char *candidate);

#endif
