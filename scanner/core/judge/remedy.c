#include "core/judge/remedy.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/lookup.h"
#include "core/judge/what-if.h"
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

/* Schannel speaks TLS 1.3 from Windows Server 2022 and Windows 11 on. */
static bool client_can_speak(const struct scn_profile *profile, enum scn_version version)
{
	static const char *const newer[] = { "2022", "2025", "Windows 11", "Exchange Online" };

	if (version < SCN_TLS1_3 || !scn_profile_is_schannel(profile))
		return true;
	for (size_t i = 0; i < SCN_COUNT(newer); i++)
		if ((profile->platform && strstr(profile->platform, newer[i])) ||
			strstr(profile->name, newer[i]))
			return true;
	return false;
}

/* ---- proof ---- */

/* Does this value turn the outcome? Unknown stays: it is no "no". */
static bool turns(const struct scn_case *c, const struct scn_change *change, size_t index)
{
	return scn_what_if(c->profile, c->facts, change, index).works != SCN_REJECTED;
}

static bool suite_turns(const struct scn_case *c, enum scn_side side, scn_suite_code code)
{
	struct scn_change change = {
		.side = side, .kind = SCN_CHANGE_ADD_SUITE, .values = { code }, .value_count = 1
	};

	return turns(c, &change, 0);
}

/* Values that do not turn the outcome, or whose counter-probe was refused, are no fix. The first value
 * that stays says how sure it is. */
static enum scn_evidence sift(const struct scn_case *c, struct scn_change *change, bool by_lists)
{
	enum scn_evidence evidence = SCN_EVIDENCE_COMPUTED;
	size_t kept = 0;

	for (size_t i = 0; i < change->value_count; i++) {
		enum scn_known answer = scn_change_is_of_hello(change)
						? scn_case_counter_answer(c, change, i)
						: SCN_UNKNOWN;

		if (answer == SCN_REJECTED ||
			(answer == SCN_UNKNOWN && by_lists && !turns(c, change, i)))
			continue;
		if (kept == 0 && answer == SCN_ACCEPTED)
			evidence = SCN_EVIDENCE_CONFIRMED;
		change->values[kept++] = change->values[i];
	}
	change->value_count = kept;
	return evidence;
}

static void say_value(const struct scn_change *change, size_t index, struct scn_text *out)
{
	uint32_t value = change->values[index];

	if (change->kind == SCN_CHANGE_ADD_SUITE)
		scn_text_add(out, scn_suite_by_code(value)->name);
	else if (change->kind == SCN_CHANGE_ADD_VERSION)
		scn_text_add(out, scn_version_title((enum scn_version)value));
	else
		scn_change_value_text(change, index, out);
}

/* "x25519 or secp256r1" */
static char *say_values(const struct scn_change *change)
{
	struct scn_text list = { 0 }, value = { 0 }, longer = { 0 };

	for (size_t i = 0; i < change->value_count; i++) {
		scn_text_clear(&value);
		say_value(change, i, &value);
		if (i == 0) {
			scn_text_add(&list, scn_text_str(&value));
			continue;
		}
		scn_text_printf(
			&longer, scn_tr("%1$s or %2$s"), scn_text_str(&list), scn_text_str(&value));
		scn_text_finish(&list);
		list = longer;
		longer = (struct scn_text){ 0 };
	}
	scn_text_finish(&value);
	return scn_text_take(&list);
}

static void keep(struct scn_verdict *v, const struct scn_change *change, enum scn_evidence evidence,
	enum scn_strength strength, struct scn_text *take_text)
{
	struct scn_fix fix = { .change = *change, .evidence = evidence, .strength = strength };

	fix.text = scn_text_take(take_text);
	SCN_APPEND(v->fixes, v->fix_count, fix);
}

/* "TLS_A and TLS_B": what has to come along. */
static char *say_with(const struct scn_change *change)
{
	const char *names[SCN_CHANGE_MAX_WITH];
	struct scn_text text = { 0 };

	for (size_t i = 0; i < change->with_count; i++)
		names[i] = scn_suite_by_code(change->with[i])->name;
	scn_say_all(names, change->with_count, &text);
	return scn_text_take(&text);
}

void scn_remedy_say(const struct scn_change *change, struct scn_text *out)
{
	bool client = change->side == SCN_SIDE_CLIENT;
	char *values = say_values(change);
	char *with = change->with_count ? say_with(change) : NULL;

	if (with)
		scn_text_printf(out,
			client ? scn_tr("enable %1$s with %2$s") : scn_tr("allow %1$s with %2$s"),
			values, with);
	else
		scn_text_printf(out, client ? scn_tr("enable %s") : scn_tr("allow %s"), values);
	free(values);
	free(with);
}

/* Texts that stand in the causes say by themselves what is weak about them. */
static void say_strength(enum scn_strength strength, struct scn_text *text)
{
	struct scn_text weak = { 0 };

	if (strength != SCN_STRENGTH_WEAK)
		return;
	scn_text_printf(&weak, scn_tr("%s (weak: only until the other side can do better)"),
		scn_text_str(text));
	scn_text_finish(text);
	*text = weak;
}

