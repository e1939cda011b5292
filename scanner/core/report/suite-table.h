/*
 * Suites × versions × clients: what a table of suites shows of one server. Decides which rows there are, in
 * which order, and which side has a suite; draws nothing. "Not tested" stays apart from "no" everywhere.
 */
#ifndef SCN_CORE_REPORT_SUITE_TABLE_H
#define SCN_CORE_REPORT_SUITE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/facts/facts.h"
#include "core/judge/verdict.h"
#include "core/profile/profile.h"

enum {
	SCN_SUITE_TABLE_CLIENTS = 5
}; /* the chosen one, and those beside it */

/* Which side has a suite, all versions together. */
enum scn_match {
	SCN_MATCH_NONE,   /* not the client; not the server either, or it was not tested */
	SCN_MATCH_COMMON, /* both, at the same version */
	SCN_MATCH_SERVER_ONLY,
	SCN_MATCH_CLIENT_ONLY,
	SCN_MATCH_APART,   /* both, but at no version together */
	SCN_MATCH_UNKNOWN, /* the client offers it, whether the server accepts it was not tested */
	SCN_MATCH_COUNT,
};

/* A suite at a version. */
struct scn_suite_cell {
	bool defined; /* false: there is no such suite at this version, and nobody asked */
	enum scn_known status;
	uint16_t rank; /* the server's n-th choice; 0: the client decides, or not known */
	uint16_t
		place; /* from 1 among what is accepted at this version, also where there is no rank */
	bool equal;    /* as good to the server as the one placed before it */
	uint32_t probe; /* that proved it, 0: none */
};

struct scn_suite_offer {
	bool offers;           /* at a version where the suite exists */
	bool chosen;           /* what client and server end up with */
	scn_versions versions; /* where it is offered */
};

struct scn_suite_row {
	scn_suite_code code;
	const struct scn_suite *suite; /* NULL: a code that nobody has named */
	struct scn_suite_cell at[SCN_VERSION_COUNT];
	struct scn_suite_offer clients[SCN_SUITE_TABLE_CLIENTS];
	enum scn_match match; /* with the first client */
};

struct scn_suite_table {
	/* Newest version first, then the server's order, then the clients'. */
	struct scn_suite_row *rows;
	size_t row_count;
	/* Worth a column: TLS always, SSL where something is accepted or not known of it. */
	scn_versions versions;
	enum scn_known status[SCN_VERSION_COUNT]; /* of the version itself */
	enum scn_order order[SCN_VERSION_COUNT];  /* who decides */
};

/* A client and what the judge says of it and this server. Either may be NULL: a profile that is not at hand offers
 * nothing that is known. */
struct scn_suite_client {
	const struct scn_profile *profile;
	const struct scn_verdict *verdict;
};

/* Which rows. The first two are sorted as said above; a report says what is not known where the server's order
 * has it, then what was refused, then what only clients offer. Rows are of all clients, but they have no offers
 * of those beyond SCN_SUITE_TABLE_CLIENTS: ask scn_suite_offer. */
enum scn_suite_rows {
	SCN_SUITE_ROWS_USED,       /* what the server accepts and what the clients offer */
	SCN_SUITE_ROWS_ALL,        /* and everything that the server was asked about */
	SCN_SUITE_ROWS_REPORT,     /* what the server accepts, and what is not known of it */
	SCN_SUITE_ROWS_REPORT_ALL, /* and what it refused and what clients offer */
};
void scn_suite_table_make(struct scn_suite_table *table, const struct scn_server_facts *facts,
	const struct scn_suite_client *clients, size_t client_count, enum scn_suite_rows which);
void scn_suite_table_finish(struct scn_suite_table *table);

/* The same for any client and suite: where it is offered, and may they use it with this server? */
struct scn_suite_offer scn_suite_offer(const struct scn_server_facts *facts,
	const struct scn_suite_client *client, scn_suite_code code);
enum scn_match scn_suite_match(const struct scn_server_facts *facts,
	const struct scn_profile *profile, scn_suite_code code);
/* Weak or broken: what should go. A suite without a name is not known to be. */
bool scn_suite_row_weak(const struct scn_suite_row *row);

#endif
