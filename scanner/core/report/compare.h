/*
 * Several servers side by side, of one scan or of several (before and after): a row for each fact, a mark
 * where they differ.
 */
#ifndef SCN_CORE_REPORT_COMPARE_H
#define SCN_CORE_REPORT_COMPARE_H

#include "core/report/report.h"

/* All servers of all documents, in that order. Gives how many rows differ. */
size_t scn_report_compare(const struct scn_document *const *documents, size_t count,
	const struct scn_text_options *options, struct scn_text *out);

#endif
