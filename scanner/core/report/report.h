/*
 * A document as text for people, JSON and JSON Lines. All write into a scn_text and decide nothing:
 * every verdict and sentence comes from the judge. A peer's words are escaped here.
 */
#ifndef SCN_CORE_REPORT_REPORT_H
#define SCN_CORE_REPORT_REPORT_H

#include <stdbool.h>

#include "core/base/text.h"
#include "core/judge/must-work.h"
#include "core/profile/profile.h"
#include "core/registry/suite.h"
#include "core/report/document.h"

enum {
	SCN_WIDTH_DEFAULT = 80,
	SCN_WIDTH_MATRIX = 110, /* from here on a scan draws the matrix */
	SCN_WIDTH_MAX = 160,
};

struct scn_text_options {
	unsigned width;
	bool color;
	bool ascii; /* no characters beyond ASCII of our own */
	bool plain; /* "key: value" lines, for screen readers and grep */
	bool all;   /* also rejected suites */
	enum scn_dialect names;
	/* How a next command names this scan: an id or a file; NULL: "last"; "": it was not saved. */
	const char *scan;
	/* For the matrix and for lines to type: what each client offers; may be NULL. */
	const struct scn_profiles *profiles;
};

/* `check`, or `scan` by the document's mode. In English, as files are, whatever the thread's language. */
void scn_report_text(
	const struct scn_document *d, const struct scn_text_options *options, struct scn_text *out);
/* What a change of this server means for senders: before and after, and who loses encryption. */
void scn_report_must_work(const struct scn_server_facts *facts, const struct scn_must_work *senders,
	size_t count, const struct scn_text_options *options, struct scn_text *out);

struct scn_json_options {
	bool all; /* also rejected suites */
};
void scn_report_json(
	const struct scn_document *d, const struct scn_json_options *options, struct scn_text *out);

/* Limits of a saved document: what is beyond them is refused with the path of the value. */
enum {
	SCN_LOAD_MAX_TARGETS = 65536,
	SCN_LOAD_MAX_SERVERS = 1024, /* of a target */
	SCN_LOAD_MAX_SUITES = 4096,  /* of a version */
	SCN_LOAD_MAX_CODES = 4096,   /* groups, or signature schemes, of a server */
	SCN_LOAD_MAX_CERTIFICATES = 64,
	SCN_LOAD_MAX_NAMES = 4096, /* of a certificate */
	SCN_LOAD_MAX_EHLO = 256,
	SCN_LOAD_MAX_PAIRS = 1024, /* of a server */
	SCN_LOAD_MAX_FIXES = 64,   /* of a pair */
	SCN_LOAD_MAX_REPLAYS = 65536,
	SCN_LOAD_MAX_PROBES = 65536,
	SCN_LOAD_MAX_LINES = 4096, /* of a probe */
	SCN_LOAD_MAX_STRING = 128 * 1024,
	SCN_LOAD_MAX_BYTES = 256 * 1024, /* of a certificate, or of a line of a dialogue */
};

/* A saved document back. NULL: the sentence is in *error_out. Strict about types and limits, but
 * unknown keys are fine (additive changes are free). `newer` schema numbers are refused. */
struct scn_document *scn_document_load(
	const char *text, size_t len, const char *name, struct scn_text *error_out);

/* JSON Lines: one event a line, each with "event" and the same words as the document. */
enum scn_event_line {
	SCN_LINE_SCAN_START,
	SCN_LINE_SERVER,
	SCN_LINE_PROBE,
	SCN_LINE_SUITE,
	SCN_LINE_FACT,
	SCN_LINE_PAIR,
	SCN_LINE_WARNING,
	SCN_LINE_SERVER_END,
	SCN_LINE_TARGET_END, /* the last line of a target */
	SCN_LINE_SCAN_END,
};
/* A run over a list: what its first and last lines say. */
struct scn_line_list {
	const char *const *clients; /* ids */
	size_t client_count;
	const char *shard;                                     /* "K/N"; NULL: no shards */
	uint64_t targets, works, weak, fails, unknown, errors; /* targets by their worst verdict */
};
/* What an event is about; fields that do not apply are NULL. */
struct scn_line_event {
	enum scn_event_line kind;
	const struct scn_document *document;
	const struct scn_target_result *target;
	const struct scn_server_result *server;
	const struct scn_probe_record *probe;
	enum scn_version version;
	const struct scn_suite_fact *suite;
	const char *fact; /* SCN_LINE_FACT: "starttls", "dh", "certificate" … */
	const struct scn_verdict *pair;
	const char *text; /* SCN_LINE_WARNING */
	/* The server was asked for this target, which came before; NULL: for the event's own. */
	const char *same_as;
	const struct scn_line_list *list;    /* of a run that keeps no document */
	const struct scn_findings *findings; /* SCN_LINE_TARGET_END */
	bool partial;                        /* SCN_LINE_TARGET_END: stopped before its end */
};
void scn_report_line(const struct scn_line_event *event, struct scn_text *out);

#endif
