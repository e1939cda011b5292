/*
 * A cause behind the cause: where the counter-probe that mends the first one is refused as well, the
 * changed client is judged again. Private to the judge.
 */
#ifndef SCN_CORE_JUDGE_SECOND_H
#define SCN_CORE_JUDGE_SECOND_H

#include "core/judge/case.h"

enum {
	SCN_MAX_CHANGES = 2, /* in a chain: a third cause is left to the next run */
};

/* Is there a cause, other than "refused without a visible cause"? */
bool scn_is_explained(const struct scn_verdict *v);
/* How many changes a profile's id names: each is one "+". */
size_t scn_changes_made(const struct scn_profile *profile);
/* The first change that should have mended the case and does not, by its counter-probe or by the lists; a
 * profile with it made, for the caller to free. NULL if one does, or none was tried. */
struct scn_profile *scn_refused_change(const struct scn_case *c, struct scn_change *change_out);
/* Fill second_cause, add to why, and join the fixes of both. */
void scn_second_cause(const struct scn_case *c, struct scn_verdict *v);
/* Fixes that are not enough by themselves, and were joined with nothing, go. */
void scn_drop_partial(struct scn_verdict *v);

#endif
