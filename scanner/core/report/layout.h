/*
 * The order in which suites are shown, the same in JSON and text: accepted ones in the server's
 * order of preference, then unknown, then rejected ones.
 */
#ifndef SCN_CORE_REPORT_LAYOUT_H
#define SCN_CORE_REPORT_LAYOUT_H

#include "core/facts/facts.h"

/* Borrowed entries in a heap array; without `all` the rejected ones are left out. */
size_t scn_sorted_suites(const struct scn_version_fact *version, bool all,
	const struct scn_suite_fact ***suites_out);

#endif
