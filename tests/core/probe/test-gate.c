/* How many servers of one address and one network are in at once, and whose turn it is then. */
#include "test.h"

#include "core/probe/gate.h"

static const char *const addresses[] = { "192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.3",
	"198.51.100.1", "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1" };

enum {
	PLACES = sizeof(addresses) / sizeof(addresses[0]),
};

static struct scn_gate_place places[PLACES];

/* The numbers of those that are let in, each as it comes. */
static void enter_all(struct scn_gate *gate, bool in[PLACES])
{
	for (size_t i = 0; i < PLACES; i++)
		in[i] = scn_gate_enter(gate, &places[i], addresses[i]);
}

static void test_gate_counts_addresses_and_networks(void **state)
{
	static const bool expected[PLACES] = { true, false, true, false, true, true, true, true };
	struct scn_gate *gate = scn_gate_new(1, 2);
	bool in[PLACES];

	enter_all(gate, in);
	assert_memory_equal(in, expected, sizeof(in));
	scn_gate_free(gate);
}

static void test_gate_lets_in_the_first_that_may(void **state)
{
	struct scn_gate *gate = scn_gate_new(1, 2);
	bool in[PLACES];

	enter_all(gate, in);
	/* 192.0.2.2 goes: the second one of 192.0.2.1 still has to wait, 192.0.2.3 need not. */
	assert_ptr_equal(scn_gate_leave(gate, &places[2]), &places[3]);
	assert_null(scn_gate_leave(gate, &places[3]));
	assert_ptr_equal(scn_gate_leave(gate, &places[0]), &places[1]);
	assert_null(scn_gate_leave(gate, &places[1]));
	assert_null(scn_gate_leave(gate, &places[4]));
	scn_gate_free(gate);
}

static void test_gate_turns_away_all_that_wait(void **state)
{
	struct scn_gate *gate = scn_gate_new(1, 1);
	bool in[PLACES];
	size_t waiting = 0, turned_away = 0;

	enter_all(gate, in);
	for (size_t i = 0; i < PLACES; i++)
		waiting += !in[i];
	while (scn_gate_turn_away(gate))
		turned_away++;
	assert_int_equal(waiting, 4);
	assert_int_equal(turned_away, waiting);
	assert_null(scn_gate_leave(gate, &places[0]));
	scn_gate_free(gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gate_counts_addresses_and_networks),
		cmocka_unit_test(test_gate_lets_in_the_first_that_may),
		cmocka_unit_test(test_gate_turns_away_all_that_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
