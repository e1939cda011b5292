#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/diagnose.h"
#include "core/report/fix-plan-private.h"
#include "core/report/text-parts.h"

bool scn_fix_is_listed(const struct scn_fix *fix)
{
	return fix->change.kind == SCN_CHANGE_ADD_SUITE ||
	       fix->change.kind == SCN_CHANGE_ADD_VERSION ||
	       fix->change.kind == SCN_CHANGE_ADD_GROUP;
}

enum scn_side scn_fix_side(const struct scn_verdict *pair)
{
	return pair->fix_count ? pair->fixes[0].change.side : SCN_SIDE_SERVER;
}

const struct scn_export_format *scn_fix_format(
	const struct scn_profile *profile, enum scn_side side)
{
	bool schannel = side == SCN_SIDE_CLIENT && profile && scn_profile_is_schannel(profile);

	return scn_export_format_find(schannel ? "schannel-powershell" : "postfix");
}

void scn_fix_progress(size_t count, size_t before, size_t after, struct scn_text *out)
{
	scn_text_printf(out,
		scn_tr_n("Now %zu of %zu client works (was %zu).",
			"Now %zu of %zu clients work (was %zu).", count),
		after, count, before);
}

/* ---- who is concerned ---- */

/* On the client's side only the first one changes. */
static bool is_concerned(const struct scn_planning *p, size_t i)
{
	return p->request->wanted[i] && (p->request->side == SCN_SIDE_SERVER || i == 0);
}

static size_t count_kind(const struct scn_planning *p, enum scn_verdict_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < p->request->client_count; i++)
		count += is_concerned(p, i) && p->clients[i].verdict.kind == kind;
	return count;
}

/* The first wanted client that fails and has a fix that a list can express, else any fix, else one that
 * fails, else the first one. */
static size_t pick_leader(const struct scn_planning *p)
{
	size_t best = 0;
	int best_worth = 0;

	for (size_t i = 0; i < p->request->client_count; i++) {
		const struct scn_verdict *v = &p->clients[i].verdict;
		const struct scn_fix *fix = scn_verdict_fix(v, p->request->side);
		int worth = 0;

		if (is_concerned(p, i) && v->kind == SCN_VERDICT_FAILS)
			worth = !fix ? 1 : !scn_fix_is_listed(fix) ? 2 : 3;
		if (worth > best_worth) {
			best = i;
			best_worth = worth;
		}
	}
	return best;
}

/* ---- lists ---- */

static void forget_lists(struct scn_planning *p)
{
	if (p->has_lists)
		scn_export_plan_finish(&p->lists);
	p->has_lists = false;
	free(p->changes);
	p->changes = NULL;
	p->change_count = 0;
}

static bool is_older(scn_suite_code code)
{
	return scn_suite_by_code(code)->kx != SCN_KX_TLS13;
}

static bool is_writable(const struct scn_export_format *format, scn_suite_code code)
{
	const struct scn_suite *suite = scn_suite_by_code(code);

	return scn_suite_name(suite, format->names) && (format->tls13 || is_older(code));
}

static bool is_in_versions(const struct scn_export_plan *lists, scn_suite_code code)
{
	for (int v = SCN_SSL3; v <= SCN_TLS1_3; v++)
		if ((lists->versions & SCN_VERSION_BIT(v)) &&
			scn_suite_in_version(scn_suite_by_code(code), (enum scn_version)v))
			return true;
	return false;
}

/* What the format cannot say stays as it is: versions, suites of TLS 1.3; what it has no name for does not
 * come. */
static void restrict_lists(struct scn_planning *p)
{
	const struct scn_export_format *format = p->request->format;
	struct scn_export_plan *l = &p->lists;
	scn_suite_code *after = NULL;
	size_t count = 0;
	bool version = l->fix && l->fix->change.kind == SCN_CHANGE_ADD_VERSION;

	if (!format->versions && !version)
		l->versions = l->versions_before;
	for (size_t i = 0; !format->tls13 && i < l->before_count; i++)
		if (!is_older(l->before[i]))
			SCN_APPEND(after, count, l->before[i]);
	for (size_t i = 0; i < l->after_count; i++)
		if (is_writable(format, l->after[i]) && is_in_versions(l, l->after[i]))
			SCN_APPEND(after, count, l->after[i]);
	free(l->after);
	l->after = after;
	l->after_count = count;
}

/* With all that was decided so far. */
static void make_lists(struct scn_planning *p)
{
	struct scn_text why = { 0 };

	forget_lists(p);
	p->input.also = p->also;
	p->input.also_count = p->also_count;
	p->input.also_versions = p->also_versions;
	p->has_lists = scn_export_plan_groups(&p->input, &p->lists, &why);
	scn_text_finish(&why);
	if (p->has_lists)
		restrict_lists(p);
	scn_fix_list_changes(p);
}

