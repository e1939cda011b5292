/*
 * The chain that finds the suites of one version (chain-suites.c), how much of a question the server
 * reads (chain-limits.c), and who decides the order (chain-order.c). Private to those three.
 */
#ifndef SCN_CORE_PROBE_CHAIN_SUITES_H
#define SCN_CORE_PROBE_CHAIN_SUITES_H

#include "core/probe/plan-private.h"
#include "core/probe/suite-list.h"

enum {
	SURELY_READ = 64, /* a list of so many suites is read by every server that we know of */
};

enum scn_suites_step {
	SCN_STEP_OFFER,   /* the list, or its last piece */
	SCN_STEP_CONTROL, /* the refused list, and the accepted ones behind it, first choice last */
	SCN_STEP_PROOF, /* the refused list at another version, and an accepted one of that last */
	SCN_STEP_ORDER, /* accepted ones alone, from s->from, first choice last */
	SCN_STEP_STRETCH, /* a list as long as the first offer, with an accepted suite last */
	SCN_STEP_CHACHA,  /* all accepted ones, ChaCha20 foremost */
	SCN_STEP_RANK,    /* the accepted again one by one, where pieces have hidden the order */
};

/* An accepted suite, and the offer that it was chosen from. */
struct scn_pick {
	scn_suite_code code;
	bool backwards;
	size_t place;           /* in the list at the beginning */
	size_t lowest, highest; /* places of the least and the most likely suite of that offer */
	/* Is it of the same preference as the pick before it? Rejected: surely below it. */
	enum scn_known equal;
};

struct scn_suites {
	struct scn_chain base;
	enum scn_suites_step step;
	struct scn_suite_list left; /* undecided; unlikely first */
	struct scn_pick *picks;     /* accepted, in the order in which they were found */
	size_t pick_count;
	scn_suite_code *offer; /* of the question under way, in the order of the wire */
	size_t offer_count;
	size_t lowest, highest;  /* places of the least and the most likely suite of it */
	bool doubted;            /* it was refused, and may not have been read to its end */
	enum scn_version prover; /* PROOF: the other version */
	bool backwards;
	bool outside_once;      /* a choice outside the offer was seen for this offer */
	size_t chosen;          /* STRETCH: what ORDER was answered with */
	size_t from;            /* ORDER: the picks before this one are not offered */
	bool walks;             /* ORDER: equal preference was seen, so look for more of it */
	bool turned;            /* RANK: the first offer is asked the other way round */
	bool follows;           /* RANK: the choices follow the offer */
	scn_suite_code *ranked; /* RANK: what was chosen so far */
	size_t ranked_count;
};

/* Go on with a step; the offer will be made when a connection is there for it. */
void scn_suites_enter(struct scn_suites *s, enum scn_suites_step step);
/* Put codes into the offer, behind the guard (offers.inc) where the server does not accept that. */
void scn_suites_set_offer(
	struct scn_suites *s, const scn_suite_code *codes, size_t count, bool backwards);

/* Offer what is undecided, or its last piece. */
void scn_suites_offer_left(const struct scn_plan *plan, struct scn_suites *s);
/* Everything in the offer is rejected, but for the accepted suites that a control has at its end. */
void scn_suites_reject_offer(struct scn_plan *plan, struct scn_suites *s);

/* Make the offer so long with suites that are not picks of a version. */
void scn_suites_lengthen(struct scn_suites *s, const struct scn_suites *version, size_t count);
bool scn_suites_is_picked(const struct scn_suites *s, scn_suite_code code);

/* ---- chain-limits.c ---- */

/* Was so long a list as the offer seen to be read? */
bool scn_suites_is_proved(const struct scn_plan *plan, const struct scn_suites *s);
/* The server has read so many suites of a list. Chains that were refused, and had to wait for just that
 * proof, have their answer. */
void scn_suites_prove_list(struct scn_plan *plan, const struct scn_suites *by, size_t count);
/* The server reads only the beginning of a list, or may do so: ask in pieces, in all chains. */
void scn_suites_limit_pieces(struct scn_plan *plan, struct scn_suites *s);
bool scn_suites_others_may_prove(const struct scn_plan *plan, const struct scn_suites *s);
/* The offer was refused, and may not have been read to its end. */
void scn_suites_doubt(struct scn_plan *plan, struct scn_suites *s);
/* A doubted chain is asked again: how? False: not now, it waits. */
bool scn_suites_enter_proof(struct scn_plan *plan, struct scn_suites *s);
void scn_suites_offer_proof(const struct scn_plan *plan, struct scn_suites *s);
void scn_suites_on_proof(struct scn_plan *plan, struct scn_suites *s, enum scn_reaction reaction,
	const struct scn_probe_result *result);

/* Bytes of the hello that was asked. */
size_t scn_suites_hello_len(const struct scn_probe_result *result);
/* Longer than any that was answered, and than what every server reads? */
bool scn_suites_may_be_too_long(const struct scn_plan *plan, size_t len);
/* Was the question longer than what is known by now to be too long? Then its end tells nothing more. */
bool scn_suites_is_outdated(const struct scn_plan *plan, const struct scn_suites *s, size_t len);
/* Ask with shorter hellos. False: there are none. */
bool scn_suites_step_down(struct scn_plan *plan, struct scn_suites *s, size_t len);
/* Count a silence; true if hellos are shorter from now on. */
bool scn_suites_shows_size_limit(
	struct scn_plan *plan, struct scn_suites *s, enum scn_reaction reaction, size_t len);
/* Is the refusal one of the length? Then hellos are shorter from now on. */
bool scn_suites_refuses_length(
	struct scn_plan *plan, struct scn_suites *s, const struct scn_probe_result *result);

/* ---- chain-order.c ---- */

/* Would a server that takes the client's first acceptable suite have chosen just so? */
bool scn_suites_fit_client_order(const struct scn_suites *s);
/* A pick is new: does it tell anything about those before it? */
void scn_suites_compare_pick(struct scn_suites *s);
/* All suites are decided: begin with the order, if it takes questions. Else the chain is done. */
void scn_suites_begin_order(struct scn_plan *plan, struct scn_suites *s);
/* The offer of ORDER and of what follows. */
void scn_suites_offer_order(struct scn_suites *s);
/* The server chose this one there, or refused all, although it had accepted them one by one. */
void scn_suites_on_order(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code);
void scn_suites_on_order_refused(struct scn_suites *s);
/* It chose this one of the accepted ones at the end of a control. */
void scn_suites_on_control(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code);

#endif
