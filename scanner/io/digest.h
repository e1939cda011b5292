/*
 * Digests, for the short forms of fingerprints. None of them protects anything.
 */
#ifndef SCN_IO_DIGEST_H
#define SCN_IO_DIGEST_H

#include <stdbool.h>

#include "core/base/bytes.h"
#include "core/base/text.h"

/* Append the digest in hexadecimal; name: "MD5", "SHA256". False: the library has none of that name. */
bool scn_digest_hex(const char *name, struct scn_bytes bytes, struct scn_text *out);

#endif
