/*
 * Helpers of the loader, private to load*.c: fields of a saved document with limits, words back to
 * enums. Like scn_json_reader they collect the first complaint and then go quiet.
 *
 * Whoever wrote the file is not trusted: a string that this program calls "safe to print" is made
 * safe again here.
 */
#ifndef SCN_CORE_REPORT_LOAD_H
#define SCN_CORE_REPORT_LOAD_H

#include "core/base/json.h"
#include "core/report/document.h"

/* Integers are exact in every JSON reader up to here (2^53). */
#define SCN_LOAD_MAX_INT ((int64_t)1 << 53)

struct scn_load {
	struct scn_json_reader json;
};

/* The elements of an optional array: the first one, NULL if there is none, or more than most. */
const struct scn_json *scn_load_list(
	struct scn_load *l, const struct scn_json *object, const char *key, size_t most);
/* A string of at most SCN_LOAD_MAX_STRING bytes, heap, NULL for null: a peer's words, or our own. */
char *scn_load_raw(struct scn_load *l, const struct scn_json *object, const char *key);
char *scn_load_safe(struct scn_load *l, const struct scn_json *object, const char *key);
/* An element of an array of strings. */
char *scn_load_item(struct scn_load *l, const struct scn_json *element);
int64_t scn_load_count(
	struct scn_load *l, const struct scn_json *object, const char *key, int64_t most);
enum scn_known scn_load_known(struct scn_load *l, const struct scn_json *object, const char *key);
/* "2026-01-31T12:00:00Z"; null is 0. */
scn_unixtime scn_load_time(struct scn_load *l, const struct scn_json *object, const char *key);
/* "0xC02F", at most `most`; null is 0. */
uint32_t scn_load_code(
	struct scn_load *l, const struct scn_json *object, const char *key, uint32_t most);
/* Hexadecimal bytes, heap; NULL for null. */
uint8_t *scn_load_hex(
	struct scn_load *l, const struct scn_json *object, const char *key, size_t *len_out);

/* The place of a word among word_at(0) … word_at(count - 1), where NULL is no word. `missing`
 * stands for null. */
struct scn_load_words {
	const char *(*word_at)(int i);
	int count;
	int missing;
};
int scn_load_word(struct scn_load *l, const struct scn_json *object, const char *key,
	const struct scn_load_words *words);
extern const struct scn_load_words scn_load_status_words, scn_load_version_words,
	scn_load_evidence_words, scn_load_strength_words;

/* load-facts.c and load-pairs.c */
void scn_load_facts(
	struct scn_load *l, const struct scn_json *server, struct scn_server_facts *facts);
void scn_load_pairs(
	struct scn_load *l, const struct scn_json *server, struct scn_server_result *result);

#endif
