/*
 * DER (X.690), as far as a certificate needs it: definite lengths, one-byte tags. A failed read makes
 * the reader fail and gives an empty one, so a caller may read on and ask once. For core/tls and io/roots.
 */
#ifndef SCN_CORE_TLS_DER_H
#define SCN_CORE_TLS_DER_H

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/base/time.h"

enum {
	SCN_DER_BOOLEAN = 0x01,
	SCN_DER_INTEGER = 0x02,
	SCN_DER_BIT_STRING = 0x03,
	SCN_DER_OCTET_STRING = 0x04,
	SCN_DER_OID = 0x06,
	SCN_DER_T61_STRING = 0x14,
	SCN_DER_UTC_TIME = 0x17,
	SCN_DER_GENERALIZED_TIME = 0x18,
	SCN_DER_UNIVERSAL_STRING = 0x1C,
	SCN_DER_BMP_STRING = 0x1E,
	SCN_DER_SEQUENCE = 0x30,
	SCN_DER_SET = 0x31,
};
#define SCN_DER_CONTEXT(n)             (0x80 | (n))
#define SCN_DER_CONTEXT_CONSTRUCTED(n) (0xA0 | (n))

/* The content of the next element, whatever it is; its tag in *tag_out, which may be NULL. */
struct scn_reader scn_der_any(struct scn_reader *r, uint8_t *tag_out);
/* The content of the next element, which must have this tag. */
struct scn_reader scn_der_expect(struct scn_reader *r, uint8_t tag);
/* The same, but an element with another tag (or none) is left alone and gives an empty reader. */
struct scn_reader scn_der_optional(struct scn_reader *r, uint8_t tag);
/* An OBJECT IDENTIFIER in dots, appended to out. */
void scn_der_oid(struct scn_reader *r, struct scn_text *out);
/* The content of a string with this tag, appended as UTF-8, as far as max_len allows. Tags that we do
 * not know, and strings that are UTF-8 or ASCII, are kept byte by byte. A NUL becomes "\0". */
void scn_der_string(uint8_t tag, struct scn_bytes value, size_t max_len, struct scn_text *out);
/* UTCTime or GeneralizedTime (RFC 5280 section 4.1.2.5) in UTC, with or without seconds; 0, that is
 * unknown, if it is anything else. */
scn_unixtime scn_der_time(struct scn_reader *r);

#endif
