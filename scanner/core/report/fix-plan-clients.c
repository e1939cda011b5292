/* What a plan means for every client: each is judged today and after the change. */
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/diagnose.h"
#include "core/judge/lookup.h"
#include "core/registry/codes.h"
#include "core/report/fix-plan-private.h"

const char *scn_fix_result_word(enum scn_fix_result result)
{
	static const char *const words[] = {
		[SCN_FIX_CLIENT_UNKNOWN] = SCN_MARK("not tested"),
		[SCN_FIX_CLIENT_WORKS] = SCN_MARK("works"),
		[SCN_FIX_CLIENT_NOW_WORKS] = SCN_MARK("now works"),
		[SCN_FIX_CLIENT_SHOULD_WORK] = SCN_MARK("should work then"),
		[SCN_FIX_CLIENT_STILL_FAILS] = SCN_MARK("still fails"),
		[SCN_FIX_CLIENT_WOULD_FAIL] = SCN_MARK("would fail"),
	};

	return scn_tr(words[result]);
}

/* ---- the change as the judge takes it ---- */

static void add(struct scn_planning *p, enum scn_change_kind kind, uint32_t value)
{
	struct scn_change change = {
		.side = SCN_SIDE_SERVER, .kind = kind, .values = { value }, .value_count = 1
	};

	SCN_APPEND(p->changes, p->change_count, change);
}

static void version_changes(struct scn_planning *p)
{
	for (int v = SCN_SSL3; v <= SCN_TLS1_3; v++) {
		bool before = p->lists.versions_before & SCN_VERSION_BIT(v);
		bool after = p->lists.versions & SCN_VERSION_BIT(v);

		if (after && !before)
			add(p, SCN_CHANGE_ADD_VERSION, (uint32_t)v);
		if (before && !after)
			add(p, SCN_CHANGE_REMOVE_VERSION, (uint32_t)v);
	}
}

/* A suite on the list is of no use without a key for it. */
static void suite_changes(struct scn_planning *p)
{
	const struct scn_export_plan *lists = &p->lists;

	for (size_t i = 0; i < lists->after_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(lists->after[i]);

		if (!scn_suites_hold(lists->before, lists->before_count, suite->code) &&
			scn_server_has_key(p->request->facts, suite->auth))
			add(p, SCN_CHANGE_ADD_SUITE, suite->code);
	}
	for (size_t i = 0; i < lists->before_count; i++)
		if (!scn_suites_hold(lists->after, lists->after_count, lists->before[i]))
			add(p, SCN_CHANGE_REMOVE_SUITE, lists->before[i]);
}

static void other_changes(struct scn_planning *p, const struct scn_fix *fix)
{
	if (!scn_fix_is_listed(fix) && fix->change.value_count)
		SCN_APPEND(p->changes, p->change_count, fix->change);
	if (fix->has_then)
		SCN_APPEND(p->changes, p->change_count, fix->then);
}

void scn_fix_list_changes(struct scn_planning *p)
{
	if (p->request->side != SCN_SIDE_SERVER)
		return;
	if (p->has_lists) {
		version_changes(p);
		suite_changes(p);
		if (p->lists.group)
			add(p, SCN_CHANGE_ADD_GROUP, p->lists.group);
	}
	for (size_t i = 0; i < p->request->client_count; i++)
		if (p->clients[i].fix)
			other_changes(p, p->clients[i].fix);
}

/* ---- the client's side ---- */

/* As it offers after the change. The id of a counter-probe finds its answer among the facts. */
static struct scn_profile *changed_client(const struct scn_planning *p)
{
	const struct scn_profile *profile = p->request->clients[0];
	const struct scn_fix *fix = p->clients[0].fix;
	struct scn_profile *changed;

	if (p->request->goal == SCN_GOAL_SMALLEST)
		return fix ? scn_change_apply(profile, &fix->change, 0) : NULL;
	if (!p->has_lists)
		return NULL;
	changed = scn_profile_copy(profile);
	free(changed->id);
	changed->id = scn_strdup("");
	free(changed->suites);
	changed->suites =
		scn_copy_array(p->lists.after, p->lists.after_count, sizeof(*changed->suites));
	changed->suite_count = p->lists.after_count;
	changed->versions = p->lists.versions;
	free(changed->hello);
	changed->hello = NULL;
	changed->hello_len = 0;
	return changed;
}

