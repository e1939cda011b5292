/* What a parsed text keeps, so that a complaint can say where. Private to json*.c. */
#ifndef SCN_CORE_BASE_JSON_DOCUMENT_H
#define SCN_CORE_BASE_JSON_DOCUMENT_H

#include "core/base/json.h"

struct scn_json_document {
	struct scn_json *root;
	char *text;
	size_t len;
	char *name;
};

#endif
