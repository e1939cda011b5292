/*
 * A server's result for a second target: all that the archive keeps, with strings of its own.
 */
#ifndef SCN_CORE_REPORT_COPY_H
#define SCN_CORE_REPORT_COPY_H

#include "core/report/document.h"

/* `to` must be fresh (scn_target_add_server), or have only host, domain and preference, which are
 * overwritten; what it held of its own is the caller's to free. */
void scn_server_result_copy(const struct scn_server_result *from, struct scn_server_result *to);

/* A whole document, also of a run that goes on. Heap: scn_document_free. */
struct scn_document *scn_document_copy(const struct scn_document *from);

#endif
