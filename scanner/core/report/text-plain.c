#include <stdlib.h>
#include <string.h>

#include "core/report/layout.h"
#include "core/report/text-parts.h"

/* One fact a line, "key: value", no alignment and no wrapping: for screen readers and grep. */

static void line(struct scn_page *p, const char *key, const char *value)
{
	if (value && *value)
		scn_text_printf(&p->text, "%s: %s\n", key, value);
}

static void line_text(struct scn_page *p, const char *key, struct scn_text *take_value)
{
	line(p, key, scn_text_str(take_value));
	scn_text_finish(take_value);
}

static void peer_line(struct scn_page *p, const char *key, const char *value)
{
	struct scn_text safe = { 0 };

	scn_text_peer_str(&safe, value);
	line_text(p, key, &safe);
}

static void time_line(struct scn_page *p, const char *key, scn_unixtime when)
{
	char text[SCN_UTC_LEN];

	scn_utc_text(when, text);
	line(p, key, when ? text : NULL);
}

static void suites(struct scn_page *p, const struct scn_server_facts *facts, enum scn_version v)
{
	const struct scn_suite_fact **sorted;
	size_t count = scn_sorted_suites(&facts->versions[v], p->options->all, &sorted);

	for (size_t i = 0; i < count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(sorted[i]->code);
		struct scn_text value = { 0 };

		scn_text_printf(&value, "%s ", scn_version_title(v));
		scn_text_suite(&value, sorted[i]->code, p->options->names);
		scn_text_printf(&value, " %s", scn_known_word(sorted[i]->status));
		if (sorted[i]->rank)
			scn_text_printf(&value, ", choice %u", sorted[i]->rank);
		if (sorted[i]->equal == SCN_ACCEPTED)
			scn_text_add(&value, ", as good as the one before");
		if (suite)
			scn_text_printf(&value, ", %s", scn_strength_word(suite->strength));
		line_text(p, "suite", &value);
	}
	free(sorted);
}

static void versions(struct scn_page *p, const struct scn_server_facts *facts)
{
	for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--) {
		const struct scn_version_fact *fact = &facts->versions[v];
		struct scn_text value = { 0 };

		scn_text_printf(&value, "%s %s", scn_version_title((enum scn_version)v),
			scn_known_word(fact->status));
		if (fact->status == SCN_ACCEPTED)
			scn_text_printf(&value, ", order %s", scn_order_word(fact->order));
		if (fact->chacha_priority == SCN_ACCEPTED)
			scn_text_add(&value, ", ChaCha20 first for clients that put it first");
		line_text(p, "version", &value);
		suites(p, facts, (enum scn_version)v);
	}
}

static void details(struct scn_page *p, const struct scn_server_facts *facts)
{
	for (size_t i = 0; i < facts->group_count; i++) {
		struct scn_text value = { 0 };

		scn_text_group(&value, facts->groups[i].code);
		scn_text_printf(&value, " %s", scn_known_word(facts->groups[i].status));
		line_text(p, "group", &value);
	}
	for (size_t i = 0; i < facts->scheme_count; i++) {
		struct scn_text value = { 0 };

		scn_text_scheme(&value, facts->schemes[i].code);
		scn_text_printf(&value, " %s", scn_known_word(facts->schemes[i].status));
		line_text(p, "signature scheme", &value);
	}
	if (facts->dh.bits) {
		struct scn_text value = { 0 };

		scn_text_printf(&value, "%u", facts->dh.bits);
		line_text(p, "dh bits", &value);
		peer_line(p, "dh group", facts->dh.name);
	}
}

static void certificate(struct scn_page *p, const struct scn_certificate_fact *c)
{
	static const char *const matches[] = {
		[SCN_UNKNOWN] = "unknown",
		[SCN_REJECTED] = "no",
		[SCN_ACCEPTED] = "yes",
	};
	struct scn_text key = { 0 };

	scn_text_printf(&key, "%s %u bits", c->key_word ? c->key_word : "unknown", c->bits);
	line_text(p, "certificate key", &key);
	peer_line(p, "certificate signature", c->signature);
	peer_line(p, "certificate subject", c->subject);
	for (size_t i = 0; i < c->name_count; i++)
		peer_line(p, "certificate name", c->names[i]);
	time_line(p, "certificate not after", c->not_after);
	line(p, "certificate chain", c->chain ? c->chain : "not checked");
	line(p, "certificate name matches", matches[c->name_matches]);
}

