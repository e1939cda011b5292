/*
 * What the strategy costs, on thousands of random servers: connections and round trips against the
 * least that is possible, for several numbers of slots; and whether anything that it says is not so.
 *
 *   run [SERVERS] [SEED]       exit 1: a wrong claim, or dearer than is_failure() allows
 *
 * The least number of connections is accepted suites + versions asked about: each answer shows one
 * suite, and one refusal a version proves that nothing is left. A connection takes five round trips, so
 * the least time is five times that divided by the slots; and no less than four and the longest chain.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "servers.h"

#include "core/base/alloc.h"

enum {
	VERSIONS_ASKED = SCN_VERSION_COUNT,
	TRIPS = 5,
};

static const unsigned all_slots[] = { 1, 2, 5, 10, 20 };

struct sum {
	double *values;
	size_t count;
};

struct row {
	struct sum over;     /* connections more than the least */
	struct sum order;    /* of these: for the order of suites */
	struct sum unused;   /* of these: warm, and then not needed */
	struct sum trips;    /* round trips */
	struct sum ratio;    /* round trips to the least */
	struct sum of_chain; /* round trips to the least that a chain of questions allows */
	unsigned wrong, incomplete, within, order_unknown;
};

static void add(struct sum *sum, double value)
{
	SCN_APPEND(sum->values, sum->count, value);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double mean(const struct sum *sum)
{
	double all = 0;

	for (size_t i = 0; i < sum->count; i++)
		all += sum->values[i];
	return sum->count ? all / (double)sum->count : 0;
}

static double at(struct sum *sum, unsigned percent)
{
	if (!sum->count)
		return 0;
	qsort(sum->values, sum->count, sizeof(*sum->values), compare);
	return sum->values[(sum->count - 1) * percent / 100];
}

static void finish(struct row *row)
{
	free(row->over.values);
	free(row->order.values);
	free(row->unused.values);
	free(row->trips.values);
	free(row->ratio.values);
	free(row->of_chain.values);
}

/* ---- is it so? ---- */

static bool is_tied(const struct sim_version *v, size_t i, size_t k)
{
	for (size_t j = i + 1; j <= k; j++)
		if (!v->equal[j])
			return false;
	return true;
}

static size_t place_of(const struct sim_version *v, scn_suite_code code)
{
	size_t i = 0;

	while (i < v->count && v->suites[i] != code)
		i++;
	return i;
}

/* All suites of one preference: then nobody can tell whether the client or the server decides. */
static bool is_all_equal(const struct sim_version *v)
{
	return v->count && is_tied(v, 0, v->count - 1);
}

static const struct scn_suite_fact *ranked(const struct scn_version_fact *fact, size_t rank)
{
	for (size_t i = 0; i < fact->suite_count; i++)
		if (fact->suites[i].rank == rank)
			return &fact->suites[i];
	return NULL;
}

/* Each pair of neighbours: not the wrong way round, and what is said of their being equal is so. */
static unsigned wrong_ranks(const struct scn_version_fact *fact, const struct sim_version *v)
{
	const struct scn_suite_fact *above = ranked(fact, 1), *below;
	unsigned wrong = above == NULL;

	for (size_t rank = 2; above && (below = ranked(fact, rank)); rank++, above = below) {
		size_t high = place_of(v, above->code), low = place_of(v, below->code);
		bool tied = high < low ? is_tied(v, high, low) : is_tied(v, low, high);

		wrong += high > low && !tied;
		wrong += below->equal == SCN_ACCEPTED && !tied;
		wrong += below->equal == SCN_REJECTED && tied;
	}
	return wrong;
}

static unsigned wrong_order(const struct scn_version_fact *fact, const struct sim_server *s,
	const struct sim_version *v)
{
	if (fact->order == SCN_ORDER_CLIENT)
		return !s->client_order && !is_all_equal(v);
	if (fact->order != SCN_ORDER_SERVER)
		return 0;
	if (s->client_order)
		return 1;
	return wrong_ranks(fact, v) + (fact->chacha_priority == SCN_ACCEPTED && !s->chacha_first) +
	       (fact->chacha_priority == SCN_REJECTED && s->chacha_first);
}

static unsigned count_wrong(const struct scn_server_facts *facts, const struct sim_server *s)
{
	unsigned wrong = 0;

	for (int v = SCN_SSL3; v < SCN_VERSION_COUNT; v++) {
		const struct scn_version_fact *fact = &facts->versions[v];

		for (size_t i = 0; i < fact->suite_count; i++) {
			bool accepts = sim_accepts(s, (enum scn_version)v, fact->suites[i].code);
			enum scn_known status = fact->suites[i].status;

			wrong += status == SCN_ACCEPTED && !accepts;
			wrong += status == SCN_REJECTED && accepts;
		}
		wrong += fact->status == SCN_REJECTED && s->versions[v].count > 0;
		wrong += wrong_order(fact, s, &s->versions[v]);
	}
	return wrong;
}

static bool is_order_missing(const struct scn_server_facts *facts, const struct sim_server *s)
{
	for (int v = SCN_SSL3; v < SCN_VERSION_COUNT; v++)
		if (s->versions[v].count > 1 && facts->versions[v].order == SCN_ORDER_UNKNOWN)
			return true;
	return false;
}

/* ---- one server ---- */

static void measure(struct row *row, struct sim_server *s, unsigned slots)
{
	struct scn_plan_options options = scn_plan_defaults;
	struct scn_server_facts facts;
	struct scn_plan *plan;
	unsigned least = VERSIONS_ASKED;
	size_t longest = 0;
	double trips, least_trips, chain_trips;

	options.pace.slots = slots;
	scn_server_facts_init(&facts);
	plan = scn_plan_new(&options, &facts, 0);
	scn_plan_enumerate(plan, SCN_VERSIONS_ALL, SCN_PLAN_SUITES);
	trips = (double)sim_run(s, plan, slots) / (double)SIM_ROUND_TRIP;
	for (int v = SCN_SSL3; v < SCN_VERSION_COUNT; v++) {
		least += (unsigned)s->versions[v].count;
		if (s->versions[v].count + 1 > longest)
			longest = s->versions[v].count + 1;
	}
	least_trips = (double)TRIPS * least / slots;
	chain_trips = (double)(TRIPS - 1 + longest);
	if (chain_trips < least_trips)
		chain_trips = least_trips;
	add(&row->over, (double)s->connections - least);
	add(&row->order, facts.cost.order);
	add(&row->unused, facts.cost.warm_unused);
	add(&row->trips, trips);
	add(&row->ratio, trips / least_trips);
	add(&row->of_chain, trips / chain_trips);
	row->within += s->connections - facts.cost.order <= least + slots;
	row->wrong += count_wrong(&facts, s);
	row->incomplete += scn_facts_partial(&facts);
	row->order_unknown += is_order_missing(&facts, s);
	scn_plan_free(plan);
	scn_server_facts_finish(&facts);
}

static void print_row(const char *name, unsigned slots, struct row *r, unsigned servers)
{
	printf("%-8s %3u  %5.1f %4.0f %4.0f  %4.1f %4.1f  %5.1f%%  %6.1f %5.2f %5.2f %5.2f  %5.2f "
	       "%5.2f "
	       "%5.2f  %5u %6.1f%% %6.1f%%\n",
		name, slots, mean(&r->over), at(&r->over, 95), at(&r->over, 100), mean(&r->order),
		mean(&r->unused), 100.0 * r->within / servers, mean(&r->trips), mean(&r->ratio),
		at(&r->ratio, 95), at(&r->ratio, 100), mean(&r->of_chain), at(&r->of_chain, 95),
		at(&r->of_chain, 100), r->wrong, 100.0 * r->incomplete / servers,
		100.0 * r->order_unknown / servers);
}

/* ---- what it may cost ---- */

/* Nothing wrong, ever. Plain servers: everything is known, and the connections without those for the
 * order are accepted + versions + slots at most; but for the few that accept nothing at all, where the
 * long lists cannot be proved to be read. */
static bool is_failure(enum sim_sort sort, const struct row *r, unsigned servers)
{
	if (r->wrong > 0)
		return true;
	if (sort != SIM_PLAIN)
		return false;
	return r->incomplete > 0 || r->within * 100 < servers * 99 ||
	       r->order_unknown * 100 > servers;
}

int main(int argc, char **argv)
{
	static const char *const names[] = { "plain", "limited", "odd", "faulty" };
	unsigned servers = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	bool failed = false;

	printf("%u servers of each sort, seed %llu. More connections than accepted + versions; "
	       "round trips,\n"
	       "and their ratio to five times that divided by the slots, and to the least of a "
	       "chain.\n\n",
		servers, (unsigned long long)seed);
	printf("%-8s %3s  %5s %4s %4s  %4s %4s  %6s  %6s %5s %5s %5s  %5s %5s %5s  %5s %7s %7s\n",
		"sort", "c", "mean", "p95", "max", "ord.", "warm", "within", "trips", "mean", "p95",
		"max", "chain", "p95", "max", "wrong", "incompl", "no ord.");
	for (int sort = 0; sort < SIM_SORT_COUNT; sort++)
		for (size_t k = 0; k < SCN_COUNT(all_slots); k++) {
			struct row row = { 0 };

			for (unsigned i = 0; i < servers; i++) {
				struct sim_server s =
					sim_make((enum sim_sort)sort, seed * 1000003 + i);

				measure(&row, &s, all_slots[k]);
			}
			print_row(names[sort], all_slots[k], &row, servers);
			failed |= is_failure((enum sim_sort)sort, &row, servers);
			finish(&row);
		}
	return failed;
}
