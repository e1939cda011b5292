/* A record as a tree of lines: harmless whatever the bytes are, and never longer than its limit. */
#include <assert.h>

#include "core/tls/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_decoded decoded;
	size_t lines = 0;

	scn_record_decode((struct scn_bytes){ data, size }, &decoded);
	assert(decoded.title.len > 0);
	for (const char *c = scn_text_str(&decoded.title); *c; c++)
		assert((unsigned char)*c >= 0x20);
	for (const char *c = scn_text_str(&decoded.tree); *c; c++) {
		assert((unsigned char)*c >= 0x20 || *c == '\n');
		lines += *c == '\n';
	}
	assert(lines <= SCN_DECODE_MAX_LINES);
	scn_decoded_finish(&decoded);
	return 0;
}
