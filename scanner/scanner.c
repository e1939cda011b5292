#include "scanner.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "io/loop.h"
#include "io/resolver.h"
#include "io/tlsa.h"
#include "job.h"

enum {
	MAX_JOBS = 16,    /* servers that are tested at the same time */
	MAX_LOOKUPS = 32, /* targets whose names are looked up at the same time */
};

const struct scn_run_options scn_run_defaults = {
	.mode = SCN_MODE_CHECK,
	.versions = SCN_VERSIONS_ALL,
	.ehlo_name = "handfast.invalid",
	.confirm = SCN_CONFIRM_OPENSSL,
	.parallel = 2,
	.port = SCN_DEFAULT_PORT,
};

/* A target on its way through the resolver. */
struct lookup {
	struct scn_run *run;
	struct scn_target_result *result;
	struct scn_target target;
};

/* A server and the target that it belongs to. */
struct work {
	struct scn_target_result *target;
	struct scn_server_result *server;
	struct scn_job *job; /* NULL: waits for its turn, or is over */
};

struct scn_run {
	struct scn_run_options options;
	struct scn_run_listener listener;
	struct scn_document document;
	struct scn_loop *loop;
	struct scn_resolver *resolver;
	struct scn_tlsa_resolver
		*tlsa;           /* NULL: nobody asks for TLSA records, or they cannot be had */
	struct lookup **lookups; /* one a target, in order */
	size_t lookup_count, lookups_started, lookups_over;
	struct work *works; /* one a server, in the order in which they got known */
	size_t work_count, works_started, works_over;
	atomic_bool cancelled; /* set by scn_run_cancel, from anywhere */
};

static void pump(struct scn_run *run);

/* ---- events outwards ---- */

static void tell(struct scn_run *run, struct scn_line_event event)
{
	event.document = &run->document;
	if (run->listener.line)
		run->listener.line(run->listener.user, &event);
}

static struct work *work_of(struct scn_run *run, const struct scn_server_result *server)
{
	for (size_t i = 0; i < run->work_count; i++)
		if (run->works[i].server == server)
			return &run->works[i];
	return NULL;
}

static void on_line(void *user, const struct scn_line_event *event)
{
	struct scn_run *run = user;
	struct scn_line_event full = *event;

	full.target = work_of(run, event->server)->target;
	tell(run, full);
}

static void on_progress(void *user, struct scn_job *job)
{
	struct scn_run *run = user;
	const struct scn_server_result *server = scn_job_result(job);
	struct scn_plan_progress p = scn_job_progress(job);
	struct work *work = work_of(run, server);

	if (!run->listener.progress)
		return;
	run->listener.progress(
		run->listener.user, &(struct scn_run_progress){ .target = work->target->input,
					    .host = server->facts.host,
					    .server = (unsigned)(work - run->works) + 1,
					    .server_count = (unsigned)run->work_count,
					    .answered = p.answered,
					    .expected = p.expected,
					    .stage = p.stage,
					    .waiting = server->facts.throttled });
}

/* ---- servers ---- */

static void on_job_over(void *user, struct scn_job *job)
{
	struct scn_run *run = user;
	struct work *work = work_of(run, scn_job_result(job));

	work->job = NULL;
	run->works_over++;
	scn_job_free(job);
	pump(run);
}

/* A server without an address cannot be asked, but it is part of the answer. */
static void judge_unreached(struct scn_run *run, struct work *work)
{
	struct scn_server_result *server = work->server;

	for (size_t i = 0; i < run->options.client_count; i++) {
		struct scn_verdict verdict;

		scn_judge(run->options.clients[i], &server->facts, &verdict);
		SCN_APPEND(server->pairs, server->pair_count, verdict);
	}
	run->works_over++;
}

static void start_job(struct scn_run *run, struct work *work)
{
	work->job = scn_job_new(run->loop, &run->options, work->server,
		&(struct scn_job_listener){ .line = on_line,
			.progress = on_progress,
			.over = on_job_over,
			.user = run });
}

/* A server and its place, for an answer that comes later; works may move in between. */
struct asking {
	struct scn_run *run;
	struct scn_server_result *server;
};

