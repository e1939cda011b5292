#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/probe/plan-private.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"

/*
 * Elimination of groups (TLS 1.2 and 1.3) and of signature schemes (TLS 1.2): offer all, drop what the
 * server used, ask again until it refuses. The suites that are offered are accepted ones, so a refusal
 * can only come from the list.
 */

enum {
	X25519 = 0x001D,
	PERCENT = 100,
};

enum subject {
	GROUPS,
	SCHEMES,
};

struct lists {
	struct scn_chain base;
	enum subject subject;
	enum scn_auth auth; /* of the suites, for SCHEMES */
	scn_suite_code *suites;
	size_t suite_count;
	uint16_t *left;
	size_t left_count;
	uint16_t rank;
	bool prepared;
	bool with_share; /* TLS 1.3: a server that refuses an empty list of key shares gets one */
	uint16_t bound;  /* a group that must stay in the list: the curve of the only certificate */
};

/* ---- what to offer ---- */

static bool suits(const struct lists *l, const struct scn_suite *suite)
{
	if (l->base.version == SCN_TLS1_3)
		return true;
	if (l->subject == GROUPS)
		return suite->kx == SCN_KX_ECDHE;
	return (suite->kx == SCN_KX_ECDHE || suite->kx == SCN_KX_DHE) && suite->auth == l->auth;
}

static void add_suites(const struct scn_plan *plan, struct lists *l, bool with_ecdsa)
{
	const struct scn_version_fact *v = &plan->facts->versions[l->base.version];

	for (size_t i = 0; i < v->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(v->suites[i].code);

		if (v->suites[i].status != SCN_ACCEPTED || !suite || !suits(l, suite))
			continue;
		if (!with_ecdsa && l->subject == GROUPS && suite->auth == SCN_AUTH_ECDSA)
			continue;
		SCN_APPEND(l->suites, l->suite_count, suite->code);
	}
}

/* Up to TLS 1.2 an ECDSA certificate can only be used if its own curve is offered (RFC 8422 section
 * 5.1). Where there are other suites the curve does not matter; where not, it has to stay. */
static uint16_t certificate_curve(const struct scn_plan *plan)
{
	for (size_t i = 0; i < plan->facts->certificate_count; i++)
		if (plan->facts->certificates[i].key == SCN_SCHEME_KEY_ECDSA)
			return plan->facts->certificates[i].curve;
	return 0;
}

static void add_groups(struct lists *l)
{
	size_t count;
	const struct scn_group *all = scn_groups(&count);

	for (size_t i = 0; i < count; i++) {
		bool fits = l->base.version == SCN_TLS1_3
				    ? all[i].tls13
				    : all[i].tls12 && all[i].kind != SCN_GROUP_FFDHE;

		if (fits && all[i].kind != SCN_GROUP_GREASE && all[i].kind != SCN_GROUP_OTHER)
			SCN_APPEND(l->left, l->left_count, all[i].code);
	}
}

static bool scheme_suits(const struct scn_scheme *scheme, enum scn_auth auth)
{
	if (!scheme->tls12 || scheme->grease)
		return false;
	if (auth == SCN_AUTH_RSA)
		return scheme->key == SCN_SCHEME_KEY_RSA || scheme->key == SCN_SCHEME_KEY_RSA_PSS;
	return scheme->key == SCN_SCHEME_KEY_ECDSA || scheme->key == SCN_SCHEME_KEY_ED25519 ||
	       scheme->key == SCN_SCHEME_KEY_ED448;
}

static void add_schemes(struct lists *l)
{
	size_t count;
	const struct scn_scheme *all = scn_schemes(&count);

	for (size_t i = 0; i < count; i++)
		if (scheme_suits(&all[i], l->auth))
			SCN_APPEND(l->left, l->left_count, all[i].code);
}

static bool drop(struct lists *l, uint16_t code)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->left_count; i++)
		if (l->left[i] != code)
			l->left[kept++] = l->left[i];
	if (kept == l->left_count)
		return false;
	l->left_count = kept;
	return true;
}

/* What an earlier run has found in this way is not asked again. */
static void resume(const struct scn_plan *plan, struct lists *l)
{
	const struct scn_server_facts *f = plan->facts;

	for (size_t i = 0; l->subject == GROUPS && i < f->group_count; i++)
		if (f->groups[i].rank && (f->groups[i].versions & SCN_VERSION_BIT(l->base.version)))
			l->rank += drop(l, f->groups[i].code);
	for (size_t i = 0; l->subject == SCHEMES && i < f->scheme_count; i++)
		if (f->schemes[i].rank)
			l->rank += drop(l, f->schemes[i].code);
}

static void prepare(const struct scn_plan *plan, struct lists *l)
{
	add_suites(plan, l, false);
	if (l->suite_count == 0 && l->subject == GROUPS) {
		add_suites(plan, l, true);
		l->bound = certificate_curve(plan);
	}
	if (l->subject == GROUPS)
		add_groups(l);
	else
		add_schemes(l);
	if (plan->resumed)
		resume(plan, l);
	l->prepared = true;
}

static void name(const struct lists *l, struct scn_question *question)
{
	struct scn_text purpose = { 0 };

	scn_text_printf(&purpose, "%s %s", scn_version_word((enum scn_version)l->base.version),
		l->subject == GROUPS ? "groups" : "signatures");
	question->purpose = scn_text_take(&purpose);
	question->kind = SCN_QUESTION_DETAIL;
}

