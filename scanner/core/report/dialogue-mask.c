/* Names and addresses of both sides out of a dialogue, so that it can be shown to others. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "core/report/dialogue-rows.h"

/* Could the name go on here? "mx1.example" is not part of "mx1.example.org". */
static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '.' || c == '_';
}

/* "250-name": the hyphen belongs to the reply code (RFC 5321 section 4.2.1). */
static bool is_behind_code(const char *text, const char *at)
{
	return at - text >= 4 && at[-1] == '-' && isdigit((unsigned char)at[-2]) &&
	       isdigit((unsigned char)at[-3]) && isdigit((unsigned char)at[-4]) &&
	       (at - text == 4 || at[-5] == '\n');
}

static bool stands_alone(const char *text, const char *at, size_t len)
{
	bool begins = at == text || !is_name_char(at[-1]) || is_behind_code(text, at);
	char after = at[len];

	/* A full stop may also end a sentence. */
	return begins && (!is_name_char(after) || (after == '.' && !is_name_char(at[len + 1])));
}

static void replace(struct scn_text *text, const char *name, const char *word)
{
	size_t len = name ? strlen(name) : 0;
	struct scn_text out = { 0 };
	const char *start = scn_text_str(text);

	if (len == 0)
		return;
	for (const char *at = start; *at;) {
		if (strncasecmp(at, name, len) == 0 && stands_alone(start, at, len)) {
			scn_text_add(&out, word);
			at += len;
		} else {
			scn_text_char(&out, *at++);
		}
	}
	scn_text_finish(text);
	*text = out;
}

/* Is it a host's name, not a word or an enhanced status code ("2.0.0")? */
static bool is_name(const char *text)
{
	const char *dot = strrchr(text, '.');

	return dot && isalpha((unsigned char)dot[1]);
}

/* The name behind a lead: "EHLO name", "220 name", "250-name". */
static void replace_word(
	struct scn_text *text, const char *line, const char *lead, const char *word)
{
	struct scn_text name = { 0 };
	size_t len;

	if (!line || strncmp(line, lead, strlen(lead)) != 0)
		return;
	line += strlen(lead);
	len = strcspn(line, " \r\n");
	scn_text_peer(&name, line, len);
	if (is_name(scn_text_str(&name)))
		replace(text, scn_text_str(&name), word);
	scn_text_finish(&name);
}

void scn_dialogue_mask(const struct scn_dialogue *d, struct scn_text *text)
{
	static const char server[] = "server.invalid";

	replace(text, d->facts->address, "ADDRESS");
	replace(text, d->facts->host, server);
	for (size_t i = 0; i < d->record->line_count; i++) {
		const struct scn_line *line = &d->record->lines[i];

		if (line->layer != SCN_LAYER_SMTP)
			continue;
		if (line->direction == SCN_FROM_US)
			replace_word(text, line->text, "EHLO ", "client.invalid");
		replace_word(text, line->text, "220 ", server);
		replace_word(text, line->text, "220-", server);
		replace_word(text, line->text, "250-", server);
		replace_word(text, line->text, "250 ", server);
	}
	replace(text, d->facts->domain, "domain.invalid");
}
