/*
 * What is known of a server as rows that a person reads: a label, a few words, a mark. One table of kinds
 * gives both the list of one server and the comparison of several. Sentences go through scn_tr(); a peer's
 * words are escaped. Nothing is judged here: what a client makes of a server comes from its verdict.
 */
#ifndef SCN_CORE_REPORT_FACT_TABLE_H
#define SCN_CORE_REPORT_FACT_TABLE_H

#include "core/base/text.h"
#include "core/profile/profile.h"
#include "core/report/document.h"

enum scn_fact_group {
	SCN_FACTS_CONNECTION,
	SCN_FACTS_CERTIFICATE,
	SCN_FACTS_EXCHANGE,
	SCN_FACTS_BEHAVIOUR,
	SCN_FACTS_CLIENTS, /* these two only in comparisons, and only what is not the same everywhere */
	SCN_FACTS_SUITES,
	SCN_FACTS_COUNT,
};
/* "Connection", "Certificate and Key" … */
const char *scn_fact_group_title(enum scn_fact_group group);

enum scn_fact_mark {
	SCN_FACT_PLAIN,
	SCN_FACT_GOOD,
	SCN_FACT_NO, /* a definite no that is no fault */
	SCN_FACT_WEAK,
	SCN_FACT_BAD,
	SCN_FACT_NOT_TESTED,
};

enum scn_fact_extent {
	SCN_FACT_NOTHING, /* nothing of it is known */
	SCN_FACT_PARTLY,
	SCN_FACT_WHOLE,
};

struct scn_fact {
	const char *id; /* "versions": static, never translated */
	enum scn_fact_group group;
	/* Of a certificate: its number, from 1; the first row of each number is its heading. */
	unsigned certificate;
	enum scn_fact_mark mark;
	enum scn_fact_extent extent;
	struct scn_text label;
	struct scn_text value;  /* a few words, for a cell */
	struct scn_text detail; /* more of them, for a row of its own; empty: value says all */
	struct scn_text note;   /* what it means for the client; empty: nothing */
};
void scn_fact_finish(struct scn_fact *fact);
/* The words of a row of its own: the detail, or the value. */
const char *scn_fact_words(const struct scn_fact *fact);

/* Whose facts, and who reads them. */
struct scn_fact_view {
	const struct scn_document *document; /* its time is "now" for dates of certificates */
	const struct scn_server_result *server;
	const struct scn_profile *client;  /* rows with a consequence for it say so; or NULL */
	const struct scn_verdict *verdict; /* of that client and server; or NULL */
	enum scn_dialect names;            /* of suites */
};

struct scn_fact_list {
	struct scn_fact *items;
	size_t count;
};
/* In the order of the groups. The caller frees with scn_fact_list_finish. */
struct scn_fact_list scn_server_fact_list(const struct scn_fact_view *view);
void scn_fact_list_finish(struct scn_fact_list *list);

/* Several servers, or one at several times: a row a fact, a cell a column. */
struct scn_fact_row {
	const char *id;
	enum scn_fact_group group;
	bool differs; /* proved: what is not known differs from nothing */
	struct scn_text label;
	struct scn_fact *cells;
	const char *client; /* of a row of one client: the profile's id, borrowed */
	/* Of SCN_FACTS_SUITES. */
	enum scn_version version;
	scn_suite_code suite;
};
struct scn_fact_table {
	struct scn_fact_row *rows;
	size_t row_count;
	size_t column_count;
};
struct scn_fact_table scn_compare_facts(const struct scn_fact_view *columns, size_t count);
void scn_fact_table_finish(struct scn_fact_table *table);

#endif
