#include "run/run.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

/* ---- life of a target ---- */

static struct scn_target_result *new_result(struct scn_run *run, const char *text)
{
	struct scn_target_result *result;

	if (!run->options.streaming)
		return scn_document_add_target(&run->document, text);
	result = scn_alloc(1, sizeof(*result));
	result->input = scn_strdup(text);
	return result;
}

static void parse(struct scn_run_target *target)
{
	struct scn_run *run = target->run;
	const char *text = target->result->input;
	struct scn_text error = { 0 };

	if (!scn_target_parse(text, &target->target, &error)) {
		target->result->error_id = scn_strdup("bad-target");
		target->result->error_text = scn_text_take(&error);
	}
	if (run->options.port && run->options.port != SCN_DEFAULT_PORT &&
		target->target.port == SCN_DEFAULT_PORT)
		target->target.port = run->options.port;
	target->result->domain = target->target.kind == SCN_TARGET_DOMAIN && !run->options.no_mx;
	scn_text_finish(&error);
}

struct scn_run_target *scn_run_target_new(struct scn_run *run, const char *text)
{
	struct scn_run_target *target = scn_alloc(1, sizeof(*target));

	target->run = run;
	target->result = new_result(run, text);
	parse(target);
	return target;
}

struct scn_run_target *scn_run_target_resume(struct scn_run *run, struct scn_target_result *result)
{
	struct scn_run_target *target = scn_alloc(1, sizeof(*target));

	target->run = run;
	target->result = result;
	if (result->server_count == 0) {
		free(result->error_id);
		free(result->error_text);
		result->error_id = result->error_text = NULL;
		parse(target);
	}
	return target;
}

void scn_run_target_free(struct scn_run_target *target)
{
	if (target->run->options.streaming)
		scn_target_result_free(target->result);
	scn_text_finish(&target->lines);
	free(target);
}

static void begin_flight(struct scn_run_target *target)
{
	struct scn_run *run = target->run;

	target->next = run->targets;
	if (target->next)
		target->next->previous = target;
	run->targets = target;
	run->in_flight++;
}

static void end_flight(struct scn_run_target *target)
{
	struct scn_run *run = target->run;

	if (target->next)
		target->next->previous = target->previous;
	if (target->previous)
		target->previous->next = target->next;
	else
		run->targets = target->next;
	run->in_flight--;
}

/* ---- lines ---- */

/* A list is kept short: of a check the pairs, of a scan the facts too, never each connection. */
static bool is_listed(const struct scn_run *run, enum scn_event_line kind)
{
	switch (kind) {
	case SCN_LINE_SERVER:
	case SCN_LINE_PROBE:
		return false;
	case SCN_LINE_SUITE:
	case SCN_LINE_FACT:
		return run->options.mode == SCN_MODE_SCAN;
	default:
		return true;
	}
}

void scn_run_target_line(struct scn_run_target *target, struct scn_line_event event)
{
	struct scn_run *run = target->run;

	event.target = target->result;
	if (!run->options.streaming)
		scn_run_tell(run, event);
	else if (is_listed(run, event.kind) && !target->foreign)
		scn_report_line(&event, &target->lines);
}

/* ---- the end of a target ---- */

static void count(struct scn_run_counts *counts, const struct scn_run_target *target)
{
	if (!target->result->error_id) {
		scn_run_count(counts, scn_findings_worst(&target->findings));
		return;
	}
	counts->targets++;
	counts->errors++;
	counts->bad += strcmp(target->result->error_id, "bad-target") == 0;
}

static void finish(struct scn_run_target *target)
{
	struct scn_run *run = target->run;

	end_flight(target);
	target->findings.nothing_reached = !target->reached;
	if (!target->foreign) {
		scn_findings_join(&run->findings, &target->findings);
		count(&run->counts, target);
		scn_run_target_line(target, (struct scn_line_event){ .kind = SCN_LINE_TARGET_END,
						    .findings = &target->findings,
						    .partial = target->stopped });
		if (run->listener.target_over)
			run->listener.target_over(
				run->listener.user, target->result, &target->lines);
	}
	scn_run_target_free(target);
}

void scn_run_target_server_over(
	struct scn_run_target *target, const struct scn_server_result *server)
{
	if (server) {
		scn_findings_add_server(&target->findings, target->run->options.mode, server);
		target->reached |= server->facts.reach == SCN_REACH_OK;
	}
	if (--target->pending == 0)
		finish(target);
}

