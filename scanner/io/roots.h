/*
 * The certificates that this system trusts, each read when a chain asks for it. OpenSSL would read all of
 * a bundle at once (about 150, one millisecond each) for every context; here they are read by name. Where they
 * are is as OpenSSL says: SSL_CERT_FILE and SSL_CERT_DIR, or what it was built with.
 */
#ifndef SCN_IO_ROOTS_H
#define SCN_IO_ROOTS_H

#include <openssl/x509_vfy.h>

/* A new store, the caller's (SSL_CTX_set_cert_store takes it over); NULL: out of memory. Finding is safe in
 * several threads. A file or folder that is missing or broken has no certificates. */
X509_STORE *scn_roots_new(void);

#endif
