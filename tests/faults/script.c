#include "script.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "content.h"
#include "core/base/alloc.h"

enum {
	MAX_LINE = 4096,
	MAX_WORDS = 32,
	MAX_PAUSE_MS = 600000,
	SPLIT_GAP_MS = 10,
};

/* ---- words of a line ---- */

/* \r \n \t \\ \" \xNN; in place. NUL cannot be said: use hex. */
static void unescape(char *text)
{
	char *to = text;

	for (char *at = text; *at; at++) {
		static const char from[] = "rnt", into[] = "\r\n\t";
		const char *known;

		if (*at != '\\' || !at[1]) {
			*to++ = *at;
			continue;
		}
		at++;
		known = strchr(from, *at);
		if (*at == 'x' && at[1] && at[2]) {
			char digits[3] = { at[1], at[2], 0 };

			*to++ = (char)strtol(digits, NULL, 16);
			at += 2;
		} else {
			*to++ = known ? into[known - from] : *at;
		}
	}
	*to = 0;
}

/* The end of a quoted string, which starts at its first byte; NULL if there is none. */
static char *closing_quote(char *at)
{
	for (; *at && *at != '"'; at++)
		if (*at == '\\' && at[1])
			at++;
	return *at ? at : NULL;
}

/* Cuts the line up; a # begins a comment. */
static size_t split_words(char *line, char *words[MAX_WORDS])
{
	size_t count = 0;

	while (count < MAX_WORDS) {
		char *end;

		line += strspn(line, " \t\r\n");
		if (!*line || *line == '#')
			break;
		if (*line == '"' && (end = closing_quote(line + 1))) {
			words[count] = line + 1;
			*end = 0;
			unescape(words[count++]);
			line = end + 1;
			continue;
		}
		words[count++] = line;
		line += strcspn(line, " \t\r\n");
		if (*line)
			*line++ = 0;
	}
	return count;
}

/* ---- steps ---- */

/* "each", "7", "1-300" */
static bool place(struct fault_words *words, struct fault_place *out, struct scn_text *error)
{
	const char *word = fault_word(words);
	char *end;

	if (word && strcmp(word, "each") == 0) {
		out->each = true;
		return true;
	}
	out->low = out->high = word ? strtoul(word, &end, 10) : 0;
	if (out->low && *end == '-')
		out->high = strtoul(end + 1, &end, 10);
	if (out->low && out->high >= out->low && !*end)
		return true;
	scn_text_printf(error, "a place is \"each\", 7 or 1-300, not \"%s\"", word ? word : "");
	return false;
}

static bool manner(struct fault_words *words, const char *name, struct fault_manner *out,
	struct scn_text *error)
{
	unsigned long value;

	if (strcmp(name, "split") == 0) {
		out->gap_ms = SPLIT_GAP_MS;
		return place(words, &out->split, error);
	}
	if (strcmp(name, "cut") == 0)
		return place(words, &out->cut, error);
	if (strcmp(name, "joint") == 0)
		return place(words, &out->joint, error);
	if (!fault_number(words, MAX_PAUSE_MS, &value, error))
		return false;
	if (strcmp(name, "fragment") == 0) {
		out->fragment = value;
	} else {
		out->gap_ms = (unsigned)value;
		if (strcmp(name, "slowly") == 0)
			out->by = 1;
		else
			out->forever = true;
	}
	return true;
}

static bool is_manner(const char *word)
{
	static const char *const names[] = { "cut", "forever", "fragment", "joint", "slowly",
		"split" };

	for (size_t i = 0; i < SCN_COUNT(names); i++)
		if (strcmp(names[i], word) == 0)
			return true;
	return false;
}

