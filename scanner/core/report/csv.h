/*
 * Results as CSV (RFC 4180): a row a pair, or a row a suite, for spreadsheets and databases. UTF-8; a
 * cell that a spreadsheet would take for a formula is led by an apostrophe; a peer's words are escaped.
 */
#ifndef SCN_CORE_REPORT_CSV_H
#define SCN_CORE_REPORT_CSV_H

#include <stdbool.h>

#include "core/base/text.h"
#include "core/profile/profile.h"
#include "core/report/document.h"

enum scn_csv_rows {
	SCN_CSV_PAIRS, /* target, server, client, verdict, cause, fix */
	SCN_CSV_SUITES, /* target, server, version, suite, status, and who of the clients offers it */
};

struct scn_csv_options {
	enum scn_csv_rows rows;
	bool bom; /* a byte order mark, by which Excel knows UTF-8 */
	bool all; /* also rejected suites */
	/* A column each in SCN_CSV_SUITES; borrowed. */
	const struct scn_profile *const *clients;
	size_t client_count;
};

void scn_report_csv_header(const struct scn_csv_options *options, struct scn_text *out);
/* All rows of a target; a target without a server has one that says why. */
void scn_report_csv_target(const struct scn_target_result *target,
	const struct scn_csv_options *options, struct scn_text *out);
/* Header and all targets. */
void scn_report_csv(
	const struct scn_document *d, const struct scn_csv_options *options, struct scn_text *out);

#endif
