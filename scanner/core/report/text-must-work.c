/* The senders that must still work after a change of the server: a row each, before and after. */
#include <string.h>

#include "core/report/text-parts.h"
#include "core/base/language.h"

enum {
	GAP = 2,
	CELL = 18,
};

static size_t name_width(const struct scn_must_work *senders, size_t count)
{
	size_t width = 0;

	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(scn_client_name(&senders[i].after));

		width = len > width ? len : width;
	}
	return width;
}

static void cell(struct scn_page *p, const struct scn_verdict *v)
{
	struct scn_text mark = { 0 }, detail = { 0 };

	scn_pair_cell(v, &mark, &detail);
	scn_page_add(p, scn_kind_style(v->kind), scn_text_str(&mark));
	scn_page_add(p, SCN_STYLE_NONE, " ");
	scn_page_add(p, SCN_STYLE_NONE, scn_text_str(&detail));
	scn_text_finish(&mark);
	scn_text_finish(&detail);
}

static void row(struct scn_page *p, const struct scn_must_work *sender, size_t column)
{
	scn_page_pad(p, GAP);
	scn_page_add(p, SCN_STYLE_NONE, scn_client_name(&sender->after));
	scn_page_pad(p, column);
	cell(p, &sender->before);
	scn_page_pad(p, column + CELL);
	cell(p, &sender->after);
	scn_page_end_line(p);
}

static bool loses(const struct scn_must_work *sender)
{
	return sender->after.kind == SCN_VERDICT_FAILS;
}

/* "Java 7: No cipher suite in common. Its mail leaves unencrypted at once …" */
static void say_loss(struct scn_page *p, const struct scn_must_work *sender)
{
	struct scn_text text = { 0 };
	bool failed_before = sender->before.kind == SCN_VERDICT_FAILS;

	scn_text_printf(&text,
		failed_before ? scn_tr("%1$s fails still: %2$s Mail: %3$s.")
			      : scn_tr("%1$s would fail: %2$s Mail: %3$s."),
		scn_client_name(&sender->after), sender->after.summary, sender->after.mail);
	scn_page_paragraph(p, scn_text_str(&text), 0);
	scn_text_finish(&text);
}

static void say_all(struct scn_page *p, const struct scn_must_work *senders, size_t count)
{
	size_t failing = 0, unknown = 0;

	for (size_t i = 0; i < count; i++) {
		failing += loses(&senders[i]);
		unknown += senders[i].after.kind == SCN_VERDICT_UNKNOWN;
		if (loses(&senders[i]))
			say_loss(p, &senders[i]);
	}
	if (unknown)
		scn_page_paragraph(p,
			scn_tr("Not known: too little of this server was tested; handfast scan "
			       "tests all."),
			0);
	if (!failing && !unknown)
		scn_page_paragraph(p, scn_tr("All of them work after the change."), 0);
}

void scn_report_must_work(const struct scn_server_facts *facts, const struct scn_must_work *senders,
	size_t count, const struct scn_text_options *options, struct scn_text *out)
{
	struct scn_page p = scn_page(options);
	size_t column = GAP + name_width(senders, count) + GAP;
	struct scn_text title = { 0 };

	scn_text_peer_str(&title, facts->host);
	scn_page_add(&p, SCN_STYLE_HEADING, scn_text_str(&title));
	scn_text_finish(&title);
	scn_page_pad(&p, column);
	scn_page_add(&p, SCN_STYLE_NONE, "today");
	scn_page_pad(&p, column + CELL);
	scn_page_add(&p, SCN_STYLE_NONE, "after (computed)");
	scn_page_end_line(&p);
	for (size_t i = 0; i < count; i++)
		row(&p, &senders[i], column);
	scn_page_block(&p);
	say_all(&p, senders, count);
	scn_page_finish(&p, out);
}
