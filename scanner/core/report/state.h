/*
 * A scan without any server that speaks TLS: what happened, in a heading and a few sentences, and what can
 * be tried. For a page that stands in the place of the results. A peer's words are escaped.
 */
#ifndef SCN_CORE_REPORT_STATE_H
#define SCN_CORE_REPORT_STATE_H

#include "core/base/text.h"
#include "core/report/document.h"

/* What can be tried: a set. */
enum {
	SCN_TRY_AGAIN = 1,
	SCN_TRY_PORT_587 = 2, /* the submission port, where port 25 did not do (RFC 6409) */
	SCN_TRY_DIALOGUE = 4, /* there is something to read in what was said */
	SCN_TRY_OTHER = 8,    /* another target: this one will never do */
};

struct scn_state {
	/* "dns-no-such-domain", "refused", "starttls-not-offered" …: static, never translated. "several" where
	 * the servers do not have the same trouble. */
	const char *id;
	struct scn_text title; /* one line */
	struct scn_text text;  /* paragraphs, separated by \n */
	struct scn_text hint;  /* smaller, below what can be tried; or empty */
	unsigned tries;
};

/* False, and *out empty, if some server of the document can be asked about TLS: then there is a result. To
 * be asked of a document that is finished. */
bool scn_document_state(const struct scn_document *d, struct scn_state *out);
void scn_state_finish(struct scn_state *state);

#endif
