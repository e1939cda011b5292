/*
 * The pace: a table of what happens, and what may be done after it.
 */
#include "test.h"

#include "core/base/alloc.h"
#include "core/probe/pace.h"
#include "core/probe/told.h"

enum {
	SLOTS = 3,
};

static const struct scn_pace_options options = {
	.slots = SLOTS,
	.max_connections = 50,
	.max_time = 900 * SCN_SECOND,
	.max_failures = 8,
	.first_wait = SCN_SECOND,
	.longest_wait = 30 * SCN_SECOND,
};

/* What happens at second 0: S a success, F a failure, o a connection opened. Then the slots that are
 * allowed, how long nothing may be opened, and whether it is over. */
static const struct row {
	const char *events;
	unsigned slots;
	scn_time wait;
	bool exhausted;
} rows[] = {
	{ "", SLOTS, 0, false },
	{ "oSoS", SLOTS, 0, false },
	{ "F", 1, 1 * SCN_SECOND, false },
	{ "FF", 1, 2 * SCN_SECOND, false },
	{ "FFF", 1, 4 * SCN_SECOND, false },
	{ "FFFFF", 1, 16 * SCN_SECOND, false },
	/* The longest wait. */
	{ "FFFFFF", 1, 30 * SCN_SECOND, false },
	{ "FFFFFFF", 1, 30 * SCN_SECOND, false },
	{ "FFFFFFFF", 1, 30 * SCN_SECOND, true },
	/* A success ends the row of failures, but not the wait that was begun. */
	{ "FFSF", 1, 2 * SCN_SECOND, false },
	{ "FFFFFFFSF", 1, 30 * SCN_SECOND, false },
	/* One slot more after four in a row, never all at once, never more than there were. */
	{ "FSSS", 1, 1 * SCN_SECOND, false },
	{ "FSSSS", 2, 1 * SCN_SECOND, false },
	{ "FSSSSSSS", 2, 1 * SCN_SECOND, false },
	{ "FSSSSSSSS", 3, 1 * SCN_SECOND, false },
	{ "FSSSSSSSSSSSSSSSS", 3, 1 * SCN_SECOND, false },
	{ "FSSSFSSS", 1, 1 * SCN_SECOND, false },
	{ "FSSSSF", 1, 1 * SCN_SECOND, false },
};

static void end(struct scn_pace *p, enum scn_throttle_sign sign, scn_time opened, scn_time now)
{
	scn_pace_ended(p,
		&(struct scn_pace_end){
			.opened = opened, .sign = sign, .served = !sign, .asked = !sign },
		now);
}

static void play(struct scn_pace *p, const char *events)
{
	for (; *events; events++) {
		if (*events == 'S')
			end(p, SCN_THROTTLE_NONE, 0, 0);
		else if (*events == 'F')
			end(p, SCN_THROTTLE_421, 0, 0);
		else
			scn_pace_opened(p, 0);
	}
}

static void test_rows(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		const struct row *row = &rows[i];
		struct scn_pace p;
		scn_time until;

		scn_pace_init(&p, &options, 0);
		play(&p, row->events);
		assert_int_equal(scn_pace_exhausted(&p, 0) != NULL, row->exhausted);
		assert_int_equal(scn_pace_may_open(&p, 0, 0, &until), row->wait == 0);
		assert_true(until == (row->wait ? row->wait : SCN_NEVER));
		assert_true(scn_pace_may_open(&p, row->slots - 1, row->wait, &until));
		assert_false(scn_pace_may_open(&p, row->slots, row->wait, &until));
		assert_true(until == SCN_NEVER);
	}
}

static void test_pause(void **state)
{
	struct scn_pace_options slow = options;
	struct scn_pace p;
	scn_time until;

	slow.pause = 200 * SCN_MS;
	scn_pace_init(&p, &slow, 0);
	scn_pace_opened(&p, 5);
	assert_false(scn_pace_may_open(&p, 1, 4 + slow.pause, &until));
	assert_true(until == 5 + slow.pause);
	assert_true(scn_pace_may_open(&p, 1, until, &until));
}

