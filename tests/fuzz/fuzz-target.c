/* Targets: what is understood is understood again from its parts; what is not gets one sentence. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/probe/target.h"

static void check_good(const struct scn_target *t)
{
	struct scn_text again = { 0 };
	struct scn_text error = { 0 };
	struct scn_target second;

	assert(t->host[0] && t->port > 0);
	scn_text_printf(&again, "[%s]:%u", t->host, (unsigned)t->port);
	assert(scn_target_parse(scn_text_str(&again), &second, &error));
	assert(strcmp(t->host, second.host) == 0 && t->port == second.port);
	assert(t->literal == second.literal && second.kind == SCN_TARGET_SERVER);
	scn_text_finish(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = scn_strndup((const char *)data, size);
	struct scn_text error = { 0 };
	struct scn_target t;

	if (scn_target_parse(text, &t, &error)) {
		assert(error.len == 0);
		check_good(&t);
	} else {
		assert(error.len > 0 && error.at[error.len - 1] == '.');
		assert(!memchr(error.at, '\n', error.len) && !memchr(error.at, '\x1b', error.len));
	}
	scn_text_finish(&error);
	free(text);
	return 0;
}
