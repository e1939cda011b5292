#include "core/judge/remedy.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/judge/lookup.h"
#include "core/judge/words.h"

enum {
	MAX_ALTERNATIVES = 4,
};

/* ---- candidates, best first ---- */

struct candidates {
	scn_suite_code codes[MAX_ALTERNATIVES];
	size_t count;
};

/* Stronger first; among equals the longer key, then the more usual suite. */
static bool is_better(const struct scn_suite *a, const struct scn_suite *b)
{
	if (a->strength != b->strength)
		return a->strength < b->strength;
	if (a->effective_bits != b->effective_bits)
		return a->effective_bits > b->effective_bits;
	return a->likelihood > b->likelihood;
}

static void insert(struct candidates *best, const struct scn_suite *suite)
{
	size_t at = best->count;

	while (at > 0 && is_better(suite, scn_suite_by_code(best->codes[at - 1])))
		at--;
	if (at >= MAX_ALTERNATIVES)
		return;
	if (best->count < MAX_ALTERNATIVES)
		best->count++;
	for (size_t i = best->count - 1; i > at; i--)
		best->codes[i] = best->codes[i - 1];
	best->codes[at] = suite->code;
}

/* What is proposed is of one strength: a weak suite does not stand beside a good one. */
static void keep_strongest(struct candidates *best)
{
	size_t kept = 0;

	for (size_t i = 0; i < best->count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(best->codes[i]);
		const struct scn_suite *first = scn_suite_by_code(best->codes[0]);

		if (suite->strength == first->strength || suite->strength <= SCN_STRENGTH_OK)
			best->codes[kept++] = best->codes[i];
	}
	best->count = kept;
}

static bool is_proposable(const struct scn_suite *suite)
{
	return suite && scn_suite_selectable(suite) && suite->strength < SCN_STRENGTH_BROKEN &&
	       (suite->auth == SCN_AUTH_RSA || suite->auth == SCN_AUTH_ECDSA ||
		       suite->auth == SCN_AUTH_ANY);
}

static bool client_can_have(const struct scn_profile *profile, const struct scn_suite *suite)
{
	return suite->schannel || !scn_profile_is_schannel(profile);
}

/* ---- proof ---- */

/* A client-side change with one value: does it turn the outcome? */
static bool client_change_works(const struct scn_case *c, enum scn_change_kind kind, uint32_t value)
{
	struct scn_change change = { SCN_SIDE_CLIENT, kind, { value }, 1 };
	struct scn_profile *changed = scn_change_apply(c->profile, &change, 0);
	struct scn_outcome outcome = scn_negotiate(changed, c->facts);

	scn_profile_free(changed);
	return outcome.works != SCN_REJECTED;
}

/* A counter-probe with the change made, if there was one. */
static const struct scn_replay_fact *counter_probe(
	const struct scn_case *c, const struct scn_change *change, size_t index)
{
	char *id = scn_change_replay_id(c->profile, change, index);
	const struct scn_replay_fact *replay = scn_facts_find_replay(c->facts, id);

	free(id);
	return replay;
}

/* Values whose counter-probe was refused are no fix. The first value that stays says how sure it is. */
static enum scn_evidence sift(const struct scn_case *c, struct scn_change *change)
{
	enum scn_evidence evidence = SCN_EVIDENCE_COMPUTED;
	size_t kept = 0;

	for (size_t i = 0; change->side == SCN_SIDE_CLIENT && i < change->value_count; i++) {
		const struct scn_replay_fact *replay = counter_probe(c, change, i);
		bool selected = replay && replay->answer == SCN_ANSWER_SELECTED;

		if (replay &&
			(replay->answer == SCN_ANSWER_ALERT || (selected && !replay->offered)))
			continue;
		if (kept == 0 && selected)
			evidence = SCN_EVIDENCE_CONFIRMED;
		change->values[kept++] = change->values[i];
	}
	if (change->side == SCN_SIDE_CLIENT)
		change->value_count = kept;
	return evidence;
}

static void say_suites(const struct scn_change *change, struct scn_text *out)
{
	for (size_t i = 0; i < change->value_count; i++)
		scn_text_printf(
			out, "%s%s", i ? " or " : "", scn_suite_by_code(change->values[i])->name);
}

static void say_values(const struct scn_change *change, struct scn_text *out)
{
	for (size_t i = 0; i < change->value_count; i++) {
		scn_text_add(out, i ? " or " : "");
		if (change->kind == SCN_CHANGE_ADD_VERSION)
			scn_text_add(out, scn_version_title((enum scn_version)change->values[i]));
		else
			scn_change_value_text(change, i, out);
	}
}

static void add_fix(const struct scn_case *c, struct scn_verdict *v, struct scn_change change,
	enum scn_strength strength)
{
	struct scn_fix fix = { .strength = strength };
	struct scn_text text = { 0 };

	fix.evidence = sift(c, &change);
	if (change.value_count == 0)
		return;
	fix.change = change;
	scn_text_add(&text, change.side == SCN_SIDE_CLIENT ? "enable " : "allow ");
	if (change.kind == SCN_CHANGE_ADD_SUITE)
		say_suites(&change, &text);
	else
		say_values(&change, &text);
	if (strength == SCN_STRENGTH_WEAK)
		scn_text_add(&text, " (weak: only until the other side can do better)");
	fix.text = scn_text_take(&text);
	SCN_APPEND(v->fixes, v->fix_count, fix);
}