/* A refused counter-probe tells more than its fix: it stays among the trials. partial: by the lists it is
 * not enough, because something else stands in the way too. */
static void add_fix(struct scn_case *c, struct scn_verdict *v, struct scn_change change,
	enum scn_strength strength, bool partial)
{
	struct scn_text text = { 0 };
	enum scn_evidence evidence;

	scn_case_try(c, &change);
	evidence = sift(c, &change, !partial);
	if (change.value_count == 0)
		return;
	scn_remedy_say(&change, &text);
	say_strength(strength, &text);
	keep(v, &change, evidence, strength, &text);
	v->fixes[v->fix_count - 1].partial = partial && evidence != SCN_EVIDENCE_CONFIRMED;
}

static void add_suite_fix(struct scn_case *c, struct scn_verdict *v, enum scn_side side,
	struct candidates *best, bool partial)
{
	struct scn_change change = { .side = side, .kind = SCN_CHANGE_ADD_SUITE };

	if (best->count == 0)
		return;
	keep_strongest(best);
	for (size_t i = 0; i < best->count; i++)
		change.values[change.value_count++] = best->codes[i];
	add_fix(c, v, change, scn_suite_by_code(best->codes[0])->strength, partial);
}

/* ---- suites ---- */

/* The suites that the server accepts and the client does not offer, best first. */
static struct candidates lacking_suites(const struct scn_case *c, bool turning)
{
	scn_suite_code *codes;
	size_t count = scn_facts_accepted(c->facts, c->version, &codes);
	struct candidates best = { 0 };

	for (size_t i = 0; i < count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(codes[i]);

		if (is_proposable(suite) && !scn_profile_offers_suite(c->profile, suite->code) &&
			(!turning || suite_turns(c, SCN_SIDE_CLIENT, suite->code)))
			insert(&best, suite);
	}
	free(codes);
	return best;
}

/* What this client cannot have proves the cause all the same. */
static void try_any(struct scn_case *c, const struct candidates *best)
{
	struct scn_change change = { .side = SCN_SIDE_CLIENT,
		.kind = SCN_CHANGE_ADD_SUITE,
		.values = { best->codes[0] },
		.value_count = best->count > 0 };

	scn_case_try(c, &change);
}

void scn_remedy_client_suite(struct scn_case *c, struct scn_verdict *v)
{
	struct candidates best = lacking_suites(c, true);
	struct candidates can = { 0 };
	bool partial = best.count == 0;

	if (partial)
		best = lacking_suites(c, false);
	for (size_t i = 0; i < best.count; i++)
		if (client_can_have(c->profile, scn_suite_by_code(best.codes[i])))
			can.codes[can.count++] = best.codes[i];
	if (can.count)
		add_suite_fix(c, v, SCN_SIDE_CLIENT, &can, partial);
	else
		try_any(c, &best);
}

/* The suites that the client offers and the server could have, best first. */
static struct candidates allowable_suites(const struct scn_case *c, bool turning)
{
	const scn_suite_code *codes;
	size_t count = scn_profile_suites_at(c->profile, c->version, &codes);
	struct candidates best = { 0 };

	for (size_t i = 0; i < count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(codes[i]);

		if (is_proposable(suite) && scn_server_has_key(c->facts, suite->auth) &&
			scn_suite_usable_at(c->profile, suite->code, c->version) &&
			scn_facts_suite_status(c->facts, c->version, suite->code) == SCN_REJECTED &&
			(!turning || suite_turns(c, SCN_SIDE_SERVER, suite->code)))
			insert(&best, suite);
	}
	free((void *)codes);
	return best;
}

void scn_remedy_server_suite(struct scn_case *c, struct scn_verdict *v)
{
	struct candidates best = allowable_suites(c, true);
	bool partial = best.count == 0;

	if (partial)
		best = allowable_suites(c, false);
	add_suite_fix(c, v, SCN_SIDE_SERVER, &best, partial);
}

/* ---- versions ---- */

static enum scn_strength version_strength(enum scn_version version)
{
	if (version >= SCN_TLS1_2)
		return SCN_STRENGTH_GOOD;
	return version >= SCN_TLS1_0 ? SCN_STRENGTH_WEAK : SCN_STRENGTH_BROKEN;
}

/* Suites that have to come along with a version, because the side that gets it has none that fit. */
static struct candidates suites_for(
	const struct scn_case *c, enum scn_side side, enum scn_version version)
{
	scn_suite_code *server = NULL;
	const scn_suite_code *client = NULL;
	const scn_suite_code *codes;
	struct candidates best = { 0 };
	size_t count;

	if (side == SCN_SIDE_CLIENT) {
		count = scn_facts_accepted(c->facts, version, &server);
		codes = server;
	} else {
		count = scn_profile_suites_at(c->profile, version, &client);
		codes = client;
	}
	for (size_t i = 0; i < count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(codes[i]);
		bool can = side == SCN_SIDE_CLIENT ? client_can_have(c->profile, suite)
						   : scn_server_has_key(c->facts, suite->auth);

		if (is_proposable(suite) && can)
			insert(&best, suite);
	}
	free(server);
	free((void *)client);
	return best;
}

