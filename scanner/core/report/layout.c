#include "core/report/layout.h"

#include <stdlib.h>

#include "core/base/alloc.h"

static int strength(const struct scn_suite_fact *fact)
{
	const struct scn_suite *suite = scn_suite_by_code(fact->code);

	return suite ? (int)suite->strength : SCN_STRENGTH_BROKEN;
}

static int before(const struct scn_suite_fact *a, const struct scn_suite_fact *b)
{
	static const int place[] = {
		[SCN_ACCEPTED] = 0,
		[SCN_UNKNOWN] = 1,
		[SCN_REJECTED] = 2,
	};

	if (a->status != b->status)
		return place[a->status] - place[b->status];
	if (a->rank && b->rank)
		return (int)a->rank - (int)b->rank;
	if (!a->rank != !b->rank)
		return !a->rank - !b->rank;
	/* Without an order of the server's own, the stronger ones first. */
	return strength(a) - strength(b);
}

static int compare(const void *left, const void *right)
{
	const struct scn_suite_fact *a = *(const struct scn_suite_fact *const *)left;
	const struct scn_suite_fact *b = *(const struct scn_suite_fact *const *)right;
	int order = before(a, b);

	/* All point into one array, so their places make the sort stable. */
	return order ? order : a < b ? -1 : a > b;
}

size_t scn_sorted_suites(
	const struct scn_version_fact *version, bool all, const struct scn_suite_fact ***suites_out)
{
	const struct scn_suite_fact **sorted = scn_alloc(version->suite_count, sizeof(*sorted));
	size_t count = 0;

	for (size_t i = 0; i < version->suite_count; i++)
		if (all || version->suites[i].status != SCN_REJECTED)
			sorted[count++] = &version->suites[i];
	qsort(sorted, count, sizeof(*sorted), compare);
	*suites_out = sorted;
	return count;
}
