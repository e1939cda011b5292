/*
 * The bytes that a step of a script sends: `say "text"`, `hex 16…`, `alert 2 40`, `flight FILE`,
 * `server-hello C02F`, `certificates COUNT LENGTH`, `done`, `garbage LENGTH`; and TLS records cut anew.
 */
#ifndef FAULTS_CONTENT_H
#define FAULTS_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/bytes.h"
#include "core/base/text.h"

/* Words of a line that are still to be read. */
struct fault_words {
	char **at;
	size_t count;
	const char *folder; /* of the script: names of files start there */
};

/* The next word, NULL at the end. */
char *fault_word(struct fault_words *words);
/* The next word as a number up to most; false and a sentence if it is none. */
bool fault_number(
	struct fault_words *words, unsigned long most, unsigned long *out, struct scn_text *error);

/* Read one producer and append its bytes; false and a sentence if it is none. */
bool fault_content(struct fault_words *words, struct scn_builder *out, struct scn_text *error);

/* The handshake messages of the records, in records anew: the first ends after `joint` bytes (0: as
 * usual), each holds at most `fragment` (0: as usual). What is not handshake is left out. */
void fault_records(
	struct scn_bytes records, size_t joint, size_t fragment, struct scn_builder *out);

#endif
