/*
 * Chains, names and TLSA records, verified by OpenSSL as a strict sender would: RFC 5280, RFC 6125, RFC
 * 6698, RFC 7672. Nothing here ends a handshake. Private to io, for the OpenSSL back end.
 */
#ifndef SCN_IO_VERIFY_H
#define SCN_IO_VERIFY_H

#include <stdbool.h>

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "core/facts/facts.h"

/* The chain as it was sent, leaf first, against the certificates that this system trusts. has_parent: the
 * leaf says where its issuer's certificate is, so a private root did not issue it. *words_out: "trusted",
 * or the library's sentence; heap. */
void scn_verify_chain(X509_STORE *store, STACK_OF(X509) * chain, bool has_parent,
	enum scn_trust *kind_out, char **words_out);
enum scn_known scn_verify_name(X509 *leaf, const char *name);

/* Before the handshake: MATCHES if there are records that count (the result is still open), UNUSABLE
 * if none of them does for SMTP, UNKNOWN if the library refuses. domain: a second name that the
 * certificate may have, or NULL. */
enum scn_dane scn_verify_dane_set(
	SSL *ssl, const char *name, const char *domain, const struct scn_tlsa_fact *tlsa);
/* After it. */
enum scn_dane scn_verify_dane_result(SSL *ssl);

#endif