/* ---- its servers ---- */

static void add_server(struct scn_run_target *target, const struct scn_resolved_server *resolved,
	const char *address)
{
	struct scn_server_result *server = scn_target_add_server(target->result);

	server->facts.host = scn_strdup(resolved->host);
	server->facts.address = scn_strdup(address);
	server->facts.port = target->target.port;
	server->facts.preference = resolved->preference;
	if (target->result->domain)
		server->facts.domain = scn_strdup(target->target.host);
	if (!address[0]) {
		server->facts.reach = SCN_REACH_UNREACHABLE;
		server->facts.reach_detail = scn_strdup(
			resolved->status == SCN_DNS_FAILED ? "its address could not be looked up"
							   : "it has no address");
	}
	target->pending++;
	scn_run_want(target, server);
}

/* What has no address is reported by one worker. */
static bool is_ours(const struct scn_run_target *target, const char *address)
{
	const struct scn_shard *shard = &target->run->options.shard;

	if (shard->count <= 1)
		return true;
	if (!address)
		return scn_shard_of_text(target->result->input, shard->count) == shard->index;
	return scn_shard_of_address(address, shard->count) == shard->index;
}

/* Of what could not be looked up nobody knows whose it is: every worker says so, else the servers that were
 * his would be missing without a word. */
static bool is_told(const struct scn_run_target *target, enum scn_dns_status status)
{
	return status == SCN_DNS_FAILED || is_ours(target, NULL);
}

static bool has_ipv4(const struct scn_resolved_server *resolved)
{
	return resolved->address_count && !strchr(resolved->addresses[0], ':');
}

/* A machine without IPv6 can say nothing about a server's IPv6 addresses; where the server has IPv4
 * ones too, a note says so. */
static bool is_left_out(struct scn_run_target *target, const struct scn_resolved_server *resolved,
	const char *address)
{
	struct scn_text note = { 0 };

	if (!has_ipv4(resolved) || !strchr(address, ':') || scn_address_has_route(address))
		return false;
	if (target->result->note)
		return true;
	scn_text_printf(
		&note, "%s was not tested: this machine has no way to IPv6 addresses.", address);
	target->result->note = scn_text_take(&note);
	return true;
}

static void add_addresses(struct scn_run_target *target, const struct scn_resolved_server *resolved)
{
	if (resolved->address_count == 0 && is_told(target, resolved->status))
		add_server(target, resolved, "");
	for (size_t i = 0; i < resolved->address_count; i++) {
		const char *address = resolved->addresses[i];

		if (is_ours(target, address) && !is_left_out(target, resolved, address))
			add_server(target, resolved, address);
	}
}

/* ---- servers of an earlier run ---- */

static bool is_unfinished(const struct scn_server_result *server)
{
	for (size_t i = 0; i < server->pair_count; i++)
		if (server->pairs[i].kind == SCN_VERDICT_UNKNOWN)
			return true;
	return server->pair_count == 0 || scn_facts_partial(&server->facts);
}

static void go_on(struct scn_run_target *target, struct scn_server_result *server)
{
	scn_facts_resume(&server->facts);
	while (server->pair_count)
		scn_verdict_finish(&server->pairs[--server->pair_count]);
	free(server->pairs);
	server->pairs = NULL;
	scn_run_want(target, server);
}

static void resume_servers(struct scn_run_target *target)
{
	for (size_t i = 0; i < target->result->server_count; i++) {
		struct scn_server_result *server = target->result->servers[i];

		target->pending++;
		if (is_unfinished(server))
			go_on(target, server);
		else
			scn_run_target_server_over(target, server);
	}
}

/* ---- look-ups ---- */

