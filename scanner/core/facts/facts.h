/*
 * The SERVER side: what is known about one server (one address and port). Plain structs that anyone
 * may read. Every fact is accepted, rejected or unknown and names the probe that proved it.
 *
 * Strings from the server are raw bytes of the peer: escape them when they are shown.
 * Owned by the struct; scn_server_facts_finish frees all.
 */
#ifndef SCN_CORE_FACTS_FACTS_H
#define SCN_CORE_FACTS_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/known.h"
#include "core/base/time.h"
#include "core/facts/throttle.h"
#include "core/registry/scheme.h"
#include "core/registry/suite.h"
#include "core/registry/version.h"

/* Words of the contract: "ok", "refused", "timed-out", "closed", "greeting-refused",
 * "unreachable"; "" (NULL word) until something was tried. */
enum scn_reach {
	SCN_REACH_UNKNOWN,
	SCN_REACH_OK, /* a greeting 220 was seen */
	SCN_REACH_REFUSED,
	SCN_REACH_TIMED_OUT,
	SCN_REACH_CLOSED,
	SCN_REACH_GREETING_REFUSED,
	SCN_REACH_UNREACHABLE,
};
const char *scn_reach_word(enum scn_reach reach);

/* "unknown", "offered", "not-offered", "refused". */
enum scn_starttls {
	SCN_STARTTLS_UNKNOWN,
	SCN_STARTTLS_OFFERED, /* and started, or never asked */
	SCN_STARTTLS_NOT_OFFERED,
	SCN_STARTTLS_REFUSED, /* offered, then 454 or 5xx */
	SCN_STARTTLS_NOT_TLS, /* 220, and then something that is not TLS (JSON: "offered") */
};
const char *scn_starttls_word(enum scn_starttls starttls);

/* "unknown", "server", "client". */
enum scn_order {
	SCN_ORDER_UNKNOWN,
	SCN_ORDER_SERVER,
	SCN_ORDER_CLIENT,
};
const char *scn_order_word(enum scn_order order);

struct scn_suite_fact {
	scn_suite_code code;
	enum scn_known status;
	uint16_t rank; /* 1 = the server's first choice; 0 = client decides or not known */
	/* Is it as good to the server as the suite ranked just before it? Then the client decides
	 * between the two. */
	enum scn_known equal;
	uint32_t probe; /* number of the probe that proved it, 0 = none */
	/* For a run that goes on: the so-manieth that the elimination found, 0 = not found by it; and
	 * whether the list was offered backwards then. */
	uint16_t found;
	bool backwards;
};

struct scn_version_fact {
	enum scn_known status;
	uint32_t probe;
	enum scn_order order;
	/* Does a client whose first suite is a ChaCha20 get that, whatever the server's order? */
	enum scn_known chacha_priority;
	struct scn_suite_fact
		*suites; /* every suite asked about, or accepted without being asked */
	size_t suite_count;
};

struct scn_group_fact {
	uint16_t code;
	enum scn_known status;
	uint16_t rank;
	uint32_t probe;
	scn_versions versions; /* where it was seen accepted */
};

struct scn_scheme_fact {
	uint16_t code;
	enum scn_known status;
	uint16_t rank;
	uint32_t probe;
};

/* What a verifying client finds in a chain. Words: "unknown", "trusted", "expired" … */
enum scn_trust {
	SCN_TRUST_UNKNOWN, /* not verified */
	SCN_TRUST_TRUSTED,
	SCN_TRUST_EXPIRED,
	SCN_TRUST_NOT_YET_VALID,
	SCN_TRUST_SELF_SIGNED,    /* the leaf, or a root that nobody here trusts */
	SCN_TRUST_UNKNOWN_ISSUER, /* ends at an issuer that nobody here knows */
	SCN_TRUST_INCOMPLETE,     /* the same, and an intermediate was not sent */
	SCN_TRUST_WRONG_PURPOSE,  /* not for TLS servers */
	SCN_TRUST_WEAK,           /* a key or a signature below 112 bits of security */
	SCN_TRUST_OTHER,
};
const char *scn_trust_word(enum scn_trust chain);

