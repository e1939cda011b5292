/*
 * What the text forms share: names of servers and clients, words of verdicts, counts, sizes, and
 * the command to type next. Private to text*.c and dialogue.c.
 */
#ifndef SCN_CORE_REPORT_TEXT_PARTS_H
#define SCN_CORE_REPORT_TEXT_PARTS_H

#include "core/report/text-page.h"

/* A peer's words, or NULL for nothing. */
void scn_text_peer_str(struct scn_text *t, const char *text);
/* Is the word (of lower-case letters) in the text, in either case? NULL has no words. */
bool scn_contains(const char *text, const char *word);
/* "mx1.firma.example:25"; with its address where two servers of a target have the same name. */
void scn_text_server(struct scn_text *t, const struct scn_target_result *target,
	const struct scn_server_facts *s);
/* Titles of columns, one for each server of target: "mx1", or longer where that is not unique.
 * Heap strings in a heap array; scn_titles_free. */
char **scn_server_titles(const struct scn_target_result *target);
/* Titles of clients, shortened as far as they stay unique: "Exchange 2016 (WS 2012 R2)", then
 * "Exchange 2016". `step` 0 is the full name, 1 and 2 are shorter ones. */
char **scn_client_titles(const struct scn_verdict *const *clients, size_t count, int step);
void scn_titles_free(char **titles, size_t count);
size_t scn_titles_width(char *const *titles, size_t count);
const char *scn_client_name(const struct scn_verdict *pair);

/* One verdict for each client that any server of target has, in the order of first sight. */
size_t scn_target_clients(
	const struct scn_target_result *target, const struct scn_verdict ***clients_out);
const struct scn_verdict *scn_server_pair(
	const struct scn_server_result *server, const char *profile_id);

/* "ok", "weak", "FAIL", "?" and its style. */
const char *scn_kind_mark(enum scn_verdict_kind kind);
enum scn_style scn_kind_style(enum scn_verdict_kind kind);
/* "no-common-suite" → "suite"; "" for NULL. */
const char *scn_cause_label(const char *cause);
/* A cell: mark and "TLS 1.2", "suite" or "not tested". */
void scn_pair_cell(const struct scn_verdict *pair, struct scn_text *mark, struct scn_text *detail);
/* A suite in the chosen dialect, "0xABCD" or the IANA name where that has none. */
void scn_text_suite(struct scn_text *t, scn_suite_code code, enum scn_dialect names);
void scn_text_group(struct scn_text *t, uint16_t code);
void scn_text_scheme(struct scn_text *t, uint16_t code);
/* "TLS 1.2, TLS_ECDHE_…, x25519": what was negotiated. */
void scn_text_outcome(struct scn_text *t, const struct scn_verdict *pair, enum scn_dialect names);

/* "1 server", "3 servers". */
void scn_text_plural(struct scn_text *t, size_t count, const char *noun);
void scn_text_size(struct scn_text *t, uint64_t bytes);    /* "12.3 KB" */
void scn_text_duration(struct scn_text *t, scn_time time); /* "1.5 s", "1 min 12 s" */
void scn_text_date(struct scn_text *t, scn_unixtime when); /* "2025-06-03" */

/* A server about which no handshake can be said: one heading, one sentence; false: all is well. */
struct scn_problem {
	enum scn_verdict_kind kind; /* FAILS or UNKNOWN */
	struct scn_text heading, sentence;
};
bool scn_server_sick(const struct scn_server_result *server);
bool scn_server_problem(const struct scn_target_result *target,
	const struct scn_server_result *server, struct scn_problem *out);
void scn_target_problem(const struct scn_target_result *target, struct scn_problem *out);
void scn_problem_finish(struct scn_problem *problem);

/* What to do next: "Resume:" and a command; both empty if there is nothing. */
struct scn_next {
	struct scn_text label, command;
};
/* "handfast resume last"; empty if the scan was not saved. */
void scn_next_command(
	const struct scn_document *d, const struct scn_text_options *options, struct scn_next *out);
void scn_next_finish(struct scn_next *next);
/* How commands name the scan, NULL if it was not saved. */
const char *scn_scan_name(const struct scn_text_options *options);

/* ---- the forms ---- */
void scn_text_check(struct scn_page *p, const struct scn_document *d);
void scn_text_scan(struct scn_page *p, const struct scn_document *d);
void scn_text_plain(struct scn_page *p, const struct scn_document *d);
/* Parts of both: blocks of pairs, the grid, the last lines. */
void scn_text_pair(struct scn_page *p, const struct scn_target_result *target,
	const struct scn_server_result *server, const struct scn_verdict *pair);
void scn_text_problem(struct scn_page *p, const struct scn_problem *problem);
/* What was left out, if anything. */
void scn_text_note(struct scn_page *p, const struct scn_target_result *target);
void scn_text_grid(struct scn_page *p, const struct scn_target_result *target);
void scn_text_end(struct scn_page *p, const struct scn_document *d);
/* False, and nothing written, if the matrix is wider than the page. */
bool scn_text_matrix(struct scn_page *p, const struct scn_server_result *server);

#endif
