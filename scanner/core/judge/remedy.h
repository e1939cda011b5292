/*
 * Fixes: changes that turn the outcome, each shown by negotiating again with the change made. A broken
 * suite is never proposed, a weak one only where nothing better does it. What a counter-probe refused is
 * dropped. Private to the judge.
 */
#ifndef SCN_CORE_JUDGE_REMEDY_H
#define SCN_CORE_JUDGE_REMEDY_H

#include "core/judge/case.h"

/* Client: one of the suites that the server accepts. Server: one of those that the client offers and
 * the server has a key for. */
void scn_remedy_client_suite(struct scn_case *c, struct scn_verdict *v);
void scn_remedy_server_suite(struct scn_case *c, struct scn_verdict *v);
void scn_remedy_versions(struct scn_case *c, struct scn_verdict *v);
void scn_remedy_groups(struct scn_case *c, struct scn_verdict *v);
void scn_remedy_schemes(struct scn_case *c, struct scn_verdict *v);
/* "enable TLS_DHE_RSA_WITH_AES_256_GCM_SHA384" */
void scn_remedy_say(const struct scn_change *change, struct scn_text *out);
/* A change that needs no proof by negotiation (STARTTLS, a certificate). */
void scn_remedy_plain(struct scn_verdict *v, const struct scn_change *change,
	enum scn_strength strength, const char *text);
/* The same for a change without values; of good strength. */
void scn_remedy_on(
	struct scn_verdict *v, enum scn_side side, enum scn_change_kind kind, const char *text);
/* A client-side change that stands or falls with its counter-probe. */
void scn_remedy_tried(const struct scn_case *c, struct scn_verdict *v,
	const struct scn_change *change, enum scn_strength strength, const char *text);
/* A change that lists can express, with a text of its own: dropped where it does not turn the outcome. */
void scn_remedy_reasoned(struct scn_case *c, struct scn_verdict *v, const struct scn_change *change,
	enum scn_strength strength, const char *text);

#endif
