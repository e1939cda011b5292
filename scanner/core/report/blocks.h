/*
 * JSON Lines read again, target by target. A block is all that one run says of one target; its last
 * line is "target-end". Lines whose target never ends (the run was killed) make no block.
 *
 *   struct scn_blocks reader = { 0 };
 *   for (each line of a file)
 *           if (scn_blocks_line(&reader, line, len, &block) == SCN_GOT) … scn_block_finish(&block);
 *   look at reader.runs, .whole, .left_out
 *   scn_blocks_finish(&reader);
 */
#ifndef SCN_CORE_REPORT_BLOCKS_H
#define SCN_CORE_REPORT_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "core/report/document.h"

enum {
	SCN_SHARD_TEXT_LEN = 24, /* "K/N" with its zero */
};

/* Zeroed is empty. */
struct scn_block {
	char *target;          /* as the user gave it */
	struct scn_text lines; /* as they were read */
	struct scn_findings findings;
	bool reached; /* a server of it */
	bool failed;  /* with an error of the target itself, such as a failed look-up */
	bool partial; /* the run was stopped before it was over */
	char shard[SCN_SHARD_TEXT_LEN]; /* "K/N" of the run; "" for a run over all */
};
void scn_block_finish(struct scn_block *block);

/* What the "scan-start" lines of a file say; they must agree. */
struct scn_blocks_head {
	char *mode;    /* "check" or "scan"; NULL before the first */
	char *clients; /* ids with blanks between */
	char shard[SCN_SHARD_TEXT_LEN];
	bool demo;
	scn_unixtime started;
};

/* Zeroed is ready for the first line of a file. */
struct scn_blocks {
	struct scn_blocks_head head;
	bool differs;          /* the file has runs of different mode, clients or shards in it */
	bool whole;            /* its last run came to its end */
	scn_unixtime finished; /* of that run */
	bool cut;              /* its last line has no end */
	size_t left_out;       /* lines that are not JSON Lines of ours, or cut off */
	struct scn_block *open;
	size_t open_count;
};

/* One line with its end. SCN_GOT: *block_out is the caller's. SCN_BAD: the line was left out. */
enum scn_parse scn_blocks_line(
	struct scn_blocks *reader, const char *line, size_t len, struct scn_block *block_out);
/* Lines that belong to targets without an end. */
size_t scn_blocks_open_lines(const struct scn_blocks *reader);
void scn_blocks_finish(struct scn_blocks *reader);

/* What a "pair" or "server-end" line says; true where it tells that the server was reached. */
bool scn_line_findings(const struct scn_json *line, struct scn_findings *found);
/* Is it an event of this kind? */
bool scn_line_is(const struct scn_json *line, const char *event);

#endif
