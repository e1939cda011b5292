/*
 * Cipher suites in a text that somebody pasted: names of any dialect, codes, one a line or many with commas,
 * colons or blanks between them, also the columns of `openssl ciphers -V`.
 */
#ifndef SCN_CORE_PROFILE_SUITE_WORDS_H
#define SCN_CORE_PROFILE_SUITE_WORDS_H

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/registry/suite.h"

struct scn_suite_words {
	scn_suite_code *codes; /* in the order of the text, each once */
	size_t count;
	struct scn_text
		unknown; /* words that look like a suite and are none, ", " between them; safe to show */
	size_t unknown_count;
};

void scn_suite_words_read(struct scn_bytes text, struct scn_suite_words *out);
void scn_suite_words_finish(struct scn_suite_words *words);

#endif