static void test_budgets(void **state)
{
	struct scn_pace p;

	scn_pace_init(&p, &options, 7);
	for (unsigned i = 0; i < options.max_connections; i++) {
		assert_null(scn_pace_exhausted(&p, 7));
		scn_pace_opened(&p, 7);
	}
	assert_non_null(strstr(scn_pace_exhausted(&p, 7), "connections"));
	scn_pace_init(&p, &options, 7);
	assert_null(scn_pace_exhausted(&p, 6 + options.max_time));
	assert_non_null(strstr(scn_pace_exhausted(&p, 7 + options.max_time), "time"));
}

/* ---- each sign, once ---- */

static const struct sign_row {
	enum scn_throttle_sign sign;
	scn_time told;
	scn_time wait;
	unsigned slots;
	bool exhausted;
} sign_rows[] = {
	{ SCN_THROTTLE_NONE, 0, 0, SLOTS, false },
	{ SCN_THROTTLE_421, 0, SCN_SECOND, 1, false },
	{ SCN_THROTTLE_450, 0, SCN_SECOND, 1, false },
	{ SCN_THROTTLE_451, 0, SCN_SECOND, 1, false },
	{ SCN_THROTTLE_454, 0, SCN_SECOND, 1, false },
	{ SCN_THROTTLE_554, 0, SCN_SECOND, 1, false },
	{ SCN_THROTTLE_REPLY, 0, SCN_SECOND, 1, false },
	{ SCN_THROTTLE_REFUSED, 0, SCN_SECOND, 1, false },
	{ SCN_THROTTLE_TIMED_OUT, 0, SCN_SECOND, 1, false },
	{ SCN_THROTTLE_RESET, 0, SCN_SECOND / 4, 1, false },
	{ SCN_THROTTLE_CLOSED_GREETING, 0, SCN_SECOND / 4, 1, false },
	{ SCN_THROTTLE_CLOSED_DIALOGUE, 0, SCN_SECOND / 4, 1, false },
	{ SCN_THROTTLE_CLOSED_STARTTLS, 0, SCN_SECOND / 4, 1, false },
	{ SCN_THROTTLE_SILENT, 0, SCN_SECOND, 1, false },
	{ SCN_THROTTLE_SLOW, 0, 0, 1, false },
	{ SCN_THROTTLE_WITHDRAWN, 0, SCN_SECOND, 1, false },
	/* As told; but not for longer than we have time for. */
	{ SCN_THROTTLE_421, 60 * SCN_SECOND, 60 * SCN_SECOND, 1, false },
	{ SCN_THROTTLE_421, SCN_PACE_LONGEST_TOLD, SCN_PACE_LONGEST_TOLD, 1, false },
	{ SCN_THROTTLE_451, SCN_PACE_LONGEST_TOLD + 1, SCN_SECOND, 1, true },
};

static void test_each_sign(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(sign_rows); i++) {
		const struct sign_row *row = &sign_rows[i];
		struct scn_pace p;
		scn_time until;

		scn_pace_init(&p, &options, 0);
		scn_pace_opened(&p, 0);
		scn_pace_ended(&p,
			&(struct scn_pace_end){
				.sign = row->sign, .told = row->told, .served = !row->sign },
			0);
		assert_int_equal(scn_pace_may_open(&p, 0, 0, &until), row->wait == 0);
		assert_true(until == (row->wait ? row->wait : SCN_NEVER));
		assert_true(scn_pace_may_open(&p, row->slots - 1, row->wait, &until));
		assert_false(scn_pace_may_open(&p, row->slots, row->wait, &until));
		assert_int_equal(scn_pace_exhausted(&p, 0) != NULL, row->exhausted);
	}
}

