/*
 * A result in the whole sentences that stand at the head of a page: of one pair, of one client with all
 * servers of a target, and of a whole scan in one line. The first word is the verdict: Yes, No, Partly, Not
 * known. In the language of the calling thread; safe to print.
 */
#ifndef SCN_CORE_REPORT_TITLE_H
#define SCN_CORE_REPORT_TITLE_H

#include <stdbool.h>

#include "core/base/text.h"
#include "core/report/document.h"

enum scn_title_state {
	SCN_TITLE_DONE,
	SCN_TITLE_RUNNING, /* more may get known */
};

/* Zeroed is empty. */
struct scn_headline {
	enum scn_verdict_kind kind;
	bool partly;     /* some servers work, others do not, or are not known */
	bool no_verdict; /* still being tested, and nothing to be told yet */
	struct scn_text title;
	struct scn_text sentence;
};
void scn_headline_finish(struct scn_headline *headline);

/* One client and one server. */
void scn_report_title(const struct scn_server_result *server, const struct scn_verdict *pair,
	enum scn_title_state state, struct scn_headline *out);

/* One client and all servers, in MX order. */
struct scn_client_pairs {
	const char *client; /* its name */
	const char *target; /* as the user typed it */
	const struct scn_server_result *const *servers;
	const struct scn_verdict *const *pairs; /* one a server; NULL: not known */
	const bool *running;                    /* is the server still asked? NULL: none is */
	size_t count;
};
void scn_report_title_all(
	const struct scn_client_pairs *all, enum scn_title_state state, struct scn_headline *out);
/* "mx1 fails, no common cipher suite; mx2 works, weak; mx3 not tested": a row for those who cannot see it. */
void scn_report_row(const struct scn_client_pairs *all, struct scn_text *out);

/* "2 of 9 clients fail on 1 of 3 servers", "all 9 clients work", "STARTTLS not offered". */
void scn_report_summary(const struct scn_document *d, struct scn_text *out);

/* "Exchange 2016" of "Exchange 2016 (Windows Server 2012 R2)". */
void scn_report_client(const char *profile_name, struct scn_text *out);
/* "mx1.firma.example"; with its port where that is not 25. */
void scn_report_server(const struct scn_server_facts *facts, struct scn_text *out);
/* A cell of a table: "TLS 1.2 · AES-256-GCM", "No common cipher suite", "Not tested". NULL: not tested. */
void scn_report_cell(const struct scn_verdict *pair, struct scn_text *out);
/* The same where there is little room: "TLS 1.2", "No suite"; nothing where it is not known. */
void scn_report_short_cell(const struct scn_verdict *pair, struct scn_text *out);
/* Does the cause stand before any handshake, so that no client can start TLS there? */
bool scn_report_is_before_tls(const struct scn_verdict *pair);

#endif
