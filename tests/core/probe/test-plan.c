/*
 * The plan against simulated servers with the quirks of real ones: what it finds is the truth, in the
 * server's order, at no more than the stated cost; and under faults it is never wrong.
 */
#include "test.h"

#include <stdio.h>

#include "sim-server.h"

#include "core/base/alloc.h"

enum {
	SLOTS = 4,
	RANDOM_SERVERS = 1000, /* of each sort */
};

static const enum scn_version tls[] = { SCN_TLS1_3, SCN_TLS1_2, SCN_TLS1_1, SCN_TLS1_0, SCN_SSL3 };

struct run {
	struct scn_server_facts facts;
	struct scn_plan *plan;
};

static void start(struct run *run, struct sim_server *server)
{
	struct scn_plan_options options = scn_plan_defaults;

	options.pace.slots = SLOTS;
	scn_server_facts_init(&run->facts);
	run->plan = scn_plan_new(&options, &run->facts, 0);
	scn_plan_enumerate(run->plan, SCN_VERSIONS_ALL, SCN_PLAN_SUITES);
	sim_run(server, run->plan, SLOTS);
}

static void finish(struct run *run)
{
	scn_plan_free(run->plan);
	scn_server_facts_finish(&run->facts);
}

static void set(
	struct sim_server *s, enum scn_version version, size_t count, const scn_suite_code *suites)
{
	memcpy(s->versions[version].suites, suites, count * sizeof(*suites));
	s->versions[version].count = count;
}

/* The usual server of these tests: TLS 1.3, and TLS 1.2 with six suites in an order of its own. */
static struct sim_server usual(void)
{
	static const scn_suite_code newest[] = { 0x1302, 0x1303, 0x1301 };
	static const scn_suite_code older[] = { 0xC02F, 0xC030, 0x009F, 0xCCA8, 0x0035, 0xC014 };
	struct sim_server s = { .random = 1 };

	set(&s, SCN_TLS1_3, 3, newest);
	set(&s, SCN_TLS1_2, 6, older);
	return s;
}

enum doubt {
	NO_DOUBT,     /* everything must be known */
	ALL_IS_FOUND, /* all that is accepted; of the rest some may be unknown */
	MAY_BE_UNKNOWN,
};

/* Nothing is said that is not so; unknown only where it may be. */
static void expect_truth(const struct run *run, const struct sim_server *server, enum doubt doubt)
{
	for (size_t v = 0; v < SCN_COUNT(tls); v++) {
		const struct scn_version_fact *fact = &run->facts.versions[tls[v]];

		for (size_t i = 0; i < fact->suite_count; i++) {
			bool accepts = sim_accepts(server, tls[v], fact->suites[i].code);

			if (fact->suites[i].status == SCN_UNKNOWN)
				assert_int_not_equal(doubt, NO_DOUBT);
			else if (accepts != (fact->suites[i].status == SCN_ACCEPTED))
				fail_msg("%s 0x%04X: %s", scn_version_word(tls[v]),
					fact->suites[i].code,
					scn_known_word(fact->suites[i].status));
		}
		for (size_t i = 0; doubt != MAY_BE_UNKNOWN && i < server->versions[tls[v]].count;
			i++)
			assert_int_equal(scn_facts_suite_status(&run->facts, tls[v],
						 server->versions[tls[v]].suites[i]),
				SCN_ACCEPTED);
	}
}

static void expect_order(const struct run *run, const struct sim_server *server)
{
	for (size_t v = 0; v < SCN_COUNT(tls); v++) {
		const struct scn_version_fact *fact = &run->facts.versions[tls[v]];
		const struct sim_version *truth = &server->versions[tls[v]];

		if (truth->count < 2)
			continue;
		assert_int_equal(
			fact->order, server->client_order ? SCN_ORDER_CLIENT : SCN_ORDER_SERVER);
		for (size_t i = 0; !server->client_order && i < truth->count; i++)
			assert_int_equal(
				scn_facts_suite(&run->facts, tls[v], truth->suites[i])->rank,
				i + 1);
	}
}

static unsigned accepted(const struct sim_server *server)
{
	unsigned sum = 0;

	for (size_t v = 0; v < SCN_COUNT(tls); v++)
		sum += (unsigned)server->versions[tls[v]].count;
	return sum;
}

static void test_server_order(void **state)
{
	struct sim_server server = usual();
	struct run run;

	start(&run, &server);
	expect_truth(&run, &server, NO_DOUBT);
	expect_order(&run, &server);
	assert_int_equal(run.facts.cost.enumeration, accepted(&server) + SCN_VERSION_COUNT);
	assert_true(server.connections <=
		    accepted(&server) + SCN_VERSION_COUNT + SLOTS + run.facts.cost.order);
	finish(&run);
}