/* What a DANE client finds: records against the chain that was sent. */
enum scn_dane {
	SCN_DANE_UNKNOWN,
	SCN_DANE_MATCHES,
	SCN_DANE_MISMATCH,   /* no record fits what was sent */
	SCN_DANE_WRONG_NAME, /* usage 2 fits, but the certificate has another name */
	SCN_DANE_EXPIRED,    /* usage 2 fits, but the dates do not */
	SCN_DANE_OTHER,      /* usage 2: the chain does not verify for another reason */
	SCN_DANE_UNUSABLE,   /* no record that an SMTP client may use (RFC 7672 section 3.1.3) */
};
const char *scn_dane_word(enum scn_dane dane);

/* Bits of keyUsage (RFC 5280 section 4.2.1.3) that matter here. */
enum {
	SCN_KEY_USAGE_SIGNATURE = 1 << 0,    /* digitalSignature */
	SCN_KEY_USAGE_ENCIPHERMENT = 1 << 2, /* keyEncipherment */
};

struct scn_certificate_fact {
	enum scn_scheme_key key;
	const char *
		key_word; /* "rsa", "ecdsa", "dsa", "ed25519", "ed448", "rsa-pss", "other"; static */
	uint16_t bits;
	uint16_t curve;  /* group code of an ECDSA key, 0 = none or not a named curve */
	char *signature; /* "sha256WithRSAEncryption", or the OID in dots */
	char *subject;   /* common name, else the whole DN; peer's bytes */
	char *issuer;
	char **names; /* DNS names of subjectAltName; peer's bytes */
	size_t name_count;
	scn_unixtime not_before;
	scn_unixtime not_after;
	bool self_issued; /* issuer equals subject */
	/* Extensions of RFC 5280; key_usage counts only where has_key_usage. */
	bool has_key_usage;
	uint16_t key_usage;
	bool names_issuer_url; /* authorityInfoAccess: its issuer is no root of a private CA */
	bool must_staple;      /* RFC 7633 */
	enum scn_trust trust;
	enum scn_dane dane; /* of this certificate's chain, where there are secure records */
	char *chain;        /* "trusted" or what the verifier said; NULL = not verified */
	enum scn_known name_matches;
	char *sha256; /* fingerprint in hex when a back end computed it, or NULL */
	uint8_t *der; /* the certificate itself */
	size_t der_len;
};
void scn_certificate_fact_finish(struct scn_certificate_fact *c);
void scn_certificate_fact_copy(
	struct scn_certificate_fact *to, const struct scn_certificate_fact *from);

/* TLSA records of the server's name and port (RFC 6698, RFC 7672). */
enum scn_tlsa_status {
	SCN_TLSA_UNKNOWN, /* not asked, or no answer */
	SCN_TLSA_NONE,    /* there are none */
	SCN_TLSA_INSECURE, /* there are some, but DNSSEC does not vouch for them: they do not count */
	SCN_TLSA_SECURE,
	SCN_TLSA_BOGUS, /* signatures that do not verify: a DANE client waits */
};
const char *scn_tlsa_word(enum scn_tlsa_status status);

enum {
	SCN_TLSA_MAX_RECORDS = 32,
	SCN_TLSA_MAX_LEN = 8192, /* bytes of a record's data */
};

struct scn_tlsa_record {
	uint8_t usage, selector, matching;
	uint8_t *data; /* owned */
	size_t len;
};

struct scn_tlsa_fact {
	enum scn_tlsa_status status;
	char *detail; /* why the look-up failed, or what DNSSEC says; or NULL */
	struct scn_tlsa_record *records;
	size_t record_count;
	enum scn_dane dane; /* of the chain that was compared last; each certificate has its own */
};
void scn_tlsa_fact_finish(struct scn_tlsa_fact *tlsa);

struct scn_dh_fact {
	uint16_t bits; /* 0 = none seen */
	char *name;    /* well-known prime, or NULL */
	uint32_t probe;
};

