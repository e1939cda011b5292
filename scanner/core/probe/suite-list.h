/*
 * The suites of one version that an elimination has not decided yet, in the order in which they are offered. Private to
 * the chains.
 */
#ifndef SCN_CORE_PROBE_SUITE_LIST_H
#define SCN_CORE_PROBE_SUITE_LIST_H

#include <stddef.h>

#include "core/registry/suite.h"

struct scn_candidate {
	scn_suite_code code;
	int weight;   /* see offer.h */
	size_t place; /* in the list at the beginning */
};

/* Zeroed is empty. */
struct scn_suite_list {
	struct scn_candidate *items;
	size_t count;
};

/* Every suite of the registry that may be met at this version. */
void scn_suite_list_fill(struct scn_suite_list *list, enum scn_version version);
void scn_suite_list_finish(struct scn_suite_list *list);
void scn_suite_list_drop(struct scn_suite_list *list, scn_suite_code code);
/* 0 for a code that is not in the list. */
size_t scn_suite_list_place(const struct scn_suite_list *list, scn_suite_code code);

#endif
