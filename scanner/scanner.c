#include "run/run.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/alloc.h"

const struct scn_run_options scn_run_defaults = {
	.mode = SCN_MODE_CHECK,
	.versions = SCN_VERSIONS_ALL,
	.detail = SCN_PLAN_DETAILS,
	.ehlo_name = "handfast.invalid",
	.confirm = SCN_CONFIRM_OPENSSL,
	.parallel = 2,
	.port = SCN_DEFAULT_PORT,
	.servers_at_once = 16,
	.targets_at_once = 256,
	.lookups_at_once = 32,
	.per_network = 8,
	.shard = { .index = 0, .count = 1 },
};

const char *scn_run_own_name(void)
{
	static _Thread_local char name[256];

	if (gethostname(name, sizeof(name) - 1) == 0 && strchr(name, '.'))
		return name;
	return scn_run_defaults.ehlo_name;
}

/* ---- events ---- */

void scn_run_tell(struct scn_run *run, struct scn_line_event event)
{
	event.document = &run->document;
	if (run->listener.line)
		run->listener.line(run->listener.user, &event);
}

/* The first and the last line; of a run without a document with what a later one has to know. */
static void tell_run(struct scn_run *run, enum scn_event_line kind)
{
	const struct scn_run_options *o = &run->options;
	const char **clients = scn_alloc(o->client_count ? o->client_count : 1, sizeof(*clients));
	struct scn_text shard = { 0 };
	struct scn_line_list list = { .clients = clients,
		.client_count = o->client_count,
		.targets = run->counts.targets,
		.works = run->counts.works,
		.weak = run->counts.weak,
		.fails = run->counts.fails,
		.unknown = run->counts.unknown,
		.errors = run->counts.errors };

	for (size_t i = 0; i < o->client_count; i++)
		clients[i] = o->clients[i]->id;
	if (o->shard.count > 1) {
		scn_text_printf(&shard, "%u/%u", o->shard.index + 1, o->shard.count);
		list.shard = scn_text_str(&shard);
	}
	scn_run_tell(
		run, (struct scn_line_event){ .kind = kind, .list = o->streaming ? &list : NULL });
	scn_text_finish(&shard);
	free(clients);
}

/* ---- the loop ---- */

void scn_run_pump(struct scn_run *run)
{
	scn_run_pump_targets(run);
	scn_run_pump_servers(run);
	if (scn_run_targets_over(run))
		scn_loop_stop(run->loop);
}

static void on_lines(void *user)
{
	scn_run_pump(user);
}

static void on_wake(void *user)
{
	struct scn_run *run = user;

	if (!run->cancelled)
		return;
	scn_resolver_cancel(run->resolver);
	if (run->tlsa)
		scn_tlsa_cancel(run->tlsa);
	scn_run_cancel_servers(run);
	scn_run_pump(run);
}

/* ---- the public calls ---- */

struct scn_run *scn_run_new(
	const struct scn_run_options *options, const struct scn_run_listener *listener)
{
	struct scn_run *run = scn_alloc(1, sizeof(*run));
	unsigned per_network = options->per_network / options->parallel;

	run->options = *options;
	if (listener)
		run->listener = *listener;
	if (!run->options.ehlo_name)
		run->options.ehlo_name = scn_run_defaults.ehlo_name;
	run->document.mode = options->mode;
	run->document.demo = options->demo;
	run->gate = scn_gate_new(1, per_network ? per_network : 1);
	for (size_t i = 0; i < options->client_count; i++)
		run->names_matter |= options->clients[i]->verifies == SCN_VERIFIES_NAME ||
				     options->clients[i]->verifies == SCN_VERIFIES_DANE;
	run->loop = scn_loop_new();
	if (run->loop)
		scn_loop_on_wake(run->loop, on_wake, run);
	return run;
}

void scn_run_add(struct scn_run *run, const char *text)
{
	struct scn_run_input input = { .target = scn_run_target_new(run, text) };

	SCN_APPEND(run->inputs, run->input_count, input);
}

enum scn_err scn_run_add_list(struct scn_run *run, const char *path)
{
	enum scn_err err = SCN_ERR_LOOP;
	struct scn_run_input input = { 0 };

	if (run->loop)
		input.source = scn_line_source_open(run->loop, path, on_lines, run, &err);
	if (!input.source)
		return err;
	SCN_APPEND(run->inputs, run->input_count, input);
	return SCN_ERR_OK;
}