static void test_client_order(void **state)
{
	struct sim_server server = usual();
	struct run run;

	server.client_order = true;
	start(&run, &server);
	expect_truth(&run, &server, NO_DOUBT);
	expect_order(&run, &server);
	assert_int_equal(run.facts.cost.enumeration, accepted(&server) + SCN_VERSION_COUNT);
	finish(&run);
}

/* Servers that look at only so many suites of a list: a refusal of a long list proves nothing. */
static void test_short_sighted_servers(void **state)
{
	static const size_t limits[] = { 64, 128, 200 };

	for (size_t i = 0; i < SCN_COUNT(limits); i++) {
		for (int client = 0; client < 2; client++) {
			struct sim_server server = usual();
			struct run run;

			server.reads_suites = limits[i];
			server.client_order = client;
			start(&run, &server);
			expect_truth(&run, &server, NO_DOUBT);
			assert_int_equal(run.facts.suite_limit, 64);
			finish(&run);
		}
	}
}

/* A server that hangs on every hello over 511 bytes, and one that hangs over 255. */
static void test_hello_size_intolerance(void **state)
{
	static const size_t limits[] = { 511, 300 };

	for (size_t i = 0; i < SCN_COUNT(limits); i++) {
		struct sim_server server = usual();
		struct run run;

		server.reads_bytes = limits[i];
		start(&run, &server);
		expect_truth(&run, &server, MAY_BE_UNKNOWN);
		for (size_t k = 0; k < server.versions[SCN_TLS1_2].count; k++)
			assert_int_equal(scn_facts_suite_status(&run.facts, SCN_TLS1_2,
						 server.versions[SCN_TLS1_2].suites[k]),
				SCN_ACCEPTED);
		finish(&run);
	}
}

static void test_closes_instead_of_alert(void **state)
{
	struct sim_server server = usual();
	struct run run;

	server.closes_for_no = true;
	start(&run, &server);
	expect_truth(&run, &server, NO_DOUBT);
	assert_true(run.facts.closes_for_no);
	finish(&run);
}

static void test_internal_error_for_no(void **state)
{
	struct sim_server server = usual();
	struct run run;

	server.internal_error = true;
	start(&run, &server);
	expect_truth(&run, &server, NO_DOUBT);
	finish(&run);
}

static void test_choice_outside_the_offer(void **state)
{
	struct sim_server server = usual();
	struct run run;

	server.always_first = true;
	start(&run, &server);
	expect_truth(&run, &server, NO_DOUBT);
	assert_true(run.facts.chooses_unoffered);
	finish(&run);
}

/* Only old versions: the hello of a newer one is answered with an older one. */
static void test_old_server(void **state)
{
	static const scn_suite_code suites[] = { 0x0039, 0x0033, 0x0035, 0x002F, 0x000A };
	struct sim_server server = { .random = 1 };
	struct run run;

	set(&server, SCN_TLS1_0, 5, suites);
	start(&run, &server);
	expect_truth(&run, &server, NO_DOUBT);
	expect_order(&run, &server);
	assert_int_equal(run.facts.versions[SCN_TLS1_2].status, SCN_REJECTED);
	finish(&run);
}

static void test_three_connections_then_421(void **state)
{
	struct sim_server server = usual();
	struct run run;

	server.connections_before_421 = 3;
	start(&run, &server);
	expect_truth(&run, &server, NO_DOUBT);
	finish(&run);
}

/* Nobody is there: everything stays unknown, and it ends soon. */
static void test_nobody_answers(void **state)
{
	struct sim_server server = usual();
	struct run run;

	server.fault_percent = 100;
	start(&run, &server);
	expect_truth(&run, &server, MAY_BE_UNKNOWN);
	assert_non_null(run.facts.incomplete);
	for (size_t v = 0; v < SCN_COUNT(tls); v++)
		assert_int_equal(run.facts.versions[tls[v]].status, SCN_UNKNOWN);
	assert_true(server.connections < 40);
	finish(&run);
}

/* ---- random servers ---- */

static void random_version(struct sim_server *s, enum scn_version version, uint64_t *random)
{
	size_t count;
	const struct scn_suite *all = scn_suites(&count);
	struct sim_version *v = &s->versions[version];
	unsigned wanted = 1 + sim_random(random, 24);

	for (unsigned tries = 0; v->count < wanted && tries < 2000; tries++) {
		const struct scn_suite *suite = &all[sim_random(random, (unsigned)count)];

		if (scn_suite_in_version(suite, version) &&
			suite->strength != SCN_STRENGTH_BROKEN &&
			!sim_accepts(s, version, suite->code) &&
			(suite->likelihood > 1 || sim_random(random, 8) == 0))
			v->suites[v->count++] = suite->code;
	}
}

