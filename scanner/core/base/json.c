/* The tree and the document, on cJSON. A struct scn_json is a cJSON item under another name. */
#include "core/base/json.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/json-document.h"
#include "core/base/json-scan.h"
#include "core/base/language.h"

static cJSON *item(const struct scn_json *json)
{
	return (cJSON *)json;
}

static struct scn_json *made(cJSON *new_item)
{
	if (!new_item)
		abort(); /* out of memory, as in scn_alloc */
	return (struct scn_json *)new_item;
}

struct scn_json *scn_json_object(void)
{
	return made(cJSON_CreateObject());
}

struct scn_json *scn_json_array(void)
{
	return made(cJSON_CreateArray());
}

struct scn_json *scn_json_put(struct scn_json *object, const char *key, struct scn_json *take_child)
{
	bool put = cJSON_AddItemToObject(item(object), key, item(take_child));

	assert(put);
	return take_child;
}

struct scn_json *scn_json_push(struct scn_json *array, struct scn_json *take_child)
{
	bool put = cJSON_AddItemToArray(item(array), item(take_child));

	assert(put);
	return take_child;
}

struct scn_json *scn_json_from_string(const char *text)
{
	return text ? made(cJSON_CreateString(text)) : scn_json_null();
}

struct scn_json *scn_json_from_int(int64_t value)
{
	return scn_json_from_double((double)value);
}

struct scn_json *scn_json_from_double(double value)
{
	return made(cJSON_CreateNumber(value));
}

struct scn_json *scn_json_from_bool(bool value)
{
	return made(cJSON_CreateBool(value));
}

struct scn_json *scn_json_null(void)
{
	return made(cJSON_CreateNull());
}

void scn_json_free(struct scn_json *json)
{
	cJSON_Delete(item(json));
}

static int by_key(const void *a, const void *b)
{
	const cJSON *const *left = a;
	const cJSON *const *right = b;

	return strcmp((*left)->string, (*right)->string);
}

/* The later of two members of an object that have the same key, or NULL. */
static const cJSON *find_twin(const cJSON *object)
{
	size_t count = 0;
	const cJSON **members = NULL;
	const cJSON *twin = NULL;

	for (const cJSON *child = object->child; child; child = child->next)
		SCN_APPEND(members, count, child);
	if (count > 1)
		qsort(members, count, sizeof(members[0]), by_key);
	for (size_t i = 1; i < count && !twin; i++) {
		if (by_key(&members[i - 1], &members[i]) == 0)
			twin = members[i];
	}
	free(members);
	return twin;
}

/* What the grammar allows and we do not: a key twice, a number beyond a double. */
static bool check_tree(struct scn_json_reader *r, const cJSON *json)
{
	const cJSON *twin = cJSON_IsObject(json) ? find_twin(json) : NULL;

	if (twin)
		scn_json_complain(r, (const struct scn_json *)twin,
			scn_tr("the key \"%s\" is there twice"), twin->string);
	else if (cJSON_IsNumber(json) && !isfinite(json->valuedouble))
		scn_json_complain(
			r, (const struct scn_json *)json, scn_tr("the number is too large"));
	for (const cJSON *child = json->child; child && scn_json_reader_ok(r); child = child->next)
		check_tree(r, child);
	return scn_json_reader_ok(r);
}

struct scn_json_document *scn_json_parse(
	const char *text, size_t len, const char *name, struct scn_text *error_out)
{
	struct scn_json_document *document;
	struct scn_json_reader reader;
	size_t offset;
	const char *fault;

	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3; /* the mark that Windows editors put before UTF-8 text */
		len -= 3;
	}
	fault = scn_json_fault(text, len, &offset);
	if (fault) {
		scn_text_printf(error_out, "%s:%u: %s", name, scn_json_line(text, offset), fault);
		return NULL;
	}
	document = scn_alloc(1, sizeof(*document));
	document->text = scn_strndup(text, len);
	document->len = len;
	document->name = scn_strdup(name);
	document->root = made(cJSON_ParseWithLength(document->text, len + 1));
	reader = scn_json_reader(document, error_out);
	if (check_tree(&reader, item(document->root)))
		return document;
	scn_json_document_free(document);
	return NULL;
}

void scn_json_document_free(struct scn_json_document *document)
{
	if (!document)
		return;
	scn_json_free(document->root);
	free(document->name);
	free(document->text);
	free(document);
}

const struct scn_json *scn_json_root(const struct scn_json_document *document)
{
	return document->root;
}

bool scn_json_is_object(const struct scn_json *json)
{
	return cJSON_IsObject(item(json));
}

bool scn_json_is_array(const struct scn_json *json)
{
	return cJSON_IsArray(item(json));
}

bool scn_json_is_null(const struct scn_json *json)
{
	return cJSON_IsNull(item(json));
}

bool scn_json_is_string(const struct scn_json *json)
{
	return cJSON_IsString(item(json));
}

bool scn_json_is_number(const struct scn_json *json)
{
	return cJSON_IsNumber(item(json));
}

bool scn_json_is_bool(const struct scn_json *json)
{
	return cJSON_IsBool(item(json));
}

const char *scn_json_string(const struct scn_json *json)
{
	return scn_json_is_string(json) ? item(json)->valuestring : NULL;
}

int64_t scn_json_int(const struct scn_json *json)
{
	double value = scn_json_double(json);

	if (value > SCN_JSON_MAX_INT)
		return SCN_JSON_MAX_INT;
	if (value < -SCN_JSON_MAX_INT)
		return -SCN_JSON_MAX_INT;
	return (int64_t)value;
}

double scn_json_double(const struct scn_json *json)
{
	return scn_json_is_number(json) ? item(json)->valuedouble : 0;
}

bool scn_json_bool(const struct scn_json *json)
{
	return cJSON_IsTrue(item(json));
}

const struct scn_json *scn_json_get(const struct scn_json *object, const char *key)
{
	if (!scn_json_is_object(object))
		return NULL;
	return (const struct scn_json *)cJSON_GetObjectItemCaseSensitive(item(object), key);
}

size_t scn_json_count(const struct scn_json *array_or_object)
{
	size_t count = 0;

	for (const struct scn_json *child = scn_json_first(array_or_object); child;
		child = scn_json_next(child))
		count++;
	return count;
}

const struct scn_json *scn_json_first(const struct scn_json *array_or_object)
{
	return array_or_object ? (const struct scn_json *)item(array_or_object)->child : NULL;
}

const struct scn_json *scn_json_next(const struct scn_json *element)
{
	return (const struct scn_json *)item(element)->next;
}

const char *scn_json_key(const struct scn_json *member)
{
	return item(member)->string;
}
