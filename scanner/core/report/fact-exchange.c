/* What the keys of a connection are made with: groups, finite-field sizes, signature schemes. */
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/report/fact-private.h"
#include "core/report/text-parts.h"

enum {
	WEAK_DH = 2048, /* fewer bits are below 112 bits of security (RFC 9325 section 4.1) */
};

/* A code that is accepted, by its place in the server's preference. */
struct choice {
	uint16_t code, rank;
};

/* Ranks that are not known stay behind, in the order of the facts. */
static void sort(struct choice *choices, size_t count)
{
	for (size_t i = 1; i < count; i++)
		for (size_t k = i; k > 0; k--) {
			struct choice *a = &choices[k - 1], *b = &choices[k], keep = *a;

			if (!b->rank || (a->rank && a->rank <= b->rank))
				break;
			*a = *b;
			*b = keep;
		}
}

static void add_choices(struct choice *choices, size_t count, struct scn_text *out,
	void (*add)(struct scn_text *out, uint16_t code))
{
	sort(choices, count);
	for (size_t i = 0; i < count; i++) {
		scn_fact_and(out, ", ");
		add(out, choices[i].code);
	}
}

/* Names, and how many of them nobody could ask about. */
static void settle_list(struct scn_fact *fact, struct scn_text *names, size_t unknown, size_t asked)
{
	if (!names->len) {
		if (asked && !unknown)
			scn_fact_say(fact, SCN_FACT_NO, scn_tr("none"));
		return;
	}
	scn_fact_say(fact, SCN_FACT_GOOD, "");
	if (!unknown)
		return;
	fact->extent = SCN_FACT_PARTLY;
	scn_text_printf(names, scn_tr_n("; %zu not tested", "; %zu not tested", unknown), unknown);
}

void scn_fact_groups(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_server_facts *f = &view->server->facts;
	struct choice *choices = NULL;
	size_t count = 0, unknown = 0;

	for (size_t i = 0; i < f->group_count; i++) {
		const struct scn_group_fact *group = &f->groups[i];

		unknown += group->status == SCN_UNKNOWN;
		if (group->status == SCN_ACCEPTED)
			SCN_APPEND(choices, count, ((struct choice){ group->code, group->rank }));
	}
	add_choices(choices, count, &fact->value, scn_text_group);
	settle_list(fact, &fact->value, unknown, f->group_count);
	if (count > 1 && choices[0].rank) {
		scn_text_printf(
			&fact->detail, scn_tr("%s. First choice: "), scn_text_str(&fact->value));
		scn_text_group(&fact->detail, choices[0].code);
		scn_text_char(&fact->detail, '.');
	}
	free(choices);
}

/* The names are too many for a cell: there it is how many. */
void scn_fact_schemes(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_server_facts *f = &view->server->facts;
	struct choice *choices = NULL;
	size_t count = 0, unknown = 0;

	for (size_t i = 0; i < f->scheme_count; i++) {
		const struct scn_scheme_fact *scheme = &f->schemes[i];

		unknown += scheme->status == SCN_UNKNOWN;
		if (scheme->status == SCN_ACCEPTED)
			SCN_APPEND(choices, count, ((struct choice){ scheme->code, scheme->rank }));
	}
	add_choices(choices, count, &fact->detail, scn_text_scheme);
	settle_list(fact, &fact->detail, unknown, f->scheme_count);
	if (count)
		scn_text_printf(&fact->value, "%zu", count);
	if (count && unknown)
		scn_text_printf(&fact->value,
			scn_tr_n(", %zu not tested", ", %zu not tested", unknown), unknown);
	free(choices);
}

/* Is every suite with DHE refused, at every version that is spoken? */
static bool no_dhe(const struct scn_server_facts *f)
{
	bool asked = false;

	for (int v = SCN_SSL3; v <= SCN_TLS1_2; v++) {
		bool here = false;

		for (size_t i = 0; i < f->versions[v].suite_count; i++) {
			const struct scn_suite_fact *fact = &f->versions[v].suites[i];
			const struct scn_suite *suite = scn_suite_by_code(fact->code);

			if (!suite || !scn_suite_has_dhe(suite))
				continue;
			if (fact->status != SCN_REJECTED)
				return false;
			here = true;
		}
		if (f->versions[v].status != SCN_REJECTED && !here)
			return false;
		asked = true;
	}
	return asked;
}

void scn_fact_dh(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_dh_fact *dh = &view->server->facts.dh;
	struct scn_text name = { 0 };

	if (!dh->bits) {
		if (no_dhe(&view->server->facts))
			scn_fact_say(fact, SCN_FACT_NO, scn_tr("no DHE"));
		return;
	}
	scn_fact_say(fact, dh->bits < WEAK_DH ? SCN_FACT_WEAK : SCN_FACT_GOOD, "");
	scn_text_printf(&fact->value, scn_tr("DHE %u"), dh->bits);
	scn_text_peer_str(&name, dh->name);
	if (name.len)
		scn_text_printf(&fact->detail,
			scn_tr("DHE with %1$u bits; the prime is a known one: %2$s"), dh->bits,
			scn_text_str(&name));
	else
		scn_text_printf(&fact->detail,
			scn_tr("DHE with %u bits; the prime is not a well-known one"), dh->bits);
	scn_text_finish(&name);
}
