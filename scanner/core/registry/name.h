/*
 * Small helpers that the look-ups of all tables share. Private to the registry.
 */
#ifndef SCN_CORE_REGISTRY_NAME_H
#define SCN_CORE_REGISTRY_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is name (name_len bytes) one of the comma-separated words of list? Case-insensitive; list may be
 * NULL. */
bool scn_name_in(const char *list, const char *name, size_t name_len);

/* "0x0017", "0017", "00,17", "0x00, 0x17": hexadecimal of at most max_digits digits in all. */
bool scn_name_hex(const char *text, size_t max_digits, uint32_t *value_out);

#endif
