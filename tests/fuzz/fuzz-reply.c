/* Replies: the answer must not depend on how the bytes are split. */
#include <assert.h>
#include <string.h>

#include "core/smtp/ehlo.h"

static enum scn_parse feed(struct scn_reply *r, struct scn_bytes bytes, size_t piece)
{
	enum scn_parse parsed = SCN_MORE;

	while (parsed == SCN_MORE && bytes.len > 0) {
		size_t len = bytes.len < piece ? bytes.len : piece;
		size_t used;

		parsed = scn_reply_feed(r, (struct scn_bytes){ bytes.at, len }, &used);
		assert(used > 0 && used <= len);
		bytes = (struct scn_bytes){ bytes.at + used, bytes.len - used };
	}
	return parsed;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_bytes bytes = { data, size };
	struct scn_reply whole = { 0 };
	struct scn_reply pieces = { 0 };
	enum scn_parse parsed = feed(&whole, bytes, SIZE_MAX);

	assert(feed(&pieces, bytes, 3) == parsed);
	assert(pieces.line_count == whole.line_count);
	assert(strcmp(scn_text_str(&pieces.raw), scn_text_str(&whole.raw)) == 0);
	if (parsed == SCN_GOT) {
		assert(whole.code >= 200 && whole.code <= 599);
		scn_ehlo_read(&whole);
	}
	scn_reply_finish(&pieces);
	scn_reply_finish(&whole);
	return 0;
}
