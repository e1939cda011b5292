#include "io/loop.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <uv.h>

#include "core/base/alloc.h"
#include "core/probe/target.h"

enum {
	READ_SIZE = 64 * 1024,
};
/* How long a freed connection may wait for a peer that does not read what is still queued. */
static const scn_time linger = 5 * SCN_SECOND;

struct scn_loop {
	uv_loop_t uv;
	uv_async_t async;
	void (*wake)(void *user);
	void *wake_user;
	/* All connections read into this one: the bytes are only lent for the call. */
	char read_buffer[READ_SIZE];
};

struct scn_timer {
	uv_timer_t uv;
	void (*due)(void *user);
	void *user;
};

enum state {
	CONNECTING,
	OPEN,
	OVER, /* CONNECT_FAILED or CLOSED was told */
};

struct scn_connection {
	uv_tcp_t tcp;
	uv_connect_t connect;
	uv_shutdown_t shutdown;
	struct scn_loop *loop;
	struct scn_timer *timer; /* tells of a failed start; after free: the end of patience */
	scn_connection_event *event;
	void *user;
	enum state state;
	enum scn_close_reason failure; /* of the start */
	bool reset;                    /* a write met the peer's RST */
};

struct write {
	uv_write_t uv;
	uint8_t bytes[];
};

/* ---- the loop ---- */

static void on_async(uv_async_t *async)
{
	struct scn_loop *loop = async->data;

	if (loop->wake)
		loop->wake(loop->wake_user);
}

struct scn_loop *scn_loop_new(void)
{
	struct scn_loop *loop = scn_alloc(1, sizeof(*loop));

	if (uv_loop_init(&loop->uv)) {
		free(loop);
		return NULL;
	}
	if (uv_async_init(&loop->uv, &loop->async, on_async)) {
		uv_loop_close(&loop->uv);
		free(loop);
		return NULL;
	}
	loop->async.data = loop;
	uv_unref((uv_handle_t *)&loop->async);
#ifdef SIGPIPE
	/* libuv leaves it to the program: a write after the peer's reset must not end it. */
	signal(SIGPIPE, SIG_IGN);
#endif
	return loop;
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
	return (scn_unixtime)time(NULL);
}

void scn_random(uint8_t *out, size_t len)
{
	/* Without randomness no hello can be made, and no system that we run on is without it. */
	if (uv_random(NULL, NULL, out, len, 0, NULL))
		abort();
}

struct uv_loop_s *scn_loop_uv(struct scn_loop *loop)
{
	return &loop->uv;
}

void scn_loop_on_wake(struct scn_loop *loop, void (*wake)(void *user), void *user)
{
	loop->wake = wake;
	loop->wake_user = user;
}

void scn_loop_wake(struct scn_loop *loop)
{
	uv_async_send(&loop->async);
}

/* ---- timers ---- */

static void on_timer(uv_timer_t *uv)
{
	struct scn_timer *timer = uv->data;

	timer->due(timer->user);
}

struct scn_timer *scn_timer_new(struct scn_loop *loop, void (*due)(void *user), void *user)
{
	struct scn_timer *timer = scn_alloc(1, sizeof(*timer));

	timer->due = due;
	timer->user = user;
	uv_timer_init(&loop->uv, &timer->uv);
	timer->uv.data = timer;
	return timer;
}

/* libuv counts whole milliseconds of the same clock, rounded down. Rounding `when` up means that a
 * timer is never early. */
void scn_timer_set(struct scn_timer *timer, scn_time when)
{
	uv_loop_t *loop = timer->uv.loop;
	uint64_t due;

	if (when == SCN_NEVER) {
		uv_timer_stop(&timer->uv);
		return;
	}
	uv_update_time(loop);
	due = when > 0 ? (uint64_t)(when - 1) / SCN_MS + 1 : 0;
	uv_timer_start(&timer->uv, on_timer, due > uv_now(loop) ? due - uv_now(loop) : 0, 0);
}

static void on_timer_closed(uv_handle_t *handle)
{
	free(handle->data);
}

void scn_timer_free(struct scn_timer *timer)
{
	if (timer)
		uv_close((uv_handle_t *)&timer->uv, on_timer_closed);
}

