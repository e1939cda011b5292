#include "core/report/load.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/report/json-parts.h"
#include "core/report/report.h"

/* ---- fields ---- */

const struct scn_json *scn_load_list(
	struct scn_load *l, const struct scn_json *object, const char *key, size_t most)
{
	const struct scn_json *array =
		scn_json_need_array(&l->json, object, key, SCN_JSON_OPTIONAL);

	if (scn_json_count(array) > most) {
		scn_json_complain(&l->json, array, scn_tr("more than %zu entries"), most);
		return NULL;
	}
	return scn_json_first(array);
}

static const char *limited(struct scn_load *l, const struct scn_json *at, const char *text)
{
	if (text && strlen(text) > SCN_LOAD_MAX_STRING) {
		scn_json_complain(
			&l->json, at, scn_tr("longer than %d bytes"), (int)SCN_LOAD_MAX_STRING);
		return NULL;
	}
	return text;
}

static const char *string(struct scn_load *l, const struct scn_json *object, const char *key)
{
	return limited(l, scn_json_get(object, key),
		scn_json_need_string(&l->json, object, key, SCN_JSON_OPTIONAL));
}

char *scn_load_raw(struct scn_load *l, const struct scn_json *object, const char *key)
{
	return scn_strdup(string(l, object, key));
}

char *scn_load_safe(struct scn_load *l, const struct scn_json *object, const char *key)
{
	const char *text = string(l, object, key);
	struct scn_text safe = { 0 };

	if (!text)
		return NULL;
	/* A backslash is already an escape of ours, so it stays. */
	while (*text) {
		size_t len = strcspn(text, "\\");

		scn_text_peer(&safe, text, len);
		text += len;
		if (*text)
			scn_text_char(&safe, *text++);
	}
	return scn_text_take(&safe);
}

char *scn_load_item(struct scn_load *l, const struct scn_json *element)
{
	if (!scn_json_is_string(element)) {
		scn_json_complain(&l->json, element, scn_tr("expected a string"));
		return scn_strdup("");
	}
	element = limited(l, element, scn_json_string(element)) ? element : NULL;
	return scn_strdup(element ? scn_json_string(element) : "");
}

int64_t scn_load_count(
	struct scn_load *l, const struct scn_json *object, const char *key, int64_t most)
{
	return scn_json_need_int(&l->json, object, key, SCN_JSON_OPTIONAL, 0, most);
}

enum scn_known scn_load_known(struct scn_load *l, const struct scn_json *object, const char *key)
{
	const struct scn_json *value = scn_json_get(object, key);

	if (!value || scn_json_is_null(value))
		return SCN_UNKNOWN;
	return scn_json_need_bool(&l->json, object, key, SCN_JSON_OPTIONAL) ? SCN_ACCEPTED
									    : SCN_REJECTED;
}

scn_unixtime scn_load_time(struct scn_load *l, const struct scn_json *object, const char *key)
{
	const char *text = string(l, object, key);
	scn_unixtime when = text ? scn_utc_parse(text) : 0;

	/* -1 is also the second before 1970, which a certificate may name. */
	if (when == -1 && strcmp(text, "1969-12-31T23:59:59Z") != 0)
		scn_json_complain(&l->json, scn_json_get(object, key),
			scn_tr("expected a time such as 2026-01-31T12:00:00Z"));
	return when;
}

uint32_t scn_load_code(
	struct scn_load *l, const struct scn_json *object, const char *key, uint32_t most)
{
	const char *text = string(l, object, key);
	scn_suite_code code = 0;

	if (text && (!scn_suite_code_parse(text, &code) || code > most)) {
		scn_json_complain(&l->json, scn_json_get(object, key),
			scn_tr("expected a code such as \"0xC02F\""));
		return 0;
	}
	return code;
}

uint8_t *scn_load_hex(
	struct scn_load *l, const struct scn_json *object, const char *key, size_t *len_out)
{
	const char *text = scn_json_need_string(&l->json, object, key, SCN_JSON_OPTIONAL);
	struct scn_builder bytes = { 0 };

	*len_out = 0;
	if (!text)
		return NULL;
	if (strlen(text) > 2 * (size_t)SCN_LOAD_MAX_BYTES || !scn_build_hex(&bytes, text)) {
		scn_json_complain(&l->json, scn_json_get(object, key),
			scn_tr("expected at most %d bytes in hexadecimal"),
			(int)SCN_LOAD_MAX_BYTES);
		scn_builder_finish(&bytes);
		return NULL;
	}
	*len_out = bytes.len;
	return bytes.data ? bytes.data : scn_alloc(1, 1);
}

int scn_load_word(struct scn_load *l, const struct scn_json *object, const char *key,
	const struct scn_load_words *words)
{
	const char *text = string(l, object, key);
	struct scn_text all = { 0 };

	if (!text)
		return words->missing;
	for (int i = 0; i < words->count; i++) {
		const char *word = words->word_at(i);

		if (word && strcmp(word, text) == 0) {
			scn_text_finish(&all);
			return i;
		}
		if (word)
			scn_text_printf(&all, " %s", word);
	}
	scn_json_complain(&l->json, scn_json_get(object, key), scn_tr("expected one of:%s"),
		scn_text_str(&all));
	scn_text_finish(&all);
	return words->missing;
}

static const char *status_at(int i)
{
	return scn_known_word((enum scn_known)i);
}

static const char *version_at(int i)
{
	return scn_version_word((enum scn_version)i);
}

static const char *evidence_at(int i)
{
	return scn_evidence_word((enum scn_evidence)i);
}

