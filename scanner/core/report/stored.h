/*
 * Sentences of a scan in the reader's language. A scan holds English sentences (why it is not complete,
 * what a comment of the dialogue says), because threads without a language write it and files are
 * English. Here such a sentence is recognised by its form and said again. What is not recognised, such
 * as the words of a server, stays as it is.
 */
#ifndef SCN_CORE_REPORT_STORED_H
#define SCN_CORE_REPORT_STORED_H

#include "core/base/text.h"

/* Append the sentence in the language of this thread. NULL appends nothing. */
void scn_tr_stored(const char *english, struct scn_text *out);

#endif
