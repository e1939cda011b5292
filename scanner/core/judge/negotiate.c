#include "core/judge/negotiate.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

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
	if (scn_common_key(profile, facts, version, suite->auth) == SCN_REJECTED)
		fits = SCN_REJECTED;
	return fits;
}

static enum scn_known within(uint32_t bits, uint32_t min, uint32_t max)
{
	if (!min && !max)
		return SCN_ACCEPTED;
	if (!bits)
		return SCN_UNKNOWN;
	return bits < min || (max && bits > max) ? SCN_REJECTED : SCN_ACCEPTED;
}

static enum scn_known needs(bool required, enum scn_known has)
{
	return required ? has : SCN_ACCEPTED;
}

/* Would the client go on with what the server selected? Its limits are not in the hello, so the server
 * cannot know them. TLS 1.3 has neither renegotiation nor another master secret. */
static enum scn_known client_takes(const struct scn_profile *profile,
	const struct scn_server_facts *facts, enum scn_version version,
	const struct scn_suite *suite)
{
	const struct scn_profile_limits *limits = &profile->limits;
	enum scn_known takes = SCN_ACCEPTED;

	if (suite->kx == SCN_KX_DHE)
		takes = both(takes, within(facts->dh.bits, limits->dh_min, limits->dh_max));
	if (suite->auth == SCN_AUTH_RSA)
		takes = both(takes, within(scn_rsa_bits(facts), limits->rsa_min, limits->rsa_max));
	if (version < SCN_TLS1_3) {
		takes = both(takes,
			needs(profile->requires_secure_renegotiation, facts->secure_renegotiation));
		takes = both(takes, needs(profile->requires_extended_master_secret,
					    facts->extended_master_secret));
	}
	return takes;
}

/* ---- the choice ---- */

/* A suite that the server may choose. */
struct candidate {
	const struct scn_suite *suite;
	enum scn_known fits;  /* accepted: it surely can; never rejected */
	enum scn_known takes; /* does the client go on with it? */
	unsigned place;       /* in the order that counts, from 1; 0 = not known */
};

enum {
	LAST_RANK = 0x1000, /* above every rank and every place in a client's list */
};

static bool is_chacha(const struct scn_suite *suite)
{
	return strncmp(suite->cipher, "CHACHA20", strlen("CHACHA20")) == 0;
}

/* What OpenSSL asks for its priority of ChaCha20: the first suite that it knows, of any version. */
static bool begins_with_chacha(const struct scn_profile *profile)
{
	for (size_t i = 0; i < profile->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(profile->suites[i]);

		if (suite && suite->openssl && scn_suite_selectable(suite))
			return is_chacha(suite);
	}
	return false;
}

static const struct scn_suite_fact *ranked(const struct scn_version_fact *v, unsigned rank)
{
	for (size_t i = 0; i < v->suite_count; i++)
		if (v->suites[i].rank == rank)
			return &v->suites[i];
	return NULL;
}

/* The rank of the first of those that are as good to the server as this one. */
static unsigned rank_of_equals(const struct scn_version_fact *v, const struct scn_suite_fact *fact)
{
	while (fact && fact->equal == SCN_ACCEPTED && fact->rank > 1) {
		const struct scn_suite_fact *above = ranked(v, fact->rank - 1u);

		if (!above)
			break;
		fact = above;
	}
	return fact ? fact->rank : 0;
}

/* By the server's rank, among equals by the client's order; ChaCha20 before all if it has priority. */
static unsigned server_place(const struct scn_profile *profile, const struct scn_version_fact *v,
	const struct scn_suite_fact *fact, size_t client_index)
{
	unsigned rank = rank_of_equals(v, fact);
	bool first = v->chacha_priority == SCN_ACCEPTED && rank &&
		     is_chacha(scn_suite_by_code(fact->code)) && begins_with_chacha(profile);

	if (!rank)
		return 0;
	return (first ? rank : rank + LAST_RANK) * LAST_RANK + (unsigned)client_index;
}

static unsigned place(const struct scn_profile *profile, const struct scn_server_facts *facts,
	enum scn_version version, scn_suite_code code, size_t client_index)
{
	const struct scn_version_fact *v = &facts->versions[version];

	switch (v->order) {
	case SCN_ORDER_CLIENT:
		return (unsigned)client_index + 1;
	case SCN_ORDER_SERVER:
		return server_place(
			profile, v, scn_facts_suite(facts, version, code), client_index);
	default:
		return 0;
	}
}

