#include "core/report/dialogue-rows.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/registry/version.h"
#include "core/report/stored.h"

const char *scn_row_severity_word(enum scn_row_severity severity)
{
	static const char *const words[] = { "plain", "note", "warning", "error" };

	return words[severity];
}

const char *scn_layer_title(enum scn_layer layer)
{
	static const char *const titles[] = { "TCP", "SMTP", "TLS" };

	return titles[layer];
}

/* ---- how connections end: the first word of the record's outcome ---- */

struct ending {
	const char *word;
	enum scn_row_severity severity;
	const char *sentence; /* of a connection that carried a client's hello, or none */
	const char
		*general; /* of a question about lists, where that differs: a "no" is an answer */
};

static const struct ending endings[] = {
	{ "connect-refused", SCN_ROW_ERROR, SCN_MARK("The server refused the connection."), NULL },
	{ "connect-timed-out", SCN_ROW_ERROR, SCN_MARK("The server did not answer the connection."),
		NULL },
	{ "unreachable", SCN_ROW_ERROR, SCN_MARK("The server cannot be reached."), NULL },
	{ "greeting-silent", SCN_ROW_WARNING,
		SCN_MARK("The server took the connection and said nothing."), NULL },
	{ "greeting-closed", SCN_ROW_WARNING,
		SCN_MARK("The server closed the connection before its greeting."), NULL },
	{ "greeting-refused", SCN_ROW_ERROR, SCN_MARK("The server wants no mail from here."),
		NULL },
	{ "dialogue-silent", SCN_ROW_WARNING, SCN_MARK("The server stopped answering."), NULL },
	{ "dialogue-closed", SCN_ROW_WARNING,
		SCN_MARK("The server went away in the middle of the dialogue. That says nothing "
			 "about TLS."),
		NULL },
	{ "ehlo-refused", SCN_ROW_ERROR,
		SCN_MARK("The server refused EHLO, so it offers no STARTTLS."), NULL },
	{ "not-offered", SCN_ROW_ERROR, SCN_MARK("STARTTLS is not offered."), NULL },
	{ "starttls-tempfail", SCN_ROW_WARNING,
		SCN_MARK("The server offers STARTTLS but does not start it for now."), NULL },
	{ "starttls-refused", SCN_ROW_ERROR,
		SCN_MARK("The server offers STARTTLS but refuses to start it."), NULL },
	{ "not-smtp", SCN_ROW_ERROR, SCN_MARK("What answers there does not speak SMTP."), NULL },
	{ "injected", SCN_ROW_ERROR,
		SCN_MARK("Behind the answer to STARTTLS came more plain text: a client that is "
			 "careful ends here."),
		NULL },
	{ "warm-closed", SCN_ROW_NOTE,
		SCN_MARK("The server closed the connection before a question was asked. That says "
			 "nothing about TLS."),
		NULL },
	{ "unused", SCN_ROW_NOTE, SCN_MARK("This connection was not needed."), NULL },
	{ "selected", SCN_ROW_NOTE,
		SCN_MARK("The server chose a version and a cipher suite. The test ends here."),
		NULL },
	{ "alert", SCN_ROW_ERROR, SCN_MARK("The server refused this ClientHello."),
		SCN_MARK("The server accepts nothing of what was offered here.") },
	{ "hello-closed", SCN_ROW_ERROR,
		SCN_MARK("The server closed the connection after the ClientHello."), NULL },
	{ "hello-silent", SCN_ROW_WARNING, SCN_MARK("The server did not answer the ClientHello."),
		NULL },
	{ "hello-not-tls", SCN_ROW_ERROR, SCN_MARK("The server did not speak TLS after STARTTLS."),
		NULL },
	{ "hello-broken", SCN_ROW_ERROR, SCN_MARK("The server's TLS answer is malformed."), NULL },
	{ "ssl2", SCN_ROW_NOTE, SCN_MARK("The server answered in SSL 2.0."), NULL },
	{ "completed", SCN_ROW_NOTE,
		SCN_MARK("The handshake completed, and the server answered inside TLS."), NULL },
	{ "completed-no-smtp", SCN_ROW_WARNING,
		SCN_MARK("The handshake completed, but the server did not answer inside TLS."),
		NULL },
	{ "handshake-failed", SCN_ROW_ERROR, SCN_MARK("The handshake did not complete."), NULL },
	{ "handshake-broken", SCN_ROW_NOTE,
		SCN_MARK("The TLS library of this program could not make this handshake."), NULL },
};

static const struct ending *find_ending(const char *outcome)
{
	size_t len = outcome ? strcspn(outcome, " :(") : 0;

	for (size_t i = 0; len && i < SCN_COUNT(endings); i++)
		if (strlen(endings[i].word) == len && strncmp(endings[i].word, outcome, len) == 0)
			return &endings[i];
	return NULL;
}

/* ---- what kind of connection it was ---- */

