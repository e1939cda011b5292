/*
 * What a DNS answer carries, from wire format (RFC 1035 section 3.1, uncompressed) to text. Pure;
 * resolver.c asks the questions.
 */
#ifndef SCN_IO_DNS_ANSWER_H
#define SCN_IO_DNS_ANSWER_H

#include <stdbool.h>

#include "core/base/bytes.h"

/* Read a name: lower case, no trailing dot, "." for the root. Letters, digits, "-" and "_" stand
 * for themselves, every other byte is \DDD (RFC 1035 section 5.1), so the text is harmless and can
 * be asked for again. Heap; NULL if it is malformed. */
char *scn_dns_name(struct scn_reader *r);

/* The data of an MX record. False if it is malformed. */
bool scn_dns_mx(struct scn_bytes data, int *preference_out, char **host_out);

/* The data of a TLSA record (RFC 6698 section 2.1); data_out points into it. False if it is malformed. */
bool scn_dns_tlsa(struct scn_bytes data, uint8_t fields_out[3], struct scn_bytes *data_out);

#endif