/* A wait that goes beyond the budget of time is not slept through. */
static void test_told_beyond_the_budget(void **state)
{
	struct scn_pace_options hasty = options;
	struct scn_pace p;
	scn_time until;

	hasty.max_time = 30 * SCN_SECOND;
	scn_pace_init(&p, &hasty, 0);
	scn_pace_ended(
		&p, &(struct scn_pace_end){ .sign = SCN_THROTTLE_421, .told = 31 * SCN_SECOND }, 0);
	assert_non_null(strstr(scn_pace_exhausted(&p, 0), "come back"));
	scn_pace_init(&p, &hasty, 0);
	for (int i = 0; i < 6; i++)
		end(&p, SCN_THROTTLE_421, 20 * SCN_SECOND, 20 * SCN_SECOND);
	assert_false(scn_pace_may_open(&p, 0, 20 * SCN_SECOND, &until));
	assert_true(until == hasty.max_time);
}

/* ---- simulated servers ---- */

enum {
	LIFE_MS = 60, /* of a connection that is served */
	SLICE_MS = 10,
	WANTED = 200, /* connections to be served */
};

/* A server that serves so many at once, or so many in a time, and shows `sign` to the others. */
struct sim {
	unsigned at_once, per_time;
	scn_time time;
	enum scn_throttle_sign sign;
	unsigned fault_percent; /* sent away for no reason */
	/* What happened. */
	scn_time opened[SCN_PACE_MAX_OPEN], admitted[WANTED * 2];
	unsigned open, admitted_count, served, sent_away;
	unsigned above_limit; /* opened above a limit that was known already */
	uint64_t random;
};

static bool by_chance(struct sim *s)
{
	s->random = s->random * 6364136223846793005U + 1442695040888963407U;
	return (s->random >> 33) % 100 < s->fault_percent;
}

static bool admits(struct sim *s, scn_time now)
{
	unsigned lately = 0;

	for (unsigned i = 0; i < s->admitted_count; i++)
		lately += s->time && s->admitted[i] > now - s->time;
	if ((s->at_once && s->open >= s->at_once) || (s->per_time && lately >= s->per_time))
		return false;
	return !by_chance(s);
}

static void sim_open(struct sim *s, struct scn_pace *p, scn_time now)
{
	s->above_limit += p->limit && p->open_count >= p->limit;
	scn_pace_opened(p, now);
	if (admits(s, now)) {
		s->admitted[s->admitted_count++] = now;
		s->opened[s->open++] = now;
		return;
	}
	s->sent_away++;
	end(p, s->sign, now, now + 1);
}

static void sim_end_old(struct sim *s, struct scn_pace *p, scn_time now)
{
	while (s->open && s->opened[0] + LIFE_MS * SCN_MS <= now) {
		end(p, SCN_THROTTLE_NONE, s->opened[0], now);
		s->served++;
		s->open--;
		for (unsigned i = 0; i < s->open; i++)
			s->opened[i] = s->opened[i + 1];
	}
}

static scn_time sim_play(struct sim *s, struct scn_pace *p, unsigned slots)
{
	struct scn_pace_options o = options;
	scn_time now = SCN_SECOND, until;

	o.slots = slots;
	o.max_connections = WANTED * 2;
	scn_pace_init(p, &o, now);
	for (; s->served < WANTED && !scn_pace_exhausted(p, now); now += SLICE_MS * SCN_MS) {
		sim_end_old(s, p, now);
		while (s->open + s->served < WANTED && scn_pace_may_open(p, s->open, now, &until) &&
			!scn_pace_exhausted(p, now))
			sim_open(s, p, now++); /* no two at the same nanosecond */
	}
	return now - SCN_SECOND;
}

