/*
 * A mail server with faults: each script on a port of its own, all in one process on 127.0.0.1.
 *
 * usage: fault-server [--backend PORT] [--gather N] SCRIPT...
 *
 * Prints "NAME PORT" for each script, then "ready". At the end of its standard input, or at SIGTERM, it
 * prints "NAME CONNECTIONS MOST-AT-ONCE" for each and "all CONNECTIONS MOST-AT-ONCE", and ends.
 */
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connection.h"
#include "core/base/alloc.h"

enum {
	BACKLOG = 4096,
	FILLERS = 4, /* connections that fill the queue of a port that nobody accepts on */
	USAGE = 64,
	BAD_INPUT = 65,
	CANNOT = 71,
};

struct program {
	struct fault_server server;
	struct fault_listener *listeners;
	struct fault_script *scripts;
	size_t count;
	uv_pipe_t input;
	uv_signal_t signal;
};

static void on_client(uv_stream_t *stream, int status)
{
	if (status == 0)
		fault_connection_accept(stream->data);
}

static uint16_t port_of(int fd)
{
	struct sockaddr_in at;
	socklen_t len = sizeof(at);

	return getsockname(fd, (struct sockaddr *)&at, &len) ? 0 : ntohs(at.sin_port);
}

static int listen_for_real(struct fault_listener *l, const struct sockaddr_in *at)
{
	uv_os_fd_t fd;
	int err = uv_tcp_bind(&l->tcp, (const struct sockaddr *)at, 0);

	err = err ? err : uv_listen((uv_stream_t *)&l->tcp, BACKLOG, on_client);
	err = err ? err : uv_fileno((const uv_handle_t *)&l->tcp, &fd);
	l->port = err ? 0 : port_of(fd);
	return err;
}

/* A port that is bound refuses; one whose queue is full does not answer. Both live until the end. */
static int listen_in_vain(struct fault_listener *l, struct sockaddr_in *at)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)at, sizeof(*at)))
		return -1;
	l->port = port_of(fd);
	if (l->script->listen == FAULT_LISTEN_REFUSE)
		return 0;
	at->sin_port = htons(l->port);
	if (listen(fd, 0))
		return -1;
	for (int i = 0; i < FILLERS; i++) {
		int filler = socket(AF_INET, SOCK_STREAM, 0);

		fcntl(filler, F_SETFL, O_NONBLOCK);
		(void)!connect(filler, (struct sockaddr *)at, sizeof(*at));
	}
	return 0;
}

static int open_port(struct fault_listener *l)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	uv_tcp_init(l->server->loop, &l->tcp);
	l->tcp.data = l;
	if (l->script->listen == FAULT_LISTEN)
		return listen_for_real(l, &at);
	return listen_in_vain(l, &at);
}

/* ---- the end ---- */

static void on_input(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
	if (count < 0)
		uv_stop(stream->loop);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
	static char ignored[256];

	*buffer = uv_buf_init(ignored, sizeof(ignored));
}

static void on_signal(uv_signal_t *handle, int number)
{
	uv_stop(handle->loop);
}

static void watch_for_the_end(struct program *p)
{
	uv_signal_init(p->server.loop, &p->signal);
	uv_signal_start(&p->signal, on_signal, SIGTERM);
	uv_pipe_init(p->server.loop, &p->input, 0);
	if (uv_guess_handle(STDIN_FILENO) == UV_NAMED_PIPE &&
		uv_pipe_open(&p->input, STDIN_FILENO) == 0)
		uv_read_start((uv_stream_t *)&p->input, on_alloc, on_input);
}

static void print_counts(const struct program *p)
{
	for (size_t i = 0; i < p->count; i++)
		printf("%s %zu %zu\n", p->scripts[i].name, p->listeners[i].accepted,
			p->listeners[i].most_open);
	printf("all %zu %zu\n", p->server.accepted, p->server.most_open);
	fflush(stdout);
}

/* ---- the beginning ---- */

static void raise_limit(void)
{
	struct rlimit limit;

	signal(SIGPIPE, SIG_IGN);
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static int start(struct program *p, char **paths)
{
	struct scn_text error = { 0 };

	p->listeners = scn_alloc(p->count, sizeof(*p->listeners));
	p->scripts = scn_alloc(p->count, sizeof(*p->scripts));
	for (size_t i = 0; i < p->count; i++) {
		struct fault_listener *l = &p->listeners[i];

		if (!fault_script_load(&p->scripts[i], paths[i], &error)) {
			fprintf(stderr, "%s\n", scn_text_str(&error));
			scn_text_finish(&error);
			return BAD_INPUT;
		}
		l->server = &p->server;
		l->script = &p->scripts[i];
		if (open_port(l)) {
			fprintf(stderr, "%s: no port can be opened\n", p->scripts[i].name);
			return CANNOT;
		}
		printf("%s %u\n", p->scripts[i].name, l->port);
	}
	printf("ready\n");
	fflush(stdout);
	return 0;
}

int main(int argc, char **argv)
{
	struct program p = { .server = { .loop = uv_default_loop() } };
	int at = 1, code;

	for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
		unsigned long value = strtoul(argv[at + 1], NULL, 10);

		if (strcmp(argv[at], "--backend") == 0)
			p.server.backend = (uint16_t)value;
		else if (strcmp(argv[at], "--gather") == 0)
			p.server.gather = value;
		else
			return USAGE;
	}
	raise_limit();
	p.count = (size_t)(argc - at);
	code = start(&p, argv + at);
	if (code)
		return code;
	watch_for_the_end(&p);
	uv_run(p.server.loop, UV_RUN_DEFAULT);
	print_counts(&p);
	/* Everything ends with the process: connections at any point of their script. */
	_exit(0);
}
