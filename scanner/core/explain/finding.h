/*
 * One line of a log or a bounce: who says it, what is known in it, which causes it speaks for. Private to
 * explain.c, which puts the lines of one connection or report together.
 */
#ifndef SCN_CORE_EXPLAIN_FINDING_H
#define SCN_CORE_EXPLAIN_FINDING_H

#include "core/explain/explain.h"
#include "core/explain/lines.h"

/* What the line alone tells; free it with scn_finding_finish. */
struct scn_finding scn_finding_read(const struct scn_line *line);
void scn_finding_finish(struct scn_finding *f);
/* A host alone, or a version without a suite, is only context for other lines. */
bool scn_finding_worth_telling(const struct scn_finding *f);
void scn_finding_forget_causes(struct scn_finding *f);

/* Do both say the same of the same host? */
bool scn_finding_same(const struct scn_finding *a, const struct scn_finding *b);
/* "Handshake failed" and "lost connection": less than a library's reason close by. */
bool scn_finding_is_general(const struct scn_finding *f);
/* Does it name a reason in a library's words, or an alert? */
bool scn_finding_has_reason(const struct scn_finding *f);
/* Equal, or both NULL. */
bool scn_same_text(const char *a, const char *b);

#endif