void scn_run_resume(struct scn_run *run, struct scn_document *take_document)
{
	scn_document_finish(&run->document);
	run->document = *take_document;
	free(take_document);
	for (size_t i = 0; i < run->document.target_count; i++) {
		struct scn_run_input input = { .target = scn_run_target_resume(
						       run, run->document.targets[i]) };

		SCN_APPEND(run->inputs, run->input_count, input);
	}
}

static bool any_partial(const struct scn_document *document)
{
	for (size_t t = 0; t < document->target_count; t++)
		for (size_t s = 0; s < document->targets[t]->server_count; s++)
			if (scn_facts_partial(&document->targets[t]->servers[s]->facts))
				return true;
	return false;
}

/* A scan tells all; a check asks for TLSA records where a client would. */
static bool wants_tlsa(const struct scn_run_options *options)
{
	for (size_t i = 0; i < options->client_count; i++)
		if (options->clients[i]->verifies == SCN_VERIFIES_DANE)
			return true;
	return options->mode == SCN_MODE_SCAN;
}

struct scn_tlsa_resolver *scn_run_tlsa(struct scn_run *run)
{
	struct scn_tlsa_options options = { .forward = run->options.dns_forward,
		.trust_anchor = run->options.trust_anchor };
	enum scn_err err;

	if (run->wants_tlsa && !run->tlsa)
		run->tlsa = scn_tlsa_new(run->loop, &options, &err);
	run->wants_tlsa = run->tlsa != NULL;
	return run->tlsa;
}

enum scn_err scn_run_start(struct scn_run *run)
{
	struct scn_resolver_options dns = { .forward = run->options.dns_forward };
	enum scn_err err = SCN_ERR_LOOP;

	if (run->loop)
		run->resolver = scn_resolver_new(run->loop, &dns, &err);
	if (!run->resolver)
		return err;
	run->wants_tlsa = wants_tlsa(&run->options);
	/* What the user asked for by name must be there. */
	if (run->wants_tlsa && run->options.trust_anchor && !scn_run_tlsa(run))
		return SCN_ERR_RESOLVER;
	if (!run->document.started)
		run->document.started = scn_wall_clock();
	run->document.partial = true;
	tell_run(run, SCN_LINE_SCAN_START);
	scn_run_pump(run);
	if (!scn_run_targets_over(run))
		scn_loop_run(run->loop);
	run->document.finished = scn_wall_clock();
	run->document.partial = run->cancelled || any_partial(&run->document);
	run->findings.unknown |= run->document.partial;
	tell_run(run, SCN_LINE_SCAN_END);
	return run->source_failed ? SCN_ERR_NOT_READABLE : SCN_ERR_OK;
}

void scn_run_cancel(struct scn_run *run)
{
	run->cancelled = true;
	if (run->loop)
		scn_loop_wake(run->loop);
}

struct scn_document *scn_run_document(struct scn_run *run)
{
	return &run->document;
}

const struct scn_findings *scn_run_findings(const struct scn_run *run)
{
	return &run->findings;
}

const struct scn_run_counts *scn_run_counts(const struct scn_run *run)
{
	return &run->counts;
}

void scn_run_count(struct scn_run_counts *counts, enum scn_verdict_kind worst)
{
	uint64_t *const verdicts[] = {
		[SCN_VERDICT_UNKNOWN] = &counts->unknown,
		[SCN_VERDICT_WORKS] = &counts->works,
		[SCN_VERDICT_WEAK] = &counts->weak,
		[SCN_VERDICT_FAILS] = &counts->fails,
	};

	counts->targets++;
	(*verdicts[worst])++;
}

static void free_inputs(struct scn_run *run)
{
	for (size_t i = 0; i < run->input_count; i++) {
		if (run->inputs[i].target)
			scn_run_target_free(run->inputs[i].target);
		scn_line_source_free(run->inputs[i].source);
	}
	free(run->inputs);
	scn_text_finish(&run->line);
}

void scn_run_free(struct scn_run *run)
{
	if (!run)
		return;
	scn_run_free_servers(run);
	scn_tlsa_free(run->tlsa);
	scn_resolver_free(run->resolver);
	free_inputs(run);
	scn_loop_free(run->loop);
	scn_document_finish(&run->document);
	free(run);
}