static struct sim_server random_server(uint64_t *random, unsigned fault_percent)
{
	static const size_t limits[] = { 0, 0, 0, 0, 64, 128 };
	struct sim_server s = { .random = *random, .fault_percent = fault_percent };

	for (size_t v = 0; v < SCN_COUNT(tls); v++)
		if (sim_random(random, 2))
			random_version(&s, tls[v], random);
	s.client_order = sim_random(random, 2);
	s.reads_suites = limits[sim_random(random, 6)];
	s.closes_for_no = sim_random(random, 6) == 0;
	s.internal_error = sim_random(random, 6) == 0;
	s.chacha_first = sim_random(random, 4) == 0;
	s.version_intolerant = sim_random(random, 8) == 0;
	return s;
}

static void test_random_servers(void **state)
{
	uint64_t random = 42;

	for (int i = 0; i < RANDOM_SERVERS; i++) {
		struct sim_server server = random_server(&random, 0);
		struct run run;
		bool sick;

		start(&run, &server);
		/* A server that only ever closes, or only says internal_error, may just be sick. */
		sick = (server.closes_for_no || server.internal_error) && accepted(&server) == 0;
		/* Who answers by alerts says nothing by closing on newer versions. */
		expect_truth(&run, &server,
			sick                        ? MAY_BE_UNKNOWN
			: server.version_intolerant ? ALL_IS_FOUND
						    : NO_DOUBT);
		/* Where TLS 1.2 shows that long lists are read, a refusal costs one question. */
		if (!server.reads_suites && !server.closes_for_no && !server.internal_error &&
			!server.version_intolerant && server.versions[SCN_TLS1_2].count > 2)
			assert_true(run.facts.cost.enumeration <=
				    accepted(&server) + SCN_VERSION_COUNT + 1);
		finish(&run);
	}
}

/* One of five connections fails: unknown is allowed, wrong is not. */
static void test_random_servers_with_faults(void **state)
{
	uint64_t random = 4711;
	unsigned complete = 0;

	for (int i = 0; i < RANDOM_SERVERS; i++) {
		struct sim_server server = random_server(&random, 20);
		struct run run;

		start(&run, &server);
		expect_truth(&run, &server, MAY_BE_UNKNOWN);
		complete += !scn_facts_partial(&run.facts);
		finish(&run);
	}
	/* Most of them are complete all the same. */
	assert_true(complete > RANDOM_SERVERS / 2);
	printf("%u of %d complete in spite of faults\n", complete, RANDOM_SERVERS);
}

/* Same inputs, same questions. */
static void test_order_of_questions(void **state)
{
	static const char *const expected[] = { "TLS1.3 suites", "TLS1.2 suites", "TLS1.1 suites",
		"TLS1.0 suites", "SSL3 suites", "SSL2 suites" };
	struct scn_plan_options options = scn_plan_defaults;
	struct scn_server_facts facts;
	struct scn_plan *plan;

	scn_server_facts_init(&facts);
	plan = scn_plan_new(&options, &facts, 0);
	scn_plan_enumerate(plan, SCN_VERSIONS_ALL, SCN_PLAN_SUITES);
	for (size_t i = 0; i < SCN_COUNT(expected); i++) {
		struct scn_question *q = scn_plan_ask(plan, 0);
		const struct scn_hello_spec *hello = scn_hello_spec(q->hello);
		const struct scn_suite *last =
			scn_suite_by_code(hello->suites[hello->suite_count - 1]);

		assert_string_equal(q->purpose, expected[i]);
		if (i == 0)
			assert_int_equal(last->code, 0x1302);
		scn_question_free(q);
	}
	/* One question a chain is under way, so there is nothing more to ask now. */
	assert_null(scn_plan_ask(plan, 0));
	scn_plan_free(plan);
	scn_server_facts_finish(&facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_server_order),
		cmocka_unit_test(test_client_order),
		cmocka_unit_test(test_short_sighted_servers),
		cmocka_unit_test(test_hello_size_intolerance),
		cmocka_unit_test(test_closes_instead_of_alert),
		cmocka_unit_test(test_internal_error_for_no),
		cmocka_unit_test(test_choice_outside_the_offer),
		cmocka_unit_test(test_old_server),
		cmocka_unit_test(test_three_connections_then_421),
		cmocka_unit_test(test_nobody_answers),
		cmocka_unit_test(test_random_servers),
		cmocka_unit_test(test_random_servers_with_faults),
		cmocka_unit_test(test_order_of_questions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
