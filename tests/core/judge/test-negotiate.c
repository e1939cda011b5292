/*
 * Negotiation from facts alone, with random servers and every built-in client: complete facts always
 * give an answer, and whoever knows less never says the opposite.
 */
#include "test.h"

#include "core/base/alloc.h"
#include "core/judge/negotiate.h"
#include "core/profile/profile-json.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"
#include "builtin.h"

enum {
	SERVERS_PER_CLIENT = 40,
	FORGET_STEPS = 6,
};

static uint64_t next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005U + 1442695040888963407U;
	return *seed >> 33;
}

static bool one_in(uint64_t *seed, unsigned n)
{
	return next(seed) % n == 0;
}

/* ---- a server of which everything is known ---- */

static const scn_suite_code usual[] = { 0x1301, 0x1302, 0x1303, 0xC02F, 0xC030, 0xC02B, 0xC028,
	0xC027, 0xC014, 0xC013, 0x009E, 0x009F, 0x0039, 0x0033, 0x009C, 0x0035, 0x002F, 0x000A };

static void fill_suites(struct scn_server_facts *facts, enum scn_version version, uint64_t *seed)
{
	struct scn_version_fact *v = &facts->versions[version];
	unsigned rank = 0, sparse = 1 + (unsigned)next(seed) % 6;
	size_t count;
	const struct scn_suite *all = scn_suites(&count);

	v->order = one_in(seed, 2) ? SCN_ORDER_SERVER : SCN_ORDER_CLIENT;
	for (size_t i = 0; i < SCN_COUNT(usual); i++) {
		scn_suite_code code = usual[(i * 7 + *seed % 5) % SCN_COUNT(usual)];
		const struct scn_suite *suite = scn_suite_by_code(code);

		if (!scn_suite_in_version(suite, version) || !one_in(seed, sparse))
			continue;
		scn_facts_set_suite(facts, version, code, SCN_ACCEPTED, 1)->rank =
			v->order == SCN_ORDER_SERVER ? (uint16_t)++rank : 0;
	}
	for (size_t i = 0; i < count; i++)
		if (scn_suite_in_version(&all[i], version))
			scn_facts_set_suite(facts, version, all[i].code, SCN_REJECTED, 1);
	/* A version is there if one of its suites is. */
	v->status = v->status == SCN_ACCEPTED ? SCN_ACCEPTED : SCN_REJECTED;
}

static void fill_groups(struct scn_server_facts *facts, uint64_t *seed)
{
	static const uint16_t curves[] = { 0x0017, 0x0018, 0x0019, 0x001D };
	size_t count;
	const struct scn_group *all = scn_groups(&count);
	uint16_t always = curves[next(seed) % SCN_COUNT(curves)];

	scn_facts_set_group(facts, SCN_TLS1_2, always, SCN_ACCEPTED, 1);
	scn_facts_set_group(facts, SCN_TLS1_3, always, SCN_ACCEPTED, 1);
	for (size_t i = 0; i < SCN_COUNT(curves); i++)
		if (one_in(seed, 3)) {
			scn_facts_set_group(facts, SCN_TLS1_2, curves[i], SCN_ACCEPTED, 1);
			scn_facts_set_group(facts, SCN_TLS1_3, curves[i], SCN_ACCEPTED, 1);
		}
	for (size_t i = 0; i < count; i++)
		scn_facts_set_group(facts, SCN_TLS1_3, all[i].code, SCN_REJECTED, 1);
}

static void fill_schemes(struct scn_server_facts *facts, uint64_t *seed)
{
	static const uint16_t some[] = { 0x0201, 0x0203, 0x0401, 0x0403, 0x0601, 0x0804, 0x0809 };
	size_t count;
	const struct scn_scheme *all = scn_schemes(&count);

	for (size_t i = 0; i < SCN_COUNT(some); i++)
		if (one_in(seed, 3))
			scn_facts_set_scheme(facts, some[i], SCN_ACCEPTED, 1);
	for (size_t i = 0; i < count; i++)
		scn_facts_set_scheme(facts, all[i].code, SCN_REJECTED, 1);
}

static void fill_server(struct scn_server_facts *facts, uint64_t *seed)
{
	static const uint16_t dh[] = { 512, 1024, 2048, 4096 };
	static const uint16_t rsa[] = { 512, 1024, 2048, 2048 };
	const struct scn_certificate_fact leaf = { .key = SCN_SCHEME_KEY_RSA,
		.key_word = "rsa",
		.bits = rsa[next(seed) % SCN_COUNT(rsa)] };

	scn_server_facts_init(facts);
	facts->reach = SCN_REACH_OK;
	facts->smtp.starttls = SCN_STARTTLS_OFFERED;
	facts->dh.bits = dh[next(seed) % SCN_COUNT(dh)];
	facts->secure_renegotiation = one_in(seed, 4) ? SCN_REJECTED : SCN_ACCEPTED;
	facts->extended_master_secret = one_in(seed, 4) ? SCN_REJECTED : SCN_ACCEPTED;
	scn_facts_add_certificate(facts, &leaf);
	fill_groups(facts, seed);
	fill_schemes(facts, seed);
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		if (v > SCN_SSL3 && !one_in(seed, 3))
			fill_suites(facts, (enum scn_version)v, seed);
		else
			facts->versions[v].status = SCN_REJECTED;
	}
}

