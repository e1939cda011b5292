/*
 * The server's answer to a ClientHello, up to the point where we would have to compute something:
 * ServerHello, HelloRetryRequest, Certificate, ServerKeyExchange, CertificateRequest, alerts, the
 * SSL 2.0 SERVER-HELLO, or something that is not TLS. Bytes in (any split), facts out.
 *
 * The reader is told what was offered, so that a choice outside the offer is recorded as such.
 */
#ifndef SCN_CORE_TLS_FLIGHT_H
#define SCN_CORE_TLS_FLIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/facts/facts.h"
#include "core/registry/suite.h"
#include "core/registry/version.h"
#include "core/tls/hello.h"
#include "core/tls/record.h"

enum {
	SCN_FLIGHT_MAX_LEN = 1024 * 1024, /* bytes of a server's first flight that are read */
	SCN_FLIGHT_MAX_CERTIFICATES = 32,
	SCN_FLIGHT_MAX_WARNINGS = 16, /* more warning alerts than this is malformed */
};

enum scn_flight_end {
	SCN_FLIGHT_READING, /* nothing decisive yet */
	SCN_FLIGHT_COMPLETE, /* ServerHelloDone; TLS 1.3 ServerHello or Retry; SSL 2.0 SERVER-HELLO */
	SCN_FLIGHT_ALERT,    /* a fatal alert before a ServerHello, or an SSL 2.0 NO-CIPHER-ERROR */
	SCN_FLIGHT_NOT_TLS, /* bytes that are not TLS at the very beginning (plain text …) */
	SCN_FLIGHT_BROKEN,  /* TLS at first, then malformed or over a limit */
};

/*
 * What the flight has said so far. Zeroed: nothing. `selected` is true from the ServerHello or
 * HelloRetryRequest on, so that a flight cut off after it (a close, a time-out) still proves the
 * choice. `version` is then a version that we know; it is SCN_SSL2 for an SSL 2.0 SERVER-HELLO, where
 * the client chooses: no suite, but ssl2_kinds, which may be empty.
 */
struct scn_flight_facts {
	enum scn_flight_end end;
	bool selected;
	bool retry;               /* a HelloRetryRequest */
	enum scn_version version; /* what was negotiated (supported_versions looked at) */
	uint16_t wire_version;    /* as on the wire */
	scn_suite_code suite;
	bool suite_offered; /* false: the choice is outside the offer */
	bool version_offered;
	uint8_t compression;
	uint16_t group; /* ECDHE curve, key share or retry group; 0 = none seen */
	bool group_offered;
	uint16_t scheme;     /* of the ServerKeyExchange (TLS 1.2); 0 = none seen */
	uint16_t dh_bits;    /* 0 = no DHE ServerKeyExchange seen */
	const char *dh_name; /* well-known prime, static string, or NULL */
	bool extended_master_secret;
	bool secure_renegotiation;
	bool encrypt_then_mac;
	bool session_ticket;
	bool downgrade_mark; /* RFC 8446 section 4.1.3: the server could do a newer version */
	bool certificate_request;
	bool done; /* ServerHelloDone */
	uint8_t alert_level;
	uint8_t alert_code; /* of the fatal alert, or of the last warning; 40 for NO-CIPHER-ERROR */
	size_t warning_count;
	struct scn_certificate_fact
		*certificates; /* leaf first, up to one that is unreadable; owned */
	size_t certificate_count;
	scn_suite_code *ssl2_kinds; /* what an SSL 2.0 server accepts of the offer; owned */
	size_t ssl2_kind_count;
	struct scn_bytes first_bytes; /* of what was not TLS, at most 64 bytes; owned copy */
};

struct scn_flight {
	struct scn_flight_facts facts;
	/* Private. */
	const struct scn_hello_spec *offer; /* borrowed for the flight's life */
	struct scn_builder input;
	struct scn_builder alerts; /* half an alert, until the other half comes */
	struct scn_joiner messages;
	size_t total;
};

void scn_flight_init(struct scn_flight *f, const struct scn_hello_spec *offer);
void scn_flight_finish(struct scn_flight *f);
/* Take bytes. Returns facts.end; after anything but READING further bytes are ignored. */
enum scn_flight_end scn_flight_feed(struct scn_flight *f, struct scn_bytes bytes);
/* "ServerHello", "Certificate" … for a dialogue; never NULL. */
const char *scn_handshake_name(uint8_t type);

#endif
