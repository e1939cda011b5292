/*
 * What a verifying client needs to know of a server. Private to the judge.
 */
#ifndef SCN_CORE_JUDGE_TRUST_H
#define SCN_CORE_JUDGE_TRUST_H

#include "core/judge/case.h"

/* Why it cannot be said whether this client would be satisfied; NULL if it can. */
const char *scn_trust_open(const struct scn_case *c);

#endif
