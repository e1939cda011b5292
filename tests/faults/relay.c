/* The good server behind: its bytes go through the steps of the script, the client's go to it as they are. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "connection-private.h"
#include "core/base/alloc.h"

enum {
	READ_SIZE = 16 * 1024,
};

struct fault_backend {
	uv_tcp_t tcp;
	uv_connect_t connect;
	struct fault_connection *client; /* NULL: it has gone */
	struct scn_builder early;        /* what the client said before the connection was made */
	bool connected;
};

struct write {
	uv_write_t uv;
	uint8_t bytes[];
};

static void on_closed(uv_handle_t *handle)
{
	struct fault_backend *b = handle->data;

	scn_builder_finish(&b->early);
	free(b);
}

void fault_backend_close(struct fault_connection *c)
{
	struct fault_backend *b = c->backend;

	if (!b)
		return;
	c->backend = NULL;
	b->client = NULL;
	uv_close((uv_handle_t *)&b->tcp, on_closed);
}

static void on_written(uv_write_t *write, int status)
{
	free(write->data);
}

static void forward(struct fault_backend *b, struct scn_bytes bytes)
{
	struct write *write = scn_alloc(1, sizeof(*write) + bytes.len);
	uv_buf_t buffer = uv_buf_init((char *)write->bytes, (unsigned)bytes.len);

	memcpy(write->bytes, bytes.at, bytes.len);
	write->uv.data = write;
	if (uv_write(&write->uv, (uv_stream_t *)&b->tcp, &buffer, 1, on_written))
		free(write);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
	static char shared[READ_SIZE];

	*buffer = uv_buf_init(shared, sizeof(shared));
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
	struct fault_backend *b = stream->data;

	if (!b->client)
		return;
	if (count < 0)
		fault_play_backend_ended(b->client);
	else if (count > 0)
		fault_play_relayed(b->client,
			(struct scn_bytes){ (const uint8_t *)buffer->base, (size_t)count });
}

static void on_connect(uv_connect_t *connect, int status)
{
	struct fault_backend *b = connect->data;

	if (!b->client)
		return;
	if (status || uv_read_start((uv_stream_t *)&b->tcp, on_alloc, on_read)) {
		fault_play_backend_ended(b->client);
		return;
	}
	b->connected = true;
	if (b->early.len)
		forward(b, scn_built(&b->early));
	scn_builder_finish(&b->early);
}

void fault_backend_open(struct fault_connection *c)
{
	struct fault_server *server = c->listener->server;
	struct fault_backend *b = scn_alloc(1, sizeof(*b));
	struct sockaddr_in to;

	b->client = c;
	c->backend = b;
	uv_tcp_init(server->loop, &b->tcp);
	b->tcp.data = b;
	b->connect.data = b;
	uv_ip4_addr("127.0.0.1", server->backend, &to);
	if (uv_tcp_connect(&b->connect, &b->tcp, (const struct sockaddr *)&to, on_connect))
		fault_play_backend_ended(c);
}

void fault_backend_send(struct fault_connection *c, struct scn_bytes bytes)
{
	if (c->backend->connected)
		forward(c->backend, bytes);
	else
		scn_build_bytes(&c->backend->early, bytes);
}
