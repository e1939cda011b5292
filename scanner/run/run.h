/*
 * The inside of a run, shared by scanner.c (the public calls), targets.c (inputs, look-ups, targets from first to
 * last line), servers.c (each server asked once, so many at a time) and share.c (one server's result for all targets
 * that name it). Nobody else includes it.
 *
 *   inputs ─next→ target ─look-up→ places ─→ endpoint (once per address and port) ─job→ result ─→ all targets
 */
#ifndef SCN_RUN_H
#define SCN_RUN_H

#include <stdatomic.h>

#include "core/probe/gate.h"
#include "core/probe/shard.h"
#include "io/line-source.h"
#include "io/loop.h"
#include "io/resolver.h"
#include "io/tlsa.h"
#include "job.h"

/* A word of the command line, or a source of many. */
struct scn_run_input {
	struct scn_run_target *target; /* or */
	struct scn_line_source *source;
};

/* A target on its way. */
struct scn_run_target {
	struct scn_run *run;
	struct scn_target_result *result; /* in the document, or our own where none is kept */
	struct scn_target target;
	unsigned pending;      /* servers that are not over, and a hold while they are found */
	bool stopped;          /* not all of it was asked */
	bool foreign;          /* all its servers belong to other shards: not reported here */
	struct scn_text lines; /* without a document: what will be told when it is over */
	struct scn_findings findings;
	bool reached;
	struct scn_run_target *next, *previous; /* of those in flight */
};

/* One more target that waits for the same server. */
struct scn_run_place {
	struct scn_run_target *target;
	struct scn_server_result *server;
	struct scn_run_place *next;
};

enum scn_endpoint_state {
	SCN_ENDPOINT_WAITING, /* for its network, or for its turn */
	SCN_ENDPOINT_RUNNING,
	SCN_ENDPOINT_OVER,
};

/* What is kept of a server that is over, where no document is kept. */
struct scn_brief_pair {
	enum scn_verdict_kind kind;
	enum scn_evidence evidence;
	enum scn_version version;
	scn_suite_code suite;
	uint16_t group;
	bool suite_known;
	const char *cause; /* static */
};

/* A server to be asked: an address and a port, whatever names point at it. */
struct scn_endpoint {
	uint8_t address[16]; /* first, with the port behind it and the name: the key of the tree */
	uint16_t port;
	const char *
		host; /* part of the key where a verdict depends on the name; else NULL. Of `name` */
	struct scn_run *run;
	enum scn_endpoint_state state;
	struct scn_gate_place gate;
	struct scn_job *job;
	struct scn_run_place *places, *last_place; /* the first one is asked, the others share */
	struct scn_endpoint *next;                 /* in one of the queues below */
	/* When it is over: */
	char *name, *input;             /* the host and the target that it was asked for */
	struct scn_server_result *kept; /* in the document; or the brief: */
	enum scn_reach reach;
	enum scn_starttls starttls;
	struct scn_brief_pair *brief; /* one a client */
};

struct scn_endpoint_queue {
	struct scn_endpoint *first, *last;
	size_t count;
};

struct scn_run {
	struct scn_run_options options;
	struct scn_run_listener listener;
	struct scn_document document;
	struct scn_loop *loop;
	struct scn_resolver *resolver;
	bool wants_tlsa;
	struct scn_tlsa_resolver *tlsa; /* NULL: not needed so far, or not to be had */
	/* Targets. */
	struct scn_run_input *inputs;
	size_t input_count, inputs_over;
	struct scn_text line;           /* of a source, so far */
	struct scn_run_target *targets; /* in flight */
	size_t in_flight, lookups;
	bool source_failed;
	/* Servers. */
	void *endpoints; /* a tree, by tsearch */
	struct scn_gate *gate;
	struct scn_endpoint_queue ready, over;
	size_t running, endpoint_count;
	bool names_matter; /* a client checks the certificate's name: each host is asked for itself */
	/* Results. */
	struct scn_findings findings;
	struct scn_run_counts counts;
	atomic_bool cancelled; /* set by scn_run_cancel, from anywhere */
};

/* ---- scanner.c ---- */

/* Start what may be started; stop the loop when all is over. From the loop only. */
void scn_run_pump(struct scn_run *run);
/* The resolver of TLSA records, made for the first name; NULL: nobody asks, or it cannot be had. */
struct scn_tlsa_resolver *scn_run_tlsa(struct scn_run *run);
void scn_run_tell(struct scn_run *run, struct scn_line_event event);

/* ---- targets.c ---- */

struct scn_run_target *scn_run_target_new(struct scn_run *run, const char *text);
/* One of an earlier run, whose servers are known. */
struct scn_run_target *scn_run_target_resume(struct scn_run *run, struct scn_target_result *result);
void scn_run_target_free(struct scn_run_target *target);
/* Begin with more targets, as far as there is room. */
void scn_run_pump_targets(struct scn_run *run);
bool scn_run_targets_over(const struct scn_run *run);
/* A line about one of its servers: told at once, or kept until the target is over. */
void scn_run_target_line(struct scn_run_target *target, struct scn_line_event event);
/* One of its servers is over. May end the target. */
void scn_run_target_server_over(
	struct scn_run_target *target, const struct scn_server_result *server);

/* ---- servers.c ---- */

/* Ask this server, or take what is known of it; scn_run_target_server_over follows. */
void scn_run_want(struct scn_run_target *target, struct scn_server_result *server);
void scn_run_pump_servers(struct scn_run *run);
void scn_run_cancel_servers(struct scn_run *run);
void scn_run_free_servers(struct scn_run *run);
/* A server that cannot be asked is part of the answer all the same. */
void scn_run_judge_unreached(struct scn_run *run, struct scn_server_result *server);

/* ---- share.c ---- */

/* The endpoint's first place is over: keep what others will want to know. */
void scn_run_keep(struct scn_endpoint *endpoint);
/* Give an endpoint's result to one more place. */
void scn_run_share(struct scn_endpoint *endpoint, const struct scn_run_place *place);

#endif