static const char *strength_at(int i)
{
	return scn_strength_word((enum scn_strength)i);
}

static const char *mode_at(int i)
{
	return scn_mode_word((enum scn_document_mode)i);
}

static const char *kind_at(int i)
{
	return i ? "domain" : "server";
}

static const char *state_at(int i)
{
	return i ? "partial" : "complete";
}

const struct scn_load_words scn_load_status_words = { status_at, SCN_ACCEPTED + 1, SCN_UNKNOWN };
const struct scn_load_words scn_load_version_words = { version_at, SCN_VERSION_COUNT,
	SCN_VERSION_NONE };
const struct scn_load_words scn_load_evidence_words = { evidence_at, SCN_EVIDENCE_CONFIRMED + 1,
	SCN_EVIDENCE_NONE };
const struct scn_load_words scn_load_strength_words = { strength_at, SCN_STRENGTH_BROKEN + 1,
	SCN_STRENGTH_GOOD };
static const struct scn_load_words mode_words = { mode_at, SCN_MODE_SCAN + 1, SCN_MODE_CHECK };
static const struct scn_load_words kind_words = { kind_at, 2, 0 };
static const struct scn_load_words state_words = { state_at, 2, 1 };

/* ---- the document ---- */

static void load_target(struct scn_load *l, const struct scn_json *json, struct scn_document *d)
{
	const char *input = scn_json_need_string(&l->json, json, "input", SCN_JSON_REQUIRED);
	struct scn_target_result *target =
		scn_document_add_target(d, limited(l, json, input) ? input : "");
	const struct scn_json *error =
		scn_json_need_object(&l->json, json, "error", SCN_JSON_OPTIONAL);
	const struct scn_json *server = scn_load_list(l, json, "servers", SCN_LOAD_MAX_SERVERS);

	target->domain = scn_load_word(l, json, "kind", &kind_words) == 1;
	if (error) {
		target->error_id = scn_load_safe(l, error, "id");
		target->error_text = scn_load_safe(l, error, "text");
	}
	target->note = scn_load_safe(l, json, "note");
	for (; server && scn_json_reader_ok(&l->json); server = scn_json_next(server)) {
		struct scn_server_result *result = scn_target_add_server(target);

		scn_load_facts(l, server, &result->facts);
		scn_load_pairs(l, server, result);
	}
}

/* "handfast/scan/1". A higher number is a file of a newer program. */
static void check_schema(struct scn_load *l, const struct scn_json *root)
{
	const char *schema = scn_json_need_string(&l->json, root, "schema", SCN_JSON_REQUIRED);
	size_t len = strlen(SCN_SCAN_SCHEMA);
	char *end = NULL;
	long number;

	if (!schema)
		return;
	if (strncmp(schema, SCN_SCAN_SCHEMA, len) != 0) {
		scn_json_complain(&l->json, scn_json_get(root, "schema"),
			scn_tr("this is not a saved scan; expected \"%s%d\""), SCN_SCAN_SCHEMA,
			SCN_SCAN_SCHEMA_NUMBER);
		return;
	}
	errno = 0;
	number = strtol(schema + len, &end, 10);
	if (number > SCN_SCAN_SCHEMA_NUMBER)
		scn_json_complain(&l->json, scn_json_get(root, "schema"),
			scn_tr("this scan was saved by a newer version of Handfast (schema %ld, "
			       "this one reads %d)"),
			number, SCN_SCAN_SCHEMA_NUMBER);
	else if (errno || !end || *end || number != SCN_SCAN_SCHEMA_NUMBER)
		scn_json_complain(&l->json, scn_json_get(root, "schema"),
			scn_tr("expected \"%s%d\""), SCN_SCAN_SCHEMA, SCN_SCAN_SCHEMA_NUMBER);
}

static void load_document(struct scn_load *l, const struct scn_json *root, struct scn_document *d)
{
	const struct scn_json *target;

	check_schema(l, root);
	if (!scn_json_reader_ok(&l->json))
		return;
	d->id = scn_load_safe(l, root, "id");
	d->title = scn_load_safe(l, root, "title");
	d->mode = (enum scn_document_mode)scn_load_word(l, root, "mode", &mode_words);
	d->demo = scn_json_need_bool(&l->json, root, "demo", SCN_JSON_OPTIONAL);
	d->started = scn_load_time(l, root, "started");
	d->finished = scn_load_time(l, root, "finished");
	d->partial = scn_load_word(l, root, "state", &state_words) == 1;
	scn_json_need_array(&l->json, root, "targets", SCN_JSON_REQUIRED);
	target = scn_load_list(l, root, "targets", SCN_LOAD_MAX_TARGETS);
	for (; target && scn_json_reader_ok(&l->json); target = scn_json_next(target))
		load_target(l, target, d);
}

struct scn_document *scn_document_load(
	const char *text, size_t len, const char *name, struct scn_text *error_out)
{
	struct scn_json_document *parsed = scn_json_parse(text, len, name, error_out);
	struct scn_document *d;
	struct scn_load l;

	if (!parsed)
		return NULL;
	l.json = scn_json_reader(parsed, error_out);
	d = scn_alloc(1, sizeof(*d));
	if (scn_json_is_object(scn_json_root(parsed)))
		load_document(&l, scn_json_root(parsed), d);
	else
		scn_json_complain(&l.json, scn_json_root(parsed), scn_tr("expected an object"));
	if (!scn_json_reader_ok(&l.json)) {
		scn_document_free(d);
		d = NULL;
	}
	scn_json_document_free(parsed);
	return d;
}
