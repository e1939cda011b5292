/* Causes behind the server's choice: the handshake that does not complete, DH groups too small. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/judge/case.h"
#include "core/judge/remedy.h"

enum {
	GOOD_DH_BITS = 2048,
};

bool scn_detect_handshake_not_completed(const struct scn_case *c)
{
	return c->replay && c->replay->answer == SCN_ANSWER_SELECTED &&
	       c->replay->completed == SCN_REJECTED;
}

void scn_explain_handshake_not_completed(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text why = { 0 };

	v->summary =
		scn_strdup("The server chooses a suite and then cannot complete the handshake.");
	scn_text_add(&why, "A real handshake with what it chose ended with: ");
	if (c->replay->failure)
		scn_text_peer(&why, c->replay->failure, strlen(c->replay->failure));
	else
		scn_text_add(&why, "no reason given");
	scn_text_char(&why, '.');
	v->why = scn_text_take(&why);
}

void scn_remedy_handshake_not_completed(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_change change = { .side = SCN_SIDE_SERVER, .kind = SCN_CHANGE_REPAIR_SERVICE };

	scn_remedy_plain(v, &change, SCN_STRENGTH_GOOD,
		"look into the server's log for the same minute: most often a key that does not "
		"belong to its certificate");
}

/* The DH group that this client would get. */
static uint16_t dh_bits(const struct scn_case *c)
{
	if (c->replay && c->replay->answer == SCN_ANSWER_SELECTED)
		return c->replay->dh_bits;
	return c->facts->dh.bits;
}

/* Would the server choose a DHE suite for this client? */
static bool is_dhe(const struct scn_case *c)
{
	struct scn_outcome outcome;

	if (c->replay && c->replay->answer == SCN_ANSWER_SELECTED)
		return c->replay->dh_bits != 0;
	outcome = scn_negotiate(c->profile, c->facts);
	return outcome.works == SCN_REJECTED && outcome.suite && outcome.suite->kx == SCN_KX_DHE;
}

bool scn_detect_dh_too_small(const struct scn_case *c)
{
	uint16_t bits = dh_bits(c);

	return bits && bits < c->profile->limits.dh_min && is_dhe(c);
}

void scn_explain_dh_too_small(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text text = { 0 };

	scn_text_printf(&text,
		"The server uses a DH group of %u bits; the client wants at least %u.", dh_bits(c),
		c->profile->limits.dh_min);
	v->summary = scn_text_take(&text);
	scn_text_printf(&text, "DHE with %u bits%s%s", dh_bits(c), c->facts->dh.name ? ", " : "",
		c->facts->dh.name ? c->facts->dh.name : "");
	v->server_side = scn_text_take(&text);
	scn_text_printf(&text, "at least %u bits for DHE", c->profile->limits.dh_min);
	v->client_side = scn_text_take(&text);
	v->why =
		scn_strdup("The hello cannot say how large the group has to be, so the server does "
			   "not know, and the client ends the handshake.");
}

void scn_remedy_dh_too_small(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_change larger = { SCN_SIDE_SERVER, SCN_CHANGE_LARGER_DH, { GOOD_DH_BITS }, 1 };
	struct scn_change lower = { SCN_SIDE_CLIENT, SCN_CHANGE_LOWER_DH_LIMIT, { dh_bits(c) }, 1 };

	scn_remedy_plain(v, &larger, SCN_STRENGTH_GOOD,
		"use a DH group of 2048 bits (ffdhe2048), or prefer ECDHE");
	if (dh_bits(c) >= 1024)
		scn_remedy_plain(v, &lower, SCN_STRENGTH_WEAK,
			"accept smaller DH groups (weak: only until the server is changed)");
}
