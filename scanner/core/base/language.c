#include "core/base/language.h"

#include <stdbool.h>
#include <stddef.h>

static _Thread_local struct scn_language current;

void scn_language_set(const struct scn_language *language)
{
	current = language ? *language : (struct scn_language){ 0 };
}

struct scn_language scn_language_get(void)
{
	return current;
}

const char *scn_tr(const char *english)
{
	/* The translation of nothing is the head of a catalogue. */
	bool asks = english && *english && current.one;
	const char *text = asks ? current.one(current.context, english) : NULL;

	return text ? text : english;
}

const char *scn_tr_n(const char *singular, const char *plural, unsigned long count)
{
	const char *text =
		current.many ? current.many(current.context, singular, plural, count) : NULL;

	if (text)
		return text;
	return count == 1 ? singular : plural;
}
