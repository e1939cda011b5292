#include "core/probe/told.h"

#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "core/base/alloc.h"

/*
 * A wait is a word of the first table, a number, and a unit of the second one, or a time of day that is
 * a length: "try again in 5 minutes", "retry after 300 s", "Please wait 00:04:55".
 */
static const char *const leaders[] = { "in", "after", "for", "wait", "within", "another" };

static const struct {
	const char *word;
	int64_t seconds;
} units[] = {
	{ "s", 1 },
	{ "sec", 1 },
	{ "secs", 1 },
	{ "second", 1 },
	{ "seconds", 1 },
	{ "m", 60 },
	{ "min", 60 },
	{ "mins", 60 },
	{ "minute", 60 },
	{ "minutes", 60 },
	{ "h", 3600 },
	{ "hour", 3600 },
	{ "hours", 3600 },
	{ "hr", 3600 },
	{ "hrs", 3600 },
};

static const char *const too_many[] = { "too many", "too much", "too fast", "too frequent",
	"too often", "rate limit", "ratelimit", "rate-limit", "throttl", "connection limit",
	"limit exceeded", "maximum number", "concurrent", "try again", "retry later",
	"come back later" };

enum {
	MOST_DIGITS = 7,            /* days in seconds; more is not a wait */
	MOST_SECONDS = 400 * 86400, /* what is longer is as good as that */
};

struct word {
	const char *at;
	size_t len;
};

static struct word next_word(const char **rest)
{
	struct word w = { *rest + strspn(*rest, " \t\r\n"), 0 };

	while (w.at[w.len] && !strchr(" \t\r\n", w.at[w.len]))
		w.len++;
	*rest = w.at + w.len;
	/* Punctuation around a word is none of it. */
	while (w.len && strchr("(\"'", w.at[0]))
		w.at++, w.len--;
	while (w.len && strchr(").,;!\"'", w.at[w.len - 1]))
		w.len--;
	return w;
}

static bool is(struct word w, const char *text)
{
	return strlen(text) == w.len && strncasecmp(w.at, text, w.len) == 0;
}

static bool is_leader(struct word w)
{
	for (size_t i = 0; i < SCN_COUNT(leaders); i++)
		if (is(w, leaders[i]))
			return true;
	return false;
}

/* The number that a word begins with; *rest_out is what stands behind its digits. */
static bool number(struct word w, int64_t *out, struct word *rest_out)
{
	size_t digits = 0;

	*out = 0;
	for (; digits < w.len && isdigit((unsigned char)w.at[digits]); digits++)
		if (digits < MOST_DIGITS)
			*out = *out * 10 + (w.at[digits] - '0');
	*rest_out = (struct word){ w.at + digits, w.len - digits };
	return digits > 0 && digits <= MOST_DIGITS;
}

static int64_t unit(struct word w)
{
	for (size_t i = 0; i < SCN_COUNT(units); i++)
		if (is(w, units[i].word))
			return units[i].seconds;
	return 0;
}

/* "00:05:00" or "05:00" */
static int64_t clock_length(struct word w)
{
	int64_t sum = 0, part;
	unsigned parts = 0;

	for (; parts < 3 && number(w, &part, &w); parts++) {
		sum = sum * 60 + part;
		if (!w.len)
			return parts ? sum : 0;
		if (w.at[0] != ':')
			return 0;
		w = (struct word){ w.at + 1, w.len - 1 };
	}
	return 0;
}

static int64_t length_at(struct word w, const char *behind)
{
	int64_t count;
	struct word rest;

	if (!number(w, &count, &rest))
		return 0;
	if (rest.len && rest.at[0] == ':')
		return clock_length(w);
	return count * unit(rest.len ? rest : next_word(&behind));
}

scn_time scn_told_wait(const char *reply)
{
	struct word before = { "", 0 }, w;

	while ((w = next_word(&reply)).len) {
		int64_t seconds = is_leader(before) ? length_at(w, reply) : 0;

		if (seconds)
			return (seconds < MOST_SECONDS ? seconds : MOST_SECONDS) * SCN_SECOND;
		before = w;
	}
	return 0;
}

static bool begins_with(const char *text, const char *what)
{
	return strncasecmp(text, what, strlen(what)) == 0;
}

bool scn_told_too_many(const char *reply)
{
	for (; *reply; reply++)
		for (size_t i = 0; i < SCN_COUNT(too_many); i++)
			if (begins_with(reply, too_many[i]))
				return true;
	return false;
}
