/*
 * The handshake back ends of this build. tls-openssl.c and tls-wolfssl.c implement
 * core/probe/handshake.h; no file includes both libraries.
 */
#ifndef SCN_IO_BACKENDS_H
#define SCN_IO_BACKENDS_H

#include "core/probe/handshake.h"

extern const struct scn_handshake_backend scn_openssl_backend;
extern const struct scn_handshake_backend scn_wolfssl_backend; /* if built with wolfSSL */

/* By name; NULL if this build has none of that name. */
const struct scn_handshake_backend *scn_backend_find(const char *name);
/* All of this build, in the order of preference; ends with NULL. */
const struct scn_handshake_backend *const *scn_backends(void);

#endif
