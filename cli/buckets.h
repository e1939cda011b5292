/*
 * Blocks of JSON Lines, brought together by target without holding them all: they lie in temporary files
 * without a name, by the hash of their target, and one such file is looked at at a time. The folder is
 * $TMPDIR, else /var/tmp (on many systems /tmp is memory).
 */
#ifndef CLI_BUCKETS_H
#define CLI_BUCKETS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/report/blocks.h"

struct cli_buckets;

/* For so many bytes in all. NULL: complained. */
struct cli_buckets *cli_buckets_new(uint64_t bytes);
/* False: it cannot be written (complained). */
bool cli_buckets_put(struct cli_buckets *buckets, const struct scn_block *block);
/* For each target the blocks of it, in the order in which they were put; targets in an order that depends
 * on their names alone. The blocks are borrowed. False: complained, or `each` gave false. */
typedef bool cli_buckets_each_fn(void *user, const struct scn_block *blocks, size_t count);
bool cli_buckets_each(struct cli_buckets *buckets, cli_buckets_each_fn *each, void *user);
void cli_buckets_free(struct cli_buckets *buckets);

#endif