static void on_tlsa(void *user, struct scn_tlsa_fact *fact)
{
	struct asking *asking = user;
	struct scn_run *run = asking->run;
	struct work *work = work_of(run, asking->server);

	work->server->facts.tlsa = *fact;
	free(asking);
	if (run->cancelled)
		judge_unreached(run, work);
	else
		start_job(run, work);
	pump(run);
}

/* TLSA records are of names, and DANE is for whoever has a domain. */
static bool has_tlsa_name(const struct scn_server_facts *facts)
{
	return facts->host && strcmp(facts->host, facts->address) != 0 && strchr(facts->host, '.');
}

static void start_work(struct scn_run *run, struct work *work)
{
	struct asking *asking;

	if (!work->server->facts.address[0] || run->cancelled) {
		judge_unreached(run, work);
		return;
	}
	if (!run->tlsa || !has_tlsa_name(&work->server->facts)) {
		start_job(run, work);
		return;
	}
	asking = scn_alloc(1, sizeof(*asking));
	*asking = (struct asking){ run, work->server };
	scn_tlsa_lookup(
		run->tlsa, work->server->facts.host, work->server->facts.port, on_tlsa, asking);
}

static void add_server(struct scn_run *run, struct lookup *lookup,
	const struct scn_resolved_server *resolved, const char *address)
{
	struct scn_server_result *server = scn_target_add_server(lookup->result);

	server->facts.host = scn_strdup(resolved->host);
	server->facts.address = scn_strdup(address);
	server->facts.port = lookup->target.port;
	server->facts.preference = resolved->preference;
	if (lookup->result->domain)
		server->facts.domain = scn_strdup(lookup->target.host);
	if (!address[0]) {
		server->facts.reach = SCN_REACH_UNREACHABLE;
		server->facts.reach_detail = scn_strdup(
			resolved->status == SCN_DNS_FAILED ? "its address could not be looked up"
							   : "it has no address");
	}
	SCN_APPEND(run->works, run->work_count,
		((struct work){ .target = lookup->result, .server = server }));
}

static bool is_ipv6(const char *address)
{
	return strchr(address, ':') != NULL;
}

/* Every address of the preferred family: IPv4 where there is one, unless the user says otherwise
 * (the resolver has then asked for one family only). */
static void add_addresses(
	struct scn_run *run, struct lookup *lookup, const struct scn_resolved_server *resolved)
{
	bool ipv6;

	if (resolved->address_count == 0) {
		add_server(run, lookup, resolved, "");
		return;
	}
	ipv6 = is_ipv6(resolved->addresses[0]);
	for (size_t i = 0; i < resolved->address_count; i++)
		if (is_ipv6(resolved->addresses[i]) == ipv6)
			add_server(run, lookup, resolved, resolved->addresses[i]);
}

/* ---- targets ---- */

static void fail_target(
	struct scn_target_result *target, const char *id, struct scn_text *take_text)
{
	target->error_id = scn_strdup(id);
	target->error_text = scn_text_take(take_text);
}

static void dns_error(struct lookup *lookup, const struct scn_resolved *resolved)
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

	scn_text_addn(&text, sentence, (size_t)(place - sentence));
	scn_text_add(&text, lookup->target.host);
	scn_text_add(&text, place + 2);
	if (resolved->detail)
		scn_text_printf(&text, " (%s)", resolved->detail);
	fail_target(lookup->result,
		resolved->status == SCN_DNS_CANCELLED ? "stopped"
						      : scn_dns_error_id(resolved->status),
		&text);
}

static void on_resolved(void *user, struct scn_resolved *resolved)
{
	struct lookup *lookup = user;
	struct scn_run *run = lookup->run;

	if (resolved->status != SCN_DNS_OK)
		dns_error(lookup, resolved);
	for (size_t i = 0; resolved->status == SCN_DNS_OK && i < resolved->server_count; i++)
		add_addresses(run, lookup, &resolved->servers[i]);
	scn_resolved_finish(resolved);
	run->lookups_over++;
	pump(run);
}

static void start_lookup(struct scn_run *run, struct lookup *lookup)
{
	enum scn_family family = (enum scn_family)run->options.family;

	if (lookup->result->error_id || run->cancelled) {
		run->lookups_over++;
		return;
	}
	if (lookup->target.kind == SCN_TARGET_DOMAIN && !run->options.no_mx)
		scn_resolve_domain(run->resolver, lookup->target.host, family, on_resolved, lookup);
	else
		scn_resolve_host(run->resolver, lookup->target.host, family, on_resolved, lookup);
}

