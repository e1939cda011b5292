/*
 * The result of a run: targets, their servers with facts, and the pairs. This is what is saved,
 * shown, compared and exported; JSON form "handfast/scan/1" (docs/schema/scan-1.json).
 */
#ifndef SCN_CORE_REPORT_DOCUMENT_H
#define SCN_CORE_REPORT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/time.h"
#include "core/facts/facts.h"
#include "core/judge/verdict.h"

struct scn_server_result {
	struct scn_server_facts facts;
	struct scn_verdict *pairs;
	size_t pair_count;
};

struct scn_target_result {
	char *input;                        /* as the user gave it */
	bool domain;                        /* JSON kind: "domain" or "server" */
	char *error_id;                     /* "dns-no-such-domain" …, NULL = none */
	char *error_text;                   /* one sentence, safe to print */
	char *note;                         /* what was left out and why, one sentence; or NULL */
	struct scn_server_result **servers; /* in MX order */
	size_t server_count;
};

enum scn_document_mode {
	SCN_MODE_CHECK, /* verdicts, few probes */
	SCN_MODE_SCAN,  /* everything that the server accepts */
};

struct scn_document {
	char *id;    /* of the saved scan, or NULL */
	char *title; /* what the user calls it; NULL: it goes by its targets */
	enum scn_document_mode mode;
	scn_unixtime started, finished;
	bool partial;
	bool demo;
	struct scn_target_result **targets;
	size_t target_count;
};

/* What d holds; d itself stays the caller's. */
void scn_document_finish(struct scn_document *d);
/* For one on the heap (scn_document_load); takes NULL. */
void scn_document_free(struct scn_document *d);
struct scn_target_result *scn_document_add_target(struct scn_document *d, const char *input);
/* For one that stands in no document. */
void scn_target_result_free(struct scn_target_result *t);
struct scn_server_result *scn_target_add_server(struct scn_target_result *t);

/* What was seen, server by server; the exit code of the contract and the worst verdict follow from it. */
struct scn_findings {
	bool fails, nothing_reached, unknown, weak;
};
void scn_findings_add_server(struct scn_findings *found, enum scn_document_mode mode,
	const struct scn_server_result *server);
/* All servers of a target, and whether any of them was reached. */
void scn_findings_add_target(struct scn_findings *found, enum scn_document_mode mode,
	const struct scn_target_result *target);
void scn_findings_join(struct scn_findings *found, const struct scn_findings *more);
enum scn_verdict_kind scn_findings_worst(const struct scn_findings *found);

/* The exit code of the contract: 0, 1, 2, 3 or 4. */
struct scn_exit_rules {
	bool fail_on_weak;
	bool allow_unknown;
};
int scn_findings_exit_code(const struct scn_findings *found, const struct scn_exit_rules *rules);
int scn_document_exit_code(const struct scn_document *d, const struct scn_exit_rules *rules);

#endif
