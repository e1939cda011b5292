/*
 * Received headers (RFC 5321 section 4.4) as every mail server writes them: from whom, by whom, with which
 * protocol, and what it says of TLS in its own notation.
 */
#ifndef SCN_CORE_EXPLAIN_RECEIVED_H
#define SCN_CORE_EXPLAIN_RECEIVED_H

#include "core/explain/explain.h"

/* False: the line is not a Received header (with or without its name). */
bool scn_received_read(const char *line, size_t len, struct scn_hop *hop_out);
void scn_hop_finish(struct scn_hop *hop);

#endif