static bool plain_step(struct fault_step *step, const char *word)
{
	static const struct {
		const char *name;
		enum fault_step_kind kind;
	} names[] = {
		{ "close", FAULT_CLOSE },
		{ "hello", FAULT_HELLO },
		{ "line", FAULT_LINE },
		{ "relay", FAULT_RELAY },
		{ "reset", FAULT_RESET },
		{ "silence", FAULT_SILENCE },
	};

	for (size_t i = 0; i < SCN_COUNT(names); i++)
		if (strcmp(names[i].name, word) == 0) {
			step->kind = names[i].kind;
			return true;
		}
	return false;
}

static bool read_step(struct fault_words *words, struct fault_step *step, struct scn_text *error)
{
	unsigned long ms;

	while (words->count && is_manner(words->at[0])) {
		const char *name = fault_word(words);

		if (!manner(words, name, &step->manner, error))
			return false;
	}
	if (words->count == 1 && plain_step(step, words->at[0]))
		return true;
	if (words->count && strcmp(words->at[0], "pause") == 0) {
		fault_word(words);
		step->kind = FAULT_PAUSE;
		if (!fault_number(words, MAX_PAUSE_MS, &ms, error))
			return false;
		step->pause_ms = (unsigned)ms;
		return true;
	}
	do {
		if (!fault_content(words, &step->bytes, error))
			return false;
	} while (words->count);
	return true;
}

/* ---- cases ---- */

static bool start_case(
	struct fault_script *script, struct fault_words *words, struct scn_text *error)
{
	static const char *const kinds[] = { "default", "every", "first", "after", "open",
		"share" };
	const char *kind = fault_word(words);
	struct fault_case fresh = { 0 };

	for (size_t i = 0; kind && i < SCN_COUNT(kinds); i++) {
		if (strcmp(kinds[i], kind) != 0)
			continue;
		fresh.kind = (enum fault_case_kind)i;
		if (i > 0 && !fault_number(words, UINT32_MAX, &fresh.number, error))
			return false;
		if (fresh.kind == FAULT_CASE_EVERY && fresh.number == 0)
			break;
		SCN_APPEND(script->cases, script->case_count, fresh);
		return true;
	}
	scn_text_printf(error, "no such case: \"%s\"", kind ? kind : "");
	return false;
}

static bool set_listen(
	struct fault_script *script, struct fault_words *words, struct scn_text *error)
{
	const char *how = fault_word(words);

	if (how && strcmp(how, "refuse") == 0)
		script->listen = FAULT_LISTEN_REFUSE;
	else if (how && strcmp(how, "silent") == 0)
		script->listen = FAULT_LISTEN_SILENT;
	else
		scn_text_printf(error, "listen refuse | silent, not \"%s\"", how ? how : "");
	return script->listen != FAULT_LISTEN;
}

static bool read_step_of_case(
	struct fault_script *script, struct fault_words *words, struct scn_text *error)
{
	struct fault_step step = { 0 };
	struct fault_case *last;

	if (!script->case_count)
		SCN_APPEND(script->cases, script->case_count, (struct fault_case){ 0 });
	if (!read_step(words, &step, error)) {
		scn_builder_finish(&step.bytes);
		return false;
	}
	last = &script->cases[script->case_count - 1];
	SCN_APPEND(last->steps, last->step_count, step);
	return true;
}

/* What a good server does, in one word. */
static const struct {
	const char *name;
	const char *steps[8];
} shorthands[] = {
	{ "ehlo", { "line", "say \"250-faulty.example\\r\\n250-PIPELINING\\r\\n250 "
			    "STARTTLS\\r\\n\"" } },
	{ "greet", { "say \"220 faulty.example ESMTP\\r\\n\"" } },
	{ "smtp", { "greet", "ehlo", "starttls" } },
	{ "starttls", { "line", "say \"220 2.0.0 Ready to start TLS\\r\\n\"" } },
	{ "tls", { "smtp", "hello" } },
};

static bool read_statement(
	struct fault_script *script, const char *text, const char *folder, struct scn_text *error)
{
	char *line = scn_strdup(text), *words[MAX_WORDS];
	struct fault_words rest = { words, split_words(line, words), folder };
	bool good = true;

