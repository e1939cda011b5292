/*
 * A fix as a whole, for a window: what is asked for (a goal, the clients that must work, the side that is
 * changed, a format) becomes what changes, the text, what it costs and what it means for every client.
 * Verdicts are the judge's, the text is that of the export formats: nothing is decided here a second time.
 * Sentences are in the language of the calling thread; all are safe to show.
 */
#ifndef SCN_CORE_REPORT_FIX_PLAN_H
#define SCN_CORE_REPORT_FIX_PLAN_H

#include "core/judge/must-work.h"
#include "core/report/export.h"

struct scn_fix_request {
	const struct scn_server_facts *facts;
	/* The clients that are looked at; the first one is the one whose side may be changed. */
	const struct scn_profile *const *clients;
	const bool *wanted; /* one for each: it must work after the change */
	size_t client_count;
	enum scn_side side;
	enum scn_goal goal;
	const struct scn_export_format *format;
	enum scn_dialect names; /* of suites in the lines */
};

enum scn_fix_state {
	SCN_FIX_NOTHING,    /* all wanted clients work */
	SCN_FIX_POSSIBLE,   /* lines say what changes */
	SCN_FIX_IMPOSSIBLE, /* no acceptable change on this side; `message` names the other one */
	SCN_FIX_UNTESTED,   /* too little is known to advise anything */
};

enum scn_fix_line_kind {
	SCN_FIX_LINE_ADDED,
	SCN_FIX_LINE_REMOVED,
	SCN_FIX_LINE_MOVED,
	SCN_FIX_LINE_OTHER, /* something that no list can say: a certificate, STARTTLS */
};

struct scn_fix_line {
	enum scn_fix_line_kind kind;
	char *text; /* a name, or a sentence */
	char *tag;  /* "weak: CBC mode", "from place 7 to 2"; or NULL */
	enum scn_strength strength;
};

enum scn_fix_result {
	SCN_FIX_CLIENT_UNKNOWN,
	SCN_FIX_CLIENT_WORKS,
	SCN_FIX_CLIENT_NOW_WORKS,
	SCN_FIX_CLIENT_SHOULD_WORK, /* the change is none that lists can compute */
	SCN_FIX_CLIENT_STILL_FAILS,
	SCN_FIX_CLIENT_WOULD_FAIL, /* works today */
};
const char *scn_fix_result_word(enum scn_fix_result result); /* for people, translated */

struct scn_fix_client {
	enum scn_verdict_kind before, after;
	enum scn_fix_result result;
};

enum scn_fix_effort {
	SCN_FIX_EFFORT_NONE, /* it depends on the program that takes the list */
	SCN_FIX_EFFORT_RELOAD,
	SCN_FIX_EFFORT_RESTART,
	SCN_FIX_EFFORT_REBOOT,
};
const char *scn_fix_effort_word(
	enum scn_fix_effort effort); /* "reload" …, NULL for none; translated */

struct scn_fix_plan {
	enum scn_fix_state state;
	struct scn_text message; /* the state in a sentence; empty where it is possible */
	struct scn_fix_line *lines;
	size_t line_count;
	struct scn_text note; /* where the lines stand, and what stays; or empty */
	struct scn_text text; /* in the format; where it is not `written`, a sentence why */
	bool written;
	struct scn_text undo; /* the way back as a file of its own; empty: it stands in the text */
	enum scn_fix_effort effort;
	bool affects_others;            /* other services of that system too */
	struct scn_text warning;        /* one line; or empty */
	struct scn_text partial;        /* what was not tested; or empty */
	size_t policy_len;              /* characters of a group policy list; 0: it is none */
	struct scn_fix_client *clients; /* one for each of the request */
	size_t client_count;
};

void scn_fix_plan(const struct scn_fix_request *request, struct scn_fix_plan *out);
void scn_fix_plan_finish(struct scn_fix_plan *plan);

/* The side whose change is the best fix of this pair, for a first look. */
enum scn_side scn_fix_side(const struct scn_verdict *pair);
/* The format that fits best: Schannel's for a client of Windows, Postfix's else. */
const struct scn_export_format *scn_fix_format(
	const struct scn_profile *profile, enum scn_side side);
/* After the same servers were tested again: "Now 8 of 9 clients work (was 7)." */
void scn_fix_progress(size_t count, size_t before, size_t after, struct scn_text *out);

#endif
