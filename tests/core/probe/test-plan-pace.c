/*
 * What the end of a connection means for the pace, and what of it is kept in the facts: a table of ends.
 * None of them says anything about TLS.
 */
#include "test.h"

#include "core/base/alloc.h"
#include "core/probe/plan.h"

struct run {
	struct scn_server_facts facts;
	struct scn_plan *plan;
	scn_time now;
};

/* A connection that ends as `r` says, with this reply. */
static void learn(struct run *run, struct scn_probe_result *r, const char *reply)
{
	struct scn_flight_facts flight = { .version = SCN_VERSION_NONE };
	struct scn_smtp_dialogue smtp = { 0 };

	scn_text_add(&smtp.decision, reply);
	r->flight = &flight;
	r->smtp = &smtp;
	r->started = run->now;
	scn_plan_opened(run->plan, run->now);
	run->now += SCN_SECOND;
	scn_plan_learn(run->plan, r, run->now);
	scn_text_finish(&smtp.decision);
}

/* A server that speaks SMTP, offers STARTTLS, answered one hello (by internal_error, which
 * says nothing), and is ready within 100 ms. */
static void learn_good(struct run *run)
{
	struct scn_flight_facts flight = {
		.version = SCN_VERSION_NONE, .alert_level = 2, .alert_code = 80
	};
	struct scn_smtp_dialogue smtp = { .outcome = SCN_SMTP_STARTED,
		.ehlo = { .starttls = true } };
	struct scn_probe_result r = { .end = SCN_END_ALERT,
		.asked = true,
		.flight = &flight,
		.smtp = &smtp,
		.ready_time = 100 * SCN_MS,
		.started = run->now };

	scn_text_add(&smtp.greeting, "220 mx.example ESMTP");
	scn_text_add(&smtp.ehlo_lines, "mx.example\nSTARTTLS");
	r.question = scn_plan_ask(run->plan, run->now);
	scn_plan_opened(run->plan, run->now);
	scn_plan_learn(run->plan, &r, run->now);
	scn_question_free((struct scn_question *)r.question);
	scn_text_finish(&smtp.greeting);
	scn_text_finish(&smtp.ehlo_lines);
}

static void begin(struct run *run)
{
	struct scn_plan_options options = scn_plan_defaults;

	*run = (struct run){ .now = SCN_SECOND };
	scn_server_facts_init(&run->facts);
	run->plan = scn_plan_new(&options, &run->facts, run->now);
	scn_plan_enumerate(run->plan, SCN_VERSIONS_ALL, SCN_PLAN_SUITES);
}

static void finish(struct run *run)
{
	scn_plan_free(run->plan);
	scn_server_facts_finish(&run->facts);
}

