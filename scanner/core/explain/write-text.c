#include "core/explain/write.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/explain/paper.h"
#include "core/registry/alert.h"

enum {
	SHOWN_LINE_MAX = 400, /* bytes of a log line that are shown again */
};

/* What one call writes. */
struct page {
	const struct scn_explain_look *look;
	struct scn_text *out;
};

static void row(struct page *p, const char *label, struct scn_text *take_text)
{
	scn_paper_row(p->out, p->look, label, scn_text_str(take_text));
	scn_text_finish(take_text);
}

/* "smtpd_tls_security_level = encrypt", "verify= says" */
static bool option_name(const char *clause)
{
	const char end = clause[strcspn(clause, " _=")];

	return end == '_' || end == '=';
}

/* A clause of a table as a sentence. */
static void add_sentence(struct scn_text *out, const char *clause)
{
	if (out->len)
		scn_text_char(out, ' ');
	/* The name of an option stays as it is. */
	if (clause[0] >= 'a' && clause[0] <= 'z' && !option_name(clause))
		scn_text_char(out, (char)(clause[0] - 32));
	else
		scn_text_char(out, clause[0]);
	scn_text_add(out, clause + 1);
	if (clause[strlen(clause) - 1] != '.')
		scn_text_char(out, '.');
}

static void add_session(struct scn_text *out, const struct scn_session *s)
{
	if (s->version != SCN_VERSION_NONE)
		scn_text_add(out, scn_version_title(s->version));
	for (size_t i = 0; i < s->suite_count; i++)
		scn_text_printf(out, "%s%s (%s)",
			i          ? " or "
			: out->len ? ", "
				   : "",
			s->suites[i]->name, scn_strength_word(s->suites[i]->strength));
	if (s->suite_count == 0 && s->suite_text) {
		scn_text_add(out, out->len ? ", " : "");
		scn_text_peer(out, s->suite_text, strlen(s->suite_text));
	}
	if (s->bits)
		scn_text_printf(out, "%s%u bits", out->len ? ", " : "", s->bits);
}

/* ---- a finding ---- */

static void heading(struct page *p, const struct scn_finding *f, bool many)
{
	struct scn_text title = { 0 };

	if (many)
		scn_text_printf(&title, "Line %zu: ", f->line);
	scn_finding_title(f, &title);
	if (f->count > 1)
		scn_text_printf(&title, " (%zu times)", f->count);
	if (p->look->plain)
		scn_text_printf(p->out, "finding: %s\n", scn_text_str(&title));
	else
		scn_paper_ink(p->out, p->look, SCN_INK_BOLD, scn_text_str(&title));
	if (!p->look->plain)
		scn_text_char(p->out, '\n');
	scn_text_finish(&title);
}

static void said(struct page *p, const struct scn_finding *f)
{
	struct scn_text text = { 0 };
	const char *line = f->text + strspn(f->text, " \t");
	size_t len = strlen(line);

	/* Not in the middle of a UTF-8 sequence. */
	if (len > SHOWN_LINE_MAX) {
		len = SHOWN_LINE_MAX;
		while (len > 0 && ((unsigned char)line[len] & 0xC0) == 0x80)
			len--;
	}
	scn_text_peer(&text, line, len);
	if (line[len])
		scn_text_add(&text, " …");
	row(p, "Said", &text);
}

static void means(struct page *p, const struct scn_finding *f)
{
	struct scn_text text = { 0 };
	const char *meaning;

	for (size_t i = 0; (meaning = scn_finding_meaning(f, i)) != NULL; i++)
		add_sentence(&text, meaning);
	row(p, "Means", &text);
}

static void other_side(struct page *p, const struct scn_finding *f)
{
	struct scn_text text = { 0 };

	if (f->host)
		scn_text_peer(&text, f->host, strlen(f->host));
	if (f->address) {
		scn_text_add(&text, text.len ? " [" : "[");
		scn_text_peer(&text, f->address, strlen(f->address));
		scn_text_char(&text, ']');
	}
	if (f->port)
		scn_text_printf(&text, ":%u", f->port);
	if (text.len)
		scn_text_add(&text, f->host_is_client ? ", the client" : ", the server");
	row(p, "Other side", &text);
}

static void where(struct page *p, const struct scn_finding *f)
{
	static const char *const words[] = {
		[SCN_FAULT_NOBODY] = "",
		[SCN_FAULT_EITHER] = "on either side",
		[SCN_FAULT_SERVER] = "on the server, most likely",
		[SCN_FAULT_CLIENT] = "on the client, most likely",
		[SCN_FAULT_SELF] = "on the side that wrote this",
		[SCN_FAULT_PEER] = "on the other side: it ended the connection",
		[SCN_FAULT_PATH] = "on the way between the two, or on either side",
	};

	scn_paper_row(
		p->out, p->look, "Reason is", words[scn_category(scn_finding_category(f))->fault]);
}

static void alert(struct page *p, const struct scn_finding *f)
{
	const struct scn_alert *known = f->alert >= 0 ? scn_alert_by_code((uint8_t)f->alert) : NULL;
	struct scn_text text = { 0 };

	if (f->alert < 0)
		return;
	scn_text_printf(&text, "%s (%d)", known ? known->name : "unknown", f->alert);
	if (known && known->cause)
		scn_text_printf(&text, ": %s", known->cause);
	row(p, "Alert", &text);
}

