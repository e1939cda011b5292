#include "connection-private.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

enum {
	READ_SIZE = 64 * 1024,
	MAX_HEARD = 64 * 1024, /* of a client that says more than the script wants to hear */
	FIN_PATIENCE_MS = 5000,
};

/* ---- the end ---- */

static void on_closed(uv_handle_t *handle)
{
	struct fault_connection *c = handle->data;

	if (--c->handles)
		return;
	c->listener->open--;
	c->listener->server->open--;
	scn_builder_finish(&c->input);
	scn_builder_finish(&c->own);
	scn_builder_finish(&c->later);
	free(c);
}

static void leave_gathering(struct fault_connection *c)
{
	if (!c->back)
		return;
	*c->back = c->next;
	if (c->next)
		c->next->back = c->back;
	c->back = NULL;
}

static void end(struct fault_connection *c, bool reset)
{
	if (c->wait == FAULT_WAIT_NOTHING)
		return;
	c->wait = FAULT_WAIT_NOTHING;
	leave_gathering(c);
	fault_backend_close(c);
	uv_close((uv_handle_t *)&c->timer, on_closed);
	/* A reset is refused where a FIN is on its way already. */
	if (!reset || uv_tcp_close_reset(&c->tcp, on_closed))
		uv_close((uv_handle_t *)&c->tcp, on_closed);
}

static void on_timer(uv_timer_t *timer)
{
	struct fault_connection *c = timer->data;

	if (c->wait == FAULT_WAIT_CLIENT)
		end(c, false);
	else
		fault_play_timer(c);
}

void fault_connection_sleep(struct fault_connection *c, unsigned ms)
{
	c->wait = FAULT_WAIT_TIMER;
	uv_timer_start(&c->timer, on_timer, ms, 0);
}

static void on_shutdown(uv_shutdown_t *shutdown, int status)
{
}

/* A socket with unread bytes is closed with a RST; so a FIN goes out, and what comes is read on. */
void fault_connection_close(struct fault_connection *c)
{
	c->wait = FAULT_WAIT_CLIENT;
	if (uv_shutdown(&c->shutdown, (uv_stream_t *)&c->tcp, on_shutdown))
		end(c, false);
	else
		uv_timer_start(&c->timer, on_timer, FIN_PATIENCE_MS, 0);
}

void fault_connection_reset(struct fault_connection *c)
{
	end(c, true);
}

/* ---- bytes ---- */

static void on_written(uv_write_t *write, int status)
{
	struct fault_connection *c = write->data;

	if (c->wait == FAULT_WAIT_NOTHING)
		return;
	if (status)
		end(c, false);
	else
		fault_play_written(c);
}

void fault_connection_write(struct fault_connection *c, struct scn_bytes borrowed)
{
	uv_buf_t buffer = uv_buf_init((char *)(uintptr_t)borrowed.at, (unsigned)borrowed.len);

	c->wait = FAULT_WAIT_WRITE;
	c->write.data = c;
	if (uv_write(&c->write, (uv_stream_t *)&c->tcp, &buffer, 1, on_written))
		end(c, false);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
	static char shared[READ_SIZE]; /* the bytes are only lent for the call */

	*buffer = uv_buf_init(shared, sizeof(shared));
}

static void hear(struct fault_connection *c, struct scn_bytes bytes)
{
	if (c->backend) {
		fault_backend_send(c, bytes);
	} else if (c->input.len + bytes.len <= MAX_HEARD && c->wait != FAULT_WAIT_CLIENT) {
		scn_build_bytes(&c->input, bytes);
		if (c->wait == FAULT_WAIT_INPUT)
			fault_play_input(c);
	}
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
	struct fault_connection *c = stream->data;

	if (count < 0)
		end(c, false);
	else if (count > 0)
		hear(c, (struct scn_bytes){ (const uint8_t *)buffer->base, (size_t)count });
}

/* ---- the beginning ---- */

static void count(struct fault_connection *c)
{
	struct fault_listener *listener = c->listener;
	struct fault_server *server = listener->server;

	c->number = ++listener->accepted;
	server->accepted++;
	if (++listener->open > listener->most_open)
		listener->most_open = listener->open;
	if (++server->open > server->most_open)
		server->most_open = server->open;
}

/* All are there: from now on nobody waits. */
static void release(struct fault_server *server)
{
	server->gather = 0;
	while (server->waiting) {
		struct fault_connection *c = server->waiting;

		leave_gathering(c);
		fault_play(c);
	}
}

static void gather(struct fault_connection *c)
{
	struct fault_server *server = c->listener->server;

	c->wait = FAULT_WAIT_GATHER;
	c->next = server->waiting;
	c->back = &server->waiting;
	if (c->next)
		c->next->back = &c->next;
	server->waiting = c;
	if (server->open >= server->gather)
		release(server);
}

void fault_connection_accept(struct fault_listener *listener)
{
	struct fault_connection *c = scn_alloc(1, sizeof(*c));

	c->listener = listener;
	c->handles = 2;
	uv_tcp_init(listener->server->loop, &c->tcp);
	uv_timer_init(listener->server->loop, &c->timer);
	c->tcp.data = c;
	c->timer.data = c;
	count(c);
	c->script = fault_script_case(listener->script, c->number, listener->open);
	if (uv_accept((uv_stream_t *)&listener->tcp, (uv_stream_t *)&c->tcp) ||
		uv_tcp_nodelay(&c->tcp, 1) ||
		uv_read_start((uv_stream_t *)&c->tcp, on_alloc, on_read))
		end(c, false);
	else if (listener->server->gather)
		gather(c);
	else
		fault_play(c);
}
