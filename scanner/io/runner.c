#include "io/runner.h"

#include <stdlib.h>

#include "core/base/alloc.h"

/* One connection: its socket, its machine, its deadline. */
struct slot {
	struct scn_runner *runner;
	struct scn_connection *connection;
	struct scn_probe *probe;
	struct scn_timer *deadline;
};

struct scn_runner {
	struct scn_loop *loop;
	struct scn_plan *plan;
	struct scn_runner_options options;
	struct scn_runner_listener listener;
	struct slot **slots;
	size_t slot_count;
	struct scn_timer *pump; /* when the plan wants to be asked again */
	bool cancelled;
};

static void feed(struct slot *slot, const struct scn_probe_event *event);

static void on_connection(void *user, const struct scn_probe_event *event)
{
	feed(user, event);
}

static void on_deadline(void *user)
{
	feed(user, &(struct scn_probe_event){ .kind = SCN_EVENT_TICK });
}

static void open_slot(struct scn_runner *r)
{
	struct slot *slot = scn_alloc(1, sizeof(*slot));
	scn_time now = scn_loop_now(r->loop);

	slot->runner = r;
	slot->probe = scn_probe_new(r->options.ehlo_name, &r->options.timeouts, now);
	if (r->options.no_lines)
		scn_probe_keep_no_lines(slot->probe);
	slot->deadline = scn_timer_new(r->loop, on_deadline, slot);
	SCN_APPEND(r->slots, r->slot_count, slot);
	scn_plan_opened(r->plan, now);
	slot->connection = scn_connection_open(
		r->loop, r->options.address, r->options.port, on_connection, slot);
	scn_timer_set(slot->deadline, scn_probe_deadline(slot->probe));
}

static void forget(struct scn_runner *r, struct slot *slot)
{
	size_t at = 0;

	while (r->slots[at] != slot)
		at++;
	r->slots[at] = r->slots[--r->slot_count];
}

static void close_slot(struct slot *slot)
{
	scn_connection_free(slot->connection);
	scn_timer_free(slot->deadline);
	scn_probe_free(slot->probe);
	free(slot);
}

static void finish_slot(struct slot *slot)
{
	struct scn_runner *r = slot->runner;
	struct scn_probe_result result = scn_probe_result(slot->probe);

	forget(r, slot);
	scn_plan_learn(r->plan, &result, scn_loop_now(r->loop));
	r->listener.learned(r->listener.user, &result);
	close_slot(slot);
	scn_timer_set(r->pump, 0);
}

/* Send what the machine wants to send; take the slot down when it is over. */
static void settle(struct slot *slot)
{
	struct scn_bytes output = scn_probe_output(slot->probe);

	if (output.len) {
		scn_connection_send(slot->connection, output);
		scn_probe_sent(slot->probe);
	}
	if (scn_probe_over(slot->probe)) {
		finish_slot(slot);
		return;
	}
	scn_timer_set(slot->deadline, scn_probe_deadline(slot->probe));
	if (scn_probe_warm(slot->probe))
		scn_timer_set(slot->runner->pump, 0);
}

static void feed(struct slot *slot, const struct scn_probe_event *event)
{
	scn_probe_feed(slot->probe, event, scn_loop_now(slot->runner->loop));
	settle(slot);
}

static size_t unasked(const struct scn_runner *r)
{
	size_t count = 0;

	for (size_t i = 0; i < r->slot_count; i++)
		count += !scn_probe_asked(r->slots[i]->probe);
	return count;
}

static struct slot *find_warm(struct scn_runner *r)
{
	for (size_t i = 0; i < r->slot_count; i++)
		if (scn_probe_warm(r->slots[i]->probe) && !scn_probe_asked(r->slots[i]->probe))
			return r->slots[i];
	return NULL;
}

static void hand_out_questions(struct scn_runner *r)
{
	struct slot *slot;

	while ((slot = find_warm(r))) {
		struct scn_question *question = scn_plan_ask(r->plan, scn_loop_now(r->loop));

		if (!question)
			return;
		scn_probe_ask(slot->probe, question, scn_loop_now(r->loop));
		settle(slot);
	}
}

/* Connections that no question will come for any more say QUIT. */
static void end_unneeded(struct scn_runner *r)
{
	struct slot *slot;

	while ((slot = find_warm(r)) && !scn_plan_needs_warm(r->plan, (unsigned)unasked(r)))
		feed(slot, &(struct scn_probe_event){ .kind = SCN_EVENT_QUIT });
}

static void open_wanted(struct scn_runner *r)
{
	scn_time until = SCN_NEVER;

	while (scn_plan_may_open(r->plan, (unsigned)r->slot_count, (unsigned)unasked(r),
		scn_loop_now(r->loop), &until))
		open_slot(r);
	scn_timer_set(r->pump, until);
}

static void end_all(struct scn_runner *r)
{
	size_t before;

	/* A QUIT may take a slot down at once, so begin again until a whole round changes nothing. */
	do {
		before = r->slot_count;
		for (size_t i = 0; i < r->slot_count && r->slot_count == before; i++)
			feed(r->slots[i], &(struct scn_probe_event){ .kind = SCN_EVENT_QUIT });
	} while (r->slot_count != before);
}

static void on_pump(void *user)
{
	struct scn_runner *r = user;

	hand_out_questions(r);
	if (scn_plan_done(r->plan) && !r->cancelled)
		r->listener.settled(r->listener.user);
	hand_out_questions(r);
	if (scn_plan_done(r->plan)) {
		end_all(r);
		if (r->slot_count == 0)
			r->listener.over(r->listener.user);
		return;
	}
	end_unneeded(r);
	open_wanted(r);
}

struct scn_runner *scn_runner_new(struct scn_loop *loop, struct scn_plan *plan,
	const struct scn_runner_options *options, const struct scn_runner_listener *listener)
{
	struct scn_runner *r = scn_alloc(1, sizeof(*r));

	*r = (struct scn_runner){
		.loop = loop,
		.plan = plan,
		.options = *options,
		.listener = *listener,
	};
	r->pump = scn_timer_new(loop, on_pump, r);
	scn_timer_set(r->pump, 0);
	return r;
}

void scn_runner_cancel(struct scn_runner *r)
{
	r->cancelled = true;
	end_all(r);
	scn_timer_set(r->pump, 0);
}

void scn_runner_free(struct scn_runner *r)
{
	if (!r)
		return;
	while (r->slot_count)
		close_slot(r->slots[--r->slot_count]);
	scn_timer_free(r->pump);
	free(r->slots);
	free(r);
}