static bool ask(struct scn_plan *plan, struct scn_chain *chain, struct scn_question *question)
{
	struct lists *l = (struct lists *)chain;
	struct scn_hello_shape shape = {
		.version = (enum scn_version)chain->version,
		.size = plan->size,
		.server_name = plan->options.server_name,
	};
	uint8_t random[64];

	if (!l->prepared)
		prepare(plan, l);
	if (l->suite_count == 0 || l->left_count == 0) {
		chain->done = true;
		return false;
	}
	shape.suites = l->suites;
	shape.suite_count = l->suite_count;
	if (l->subject == GROUPS) {
		shape.groups = l->left;
		shape.group_count = l->left_count;
		shape.share_group = l->with_share ? l->left[0] : 0;
	} else {
		shape.schemes = l->left;
		shape.scheme_count = l->left_count;
		shape.share_group = X25519;
	}
	name(l, question);
	scn_plan_random(plan, random);
	question->hello = scn_plan_hello(&shape, random);
	return true;
}

/* ---- what came back ---- */

static void set(struct scn_plan *plan, const struct lists *l, uint16_t code, enum scn_known status)
{
	uint32_t probe = plan->facts->cost.connections;
	uint16_t rank = status == SCN_ACCEPTED ? l->rank : 0;

	if (l->subject == GROUPS) {
		struct scn_group_fact *g = scn_facts_set_group(
			plan->facts, (enum scn_version)l->base.version, code, status, probe);

		g->rank = g->rank ? g->rank : rank;
	} else {
		struct scn_scheme_fact *s = scn_facts_set_scheme(plan->facts, code, status, probe);

		s->rank = s->rank ? s->rank : rank;
	}
}

static void on_used(struct scn_plan *plan, struct lists *l, const struct scn_flight_facts *flight)
{
	uint16_t code = l->subject == GROUPS ? flight->group : flight->scheme;

	l->rank++;
	/* Nothing that we offered was used: the list has no say in this answer. */
	if (!code || !drop(l, code)) {
		l->base.done = true;
		return;
	}
	set(plan, l, code, SCN_ACCEPTED);
	l->base.tries = (struct scn_tries){ 0 };
	/* Without the curve of the certificate nothing could be asked about the others. */
	if (code == l->bound || l->left_count == 0)
		l->base.done = true;
}

static void on_refused(struct scn_plan *plan, struct lists *l)
{
	/* A TLS 1.3 server may dislike an empty list of key shares rather than the groups. */
	if (l->subject == GROUPS && l->base.version == SCN_TLS1_3 && l->rank == 0 &&
		!l->with_share) {
		l->with_share = true;
		return;
	}
	for (size_t i = 0; i < l->left_count; i++)
		set(plan, l, l->left[i], SCN_REJECTED);
	l->base.done = true;
}

static void give_up(struct scn_plan *plan, struct scn_chain *chain)
{
	chain->done = true;
}

static void answer(struct scn_plan *plan, struct scn_chain *chain, enum scn_reaction reaction,
	const struct scn_probe_result *result)
{
	struct lists *l = (struct lists *)chain;
	bool hopeless = false;

	switch (reaction) {
	case SCN_REACTION_SELECTED:
		on_used(plan, l, result->flight);
		break;
	case SCN_REACTION_REFUSED:
		on_refused(plan, l);
		break;
	case SCN_REACTION_OTHER_VERSION:
	case SCN_REACTION_OUTSIDE:
		chain->done = true;
		break;
	case SCN_REACTION_CLOSED:
	case SCN_REACTION_SILENT:
	case SCN_REACTION_ODD:
		if (scn_plan_count_try(plan, chain, reaction, result, &hopeless))
			on_refused(plan, l);
		else if (hopeless)
			chain->done = true;
		break;
	}
}

static unsigned expected(const struct scn_plan *plan, const struct scn_chain *chain)
{
	const struct lists *l = (const struct lists *)chain;
	unsigned sum = 0;

	if (l->subject == SCHEMES)
		return l->rank < 3 ? 3U - l->rank : 0;
	for (size_t i = 0; i < l->left_count; i++)
		sum += scn_group_by_code(l->left[i])->likelihood;
	return sum / PERCENT;
}

static void free_chain(struct scn_chain *chain)
{
	struct lists *l = (struct lists *)chain;

	free(l->suites);
	free(l->left);
	free(l);
}

static const struct scn_chain_kind kind = { ask, answer, expected, give_up, free_chain };

static struct scn_chain *new_chain(enum subject subject, enum scn_version version)
{
	struct lists *l = scn_alloc(1, sizeof(*l));

	l->base.kind = &kind;
	l->base.version = version;
	l->base.purse = SCN_QUESTION_DETAIL;
	l->subject = subject;
	return &l->base;
}

struct scn_chain *scn_chain_groups(enum scn_version version)
{
	return new_chain(GROUPS, version);
}

struct scn_chain *scn_chain_schemes(enum scn_auth auth)
{
	struct scn_chain *chain = new_chain(SCHEMES, SCN_TLS1_2);

	((struct lists *)chain)->auth = auth;
	return chain;
}
