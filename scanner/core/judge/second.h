/*
 * A cause behind the cause: where the counter-probe that mends the first one is refused as well, the
 * changed client is judged again. Private to the judge.
 */
#ifndef SCN_CORE_JUDGE_SECOND_H
#define SCN_CORE_JUDGE_SECOND_H

#include "core/judge/case.h"

/* Fill second_cause, add to why, and join the fixes of both. */
void scn_second_cause(const struct scn_case *c, struct scn_verdict *v);
/* Fixes that are not enough by themselves, and were joined with nothing, go. */
void scn_drop_partial(struct scn_verdict *v);

#endif
