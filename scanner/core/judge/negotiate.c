#include "core/judge/negotiate.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/judge/lookup.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"

/* ---- suites that both have ---- */

struct scn_common scn_common_suites(const struct scn_profile *profile,
	const struct scn_server_facts *facts, enum scn_version version)
{
	struct scn_common common = { 0 };
	const scn_suite_code *codes;
	size_t count = scn_profile_suites_at(profile, version, &codes);

	for (size_t i = 0; i < count; i++) {
		enum scn_known status = scn_facts_suite_status(facts, version, codes[i]);

		if (!scn_suite_usable_at(profile, codes[i], version))
			continue;
		if (status == SCN_ACCEPTED)
			SCN_APPEND(common.both, common.both_count, codes[i]);
		else if (status == SCN_UNKNOWN)
			SCN_APPEND(common.maybe, common.maybe_count, codes[i]);
	}
	free((void *)codes);
	return common;
}

void scn_common_finish(struct scn_common *common)
{
	free(common->both);
	free(common->maybe);
	*common = (struct scn_common){ 0 };
}

/* ---- what the server looks at when it chooses ---- */

static enum scn_known both(enum scn_known a, enum scn_known b)
{
	if (a == SCN_REJECTED || b == SCN_REJECTED)
		return SCN_REJECTED;
	return a == SCN_ACCEPTED && b == SCN_ACCEPTED ? SCN_ACCEPTED : SCN_UNKNOWN;
}

/* Can the server use this suite with this client? */
static enum scn_known is_candidate(const struct scn_profile *profile,
	const struct scn_server_facts *facts, enum scn_version version,
	const struct scn_suite *suite)
{
	enum scn_known fits = SCN_ACCEPTED;

	if (scn_suite_has_ecdhe(suite) || suite->kx == SCN_KX_TLS13)
		fits = both(fits, scn_common_group(profile, facts, version));
	if (version == SCN_TLS1_2 && scn_suite_is_signed(suite))
		fits = both(fits, scn_common_scheme(profile, facts, suite->auth));
	return fits;
}

/* Would the client go on with what the server selected? Its limits are not in the hello, so the server
 * cannot know them. */
static enum scn_known client_takes(const struct scn_profile *profile,
	const struct scn_server_facts *facts, const struct scn_suite *suite)
{
	uint16_t rsa = scn_rsa_bits(facts);

	if (suite->kx == SCN_KX_DHE && profile->limits.dh_min) {
		if (!facts->dh.bits)
			return SCN_UNKNOWN;
		if (facts->dh.bits < profile->limits.dh_min)
			return SCN_REJECTED;
		if (profile->limits.dh_max && facts->dh.bits > profile->limits.dh_max)
			return SCN_REJECTED;
	}
	if (suite->auth == SCN_AUTH_RSA && rsa && rsa < profile->limits.rsa_min)
		return SCN_REJECTED;
	return SCN_ACCEPTED;
}

/* ---- the choice ---- */

struct choice {
	const struct scn_suite *suite; /* the one that will be chosen; NULL: not known which */
	enum scn_known works;          /* of that one, or of all that may be chosen */
	bool any;                      /* there is a candidate at all */
};

static unsigned place(const struct scn_server_facts *facts, enum scn_version version,
	const struct scn_suite *suite, unsigned client_place)
{
	const struct scn_suite_fact *fact = scn_facts_suite(facts, version, suite->code);

	return facts->versions[version].order == SCN_ORDER_SERVER && fact && fact->rank
		       ? fact->rank
		       : client_place;
}

/* The best of the candidates by whose order counts; where that is not known, what all of them have in
 * common. */
static struct choice choose(const struct scn_profile *profile, const struct scn_server_facts *facts,
	enum scn_version version, const struct scn_common *common)
{
	bool known_order = facts->versions[version].order != SCN_ORDER_UNKNOWN;
	struct choice choice = { 0 };
	unsigned best = 0, count = 0;

	for (size_t i = 0; i < common->both_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(common->both[i]);
		enum scn_known fits = is_candidate(profile, facts, version, suite);
		enum scn_known takes = both(fits, client_takes(profile, facts, suite));
		unsigned at = place(facts, version, suite, (unsigned)i + 1);

		if (fits == SCN_REJECTED)
			continue;
		if (known_order && choice.any && at >= best)
			continue;
		if (known_order || !choice.any)
			choice = (struct choice){ suite, takes, true };
		else if (takes != choice.works)
			choice.works = SCN_UNKNOWN;
		best = at;
		count++;
	}
	if (!known_order && count > 1)
		choice.suite = NULL;
	return choice;
}

static struct scn_outcome at_version(const struct scn_profile *profile,
	const struct scn_server_facts *facts, enum scn_version version)
{
	struct scn_common common = scn_common_suites(profile, facts, version);
	struct choice choice = choose(profile, facts, version, &common);
	struct scn_outcome outcome = { .version = version, .works = choice.works };

	if (common.maybe_count) {
		/* One of these may be chosen instead, or may be the only one. */
		choice.suite = NULL;
		if (choice.works != SCN_ACCEPTED)
			outcome.works = SCN_UNKNOWN;
	} else if (!choice.any) {
		outcome.works = SCN_REJECTED;
	}
	outcome.suite = choice.suite;
	scn_common_finish(&common);
	return outcome;
}

/* The server takes the newest version that both have, and then no other one. */
struct scn_outcome scn_negotiate(
	const struct scn_profile *profile, const struct scn_server_facts *facts)
{
	struct scn_outcome outcome = { .works = SCN_REJECTED, .version = SCN_VERSION_NONE };

	for (int v = SCN_TLS1_3; v >= SCN_SSL2; v--) {
		enum scn_version version = (enum scn_version)v;

		if (!scn_profile_offers_version(profile, version))
			continue;
		if (facts->versions[v].status == SCN_ACCEPTED)
			return at_version(profile, facts, version);
		if (facts->versions[v].status == SCN_UNKNOWN) {
			outcome.works = SCN_UNKNOWN;
			return outcome;
		}
	}
	return outcome;
}
