/* A saved scan from anybody: if it loads, every form can print it, harmlessly, and it loads again. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "report-forms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Nothing that a terminal would obey. */
static void check_harmless(const struct scn_text *text)
{
	for (size_t i = 0; i < text->len; i++)
		assert(text->at[i] == '\n' ||
			((unsigned char)text->at[i] >= 0x20 && text->at[i] != 0x7F));
}

static void print(struct scn_document *d, const char *word, unsigned width, const char *mode)
{
	struct report_form form = { word, width, mode };
	struct scn_text out = { 0 };

	report_form_print(d, &form, &out);
	check_harmless(&out);
	scn_text_finish(&out);
}

static void reload(struct scn_document *d)
{
	struct report_form form = { "json-all", 0, NULL };
	struct scn_text first = { 0 }, second = { 0 }, error = { 0 };
	struct scn_document *again;

	report_form_print(d, &form, &first);
	again = scn_document_load(first.at, first.len, "again", &error);
	assert(again);
	report_form_print(again, &form, &second);
	assert(strcmp(first.at, second.at) == 0);
	scn_document_free(again);
	scn_text_finish(&first);
	scn_text_finish(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_text error = { 0 };
	struct scn_document *d = scn_document_load((const char *)data, size, "fuzz", &error);
	struct scn_exit_rules rules = { 0 };

	check_harmless(&error);
	scn_text_finish(&error);
	if (!d)
		return 0;
	print(d, "text", 80, "check");
	print(d, "text", 80, "scan");
	print(d, "text", 120, "scan");
	print(d, "plain", 80, "scan");
	print(d, "ascii", 20, "check");
	print(d, "dialogue", 80, NULL);
	print(d, "json", 0, NULL);
	print(d, "jsonl", 0, NULL);
	reload(d);
	assert(scn_document_exit_code(d, &rules) <= 4);
	scn_document_free(d);
	return 0;
}
