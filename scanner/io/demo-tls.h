/*
 * TLS settings of the demo scenarios: keys, certificates, suites, versions. Private to the demo and to
 * the listener of `profile record`.
 */
#ifndef SCN_IO_DEMO_TLS_H
#define SCN_IO_DEMO_TLS_H

#include <openssl/ssl.h>

/* A server context for a scenario, with keys made now; NULL if OpenSSL refuses. */
SSL_CTX *scn_demo_tls(const char *scenario);
/* For whoever comes: all versions and suites that the library has, an RSA and an ECDSA key. */
SSL_CTX *scn_demo_tls_any(void);

#endif
