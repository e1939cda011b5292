/*
 * TLS settings of the demo scenarios: keys, certificates, suites, versions. Private to the demo.
 */
#ifndef SCN_IO_DEMO_TLS_H
#define SCN_IO_DEMO_TLS_H

#include <openssl/ssl.h>

/* A server context for a scenario, with keys made now; NULL if OpenSSL refuses. */
SSL_CTX *scn_demo_tls(const char *scenario);

#endif