	for (size_t i = 0; rest.count == 1 && i < SCN_COUNT(shorthands); i++) {
		if (strcmp(shorthands[i].name, words[0]) != 0)
			continue;
		for (const char *const *step = shorthands[i].steps; good && *step; step++)
			good = read_statement(script, *step, folder, error);
		rest.count = 0;
	}
	if (rest.count && strcmp(words[0], "case") == 0) {
		fault_word(&rest);
		good = start_case(script, &rest, error);
	} else if (rest.count && strcmp(words[0], "listen") == 0) {
		fault_word(&rest);
		good = set_listen(script, &rest, error);
	} else if (rest.count) {
		good = read_step_of_case(script, &rest, error);
	}
	free(line);
	return good;
}

/* ---- the file ---- */

static bool read_lines(struct fault_script *script, FILE *file, const char *path,
	const char *folder, struct scn_text *error)
{
	char line[MAX_LINE];
	struct scn_text why = { 0 };
	bool steps = false;

	for (unsigned number = 1; fgets(line, sizeof(line), file); number++) {
		if (!steps) {
			/* What is expected is for whoever runs the scenario. */
			steps = strncmp(line, "---", 3) == 0;
			continue;
		}
		if (read_statement(script, line, folder, &why))
			continue;
		scn_text_printf(error, "%s:%u: %s", path, number, scn_text_str(&why));
		scn_text_finish(&why);
		return false;
	}
	/* Whatever matches no case is closed. */
	SCN_APPEND(script->cases, script->case_count, (struct fault_case){ 0 });
	return true;
}

bool fault_script_load(struct fault_script *script, const char *path, struct scn_text *error)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	char *folder = slash ? scn_strndup(path, (size_t)(slash - path)) : scn_strdup(".");
	FILE *file = fopen(path, "r");
	bool good = false;

	*script = (struct fault_script){ .name = scn_strndup(base, strcspn(base, ".")) };
	if (file) {
		good = read_lines(script, file, path, folder, error);
		fclose(file);
	} else {
		scn_text_printf(error, "%s: %s", path, strerror(errno));
	}
	free(folder);
	if (!good)
		fault_script_finish(script);
	return good;
}

void fault_script_finish(struct fault_script *script)
{
	for (size_t i = 0; i < script->case_count; i++) {
		for (size_t k = 0; k < script->cases[i].step_count; k++)
			scn_builder_finish(&script->cases[i].steps[k].bytes);
		free(script->cases[i].steps);
	}
	free(script->cases);
	free(script->name);
}

/* ---- what the server asks ---- */

/* SplitMix64: the n-th number of a sequence that looks random and is the same in every run. */
static uint64_t draw(uint64_t number)
{
	uint64_t z = number * 0x9E3779B97F4A7C15U;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
	z = (z ^ z >> 27) * 0x94D049BB133111EBU;
	return z ^ z >> 31;
}

static bool applies(const struct fault_case *c, size_t number, size_t open)
{
	switch (c->kind) {
	case FAULT_CASE_DEFAULT:
		return true;
	case FAULT_CASE_EVERY:
		return number % c->number == 0;
	case FAULT_CASE_FIRST:
		return number <= c->number;
	case FAULT_CASE_AFTER:
		return number > c->number;
	case FAULT_CASE_OPEN:
		return open > c->number;
	case FAULT_CASE_SHARE:
		return draw(number) % 100 < c->number;
	}
	return false;
}

const struct fault_case *fault_script_case(
	const struct fault_script *script, size_t number, size_t open)
{
	const struct fault_case *c = script->cases;

	while (!applies(c, number, open))
		c++;
	return c;
}

size_t fault_place_at(const struct fault_place *place, size_t number, size_t len)
{
	size_t at = len;

	if (place->each && len > 1)
		at = 1 + (number - 1) % (len - 1);
	else if (place->high)
		at = place->low + (number - 1) % (place->high - place->low + 1);
	return at < len ? at : len;
}