static void add_suite_fix(const struct scn_case *c, struct scn_verdict *v, enum scn_side side,
	struct candidates *best)
{
	struct scn_change change = { .side = side, .kind = SCN_CHANGE_ADD_SUITE };

	if (best->count == 0)
		return;
	keep_strongest(best);
	for (size_t i = 0; i < best->count; i++)
		change.values[change.value_count++] = best->codes[i];
	add_fix(c, v, change, scn_suite_by_code(best->codes[0])->strength);
}

/* ---- suites ---- */

void scn_remedy_client_suite(const struct scn_case *c, struct scn_verdict *v)
{
	scn_suite_code *codes;
	size_t count = scn_server_suites(c->facts, c->version, &codes);
	struct candidates best = { 0 };

	for (size_t i = 0; i < count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(codes[i]);

		if (is_proposable(suite) && client_can_have(c->profile, suite) &&
			!scn_profile_offers_suite(c->profile, suite->code) &&
			client_change_works(c, SCN_CHANGE_ADD_SUITE, suite->code))
			insert(&best, suite);
	}
	add_suite_fix(c, v, SCN_SIDE_CLIENT, &best);
	free(codes);
}

void scn_remedy_server_suite(const struct scn_case *c, struct scn_verdict *v)
{
	const scn_suite_code *codes;
	size_t count = scn_profile_suites_at(c->profile, c->version, &codes);
	struct candidates best = { 0 };

	for (size_t i = 0; i < count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(codes[i]);

		if (is_proposable(suite) && scn_server_has_key(c->facts, suite->auth) &&
			scn_suite_usable_at(c->profile, suite->code, c->version) &&
			scn_facts_suite_status(c->facts, c->version, suite->code) == SCN_REJECTED)
			insert(&best, suite);
	}
	add_suite_fix(c, v, SCN_SIDE_SERVER, &best);
	free((void *)codes);
}

/* ---- versions ---- */

static enum scn_strength version_strength(enum scn_version version)
{
	if (version >= SCN_TLS1_2)
		return SCN_STRENGTH_GOOD;
	return version >= SCN_TLS1_0 ? SCN_STRENGTH_WEAK : SCN_STRENGTH_BROKEN;
}

static void add_version_fix(
	const struct scn_case *c, struct scn_verdict *v, enum scn_side side, scn_versions wanted)
{
	enum scn_version version = scn_versions_newest(wanted);
	struct scn_change change = { side, SCN_CHANGE_ADD_VERSION, { version }, 1 };

	if (version != SCN_VERSION_NONE && version_strength(version) < SCN_STRENGTH_BROKEN)
		add_fix(c, v, change, version_strength(version));
}

/* Whoever lacks the newer version has the better fix: it comes first. */
void scn_remedy_versions(const struct scn_case *c, struct scn_verdict *v)
{
	scn_versions server = scn_server_versions(c->facts);
	scn_versions client = c->profile->versions;
	bool client_is_newer = scn_versions_newest(client) > scn_versions_newest(server);

	if (client_is_newer)
		add_version_fix(c, v, SCN_SIDE_SERVER, client);
	add_version_fix(c, v, SCN_SIDE_CLIENT, server);
	if (!client_is_newer)
		add_version_fix(c, v, SCN_SIDE_SERVER, client);
}

/* ---- groups and schemes ---- */

static void add_list_fix(const struct scn_case *c, struct scn_verdict *v, enum scn_side side,
	enum scn_change_kind kind, const uint16_t *codes, size_t count)
{
	struct scn_change change = { .side = side, .kind = kind };

	for (size_t i = 0; i < count && change.value_count < MAX_ALTERNATIVES; i++)
		change.values[change.value_count++] = codes[i];
	if (change.value_count)
		add_fix(c, v, change, SCN_STRENGTH_GOOD);
}

void scn_remedy_groups(const struct scn_case *c, struct scn_verdict *v)
{
	uint16_t *codes;
	size_t count = scn_server_groups(c->facts, &codes);

	add_list_fix(c, v, SCN_SIDE_SERVER, SCN_CHANGE_ADD_GROUP, c->profile->groups,
		c->profile->group_count);
	add_list_fix(c, v, SCN_SIDE_CLIENT, SCN_CHANGE_ADD_GROUP, codes, count);
	free(codes);
}

void scn_remedy_schemes(const struct scn_case *c, struct scn_verdict *v)
{
	uint16_t *codes;
	size_t count = scn_server_schemes(c->facts, &codes);

	add_list_fix(c, v, SCN_SIDE_CLIENT, SCN_CHANGE_ADD_SCHEME, codes, count);
	add_list_fix(c, v, SCN_SIDE_SERVER, SCN_CHANGE_ADD_SCHEME, c->profile->schemes,
		c->profile->scheme_count);
	free(codes);
}

void scn_remedy_plain(struct scn_verdict *v, const struct scn_change *change,
	enum scn_strength strength, const char *text)
{
	struct scn_fix fix = {
		.change = *change,
		.evidence = SCN_EVIDENCE_COMPUTED,
		.strength = strength,
		.text = scn_strdup(text),
	};

	SCN_APPEND(v->fixes, v->fix_count, fix);
}