static void pair(struct scn_page *p, const struct scn_target_result *target,
	const struct scn_server_result *server, const struct scn_verdict *v)
{
	struct scn_text title = { 0 }, outcome = { 0 };

	scn_text_printf(&title, "%s to ", scn_client_name(v));
	scn_text_server(&title, target, &server->facts);
	scn_page_block(p);
	line_text(p, "pair", &title);
	line(p, "profile", v->profile_id);
	line(p, "verdict", scn_verdict_word(v->kind));
	scn_text_outcome(&outcome, v, p->options->names);
	line_text(p, "outcome", &outcome);
	line(p, "cause", v->cause);
	line(p, "summary", v->summary);
	line(p, "server accepts", v->server_side);
	line(p, "client offers", v->client_side);
	line(p, "why", v->why);
	line(p, "weak", v->weak);
	line(p, "mail", v->mail);
	for (size_t i = 0; i < v->fix_count; i++) {
		struct scn_text fix = { 0 };

		scn_text_printf(&fix, "%s (%s)", v->fixes[i].text ? v->fixes[i].text : "",
			scn_evidence_word(v->fixes[i].evidence));
		line_text(p,
			v->fixes[i].change.side == SCN_SIDE_SERVER ? "fix server" : "fix client",
			&fix);
	}
	line(p, "evidence", scn_evidence_word(v->evidence));
	line(p, "proof", v->proof);
	line(p, "counter-probe", v->counter);
}

static void server(struct scn_page *p, const struct scn_document *d,
	const struct scn_target_result *target, const struct scn_server_result *result)
{
	const struct scn_server_facts *facts = &result->facts;
	struct scn_text title = { 0 };

	scn_page_block(p);
	scn_text_server(&title, target, facts);
	line_text(p, "server", &title);
	if (facts->preference >= 0)
		scn_text_printf(&p->text, "preference: %d\n", facts->preference);
	line(p, "address", facts->address);
	line(p, "reach",
		facts->reach == SCN_REACH_UNKNOWN ? "not tested" : scn_reach_word(facts->reach));
	peer_line(p, "reach detail", facts->reach_detail);
	peer_line(p, "greeting", facts->smtp.greeting);
	line(p, "starttls",
		facts->smtp.starttls == SCN_STARTTLS_NOT_TLS
			? "offered, but what follows is not TLS"
			: scn_starttls_word(facts->smtp.starttls));
	peer_line(p, "starttls reply", facts->smtp.starttls_reply);
	if (d->mode == SCN_MODE_SCAN && !scn_server_sick(result)) {
		versions(p, facts);
		details(p, facts);
		for (size_t i = 0; i < facts->certificate_count; i++)
			certificate(p, &facts->certificates[i]);
	}
	if (facts->throttled)
		line(p, "throttled", scn_throttle_word(facts->throttle.sign));
	line(p, "incomplete", facts->incomplete);
	scn_text_printf(&p->text, "connections: %u\n", facts->cost.connections);
	for (size_t i = 0; i < result->pair_count; i++)
		pair(p, target, result, &result->pairs[i]);
}

void scn_text_plain(struct scn_page *p, const struct scn_document *d)
{
	struct scn_next next;

	if (d->title)
		peer_line(p, "title", d->title);
	for (size_t i = 0; i < d->target_count; i++) {
		const struct scn_target_result *target = d->targets[i];

		scn_page_block(p);
		peer_line(p, "target", target->input);
		time_line(p, "started", d->started);
		line(p, "state", d->partial ? "partial" : "complete");
		line(p, "error", target->error_id);
		line(p, "error text", target->error_text);
		line(p, "note", target->note);
		for (size_t s = 0; s < target->server_count; s++)
			server(p, d, target, target->servers[s]);
	}
	scn_next_command(d, p->options, &next);
	if (next.command.len) {
		scn_page_block(p);
		line(p, "next", scn_text_str(&next.command));
	}
	scn_next_finish(&next);
}
