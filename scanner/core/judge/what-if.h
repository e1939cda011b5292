/*
 * The same question asked again with one thing changed: advice is what turns the outcome. Private to the
 * judge.
 */
#ifndef SCN_CORE_JUDGE_WHAT_IF_H
#define SCN_CORE_JUDGE_WHAT_IF_H

#include "core/judge/change.h"
#include "core/judge/must-work.h"
#include "core/judge/negotiate.h"

/* What this client and this server would negotiate after the change with values[index]. Changes that
 * lists cannot express (a certificate, STARTTLS) leave everything as it was. */
struct scn_outcome scn_what_if(const struct scn_profile *profile,
	const struct scn_server_facts *facts, const struct scn_change *change, size_t index);

/* The facts as they would be after a server-side change: a copy of the lists; everything else is shared
 * with the original, which must outlive it. `profile`: whose suites become known. */
struct scn_server_facts *scn_server_after(const struct scn_server_facts *facts,
	const struct scn_profile *profile, const struct scn_change *change, size_t index);

#endif
