/* What the steps of a script do. Each returns true where the next one may begin at once. */
#include <stdlib.h>
#include <string.h>

#include "connection-private.h"
#include "content.h"

enum {
	RECORD_HEADER = 5,
	MESSAGE_HEADER = 4,
	HANDSHAKE = 22,
};

static const struct fault_step *step_of(const struct fault_connection *c)
{
	return c->step < c->script->step_count ? &c->script->steps[c->step] : NULL;
}

/* ---- sending ---- */

/* Send the next piece of the output, as the manner of the step wants it. */
static void send_piece(struct fault_connection *c)
{
	const struct fault_manner *manner = &step_of(c)->manner;
	size_t len = c->output.len - c->sent;

	if (manner->by && len > manner->by)
		len = manner->by;
	if (c->sent < c->split_at && len > c->split_at - c->sent)
		len = c->split_at - c->sent;
	if (len > c->cut_at - c->sent)
		len = c->cut_at - c->sent;
	c->writing = len;
	fault_connection_write(c, (struct scn_bytes){ c->output.at + c->sent, len });
}

static bool all_sent(const struct fault_connection *c)
{
	return c->sent >= c->output.len || c->sent >= c->cut_at;
}

static void next_step(struct fault_connection *c)
{
	c->step++;
	fault_play(c);
}

/* The places are counted from the first byte of the relay. */
static void count_off(size_t *place, size_t sent)
{
	if (*place != SIZE_MAX)
		*place = *place > sent ? *place - sent : SIZE_MAX;
}

static bool have_more(struct fault_connection *c)
{
	if (!c->later.len)
		return false;
	count_off(&c->split_at, c->sent);
	count_off(&c->cut_at, c->sent);
	scn_builder_finish(&c->own);
	c->own = c->later;
	c->later = (struct scn_builder){ 0 };
	c->output = scn_built(&c->own);
	c->sent = 0;
	return true;
}

/* The output is out: again, on to the next step, or (of a relay) wait for more. */
static void output_ended(struct fault_connection *c)
{
	const struct fault_step *step = step_of(c);

	if (step->kind == FAULT_RELAY && c->sent < c->cut_at && have_more(c)) {
		send_piece(c);
	} else if (step->kind == FAULT_RELAY && c->sent < c->cut_at && !c->backend_ended) {
		c->wait = FAULT_WAIT_BACKEND;
	} else if (step->manner.forever) {
		c->sent = 0;
		fault_connection_sleep(c, step->manner.gap_ms);
	} else {
		fault_backend_close(c);
		next_step(c);
	}
}

void fault_play_written(struct fault_connection *c)
{
	const struct fault_step *step = step_of(c);
	bool pause = step->manner.by || c->sent + c->writing == c->split_at;

	c->sent += c->writing;
	if (all_sent(c))
		output_ended(c);
	else if (pause)
		fault_connection_sleep(c, step->manner.gap_ms);
	else
		send_piece(c);
}

void fault_play_timer(struct fault_connection *c)
{
	const struct fault_step *step = step_of(c);

	if (step->kind == FAULT_PAUSE)
		next_step(c);
	else
		send_piece(c);
}

static size_t place_at(const struct fault_place *place, size_t number, size_t len)
{
	size_t at = fault_place_at(place, number, len);

	return at < len ? at : SIZE_MAX;
}

static size_t handshake_len(struct scn_bytes records)
{
	struct scn_builder one = { 0 };
	size_t len;

	fault_records(records, 0, 0, &one);
	len = one.len > RECORD_HEADER ? one.len - RECORD_HEADER : 0;
	scn_builder_finish(&one);
	return len;
}

static void start_send(struct fault_connection *c, const struct fault_step *step)
{
	const struct fault_manner *manner = &step->manner;

	c->output = scn_built(&step->bytes);
	if (manner->joint.each || manner->joint.high || manner->fragment) {
		size_t joint = place_at(&manner->joint, c->number, handshake_len(c->output));

		scn_builder_finish(&c->own);
		fault_records(c->output, joint == SIZE_MAX ? 0 : joint, manner->fragment, &c->own);
		c->output = scn_built(&c->own);
	}
	c->sent = 0;
	c->split_at = place_at(&manner->split, c->number, c->output.len);
	c->cut_at = place_at(&manner->cut, c->number, c->output.len);
	send_piece(c);
}

