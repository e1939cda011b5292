/*
 * Print a saved scan in one form, for tests: report-tool FILE FORM [WIDTH [MODE]]
 * FORM: text plain ascii color json json-all jsonl dialogue; MODE: check or scan instead of the
 * document's own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read-file.h"
#include "report-forms.h"

int main(int argc, char **argv)
{
	struct scn_text input = { 0 }, error = { 0 }, out = { 0 };
	struct scn_document *d = NULL;
	struct report_form form = { 0 };
	int code = 0;

	if (argc < 3 || !read_file(argv[1], &input)) {
		fprintf(stderr, "usage: report-tool FILE FORM [WIDTH [MODE]]\n");
		return 64;
	}
	form.word = argv[2];
	form.width = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 80;
	form.mode = argc > 4 ? argv[4] : NULL;
	d = scn_document_load(input.at, input.len, argv[1], &error);
	if (!d) {
		fprintf(stderr, "%s\n", scn_text_str(&error));
		code = 65;
	} else if (report_form_print(d, &form, &out)) {
		fwrite(scn_text_str(&out), 1, out.len, stdout);
	} else {
		fprintf(stderr, "no such form\n");
		code = 64;
	}
	scn_document_free(d);
	scn_text_finish(&input);
	scn_text_finish(&error);
	scn_text_finish(&out);
	return code;
}
