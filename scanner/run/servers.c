#include "run/run.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/address.h"
#include "core/base/alloc.h"

enum {
	KEPT_SERVERS =
		32768, /* that are over, where no document is kept; then the oldest is forgotten */
};

/* ---- the tree of endpoints ---- */

static int compare(const void *a, const void *b)
{
	const struct scn_endpoint *x = a, *y = b;
	int order = memcmp(x->address, y->address, sizeof(x->address));

	if (order == 0)
		order = (int)x->port - (int)y->port;
	if (order == 0 && x->host && y->host)
		order = strcmp(x->host, y->host);
	return order;
}

static void free_endpoint(struct scn_endpoint *e)
{
	while (e->places) {
		struct scn_run_place *place = e->places;

		e->places = place->next;
		free(place);
	}
	scn_job_free(e->job);
	free(e->name);
	free(e->input);
	free(e->brief);
	free(e);
}

static void forget(struct scn_run *run, struct scn_endpoint *e)
{
	tdelete(e, &run->endpoints, compare);
	run->endpoint_count--;
	free_endpoint(e);
}

static struct scn_endpoint *endpoint_for(struct scn_run *run, const struct scn_server_facts *facts)
{
	struct scn_endpoint key = { .port = facts->port,
		.host = run->names_matter ? facts->host : NULL };
	struct scn_endpoint *e;
	void *found;

	if (!scn_address_bytes(facts->address, key.address))
		memset(key.address, 0, sizeof(key.address));
	found = tfind(&key, &run->endpoints, compare);
	if (found)
		return *(struct scn_endpoint **)found;
	e = scn_alloc(1, sizeof(*e));
	*e = key;
	e->run = run;
	e->name = scn_strdup(facts->host);
	e->host = key.host ? e->name : NULL;
	e->gate.owner = e;
	if (!tsearch(e, &run->endpoints, compare))
		abort(); /* out of memory */
	run->endpoint_count++;
	return e;
}

/* ---- queues ---- */

static void push(struct scn_endpoint_queue *queue, struct scn_endpoint *e)
{
	e->next = NULL;
	if (queue->last)
		queue->last->next = e;
	else
		queue->first = e;
	queue->last = e;
	queue->count++;
}

static struct scn_endpoint *pop(struct scn_endpoint_queue *queue)
{
	struct scn_endpoint *e = queue->first;

	if (!e)
		return NULL;
	queue->first = e->next;
	if (!queue->first)
		queue->last = NULL;
	queue->count--;
	return e;
}

/* ---- the end of a server ---- */

void scn_run_judge_unreached(struct scn_run *run, struct scn_server_result *server)
{
	for (size_t i = 0; i < run->options.client_count; i++) {
		struct scn_verdict verdict;

		scn_judge(run->options.clients[i], &server->facts, &verdict);
		SCN_APPEND(server->pairs, server->pair_count, verdict);
	}
}

/* The next one of its network may be asked now. */
static void leave(struct scn_endpoint *e)
{
	struct scn_gate_place *next = scn_gate_leave(e->run->gate, &e->gate);

	if (next)
		push(&e->run->ready, next->owner);
}

static void settle(struct scn_endpoint *e)
{
	struct scn_run *run = e->run;
	struct scn_run_place *first = e->places;

	e->state = SCN_ENDPOINT_OVER;
	scn_run_keep(e);
	scn_run_target_server_over(first->target, first->server);
	for (struct scn_run_place *place = first->next; place; place = place->next)
		scn_run_share(e, place);
	while (e->places) {
		struct scn_run_place *place = e->places;

		e->places = place->next;
		free(place);
	}
	push(&run->over, e);
	while (run->options.streaming && run->over.count > KEPT_SERVERS)
		forget(run, pop(&run->over));
}

/* It was not asked, because the run was stopped. */
static void give_up(struct scn_endpoint *e)
{
	for (struct scn_run_place *place = e->places; place; place = place->next)
		place->target->stopped = true;
	scn_run_judge_unreached(e->run, e->places->server);
	settle(e);
}

/* ---- jobs ---- */

static void on_line(void *user, const struct scn_line_event *event)
{
	struct scn_endpoint *e = user;

	scn_run_target_line(e->places->target, *event);
}

