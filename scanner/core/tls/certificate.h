/*
 * Just enough of X.509 (RFC 5280, DER) to say what key a certificate has, who signed it how, for
 * which names and how long. It verifies nothing: that is the handshake back end's work.
 */
#ifndef SCN_CORE_TLS_CERTIFICATE_H
#define SCN_CORE_TLS_CERTIFICATE_H

#include "core/base/bytes.h"
#include "core/facts/facts.h"

enum {
	SCN_CERTIFICATE_MAX_NAMES = 256, /* subjectAltName entries that are kept */
};

/* Fill *fact_out (owned by it, see scn_certificate_fact_finish) from one DER certificate. False if
 * it is not a certificate; what could be read until then is in *fact_out. */
bool scn_certificate_read(struct scn_bytes der, struct scn_certificate_fact *fact_out);

/* Does one of the certificate's names (or, without names, its common name) match host? RFC 6125:
 * case-insensitive, one leading wildcard label. */
bool scn_certificate_matches(const struct scn_certificate_fact *certificate, const char *host);

#endif