static const struct row {
	struct scn_probe_result result;
	const char *reply;
	enum scn_throttle_sign sign;
	int64_t told;
} rows[] = {
	{ { .end = SCN_END_CONNECT_REFUSED, .reset = true }, "", SCN_THROTTLE_REFUSED, 0 },
	{ { .end = SCN_END_CONNECT_TIMED_OUT }, "", SCN_THROTTLE_TIMED_OUT, 0 },
	{ { .end = SCN_END_UNREACHABLE }, "", SCN_THROTTLE_TIMED_OUT, 0 },
	{ { .end = SCN_END_GREETING_SILENT }, "", SCN_THROTTLE_SILENT, 0 },
	{ { .end = SCN_END_GREETING_CLOSED, .closed = true }, "", SCN_THROTTLE_CLOSED_GREETING, 0 },
	{ { .end = SCN_END_GREETING_CLOSED, .reset = true }, "", SCN_THROTTLE_RESET, 0 },
	{ { .end = SCN_END_GREETING_REFUSED, .smtp_code = 421 },
		"421 4.7.0 Too many connections, try again in 2 minutes", SCN_THROTTLE_421, 120 },
	{ { .end = SCN_END_GREETING_REFUSED, .smtp_code = 450 }, "450 busy", SCN_THROTTLE_450, 0 },
	{ { .end = SCN_END_GREETING_REFUSED, .smtp_code = 451 }, "451 wait 30 s", SCN_THROTTLE_451,
		30 },
	{ { .end = SCN_END_GREETING_REFUSED, .smtp_code = 554 }, "554 too many connections",
		SCN_THROTTLE_554, 0 },
	{ { .end = SCN_END_GREETING_REFUSED, .smtp_code = 420 }, "420 no", SCN_THROTTLE_REPLY, 0 },
	{ { .end = SCN_END_DIALOGUE_SILENT }, "", SCN_THROTTLE_SILENT, 0 },
	{ { .end = SCN_END_DIALOGUE_CLOSED, .closed = true }, "", SCN_THROTTLE_CLOSED_DIALOGUE, 0 },
	{ { .end = SCN_END_DIALOGUE_CLOSED, .reset = true }, "", SCN_THROTTLE_RESET, 0 },
	{ { .end = SCN_END_DIALOGUE_CLOSED, .smtp_code = 421 }, "421 busy", SCN_THROTTLE_421, 0 },
	{ { .end = SCN_END_EHLO_REFUSED, .smtp_code = 450 }, "450 later", SCN_THROTTLE_450, 0 },
	{ { .end = SCN_END_STARTTLS_TEMPFAIL, .smtp_code = 454 }, "454 too many TLS sessions",
		SCN_THROTTLE_454, 0 },
	{ { .end = SCN_END_STARTTLS_REFUSED, .smtp_code = 554 }, "554 too many", SCN_THROTTLE_554,
		0 },
	/* TLS was spoken here before. */
	{ { .end = SCN_END_STARTTLS_REFUSED, .smtp_code = 502 }, "502 what?",
		SCN_THROTTLE_WITHDRAWN, 0 },
	{ { .end = SCN_END_NOT_OFFERED, .smtp_code = 250 }, "250 mx", SCN_THROTTLE_WITHDRAWN, 0 },
	/* Right behind the 220, or because we idled. */
	{ { .end = SCN_END_WARM_CLOSED, .closed = true, .warm_time = 20 * SCN_MS }, "",
		SCN_THROTTLE_CLOSED_STARTTLS, 0 },
	{ { .end = SCN_END_WARM_CLOSED, .reset = true, .warm_time = 20 * SCN_MS }, "",
		SCN_THROTTLE_RESET, 0 },
	{ { .end = SCN_END_WARM_CLOSED, .smtp_code = 421, .warm_time = 5 * SCN_SECOND }, "",
		SCN_THROTTLE_NONE, 0 },
	/* Tarpits: a byte now and then, ever later replies; but what was slow from the first is not. */
	{ { .end = SCN_END_UNUSED, .ready_time = SCN_SECOND, .slowest_reply = 3 * SCN_SECOND }, "",
		SCN_THROTTLE_SLOW, 0 },
	{ { .end = SCN_END_UNUSED, .ready_time = 5 * SCN_SECOND }, "", SCN_THROTTLE_SLOW, 0 },
	{ { .end = SCN_END_UNUSED, .ready_time = 2 * SCN_SECOND }, "", SCN_THROTTLE_NONE, 0 },
	{ { .end = SCN_END_UNUSED }, "", SCN_THROTTLE_NONE, 0 },
};

static void expect_nothing_about_tls(const struct scn_server_facts *facts)
{
	assert_int_equal(facts->smtp.starttls, SCN_STARTTLS_OFFERED);
	assert_int_equal(facts->reach, SCN_REACH_OK);
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		assert_int_equal(facts->versions[v].status, SCN_UNKNOWN);
		assert_int_equal(scn_facts_count(facts, (enum scn_version)v).rejected, 0);
	}
}