static void add_suite(struct scn_planning *p, scn_suite_code code)
{
	const struct scn_suite *suite = scn_suite_by_code(code);

	if (suite && suite->strength < SCN_STRENGTH_BROKEN)
		SCN_APPEND(p->also, p->also_count, code);
}

static void add_change(struct scn_planning *p, const struct scn_change *change)
{
	if (change->kind == SCN_CHANGE_ADD_SUITE && change->value_count)
		add_suite(p, change->values[0]);
	if (change->kind == SCN_CHANGE_ADD_VERSION && change->value_count)
		p->also_versions |= SCN_VERSION_BIT(change->values[0]);
	for (size_t i = 0; i < change->with_count; i++)
		add_suite(p, change->with[i]);
}

/* What a client needs that the lists so far do not give: its fix, or what it uses today. */
static void add_needs(struct scn_planning *p, size_t i)
{
	struct scn_planned *client = &p->clients[i];
	const struct scn_verdict *v = &client->verdict;

	if (v->kind == SCN_VERDICT_FAILS) {
		client->fix = scn_verdict_fix(v, p->request->side);
		if (!client->fix)
			return;
		add_change(p, &client->fix->change);
		if (client->fix->has_then)
			add_change(p, &client->fix->then);
		return;
	}
	if (v->suite_known)
		add_suite(p, v->suite);
	if (v->version >= SCN_TLS1_0 && v->version < SCN_VERSION_COUNT)
		p->also_versions |= SCN_VERSION_BIT(v->version);
}

/* Whoever works today and is not known to work then loses something too. */
static bool lacks_something(const struct scn_planning *p, size_t i)
{
	struct scn_fix_client c = scn_fix_ask(p, i);

	switch (c.result) {
	case SCN_FIX_CLIENT_STILL_FAILS:
	case SCN_FIX_CLIENT_WOULD_FAIL:
		return true;
	case SCN_FIX_CLIENT_UNKNOWN:
		return c.before == SCN_VERDICT_WORKS || c.before == SCN_VERDICT_WEAK;
	default:
		return false;
	}
}

/* One after the other, because what one gets may be enough for the next. */
static void settle_clients(struct scn_planning *p)
{
	make_lists(p);
	for (size_t i = 0; i < p->request->client_count; i++) {
		if (!is_concerned(p, i) || !lacks_something(p, i))
			continue;
		add_needs(p, i);
		make_lists(p);
	}
}

/* ---- states ---- */

/* "In the client: …": the other side's way, where there is one. */
static void say_other_side(const struct scn_planning *p, struct scn_text *out)
{
	enum scn_side other =
		p->request->side == SCN_SIDE_SERVER ? SCN_SIDE_CLIENT : SCN_SIDE_SERVER;
	const struct scn_fix *fix = scn_verdict_fix(&p->clients[p->leader].verdict, other);

	if (!fix)
		return;
	scn_text_char(out, ' ');
	scn_text_printf(out,
		other == SCN_SIDE_CLIENT ? scn_tr("On the client's side there is one: %s.")
					 : scn_tr("On the server's side there is one: %s."),
		fix->text);
}

static void say_impossible(const struct scn_planning *p, struct scn_fix_plan *out)
{
	out->state = SCN_FIX_IMPOSSIBLE;
	scn_text_add(
		&out->message, p->request->side == SCN_SIDE_SERVER
				       ? scn_tr("No acceptable change on the server is known.")
				       : scn_tr("No acceptable change on the client is known."));
	say_other_side(p, &out->message);
}

static bool knows_any_version(const struct scn_server_facts *facts)
{
	for (int v = SCN_SSL3; v <= SCN_TLS1_3; v++)
		if (facts->versions[v].status == SCN_ACCEPTED)
			return true;
	return false;
}

/* Before anything is planned: is there something to plan? */
static bool settle_state(const struct scn_planning *p, struct scn_fix_plan *out)
{
	bool smallest = p->request->goal == SCN_GOAL_SMALLEST;
	size_t failing = count_kind(p, SCN_VERDICT_FAILS);

	out->state = SCN_FIX_POSSIBLE;
	if (smallest && !failing && count_kind(p, SCN_VERDICT_UNKNOWN)) {
		out->state = SCN_FIX_UNTESTED;
		scn_text_add(&out->message, scn_tr("Too little was tested to advise a change."));
	} else if (smallest && !failing) {
		out->state = SCN_FIX_NOTHING;
		scn_text_add(&out->message, scn_tr("All chosen clients work."));
	} else if (smallest && !scn_verdict_fix(&p->clients[p->leader].verdict, p->request->side)) {
		say_impossible(p, out);
	} else if (!smallest && p->request->side == SCN_SIDE_SERVER &&
		   !knows_any_version(p->request->facts)) {
		out->state = SCN_FIX_UNTESTED;
		scn_text_add(&out->message,
			scn_tr("No list of this server is known, so none can be improved."));
	}
	return out->state == SCN_FIX_POSSIBLE;
}