/* ---- connections: how they end ---- */

static enum scn_close_reason connect_failure(int err)
{
	switch (err) {
	case UV_ECONNREFUSED:
		return SCN_CLOSE_REFUSED;
	case UV_ECONNRESET: /* so soon behind its SYN that the connection was not told of yet */
		return SCN_CLOSE_RESET;
	case UV_ETIMEDOUT:
		return SCN_CLOSE_TIMED_OUT;
	case UV_EHOSTUNREACH:
	case UV_ENETUNREACH:
	case UV_ENETDOWN:
	case UV_EHOSTDOWN:
	case UV_EADDRNOTAVAIL: /* no address of that family on this machine */
	case UV_EACCES:        /* a firewall's "administratively prohibited" */
	case UV_EPERM:
	case UV_EAFNOSUPPORT:
		return SCN_CLOSE_UNREACHABLE;
	default:
		return SCN_CLOSE_OTHER;
	}
}

static enum scn_close_reason read_failure(const struct scn_connection *c, int err)
{
	if (err == UV_ECONNRESET || (err == UV_EOF && c->reset))
		return SCN_CLOSE_RESET;
	/* EPIPE: the peer had ended the stream, and refused what we wrote after that. */
	if (err == UV_EOF || err == UV_EPIPE)
		return SCN_CLOSE_EOF;
	return SCN_CLOSE_OTHER;
}

static void tell(struct scn_connection *c, struct scn_probe_event event)
{
	c->event(c->user, &event);
}

static void end(struct scn_connection *c, enum scn_event_kind kind, enum scn_close_reason reason)
{
	c->state = OVER;
	tell(c, (struct scn_probe_event){ .kind = kind, .reason = reason });
}

/* ---- connections: events of libuv ---- */

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
	struct scn_connection *c = handle->data;

	*buffer = uv_buf_init(c->loop->read_buffer, READ_SIZE);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
	struct scn_connection *c = stream->data;

	if (count > 0) {
		tell(c, (struct scn_probe_event){
				.kind = SCN_EVENT_BYTES,
				.bytes = { (const uint8_t *)buffer->base, (size_t)count },
			});
	} else if (count < 0) {
		uv_read_stop(stream);
		end(c, SCN_EVENT_CLOSED, read_failure(c, (int)count));
	}
}

static void on_connect(uv_connect_t *connect, int status)
{
	struct scn_connection *c = connect->data;

	if (!c->event) /* freed meanwhile */
		return;
	if (status == 0)
		status = uv_read_start((uv_stream_t *)&c->tcp, on_alloc, on_read);
	if (status) {
		end(c, SCN_EVENT_CONNECT_FAILED, connect_failure(status));
		return;
	}
	c->state = OPEN;
	tell(c, (struct scn_probe_event){ .kind = SCN_EVENT_CONNECTED });
}

static void on_late_failure(void *user)
{
	struct scn_connection *c = user;

	end(c, SCN_EVENT_CONNECT_FAILED, c->failure);
}

static void on_written(uv_write_t *uv, int status)
{
	struct scn_connection *c = uv->handle->data;

	/* Reading goes on and tells the end; but who writes may be the one that is told of the RST. */
	if (status == UV_ECONNRESET)
		c->reset = true;
	free(uv->data);
}

/* ---- connections: what the owner calls ---- */

/* "fe80::1%2": libuv only knows the scope's name, not its number. */
static void set_scope(const char *address, struct sockaddr_in6 *out)
{
	const char *scope = strchr(address, '%');
	char *rest;
	unsigned long number;

	if (!scope || out->sin6_scope_id != 0)
		return;
	number = strtoul(scope + 1, &rest, 10);
	if (*rest == 0)
		out->sin6_scope_id = (uint32_t)number;
}

static int socket_address(const char *address, uint16_t port, struct sockaddr_storage *out)
{
	int err = uv_ip4_addr(address, port, (struct sockaddr_in *)out);

	if (err) {
		err = uv_ip6_addr(address, port, (struct sockaddr_in6 *)out);
		set_scope(address, (struct sockaddr_in6 *)out);
	}
	return err;
}

