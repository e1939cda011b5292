/*
 * What a log line, a bounce, a reply or a header says about TLS, in plain words: who says it, what it
 * means, on which side the reason is, which causes are likely, what to ask next. And the way of a mail
 * from its Received headers, hop by hop.
 *
 *   struct scn_explanation e;
 *   scn_explain(text, len, &e);
 *   if (scn_explanation_empty(&e)) nothing was understood
 *   scn_explain_text(&e, &look, &out) or scn_explain_json(&e, &out)   (write.h)
 *   scn_explanation_finish(&e);
 *
 * It only reads: no look-up, no connection. Strings are the peer's own bytes and are escaped by the
 * writers. What is said is a hint; the proof is a scan.
 */
#ifndef SCN_CORE_EXPLAIN_EXPLAIN_H
#define SCN_CORE_EXPLAIN_EXPLAIN_H

#include "core/explain/replies.h"
#include "core/registry/suite.h"

enum {
	SCN_EXPLAIN_MAX_LEN = 4 * 1024 * 1024, /* bytes of input that are read */
	SCN_EXPLAIN_MAX_LINE = 8192,           /* bytes of one (unfolded) line that are read */
	SCN_EXPLAIN_MAX_FINDINGS = 200,
	SCN_EXPLAIN_MAX_HOPS = 100,
	SCN_EXPLAIN_MAX_ROWS = 4, /* known texts in one line */
	SCN_EXPLAIN_MAX_SUITES = 6,
	SCN_EXPLAIN_MAX_CAUSES = 6,
};

/* What was negotiated. */
struct scn_session {
	enum scn_version version; /* SCN_VERSION_NONE: not told */
	char *suite_text;         /* as it was written, or NULL */
	/* Whom the text can mean: one, or some where it leaves something open (Schannel). */
	const struct scn_suite *suites[SCN_EXPLAIN_MAX_SUITES];
	size_t suite_count;
	unsigned bits; /* 0: not told */
};

struct scn_finding {
	size_t line;  /* where it stands first, from 1 */
	size_t count; /* how often it was said */
	char *text;   /* the line */
	/* In the order of the line; the last one is the most inner reason. */
	const struct scn_reply_row *rows[SCN_EXPLAIN_MAX_ROWS];
	size_t row_count;
	const char *product;         /* "Postfix"; NULL: the text proves none */
	const char *product_of_line; /* that the line is written by; rows do not count */
	enum scn_said_by said_by;
	int alert; /* -1: none */
	struct scn_session session;
	char *host, *address; /* the other side, or NULL */
	unsigned port;        /* 0: not told */
	bool host_is_client;
	char *connection; /* a number of its log that lines of one connection share, or NULL */
	bool names_block; /* the host is also that of the lines around */
	char *self;       /* the host that wrote the log, as far as it says so */
	char *causes[SCN_EXPLAIN_MAX_CAUSES]; /* ids of docs/causes, likeliest first */
	size_t cause_count;
};

enum scn_encrypted {
	SCN_ENCRYPTED_UNKNOWN,
	SCN_ENCRYPTED_NO,
	SCN_ENCRYPTED_YES,
};

/* One Received header: from whom to whom, and how. */
struct scn_hop {
	char *from, *address, *by; /* NULL where not told */
	char *protocol;            /* "ESMTPS", or NULL */
	const char *software;      /* "Postfix", or NULL */
	enum scn_encrypted encrypted;
	struct scn_session session;
	const char *client_certificate; /* "none requested", or NULL */
	bool local;                     /* inside one host: encryption does not matter */
};

struct scn_explanation {
	size_t line_count;
	bool truncated; /* more was given than is read, or shown */
	struct scn_finding *findings;
	size_t finding_count;
	struct scn_hop *hops; /* in the order in which the mail travelled */
	size_t hop_count;
};

void scn_explain(const char *text, size_t len, struct scn_explanation *out);
bool scn_explanation_empty(const struct scn_explanation *e);
void scn_explanation_finish(struct scn_explanation *e);

#endif
