#include "core/base/nearest.h"

#include <ctype.h>
#include <string.h>

enum {
	LONGEST = 64, /* longer words are not compared: nobody mistypes those by one letter */
};

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

static int fold(char c)
{
	return tolower((unsigned char)c);
}

/* Levenshtein's distance, without regard to case, one row of the matrix at a time. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t row[LONGEST + 1];

	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t above = row[j];

			row[j] = min3(above + 1, row[j - 1] + 1,
				diagonal + (fold(a[i - 1]) != fold(b[j - 1])));
			diagonal = above;
		}
	}
	return row[b_len];
}

void scn_nearest_try(struct scn_nearest *n, const char *candidate)
{
	size_t word_len = strlen(n->word);
	size_t len = strlen(candidate);
	size_t d;

	if (word_len > LONGEST || len > LONGEST)
		return;
	d = distance(n->word, word_len, candidate, len);
	if (d > (word_len + 2) / 3 || (n->best && d >= n->distance))
		return;
	n->best = candidate;
	n->distance = d;
}
