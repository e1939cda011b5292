#include "core/report/document.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

static void free_server(struct scn_server_result *server)
{
	for (size_t i = 0; i < server->pair_count; i++)
		scn_verdict_finish(&server->pairs[i]);
	free(server->pairs);
	scn_server_facts_finish(&server->facts);
	free(server);
}

void scn_target_result_free(struct scn_target_result *target)
{
	for (size_t i = 0; i < target->server_count; i++)
		free_server(target->servers[i]);
	free(target->servers);
	free(target->note);
	free(target->error_text);
	free(target->error_id);
	free(target->input);
	free(target);
}

void scn_document_finish(struct scn_document *d)
{
	for (size_t i = 0; i < d->target_count; i++)
		scn_target_result_free(d->targets[i]);
	free(d->targets);
	free(d->id);
	free(d->title);
	*d = (struct scn_document){ 0 };
}

void scn_document_free(struct scn_document *d)
{
	if (!d)
		return;
	scn_document_finish(d);
	free(d);
}

struct scn_target_result *scn_document_add_target(struct scn_document *d, const char *input)
{
	struct scn_target_result *target = scn_alloc(1, sizeof(*target));

	target->input = scn_strdup(input);
	SCN_APPEND(d->targets, d->target_count, target);
	return target;
}

struct scn_server_result *scn_target_add_server(struct scn_target_result *t)
{
	struct scn_server_result *server = scn_alloc(1, sizeof(*server));

	scn_server_facts_init(&server->facts);
	SCN_APPEND(t->servers, t->server_count, server);
	return server;
}

/* Without a pair that says so: no mail can be encrypted to a server that has no STARTTLS. A 454 is
 * called REFUSED only when it came every time, slowly tried again; one alone leaves it unknown. */
static bool starttls_fails(const struct scn_smtp_fact *smtp)
{
	return smtp->starttls == SCN_STARTTLS_REFUSED ||
	       smtp->starttls == SCN_STARTTLS_NOT_OFFERED || smtp->starttls == SCN_STARTTLS_NOT_TLS;
}

void scn_findings_add_server(struct scn_findings *found, enum scn_document_mode mode,
	const struct scn_server_result *server)
{
	for (size_t i = 0; i < server->pair_count; i++) {
		found->fails |= server->pairs[i].kind == SCN_VERDICT_FAILS;
		found->weak |= server->pairs[i].kind == SCN_VERDICT_WEAK;
		found->unknown |= server->pairs[i].kind == SCN_VERDICT_UNKNOWN;
	}
	if (server->facts.reach != SCN_REACH_OK) {
		found->unknown = true;
		return;
	}
	if (starttls_fails(&server->facts.smtp))
		found->fails = true;
	else if (server->facts.smtp.starttls != SCN_STARTTLS_OFFERED)
		found->unknown = true;
	else if (mode == SCN_MODE_SCAN && scn_facts_partial(&server->facts))
		found->unknown = true;
}

void scn_findings_add_target(struct scn_findings *found, enum scn_document_mode mode,
	const struct scn_target_result *target)
{
	bool reached = false;

	for (size_t i = 0; i < target->server_count; i++) {
		scn_findings_add_server(found, mode, target->servers[i]);
		reached |= target->servers[i]->facts.reach == SCN_REACH_OK;
	}
	if (!reached)
		found->nothing_reached = true;
}

void scn_findings_join(struct scn_findings *found, const struct scn_findings *more)
{
	found->fails |= more->fails;
	found->nothing_reached |= more->nothing_reached;
	found->unknown |= more->unknown;
	found->weak |= more->weak;
}

enum scn_verdict_kind scn_findings_worst(const struct scn_findings *found)
{
	if (found->fails)
		return SCN_VERDICT_FAILS;
	if (found->unknown || found->nothing_reached)
		return SCN_VERDICT_UNKNOWN;
	return found->weak ? SCN_VERDICT_WEAK : SCN_VERDICT_WORKS;
}

int scn_findings_exit_code(const struct scn_findings *found, const struct scn_exit_rules *rules)
{
	if (found->fails)
		return 1;
	if (found->nothing_reached)
		return 4;
	if (found->unknown && !rules->allow_unknown)
		return 3;
	return found->weak && rules->fail_on_weak ? 2 : 0;
}

int scn_document_exit_code(const struct scn_document *d, const struct scn_exit_rules *rules)
{
	struct scn_findings found = { .unknown = d->partial };

	for (size_t i = 0; i < d->target_count; i++)
		scn_findings_add_target(&found, d->mode, d->targets[i]);
	return scn_findings_exit_code(&found, rules);
}
