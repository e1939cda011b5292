#include "io/loop.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <uv.h>

#include "core/base/alloc.h"

enum {
	READ_BUFFER_LEN = 64 * 1024,
};

struct scn_loop {
	uv_loop_t uv;
	uv_async_t wake;
	void (*on_wake)(void *user);
	void *wake_user;
	char buffer
		[READ_BUFFER_LEN]; /* one read at a time is under way, and it is used up at once */
};

static void on_wake(uv_async_t *handle)
{
	struct scn_loop *loop = handle->data;

	if (loop->on_wake)
		loop->on_wake(loop->wake_user);
}

struct scn_loop *scn_loop_new(void)
{
	struct scn_loop *loop = scn_alloc(1, sizeof(*loop));

	if (uv_loop_init(&loop->uv)) {
		free(loop);
		return NULL;
	}
	loop->wake.data = loop;
	uv_async_init(&loop->uv, &loop->wake, on_wake);
	/* Waiting to be woken is no reason to go on. */
	uv_unref((uv_handle_t *)&loop->wake);
	return loop;
}

void scn_loop_free(struct scn_loop *loop)
{
	if (!loop)
		return;
	uv_close((uv_handle_t *)&loop->wake, NULL);
	uv_run(&loop->uv, UV_RUN_DEFAULT); /* carries out what was closed */
	uv_loop_close(&loop->uv);
	free(loop);
}

