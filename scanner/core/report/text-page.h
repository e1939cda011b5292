/*
 * A page of text for a terminal, private to text*.c and dialogue.c: colours, columns, wrapping. It
 * knows nothing of TLS.
 */
#ifndef SCN_CORE_REPORT_TEXT_PAGE_H
#define SCN_CORE_REPORT_TEXT_PAGE_H

#include "core/base/text.h"
#include "core/report/report.h"

enum scn_style {
	SCN_STYLE_NONE,
	SCN_STYLE_OK,      /* green */
	SCN_STYLE_WEAK,    /* yellow */
	SCN_STYLE_FAIL,    /* red and bold */
	SCN_STYLE_HEADING, /* bold */
};

struct scn_page {
	const struct scn_text_options *options;
	size_t width;
	struct scn_text text;
};

struct scn_page scn_page(const struct scn_text_options *options);
/* Append the page to out, in ASCII if asked for; the page is empty afterwards. */
void scn_page_finish(struct scn_page *p, struct scn_text *out);

/* One blank line, unless the page is empty or has one already. */
void scn_page_block(struct scn_page *p);
void scn_page_end_line(struct scn_page *p);
size_t scn_page_column(const struct scn_page *p);
void scn_page_add(struct scn_page *p, enum scn_style style, const char *text);
/* Blanks up to a column; at least one if the line is that long already. */
void scn_page_pad(struct scn_page *p, size_t column);
/* The words of text from the present column on; a line that would be too long goes on at `indent`.
 * A word is never cut. */
void scn_page_wrap(struct scn_page *p, const char *text, size_t indent);
/* A text that is never broken: behind `gap` blanks, or on a line of its own where it does not fit. */
void scn_page_item(struct scn_page *p, const char *text, size_t gap, size_t indent);
/* Like wrap, and the end of the line; before it blanks up to indent. */
void scn_page_paragraph(struct scn_page *p, const char *text, size_t indent);
/* "  Label           text", wrapped; nothing when text is NULL or "". */
void scn_page_row(struct scn_page *p, const char *label, const char *text);
enum {
	SCN_PAGE_INDENT = 6,  /* of the sentence under a verdict */
	SCN_PAGE_VALUES = 18, /* where the values of rows begin */
};

#endif
