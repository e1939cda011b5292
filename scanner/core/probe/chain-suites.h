/*
 * The chain that finds the suites of one version (chain-suites.c) and who decides their order
 * (chain-order.c). Private to those two.
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
	SCN_STEP_ORDER,   /* accepted ones alone, from s->from, first choice last */
	SCN_STEP_CHACHA,  /* the same, and ChaCha20 foremost */
	SCN_STEP_RANK,    /* the accepted again one by one, where pieces have hidden the order */
};

/* An accepted suite, and the offer that it was chosen from. */
struct scn_pick {
	scn_suite_code code;
	bool backwards;
	size_t place;  /* in the list at the beginning */
	size_t lowest; /* place of the least likely suite of that offer */
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
	size_t lowest; /* place of the least likely suite of it */
	bool backwards;
	bool outside_once;      /* a choice outside the offer was seen for this offer */
	size_t from;            /* ORDER: the picks before this one are not offered */
	bool walks;             /* ORDER: equal preference was seen, so look for more of it */
	bool turned;            /* RANK: the first offer is asked the other way round */
	scn_suite_code *ranked; /* RANK: what was chosen so far */
	size_t ranked_count;
};

/* Go on with a step; the offer will be made when a connection is there for it. */
void scn_suites_enter(struct scn_suites *s, enum scn_suites_step step);
/* Put codes into the offer, behind the guard (offers.inc) where the server does not accept that. */
void scn_suites_set_offer(
	struct scn_suites *s, const scn_suite_code *codes, size_t count, bool backwards);

/* ---- chain-order.c ---- */

/* Would a server that takes the client's first acceptable suite have chosen just so? */
bool scn_suites_fit_client_order(const struct scn_suites *s);
/* A pick is new: does it tell anything about those before it? */
void scn_suites_compare_pick(struct scn_suites *s);
/* All suites are decided: begin with the order, if it takes questions. Else the chain is done. */
void scn_suites_begin_order(struct scn_plan *plan, struct scn_suites *s);
/* The offer of ORDER, CHACHA, RANK. */
void scn_suites_offer_order(struct scn_suites *s);
/* The server chose this one in ORDER, CHACHA, RANK. */
void scn_suites_on_order(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code);
/* It chose this one of the accepted ones at the end of a control. */
void scn_suites_on_control(struct scn_plan *plan, struct scn_suites *s, scn_suite_code code);

#endif