void scn_loop_run(struct scn_loop *loop)
{
	uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void scn_loop_stop(struct scn_loop *loop)
{
	uv_stop(&loop->uv);
}

scn_time scn_loop_now(struct scn_loop *loop)
{
	return (scn_time)uv_hrtime();
}

scn_unixtime scn_wall_clock(void)
{
	return time(NULL);
}

void scn_random(uint8_t *out, size_t len)
{
	/* Without random numbers no hello can be made; it does not happen on a working system. */
	if (uv_random(NULL, NULL, out, len, 0, NULL))
		abort();
}

struct uv_loop_s *scn_loop_uv(struct scn_loop *loop)
{
	return &loop->uv;
}

void scn_loop_on_wake(struct scn_loop *loop, void (*wake)(void *user), void *user)
{
	loop->on_wake = wake;
	loop->wake_user = user;
}

void scn_loop_wake(struct scn_loop *loop)
{
	uv_async_send(&loop->wake);
}

/* ---- timers ---- */

struct scn_timer {
	uv_timer_t uv;
	void (*due)(void *user);
	void *user;
};

static void on_due(uv_timer_t *handle)
{
	struct scn_timer *timer = handle->data;

	timer->due(timer->user);
}

struct scn_timer *scn_timer_new(struct scn_loop *loop, void (*due)(void *user), void *user)
{
	struct scn_timer *timer = scn_alloc(1, sizeof(*timer));

	timer->due = due;
	timer->user = user;
	timer->uv.data = timer;
	uv_timer_init(&loop->uv, &timer->uv);
	return timer;
}

void scn_timer_set(struct scn_timer *timer, scn_time when)
{
	scn_time wait = when - (scn_time)uv_hrtime();

	if (when == SCN_NEVER) {
		uv_timer_stop(&timer->uv);
		return;
	}
	/* Timers of libuv count from the loop's own time, which is as old as the last event. */
	uv_update_time(timer->uv.loop);
	/* Rounded up: a deadline must have passed when it is told. */
	uv_timer_start(
		&timer->uv, on_due, wait <= 0 ? 0 : (uint64_t)((wait + SCN_MS - 1) / SCN_MS), 0);
}

static void free_data(uv_handle_t *handle)
{
	free(handle->data);
}

void scn_timer_free(struct scn_timer *timer)
{
	if (timer)
		uv_close((uv_handle_t *)&timer->uv, free_data);
}

/* ---- connections ---- */

struct scn_connection {
	struct scn_loop *loop;
	uv_tcp_t tcp;
	uv_connect_t connect;
	uv_shutdown_t shutdown;
	uv_timer_t failed;           /* tells a failure to start from the loop */
	scn_connection_event *event; /* NULL: the owner has gone */
	void *user;
	int start_error; /* of libuv */
	bool connected, over;
	unsigned handles; /* that are still to be closed */
};

static enum scn_close_reason reason_of(int uv_error)
{
	static const struct {
		int error;
		enum scn_close_reason reason;
	} table[] = {
		{ UV_EOF, SCN_CLOSE_EOF },
		{ UV_ECONNRESET, SCN_CLOSE_RESET },
		{ UV_EPIPE, SCN_CLOSE_RESET },
		{ UV_ECONNREFUSED, SCN_CLOSE_REFUSED },
		{ UV_ETIMEDOUT, SCN_CLOSE_TIMED_OUT },
		{ UV_EHOSTUNREACH, SCN_CLOSE_UNREACHABLE },
		{ UV_ENETUNREACH, SCN_CLOSE_UNREACHABLE },
		{ UV_EADDRNOTAVAIL, SCN_CLOSE_UNREACHABLE },
		{ UV_EACCES, SCN_CLOSE_UNREACHABLE },
		{ UV_EPERM, SCN_CLOSE_UNREACHABLE },
	};

	for (size_t i = 0; i < SCN_COUNT(table); i++)
		if (table[i].error == uv_error)
			return table[i].reason;
	return SCN_CLOSE_OTHER;
}

static void tell(struct scn_connection *c, const struct scn_probe_event *event)
{
	if (c->event && !c->over)
		c->event(c->user, event);
}

/* The last event of a connection. */
static void tell_end(struct scn_connection *c, int uv_error)
{
	struct scn_probe_event event = {
		.kind = c->connected ? SCN_EVENT_CLOSED : SCN_EVENT_CONNECT_FAILED,
		.reason = reason_of(uv_error),
	};
	scn_connection_event *callback = c->event;

	if (c->over || !callback)
		return;
	c->over = true;
	callback(c->user, &event);
}

static void on_alloc(uv_handle_t *handle, size_t wanted, uv_buf_t *buffer)
{
	struct scn_connection *c = handle->data;

	*buffer = uv_buf_init(c->loop->buffer, sizeof(c->loop->buffer));
}

static void on_read(uv_stream_t *stream, ssize_t len, const uv_buf_t *buffer)
{
	struct scn_connection *c = stream->data;

	if (len > 0)
		tell(c, &(struct scn_probe_event){ .kind = SCN_EVENT_BYTES,
				.bytes = { (const uint8_t *)buffer->base, (size_t)len } });
	else if (len < 0)
		tell_end(c, (int)len);
}

static void on_connect(uv_connect_t *request, int status)
{
	struct scn_connection *c = request->data;

	if (!c->event)
		return;
	if (status) {
		tell_end(c, status);
		return;
	}
	c->connected = true;
	uv_read_start((uv_stream_t *)&c->tcp, on_alloc, on_read);
	tell(c, &(struct scn_probe_event){ .kind = SCN_EVENT_CONNECTED });
}

static void on_failed(uv_timer_t *timer)
{
	struct scn_connection *c = timer->data;

	tell_end(c, c->start_error);
}

static int start(struct scn_connection *c, const char *address, uint16_t port)
{
	struct sockaddr_storage to;
	int error = uv_ip4_addr(address, port, (struct sockaddr_in *)&to);

	if (error)
		error = uv_ip6_addr(address, port, (struct sockaddr_in6 *)&to);
	if (error)
		return error;
	return uv_tcp_connect(&c->connect, &c->tcp, (const struct sockaddr *)&to, on_connect);
}

struct scn_connection *scn_connection_open(struct scn_loop *loop, const char *address,
	uint16_t port, scn_connection_event *event, void *user)
{
	struct scn_connection *c = scn_alloc(1, sizeof(*c));
	int error;

	c->loop = loop;
	c->event = event;
	c->user = user;
	c->tcp.data = c;
	c->connect.data = c;
	c->shutdown.data = c;
	c->failed.data = c;
	uv_tcp_init(&loop->uv, &c->tcp);
	uv_timer_init(&loop->uv, &c->failed);
	c->handles = 2;
	uv_tcp_nodelay(&c->tcp, 1);
	error = start(c, address, port);
	if (error) {
		c->start_error = error;
		uv_timer_start(&c->failed, on_failed, 0, 0);
	}
	return c;
}

struct write {
	uv_write_t request;
	uint8_t bytes[];
};

static void on_written(uv_write_t *request, int status)
{
	free(request->data);
}

void scn_connection_send(struct scn_connection *c, struct scn_bytes bytes)
{
	struct write *write;
	uv_buf_t buffer;

	if (!c->connected || c->over || bytes.len == 0)
		return;
	write = scn_alloc(1, sizeof(*write) + bytes.len);
	memcpy(write->bytes, bytes.at, bytes.len);
	write->request.data = write;
	buffer = uv_buf_init((char *)write->bytes, (unsigned)bytes.len);
	/* An error shows in the next read too, and there it is told. */
	if (uv_write(&write->request, (uv_stream_t *)&c->tcp, &buffer, 1, on_written))
		free(write);
}

static void on_handle_closed(uv_handle_t *handle)
{
	struct scn_connection *c = handle->data;

	if (--c->handles == 0)
		free(c);
}

static void close_now(struct scn_connection *c)
{
	uv_close((uv_handle_t *)&c->tcp, on_handle_closed);
	uv_close((uv_handle_t *)&c->failed, on_handle_closed);
}

static void on_shutdown(uv_shutdown_t *request, int status)
{
	close_now(request->data);
}

void scn_connection_free(struct scn_connection *c)
{
	if (!c)
		return;
	c->event = NULL;
	if (c->connected && !c->over) {
		uv_read_stop((uv_stream_t *)&c->tcp);
		/* Waits until what is queued is written. */
		if (uv_shutdown(&c->shutdown, (uv_stream_t *)&c->tcp, on_shutdown) == 0)
			return;
	}
	close_now(c);
}
