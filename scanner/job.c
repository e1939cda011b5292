#include "job.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/profile/profile-hello.h"
#include "io/backends.h"
#include "io/runner.h"

enum stage {
	STAGE_ASK,     /* replays; in a scan also the enumeration */
	STAGE_CONFIRM, /* handshakes; the suites that the judge needs to explain a failure */
	STAGE_DETAILS, /* groups and schemes, where the suites do not explain it */
	STAGE_COUNTER, /* counter-probes for the fixes */
	STAGE_JUDGED,
};

enum {
	MAX_COUNTER_ROUNDS = 4,
	SAMPLES = 3, /* the same hello so many times more: servers behind one address may differ */
};

struct scn_job {
	struct scn_loop *loop;
	const struct scn_run_options *options;
	struct scn_server_result *result;
	struct scn_job_listener listener;
	struct scn_plan *plan;
	struct scn_runner *runner;
	enum stage stage;
	char *server_name; /* for SNI; NULL where the host is an address */
	unsigned rounds;   /* of counter-probes */
	bool contradicted; /* a handshake with what had been selected was refused, if only once */
	size_t lines_told; /* probe records that were told as lines */
};

/* ---- what the stages ask ---- */

static struct scn_hello_inputs inputs(const struct scn_job *job)
{
	struct scn_hello_inputs in = { .server_name = job->server_name };

	scn_random(in.seed, sizeof(in.seed));
	return in;
}

static void replay(struct scn_job *job, const struct scn_profile *profile, const char *id)
{
	struct scn_hello_inputs in = inputs(job);
	struct scn_hello *hello;

	/* An earlier run, that this one goes on with, has asked it. */
	if (scn_facts_find_replay(&job->result->facts, id))
		return;
	hello = scn_profile_hello(profile, &in);
	scn_plan_replay(job->plan, id, scn_hello_spec(hello));
	scn_hello_free(hello);
}

/* Those of the samples that were not asked for yet. */
static void sample(struct scn_job *job, const struct scn_profile *profile, unsigned samples)
{
	for (unsigned i = 0; i < samples; i++) {
		struct scn_text id = { 0 };

		scn_text_printf(&id, "%s#%u", profile->id, i + 2);
		replay(job, profile, scn_text_str(&id));
		scn_text_finish(&id);
	}
}

/* Does --confirm ask for this back end? */
static bool wanted(enum scn_confirm confirm, const struct scn_handshake_backend *backend)
{
	switch (confirm) {
	case SCN_CONFIRM_NONE:
		return false;
	case SCN_CONFIRM_BOTH:
		return true;
	case SCN_CONFIRM_OPENSSL:
		return strcmp(backend->name, "openssl") == 0;
	case SCN_CONFIRM_WOLFSSL:
		return strcmp(backend->name, "wolfssl") == 0;
	}
	return false;
}

static void handshake(struct scn_job *job, const char *id, const struct scn_handshake_order *order)
{
	const struct scn_replay_fact *known = scn_facts_find_replay(&job->result->facts, id);
	const struct scn_handshake_backend *const *backend;

	if (known && known->completed != SCN_UNKNOWN)
		return;
	for (backend = scn_backends(); *backend; backend++)
		if (wanted(job->options->confirm, *backend) && (*backend)->can(order))
			scn_plan_handshake(job->plan, id, *backend, order);
}

static bool confirms(const struct scn_job *job)
{
	const struct scn_handshake_backend *const *backend;

	for (backend = scn_backends(); *backend; backend++)
		if (wanted(job->options->confirm, *backend))
			return true;
	return false;
}

/* Of a scan that is gone on with: those that it had begun to ask about. */
static scn_versions versions(const struct scn_job *job)
{
	const struct scn_server_facts *facts = &job->result->facts;
	scn_versions begun = 0;

	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		struct scn_suite_counts known = scn_facts_count(facts, (enum scn_version)v);

		if (known.unknown || known.rejected || facts->versions[v].status == SCN_REJECTED)
			begun |= SCN_VERSION_BIT(v);
	}
	return begun ? begun : job->options->versions;
}

/* In a check the handshake that confirms a replay is also the second sample of it; where none is made, the
 * hello is sent twice. What is refused is sampled further (sample_doubtful). */
static void ask(struct scn_job *job)
{
	bool scan = job->options->mode == SCN_MODE_SCAN, confirmed = confirms(job);

	for (size_t i = 0; i < job->options->client_count; i++) {
		replay(job, job->options->clients[i], job->options->clients[i]->id);
		if (scan || !confirmed)
			sample(job, job->options->clients[i], scan ? SAMPLES : 1);
	}
	if (confirmed)
		scn_plan_announce(job->plan, (unsigned)job->options->client_count);
	if (scan)
		scn_plan_enumerate(job->plan, versions(job), job->options->detail);
}

