#include "core/report/text-page.h"

#include <string.h>

static const char *const sgr[] = {
	[SCN_STYLE_OK] = "\x1b[32m",
	[SCN_STYLE_WEAK] = "\x1b[33m",
	[SCN_STYLE_FAIL] = "\x1b[1;31m",
	[SCN_STYLE_HEADING] = "\x1b[1m",
};

struct scn_page scn_page(const struct scn_text_options *options)
{
	size_t width = options->width ? options->width : SCN_WIDTH_DEFAULT;

	return (struct scn_page){
		.options = options,
		.width = width > SCN_WIDTH_MAX ? SCN_WIDTH_MAX : width,
	};
}

/* What our own sentences, or those of a library, may contain; anything else is shown by its code. */
static const struct {
	const char *utf8, *ascii;
} replacements[] = {
	{ "\xE2\x80\xA6", "..." }, /* ellipsis */
	{ "\xE2\x86\x92", "->" },  /* arrow */
	{ "\xE2\x80\x9C", "\"" },  /* quotes */
	{ "\xE2\x80\x9D", "\"" },  /**/
	{ "\xE2\x80\x98", "'" },   /**/
	{ "\xE2\x80\x99", "'" },   /**/
	{ "\xE2\x80\x93", "-" },   /* dashes */
	{ "\xE2\x80\x94", "-" },   /**/
	{ "\xC2\xA0", " " },       /* no-break space */
};

static size_t add_ascii(struct scn_text *out, const char *at)
{
	unsigned char lead = (unsigned char)at[0];
	size_t len = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
	uint32_t code = len == 1 ? lead : lead & (0x7FU >> len);

	for (size_t i = 0; i < sizeof(replacements) / sizeof(replacements[0]); i++) {
		size_t n = strlen(replacements[i].utf8);

		if (strncmp(at, replacements[i].utf8, n) == 0) {
			scn_text_add(out, replacements[i].ascii);
			return n;
		}
	}
	for (size_t i = 1; i < len; i++) {
		if (((unsigned char)at[i] & 0xC0) != 0x80)
			len = i;
		else
			code = code << 6 | (at[i] & 0x3FU);
	}
	scn_text_printf(out, "\\u{%x}", (unsigned)code);
	return len;
}

void scn_page_finish(struct scn_page *p, struct scn_text *out)
{
	const char *at;

	while (p->text.len > 1 && p->text.at[p->text.len - 2] == '\n')
		p->text.at[--p->text.len] = 0;
	at = scn_text_str(&p->text);
	while (*at) {
		if (p->options->ascii && (unsigned char)*at >= 0x80)
			at += add_ascii(out, at);
		else
			scn_text_char(out, *at++);
	}
	scn_text_finish(&p->text);
}

void scn_page_block(struct scn_page *p)
{
	size_t len = p->text.len;

	if (len && !(len > 1 && p->text.at[len - 1] == '\n' && p->text.at[len - 2] == '\n'))
		scn_text_char(&p->text, '\n');
}

void scn_page_end_line(struct scn_page *p)
{
	scn_text_char(&p->text, '\n');
}

size_t scn_page_column(const struct scn_page *p)
{
	size_t start = p->text.len;

	while (start > 0 && p->text.at[start - 1] != '\n')
		start--;
	return p->text.len ? scn_text_columns(p->text.at + start) : 0;
}

void scn_page_add(struct scn_page *p, enum scn_style style, const char *text)
{
	bool painted = p->options->color && style != SCN_STYLE_NONE;

	if (painted)
		scn_text_add(&p->text, sgr[style]);
	scn_text_add(&p->text, text);
	if (painted)
		scn_text_add(&p->text, "\x1b[0m");
}

void scn_page_pad(struct scn_page *p, size_t column)
{
	size_t at = scn_page_column(p);

	scn_text_fill(&p->text, ' ', at < column ? column - at : 1);
}

static size_t word_columns(const char *text, size_t len)
{
	size_t columns = 0;

	for (size_t i = 0; i < len; i++)
		columns += ((unsigned char)text[i] & 0xC0) != 0x80;
	return columns;
}

void scn_page_wrap(struct scn_page *p, const char *text, size_t indent)
{
	size_t at = scn_page_column(p);
	bool first = true;

	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		size_t len = strcspn(text, " ");
		size_t columns = word_columns(text, len);

		if (at > indent && at + !first + columns > p->width) {
			scn_text_char(&p->text, '\n');
			scn_text_fill(&p->text, ' ', indent);
			at = indent;
		} else if (!first) {
			scn_text_char(&p->text, ' ');
			at++;
		}
		scn_text_addn(&p->text, text, len);
		at += columns;
		text += len;
		first = false;
	}
}

void scn_page_item(struct scn_page *p, const char *text, size_t gap, size_t indent)
{
	size_t at = scn_page_column(p);

	if (at > indent && at + gap + scn_text_columns(text) > p->width) {
		scn_page_end_line(p);
		scn_text_fill(&p->text, ' ', indent);
	} else if (at > indent) {
		scn_text_fill(&p->text, ' ', gap);
	}
	scn_text_add(&p->text, text);
}

void scn_page_paragraph(struct scn_page *p, const char *text, size_t indent)
{
	if (!text || !*text)
		return;
	scn_text_fill(&p->text, ' ', indent - scn_page_column(p));
	scn_page_wrap(p, text, indent);
	scn_page_end_line(p);
}

void scn_page_row(struct scn_page *p, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	scn_text_printf(&p->text, "  %s", label);
	scn_page_pad(p, SCN_PAGE_VALUES);
	scn_page_wrap(p, text, SCN_PAGE_VALUES);
	scn_page_end_line(p);
}