/* ---- the text ---- */

/* The goals that make a list anew are not held up by a fix that no list can express. */
static void make_view(struct scn_planning *p)
{
	const struct scn_verdict *v = &p->clients[p->leader].verdict;
	const struct scn_fix *fix = scn_verdict_fix(v, p->request->side);

	p->view = *v;
	if (p->request->goal != SCN_GOAL_SMALLEST && fix && !scn_fix_is_listed(fix)) {
		p->view.fix_count = 0;
		return;
	}
	if (v->kind != SCN_VERDICT_FAILS || !fix || !is_concerned(p, p->leader))
		return;
	p->clients[p->leader].fix = fix;
	if (fix->has_then)
		add_change(p, &fix->then);
}

static void write_text(const struct scn_planning *p, struct scn_fix_plan *out)
{
	const struct scn_export_format *format = p->request->format;
	bool fits = p->request->side == SCN_SIDE_SERVER ? format->server : format->client;

	if (!fits) {
		scn_text_printf(&out->text,
			p->request->side == SCN_SIDE_SERVER
				? scn_tr("This format is not for servers: %s.")
				: scn_tr("This format is not for clients: %s."),
			scn_tr(format->title));
		return;
	}
	out->written = format->write(&p->input, &out->text);
	if (out->written && format->undo && !format->undo(&p->input, &out->undo))
		scn_text_clear(&out->undo);
	if (out->written && strcmp(format->word, "schannel-gpo") == 0)
		out->policy_len = scn_export_policy_len(&p->input);
}

static size_t count_untested(const struct scn_server_facts *facts)
{
	size_t most = 0;

	for (int v = SCN_SSL3; v <= SCN_TLS1_3; v++) {
		size_t unknown = scn_facts_count(facts, (enum scn_version)v).unknown;

		most = unknown > most ? unknown : most;
	}
	return most;
}

static void say_partial(const struct scn_planning *p, struct scn_fix_plan *out)
{
	size_t count = count_untested(p->request->facts);

	if (p->request->side != SCN_SIDE_SERVER)
		return;
	if (count == 0) {
		if (scn_facts_partial(p->request->facts))
			scn_text_printf(&out->partial,
				scn_tr("Not everything of %s was tested; the list may be "
				       "incomplete."),
				p->input.host);
		return;
	}
	scn_text_printf(&out->partial,
		scn_tr_n("%zu suite of %s was not tested; the list may be incomplete.",
			"%zu suites of %s were not tested; the list may be incomplete.", count),
		count, p->input.host);
}

static void say_plan(struct scn_planning *p, struct scn_fix_plan *out)
{
	scn_fix_say_lines(p, out);
	write_text(p, out);
	scn_fix_say_costs(p, out);
	say_partial(p, out);
}

static void ask_clients(struct scn_planning *p, struct scn_fix_plan *out)
{
	out->client_count = p->request->client_count;
	out->clients = scn_alloc(out->client_count, sizeof(*out->clients));
	for (size_t i = 0; i < out->client_count; i++)
		out->clients[i] = scn_fix_ask(p, i);
}

void scn_fix_plan(const struct scn_fix_request *request, struct scn_fix_plan *out)
{
	struct scn_planning p = { .request = request };
	struct scn_text host = { 0 };

	*out = (struct scn_fix_plan){ 0 };
	p.clients = scn_alloc(request->client_count, sizeof(*p.clients));
	for (size_t i = 0; i < request->client_count; i++)
		scn_judge(request->clients[i], request->facts, &p.clients[i].verdict);
	p.leader = pick_leader(&p);
	scn_text_peer_str(&host, request->facts->host);
	make_view(&p);
	p.input = (struct scn_export_input){ .profile = request->clients[p.leader],
		.facts = request->facts,
		.verdict = &p.view,
		.side = request->side,
		.goal = request->goal,
		.host = scn_text_str(&host) };
	if (settle_state(&p, out)) {
		settle_clients(&p);
		say_plan(&p, out);
	}
	ask_clients(&p, out);
	forget_lists(&p);
	for (size_t i = 0; i < request->client_count; i++)
		scn_verdict_finish(&p.clients[i].verdict);
	free(p.clients);
	free(p.also);
	scn_text_finish(&host);
}

void scn_fix_plan_finish(struct scn_fix_plan *plan)
{
	struct scn_text *const texts[] = { &plan->message, &plan->note, &plan->text, &plan->undo,
		&plan->warning, &plan->partial };

	for (size_t i = 0; i < SCN_COUNT(texts); i++)
		scn_text_finish(texts[i]);
	for (size_t i = 0; i < plan->line_count; i++) {
		free(plan->lines[i].text);
		free(plan->lines[i].tag);
	}
	free(plan->lines);
	free(plan->clients);
	*plan = (struct scn_fix_plan){ 0 };
}