/* The handshake that confirms a replay offers what the server selected, and nothing else. */
static void confirm_replay(struct scn_job *job, const struct scn_profile *profile)
{
	const struct scn_replay_fact *fact =
		scn_facts_find_replay(&job->result->facts, profile->id);
	struct scn_handshake_order order = {
		.suite_count = 1,
		.groups = profile->groups,
		.group_count = profile->group_count,
		.schemes = profile->schemes,
		.scheme_count = profile->scheme_count,
		.server_name = profile->sends_sni ? job->server_name : NULL,
		.verify_name = job->server_name,
		.tlsa = &job->result->facts.tlsa,
		.domain = job->result->facts.domain,
	};

	if (!fact || fact->answer != SCN_ANSWER_SELECTED || !fact->offered)
		return;
	order.versions = SCN_VERSION_BIT(fact->version);
	order.suites = &fact->suite;
	handshake(job, profile->id, &order);
}

/* A ServerHello is not success: a scan completes one handshake for each version. */
static void confirm_version(struct scn_job *job, enum scn_version version)
{
	struct scn_handshake_order order = {
		.versions = SCN_VERSION_BIT(version),
		.server_name = job->server_name,
		.verify_name = job->server_name,
		.tlsa = &job->result->facts.tlsa,
		.domain = job->result->facts.domain,
	};
	struct scn_text id = { 0 };
	scn_suite_code *codes;

	order.suite_count = scn_facts_accepted(&job->result->facts, version, &codes);
	order.suites = codes;
	scn_text_printf(&id, "handshake-%s", scn_version_word(version));
	if (order.suite_count)
		handshake(job, scn_text_str(&id), &order);
	scn_text_finish(&id);
	free(codes);
}

/* Before a refusal is explained: is it one every time? And where what was selected could not be completed,
 * or not at the first try: are there two servers? */
static void sample_doubtful(struct scn_job *job, const struct scn_profile *profile)
{
	const struct scn_replay_fact *fact =
		scn_facts_find_replay(&job->result->facts, profile->id);

	if (!fact)
		return;
	if (fact->answer == SCN_ANSWER_ALERT ||
		(fact->answer == SCN_ANSWER_SELECTED && job->contradicted))
		sample(job, profile, SAMPLES);
}

static scn_versions judge_needs(const struct scn_job *job)
{
	scn_versions needs = 0;

	for (size_t i = 0; i < job->options->client_count; i++)
		needs |= scn_judge_needs(job->options->clients[i], &job->result->facts);
	return needs;
}

static void confirm(struct scn_job *job)
{
	scn_versions needs = judge_needs(job);

	scn_plan_announce(job->plan, 0);
	if (job->options->mode == SCN_MODE_CHECK && needs)
		scn_plan_enumerate(job->plan, needs, SCN_PLAN_SUITES);
	for (size_t i = 0; i < job->options->client_count; i++) {
		confirm_replay(job, job->options->clients[i]);
		sample_doubtful(job, job->options->clients[i]);
	}
	if (job->options->mode == SCN_MODE_SCAN)
		for (int v = SCN_TLS1_3; v >= SCN_SSL3; v--)
			confirm_version(job, (enum scn_version)v);
}

/* What would prove the causes, or find them; true if there was anything to ask. */
static bool counter_probes(struct scn_job *job, const struct scn_profile *profile)
{
	struct scn_profiles questions = scn_judge_questions(profile, &job->result->facts);
	bool any = questions.count > 0;

	for (size_t i = 0; i < questions.count; i++)
		replay(job, questions.items[i], questions.items[i]->id);
	scn_profiles_finish(&questions);
	return any;
}

static bool needs_details(const struct scn_job *job)
{
	for (size_t i = 0; i < job->options->client_count; i++)
		if (scn_judge_needs_details(job->options->clients[i], &job->result->facts))
			return true;
	return false;
}

static void details(struct scn_job *job)
{
	if (needs_details(job))
		scn_plan_enumerate(job->plan, judge_needs(job), SCN_PLAN_DETAILS);
	for (size_t i = 0; i < job->options->client_count; i++)
		sample_doubtful(job, job->options->clients[i]);
}

/* A second cause may stand behind the first, so the answers may raise new questions. */
static bool counter(struct scn_job *job)
{
	bool any = false;

	if (job->rounds++ >= MAX_COUNTER_ROUNDS)
		return false;
	for (size_t i = 0; i < job->options->client_count; i++)
		any |= counter_probes(job, job->options->clients[i]);
	return any;
}

static void judge(struct scn_job *job)
{
	struct scn_server_result *r = job->result;

	for (size_t i = 0; i < job->options->client_count; i++) {
		struct scn_verdict verdict;

		scn_judge(job->options->clients[i], &r->facts, &verdict);
		SCN_APPEND(r->pairs, r->pair_count, verdict);
	}
}

/* ---- events for JSON Lines ---- */

static void tell(struct scn_job *job, struct scn_line_event event)
{
	event.server = job->result;
	job->listener.line(job->listener.user, &event);
}

static void tell_suites(struct scn_job *job, uint32_t probe)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		const struct scn_version_fact *version = &job->result->facts.versions[v];

		for (size_t i = 0; i < version->suite_count; i++)
			if (version->suites[i].probe == probe &&
				version->suites[i].status == SCN_ACCEPTED)
				tell(job, (struct scn_line_event){ .kind = SCN_LINE_SUITE,
						  .version = (enum scn_version)v,
						  .suite = &version->suites[i] });
	}
}