/* ---- relaying: what comes from behind is an output that grows ---- */

static void start_relay(struct fault_connection *c, const struct fault_step *step)
{
	scn_builder_finish(&c->own);
	c->output = (struct scn_bytes){ 0 };
	c->sent = 0;
	c->split_at = place_at(&step->manner.split, c->number, SIZE_MAX);
	c->cut_at = place_at(&step->manner.cut, c->number, SIZE_MAX);
	c->wait = FAULT_WAIT_BACKEND;
	fault_backend_open(c);
	if (c->backend && c->input.len)
		fault_backend_send(c, scn_built(&c->input));
	scn_builder_finish(&c->input);
}

void fault_play_relayed(struct fault_connection *c, struct scn_bytes bytes)
{
	scn_build_bytes(&c->later, bytes);
	if (c->wait == FAULT_WAIT_BACKEND && have_more(c))
		send_piece(c);
}

void fault_play_backend_ended(struct fault_connection *c)
{
	c->backend_ended = true;
	fault_backend_close(c);
	if (c->wait == FAULT_WAIT_BACKEND)
		next_step(c);
}

/* ---- waiting for the client ---- */

static void drop_input(struct fault_connection *c, size_t len)
{
	struct scn_builder rest = { 0 };

	scn_build_bytes(&rest, (struct scn_bytes){ c->input.data + len, c->input.len - len });
	scn_builder_finish(&c->input);
	c->input = rest;
}

/* A QUIT is answered wherever a line is waited for. */
static bool take_line(struct fault_connection *c)
{
	static const char farewell[] = "221 2.0.0 Bye\r\n";
	const uint8_t *end = c->input.len ? memchr(c->input.data, '\n', c->input.len) : NULL;
	bool quit = end && c->input.len >= 4 && memcmp(c->input.data, "QUIT", 4) == 0;

	if (!end)
		return false;
	drop_input(c, (size_t)(end - c->input.data) + 1);
	if (!quit)
		return true;
	uv_try_write((uv_stream_t *)&c->tcp,
		&(uv_buf_t){ .base = (char *)(uintptr_t)farewell, .len = sizeof(farewell) - 1 }, 1);
	fault_connection_close(c);
	return false;
}

/* A whole ClientHello, in however many records (or an SSL 2.0 one, which has no record header). It
 * stays in the input: a relay passes it on. */
static bool have_hello(const struct fault_connection *c)
{
	struct scn_reader r = scn_reader(scn_built(&c->input));
	struct scn_builder message = { 0 };
	bool whole = false;

	if (scn_read_left(&r) && c->input.data[0] != HANDSHAKE)
		return true;
	while (!whole && scn_read_left(&r) > RECORD_HEADER) {
		struct scn_reader body;

		scn_read_bytes(&r, 3);
		body = scn_read_block(&r, 2);
		if (!scn_read_ok(&r))
			break;
		scn_build_bytes(&message, scn_read_bytes(&body, scn_read_left(&body)));
		if (message.len >= MESSAGE_HEADER) {
			struct scn_reader head = scn_reader(scn_built(&message));

			scn_read_u8(&head);
			whole = message.len >= MESSAGE_HEADER + scn_read_u24(&head);
		}
	}
	scn_builder_finish(&message);
	return whole;
}

void fault_play_input(struct fault_connection *c)
{
	const struct fault_step *step = step_of(c);

	if (step->kind == FAULT_LINE ? take_line(c) : have_hello(c))
		next_step(c);
}

/* ---- steps ---- */

void fault_play(struct fault_connection *c)
{
	const struct fault_step *step = step_of(c);

	switch (step ? step->kind : FAULT_CLOSE) {
	case FAULT_SEND:
		start_send(c, step);
		return;
	case FAULT_LINE:
	case FAULT_HELLO:
		c->wait = FAULT_WAIT_INPUT;
		fault_play_input(c);
		return;
	case FAULT_PAUSE:
		fault_connection_sleep(c, step->pause_ms);
		return;
	case FAULT_SILENCE:
		c->wait = FAULT_WAIT_CLIENT;
		return;
	case FAULT_RELAY:
		start_relay(c, step);
		return;
	case FAULT_CLOSE:
		fault_connection_close(c);
		return;
	case FAULT_RESET:
		fault_connection_reset(c);
		return;
	}
}
