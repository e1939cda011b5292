#include "core/smtp/ehlo.h"

#include <string.h>
#include <strings.h>

#include "core/base/alloc.h"

/* A keyword ends at its parameters: "SIZE 1000", and "AUTH=LOGIN" of servers older than RFC 2554. */
static size_t keyword_len(const char *line, size_t len)
{
	size_t n = 0;

	while (n < len && line[n] != ' ' && line[n] != '\t' && line[n] != '=')
		n++;
	return n;
}

/* Firewalls that inspect SMTP overwrite the letters of keywords that they do not want to be used,
 * and leave the length: STARTTLS becomes XXXXXXXA or XXXXXXXX (Cisco ASA and PIX). */
static bool masked(const char *word, size_t len)
{
	return len == strlen("STARTTLS") && strncasecmp(word, "XXXXXXX", len - 1) == 0;
}

static void read_line(struct scn_ehlo *ehlo, const char *line, size_t len)
{
	const struct {
		const char *word;
		bool *seen;
	} keywords[] = {
		{ "AUTH", &ehlo->auth },
		{ "PIPELINING", &ehlo->pipelining },
		{ "REQUIRETLS", &ehlo->requiretls },
		{ "STARTTLS", &ehlo->starttls },
	};
	size_t word_len = keyword_len(line, len);

	for (size_t i = 0; i < SCN_COUNT(keywords); i++)
		if (strlen(keywords[i].word) == word_len &&
			strncasecmp(keywords[i].word, line, word_len) == 0)
			*keywords[i].seen = true;
	if (masked(line, word_len))
		ehlo->starttls_masked = true;
}

struct scn_ehlo scn_ehlo_read(const struct scn_reply *reply)
{
	struct scn_ehlo ehlo = { 0 };
	const char *text = scn_text_str(&reply->text);
	size_t start = 0;

	for (size_t line = 0; line < reply->line_count; line++) {
		const char *feed = memchr(text + start, '\n', reply->text.len - start);
		size_t end = feed ? (size_t)(feed - text) : reply->text.len;

		if (line > 0)
			read_line(&ehlo, text + start, end - start);
		start = feed ? end + 1 : end;
	}
	return ehlo;
}
