/*
 * Fixes: changes that turn the outcome, each shown by negotiating again with the change made. A broken
 * suite is never proposed, a weak one only where nothing better does it. Private to the judge.
 */
#ifndef SCN_CORE_JUDGE_REMEDY_H
#define SCN_CORE_JUDGE_REMEDY_H

#include "core/judge/case.h"

/* Client: one of the suites that the server accepts. Server: one of those that the client offers and
 * the server has a key for. */
void scn_remedy_client_suite(const struct scn_case *c, struct scn_verdict *v);
void scn_remedy_server_suite(const struct scn_case *c, struct scn_verdict *v);
void scn_remedy_versions(const struct scn_case *c, struct scn_verdict *v);
void scn_remedy_groups(const struct scn_case *c, struct scn_verdict *v);
void scn_remedy_schemes(const struct scn_case *c, struct scn_verdict *v);
/* A change that needs no proof by negotiation (STARTTLS, a certificate, DH parameters). */
void scn_remedy_plain(struct scn_verdict *v, const struct scn_change *change,
	enum scn_strength strength, const char *text);

#endif
