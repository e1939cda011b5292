/* A ClientHello that parses is built again to the very same message, also from a copy. */
#include <assert.h>

#include "core/tls/hello.h"
#include "core/tls/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The handshake message without its records; a bare message and SSL 2.0 as they are. */
static struct scn_builder message_of(struct scn_bytes wire)
{
	struct scn_builder message = { 0 };
	struct scn_record record;
	size_t len;

	if (wire.at[0] != SCN_CONTENT_HANDSHAKE) {
		scn_build_bytes(&message, wire);
		return message;
	}
	while (wire.len && scn_record_parse(wire, &record, &len) == SCN_GOT) {
		scn_build_bytes(&message, record.body);
		wire = (struct scn_bytes){ wire.at + len, wire.len - len };
	}
	return message;
}

static void expect_message(const struct scn_hello_spec *spec, struct scn_bytes message)
{
	struct scn_builder built = { 0 }, again;

	scn_hello_build(spec, &built);
	again = message_of(scn_built(&built));
	assert(scn_bytes_equal(scn_built(&again), message));
	scn_builder_finish(&again);
	scn_builder_finish(&built);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_hello *hello = NULL, *copy;
	struct scn_builder message;
	size_t consumed = 0;

	if (scn_hello_parse((struct scn_bytes){ data, size }, &hello, &consumed) != SCN_GOT)
		return 0;
	assert(consumed <= size);
	message = message_of((struct scn_bytes){ data, consumed });
	expect_message(scn_hello_spec(hello), scn_built(&message));
	copy = scn_hello_copy(scn_hello_spec(hello));
	scn_hello_free(hello);
	expect_message(scn_hello_spec(copy), scn_built(&message));
	scn_hello_free(copy);
	scn_builder_finish(&message);
	return 0;
}