static const char *after_word(const char *purpose, const char *word)
{
	size_t len = strlen(word);

	return purpose && strncmp(purpose, word, len) == 0 ? purpose + len : NULL;
}

/* A client's own hello, as it is or with one thing changed; else NULL. */
static const char *replay_id(const struct scn_probe_record *record)
{
	return after_word(record->purpose, "replay ");
}

bool scn_probe_is_of(const struct scn_probe_record *record, const char *profile_id)
{
	const char *id = replay_id(record);
	size_t len = strlen(profile_id);

	return id && strncmp(id, profile_id, len) == 0 && (id[len] == 0 || id[len] == '+');
}

static bool is_of_pair(const struct scn_dialogue *d)
{
	return d->pair && d->pair->profile_id && scn_probe_is_of(d->record, d->pair->profile_id);
}

/* ---- rows ---- */

struct rows {
	struct scn_dialogue_row *items;
	size_t count;
};

static void add(struct rows *rows, struct scn_dialogue_row take_row)
{
	SCN_APPEND(rows->items, rows->count, take_row);
}

static void add_comment(struct rows *rows, scn_time at, enum scn_layer layer,
	enum scn_row_severity severity, const char *text)
{
	add(rows, (struct scn_dialogue_row){ .at = at,
			  .direction = SCN_COMMENT,
			  .layer = layer,
			  .severity = severity,
			  .text = scn_strdup(text) });
}

/* Line for line, without line ends that only some lines have. */
static char *safe_text(const char *text)
{
	struct scn_text safe = { 0 };

	while (text && *text) {
		size_t len = strcspn(text, "\n");
		size_t shown = len && text[len - 1] == '\r' ? len - 1 : len;

		scn_text_peer(&safe, text, shown);
		text += len;
		if (*text && *++text)
			scn_text_char(&safe, '\n');
	}
	return scn_text_take(&safe);
}

/* RFC 5321 section 4.2.1: 4 and 5 are refusals; a warning alert is the server's own doubt. */
static enum scn_row_severity severity_of(const struct scn_line *line)
{
	const char *text = line->text ? line->text : "";

	if (line->direction == SCN_COMMENT)
		return line->layer == SCN_LAYER_TCP ? SCN_ROW_PLAIN : SCN_ROW_NOTE;
	if (line->direction != SCN_FROM_SERVER)
		return SCN_ROW_PLAIN;
	if (line->layer == SCN_LAYER_SMTP && (text[0] == '4' || text[0] == '5'))
		return SCN_ROW_WARNING;
	if (line->layer == SCN_LAYER_TLS && strncmp(text, "Alert warning", 13) == 0)
		return SCN_ROW_WARNING;
	return SCN_ROW_PLAIN;
}

static void add_line(struct rows *rows, const struct scn_line *line)
{
	struct scn_text text = { 0 };

	if (line->direction == SCN_COMMENT)
		scn_tr_stored(line->text, &text);
	else
		scn_text_add(&text, line->text ? line->text : "");
	add(rows, (struct scn_dialogue_row){ .at = line->at,
			  .direction = line->direction,
			  .layer = line->layer,
			  .severity = severity_of(line),
			  .text = safe_text(scn_text_str(&text)),
			  .bytes = { line->bytes, line->bytes ? line->len : 0 } });
	scn_text_finish(&text);
}

/* Behind the hello: whose it is. */
static void add_origin(struct rows *rows, const struct scn_dialogue *d, const struct scn_line *line)
{
	const char *change = strchr(d->record->purpose, '+');
	struct scn_text text = { 0 };

	if (change)
		scn_text_printf(&text,
			scn_tr("This is the ClientHello of %s with one thing changed: %s."),
			d->pair->profile_name, change + 1);
	else
		scn_text_printf(
			&text, scn_tr("This is the ClientHello of %s."), d->pair->profile_name);
	add_comment(rows, line->at, SCN_LAYER_TLS, SCN_ROW_NOTE, scn_text_str(&text));
	scn_text_finish(&text);
}

static void add_ending(struct rows *rows, const struct scn_dialogue *d, scn_time at)
{
	const struct ending *ending = find_ending(d->record->outcome);
	bool general = ending && ending->general && !replay_id(d->record);

	if (general)
		add_comment(rows, at, SCN_LAYER_TLS, SCN_ROW_NOTE, scn_tr(ending->general));
	else if (ending)
		add_comment(rows, at, SCN_LAYER_TLS, ending->severity, scn_tr(ending->sentence));
	else if (d->record->outcome && *d->record->outcome)
		add_comment(rows, at, SCN_LAYER_TLS, SCN_ROW_NOTE, d->record->outcome);
}

/* Why the client of this pair fails, or what is weak. */
static void add_cause(struct rows *rows, const struct scn_dialogue *d, scn_time at)
{
	const struct scn_verdict *v = d->pair;

	if (v->kind == SCN_VERDICT_FAILS && v->summary)
		add_comment(rows, at, SCN_LAYER_TLS, SCN_ROW_ERROR, v->summary);
	if (v->kind == SCN_VERDICT_WEAK && v->weak)
		add_comment(rows, at, SCN_LAYER_TLS, SCN_ROW_WARNING, v->weak);
}

