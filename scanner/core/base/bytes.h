/*
 * The only way to touch bytes of the wire: a reader that cannot run past its end, and a builder
 * that fills in lengths by itself. Integers are big-endian (network order, RFC 8446 section 3.1).
 *
 * A reader is sticky: the first read past the end sets `failed`, and from then on every read gives
 * 0 or nothing. So a parser reads a whole structure and asks once: `if (!scn_read_ok(&r))`.
 */
#ifndef SCN_CORE_BASE_BYTES_H
#define SCN_CORE_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A borrowed piece of memory. Never owns. */
struct scn_bytes {
	const uint8_t *at;
	size_t len;
};

struct scn_reader {
	struct scn_bytes rest;
	bool failed;
};

struct scn_reader scn_reader(struct scn_bytes bytes);
bool scn_read_ok(const struct scn_reader *r);
/* Nothing failed and nothing is left over. */
bool scn_read_done(const struct scn_reader *r);
size_t scn_read_left(const struct scn_reader *r);
uint8_t scn_read_u8(struct scn_reader *r);
uint16_t scn_read_u16(struct scn_reader *r);
uint32_t scn_read_u24(struct scn_reader *r);
uint32_t scn_read_u32(struct scn_reader *r);
/* The next len bytes, borrowed from the input. */
struct scn_bytes scn_read_bytes(struct scn_reader *r, size_t len);
/* A vector with its length in `width` (1 to 3) bytes before it; a failed one is empty and failed. */
struct scn_reader scn_read_block(struct scn_reader *r, int width);

bool scn_bytes_equal(struct scn_bytes a, struct scn_bytes b);

/* A growing buffer. Zeroed is empty; free with scn_builder_finish. */
struct scn_builder {
	uint8_t *data;
	size_t len;
};

void scn_builder_finish(struct scn_builder *b);
struct scn_bytes scn_built(const struct scn_builder *b);
void scn_build_u8(struct scn_builder *b, uint8_t value);
void scn_build_u16(struct scn_builder *b, uint16_t value);
void scn_build_u24(struct scn_builder *b, uint32_t value);
void scn_build_u32(struct scn_builder *b, uint32_t value);
void scn_build_bytes(struct scn_builder *b, struct scn_bytes bytes);
void scn_build_zeros(struct scn_builder *b, size_t len);
/*
 * Open a vector whose length goes into `width` (1 to 3) bytes; close fills the length in. The mark
 * that open returns is passed to close. Closing a vector too long for its width is a bug (assert).
 */
size_t scn_build_open(struct scn_builder *b, int width);
void scn_build_close(struct scn_builder *b, size_t mark, int width);

/* Hexadecimal, upper or lower case, no blanks. The result is owned by the caller (b is appended). */
bool scn_build_hex(struct scn_builder *b, const char *hex);

#endif
