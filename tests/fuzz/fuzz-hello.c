/* A ClientHello that parses is built again to a hello with the same meaning. */
#include <assert.h>

#include "core/tls/hello.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect_same(const struct scn_hello_spec *a, const struct scn_hello_spec *b)
{
	assert(a->suite_count == b->suite_count);
	assert(a->extension_count == b->extension_count);
	assert(a->group_count == b->group_count);
	assert(a->legacy_version == b->legacy_version);
	assert(a->session_id_len == b->session_id_len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_hello *hello = NULL, *again = NULL;
	struct scn_builder built = { 0 };
	size_t consumed = 0;

	if (scn_hello_parse((struct scn_bytes){ data, size }, &hello, &consumed) != SCN_GOT)
		return 0;
	assert(consumed <= size);
	scn_hello_build(scn_hello_spec(hello), &built);
	assert(scn_hello_parse(scn_built(&built), &again, NULL) == SCN_GOT);
	expect_same(scn_hello_spec(hello), scn_hello_spec(again));
	scn_builder_finish(&built);
	scn_hello_free(hello);
	scn_hello_free(again);
	return 0;
}
