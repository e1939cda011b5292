/*
 * A document as one HTML file: no script that runs, nothing from outside, light and dark, fit for print. In
 * the order of the program's views: answers, suites, servers. All text is escaped here; a peer's words are
 * made harmless first. The JSON document is embedded (type application/json), so the file can be read again.
 */
#ifndef SCN_CORE_REPORT_HTML_H
#define SCN_CORE_REPORT_HTML_H

#include "core/base/text.h"
#include "core/profile/profile.h"
#include "core/report/document.h"

struct scn_html_options {
	bool all; /* also rejected suites */
	const struct scn_profiles
		*profiles; /* what the clients offer, for the matrix; may be NULL */
};

/* In English, as files are, whatever the thread's language. */
void scn_report_html(
	const struct scn_document *d, const struct scn_html_options *options, struct scn_text *out);

#endif
