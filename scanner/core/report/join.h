/*
 * What several runs say of one target, joined into one block: the servers of all, in MX order, each
 * once, then one "target-end" with the worst verdict of them. Pure; the order of the runs matters only
 * where two of them know the same server: then the later one has it.
 *
 * - A server that two runs asked: what is known beats what is unknown, then a full answer beats a
 *   reference to another target ("same_as"), then the later run.
 * - A run that was stopped, or could not look the target up, gives way to a run of the same shard that
 *   was not. Of another shard it does not: its servers are missing, so the result stays unknown.
 */
#ifndef SCN_CORE_REPORT_JOIN_H
#define SCN_CORE_REPORT_JOIN_H

#include "core/report/blocks.h"

/* blocks: of one target, at least one; the earlier runs first. Appends to lines_out. */
void scn_join_blocks(const struct scn_block *blocks, size_t count, struct scn_text *lines_out,
	struct scn_block *about_out);

#endif
