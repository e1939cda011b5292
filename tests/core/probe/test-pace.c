/*
 * The pace: a table of what happens, and what may be done after it.
 */
#include "test.h"

#include "core/base/alloc.h"
#include "core/probe/pace.h"

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

static void play(struct scn_pace *p, const char *events)
{
	for (; *events; events++) {
		if (*events == 'S')
			scn_pace_success(p, 0);
		else if (*events == 'F')
			scn_pace_failure(p, 0);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_pause),
		cmocka_unit_test(test_budgets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