static void on_progress(void *user, struct scn_job *job)
{
	struct scn_endpoint *e = user;
	struct scn_run *run = e->run;
	const struct scn_server_result *server = scn_job_result(job);
	struct scn_plan_progress p;

	if (!run->listener.progress)
		return;
	p = scn_job_progress(job);
	run->listener.progress(run->listener.user,
		&(struct scn_run_progress){ .target = e->places->target->result->input,
			.host = server->facts.host,
			.port = server->facts.port,
			.server = (unsigned)(run->over.count + 1),
			.server_count = (unsigned)run->endpoint_count,
			.answered = p.answered,
			.expected = p.expected,
			.stage = p.stage,
			.counts = &run->counts,
			.in_flight = run->in_flight,
			.waiting = server->facts.throttled });
}

static void on_job_over(void *user, struct scn_job *job)
{
	struct scn_endpoint *e = user;
	struct scn_run *run = e->run;

	e->job = NULL;
	scn_job_free(job);
	run->running--;
	leave(e);
	if (run->cancelled)
		for (struct scn_run_place *place = e->places; place; place = place->next)
			place->target->stopped = true;
	settle(e);
	scn_run_pump(run);
}

static void start_job(struct scn_endpoint *e)
{
	e->job = scn_job_new(e->run->loop, &e->run->options, e->places->server,
		&(struct scn_job_listener){
			.line = on_line, .progress = on_progress, .over = on_job_over, .user = e });
}

static void on_tlsa(void *user, struct scn_tlsa_fact *fact)
{
	struct scn_endpoint *e = user;
	struct scn_run *run = e->run;

	e->places->server->facts.tlsa = *fact;
	if (!run->cancelled) {
		start_job(e);
		return;
	}
	run->running--;
	leave(e);
	give_up(e);
	scn_run_pump(run);
}

/* TLSA records are of names, and DANE is for whoever has a domain. */
static bool has_tlsa_name(const struct scn_server_facts *facts)
{
	return facts->host && strcmp(facts->host, facts->address) != 0 && strchr(facts->host, '.');
}

static void start(struct scn_endpoint *e)
{
	const struct scn_server_facts *facts = &e->places->server->facts;

	e->state = SCN_ENDPOINT_RUNNING;
	e->run->running++;
	if (has_tlsa_name(facts) && scn_run_tlsa(e->run))
		scn_tlsa_lookup(e->run->tlsa, facts->host, facts->port, on_tlsa, e);
	else
		start_job(e);
}

/* ---- what the targets want ---- */

static void add_place(struct scn_endpoint *e, const struct scn_run_place *place)
{
	struct scn_run_place *copy = scn_memdup(place, sizeof(*place));

	if (e->last_place && e->places)
		e->last_place->next = copy;
	else
		e->places = copy;
	e->last_place = copy;
}

void scn_run_want(struct scn_run_target *target, struct scn_server_result *server)
{
	struct scn_run *run = target->run;
	struct scn_run_place place = { .target = target, .server = server };
	size_t known = run->endpoint_count;
	struct scn_endpoint *e;

	if (!server->facts.address[0]) {
		scn_run_judge_unreached(run, server);
		scn_run_target_server_over(target, server);
		return;
	}
	e = endpoint_for(run, &server->facts);
	if (e->state == SCN_ENDPOINT_OVER) {
		scn_run_share(e, &place);
		return;
	}
	add_place(e, &place);
	if (run->endpoint_count > known &&
		scn_gate_enter(run->gate, &e->gate, server->facts.address))
		push(&run->ready, e);
}

void scn_run_pump_servers(struct scn_run *run)
{
	struct scn_endpoint *e;

	while (!run->cancelled && run->running < run->options.servers_at_once &&
		(e = pop(&run->ready)) != NULL)
		start(e);
}

static void cancel_job(const void *node, VISIT visit, int depth)
{
	struct scn_endpoint *e = *(struct scn_endpoint *const *)node;

	if ((visit == postorder || visit == leaf) && e->job)
		scn_job_cancel(e->job);
}

void scn_run_cancel_servers(struct scn_run *run)
{
	struct scn_gate_place *waiting;
	struct scn_endpoint *e;

	while ((waiting = scn_gate_turn_away(run->gate)) != NULL)
		give_up(waiting->owner);
	while ((e = pop(&run->ready)) != NULL) {
		leave(e);
		give_up(e);
	}
	twalk(run->endpoints, cancel_job);
}

void scn_run_free_servers(struct scn_run *run)
{
	while (run->endpoints)
		forget(run, *(struct scn_endpoint **)run->endpoints);
	scn_gate_free(run->gate);
}
