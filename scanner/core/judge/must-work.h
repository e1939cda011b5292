/*
 * What a change of the server means for other senders: each is judged before and after it, so that
 * nobody loses encryption unseen.
 */
#ifndef SCN_CORE_JUDGE_MUST_WORK_H
#define SCN_CORE_JUDGE_MUST_WORK_H

#include "core/base/text.h"
#include "core/facts/facts.h"
#include "core/judge/change.h"
#include "core/judge/verdict.h"
#include "core/profile/profile.h"

/* "0xC030", a suite's name, "TLS1.0", "rsa", "ecdsa": what a server stops to have. False: it is none of
 * those. */
bool scn_change_read_removal(const char *text, struct scn_change *change_out);

/* Facts as they would be after all changes of the server (others are passed over), for one profile. What
 * was answered to hellos before says nothing any more, so it is left out: the verdict is computed. Without
 * any change (count 0) that is all: for a client that was changed.
 * Shares everything but lists with the original, which must outlive it. */
struct scn_server_facts *scn_server_after_all(const struct scn_server_facts *facts,
	const struct scn_profile *profile, const struct scn_change *changes, size_t count);
void scn_server_after_free(struct scn_server_facts *facts);

/* One sender before and after. */
struct scn_must_work {
	struct scn_verdict before, after;
};
void scn_must_work(const struct scn_profile *profile, const struct scn_server_facts *facts,
	const struct scn_change *changes, size_t count, struct scn_must_work *out);
void scn_must_work_finish(struct scn_must_work *m);

#endif
