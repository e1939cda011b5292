#include "core/base/alloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	FIRST_CAPACITY = 8, /* elements of a small array … */
	FIRST_BYTES = 128,  /* … as long as they are no more than this; of large ones, one */
};

static void *must(void *at)
{
	if (at)
		return at;
	fputs("handfast: out of memory\n", stderr);
	abort();
}

void *scn_alloc(size_t count, size_t size)
{
	return must(calloc(count ? count : 1, size ? size : 1));
}

void *scn_realloc(void *items, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		return must(NULL);
	if (count == 0 || size == 0)
		return must(realloc(items, 1));
	return must(realloc(items, count * size));
}

char *scn_strdup(const char *text)
{
	return text ? scn_strndup(text, strlen(text)) : NULL;
}

char *scn_strndup(const char *text, size_t len)
{
	char *copy = scn_alloc(len + 1, 1);

	if (len)
		memcpy(copy, text, len);
	return copy;
}

void *scn_memdup(const void *at, size_t len)
{
	void *copy = scn_alloc(len, 1);

	if (len)
		memcpy(copy, at, len);
	return copy;
}

/* A power of two. */
static size_t first_capacity(size_t size)
{
	size_t room = FIRST_CAPACITY;

	while (room > 1 && room * size > FIRST_BYTES)
		room /= 2;
	return room;
}

void *scn_grow(void *items, size_t count, size_t size)
{
	size_t first = first_capacity(size);

	if (count == 0)
		return scn_realloc(items, first, size);
	if (count < first || (count & (count - 1)) != 0)
		return items;
	return scn_realloc(items, count * 2, size);
}

/* How much room an array of so many elements has. */
static size_t room_for(size_t count, size_t size)
{
	size_t room = first_capacity(size);

	while (room < count)
		room *= 2;
	return room;
}

void *scn_grow_to(void *items, size_t count, size_t needed, size_t size)
{
	size_t room = room_for(needed, size);

	return count && room_for(count, size) >= room ? items : scn_realloc(items, room, size);
}

void *scn_copy_array(const void *items, size_t count, size_t size)
{
	void *copy = scn_alloc(room_for(count, size), size);

	if (count)
		memcpy(copy, items, count * size);
	return copy;
}
