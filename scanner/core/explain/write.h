/*
 * What was explained, as text for a terminal and as JSON (docs/schema/explain-1.json); and the page of a
 * cause. All words of others are escaped here.
 */
#ifndef SCN_CORE_EXPLAIN_WRITE_H
#define SCN_CORE_EXPLAIN_WRITE_H

#include "core/base/text.h"
#include "core/explain/explain.h"
#include "core/explain/pages.h"

struct scn_explain_look {
	unsigned width;
	bool color;
	bool ascii;
	bool plain; /* "key: value" lines, no wrapping */
};

void scn_explain_text(
	const struct scn_explanation *e, const struct scn_explain_look *look, struct scn_text *out);
void scn_explain_json(const struct scn_explanation *e, struct scn_text *out);

/* Markdown as docs/causes uses it: headings, lists, tables of two columns, code. */
void scn_cause_page_text(const struct scn_cause_page *page, const struct scn_explain_look *look,
	struct scn_text *out);
void scn_cause_page_json(const struct scn_cause_page *page, struct scn_text *out);

/* ---- shared by both writers: next.c ---- */

enum {
	SCN_EXPLAIN_MAX_NEXT = 2,
};
/* Command lines to run next, heap strings for the caller; hosts in them are checked to be host names. */
size_t scn_finding_next(const struct scn_finding *f, char *next_out[SCN_EXPLAIN_MAX_NEXT]);
/* NULL where there is nothing to ask. */
char *scn_hop_next(const struct scn_hop *hop);
/* Is one of the suites weak or broken, or the version older than TLS 1.2? */
bool scn_session_is_weak(const struct scn_session *session);
/* "Postfix, receiving side"; who wrote it as far as is known. */
void scn_finding_title(const struct scn_finding *f, struct scn_text *out);
/* What the rows mean, one clause a call of i; NULL behind the last. */
const char *scn_finding_meaning(const struct scn_finding *f, size_t i);
enum scn_category_id scn_finding_category(const struct scn_finding *f);

#endif
