/*
 * JSON in and out; json.c is the only file that knows cJSON.
 *
 * Reading is strict and says where: every complaint is one sentence "NAME:LINE: PATH: what was
 * expected". Writing makes a tree and prints it; strings go in as they are when they are valid
 * UTF-8, anything else byte by byte as U+FFFD, so that output is always valid JSON.
 *
 * json.c is the tree, json-scan.c the grammar and the lines, json-reader.c the strict reader,
 * json-print.c the printer.
 */
#ifndef SCN_CORE_BASE_JSON_H
#define SCN_CORE_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/text.h"

enum {
	SCN_JSON_MAX_LEN = 64 * 1024 * 1024, /* bytes of one document */
	SCN_JSON_MAX_DEPTH = 64,
};

/* Whole numbers are exact up to here (2^53): they travel as doubles. */
#define SCN_JSON_MAX_INT ((int64_t)1 << 53)

/* A value inside a document; borrowed from it. */
struct scn_json;

/* ---- writing: a new value belongs to the caller until it is put into a parent ---- */
struct scn_json *scn_json_object(void);
struct scn_json *scn_json_array(void);
/* Put `child` under key into object, or at the end of array; takes it over. Returns child. */
struct scn_json *scn_json_put(
	struct scn_json *object, const char *key, struct scn_json *take_child);
struct scn_json *scn_json_push(struct scn_json *array, struct scn_json *take_child);
struct scn_json *scn_json_from_string(const char *text); /* NULL gives null */
struct scn_json *scn_json_from_int(int64_t value);
struct scn_json *scn_json_from_double(double value);
struct scn_json *scn_json_from_bool(bool value);
struct scn_json *scn_json_null(void);
void scn_json_free(struct scn_json *json);
/* Append the text of json to out: one line, or indented by two blanks. */
enum scn_json_style {
	SCN_JSON_LINE,
	SCN_JSON_INDENTED,
};
void scn_json_print(const struct scn_json *json, enum scn_json_style style, struct scn_text *out);

/* ---- reading ---- */
/* A parsed text with its name, so that complaints can say file, line and path. */
struct scn_json_document;

/* NULL if the text is not JSON, too long or too deep, or has a key twice in one object: then the
 * sentence is in *error_out. name: what to call the text in complaints (a file name). */
struct scn_json_document *scn_json_parse(
	const char *text, size_t len, const char *name, struct scn_text *error_out);
void scn_json_document_free(struct scn_json_document *document);
const struct scn_json *scn_json_root(const struct scn_json_document *document);

bool scn_json_is_object(const struct scn_json *json);
bool scn_json_is_array(const struct scn_json *json);
bool scn_json_is_null(const struct scn_json *json);
bool scn_json_is_string(const struct scn_json *json);
bool scn_json_is_number(const struct scn_json *json);
bool scn_json_is_bool(const struct scn_json *json);
/* Values of the matching kind; anything else (or NULL) gives NULL, 0, false. */
const char *scn_json_string(const struct scn_json *json);
int64_t scn_json_int(const struct scn_json *json);
double scn_json_double(const struct scn_json *json);
bool scn_json_bool(const struct scn_json *json);
/* A member, NULL where there is none. */
const struct scn_json *scn_json_get(const struct scn_json *object, const char *key);
size_t scn_json_count(const struct scn_json *array_or_object);
/* Elements in order: first is NULL-safe; `next` of the last is NULL. For objects, scn_json_key. */
const struct scn_json *scn_json_first(const struct scn_json *array_or_object);
const struct scn_json *scn_json_next(const struct scn_json *element);
const char *scn_json_key(const struct scn_json *member);

/*
 * The reader that a strict format uses. It collects the first complaint and then goes quiet, so a
 * loader reads everything and asks once (like scn_reader for bytes).
 */
struct scn_json_reader {
	const struct scn_json_document *document;
	struct scn_text *error; /* empty as long as all is well */
};

struct scn_json_reader scn_json_reader(
	const struct scn_json_document *document, struct scn_text *error);
bool scn_json_reader_ok(const struct scn_json_reader *r);
/* Complain about a value: "NAME:LINE: PATH: " + the sentence. */
void scn_json_complain(struct scn_json_reader *r, const struct scn_json *at, const char *format,
	...) SCN_PRINTF(3, 4);
/* Complain unless every key of object is in the list (ends with NULL). */
void scn_json_only(
	struct scn_json_reader *r, const struct scn_json *object, const char *const *keys);
enum scn_json_need {
	SCN_JSON_OPTIONAL, /* missing or null gives NULL/0 without complaint */
	SCN_JSON_REQUIRED,
};
const struct scn_json *scn_json_need_object(struct scn_json_reader *r,
	const struct scn_json *object, const char *key, enum scn_json_need need);
const struct scn_json *scn_json_need_array(struct scn_json_reader *r, const struct scn_json *object,
	const char *key, enum scn_json_need need);
const char *scn_json_need_string(struct scn_json_reader *r, const struct scn_json *object,
	const char *key, enum scn_json_need need);
int64_t scn_json_need_int(struct scn_json_reader *r, const struct scn_json *object, const char *key,
	enum scn_json_need need, int64_t least, int64_t most);
bool scn_json_need_bool(struct scn_json_reader *r, const struct scn_json *object, const char *key,
	enum scn_json_need need);

#endif
