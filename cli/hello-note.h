/* JA3 and JA4 of a ClientHello in their short forms, by which other tools know a client. */
#ifndef CLI_HELLO_NOTE_H
#define CLI_HELLO_NOTE_H

#include "core/base/bytes.h"
#include "core/base/text.h"

/* Append "JA4 t13d1516h2_8daaf6152771_b186095e22b6, JA3 e7d7…."; nothing where it is no hello. */
void cli_hello_note(struct scn_bytes wire, struct scn_text *out);

#endif
