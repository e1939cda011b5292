/*
 * Profile × facts → outcome: the only place that knows who wins. Diagnosis and remedies are this
 * function asked again with one thing changed.
 */
#ifndef SCN_CORE_JUDGE_NEGOTIATE_H
#define SCN_CORE_JUDGE_NEGOTIATE_H

#include <stdbool.h>

#include "core/facts/facts.h"
#include "core/profile/profile.h"

struct scn_outcome {
	enum scn_known works; /* accepted: a handshake comes about; rejected: it cannot; unknown */
	enum scn_version version;
	const struct scn_suite *suite; /* NULL where it is not known which */
	uint16_t group;                /* 0 = none or not known */
	uint16_t scheme;
};

/* From facts alone (evidence "computed"): never guesses; unknown facts give unknown. */
struct scn_outcome scn_negotiate(
	const struct scn_profile *profile, const struct scn_server_facts *facts);

/* Suites that both sides have at this version, in nobody's order; the caller frees. `maybe` suites
 * are those that the client offers and the server's status is unknown. */
struct scn_common {
	scn_suite_code *both;
	size_t both_count;
	scn_suite_code *maybe;
	size_t maybe_count;
};
struct scn_common scn_common_suites(const struct scn_profile *profile,
	const struct scn_server_facts *facts, enum scn_version version);
void scn_common_finish(struct scn_common *common);

#endif