static enum scn_verdict_kind client_after(const struct scn_planning *p)
{
	struct scn_profile *changed = changed_client(p);
	struct scn_verdict after;
	enum scn_verdict_kind kind = p->clients[0].verdict.kind;

	if (!changed)
		return kind;
	scn_judge(changed, p->request->facts, &after);
	kind = after.kind;
	scn_verdict_finish(&after);
	scn_profile_free(changed);
	return kind;
}

/* ---- the server's side ---- */

static enum scn_verdict_kind server_after(
	const struct scn_planning *p, size_t client, const struct scn_change *changes, size_t count)
{
	const struct scn_profile *profile = p->request->clients[client];
	struct scn_server_facts *facts =
		scn_server_after_all(p->request->facts, profile, changes, count);
	struct scn_verdict after;
	enum scn_verdict_kind kind;

	scn_judge(profile, facts, &after);
	kind = after.kind;
	scn_verdict_finish(&after);
	scn_server_after_free(facts);
	return kind;
}

/* Would the lists alone, unchanged, say that it works? Then they do not show why it fails, and a change of
 * them proves nothing. */
static bool lists_contradict(const struct scn_planning *p, size_t client)
{
	static const struct scn_change none = { .side = SCN_SIDE_CLIENT };
	enum scn_verdict_kind kind = server_after(p, client, &none, 1);

	return kind == SCN_VERDICT_WORKS || kind == SCN_VERDICT_WEAK;
}

static bool takes_away(const struct scn_planning *p)
{
	for (size_t i = 0; i < p->change_count; i++)
		if (p->changes[i].kind == SCN_CHANGE_REMOVE_SUITE ||
			p->changes[i].kind == SCN_CHANGE_REMOVE_VERSION ||
			p->changes[i].kind == SCN_CHANGE_REMOVE_KEY_TYPE)
			return true;
	return false;
}

static enum scn_verdict_kind after(const struct scn_planning *p, size_t client)
{
	enum scn_verdict_kind before = p->clients[client].verdict.kind;

	if (p->request->side == SCN_SIDE_CLIENT)
		return client == 0 ? client_after(p) : before;
	if (p->change_count == 0)
		return before;
	if (before == SCN_VERDICT_FAILS && lists_contradict(p, client))
		return before;
	/* What only adds takes nothing from those who work, also where little was tested. */
	if ((before == SCN_VERDICT_WORKS || before == SCN_VERDICT_WEAK) && !takes_away(p))
		return before;
	return server_after(p, client, p->changes, p->change_count);
}

static enum scn_fix_result result_of(enum scn_verdict_kind before, enum scn_verdict_kind after)
{
	switch (after) {
	case SCN_VERDICT_WORKS:
	case SCN_VERDICT_WEAK:
		return before == SCN_VERDICT_FAILS ? SCN_FIX_CLIENT_NOW_WORKS
						   : SCN_FIX_CLIENT_WORKS;
	case SCN_VERDICT_FAILS:
		return before == SCN_VERDICT_FAILS ? SCN_FIX_CLIENT_STILL_FAILS
						   : SCN_FIX_CLIENT_WOULD_FAIL;
	default:
		return SCN_FIX_CLIENT_UNKNOWN;
	}
}

/* What it uses today is still there. */
static bool keeps_its_suite(const struct scn_planning *p, size_t client)
{
	const struct scn_verdict *v = &p->clients[client].verdict;

	return p->has_lists && v->suite_known &&
	       scn_suites_hold(p->lists.after, p->lists.after_count, v->suite) &&
	       (p->lists.versions & SCN_VERSION_BIT(v->version));
}

/* The judge proposed it, and no list can show that it is enough; or too little was tested. */
static bool should_work(const struct scn_planning *p, size_t client, enum scn_fix_result result)
{
	const struct scn_fix *fix = p->clients[client].fix;

	if (result == SCN_FIX_CLIENT_UNKNOWN)
		return fix || keeps_its_suite(p, client);
	return fix && result == SCN_FIX_CLIENT_STILL_FAILS &&
	       (!scn_fix_is_listed(fix) || lists_contradict(p, client));
}

struct scn_fix_client scn_fix_ask(const struct scn_planning *p, size_t client)
{
	struct scn_fix_client c = { .before = p->clients[client].verdict.kind };

	c.after = after(p, client);
	c.result = result_of(c.before, c.after);
	if (should_work(p, client, c.result)) {
		c.after = SCN_VERDICT_UNKNOWN;
		c.result = SCN_FIX_CLIENT_SHOULD_WORK;
	}
	return c;
}