/* Comments stand behind the server's last word; where it said none, at the end. */
static size_t last_word(const struct scn_probe_record *record)
{
	size_t last = record->line_count - 1;

	for (size_t i = record->line_count; i-- > 0;)
		if (record->lines[i].direction == SCN_FROM_SERVER)
			return i;
	return last;
}

static bool is_hello(const struct scn_line *line)
{
	return line->direction == SCN_FROM_US && line->layer == SCN_LAYER_TLS;
}

static void mask(struct rows *rows, const struct scn_dialogue *d)
{
	for (size_t i = 0; i < rows->count; i++) {
		struct scn_text text = { 0 };

		scn_text_add(&text, rows->items[i].text);
		scn_dialogue_mask(d, &text);
		free(rows->items[i].text);
		rows->items[i].text = scn_text_take(&text);
		rows->items[i].bytes = (struct scn_bytes){ 0 };
	}
}

size_t scn_dialogue_rows(const struct scn_dialogue *d, struct scn_dialogue_row **rows_out)
{
	const struct scn_probe_record *record = d->record;
	struct rows rows = { 0 };
	bool of_pair = is_of_pair(d);
	bool told = !of_pair;

	for (size_t i = 0; i < record->line_count; i++) {
		const struct scn_line *line = &record->lines[i];

		add_line(&rows, line);
		if (!told && is_hello(line)) {
			add_origin(&rows, d, line);
			told = true;
		}
		if (i != last_word(record))
			continue;
		add_ending(&rows, d, line->at);
		if (of_pair && !strchr(record->purpose, '+'))
			add_cause(&rows, d, line->at);
	}
	if (d->masked)
		mask(&rows, d);
	*rows_out = rows.items;
	return rows.count;
}

void scn_dialogue_rows_free(struct scn_dialogue_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(rows[i].text);
	free(rows);
}

/* ---- titles ---- */

static const struct {
	const char *word, *format;
} subjects[] = {
	{ " suites", SCN_MARK("cipher suites of %s") },
	{ " order", SCN_MARK("order of the cipher suites of %s") },
	{ " groups", SCN_MARK("groups of %s") },
	{ " signatures", SCN_MARK("signatures of %s") },
};

/* "TLS1.2 suites" */
static bool say_subject(const char *purpose, struct scn_text *out)
{
	size_t len = strcspn(purpose, " ");
	char *word = scn_strndup(purpose, len);
	enum scn_version version = scn_version_parse(word);

	free(word);
	for (size_t i = 0; version != SCN_VERSION_NONE && i < SCN_COUNT(subjects); i++)
		if (strcmp(purpose + len, subjects[i].word) == 0) {
			scn_text_printf(
				out, scn_tr(subjects[i].format), scn_version_title(version));
			return true;
		}
	return false;
}

void scn_probe_purpose(const struct scn_probe_record *record, struct scn_text *out)
{
	const char *purpose = record->purpose ? record->purpose : "";
	const char *id = replay_id(record);

	if (id) {
		scn_text_printf(out, scn_tr("ClientHello of %s"), id);
		return;
	}
	id = after_word(purpose, "handshake ");
	if (id)
		scn_text_printf(out, scn_tr("whole handshake as %s"), id);
	else if (strcmp(purpose, "warm") == 0)
		scn_text_add(out, scn_tr("connection without a question"));
	else if (!say_subject(purpose, out))
		scn_text_add(out, purpose);
}

void scn_probe_title(const struct scn_server_facts *facts, const struct scn_probe_record *record,
	struct scn_text *out)
{
	uint32_t all = facts->cost.connections;
	struct scn_text purpose = { 0 };

	scn_probe_purpose(record, &purpose);
	scn_text_printf(out, scn_tr("Probe %u of %u: %s"), record->number,
		all > record->number ? all : record->number, scn_text_str(&purpose));
	scn_text_finish(&purpose);
}

/* ---- which one ---- */

const struct scn_probe_record *scn_probe_by_number(
	const struct scn_server_facts *facts, uint32_t number)
{
	for (size_t i = 0; number && i < facts->probe_count; i++)
		if (facts->probes[i].number == number && facts->probes[i].line_count)
			return &facts->probes[i];
	return NULL;
}

const struct scn_probe_record *scn_dialogue_pick(
	const struct scn_server_facts *facts, const char *client)
{
	const struct scn_replay_fact *replay = client ? scn_facts_find_replay(facts, client) : NULL;
	const struct scn_probe_record *record =
		replay ? scn_probe_by_number(facts, replay->probe) : NULL;

	for (size_t i = 0; !record && i < facts->probe_count; i++)
		if (facts->probes[i].line_count)
			record = &facts->probes[i];
	return record;
}
