/*
 * The kept words of one connection as a capture file, for other programs to look at: pcapng with one
 * interface of raw IP packets, one packet for each line. TCP around them is made up (numbers, a client at a
 * documentation address), lengths and checksums are right. What was not kept is not in it.
 *
 * Layout: draft-ietf-opsawg-pcapng, blocks section header, interface description, enhanced packet.
 */
#ifndef SCN_CORE_CAPTURE_PCAPNG_H
#define SCN_CORE_CAPTURE_PCAPNG_H

#include <stdbool.h>

#include "core/base/bytes.h"
#include "core/facts/facts.h"

/* Append the file to out. False: the server's address cannot be read, and nothing was appended. */
bool scn_pcapng_write(const struct scn_server_facts *facts, const struct scn_probe_record *record,
	struct scn_builder *out);

#endif