/* ---- forgetting, one thing at a time ---- */

static void forget_suites(struct scn_version_fact *v, uint64_t *seed)
{
	bool any = false;

	for (size_t i = 0; i < v->suite_count; i++) {
		if (one_in(seed, 3))
			v->suites[i].status = SCN_UNKNOWN;
		any |= v->suites[i].status == SCN_ACCEPTED;
	}
	if (v->status == SCN_ACCEPTED && !any)
		v->status = SCN_UNKNOWN;
}

static void forget_version(struct scn_version_fact *v, uint64_t *seed)
{
	v->status = SCN_UNKNOWN;
	for (size_t i = 0; i < v->suite_count; i++)
		v->suites[i].status = SCN_UNKNOWN;
}

static void forget_order(struct scn_version_fact *v, uint64_t *seed)
{
	v->order = SCN_ORDER_UNKNOWN;
}

static void forget_ranks(struct scn_version_fact *v, uint64_t *seed)
{
	for (size_t i = 0; i < v->suite_count; i++)
		if (one_in(seed, 2))
			v->suites[i].rank = 0;
}

static void forget_groups(struct scn_server_facts *facts, uint64_t *seed)
{
	unsigned how = (unsigned)next(seed) % 4;

	for (size_t i = 0; i < facts->group_count; i++) {
		struct scn_group_fact *group = &facts->groups[i];

		if (how == 0 && one_in(seed, 2))
			group->status = SCN_UNKNOWN;
		if (how == 1)
			group->versions &= (scn_versions)~SCN_VERSION_BIT(SCN_TLS1_3);
		if (how == 2)
			group->versions &= SCN_VERSION_BIT(SCN_TLS1_3);
	}
	if (how == 3)
		facts->group_count = 0;
}

static void forget_schemes(struct scn_server_facts *facts, uint64_t *seed)
{
	if (one_in(seed, 3))
		facts->scheme_count = 0;
	for (size_t i = 0; i < facts->scheme_count; i++)
		if (one_in(seed, 2))
			facts->schemes[i].status = SCN_UNKNOWN;
}

static void forget_dh(struct scn_server_facts *facts, uint64_t *seed)
{
	facts->dh.bits = 0;
}

static void forget_certificates(struct scn_server_facts *facts, uint64_t *seed)
{
	for (size_t i = 0; i < facts->certificate_count; i++)
		scn_certificate_fact_finish(&facts->certificates[i]);
	facts->certificate_count = 0;
}

static void forget_extensions(struct scn_server_facts *facts, uint64_t *seed)
{
	facts->secure_renegotiation = SCN_UNKNOWN;
	facts->extended_master_secret = SCN_UNKNOWN;
}

static const struct {
	const char *what;
	void (*at_version)(struct scn_version_fact *v, uint64_t *seed);
	void (*of_server)(struct scn_server_facts *facts, uint64_t *seed);
} ways[] = {
	{ "suites", forget_suites, NULL },
	{ "a version", forget_version, NULL },
	{ "an order", forget_order, NULL },
	{ "ranks", forget_ranks, NULL },
	{ "groups", NULL, forget_groups },
	{ "schemes", NULL, forget_schemes },
	{ "DH", NULL, forget_dh },
	{ "certificates", NULL, forget_certificates },
	{ "extensions", NULL, forget_extensions },
};

static const char *forget(struct scn_server_facts *facts, uint64_t *seed)
{
	size_t way = next(seed) % SCN_COUNT(ways);

	if (ways[way].at_version)
		ways[way].at_version(&facts->versions[SCN_TLS1_0 + next(seed) % 4], seed);
	else
		ways[way].of_server(facts, seed);
	return ways[way].what;
}

/* ---- the properties ---- */

struct tally {
	unsigned accepted, rejected, forgotten;
};

static void check_pair(
	const struct scn_profile *profile, uint64_t *seed, uint64_t number, struct tally *tally)
{
	struct scn_server_facts facts;
	struct scn_outcome full;

	fill_server(&facts, seed);
	full = scn_negotiate(profile, &facts);
	if (full.works == SCN_UNKNOWN)
		fail_msg("%s, server %u: all is known, and yet", profile->id, (unsigned)number);
	if (full.works == SCN_ACCEPTED && !full.suite)
		fail_msg("%s, server %u: which suite?", profile->id, (unsigned)number);
	tally->accepted += full.works == SCN_ACCEPTED;
	tally->rejected += full.works == SCN_REJECTED;
	for (int i = 0; i < FORGET_STEPS; i++) {
		const char *what = forget(&facts, seed);
		struct scn_outcome less = scn_negotiate(profile, &facts);

		if (less.works != SCN_UNKNOWN && less.works != full.works)
			fail_msg("%s, server %u: without %s %s turns into %s", profile->id,
				(unsigned)number, what, scn_known_word(full.works),
				scn_known_word(less.works));
		if (less.works == SCN_ACCEPTED && less.suite && less.suite != full.suite)
			fail_msg("%s, server %u: without %s %s turns into %s", profile->id,
				(unsigned)number, what, full.suite->name, less.suite->name);
		tally->forgotten += less.works == SCN_UNKNOWN;
	}
	scn_server_facts_finish(&facts);
}

