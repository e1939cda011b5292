/*
 * The inside of a plan, shared by plan.c (goals, connections), plan-learn.c (what a connection
 * taught), plan-smtp.c (what the dialogue taught) and the chains. Nobody else includes it.
 *
 * A chain is one line of questioning with at most one question under way. Its kind is a struct of
 * functions; the plan knows nothing of what a chain wants to find out.
 */
#ifndef SCN_CORE_PROBE_PLAN_PRIVATE_H
#define SCN_CORE_PROBE_PLAN_PRIVATE_H

#include "core/probe/plan-hello.h"
#include "core/probe/plan.h"

/* How the server took a hello, with all that means "I do not want that" made one. */
enum scn_reaction {
	SCN_REACTION_SELECTED, /* a choice inside the offer, at the version that was asked for */
	SCN_REACTION_OTHER_VERSION,
	SCN_REACTION_OUTSIDE, /* a choice that was not offered */
	SCN_REACTION_REFUSED, /* a refusal on the TLS level, decisive for what was read */
	SCN_REACTION_CLOSED,  /* closed after the hello, without an alert */
	SCN_REACTION_SILENT,
	SCN_REACTION_ODD, /* an alert that may have other reasons (internal_error), broken TLS */
};

struct scn_chain;

struct scn_chain_kind {
	/* Fill in the question (purpose, hello or handshake). False: nothing to ask now; the chain is
	 * then done or waits for others. */
	bool (*ask)(struct scn_plan *plan, struct scn_chain *chain, struct scn_question *question);
	/* The question under way was answered. */
	void (*answer)(struct scn_plan *plan, struct scn_chain *chain, enum scn_reaction reaction,
		const struct scn_probe_result *result);
	/* How many questions will probably still come, besides the one under way. */
	unsigned (*expected)(const struct scn_plan *plan, const struct scn_chain *chain);
	/* No more questions can be asked: what is not known stays unknown. */
	void (*give_up)(struct scn_plan *plan, struct scn_chain *chain);
	void (*free)(struct scn_chain *chain);
};

/* How often the question under way ended without a decisive answer, by the way it did. */
struct scn_tries {
	unsigned eof, reset, silent, odd;
};

struct scn_chain {
	const struct scn_chain_kind *kind;
	enum scn_question_kind purse;
	uint32_t under_way; /* id of the question, 0 = none */
	bool done;
	bool waiting; /* for what other chains find out */
	struct scn_tries tries;
	unsigned version; /* enum scn_version, for chains that have one */
			  /* What the kind needs: the struct of a kind begins with this one. */
};

struct scn_plan {
	struct scn_plan_options options;
	struct scn_server_facts *facts;
	struct scn_pace pace;
	struct scn_chain **chains;
	size_t chain_count;
	scn_versions enumerated; /* versions that have a chain of suites */
	scn_versions detailed; /* those whose groups and schemes are wanted once suites are known */
	bool resumed; /* the facts come from an earlier run: only what is unknown is asked */
	unsigned
		announced; /* questions that will be put in when those that are here are answered */
	uint32_t next_id;
	uint64_t random;   /* state of the generator */
	unsigned answered; /* questions */
	bool over;         /* stopped, given up, or nothing to be had by STARTTLS */
	/* What the server was seen to do. */
	size_t proved_list; /* longest list of suites of which the end was read */
	size_t proved_len; /* bytes of the longest hello that was answered by a choice or a refusal */
	size_t piece;      /* ask for at most so many suites at once; 0 = no limit */
	enum scn_hello_size size;
	uint16_t hello_limit;   /* longer hellos get no answer; 0 = no limit seen */
	unsigned long_silences; /* hellos longer than any that was answered, and not answered */
	bool selected_any, alerted, faults;
	bool smtp_known;        /* greeting and EHLO are in the facts */
	unsigned hard_failures; /* connects in a row that failed before anything was ever reached */
	unsigned not_offered, refused, tempfailed, not_smtp, not_tls, greeting_refused;
	unsigned closed_at_220;
	int last_code; /* of the reply that last sent us away */
	enum scn_probe_end last_failure;
	unsigned lines_of_failures;
	scn_versions lines_of_versions;
	scn_time started;
	scn_time best_ready; /* least time that a connection took to "220 ready" */
	scn_time elapsed_before, waited_before; /* by the run that this one continues */
};

/* ---- plan.c ---- */

void scn_plan_add_chain(struct scn_plan *plan, struct scn_chain *take_chain);
void scn_plan_random(struct scn_plan *plan, uint8_t out[64]);
/* New chains that what was learned makes possible. */
void scn_plan_after(struct scn_plan *plan);
/* Stop all chains; unknown stays unknown. why: a sentence for facts.incomplete, or NULL. */
void scn_plan_end(struct scn_plan *plan, const char *why);

/* ---- plan-learn.c ---- */

/* How often a question that was closed on is asked before that counts as an answer: a server on
 * whose line faults were seen has to repeat itself more often. */
unsigned scn_plan_closes_needed(const struct scn_plan *plan);
/* Count a reaction that is not decisive. True: it has been seen often enough, in the same way each
 * time, and is an answer now (chain->tries says of which kind). False: ask again. `*hopeless_out`:
 * asked often enough without any pattern. */
bool scn_plan_count_try(struct scn_plan *plan, struct scn_chain *chain, enum scn_reaction reaction,
	const struct scn_probe_result *result, bool *hopeless_out);

/* ---- plan-pace.c ---- */

void scn_plan_keep_pace(struct scn_plan *plan, const struct scn_probe_result *result, scn_time now);
void scn_plan_give_up_if_exhausted(struct scn_plan *plan, scn_time now);
/* Begin with what the facts of an earlier run say about the server's limits. */
void scn_plan_resume_pace(struct scn_plan *plan);

/* ---- plan-smtp.c ---- */

/* STARTTLS was offered, and TLS answered: whatever refuses it later is no answer about TLS. */
bool scn_plan_spoke_tls(const struct scn_plan *plan);

/* Keep what the dialogue said, and conclude from it. */
void scn_plan_learn_smtp(
	struct scn_plan *plan, const struct scn_probe_result *result, scn_time now);

/* ---- the kinds of chains ---- */

struct scn_chain *scn_chain_suites(enum scn_version version); /* chain-suites.c */
/* Take what the facts of an earlier run say as found; may be all. */
void scn_chain_suites_resume(struct scn_plan *plan, struct scn_chain *chain);
struct scn_chain *scn_chain_groups(enum scn_version version); /* chain-lists.c */
struct scn_chain *scn_chain_schemes(enum scn_auth auth);      /* chain-lists.c */
struct scn_chain *scn_chain_replay(const char *id, const struct scn_hello_spec *spec);
struct scn_chain *scn_chain_handshake(const char *id, const struct scn_handshake_backend *backend,
	const struct scn_handshake_order *order);

#endif
