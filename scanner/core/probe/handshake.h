/*
 * A real handshake by a TLS library, on bytes in memory. Declared here, implemented in io
 * (tls-openssl.c, tls-wolfssl.c), so the core and its tests need no library and no socket.
 *
 * Nothing that verification finds ends the handshake: the result says what was found.
 */
#ifndef SCN_CORE_PROBE_HANDSHAKE_H
#define SCN_CORE_PROBE_HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/facts/facts.h"
#include "core/registry/suite.h"
#include "core/registry/version.h"

/* What to offer, as near to a profile as the library can. All pointers borrowed until begin
 * returns. An empty list means the library's own. */
struct scn_handshake_order {
	scn_versions versions;
	const scn_suite_code *suites;
	size_t suite_count;
	const uint16_t *groups;
	size_t group_count;
	const uint16_t *schemes;
	size_t scheme_count;
	const char *server_name; /* NULL: no SNI; never an IP literal */
	const char *verify_name; /* the name that the certificate should have; NULL: not asked */
	/* Records to compare the chain with, where DNSSEC vouches for them; NULL: none. Must live as long
	 * as the session. */
	const struct scn_tlsa_fact *tlsa;
	const char *
		domain; /* a name that does as well, by DANE (RFC 7672 section 3.2.2); NULL: none */
};

enum scn_handshake_state {
	SCN_HANDSHAKE_GOING, /* feed more */
	SCN_HANDSHAKE_DONE,  /* both Finished messages were exchanged and verified */
	SCN_HANDSHAKE_FAILED,
};

/* Zeroed: nothing known. Owned; scn_handshake_result_finish frees. */
struct scn_handshake_result {
	enum scn_version version; /* valid when DONE; SCN_VERSION_NONE otherwise */
	scn_suite_code suite;
	uint16_t group;  /* 0 where the library does not tell */
	uint16_t scheme; /* the server's signature; 0 where the library does not tell */
	struct scn_certificate_fact *certificates; /* leaf first */
	size_t certificate_count;
	char *chain; /* "trusted" or the verifier's words; NULL = not verified */
	enum scn_trust trust;
	enum scn_dane dane; /* UNKNOWN where the library or the order has no records */
	enum scn_known name_matches;
	bool client_certificate_asked;
	bool answered; /* a ServerHello came: what failed then failed behind the server's choice */
	char *failure; /* what the library said, or NULL */
};
void scn_handshake_result_finish(struct scn_handshake_result *r);

/* An opaque session of one library. */
struct scn_handshake;

struct scn_handshake_backend {
	const char *name; /* "openssl", "wolfssl": the words of --confirm */
	/* Has this library all of: one version, one suite of the order that may be negotiated? */
	bool (*can)(const struct scn_handshake_order *order);
	/* NULL if the library refuses the order. */
	struct scn_handshake *(*begin)(const struct scn_handshake_order *order);
	/* Take the server's bytes (possibly none: the first call makes the ClientHello), append what
	 * is to be sent. Plain text that arrived is appended to plain_out once the state is DONE. */
	enum scn_handshake_state (*feed)(struct scn_handshake *h, struct scn_bytes in,
		struct scn_builder *out, struct scn_builder *plain_out);
	/* Encrypt: append to out the records that carry plain. Only when DONE. */
	bool (*send)(struct scn_handshake *h, struct scn_bytes plain, struct scn_builder *out);
	/* Append a close_notify. */
	void (*close)(struct scn_handshake *h, struct scn_builder *out);
	/* Fill *out (zeroed by the caller); may be asked after DONE or FAILED. */
	void (*result)(struct scn_handshake *h, struct scn_handshake_result *out);
	void (*free)(struct scn_handshake *h);
};

#endif