static void causes(struct page *p, const struct scn_finding *f)
{
	for (size_t i = 0; i < f->cause_count; i++) {
		const struct scn_cause_page *page = scn_cause_page(f->causes[i]);
		struct scn_text text = { 0 };

		scn_text_add(&text, f->causes[i]);
		if (page)
			scn_text_printf(&text, ": %s", page->title);
		row(p, i && !p->look->plain ? "" : "Perhaps", &text);
	}
}

static void next(struct page *p, const struct scn_finding *f)
{
	char *commands[SCN_EXPLAIN_MAX_NEXT];
	size_t count = scn_finding_next(f, commands);

	for (size_t i = 0; i < count; i++) {
		scn_paper_command(p->out, p->look, i && !p->look->plain ? "" : "Next", commands[i]);
		free(commands[i]);
	}
}

static void finding(struct page *p, const struct scn_finding *f, bool many)
{
	struct scn_text session = { 0 };

	heading(p, f, many);
	said(p, f);
	means(p, f);
	other_side(p, f);
	add_session(&session, &f->session);
	row(p, "Session", &session);
	alert(p, f);
	where(p, f);
	scn_paper_row(p->out, p->look, "Advice", scn_category(scn_finding_category(f))->advice);
	causes(p, f);
	next(p, f);
	scn_text_char(p->out, '\n');
}

/* ---- the way of a mail ---- */

static void add_peer(struct scn_text *out, const char *text, const char *fallback)
{
	if (text)
		scn_text_peer(out, text, strlen(text));
	else
		scn_text_add(out, fallback);
}

static void hop_route(struct page *p, const struct scn_hop *hop, size_t number)
{
	struct scn_text text = { 0 };

	add_peer(&text, hop->from, hop->address ? "" : "?");
	if (hop->address) {
		scn_text_add(&text, hop->from ? " [" : "[");
		scn_text_peer(&text, hop->address, strlen(hop->address));
		scn_text_char(&text, ']');
	}
	scn_text_add(&text, " to ");
	add_peer(&text, hop->by, "?");
	if (p->look->plain)
		scn_text_printf(p->out, "hop: %zu\nroute: %s\n", number, scn_text_str(&text));
	else {
		scn_text_printf(p->out, "%2zu  ", number);
		scn_paper_wrap(p->out, p->look, scn_text_str(&text), 6);
	}
	scn_text_finish(&text);
}

static enum scn_ink hop_state(const struct scn_hop *hop, const char **word_out)
{
	*word_out = "encryption not told";
	if (hop->local && hop->encrypted != SCN_ENCRYPTED_YES) {
		*word_out = "inside one host";
		return SCN_INK_PLAIN;
	}
	if (hop->encrypted == SCN_ENCRYPTED_NO) {
		*word_out = "NOT encrypted";
		return SCN_INK_BAD;
	}
	if (hop->encrypted != SCN_ENCRYPTED_YES)
		return SCN_INK_PLAIN;
	*word_out = scn_session_is_weak(&hop->session) ? "encrypted, weak" : "encrypted";
	return scn_session_is_weak(&hop->session) ? SCN_INK_WEAK : SCN_INK_GOOD;
}

static void hop_details(struct page *p, const struct scn_hop *hop)
{
	struct scn_text text = { 0 }, session = { 0 };
	const char *word;
	enum scn_ink ink = hop_state(hop, &word);

	if (p->look->plain)
		scn_text_add(p->out, "state: ");
	else
		scn_text_fill(p->out, ' ', 6);
	scn_paper_ink(p->out, p->look, ink, word);
	add_session(&session, &hop->session);
	if (session.len)
		scn_text_printf(&text, ": %s", scn_text_str(&session));
	if (hop->client_certificate)
		scn_text_printf(&text, "; client certificate %s", hop->client_certificate);
	if (hop->protocol)
		scn_text_printf(&text, "; %s", hop->protocol);
	if (hop->software)
		scn_text_printf(&text, ", written by %s", hop->software);
	scn_paper_wrap(p->out, p->look, scn_text_str(&text), 6);
	scn_text_finish(&text);
	scn_text_finish(&session);
}

static void hops(struct page *p, const struct scn_explanation *e)
{
	bool asked = false;

	if (e->hop_count == 0)
		return;
	if (!p->look->plain) {
		scn_paper_ink(p->out, p->look, SCN_INK_BOLD,
			"The way of the mail, from sender to recipient");
		scn_text_char(p->out, '\n');
	}
	for (size_t i = 0; i < e->hop_count; i++) {
		hop_route(p, &e->hops[i], i + 1);
		hop_details(p, &e->hops[i]);
	}
	for (size_t i = 0; i < e->hop_count; i++) {
		char *command = scn_hop_next(&e->hops[i]);

		if (command)
			scn_paper_command(
				p->out, p->look, asked && !p->look->plain ? "" : "Next", command);
		asked |= command != NULL;
		free(command);
	}
	scn_text_char(p->out, '\n');
}

void scn_explain_text(
	const struct scn_explanation *e, const struct scn_explain_look *look, struct scn_text *out)
{
	struct scn_text text = { 0 };
	struct page p = { look, &text };

	hops(&p, e);
	for (size_t i = 0; i < e->finding_count; i++)
		finding(&p, &e->findings[i], e->line_count > 1);
	if (e->truncated)
		scn_paper_row(&text, look, "Note",
			"More was given than is shown here: pass the lines around the failure.");
	if (look->ascii)
		scn_paper_ascii(&text);
	/* The last block ends the page, not a blank line. */
	while (text.len > 1 && text.at[text.len - 1] == '\n' && text.at[text.len - 2] == '\n')
		text.at[--text.len] = 0;
	scn_text_add(out, scn_text_str(&text));
	scn_text_finish(&text);
}
