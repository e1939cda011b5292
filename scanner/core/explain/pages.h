/*
 * The pages of docs/causes, compiled into the program by embed-pages.py.
 */
#ifndef SCN_CORE_EXPLAIN_PAGES_H
#define SCN_CORE_EXPLAIN_PAGES_H

#include <stddef.h>

struct scn_cause_page {
	const char *id;    /* "no-common-suite"; NULL ends the list */
	const char *title; /* the first heading */
	const char *text;  /* Markdown, UTF-8 */
};

/* Sorted by id. */
extern const struct scn_cause_page scn_cause_pages[];
/* NULL if there is no such page. */
const struct scn_cause_page *scn_cause_page(const char *id);

#endif