/* Whatever the sign: the limit is found, by few connections that are sent away, and then kept to. */
static void test_limit_at_once(void **state)
{
	static const enum scn_throttle_sign signs[] = { SCN_THROTTLE_421, SCN_THROTTLE_450,
		SCN_THROTTLE_451, SCN_THROTTLE_454, SCN_THROTTLE_554, SCN_THROTTLE_REPLY,
		SCN_THROTTLE_REFUSED, SCN_THROTTLE_TIMED_OUT, SCN_THROTTLE_RESET,
		SCN_THROTTLE_CLOSED_GREETING, SCN_THROTTLE_CLOSED_DIALOGUE,
		SCN_THROTTLE_CLOSED_STARTTLS, SCN_THROTTLE_SILENT };

	for (size_t i = 0; i < SCN_COUNT(signs); i++) {
		for (unsigned limit = 1; limit <= 4; limit++) {
			struct sim s = { .at_once = limit, .sign = signs[i] };
			struct scn_pace p;
			scn_time took = sim_play(&s, &p, 5);

			assert_int_equal(s.served, WANTED);
			assert_int_equal(p.limit, limit);
			assert_int_equal(scn_pace_limit(&p), limit);
			assert_int_equal(s.above_limit, 0);
			assert_true(s.sent_away <= 5 - limit + 1);
			assert_true(
				took < 10 * SCN_SECOND + WANTED * LIFE_MS * SCN_MS / limit * 3 / 2);
		}
	}
}

/* 10 in 20 seconds: from the second time on they come evenly spaced, and few are sent away. */
static void test_limit_in_time(void **state)
{
	struct sim s = { .per_time = 10, .time = 20 * SCN_SECOND, .sign = SCN_THROTTLE_450 };
	struct scn_pace p;

	sim_play(&s, &p, 3);
	assert_true(s.served == WANTED);
	assert_true(p.gap >= 2 * SCN_SECOND && p.gap < 4 * SCN_SECOND);
	assert_true(s.sent_away < 20);
	assert_true(p.waited > 0);
}

/* One of five by accident: no limit is claimed, and it does not take forever. */
static void test_accidents(void **state)
{
	for (uint64_t seed = 1; seed <= 50; seed++) {
		struct sim s = { .sign = SCN_THROTTLE_421, .fault_percent = 20, .random = seed };
		struct scn_pace p;
		scn_time took = sim_play(&s, &p, 4);

		assert_int_equal(s.served, WANTED);
		assert_true(took < 300 * SCN_SECOND);
		assert_int_equal(scn_pace_limit(&p), 0);
	}
}

/* ---- what replies say ---- */

static const struct {
	const char *reply;
	int64_t seconds;
	bool too_many;
} replies[] = {
	{ "421 4.7.0 mx.example Too many connections, try again in 5 minutes", 300, true },
	{ "450 4.7.1 Please retry after 300 seconds.", 300, false },
	{ "451 greylisted, wait 60s", 60, false },
	{ "421 come back later in 2 hours", 7200, true },
	{ "451 4.7.1 try again after 00:04:55", 295, true },
	{ "451 blocked for 05:00", 300, false },
	{ "421-too many\n421 in (10 min)", 600, true },
	{ "554 5.7.0 Too much mail", 0, true },
	{ "554 5.7.1 You are not welcome here in 2026", 0, false },
	{ "421 RATE LIMIT", 0, true },
	{ "450 in 99999999999999999999 seconds", 0, false },
	{ "450 in 9999999 hours", 400 * 86400, false },
	{ "450 in 999999:999999:999999", 400 * 86400, false },
	{ "450 in 5", 0, false },
	{ "450 in 5 bananas", 0, false },
	{ "450 in 0 seconds", 0, false },
	{ "450 in 1:2:3:4", 0, false },
	{ "450 in 1:", 0, false },
	{ "450 5 minutes", 0, false },
	{ "450 in", 0, false },
	{ "", 0, false },
};

static void test_what_replies_say(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(replies); i++) {
		if (scn_told_wait(replies[i].reply) != replies[i].seconds * SCN_SECOND)
			fail_msg("%s: %lld s", replies[i].reply,
				(long long)(scn_told_wait(replies[i].reply) / SCN_SECOND));
		assert_int_equal(scn_told_too_many(replies[i].reply), replies[i].too_many);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_pause),
		cmocka_unit_test(test_budgets),
		cmocka_unit_test(test_each_sign),
		cmocka_unit_test(test_told_beyond_the_budget),
		cmocka_unit_test(test_limit_at_once),
		cmocka_unit_test(test_limit_in_time),
		cmocka_unit_test(test_accidents),
		cmocka_unit_test(test_what_replies_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