struct scn_smtp_fact {
	char *greeting; /* "220 mx ESMTP …", lines separated by \n, NULL = none; peer's bytes */
	char **ehlo;    /* keyword lines without the server's name; peer's bytes */
	size_t ehlo_count;
	enum scn_starttls starttls;
	char *starttls_reply; /* what STARTTLS was refused with, or what came instead of TLS; or NULL */
	bool starttls_masked;    /* XXXXXXXA in the EHLO answer */
	bool closes_at_220;      /* says 220 to STARTTLS and closes at once, every time */
	bool no_ehlo;            /* EHLO is refused: no extension can be seen; HELO only */
	enum scn_known required; /* does the server refuse mail without TLS? */
};

/* How one ClientHello ended. "No" is only what the server said on the TLS level. */
enum scn_answer {
	SCN_ANSWER_NONE,     /* not asked, or nothing can be concluded */
	SCN_ANSWER_SELECTED, /* ServerHello or HelloRetryRequest */
	SCN_ANSWER_ALERT,    /* fatal alert */
	SCN_ANSWER_CLOSED,   /* closed or reset after the hello, without an alert */
	SCN_ANSWER_SILENT,   /* time-out after the hello */
	SCN_ANSWER_NOT_TLS,
};
const char *scn_answer_word(enum scn_answer answer);

/* A named question that is not part of the enumeration: the replay of a profile's own ClientHello,
 * or a counter-probe. */
struct scn_replay_fact {
	char *id; /* profile id, or profile id + "+" + change for a counter-probe */
	enum scn_answer answer;
	bool repeated; /* asked again and answered the same */
	enum scn_version version;
	scn_suite_code suite;
	bool offered; /* the choice was inside the offer */
	uint16_t group;
	uint16_t scheme;
	uint16_t dh_bits;
	uint8_t alert;
	uint8_t warning; /* an alert of level warning that came before the choice; 0 = none */
	bool extended_master_secret;
	bool secure_renegotiation;
	bool client_certificate_asked;
	/* The real handshake with a library that followed, where one was made. */
	enum scn_known completed;
	char *completed_by; /* "openssl", "wolfssl", "openssl+wolfssl", or NULL */
	char *failure;      /* what the library said when it did not complete, or NULL */
	bool key_known;     /* which of its certificates the server showed there */
	enum scn_scheme_key key;
	uint32_t probe;
};

/* One line of a probe's dialogue. */
enum scn_layer {
	SCN_LAYER_TCP,
	SCN_LAYER_SMTP,
	SCN_LAYER_TLS,
};
enum scn_direction {
	SCN_FROM_US,
	SCN_FROM_SERVER,
	SCN_COMMENT,
};
struct scn_line {
	scn_time at; /* since the start of the connection */
	enum scn_direction direction;
	enum scn_layer layer;
	char *text;     /* decoded; a peer's bytes in SMTP lines */
	uint8_t *bytes; /* TLS records as on the wire, or NULL */
	size_t len;
};

/* One connection: why it was made, how it ended, what was said. */
struct scn_probe_record {
	uint32_t number; /* from 1, in the order of their ends */
	char *purpose;   /* "replay exchange-2019", "TLS1.2 suites", "warm, not needed" */
	char *outcome;   /* one phrase */
	scn_unixtime started;
	scn_time duration;
	struct scn_line *lines; /* only kept for probes that a person will want to read */
	size_t line_count;
};
void scn_line_finish(struct scn_line *line);
void scn_probe_record_finish(struct scn_probe_record *record);

struct scn_cost {
	uint32_t connections; /* all of them */
	uint32_t enumeration; /* of these: the chains that find suites, with their last refusals */
	uint32_t order;       /* extra questions for the order of preference */
	uint32_t details;     /* groups and signature schemes */
	uint32_t replays;     /* profiles' own hellos and counter-probes */
	uint32_t handshakes;  /* completed with a library */
	uint32_t warm_unused; /* brought up ahead of need, then not needed */
	uint32_t failed;      /* throttled, refused, broken: nothing learned */
	uint64_t bytes_sent;
	uint64_t bytes_received;
	scn_time elapsed;
};

