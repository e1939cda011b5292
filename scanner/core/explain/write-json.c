#include "core/explain/write.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/registry/alert.h"

/* docs/schema/explain-1.json describes this. */

static void put(struct scn_json *json, const char *key, const char *value)
{
	scn_json_put(json, key, scn_json_from_string(value));
}

/* Words of others: escaped as on a terminal, so that a script may print them. */
static void put_peer(struct scn_json *json, const char *key, const char *value)
{
	struct scn_text safe = { 0 };

	if (value)
		scn_text_peer(&safe, value, strlen(value));
	put(json, key, value ? scn_text_str(&safe) : NULL);
	scn_text_finish(&safe);
}

static void put_number(struct scn_json *json, const char *key, unsigned value)
{
	scn_json_put(json, key, value ? scn_json_from_int(value) : scn_json_null());
}

static struct scn_json *document(void)
{
	struct scn_json *json = scn_json_object();
	struct scn_json *tool;

	put(json, "schema", "handfast/explain/1");
	tool = scn_json_put(json, "tool", scn_json_object());
	put(tool, "name", "handfast");
	put(tool, "version", SCN_VERSION);
	return json;
}

static void print(struct scn_json *take_json, struct scn_text *out)
{
	scn_json_print(take_json, SCN_JSON_INDENTED, out);
	if (out->len == 0 || out->at[out->len - 1] != '\n')
		scn_text_char(out, '\n');
	scn_json_free(take_json);
}

static void put_session(struct scn_json *json, const struct scn_session *s)
{
	struct scn_json *suites;

	put(json, "version", scn_version_word(s->version));
	put_peer(json, "suite_text", s->suite_text);
	suites = scn_json_put(json, "suites", scn_json_array());
	for (size_t i = 0; i < s->suite_count; i++) {
		struct scn_json *suite = scn_json_push(suites, scn_json_object());
		char code[SCN_SUITE_CODE_LEN];

		scn_suite_code_text(s->suites[i]->code, code);
		put(suite, "code", code);
		put(suite, "name", s->suites[i]->name);
		put(suite, "strength", scn_strength_word(s->suites[i]->strength));
	}
	put_number(json, "bits", s->bits);
}

static struct scn_json *alert(int code)
{
	const struct scn_alert *known = code >= 0 ? scn_alert_by_code((uint8_t)code) : NULL;
	struct scn_json *json;

	if (code < 0)
		return scn_json_null();
	json = scn_json_object();
	scn_json_put(json, "code", scn_json_from_int(code));
	put(json, "name", known ? known->name : NULL);
	return json;
}

static struct scn_json *rows(const struct scn_finding *f)
{
	struct scn_json *array = scn_json_array();

	for (size_t i = 0; i < f->row_count; i++) {
		struct scn_json *json = scn_json_push(array, scn_json_object());

		put(json, "id", f->rows[i]->id);
		put(json, "kind", scn_reply_kind_word(f->rows[i]->kind));
		put(json, "category", scn_category(f->rows[i]->category)->word);
		put(json, "stage", f->rows[i]->stage);
		put(json, "permanence", f->rows[i]->permanence);
		put(json, "meaning", scn_finding_meaning(f, i));
	}
	return array;
}

static struct scn_json *next(const struct scn_finding *f)
{
	struct scn_json *array = scn_json_array();
	char *commands[SCN_EXPLAIN_MAX_NEXT];
	size_t count = scn_finding_next(f, commands);

	for (size_t i = 0; i < count; i++) {
		scn_json_push(array, scn_json_from_string(commands[i]));
		free(commands[i]);
	}
	return array;
}

static struct scn_json *finding(const struct scn_finding *f)
{
	struct scn_json *json = scn_json_object();
	struct scn_json *causes;

	scn_json_put(json, "line", scn_json_from_int((int64_t)f->line));
	scn_json_put(json, "count", scn_json_from_int((int64_t)f->count));
	put_peer(json, "text", f->text);
	put(json, "product", f->product);
	put(json, "said_by", scn_said_by_word(f->said_by));
	put(json, "category", scn_category(scn_finding_category(f))->word);
	put(json, "fault", scn_fault_word(scn_category(scn_finding_category(f))->fault));
	scn_json_put(json, "known", rows(f));
	put_peer(json, "host", f->host);
	put_peer(json, "address", f->address);
	put_number(json, "port", f->port);
	put(json, "host_is",
		!f->host && !f->address ? NULL
		: f->host_is_client     ? "client"
					: "server");
	put_session(json, &f->session);
	scn_json_put(json, "alert", alert(f->alert));
	causes = scn_json_put(json, "causes", scn_json_array());
	for (size_t i = 0; i < f->cause_count; i++)
		scn_json_push(causes, scn_json_from_string(f->causes[i]));
	scn_json_put(json, "next", next(f));
	return json;
}

static struct scn_json *encrypted(enum scn_encrypted value)
{
	return value == SCN_ENCRYPTED_UNKNOWN ? scn_json_null()
					      : scn_json_from_bool(value == SCN_ENCRYPTED_YES);
}

static struct scn_json *hop(const struct scn_hop *h)
{
	struct scn_json *json = scn_json_object();
	char *command = scn_hop_next(h);

	put_peer(json, "from", h->from);
	put_peer(json, "address", h->address);
	put_peer(json, "by", h->by);
	put_peer(json, "protocol", h->protocol);
	put(json, "software", h->software);
	scn_json_put(json, "encrypted", encrypted(h->encrypted));
	scn_json_put(json, "local", scn_json_from_bool(h->local));
	put_session(json, &h->session);
	put(json, "client_certificate", h->client_certificate);
	put(json, "next", command);
	free(command);
	return json;
}

void scn_explain_json(const struct scn_explanation *e, struct scn_text *out)
{
	struct scn_json *json = document();
	struct scn_json *array;

	scn_json_put(json, "lines", scn_json_from_int((int64_t)e->line_count));
	scn_json_put(json, "truncated", scn_json_from_bool(e->truncated));
	array = scn_json_put(json, "hops", scn_json_array());
	for (size_t i = 0; i < e->hop_count; i++)
		scn_json_push(array, hop(&e->hops[i]));
	array = scn_json_put(json, "findings", scn_json_array());
	for (size_t i = 0; i < e->finding_count; i++)
		scn_json_push(array, finding(&e->findings[i]));
	print(json, out);
}

void scn_cause_page_json(const struct scn_cause_page *page, struct scn_text *out)
{
	struct scn_json *json = document();
	struct scn_json *cause = scn_json_put(json, "cause", scn_json_object());

	put(cause, "id", page->id);
	put(cause, "title", page->title);
	put(cause, "page", page->text);
	print(json, out);
}
