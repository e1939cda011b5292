#include "core/report/copy.h"

#include <assert.h>
#include <stdlib.h>

#include "core/report/report.h"

/* Through the archive's own form, so that there is one list of all fields and not two. */
struct scn_document *scn_document_copy(const struct scn_document *from)
{
	struct scn_text text = { 0 }, error = { 0 };
	struct scn_document *copy;

	scn_report_json(from, &(struct scn_json_options){ .all = true }, &text);
	copy = scn_document_load(scn_text_str(&text), text.len, "copy", &error);
	/* What we write we can read: tests/core/report/test-load.c. */
	assert(copy);
	scn_text_finish(&text);
	scn_text_finish(&error);
	return copy;
}

void scn_server_result_copy(const struct scn_server_result *from, struct scn_server_result *to)
{
	char input[] = "copy";
	struct scn_server_result *servers[] = { (struct scn_server_result *)from };
	struct scn_target_result target = { .input = input, .servers = servers, .server_count = 1 };
	struct scn_target_result *targets[] = { &target };
	struct scn_document document = { .targets = targets, .target_count = 1 }, *loaded;

	loaded = scn_document_copy(&document);
	assert(loaded->targets[0]->server_count == 1);
	*to = *loaded->targets[0]->servers[0];
	free(loaded->targets[0]->servers[0]);
	loaded->targets[0]->server_count = 0;
	scn_document_free(loaded);
}