struct scn_server_facts {
	char *host;    /* as named by the MX record or the user */
	char *address; /* numeric, without port */
	uint16_t port;
	int preference; /* of the MX record; -1 = none */
	char *domain;   /* the mail domain whose server it is; NULL = asked for as a server */
	enum scn_reach reach;
	char *reach_detail; /* "connection refused", "554 no" …; or NULL; peer's bytes */
	struct scn_smtp_fact smtp;
	struct scn_version_fact versions[SCN_VERSION_COUNT];
	struct scn_group_fact *groups;
	size_t group_count;
	struct scn_scheme_fact *schemes;
	size_t scheme_count;
	struct scn_dh_fact dh;
	struct scn_certificate_fact *certificates; /* one leaf a key type, best known first */
	size_t certificate_count;
	struct scn_tlsa_fact tlsa;
	struct scn_replay_fact *replays;
	size_t replay_count;
	struct scn_probe_record *probes;
	size_t probe_count;
	/* Behaviour that the plan learned. */
	bool throttled; /* the server asked us to slow down, or dropped connections */
	struct scn_throttle_fact throttle; /* how; counts only where `throttled` */
	bool chooses_unoffered;            /* selected something that was not offered */
	bool closes_for_no;                /* closes instead of sending an alert */
	/* Does it answer these extensions up to TLS 1.2? RFC 7627, RFC 5746. */
	enum scn_known extended_master_secret;
	enum scn_known secure_renegotiation;
	uint16_t suite_limit; /* reads at most so many suites; 0 = no limit seen */
	uint16_t hello_limit; /* cannot read a hello longer than this; 0 = no limit seen */
	char *incomplete;     /* why something stayed unknown, one sentence, or NULL */
	struct scn_cost cost;
};

void scn_server_facts_init(struct scn_server_facts *f);
void scn_server_facts_finish(struct scn_server_facts *f);

/* The entry for a suite at a version; NULL if never asked. */
const struct scn_suite_fact *scn_facts_suite(
	const struct scn_server_facts *f, enum scn_version version, scn_suite_code code);
/* Status of a suite at a version: also `rejected` when the whole version is. */
enum scn_known scn_facts_suite_status(
	const struct scn_server_facts *f, enum scn_version version, scn_suite_code code);
/* Record a status. accepted beats rejected beats unknown; a contradiction keeps accepted. */
struct scn_suite_fact *scn_facts_set_suite(struct scn_server_facts *f, enum scn_version version,
	scn_suite_code code, enum scn_known status, uint32_t probe);
struct scn_group_fact *scn_facts_set_group(struct scn_server_facts *f, enum scn_version version,
	uint16_t code, enum scn_known status, uint32_t probe);
struct scn_scheme_fact *scn_facts_set_scheme(
	struct scn_server_facts *f, uint16_t code, enum scn_known status, uint32_t probe);
/* Keep a leaf certificate once (same DER is not added again); copies. */
void scn_facts_add_certificate(
	struct scn_server_facts *f, const struct scn_certificate_fact *certificate);
struct scn_replay_fact *scn_facts_replay(struct scn_server_facts *f, const char *id);
const struct scn_replay_fact *scn_facts_find_replay(
	const struct scn_server_facts *f, const char *id);
/* The suites that the server accepts at a version, in the order in which they got known. Heap array for the
 * caller. */
size_t scn_facts_accepted(
	const struct scn_server_facts *f, enum scn_version version, scn_suite_code **codes_out);
/* Counts at one version. */
struct scn_suite_counts {
	size_t accepted, rejected, unknown;
};
struct scn_suite_counts scn_facts_count(const struct scn_server_facts *f, enum scn_version version);
/* Ready to go on where these facts end: forget why something stayed unknown, and the replays that got no
 * answer. */
void scn_facts_resume(struct scn_server_facts *f);
/* Is something that was asked still unknown? */
bool scn_facts_partial(const struct scn_server_facts *f);

#endif
