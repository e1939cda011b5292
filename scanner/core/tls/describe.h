/*
 * One record as a line for a dialogue: "ClientHello TLS 1.2, 8 suites, groups x25519 secp256r1".
 */
#ifndef SCN_CORE_TLS_DESCRIBE_H
#define SCN_CORE_TLS_DESCRIBE_H

#include "core/base/bytes.h"
#include "core/base/text.h"

/* record: the bytes of one record (or an SSL 2.0 CLIENT-HELLO, SERVER-HELLO or ERROR). Safe for hostile bytes; the text is
 * one line. */
void scn_record_describe(struct scn_bytes record, struct scn_text *out);

#endif
