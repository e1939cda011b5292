#include "run/run.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/report/copy.h"

void scn_run_keep(struct scn_endpoint *e)
{
	const struct scn_server_result *server = e->places->server;

	e->input = scn_strdup(e->places->target->result->input);
	e->reach = server->facts.reach;
	e->starttls = server->facts.smtp.starttls;
	if (!e->run->options.streaming) {
		e->kept = e->places->server;
		return;
	}
	e->brief = scn_alloc(server->pair_count ? server->pair_count : 1, sizeof(*e->brief));
	for (size_t i = 0; i < server->pair_count; i++) {
		const struct scn_verdict *v = &server->pairs[i];

		e->brief[i] = (struct scn_brief_pair){ .kind = v->kind,
			.evidence = v->evidence,
			.version = v->version,
			.suite = v->suite,
			.group = v->group,
			.suite_known = v->suite_known,
			.cause = v->cause };
	}
}

/* The place keeps its own name, preference and domain. */
static void copy_whole(const struct scn_endpoint *e, struct scn_server_result *to)
{
	struct scn_server_facts *facts = &to->facts;
	char *host = facts->host, *domain = facts->domain;
	int preference = facts->preference;

	facts->host = facts->domain = NULL;
	scn_server_facts_finish(facts); /* of an earlier run, too */
	scn_server_result_copy(e->kept, to);
	free(facts->host);
	free(facts->domain);
	facts->host = host;
	facts->domain = domain;
	facts->preference = preference;
}

static void unfold(const struct scn_endpoint *e, struct scn_server_result *to)
{
	const struct scn_run_options *options = &e->run->options;

	to->facts.reach = e->reach;
	to->facts.smtp.starttls = e->starttls;
	for (size_t i = 0; i < options->client_count; i++) {
		const struct scn_brief_pair *b = &e->brief[i];
		struct scn_verdict v = { .profile_id = scn_strdup(options->clients[i]->id),
			.profile_name = scn_profile_title(options->clients[i]),
			.kind = b->kind,
			.evidence = b->evidence,
			.version = b->version,
			.suite = b->suite,
			.group = b->group,
			.suite_known = b->suite_known,
			.cause = b->cause };

		SCN_APPEND(to->pairs, to->pair_count, v);
	}
}

void scn_run_share(struct scn_endpoint *e, const struct scn_run_place *place)
{
	struct scn_server_result *server = place->server;

	if (e->run->options.streaming)
		unfold(e, server);
	else
		copy_whole(e, server);
	for (size_t i = 0; i < server->pair_count; i++)
		scn_run_target_line(place->target, (struct scn_line_event){ .kind = SCN_LINE_PAIR,
							   .server = server,
							   .pair = &server->pairs[i],
							   .same_as = e->input });
	scn_run_target_line(place->target,
		(struct scn_line_event){
			.kind = SCN_LINE_SERVER_END, .server = server, .same_as = e->input });
	scn_run_target_server_over(place->target, server);
}
