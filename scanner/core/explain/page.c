#include <string.h>

#include "core/base/alloc.h"
#include "core/explain/paper.h"

/*
 * The little of Markdown that docs/causes uses, for a terminal: "# " and "## " headings, "- " lists, tables
 * of two columns, fenced blocks, `code` and **strong** words, paragraphs over several lines.
 */

enum {
	CELL_COLUMN = 22, /* where the second column of a table begins */
};

const struct scn_cause_page *scn_cause_page(const char *id)
{
	for (const struct scn_cause_page *page = scn_cause_pages; page->id; page++)
		if (strcmp(page->id, id) == 0)
			return page;
	return NULL;
}

struct renderer {
	const struct scn_explain_look *look;
	struct scn_text *out;
	struct scn_text paragraph; /* lines of it, joined by blanks */
	size_t indent;             /* of its further lines */
	bool fenced;
	bool table; /* inside one, behind its head */
};

/* `code` and **strong** lose their marks: on a terminal the words are enough. */
static void add_inline(struct scn_text *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '`')
			continue;
		if (text[i] == '*' && i + 1 < len && text[i + 1] == '*') {
			i++;
			continue;
		}
		scn_text_char(out, text[i]);
	}
}

static void flush(struct renderer *r)
{
	if (!r->paragraph.len)
		return;
	scn_paper_wrap(r->out, r->look, scn_text_str(&r->paragraph), r->indent);
	scn_text_clear(&r->paragraph);
}

static void heading(struct renderer *r, const char *text, size_t len)
{
	struct scn_text words = { 0 }, lines = { 0 };

	add_inline(&words, text, len);
	scn_paper_wrap(&lines, r->look, scn_text_str(&words), 0);
	lines.at[--lines.len] = 0; /* the end of the line is not part of what is bold */
	scn_paper_ink(r->out, r->look, SCN_INK_BOLD, scn_text_str(&lines));
	scn_text_char(r->out, '\n');
	scn_text_finish(&words);
	scn_text_finish(&lines);
}

static void list_item(struct renderer *r, const char *text, size_t len)
{
	flush(r);
	scn_text_add(r->out, "  - ");
	r->indent = 4;
	add_inline(&r->paragraph, text, len);
}

static void text_line(struct renderer *r, const char *text, size_t len)
{
	if (r->paragraph.len)
		scn_text_char(&r->paragraph, ' ');
	else
		r->indent = 0;
	add_inline(&r->paragraph, text, len);
}

/* "| who | what |": the first cell is a label, the second is wrapped beside it. */
static void table_row(struct renderer *r, const char *text, size_t len)
{
	const char *bar = memchr(text + 1, '|', len - 1);
	size_t first = bar ? (size_t)(bar - text) - 1 : 0;
	struct scn_text label = { 0 }, value = { 0 };
	size_t left = bar ? len - first - 2 : 0;

	if (!bar)
		return;
	while (left > 0 && (bar[left] == ' ' || bar[left] == '|'))
		left--;
	while (left > 0 && bar[1] == ' ') {
		bar++;
		left--;
	}
	while (first > 0 && text[first] == ' ')
		first--;
	add_inline(&label, text + 2, first > 0 ? first - 1 : 0);
	add_inline(&value, bar + 1, left);
	scn_text_add(r->out, "  ");
	scn_text_add(r->out, scn_text_str(&label));
	if (scn_text_columns(scn_text_str(&label)) + 3 > CELL_COLUMN) {
		scn_text_char(r->out, '\n');
		scn_text_fill(r->out, ' ', CELL_COLUMN);
	} else {
		scn_text_fill(
			r->out, ' ', CELL_COLUMN - 2 - scn_text_columns(scn_text_str(&label)));
	}
	scn_paper_wrap(r->out, r->look, scn_text_str(&value), CELL_COLUMN);
	scn_text_finish(&label);
	scn_text_finish(&value);
}

static bool begins(const char *line, size_t len, const char *with)
{
	return len >= strlen(with) && strncmp(line, with, strlen(with)) == 0;
}

/* The head of a table ("| who | what |") and its rule say nothing that a person needs. */
static bool table_line(struct renderer *r, const char *line, size_t len)
{
	if (len < 2 || line[0] != '|') {
		r->table = false;
		return false;
	}
	flush(r);
	if (begins(line, len, "|---") || begins(line, len, "| ---"))
		r->table = true;
	else if (r->table)
		table_row(r, line, len);
	return true;
}

static void one_line(struct renderer *r, const char *line, size_t len)
{
	if (begins(line, len, "```")) {
		flush(r);
		r->fenced = !r->fenced;
	} else if (r->fenced) {
		scn_text_add(r->out, "    ");
		scn_text_addn(r->out, line, len);
		scn_text_char(r->out, '\n');
	} else if (table_line(r, line, len)) {
		return;
	} else if (len == 0) {
		flush(r);
		scn_text_char(r->out, '\n');
	} else if (begins(line, len, "## ") || begins(line, len, "# ")) {
		flush(r);
		heading(r, line + strcspn(line, " ") + 1, len - strcspn(line, " ") - 1);
	} else if (begins(line, len, "- ")) {
		list_item(r, line + 2, len - 2);
	} else {
		while (r->indent && len > 0 && *line == ' ') {
			line++;
			len--;
		}
		text_line(r, line, len);
	}
}

void scn_cause_page_text(const struct scn_cause_page *page, const struct scn_explain_look *look,
	struct scn_text *out)
{
	struct scn_text text = { 0 };
	struct renderer r = { .look = look, .out = &text };

	for (const char *line = page->text; *line;) {
		size_t len = strcspn(line, "\n");

		one_line(&r, line, len);
		line += len + (line[len] == '\n');
	}
	flush(&r);
	if (look->ascii)
		scn_paper_ascii(&text);
	scn_text_add(out, scn_text_str(&text));
	scn_text_finish(&text);
}
