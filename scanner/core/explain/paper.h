/*
 * Lines of text for a terminal: wrapping, indents, colour, ASCII. Private to explain's writers.
 */
#ifndef SCN_CORE_EXPLAIN_PAPER_H
#define SCN_CORE_EXPLAIN_PAPER_H

#include "core/explain/write.h"

enum scn_ink {
	SCN_INK_PLAIN,
	SCN_INK_BOLD,
	SCN_INK_GOOD,
	SCN_INK_WEAK,
	SCN_INK_BAD,
};

/* The text in an ink; whole, not wrapped. */
void scn_paper_ink(struct scn_text *out, const struct scn_explain_look *look, enum scn_ink ink,
	const char *text);
/* Words of text from the present column on, further lines from `indent` on, and the end of the line. A
 * word is never cut. */
void scn_paper_wrap(
	struct scn_text *out, const struct scn_explain_look *look, const char *text, size_t indent);
/* "  Label      text", wrapped; in plain form "label: text". Nothing where text is NULL or "". */
void scn_paper_row(struct scn_text *out, const struct scn_explain_look *look, const char *label,
	const char *text);
/* A row whose text is copied by people: never wrapped. */
void scn_paper_command(struct scn_text *out, const struct scn_explain_look *look, const char *label,
	const char *text);
/* Replace what is not ASCII (our own dashes and quotation marks; words of others become '?'). */
void scn_paper_ascii(struct scn_text *text);

enum {
	SCN_PAPER_INDENT = 2,
	SCN_PAPER_VALUES = 13,
};

#endif
