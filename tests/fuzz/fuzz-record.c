/* Records and the messages in them: never past the end, always forward. */
#include <assert.h>

#include "core/tls/describe.h"
#include "core/tls/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void join(struct scn_joiner *joiner, struct scn_bytes body)
{
	struct scn_bytes message;
	uint8_t type;

	scn_joiner_add(joiner, body);
	while (scn_joiner_next(joiner, &type, &message) == SCN_GOT)
		assert(message.len <= SCN_MESSAGE_MAX_LEN);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_reader r = scn_reader((struct scn_bytes){ data, size });
	struct scn_joiner joiner = { 0 };
	struct scn_record record;
	struct scn_text text = { 0 };
	size_t consumed;

	scn_record_describe(r.rest, &text);
	for (const char *c = scn_text_str(&text); *c; c++)
		assert((unsigned char)*c >= 0x20);
	while (scn_record_parse(r.rest, &record, &consumed) == SCN_GOT) {
		assert(consumed >= SCN_RECORD_HEADER_LEN && consumed <= r.rest.len);
		join(&joiner, record.body);
		scn_read_bytes(&r, consumed);
	}
	scn_joiner_finish(&joiner);
	scn_text_finish(&text);
	return 0;
}
