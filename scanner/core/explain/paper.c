#include "core/explain/paper.h"

#include <string.h>

#include "core/base/alloc.h"

void scn_paper_ink(struct scn_text *out, const struct scn_explain_look *look, enum scn_ink ink,
	const char *text)
{
	static const char *const codes[] = {
		[SCN_INK_BOLD] = "1",
		[SCN_INK_GOOD] = "32",
		[SCN_INK_WEAK] = "33",
		[SCN_INK_BAD] = "1;31",
	};

	if (look->color && ink != SCN_INK_PLAIN)
		scn_text_printf(out, "\x1b[%sm%s\x1b[0m", codes[ink], text);
	else
		scn_text_add(out, text);
}

static size_t column(const struct scn_text *out)
{
	const char *text = scn_text_str(out);
	const char *line = strrchr(text, '\n');

	return scn_text_columns(line ? line + 1 : text);
}

void scn_paper_ascii(struct scn_text *text)
{
	static const struct {
		uint32_t code;
		const char *ascii;
	} ours[] = {
		{ 0x2013, "-" },
		{ 0x2014, "-" },
		{ 0x2018, "'" },
		{ 0x2019, "'" },
		{ 0x201C, "\"" },
		{ 0x201D, "\"" },
		{ 0x2026, "..." },
		{ 0x2192, "->" },
		{ 0x2265, ">=" },
		{ 0x2264, "<=" },
		{ 0xD7, "x" },
	};
	struct scn_text out = { 0 };

	for (size_t i = 0; i < text->len;) {
		uint32_t code = 0;
		size_t len = scn_utf8(text->at + i, text->len - i, &code);
		const char *ascii = "?";

		for (size_t k = 0; k < SCN_COUNT(ours); k++)
			if (ours[k].code == code)
				ascii = ours[k].ascii;
		if (len == 1)
			scn_text_char(&out, text->at[i]);
		else
			scn_text_add(&out, ascii);
		i += len ? len : 1;
	}
	scn_text_finish(text);
	*text = out;
}

/* The next word of *text, which moves behind it and its blanks; in ASCII where that is wanted, because that
 * is what takes the columns. */
static struct scn_text next_word(const char **text, const struct scn_explain_look *look)
{
	size_t len = strcspn(*text, " ");
	struct scn_text word = { 0 };

	scn_text_addn(&word, *text, len);
	if (look->ascii)
		scn_paper_ascii(&word);
	*text += len;
	*text += strspn(*text, " ");
	return word;
}

void scn_paper_wrap(
	struct scn_text *out, const struct scn_explain_look *look, const char *text, size_t indent)
{
	size_t at = column(out);
	bool first = true;

	while (*text) {
		struct scn_text word = next_word(&text, look);
		size_t columns = scn_text_columns(scn_text_str(&word));

		if (!first && !look->plain && at + 1 + columns > look->width) {
			scn_text_char(out, '\n');
			scn_text_fill(out, ' ', indent);
			at = indent;
		} else if (!first) {
			scn_text_char(out, ' ');
			at++;
		}
		scn_text_add(out, scn_text_str(&word));
		at += columns;
		first = false;
		scn_text_finish(&word);
	}
	scn_text_char(out, '\n');
}

static void label(struct scn_text *out, const struct scn_explain_look *look, const char *word)
{
	if (look->plain) {
		scn_text_printf(out, word[0] ? "%s: " : "  ", word);
		return;
	}
	scn_text_fill(out, ' ', SCN_PAPER_INDENT);
	scn_text_printf(out, "%-*s", SCN_PAPER_VALUES - SCN_PAPER_INDENT, word);
}

void scn_paper_row(struct scn_text *out, const struct scn_explain_look *look, const char *word,
	const char *text)
{
	if (!text || !text[0])
		return;
	label(out, look, word);
	scn_paper_wrap(out, look, text, SCN_PAPER_VALUES);
}

void scn_paper_command(struct scn_text *out, const struct scn_explain_look *look, const char *word,
	const char *text)
{
	label(out, look, word);
	scn_text_printf(out, "%s\n", text);
}
