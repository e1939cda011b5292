/*
 * Memory. Running out of it ends the program, here and nowhere else, so callers need not check.
 * What these return is freed with free().
 */
#ifndef SCN_CORE_BASE_ALLOC_H
#define SCN_CORE_BASE_ALLOC_H

#include <stddef.h>

/* count * size bytes, zeroed; never NULL, also for 0 bytes. */
void *scn_alloc(size_t count, size_t size) __attribute__((returns_nonnull, malloc));

/* Like realloc for an array; new elements are not initialised. */
void *scn_realloc(void *items, size_t count, size_t size) __attribute__((returns_nonnull));

/* A copy of a string; NULL gives NULL. */
char *scn_strdup(const char *text);

/* A copy of len bytes with a 0 behind them. */
char *scn_strndup(const char *text, size_t len);

void *scn_memdup(const void *at, size_t len);

/*
 * Room for one more element in the array *items that holds count of them. The capacity is derived
 * from count (powers of two), so it needs no variable of its own. Use through SCN_APPEND.
 */
void *scn_grow(void *items, size_t count, size_t size) __attribute__((returns_nonnull));

/* The same for several elements at once: room for `needed` in all, of which `count` are there. */
void *scn_grow_to(void *items, size_t count, size_t needed, size_t size)
	__attribute__((returns_nonnull));

/* A copy of such an array, with the same room behind it: SCN_APPEND may go on with it. */
void *scn_copy_array(const void *items, size_t count, size_t size) __attribute__((returns_nonnull));

/* Append value to the array `items` with `count` elements. */
#define SCN_APPEND(items, count, value)                                                            \
	do {                                                                                       \
		(items) = scn_grow((items), (count), sizeof(*(items)));                            \
		(items)[(count)++] = (value);                                                      \
	} while (0)

#define SCN_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
