#include "core/base/bytes.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

struct scn_reader scn_reader(struct scn_bytes bytes)
{
	return (struct scn_reader){ .rest = bytes };
}

bool scn_read_ok(const struct scn_reader *r)
{
	return !r->failed;
}

bool scn_read_done(const struct scn_reader *r)
{
	return !r->failed && r->rest.len == 0;
}

size_t scn_read_left(const struct scn_reader *r)
{
	return r->failed ? 0 : r->rest.len;
}

struct scn_bytes scn_read_bytes(struct scn_reader *r, size_t len)
{
	struct scn_bytes got = { 0 };

	if (r->failed || r->rest.len < len) {
		r->failed = true;
		return got;
	}
	got = (struct scn_bytes){ r->rest.at, len };
	if (len)
		r->rest.at += len;
	r->rest.len -= len;
	return got;
}

static uint32_t read_uint(struct scn_reader *r, size_t width)
{
	struct scn_bytes got = scn_read_bytes(r, width);
	uint32_t value = 0;

	for (size_t i = 0; i < got.len; i++)
		value = value << 8 | got.at[i];
	return value;
}

uint8_t scn_read_u8(struct scn_reader *r)
{
	return (uint8_t)read_uint(r, 1);
}

uint16_t scn_read_u16(struct scn_reader *r)
{
	return (uint16_t)read_uint(r, 2);
}

uint32_t scn_read_u24(struct scn_reader *r)
{
	return read_uint(r, 3);
}

uint32_t scn_read_u32(struct scn_reader *r)
{
	return read_uint(r, 4);
}

struct scn_reader scn_read_block(struct scn_reader *r, int width)
{
	uint32_t len = read_uint(r, (size_t)width);
	struct scn_reader block = scn_reader(scn_read_bytes(r, len));

	block.failed = r->failed;
	return block;
}

bool scn_bytes_equal(struct scn_bytes a, struct scn_bytes b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

void scn_builder_finish(struct scn_builder *b)
{
	free(b->data);
	*b = (struct scn_builder){ 0 };
}

struct scn_bytes scn_built(const struct scn_builder *b)
{
	return (struct scn_bytes){ b->data, b->len };
}

void scn_build_u8(struct scn_builder *b, uint8_t value)
{
	SCN_APPEND(b->data, b->len, value);
}

static void build_uint(struct scn_builder *b, uint32_t value, int width)
{
	for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
		scn_build_u8(b, (uint8_t)(value >> shift));
}

void scn_build_u16(struct scn_builder *b, uint16_t value)
{
	build_uint(b, value, 2);
}

void scn_build_u24(struct scn_builder *b, uint32_t value)
{
	build_uint(b, value, 3);
}

void scn_build_u32(struct scn_builder *b, uint32_t value)
{
	build_uint(b, value, 4);
}

void scn_build_bytes(struct scn_builder *b, struct scn_bytes bytes)
{
	if (!bytes.len)
		return;
	b->data = scn_grow_to(b->data, b->len, b->len + bytes.len, 1);
	memcpy(b->data + b->len, bytes.at, bytes.len);
	b->len += bytes.len;
}

void scn_build_zeros(struct scn_builder *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		scn_build_u8(b, 0);
}

size_t scn_build_open(struct scn_builder *b, int width)
{
	scn_build_zeros(b, (size_t)width);
	return b->len;
}

void scn_build_close(struct scn_builder *b, size_t mark, int width)
{
	size_t len = b->len - mark;

	assert(len < (size_t)1 << (8 * width));
	for (int i = 1; i <= width; i++, len >>= 8)
		b->data[mark - (size_t)i] = (uint8_t)len;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;

	return at ? (int)(at - digits) : -1;
}

bool scn_build_hex(struct scn_builder *b, const char *hex)
{
	for (; hex[0]; hex += 2) {
		int high = hex_digit(hex[0]);
		int low = hex_digit(hex[1]);

		if (high < 0 || low < 0)
			return false;
		scn_build_u8(b, (uint8_t)(high << 4 | low));
	}
	return true;
}
