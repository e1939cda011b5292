/*
 * What all dialects share: bytes of a file become text, text becomes numbered lines, a complaint says
 * the line. Windows writes UTF-16 with a byte order mark, everybody else UTF-8.
 */
#ifndef SCN_CORE_DIALECT_LINES_H
#define SCN_CORE_DIALECT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/bytes.h"
#include "core/base/text.h"

enum {
	SCN_DIALECT_MAX_LEN = 8 * 1024 * 1024, /* bytes of a file */
	SCN_DIALECT_MAX_LINE = 64 * 1024,      /* bytes of a line, after conversion */
};

/* Append the text as UTF-8 without a mark. False: not text, or too long; the sentence is in *error. */
bool scn_dialect_text(struct scn_bytes bytes, struct scn_text *out, struct scn_text *error);

/* Walks over the lines of a text; ends of lines (also with a carriage return) are taken off. */
struct scn_lines {
	char *rest;      /* NULL at the end */
	unsigned number; /* of the line that came last, from 1 */
};
/* The text is cut into strings and must live as long as they do. */
struct scn_lines scn_lines_of(struct scn_text *text);
/* NULL: no more. */
char *scn_lines_next(struct scn_lines *lines);

/* "line 7: " and the sentence; only the first complaint is kept. Gives back false. */
bool scn_dialect_complain(struct scn_text *error, unsigned line, const char *format, ...)
	SCN_PRINTF(3, 4);
/* Somebody else's words for a message: in quotation marks, harmless, not too long. */
void scn_dialect_quote(struct scn_text *out, const char *word);
/* The same as a complaint: "line 7: WHAT "WORD" is not known". */
bool scn_dialect_unknown(struct scn_text *error, unsigned line, const char *what, const char *word);

/* Blanks at both ends taken off, in place. */
char *scn_dialect_trim(char *text);
/* Equal without regard to case. */
bool scn_dialect_same(const char *a, const char *b);
/* Copy the first line of a file that is neither blank nor a comment (# or ;); NULL: there is none, or
 * there is another one, and the sentence is in *error. For the dialects that are one string. */
char *scn_dialect_single(struct scn_bytes bytes, const char *what, struct scn_text *error);

#endif
