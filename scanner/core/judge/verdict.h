/*
 * What the judge says of one pair (profile, server): words of the contract, sentences for people.
 * Strings are owned by the verdict and already safe to print (peer's words are escaped).
 */
#ifndef SCN_CORE_JUDGE_VERDICT_H
#define SCN_CORE_JUDGE_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/judge/change.h"

/* "unknown", "works", "weak", "fails". */
enum scn_verdict_kind {
	SCN_VERDICT_UNKNOWN,
	SCN_VERDICT_WORKS,
	SCN_VERDICT_WEAK,
	SCN_VERDICT_FAILS,
};
const char *scn_verdict_word(enum scn_verdict_kind kind);

/* "none", "computed", "confirmed". */
enum scn_evidence {
	SCN_EVIDENCE_NONE,
	SCN_EVIDENCE_COMPUTED,  /* from lists */
	SCN_EVIDENCE_CONFIRMED, /* the profile's own ClientHello was sent */
};
const char *scn_evidence_word(enum scn_evidence evidence);

struct scn_fix {
	struct scn_change change;
	enum scn_evidence evidence; /* confirmed: a counter-probe with this change was accepted */
	enum scn_strength strength; /* of what it adds */
	char *text;                 /* "enable TLS_DHE_RSA_WITH_AES_256_GCM_SHA384" */
	/* Where two causes stand one behind the other: what has to be changed besides. */
	bool has_then;
	struct scn_change then;
	/* Not enough by itself; only while the judge is at work. */
	bool partial;
};

struct scn_verdict {
	char *profile_id;
	char *profile_name; /* with platform, as a person reads it: "Exchange 2019 (Windows Server 2019)" */
	enum scn_verdict_kind kind;
	enum scn_version version; /* SCN_VERSION_NONE where nothing was negotiated */
	scn_suite_code suite;     /* 0 and suite_known false where nothing was */
	bool suite_known;
	uint16_t group, scheme;
	const char *cause; /* "no-common-suite": an id of causes.inc, static; NULL = none */
	enum scn_evidence evidence;
	char *proof; /* "test handshake, alert handshake_failure (40)"; NULL where evidence is none */
	/* What proves the cause: the client's hello with one thing changed. NULL where none was tried. */
	char *counter;    /* "the same hello with add-suite=0x009F is accepted" */
	char *counter_id; /* of its replay fact */
	enum scn_known counter_answer;
	/* The cause that shows once the first one is mended: an id of causes.inc, static; or NULL. */
	const char *second_cause;
	char *summary; /* one sentence: "No cipher suite in common. Both sides support TLS 1.2." */
	char *server_side; /* "2 TLS 1.2 suites, all DHE_RSA with GCM: 0x009E, 0x009F"; or NULL */
	char *client_side; /* "8 suites, none of those 2"; or NULL */
	char *why;         /* one or two sentences */
	char *mail;        /* what happens to the message */
	char *weak;        /* what is weak, for kind WEAK; or NULL */
	struct scn_fix *fixes; /* best first, client and server side */
	size_t fix_count;
};

void scn_verdict_finish(struct scn_verdict *v);
/* The best fix on this side; NULL: none is known. Borrowed. */
const struct scn_fix *scn_verdict_fix(const struct scn_verdict *v, enum scn_side side);

#endif
