/* JSON Lines of other runs: whatever stands in them, blocks are made and joined, and nothing is lost or read
 * beyond its end. */
#include <assert.h>
#include <string.h>

#include "core/report/join.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void join(struct scn_block *block)
{
	struct scn_text lines = { 0 };
	struct scn_block about = { 0 }, twice[2] = { *block, *block };

	assert(block->target);
	scn_join_blocks(twice, 2, &lines, &about);
	assert(lines.len > 0 && lines.at[lines.len - 1] == '\n');
	scn_block_finish(&about);
	scn_text_finish(&lines);
	scn_block_finish(block);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_blocks reader = { 0 };
	const char *at = (const char *)data, *end = at + size;

	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t len = stop ? (size_t)(stop - at) + 1 : (size_t)(end - at);
		struct scn_block block = { 0 };

		if (scn_blocks_line(&reader, at, len, &block) == SCN_GOT)
			join(&block);
		at += len;
	}
	scn_blocks_finish(&reader);
	return 0;
}