static void test_less_knowledge_never_says_the_opposite(void **state)
{
	uint64_t seed = 20;
	struct tally tally = { 0 };

	for (const struct scn_builtin_profile *p = scn_builtin_profiles; p->file; p++) {
		struct scn_text error = { 0 };
		struct scn_profile *profile = scn_profile_load(p->text, p->len, p->file, &error);

		assert_non_null(profile);
		for (uint64_t i = 0; i < SERVERS_PER_CLIENT; i++)
			check_pair(profile, &seed, i, &tally);
		scn_profile_free(profile);
		scn_text_finish(&error);
	}
	/* The servers are of every sort, or the test shows nothing. */
	assert_true(tally.accepted > 500);
	assert_true(tally.rejected > 500);
	assert_true(tally.forgotten > 500);
}

/* ---- the server's order and its quirks ---- */

static const struct {
	const char *name;
	scn_suite_code offer[5]; /* of the client; 0 ends it */
	bool equals, chacha;     /* the first two of the server are equal; ChaCha20 has priority */
	scn_suite_code chosen;
} orders[] = {
	{ "first choice", { 0xCCA8, 0xC02F, 0xC030 }, false, false, 0xC030 },
	{ "second choice", { 0xCCA8, 0xC02F }, false, false, 0xC02F },
	{ "equals: the client's first", { 0xCCA8, 0xC02F, 0xC030 }, true, false, 0xC02F },
	{ "equals: the client's first, turned", { 0xCCA8, 0xC030, 0xC02F }, true, false, 0xC030 },
	{ "ChaCha20 first", { 0xCCA8, 0xC02F, 0xC030 }, false, true, 0xCCA8 },
	{ "ChaCha20 not first", { 0xC02F, 0xCCA8, 0xC030 }, false, true, 0xC030 },
	{ "ChaCha20 behind GREASE", { 0x0A0A, 0xCCA8, 0xC030 }, false, true, 0xCCA8 },
	{ "both", { 0xCCA8, 0xC02F, 0xC030 }, true, true, 0xCCA8 },
};

static void expect_choice(const char *name, struct scn_outcome outcome, scn_suite_code chosen)
{
	if (!outcome.suite || outcome.suite->code != chosen)
		fail_msg("%s: chosen is %s", name, outcome.suite ? outcome.suite->name : "nothing");
}

static struct scn_profile *client_of(const scn_suite_code *offer)
{
	struct scn_profile *profile = test_builtin("openssl-1.1.1");

	profile->suite_count = 0;
	for (size_t i = 0; offer[i]; i++)
		SCN_APPEND(profile->suites, profile->suite_count, offer[i]);
	return profile;
}

/* TLS 1.2 alone, three suites in an order of its own. */
static void fill_ordered(struct scn_server_facts *facts, bool equals, bool chacha)
{
	static const scn_suite_code suites[] = { 0xC030, 0xC02F, 0xCCA8 };
	const struct scn_certificate_fact leaf = {
		.key = SCN_SCHEME_KEY_RSA, .key_word = "rsa", .bits = 2048
	};
	struct scn_version_fact *v = &facts->versions[SCN_TLS1_2];

	scn_server_facts_init(facts);
	scn_facts_add_certificate(facts, &leaf);
	facts->secure_renegotiation = facts->extended_master_secret = SCN_ACCEPTED;
	scn_facts_set_group(facts, SCN_TLS1_2, 0x001D, SCN_ACCEPTED, 1);
	scn_facts_set_scheme(facts, 0x0804, SCN_ACCEPTED, 1);
	for (int k = 0; k < SCN_VERSION_COUNT; k++)
		facts->versions[k].status = k == SCN_TLS1_2 ? SCN_ACCEPTED : SCN_REJECTED;
	for (size_t k = 0; k < SCN_COUNT(suites); k++)
		scn_facts_set_suite(facts, SCN_TLS1_2, suites[k], SCN_ACCEPTED, 1)->rank =
			(uint16_t)(k + 1);
	v->order = SCN_ORDER_SERVER;
	v->suites[1].equal = equals ? SCN_ACCEPTED : SCN_REJECTED;
	v->chacha_priority = chacha ? SCN_ACCEPTED : SCN_REJECTED;
}

static void test_orders_of_servers(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(orders); i++) {
		struct scn_profile *profile = client_of(orders[i].offer);
		struct scn_server_facts facts;

		fill_ordered(&facts, orders[i].equals, orders[i].chacha);
		expect_choice(orders[i].name, scn_negotiate(profile, &facts), orders[i].chosen);
		scn_server_facts_finish(&facts);
		scn_profile_free(profile);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_less_knowledge_never_says_the_opposite),
		cmocka_unit_test(test_orders_of_servers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
