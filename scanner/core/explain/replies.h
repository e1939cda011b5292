/*
 * The known texts around STARTTLS (replies.inc) and what they are about (categories.inc).
 */
#ifndef SCN_CORE_EXPLAIN_REPLIES_H
#define SCN_CORE_EXPLAIN_REPLIES_H

#include "core/explain/pattern.h"

enum scn_reply_kind {
	SCN_REPLY_KIND_REPLY, /* on the wire */
	SCN_REPLY_KIND_LOG,
	SCN_REPLY_KIND_NDR, /* bounce, or reason in the queue */
	SCN_REPLY_KIND_LIBRARY,
	SCN_REPLY_KIND_TLSRPT, /* result type of a TLS report, RFC 8460 section 4.3 */
};

/* The role of the program that says it, in this connection. */
enum scn_said_by {
	SCN_SAID_BY_EITHER,
	SCN_SAID_BY_SERVER,
	SCN_SAID_BY_CLIENT,
};

/* Where the reason most likely is. */
enum scn_fault {
	SCN_FAULT_NOBODY,
	SCN_FAULT_EITHER,
	SCN_FAULT_SERVER,
	SCN_FAULT_CLIENT,
	SCN_FAULT_SELF, /* the side that wrote this */
	SCN_FAULT_PEER, /* the side that did not write this */
	SCN_FAULT_PATH,
};

enum scn_category_id {
#define CATEGORY(name, word, fault, title, advice) SCN_CATEGORY_##name,
#include "core/explain/categories.inc"
#undef CATEGORY
	SCN_CATEGORY_COUNT,
};

struct scn_category {
	const char *word; /* "no-common-parameters" */
	enum scn_fault fault;
	const char *title;  /* what it means in general, a clause without a full stop */
	const char *advice; /* one or two sentences, or "" */
};
const struct scn_category *scn_category(enum scn_category_id id);

struct scn_reply_row {
	const char *id; /* "m035" */
	enum scn_reply_kind kind;
	const char *product; /* NULL: the text alone proves none */
	enum scn_said_by said_by;
	enum scn_category_id category;
	const char *stage;      /* "handshake" */
	const char *permanence; /* "temporary" */
	bool weak;              /* counts only beside a word of TLS, or alone */
	const char *text;       /* as it is known */
	const char *pattern;
	const char *causes;  /* ids, comma separated, likeliest first; or "" */
	const char *meaning; /* a clause, or "" where the category says it all */
};
const struct scn_reply_row *scn_reply_rows(size_t *count_out);

const char *scn_reply_kind_word(enum scn_reply_kind kind);
const char *scn_said_by_word(enum scn_said_by by);
const char *scn_fault_word(enum scn_fault fault);

/* A row that was found in a line. */
struct scn_found {
	const struct scn_reply_row *row;
	struct scn_match match;
};
/* The rows found in a line, in its order, without those that another one covers; at most max.
 * product: who wrote the line, which decides between equals; or NULL. */
size_t scn_replies_find(
	const struct scn_searched *line, const char *product, struct scn_found *found, size_t max);

#endif
