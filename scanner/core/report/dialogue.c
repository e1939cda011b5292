#include <stdio.h>
#include <string.h>

#include "core/report/text-parts.h"

/* The annotated conversation of one connection: `>` client, `<` server, `*` comment, `!` how it
 * ended.
 *
 *  0.102  >  SMTP STARTTLS
 *  0.118  <  SMTP 220 2.0.0 Ready to start TLS
 */

enum {
	TEXT_COLUMN = 16,
	TIME_WIDTH = 6,
};

static char mark(const struct scn_line *line)
{
	static const char marks[] = {
		[SCN_FROM_US] = '>',
		[SCN_FROM_SERVER] = '<',
		[SCN_COMMENT] = '*',
	};

	return marks[line->direction];
}

static const char *layer_title(const struct scn_line *line)
{
	static const char *const titles[] = {
		[SCN_LAYER_TCP] = "",
		[SCN_LAYER_SMTP] = "SMTP",
		[SCN_LAYER_TLS] = "TLS",
	};

	return line->direction == SCN_COMMENT ? "" : titles[line->layer];
}

/* One line of a reply, without its line end, made harmless and wrapped. */
static void part(struct scn_page *p, const char *text, size_t len)
{
	struct scn_text safe = { 0 };

	while (len && (text[len - 1] == '\r' || text[len - 1] == '\n'))
		len--;
	scn_text_peer(&safe, text, len);
	scn_page_pad(p, TEXT_COLUMN);
	scn_page_wrap(p, scn_text_str(&safe), TEXT_COLUMN);
	scn_page_end_line(p);
	scn_text_finish(&safe);
}

static void parts(struct scn_page *p, const char *text)
{
	do {
		size_t len = strcspn(text, "\n");

		part(p, text, len);
		text += len + (text[len] == '\n');
	} while (*text);
}

static void show(struct scn_page *p, const struct scn_line *line)
{
	int64_t ms = line->at / SCN_MS;
	char time[32];

	snprintf(time, sizeof(time), "%2lld.%03d", (long long)(ms / 1000), (int)(ms % 1000));
	scn_text_printf(&p->text, "%*s  ", TIME_WIDTH, time);
	scn_text_printf(&p->text, "%c  %s", mark(line), layer_title(line));
	parts(p, line->text ? line->text : "");
}

static void plain(struct scn_page *p, const struct scn_line *line)
{
	struct scn_text safe = { 0 };

	scn_text_peer_str(&safe, line->text);
	scn_text_printf(&p->text, "%lld ms %s%s%s: %s\n", (long long)(line->at / SCN_MS),
		line->direction == SCN_COMMENT       ? "comment"
		: line->direction == SCN_FROM_SERVER ? "server"
						     : "client",
		*layer_title(line) ? " " : "", layer_title(line), scn_text_str(&safe));
	scn_text_finish(&safe);
}

static void outcome(struct scn_page *p, const struct scn_probe_record *record)
{
	if (!record->outcome || !*record->outcome)
		return;
	scn_text_fill(&p->text, ' ', TIME_WIDTH + 2);
	scn_page_add(p, SCN_STYLE_HEADING, "!");
	scn_page_pad(p, TEXT_COLUMN);
	scn_page_wrap(p, record->outcome, TEXT_COLUMN);
	scn_page_end_line(p);
}

void scn_report_dialogue(const struct scn_server_facts *facts,
	const struct scn_probe_record *record, const struct scn_text_options *options,
	struct scn_text *out)
{
	struct scn_page page = scn_page(options);
	struct scn_text title = { 0 };

	scn_text_printf(&title, "Connection %u", record->number);
	scn_page_add(&page, SCN_STYLE_HEADING, scn_text_str(&title));
	scn_text_clear(&title);
	scn_text_add(&title, "to ");
	scn_text_peer_str(&title, facts->host);
	scn_text_printf(&title, ":%u (%s): %s", facts->port, facts->address ? facts->address : "",
		record->purpose ? record->purpose : "");
	scn_text_char(&page.text, ' ');
	scn_page_wrap(&page, scn_text_str(&title), 2);
	scn_page_end_line(&page);
	for (size_t i = 0; i < record->line_count; i++) {
		if (options->plain)
			plain(&page, &record->lines[i]);
		else
			show(&page, &record->lines[i]);
	}
	if (record->line_count == 0)
		scn_page_paragraph(&page, "The words of this connection were not kept.", 0);
	if (options->plain && record->outcome)
		scn_text_printf(&page.text, "outcome: %s\n", record->outcome);
	else
		outcome(&page, record);
	scn_page_finish(&page, out);
	scn_text_finish(&title);
}