static void dns_error(struct scn_run_target *target, const struct scn_resolved *resolved)
{
	static const char *const sentences[] = {
		[SCN_DNS_NO_SUCH_DOMAIN] = "%s does not exist. Check the spelling.",
		[SCN_DNS_NO_SERVER] = "%s has no mail server: neither an MX record nor an address.",
		[SCN_DNS_NULL_MX] = "%s says that it accepts no mail (null MX, RFC 7505).",
		[SCN_DNS_FAILED] =
			"The mail servers of %s could not be looked up; try again later.",
		[SCN_DNS_CANCELLED] = "The look-up of %s was stopped.",
	};
	struct scn_text text = { 0 };
	const char *sentence = sentences[resolved->status];
	const char *place = strstr(sentence, "%s");
	bool stopped = resolved->status == SCN_DNS_CANCELLED;

	scn_text_addn(&text, sentence, (size_t)(place - sentence));
	scn_text_add(&text, target->target.host);
	scn_text_add(&text, place + 2);
	if (resolved->detail)
		scn_text_printf(&text, " (%s)", resolved->detail);
	target->stopped |= stopped;
	target->foreign = !is_told(target, resolved->status);
	target->result->error_id =
		scn_strdup(stopped ? "stopped" : scn_dns_error_id(resolved->status));
	target->result->error_text = scn_text_take(&text);
}

static void on_resolved(void *user, struct scn_resolved *resolved)
{
	struct scn_run_target *target = user;
	struct scn_run *run = target->run;

	run->lookups--;
	if (resolved->status != SCN_DNS_OK)
		dns_error(target, resolved);
	for (size_t i = 0; resolved->status == SCN_DNS_OK && i < resolved->server_count; i++)
		add_addresses(target, &resolved->servers[i]);
	if (resolved->status == SCN_DNS_OK)
		target->foreign = target->result->server_count == 0;
	scn_resolved_finish(resolved);
	scn_run_target_server_over(target, NULL);
	scn_run_pump(run);
}

static void begin(struct scn_run_target *target)
{
	struct scn_run *run = target->run;
	enum scn_family family = (enum scn_family)run->options.family;

	target->pending = 1; /* the look-up */
	begin_flight(target);
	if (target->result->error_id) {
		target->foreign = !is_ours(target, NULL);
		scn_run_target_server_over(target, NULL);
		return;
	}
	if (target->result->server_count) {
		resume_servers(target);
		scn_run_target_server_over(target, NULL);
		return;
	}
	run->lookups++;
	if (target->target.kind == SCN_TARGET_DOMAIN && !run->options.no_mx)
		scn_resolve_domain(run->resolver, target->target.host, family, on_resolved, target);
	else
		scn_resolve_host(run->resolver, target->target.host, family, on_resolved, target);
}

/* ---- inputs ---- */

/* The target of a line, or NULL where there is none in it, or it was asked before. */
static struct scn_run_target *target_of_line(struct scn_run *run)
{
	const char *text = scn_text_str(&run->line);

	text += strspn(text, " \t");
	if (!text[0] || text[0] == '#')
		return NULL;
	while (run->line.len && strchr(" \t", run->line.at[run->line.len - 1]))
		run->line.at[--run->line.len] = 0;
	if (run->listener.skip && run->listener.skip(run->listener.user, text))
		return NULL;
	return scn_run_target_new(run, text);
}

static struct scn_run_target *take_word(struct scn_run *run, struct scn_run_input *input)
{
	struct scn_run_target *target = input->target;

	input->target = NULL;
	run->inputs_over++;
	if (!run->listener.skip || !run->listener.skip(run->listener.user, target->result->input))
		return target;
	scn_run_target_free(target);
	return NULL;
}

/* False: nothing more now. *target_out may be NULL all the same. */
static bool next_input(struct scn_run *run, struct scn_run_target **target_out)
{
	struct scn_run_input *input;

	*target_out = NULL;
	if (run->cancelled || run->inputs_over == run->input_count)
		return false;
	input = &run->inputs[run->inputs_over];
	if (input->target) {
		*target_out = take_word(run, input);
		return true;
	}
	switch (scn_line_source_next(input->source, &run->line)) {
	case SCN_LINE_GOT:
		*target_out = target_of_line(run);
		return true;
	case SCN_LINE_WAIT:
		return false;
	case SCN_LINES_FAILED:
		run->source_failed = true;
		break;
	case SCN_LINES_OVER:
		break;
	}
	run->inputs_over++;
	return true;
}

void scn_run_pump_targets(struct scn_run *run)
{
	struct scn_run_target *target;

	while (run->in_flight < run->options.targets_at_once &&
		run->lookups < run->options.lookups_at_once && next_input(run, &target))
		if (target)
			begin(target);
}

bool scn_run_targets_over(const struct scn_run *run)
{
	return run->in_flight == 0 && (run->cancelled || run->inputs_over == run->input_count);
}
