#include "core/profile/suite-words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

enum {
	MAX_UNKNOWN = 20, /* words that are named */
	MAX_SUITES = 1024,
};

void scn_suite_words_finish(struct scn_suite_words *words)
{
	free(words->codes);
	scn_text_finish(&words->unknown);
	*words = (struct scn_suite_words){ 0 };
}

static void add(struct scn_suite_words *words, scn_suite_code code)
{
	for (size_t i = 0; i < words->count; i++) {
		if (words->codes[i] == code)
			return;
	}
	if (words->count < MAX_SUITES)
		SCN_APPEND(words->codes, words->count, code);
}

/* A name has letters and something between its parts; prose has not. */
static bool looks_like_a_name(const char *word)
{
	return strpbrk(word, "_-") && strlen(word) > 6 && isupper((unsigned char)word[0]) &&
	       !strchr(word, '=');
}

static bool is_known(struct scn_suite_words *words, const char *word)
{
	const struct scn_suite *suite = scn_suite_find(word);

	if (suite)
		add(words, suite->code);
	return suite != NULL;
}

static void add_unknown(struct scn_suite_words *words, const char *word)
{
	if (!looks_like_a_name(word) || words->unknown_count++ >= MAX_UNKNOWN)
		return;
	scn_text_add(&words->unknown, words->unknown.len ? ", " : "");
	scn_text_peer(&words->unknown, word, strlen(word));
}

/* "A:B,C": first as one word, because a code is written "0xC0,0x2F" too. */
static void take_field(struct scn_suite_words *words, char *field)
{
	if (is_known(words, field))
		return;
	for (char *word; (word = strsep(&field, ",:;+")) != NULL;) {
		if (*word && !is_known(words, word))
			add_unknown(words, word);
	}
}

/* Where blanks make columns, the code and the name of one suite stand beside words about it. */
static void take_line(struct scn_suite_words *words, char *line)
{
	static const char blanks[] = " \t\r\"'`{}[]()|";

	for (char *field; (field = strsep(&line, blanks)) != NULL;) {
		if (*field)
			take_field(words, field);
	}
}

void scn_suite_words_read(struct scn_bytes text, struct scn_suite_words *out)
{
	char *copy = scn_strndup((const char *)text.at, text.len);
	char *rest = copy;

	*out = (struct scn_suite_words){ 0 };
	for (char *line; (line = strsep(&rest, "\n")) != NULL;)
		take_line(out, line);
	free(copy);
}
