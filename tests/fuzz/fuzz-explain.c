/* Pasted text: whatever it holds, what is printed is harmless, valid and fits in its limits. */
#include <assert.h>
#include <string.h>

#include "core/base/json.h"
#include "core/explain/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const struct scn_explanation *e, bool ascii)
{
	struct scn_explain_look look = { .width = 60, .ascii = ascii };
	struct scn_text text = { 0 };

	scn_explain_text(e, &look, &text);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		assert(c == '\n' || (c >= 0x20 && c != 0x7F));
		assert(!ascii || c < 0x80);
	}
	scn_text_finish(&text);
}

static void check_json(const struct scn_explanation *e)
{
	struct scn_text json = { 0 }, error = { 0 };
	struct scn_json_document *document;

	scn_explain_json(e, &json);
	document = scn_json_parse(json.at, json.len, "explain", &error);
	assert(document);
	scn_json_document_free(document);
	scn_text_finish(&json);
	scn_text_finish(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_explanation e;

	scn_explain((const char *)data, size, &e);
	assert(e.finding_count <= SCN_EXPLAIN_MAX_FINDINGS && e.hop_count <= SCN_EXPLAIN_MAX_HOPS);
	check_text(&e, false);
	check_text(&e, true);
	check_json(&e);
	scn_explanation_finish(&e);
	return 0;
}
