/*
 * A pair for the judge, written as a row: a client, a server in a small language, and what was answered.
 *
 * Server: words separated by blanks.
 *   V=C,C,…   version V accepts these suites (hex) and rejects every other one; `V=` rejects it whole
 *   g=C,C     groups accepted, all others rejected      s=C,C  signature schemes likewise
 *   rsa:N ecdsa:GROUP   certificates     dh:N   bits of the DH group
 *   trust:WORD name:yes|no usage:HEX   of the first certificate      tlsa:STATUS dane:WORD   DNS
 *   no-starttls refused not-tls timed-out masked no-ehlo   what happened before TLS
 *   no-reneg no-ems client-cert   what the ServerHello to the client's own hello lacks, or asks for
 */
#ifndef TESTS_CORE_JUDGE_JUDGE_CASE_H
#define TESTS_CORE_JUDGE_JUDGE_CASE_H

#include "core/judge/diagnose.h"

struct judge_case {
	const char *name, *client, *server;
	/* The replay: "alert N", "closed", "silent", "V suite [group] [dh N]", NULL = none was made. */
	const char *replay;
	/* Counter-probes: "change=value answer", separated by ';'. */
	const char *counters;
	const char *cause; /* NULL: it works, or nothing can be said */
	bool failed_handshake;
};

/* Fill facts (uninitialised before); a word that is not known fails the test. */
void judge_case_facts(struct scn_server_facts *facts, const struct judge_case *c);
/* A built-in profile, or one of the variants of exchange-2019 ("rsa-min" …); NULL if there is none. */
struct scn_profile *judge_case_profile(const char *id);

#endif