static int start(struct scn_connection *c, const char *address, uint16_t port)
{
	struct sockaddr_storage to = { 0 };
	int err = socket_address(address, port, &to);

	return err ? err : uv_tcp_connect(&c->connect, &c->tcp, (struct sockaddr *)&to, on_connect);
}

/* To connect a datagram socket is to look for the way, and nothing else. */
bool scn_address_has_route(const char *address)
{
	struct sockaddr_storage to = { 0 };
	int fd;
	bool ok;

	if (socket_address(address, SCN_DEFAULT_PORT, &to))
		return false;
	fd = socket(to.ss_family, SOCK_DGRAM, 0);
	ok = fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0;
	if (fd >= 0)
		close(fd);
	return ok;
}

struct scn_connection *scn_connection_open(struct scn_loop *loop, const char *address,
	uint16_t port, scn_connection_event *event, void *user)
{
	struct scn_connection *c = scn_alloc(1, sizeof(*c));
	int err;

	c->loop = loop;
	c->event = event;
	c->user = user;
	uv_tcp_init(&loop->uv, &c->tcp);
	c->tcp.data = c;
	c->connect.data = c;
	/* Each of our messages is a whole turn of the dialogue: waiting for more would only cost time. */
	uv_tcp_nodelay(&c->tcp, 1);
	err = start(c, address, port);
	if (err) {
		c->failure = connect_failure(err);
		c->timer = scn_timer_new(loop, on_late_failure, c);
		scn_timer_set(c->timer, 0);
	}
	return c;
}

void scn_connection_send(struct scn_connection *c, struct scn_bytes bytes)
{
	struct write *write;
	uv_buf_t buffer;

	if (c->state == OVER || bytes.len == 0)
		return;
	write = scn_alloc(1, sizeof(*write) + bytes.len);
	memcpy(write->bytes, bytes.at, bytes.len);
	write->uv.data = write;
	buffer = uv_buf_init((char *)write->bytes, (unsigned)bytes.len);
	if (uv_write(&write->uv, (uv_stream_t *)&c->tcp, &buffer, 1, on_written))
		free(write);
}

static void on_connection_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static void close_now(struct scn_connection *c)
{
	scn_timer_free(c->timer);
	c->timer = NULL;
	c->event = NULL;
	uv_close((uv_handle_t *)&c->tcp, on_connection_closed);
}

static void on_shutdown(uv_shutdown_t *shutdown, int status)
{
	struct scn_connection *c = shutdown->handle->data;

	/* Cancelled: the end of patience, or the loop's, has closed it already. */
	if (!uv_is_closing((uv_handle_t *)&c->tcp))
		close_now(c);
}

static void on_patience_over(void *user)
{
	close_now(user);
}

void scn_connection_free(struct scn_connection *c)
{
	uv_stream_t *stream;

	if (!c)
		return;
	stream = (uv_stream_t *)&c->tcp;
	if (c->state == CONNECTING || uv_stream_get_write_queue_size(stream) == 0 ||
		uv_shutdown(&c->shutdown, stream, on_shutdown)) {
		close_now(c);
		return;
	}
	c->event = NULL;
	uv_read_stop(stream);
	c->timer = scn_timer_new(c->loop, on_patience_over, c);
	scn_timer_set(c->timer, scn_loop_now(c->loop) + linger);
}

/* ---- the end of the loop ---- */

/* Connections first: each closes its own timer. */
static void close_connection(uv_handle_t *handle, void *user)
{
	if (handle->type == UV_TCP && !uv_is_closing(handle))
		close_now(handle->data);
}

static void close_rest(uv_handle_t *handle, void *user)
{
	if (!uv_is_closing(handle))
		uv_close(handle, handle->type == UV_TIMER ? on_timer_closed : NULL);
}

void scn_loop_free(struct scn_loop *loop)
{
	if (!loop)
		return;
	uv_walk(&loop->uv, close_connection, NULL);
	uv_walk(&loop->uv, close_rest, NULL);
	/* More than one round where a stop was asked for that no run has seen. */
	while (uv_loop_close(&loop->uv) == UV_EBUSY)
		uv_run(&loop->uv, UV_RUN_DEFAULT);
	free(loop);
}
