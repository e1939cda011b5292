#include <stdio.h>
#include <string.h>

#include "core/base/language.h"
#include "core/report/dialogue-rows.h"
#include "core/report/json-parts.h"
#include "core/report/text-parts.h"

/* The annotated conversation of one connection: `>` client, `<` server, `*` comment, `!` what a person
 * looks for first.
 *
 *  0.102  >  SMTP STARTTLS
 *  0.118  <  SMTP 220 2.0.0 Ready to start TLS
 */

enum {
	TEXT_COLUMN = 16,
	TIME_WIDTH = 6,
};

static char mark(const struct scn_dialogue_row *row)
{
	static const char marks[] = {
		[SCN_FROM_US] = '>',
		[SCN_FROM_SERVER] = '<',
		[SCN_COMMENT] = '*',
	};

	if (row->direction == SCN_COMMENT && row->severity >= SCN_ROW_WARNING)
		return '!';
	return marks[row->direction];
}

static const char *layer_of(const struct scn_dialogue_row *row)
{
	return row->direction == SCN_COMMENT || row->layer == SCN_LAYER_TCP
		       ? ""
		       : scn_layer_title(row->layer);
}

static void parts(struct scn_page *p, const char *text)
{
	do {
		size_t len = strcspn(text, "\n");
		struct scn_text part = { 0 };

		scn_text_addn(&part, text, len);
		scn_page_pad(p, TEXT_COLUMN);
		scn_page_wrap(p, scn_text_str(&part), TEXT_COLUMN);
		scn_page_end_line(p);
		scn_text_finish(&part);
		text += len + (text[len] == '\n');
	} while (*text);
}

static void show(struct scn_page *p, const struct scn_dialogue_row *row)
{
	const char word[] = { mark(row), 0 };
	int64_t ms = row->at / SCN_MS;
	char time[32];

	snprintf(time, sizeof(time), "%2lld.%03d", (long long)(ms / 1000), (int)(ms % 1000));
	scn_text_printf(&p->text, "%*s  ", TIME_WIDTH, time);
	scn_page_add(p, word[0] == '!' ? SCN_STYLE_HEADING : SCN_STYLE_NONE, word);
	scn_text_printf(&p->text, "  %s", layer_of(row));
	parts(p, row->text);
}

/* One line: what a reply has in several is joined by " / ". */
static void plain(struct scn_page *p, const struct scn_dialogue_row *row)
{
	const char *layer = layer_of(row);
	const char *severity =
		row->severity >= SCN_ROW_WARNING ? scn_row_severity_word(row->severity) : "";

	scn_text_printf(&p->text, "%lld ms %s%s%s%s%s: ", (long long)(row->at / SCN_MS),
		scn_direction_word(row->direction), *layer ? " " : "", layer, *severity ? " " : "",
		severity);
	for (const char *c = row->text; *c; c++) {
		if (*c == '\n')
			scn_text_add(&p->text, " / ");
		else
			scn_text_char(&p->text, *c);
	}
	scn_text_char(&p->text, '\n');
}

static void heading(struct scn_page *p, const struct scn_dialogue *d)
{
	struct scn_text text = { 0 }, purpose = { 0 };

	scn_text_printf(&text, "Connection %u", d->record->number);
	scn_page_add(p, SCN_STYLE_HEADING, scn_text_str(&text));
	scn_text_clear(&text);
	scn_probe_purpose(d->record, &purpose);
	scn_text_add(&text, "to ");
	scn_text_peer_str(&text, d->facts->host);
	scn_text_printf(&text, ":%u (%s): %s", d->facts->port,
		d->facts->address ? d->facts->address : "", scn_text_str(&purpose));
	if (d->masked)
		scn_dialogue_mask(d, &text);
	scn_text_char(&p->text, ' ');
	scn_page_wrap(p, scn_text_str(&text), 2);
	scn_page_end_line(p);
	scn_text_finish(&text);
	scn_text_finish(&purpose);
}

void scn_report_dialogue(const struct scn_dialogue *dialogue,
	const struct scn_text_options *options, struct scn_text *out)
{
	struct scn_page page = scn_page(options);
	struct scn_dialogue_row *rows;
	size_t count = scn_dialogue_rows(dialogue, &rows);

	heading(&page, dialogue);
	for (size_t i = 0; i < count; i++) {
		if (options->plain)
			plain(&page, &rows[i]);
		else
			show(&page, &rows[i]);
	}
	if (count == 0)
		scn_page_paragraph(&page, scn_tr("The words of this connection were not kept."), 0);
	scn_dialogue_rows_free(rows, count);
	scn_page_finish(&page, out);
}

/* ---- JSON ---- */

static struct scn_json *json_row(const struct scn_dialogue_row *row)
{
	struct scn_json *json = scn_json_object();
	struct scn_text hex = { 0 };

	scn_json_put(json, "at_ns", scn_json_from_int(row->at));
	scn_json_put(json, "direction", scn_json_from_string(scn_direction_word(row->direction)));
	scn_json_put(json, "layer", scn_json_from_string(scn_layer_word(row->layer)));
	scn_json_put(json, "severity", scn_json_from_string(scn_row_severity_word(row->severity)));
	scn_json_put(json, "text", scn_json_from_string(row->text));
	scn_text_hex(&hex, row->bytes);
	scn_json_put(json, "bytes",
		row->bytes.at ? scn_json_from_string(scn_text_str(&hex)) : scn_json_null());
	scn_text_finish(&hex);
	return json;
}

/* A word of ours or of a peer, masked where that is asked for. */
static struct scn_json *json_word(const struct scn_dialogue *d, const char *word)
{
	struct scn_text text = { 0 };
	struct scn_json *json;

	if (!word)
		return scn_json_null();
	scn_text_add(&text, word);
	if (d->masked)
		scn_dialogue_mask(d, &text);
	json = scn_json_from_string(scn_text_str(&text));
	scn_text_finish(&text);
	return json;
}

void scn_dialogue_json(const struct scn_dialogue *d, struct scn_text *out)
{
	struct scn_json *json = scn_json_object();
	struct scn_json *list;
	struct scn_dialogue_row *rows;
	size_t count = scn_dialogue_rows(d, &rows);

	scn_json_put(json, "schema", scn_json_from_string("handfast/dialogue/1"));
	scn_json_put(json, "tool", scn_json_tool());
	scn_json_put(json, "host", json_word(d, d->facts->host));
	scn_json_put(json, "address", json_word(d, d->facts->address));
	scn_json_put(json, "port", scn_json_from_int(d->facts->port));
	scn_json_put(json, "number", scn_json_from_int(d->record->number));
	scn_json_put(json, "purpose", json_word(d, d->record->purpose));
	scn_json_put(json, "outcome", json_word(d, d->record->outcome));
	scn_json_put(json, "started", scn_json_time(d->record->started));
	list = scn_json_put(json, "rows", scn_json_array());
	for (size_t i = 0; i < count; i++)
		scn_json_push(list, json_row(&rows[i]));
	scn_dialogue_rows_free(rows, count);
	scn_json_print_safely(json, SCN_JSON_INDENTED, out);
	scn_json_free(json);
}
