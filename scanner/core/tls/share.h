/*
 * Public key shares for a TLS 1.3 ClientHello that nobody will ever compute with. They are valid
 * (right length, a point on the curve, an encodable KEM key), so a server takes them as real.
 */
#ifndef SCN_CORE_TLS_SHARE_H
#define SCN_CORE_TLS_SHARE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/bytes.h"

/* Append the key_exchange bytes for a group; `seed` (32 bytes) makes x25519, x448 and FFDHE shares
 * differ. False: no share is known for the group, nothing was added. */
bool scn_share_build(uint16_t group, const uint8_t seed[32], struct scn_builder *out);

#endif
