/*
 * One change on one side: the unit of advice. A remedy is a change that turns the outcome, shown by
 * asking the judge again with the change made, and proved by a counter-probe where it is the
 * client's side.
 */
#ifndef SCN_CORE_JUDGE_CHANGE_H
#define SCN_CORE_JUDGE_CHANGE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/text.h"
#include "core/facts/facts.h"
#include "core/profile/profile.h"

enum scn_side {
	SCN_SIDE_CLIENT,
	SCN_SIDE_SERVER,
};
const char *scn_side_word(enum scn_side side); /* "client", "server" */

/* JSON words in change.c: "add-suite", "add-version", "add-group", "add-scheme", "add-key-type",
 * "larger-dh", "lower-dh-limit", "offer-starttls", "repair-starttls", "repair-service". */
enum scn_change_kind {
	SCN_CHANGE_ADD_SUITE,      /* values: suite codes */
	SCN_CHANGE_ADD_VERSION,    /* values: scn_version */
	SCN_CHANGE_ADD_GROUP,      /* values: group codes */
	SCN_CHANGE_ADD_SCHEME,     /* values: scheme codes */
	SCN_CHANGE_ADD_KEY_TYPE,   /* server: a second certificate; values: scn_scheme_key */
	SCN_CHANGE_LARGER_DH,      /* server: values: bits */
	SCN_CHANGE_LOWER_DH_LIMIT, /* client: values: bits; weak */
	SCN_CHANGE_OFFER_STARTTLS, /* server; no values */
	SCN_CHANGE_REPAIR_STARTTLS,
	SCN_CHANGE_REPAIR_SERVICE, /* server: what listens is not TLS/SMTP */
	SCN_CHANGE_KIND_COUNT,
};
const char *scn_change_word(enum scn_change_kind kind);

enum {
	SCN_CHANGE_MAX_VALUES = 16,
};

/* Alternatives: each value alone is enough; the first is preferred. */
struct scn_change {
	enum scn_side side;
	enum scn_change_kind kind;
	uint32_t values[SCN_CHANGE_MAX_VALUES];
	size_t value_count;
};

/* "0xC02F", "TLS1.2", "secp256r1" …: a value as JSON shows it. */
void scn_change_value_text(const struct scn_change *change, size_t index, struct scn_text *out);
/* The profile as it would be after a client-side change with values[index]; a copy, NULL if the
 * change is not one of a profile. New suites go last, so that nobody else is moved to them. */
struct scn_profile *scn_change_apply(
	const struct scn_profile *profile, const struct scn_change *change, size_t index);
/* Id of the counter-probe: "exchange-2019+add-suite=0x009E". Heap. */
char *scn_change_replay_id(
	const struct scn_profile *profile, const struct scn_change *change, size_t index);

#endif