static size_t find_candidates(const struct scn_profile *profile,
	const struct scn_server_facts *facts, enum scn_version version,
	struct candidate **candidates_out)
{
	const scn_suite_code *codes;
	size_t count = scn_profile_suites_at(profile, version, &codes);
	size_t found = 0;

	*candidates_out = NULL;
	for (size_t i = 0; i < count; i++) {
		struct candidate c = { .suite = scn_suite_by_code(codes[i]) };

		c.fits = both(scn_facts_suite_status(facts, version, codes[i]),
			is_candidate(profile, facts, version, c.suite));
		if (c.fits == SCN_REJECTED)
			continue;
		c.takes = scn_suite_usable_at(profile, codes[i], version)
				  ? client_takes(profile, facts, version, c.suite)
				  : SCN_REJECTED; /* offered, and the server cannot know better */
		c.place = place(profile, facts, version, codes[i], i);
		SCN_APPEND(*candidates_out, found, c);
	}
	free((void *)codes);
	return found;
}

/* The last place that can win: that of the first sure candidate. All of them can where there is no sure
 * one, or where the order is not wholly known. */
static unsigned last_place(const struct candidate *candidates, size_t count)
{
	unsigned last = UINT_MAX;

	for (size_t i = 0; i < count; i++) {
		if (candidates[i].place == 0)
			return UINT_MAX;
		if (candidates[i].fits == SCN_ACCEPTED && candidates[i].place < last)
			last = candidates[i].place;
	}
	return last;
}

/* What all candidates that can win have in common is the outcome. */
static struct scn_outcome at_version(const struct scn_profile *profile,
	const struct scn_server_facts *facts, enum scn_version version)
{
	struct scn_outcome outcome = { .version = version, .works = SCN_UNKNOWN };
	struct candidate *candidates;
	size_t count = find_candidates(profile, facts, version, &candidates);
	unsigned last = last_place(candidates, count);
	size_t can_win = 0, taken = 0, left = 0;
	bool sure = false;

	for (size_t i = 0; i < count; i++) {
		if (candidates[i].place > last)
			continue;
		can_win++;
		taken += candidates[i].takes == SCN_ACCEPTED;
		left += candidates[i].takes == SCN_REJECTED;
		sure |= candidates[i].fits == SCN_ACCEPTED;
		outcome.suite = candidates[i].suite;
	}
	if (left == can_win)
		outcome.works = SCN_REJECTED;
	else if (taken == can_win && sure)
		outcome.works = SCN_ACCEPTED;
	if (can_win != 1 || !sure)
		outcome.suite = NULL;
	free(candidates);
	return outcome;
}

/* What comes out either way. */
static struct scn_outcome agree(struct scn_outcome a, struct scn_outcome b)
{
	struct scn_outcome outcome = { .works = SCN_UNKNOWN, .version = SCN_VERSION_NONE };

	if (a.works == b.works)
		outcome.works = a.works;
	return outcome;
}

static struct scn_outcome at_common_version(const struct scn_profile *profile,
	const struct scn_server_facts *facts, enum scn_version version)
{
	struct scn_outcome outcome = { .works = SCN_UNKNOWN, .version = SCN_VERSION_NONE };

	if (facts->versions[version].status == SCN_UNKNOWN || scn_profile_guesses_lists(profile))
		return outcome;
	return at_version(profile, facts, version);
}

/* The server takes the newest version that both have, and then no other one. Where it is not known whether
 * the client has it, the next one decides whether that matters. */
static struct scn_outcome negotiate_from(
	const struct scn_profile *profile, const struct scn_server_facts *facts, int newest)
{
	struct scn_outcome none = { .works = SCN_REJECTED, .version = SCN_VERSION_NONE };

	for (int v = newest; v >= SCN_SSL2; v--) {
		enum scn_version version = (enum scn_version)v;
		enum scn_known offered = scn_profile_knows_version(profile, version);
		struct scn_outcome here;

		if (offered == SCN_REJECTED || facts->versions[v].status == SCN_REJECTED)
			continue;
		here = at_common_version(profile, facts, version);
		if (offered == SCN_ACCEPTED)
			return here;
		return agree(here, negotiate_from(profile, facts, v - 1));
	}
	return none;
}

struct scn_outcome scn_negotiate(
	const struct scn_profile *profile, const struct scn_server_facts *facts)
{
	return negotiate_from(profile, facts, SCN_TLS1_3);
}
