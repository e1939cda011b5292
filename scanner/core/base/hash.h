/*
 * A number for a text, the same on every machine and in every run: for tables in memory and files that do not
 * outlive the run. It is no guard against somebody who looks for two texts with the same number.
 */
#ifndef SCN_CORE_BASE_HASH_H
#define SCN_CORE_BASE_HASH_H

#include <stdint.h>

/* FNV-1a of 64 bits. Of a hundred million texts two have the same number once in thousands of runs; the upper
 * bits of short texts are alike. */
uint64_t scn_hash_text(const char *text);

#endif