/* Start what may be started; stop the loop when all is over. */
static void pump(struct scn_run *run)
{
	while (run->lookups_started < run->lookup_count &&
		run->lookups_started - run->lookups_over < MAX_LOOKUPS)
		start_lookup(run, run->lookups[run->lookups_started++]);
	while (run->works_started < run->work_count &&
		run->works_started - run->works_over < MAX_JOBS)
		start_work(run, &run->works[run->works_started++]);
	if (run->lookups_over == run->lookup_count && run->works_over == run->work_count)
		scn_loop_stop(run->loop);
}

static void on_wake(void *user)
{
	struct scn_run *run = user;

	if (!run->cancelled)
		return;
	scn_resolver_cancel(run->resolver);
	if (run->tlsa)
		scn_tlsa_cancel(run->tlsa);
	for (size_t i = 0; i < run->works_started; i++)
		if (run->works[i].job)
			scn_job_cancel(run->works[i].job);
	pump(run);
}

/* ---- the public calls ---- */

struct scn_run *scn_run_new(
	const struct scn_run_options *options, const struct scn_run_listener *listener)
{
	struct scn_run *run = scn_alloc(1, sizeof(*run));

	run->options = *options;
	if (listener)
		run->listener = *listener;
	if (!run->options.ehlo_name)
		run->options.ehlo_name = scn_run_defaults.ehlo_name;
	run->document.mode = options->mode;
	run->document.demo = options->demo;
	run->loop = scn_loop_new();
	if (run->loop)
		scn_loop_on_wake(run->loop, on_wake, run);
	return run;
}

void scn_run_add(struct scn_run *run, const char *text)
{
	struct lookup *lookup = scn_alloc(1, sizeof(*lookup));
	struct scn_text error = { 0 };

	lookup->run = run;
	lookup->result = scn_document_add_target(&run->document, text);
	if (!scn_target_parse(text, &lookup->target, &error))
		fail_target(lookup->result, "bad-target", &error);
	if (run->options.port && run->options.port != SCN_DEFAULT_PORT &&
		lookup->target.port == SCN_DEFAULT_PORT)
		lookup->target.port = run->options.port;
	lookup->result->domain = lookup->target.kind == SCN_TARGET_DOMAIN && !run->options.no_mx;
	SCN_APPEND(run->lookups, run->lookup_count, lookup);
	scn_text_finish(&error);
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

enum scn_err scn_run_start(struct scn_run *run)
{
	struct scn_tlsa_options tlsa = { .forward = run->options.dns_forward,
		.trust_anchor = run->options.trust_anchor };
	struct scn_resolver_options dns = { .forward = run->options.dns_forward };
	enum scn_err err = SCN_ERR_LOOP;

	if (run->loop)
		run->resolver = scn_resolver_new(run->loop, &dns, &err);
	if (!run->resolver)
		return err;
	if (wants_tlsa(&run->options))
		run->tlsa = scn_tlsa_new(run->loop, &tlsa, &err);
	if (err && run->options.trust_anchor)
		return err; /* the user asked for it by name */
	run->document.started = scn_wall_clock();
	run->document.partial = true;
	tell(run, (struct scn_line_event){ .kind = SCN_LINE_SCAN_START });
	pump(run);
	if (run->works_over < run->work_count || run->lookups_over < run->lookup_count)
		scn_loop_run(run->loop);
	run->document.finished = scn_wall_clock();
	run->document.partial = run->cancelled || any_partial(&run->document);
	tell(run, (struct scn_line_event){ .kind = SCN_LINE_SCAN_END });
	return SCN_ERR_OK;
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

void scn_run_free(struct scn_run *run)
{
	if (!run)
		return;
	for (size_t i = 0; i < run->work_count; i++)
		scn_job_free(run->works[i].job);
	scn_tlsa_free(run->tlsa);
	scn_resolver_free(run->resolver);
	scn_loop_free(run->loop);
	for (size_t i = 0; i < run->lookup_count; i++)
		free(run->lookups[i]);
	free(run->lookups);
	free(run->works);
	scn_document_finish(&run->document);
	free(run);
}