static void test_signs(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct run run;
		scn_time until;

		begin(&run);
		learn_good(&run);
		for (int times = 1; times <= 2; times++) {
			struct scn_probe_result result = rows[i].result;

			learn(&run, &result, rows[i].reply);
		}
		if (run.facts.throttle.sign != rows[i].sign)
			fail_msg("row %zu: %s", i, scn_throttle_word(run.facts.throttle.sign));
		assert_int_equal(run.facts.throttle.count, rows[i].sign ? 2 : 0);
		assert_int_equal(run.facts.throttled, rows[i].sign != SCN_THROTTLE_NONE);
		assert_true(run.facts.throttle.told == rows[i].told * SCN_SECOND);
		/* One at a time from now on. */
		assert_int_equal(
			scn_plan_may_open(run.plan, 1, 0, run.now + SCN_PACE_LONGEST_TOLD, &until),
			rows[i].sign == SCN_THROTTLE_NONE);
		assert_false(scn_plan_done(run.plan));
		expect_nothing_about_tls(&run.facts);
		finish(&run);
	}
}

/* Whatever happens for how long: it ends, and all stays unknown. */
static void test_signs_without_end(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct run run;

		begin(&run);
		learn_good(&run);
		for (int times = 0; times < 8; times++) {
			struct scn_probe_result result = rows[i].result;

			learn(&run, &result, rows[i].reply);
			run.now += SCN_SECOND;
		}
		if (rows[i].sign && rows[i].sign != SCN_THROTTLE_SLOW) {
			assert_true(scn_plan_done(run.plan));
			assert_non_null(run.facts.incomplete);
		}
		expect_nothing_about_tls(&run.facts);
		finish(&run);
	}
}

/* Two of five are taken and the others refused at once, before anything was ever reached: somebody is
 * there. The same with nobody open: nobody is. */
static void test_refused_beside_others(void **state)
{
	struct run run;

	begin(&run);
	for (int i = 0; i < 2; i++)
		scn_plan_opened(run.plan, run.now); /* they wait for their greeting */
	run.now += SCN_MS;
	for (int i = 0; i < 3; i++)
		learn(&run, &(struct scn_probe_result){ .end = SCN_END_CONNECT_REFUSED }, "");
	assert_false(scn_plan_done(run.plan));
	finish(&run);
	begin(&run);
	for (int i = 0; i < 3; i++) {
		assert_false(scn_plan_done(run.plan));
		learn(&run, &(struct scn_probe_result){ .end = SCN_END_CONNECT_REFUSED }, "");
	}
	assert_true(scn_plan_done(run.plan));
	assert_int_equal(run.facts.reach, SCN_REACH_REFUSED);
	finish(&run);
}

/* "554 no" twice before anything else is an answer; "554 too many" is none. */
static void test_554(void **state)
{
	for (int crowded = 0; crowded < 2; crowded++) {
		struct run run;

		begin(&run);
		for (int i = 0; i < 2; i++)
			learn(&run,
				&(struct scn_probe_result){
					.end = SCN_END_GREETING_REFUSED, .smtp_code = 554 },
				crowded ? "554 too many connections from you" : "554 no");
		assert_int_equal(scn_plan_done(run.plan), !crowded);
		finish(&run);
	}
}

/* A run that goes on where another one ended begins as gently as that one was in the end. */
static void test_limits_are_remembered(void **state)
{
	struct run run;
	scn_time until;

	begin(&run);
	scn_plan_free(run.plan);
	run.facts.throttled = true;
	run.facts.throttle = (struct scn_throttle_fact){ .sign = SCN_THROTTLE_421,
		.count = 3,
		.limit = 1,
		.waited = 7 * SCN_SECOND,
		.gap = SCN_SECOND };
	run.plan = scn_plan_new(&scn_plan_defaults, &run.facts, run.now);
	scn_plan_enumerate(run.plan, SCN_VERSIONS_ALL, SCN_PLAN_SUITES);
	assert_true(scn_plan_may_open(run.plan, 0, 0, run.now, &until));
	assert_false(scn_plan_may_open(run.plan, 1, 0, run.now, &until));
	learn_good(&run);
	assert_int_equal(run.facts.throttle.limit, 1);
	assert_true(run.facts.throttle.waited == 7 * SCN_SECOND);
	assert_false(scn_plan_may_open(run.plan, 0, 0, run.now, &until));
	assert_true(until == run.now + SCN_SECOND);
	finish(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signs),
		cmocka_unit_test(test_signs_without_end),
		cmocka_unit_test(test_refused_beside_others),
		cmocka_unit_test(test_554),
		cmocka_unit_test(test_limits_are_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
