/*
 * How alike two clients look on the wire, in per cent, for "97 % Exchange 2019". What they do after a failure
 * and what they verify does not show and does not count.
 */
#ifndef SCN_CORE_PROFILE_SIMILAR_H
#define SCN_CORE_PROFILE_SIMILAR_H

#include "core/profile/profile.h"

/* 100: the same versions, suites, groups, schemes and extensions in the same order; else at most 99. */
unsigned scn_profile_similarity(const struct scn_profile *a, const struct scn_profile *b);
/* Of the set, the first of those that are most alike; borrowed. NULL: the set is empty. */
const struct scn_profile *scn_profiles_closest(
	const struct scn_profiles *set, const struct scn_profile *profile, unsigned *percent_out);

#endif
