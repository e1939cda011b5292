/*
 * JSON text walked without building anything: the grammar check, which is stricter than cJSON's
 * and knows the line, and the search for the place of a value. Private to json*.c.
 */
#ifndef SCN_CORE_BASE_JSON_SCAN_H
#define SCN_CORE_BASE_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/json.h"

/* A value's place: which child to take at each level, from the root down. */
struct scn_json_path {
	size_t index[SCN_JSON_MAX_DEPTH];
	size_t depth;
};

/* NULL if the text is one JSON value (RFC 8259) within the limits; else what is wrong, and where. */
const char *scn_json_fault(const char *text, size_t len, size_t *offset_out);

/* Where a value of a faultless text stands; a member of an object stands where its key does. */
size_t scn_json_locate(const char *text, size_t len, const struct scn_json_path *path);

unsigned scn_json_line(const char *text, size_t offset);

#endif