static void tell_probes(struct scn_job *job)
{
	const struct scn_server_facts *facts = &job->result->facts;

	for (; job->lines_told < facts->probe_count; job->lines_told++) {
		const struct scn_probe_record *record = &facts->probes[job->lines_told];

		tell(job, (struct scn_line_event){ .kind = SCN_LINE_PROBE, .probe = record });
		tell_suites(job, record->number);
	}
}

static void tell_end(struct scn_job *job)
{
	static const char *const facts[] = { "starttls", "certificates", "dh", "groups",
		"signature_schemes" };
	const struct scn_server_result *r = job->result;

	for (size_t i = 0; i < SCN_COUNT(facts); i++)
		tell(job, (struct scn_line_event){ .kind = SCN_LINE_FACT, .fact = facts[i] });
	for (size_t i = 0; i < r->pair_count; i++)
		tell(job, (struct scn_line_event){ .kind = SCN_LINE_PAIR, .pair = &r->pairs[i] });
	if (r->facts.incomplete)
		tell(job, (struct scn_line_event){
				  .kind = SCN_LINE_WARNING, .text = r->facts.incomplete });
	tell(job, (struct scn_line_event){ .kind = SCN_LINE_SERVER_END });
}

/* ---- the runner's events ---- */

static void on_learned(void *user, const struct scn_probe_result *result)
{
	struct scn_job *job = user;

	job->contradicted |= result->end == SCN_END_HANDSHAKE_FAILED;
	tell_probes(job);
	job->listener.progress(job->listener.user, job);
}

static void on_settled(void *user)
{
	struct scn_job *job = user;

	while (job->stage < STAGE_JUDGED && scn_plan_done(job->plan)) {
		job->stage++;
		if (job->stage == STAGE_CONFIRM)
			confirm(job);
		else if (job->stage == STAGE_DETAILS)
			details(job);
		else if (job->stage == STAGE_COUNTER && counter(job))
			job->stage--; /* its answers may raise new questions */
	}
}

static void on_over(void *user)
{
	struct scn_job *job = user;

	judge(job);
	tell_end(job);
	job->listener.over(job->listener.user, job);
}

static struct scn_probe_timeouts timeouts(const struct scn_run_options *options)
{
	struct scn_probe_timeouts t = scn_probe_default_timeouts;

	if (options->timeout)
		t = (struct scn_probe_timeouts){ .connect = options->timeout,
			.greeting = options->timeout,
			.reply = options->timeout,
			.flight = options->timeout,
			.warm = t.warm };
	return t;
}

static struct scn_plan *new_plan(struct scn_job *job)
{
	struct scn_plan_options options = scn_plan_defaults;

	options.server_name = job->server_name;
	options.pace.slots = job->options->parallel;
	options.pace.pause = job->options->pause;
	options.pace.max_time = job->options->max_time;
	if (job->options->max_probes)
		options.pace.max_connections = job->options->max_probes;
	scn_random(options.seed, sizeof(options.seed));
	return scn_plan_new(&options, &job->result->facts, scn_loop_now(job->loop));
}

/* SNI is a host name: RFC 6066 section 3 forbids an address literal. */
static char *server_name(const struct scn_server_facts *facts)
{
	if (!facts->host || strcmp(facts->host, facts->address) == 0)
		return NULL;
	return scn_strdup(facts->host);
}

struct scn_job *scn_job_new(struct scn_loop *loop, const struct scn_run_options *options,
	struct scn_server_result *result, const struct scn_job_listener *listener)
{
	struct scn_job *job = scn_alloc(1, sizeof(*job));

	*job = (struct scn_job){
		.loop = loop,
		.options = options,
		.result = result,
		.listener = *listener,
		.server_name = server_name(&result->facts),
	};
	job->plan = new_plan(job);
	ask(job);
	tell(job, (struct scn_line_event){ .kind = SCN_LINE_SERVER });
	job->runner = scn_runner_new(loop, job->plan,
		&(struct scn_runner_options){ .address = result->facts.address,
			.port = result->facts.port,
			.ehlo_name = options->ehlo_name,
			.timeouts = timeouts(options),
			.no_lines = options->streaming },
		&(struct scn_runner_listener){ .learned = on_learned,
			.settled = on_settled,
			.over = on_over,
			.user = job });
	return job;
}

void scn_job_cancel(struct scn_job *job)
{
	job->stage = STAGE_JUDGED;
	scn_plan_stop(job->plan, "The scan was stopped.");
	scn_runner_cancel(job->runner);
}

void scn_job_free(struct scn_job *job)
{
	if (!job)
		return;
	scn_runner_free(job->runner);
	scn_plan_free(job->plan);
	free(job->server_name);
	free(job);
}

struct scn_plan_progress scn_job_progress(const struct scn_job *job)
{
	return scn_plan_progress(job->plan);
}

const struct scn_server_result *scn_job_result(const struct scn_job *job)
{
	return job->result;
}
