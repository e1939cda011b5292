/*
 * The engine, all that a front end includes: options, a run over targets, events while it goes on,
 * the finished document. The plain data headers of core come along.
 *
 *   struct scn_run *run = scn_run_new(&options, &listener);
 *   scn_run_add(run, "firma.example");
 *   scn_run_start(run);           blocks until done or cancelled; events come from inside
 *   const struct scn_document *d = scn_run_document(run);
 *   scn_run_free(run);
 */
#ifndef SCN_SCANNER_H
#define SCN_SCANNER_H

#include <stdbool.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/judge/diagnose.h"
#include "core/probe/plan.h"
#include "core/probe/shard.h"
#include "core/probe/target.h"
#include "core/profile/profile.h"
#include "core/report/document.h"
#include "core/report/report.h"

enum scn_confirm {
	SCN_CONFIRM_OPENSSL, /* default */
	SCN_CONFIRM_WOLFSSL,
	SCN_CONFIRM_BOTH,
	SCN_CONFIRM_NONE,
};

enum scn_run_family {
	SCN_RUN_ANY,
	SCN_RUN_IPV4,
	SCN_RUN_IPV6,
};

struct scn_run_options {
	enum scn_document_mode mode;
	const struct scn_profile *const *clients; /* borrowed */
	size_t client_count;
	scn_versions versions;       /* to enumerate; default all */
	enum scn_plan_detail detail; /* of the enumeration; default SCN_PLAN_DETAILS */
	const char *ehlo_name;       /* NULL: "handfast.invalid" or the host's own name */
	enum scn_confirm confirm;
	enum scn_run_family family;
	unsigned parallel; /* connections per server at once, -j */
	scn_time pause;
	scn_time timeout;    /* 0: the defaults of the probe */
	uint32_t max_probes; /* 0: default budget */
	scn_time max_time;   /* for one server; 0: default budget */
	bool no_mx;          /* take every target as a host */
	uint16_t port;       /* 0: 25 */
	bool keep_all_dialogues;
	bool demo;                /* mark the document */
	const char *trust_anchor; /* a file with DS or DNSKEY records, NULL: the root's */
	const char *dns_forward;  /* "127.0.0.1@5353", NULL: the system's resolver configuration */
	/* Runs over many targets. */
	bool streaming; /* keep no document: what is told of a target is forgotten when it is over */
	unsigned servers_at_once;
	unsigned targets_at_once; /* looked up, waiting or asked */
	unsigned lookups_at_once;
	unsigned
		per_network; /* connections at once to one /24 or /64, by servers of `parallel` each */
	struct scn_shard shard;
};
extern const struct scn_run_options scn_run_defaults;
/* For EHLO, which wants a name that the DNS knows (RFC 5321 section 4.1.1.1): that of this machine, if it has
 * one with a domain. Static. */
const char *scn_run_own_name(void);

/* Targets that are over, by their worst verdict. */
struct scn_run_counts {
	uint64_t targets, works, weak, fails, unknown;
	uint64_t errors; /* no server: not understood, no such domain … */
	uint64_t bad;    /* of these: not understood */
};
/* One more, with servers. */
void scn_run_count(struct scn_run_counts *counts, enum scn_verdict_kind worst);

struct scn_run_progress {
	const char *target, *host;
	uint16_t port;
	unsigned server, server_count;
	unsigned answered, expected;
	const char *stage;
	bool waiting; /* backing off */
	const struct scn_run_counts *counts;
	size_t in_flight; /* targets */
};

/* Called from inside scn_run_start, in its thread. All optional. */
struct scn_run_listener {
	void (*line)(void *user, const struct scn_line_event *event); /* the events of JSON Lines */
	void (*progress)(void *user, const struct scn_run_progress *progress);
	/* A target is over. lines: while streaming, all its JSON Lines; else empty. */
	void (*target_over)(
		void *user, const struct scn_target_result *target, const struct scn_text *lines);
	/* True: leave this target out (of an interrupted run, for one: it was asked before). */
	bool (*skip)(void *user, const char *target);
	void *user;
};

struct scn_run;
struct scn_run *scn_run_new(
	const struct scn_run_options *options, const struct scn_run_listener *listener);
/* A target as the user typed it; bad ones become a target with an error in the document. */
void scn_run_add(struct scn_run *run, const char *target);
/* One target a line, "-" for standard input; read as the run goes on. Empty lines and those that begin
 * with "#" are no targets. */
SCN_MUST_CHECK enum scn_err scn_run_add_list(struct scn_run *run, const char *path);
/* Instead of targets: go on with what is still unknown in this document, which is taken over. Its mode and
 * clients must be those of the options; no streaming. */
void scn_run_resume(struct scn_run *run, struct scn_document *take_document);
SCN_MUST_CHECK enum scn_err scn_run_start(struct scn_run *run);
/* The only call allowed from another thread or a signal handler: end, keep what is known. */
void scn_run_cancel(struct scn_run *run);
struct scn_document *scn_run_document(struct scn_run *run);
/* What was seen so far; also while streaming. */
const struct scn_findings *scn_run_findings(const struct scn_run *run);
const struct scn_run_counts *scn_run_counts(const struct scn_run *run);
void scn_run_free(struct scn_run *run);

/* Who is asked about where nobody is named: the senders that most mail comes from. Ids; ends with NULL. */
extern const char *const scn_usual_clients[];
/* For a table with more room: others that are met often, and old ones that fail often. */
extern const char *const scn_table_clients[];
/* One of those compiled into the program, without the work of reading all. False where only all of them tell
 * whether there is one: it is not among them, or the user has profiles. */
bool scn_load_profile(struct scn_profiles *profiles, const char *id);
/* The profiles compiled into the program and those of the user's data folder, besides what is there. False:
 * *error_out says which file is wrong; the others are there. */
bool scn_load_profiles(struct scn_profiles *profiles_out, struct scn_text *error_out);
/* One more from a file. False: the sentence is in *error, and nothing was added. */
bool scn_profiles_add_file(struct scn_profiles *profiles, const char *path, struct scn_text *error);

#endif