/* The version alone, or with the best suite that makes it work; false if neither does. */
static bool complete_version(const struct scn_case *c, struct scn_change *change)
{
	struct candidates best;

	if (turns(c, change, 0))
		return true;
	best = suites_for(c, change->side, (enum scn_version)change->values[0]);
	for (size_t i = 0; i < best.count; i++) {
		change->with[0] = best.codes[i];
		change->with_count = 1;
		if (turns(c, change, 0))
			return true;
	}
	return false;
}

static void add_version_fix(
	struct scn_case *c, struct scn_verdict *v, enum scn_side side, scn_versions wanted)
{
	for (int version = SCN_TLS1_3; version >= SCN_TLS1_0; version--) {
		struct scn_change change = { .side = side,
			.kind = SCN_CHANGE_ADD_VERSION,
			.values = { (uint32_t)version },
			.value_count = 1 };

		if (!(wanted & SCN_VERSION_BIT(version)) || !complete_version(c, &change))
			continue;
		if (side == SCN_SIDE_CLIENT &&
			!client_can_speak(c->profile, (enum scn_version)version))
			scn_case_try(c, &change);
		else
			add_fix(c, v, change, version_strength((enum scn_version)version), false);
		return;
	}
}

/* Whoever lacks the newer version has the better fix: it comes first. */
void scn_remedy_versions(struct scn_case *c, struct scn_verdict *v)
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

static void add_list_fix(struct scn_case *c, struct scn_verdict *v, enum scn_side side,
	enum scn_change_kind kind, const uint16_t *codes, size_t count)
{
	struct scn_change change = { .side = side, .kind = kind };

	for (size_t i = 0; i < count && change.value_count < MAX_ALTERNATIVES; i++) {
		change.values[change.value_count++] = codes[i];
		if (!turns(c, &change, change.value_count - 1))
			change.value_count--;
	}
	if (change.value_count)
		add_fix(c, v, change, SCN_STRENGTH_GOOD, false);
}

void scn_remedy_groups(struct scn_case *c, struct scn_verdict *v)
{
	uint16_t *codes;
	size_t count = scn_server_groups(c->facts, &codes);

	add_list_fix(c, v, SCN_SIDE_SERVER, SCN_CHANGE_ADD_GROUP, c->profile->groups,
		c->profile->group_count);
	add_list_fix(c, v, SCN_SIDE_CLIENT, SCN_CHANGE_ADD_GROUP, codes, count);
	free(codes);
}

void scn_remedy_schemes(struct scn_case *c, struct scn_verdict *v)
{
	uint16_t *codes;
	size_t count = scn_server_schemes(c->facts, &codes);

	add_list_fix(c, v, SCN_SIDE_CLIENT, SCN_CHANGE_ADD_SCHEME, codes, count);
	add_list_fix(c, v, SCN_SIDE_SERVER, SCN_CHANGE_ADD_SCHEME, c->profile->schemes,
		c->profile->scheme_count);
	free(codes);
}

/* ---- with a text of their own ---- */

void scn_remedy_plain(struct scn_verdict *v, const struct scn_change *change,
	enum scn_strength strength, const char *words)
{
	struct scn_text text = { 0 };

	scn_text_add(&text, words);
	keep(v, change, SCN_EVIDENCE_COMPUTED, strength, &text);
}

void scn_remedy_on(
	struct scn_verdict *v, enum scn_side side, enum scn_change_kind kind, const char *text)
{
	struct scn_change change = { .side = side, .kind = kind };

	scn_remedy_plain(v, &change, SCN_STRENGTH_GOOD, text);
}

static void add_sifted(const struct scn_case *c, struct scn_verdict *v,
	const struct scn_change *change, bool by_lists, enum scn_strength strength,
	const char *words)
{
	struct scn_change left = *change;
	struct scn_text text = { 0 };
	enum scn_evidence evidence = sift(c, &left, by_lists);

	if (left.value_count == 0)
		return;
	scn_text_add(&text, words);
	keep(v, &left, evidence, strength, &text);
}

void scn_remedy_tried(const struct scn_case *c, struct scn_verdict *v,
	const struct scn_change *change, enum scn_strength strength, const char *words)
{
	add_sifted(c, v, change, false, strength, words);
}

void scn_remedy_reasoned(struct scn_case *c, struct scn_verdict *v, const struct scn_change *change,
	enum scn_strength strength, const char *words)
{
	scn_case_try(c, change);
	add_sifted(c, v, change, true, strength, words);
}
