/*
 * The record layer (RFC 8446 section 5.1, also SSL 3.0 to TLS 1.2 in plain text): bytes in, records
 * out, and handshake messages put together from fragments and taken apart when coalesced.
 */
#ifndef SCN_CORE_TLS_RECORD_H
#define SCN_CORE_TLS_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/base/error.h"

enum scn_content {
	SCN_CONTENT_CHANGE_CIPHER_SPEC = 20,
	SCN_CONTENT_ALERT = 21,
	SCN_CONTENT_HANDSHAKE = 22,
	SCN_CONTENT_APPLICATION_DATA = 23,
};

enum {
	SCN_RECORD_HEADER_LEN = 5,
	SCN_RECORD_MAX_LEN = 16384 + 2048, /* RFC 5246 section 6.2.3; more is malformed */
	SCN_MESSAGE_MAX_LEN = 256 * 1024,  /* one handshake message (a long certificate chain) */
};

struct scn_record {
	uint8_t type;
	uint16_t version;
	struct scn_bytes body; /* borrowed from the input */
};

/* The first record of bytes. SCN_BAD: not TLS (unknown type, version not 3.x, too long). */
enum scn_parse scn_record_parse(
	struct scn_bytes bytes, struct scn_record *record_out, size_t *consumed_out);

/* Handshake messages out of record bodies. Zeroed is empty. */
struct scn_joiner {
	struct scn_builder pending;
	size_t read; /* bytes of pending that were handed out */
};

void scn_joiner_finish(struct scn_joiner *j);
void scn_joiner_add(struct scn_joiner *j, struct scn_bytes record_body);
/* The next whole message: type and body, borrowed until the next add or finish.
 * SCN_BAD: longer than SCN_MESSAGE_MAX_LEN. */
enum scn_parse scn_joiner_next(struct scn_joiner *j, uint8_t *type_out, struct scn_bytes *body_out);

#endif
