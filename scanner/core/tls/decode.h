/*
 * One record of the wire as a person reads it: a title and an indented tree of lines, two columns, as far
 * as nothing is encrypted. It decides nothing and remembers nothing; what is cut short or malformed is
 * said to be so, and what came before is shown. Safe for hostile bytes: a peer's words are escaped.
 *
 *   version         0x0303 TLS 1.2
 *   cipher_suites   1
 *     0xC02F  ECDHE_RSA AES_128_GCM SHA256
 */
#ifndef SCN_CORE_TLS_DECODE_H
#define SCN_CORE_TLS_DECODE_H

#include "core/base/bytes.h"
#include "core/base/text.h"

enum {
	SCN_DECODE_MAX_LINES = 4000, /* of one record; what is more is said to be left out */
};

struct scn_decoded {
	struct scn_text title; /* "ClientHello", "ServerHello, Certificate" */
	struct scn_text tree;  /* lines, each with its line end */
};

/* bytes: one record, or an SSL 2.0 message. Fill *out, which the caller finishes. */
void scn_record_decode(struct scn_bytes bytes, struct scn_decoded *out);
void scn_decoded_finish(struct scn_decoded *decoded);

#endif
