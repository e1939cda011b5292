/*
 * Pasted text as the lines that were meant: parts of a mail decoded (quoted-printable, base64, RFC 2045
 * section 6), folded headers joined (RFC 5322 section 2.2.3). Lines are as long as
 * SCN_EXPLAIN_MAX_LINE at most; the rest of a longer one is dropped.
 */
#ifndef SCN_CORE_EXPLAIN_LINES_H
#define SCN_CORE_EXPLAIN_LINES_H

#include "core/base/text.h"

struct scn_line {
	char *text; /* C string; bytes 0 of the input are blanks */
	size_t len;
	size_t number; /* of its first line in the (decoded) input, from 1 */
};

struct scn_lines {
	struct scn_line *items; /* empty lines are left out */
	size_t count;
	bool truncated;
};

void scn_lines_split(const char *text, size_t len, struct scn_lines *out);
void scn_lines_finish(struct scn_lines *lines);

/* mime.c: the text with its encoded parts decoded; the text as it is where there are none. */
void scn_mime_decode(const char *text, size_t len, struct scn_text *out);

#endif
