/*
 * The linked OpenSSL evaluates a configuration: it builds the ClientHello that a client with these
 * words would send, on memory BIOs, and its security level says which limits the client has.
 */
#ifndef SCN_IO_IMPORT_OPENSSL_H
#define SCN_IO_IMPORT_OPENSSL_H

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/dialect/openssl-config.h"

struct scn_openssl_hello {
	struct scn_builder wire; /* records of the hello; scn_builder_finish */
	int level;               /* security level after the cipher string */
	bool requires_secure_renegotiation;
};

/* False: the sentence is in *error; nothing to finish then. */
bool scn_openssl_hello_of(const struct scn_openssl_config *config,
	struct scn_openssl_hello *hello_out, struct scn_text *error);
/* "OpenSSL 3.0.22": what evaluates. */
const char *scn_openssl_version(void);

#endif
