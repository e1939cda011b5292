#include "io/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "io/listener-tls.h"
#include "io/listener-visit.h"

enum {
	BACKLOG = 32,
	HOST_MAX_LEN = 64,
	PORT_MAX_LEN = 8,
};

struct scn_listener {
	struct scn_listener_options options;
	struct scn_tls_server *tls; /* NULL without --accept */
	int fd;
	int wake[2]; /* a byte in this pipe ends run */
	char *where;
	pthread_mutex_t telling; /* one `heard` at a time */
	pthread_mutex_t visitors_lock;
	int visitors[SCN_LISTENER_MAX_VISITORS]; /* their sockets; -1: free */
	atomic_uint alive;
};

struct visitor {
	struct scn_listener *listener;
	int fd;
	size_t slot;
	char address[INET6_ADDRSTRLEN];
};

/* ---- where to listen ---- */

/* "ADDRESS:PORT", "[v6]:PORT", ":PORT" or "PORT". */
static bool split_where(const char *where, char host[HOST_MAX_LEN], char port[PORT_MAX_LEN])
{
	const char *colon = strrchr(where, ':');
	const char *number = colon ? colon + 1 : where;
	size_t len = colon ? (size_t)(colon - where) : 0;
	const char *at = where;

	if (len >= 2 && at[0] == '[' && at[len - 1] == ']') {
		at++;
		len -= 2;
	}
	if (len >= HOST_MAX_LEN || strlen(number) >= PORT_MAX_LEN || !number[0] ||
		strspn(number, "0123456789") != strlen(number) || atoi(number) > 65535)
		return false;
	memcpy(host, at, len);
	host[len] = 0;
	if (len == 0)
		strcpy(host, "127.0.0.1");
	strcpy(port, number);
	return true;
}

static bool do_not_block(int fd)
{
	return fcntl(fd, F_SETFL, O_NONBLOCK) == 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

static bool make_pipe(int ends[2])
{
	return pipe(ends) == 0 && do_not_block(ends[0]) && do_not_block(ends[1]);
}

static bool bind_to(struct scn_listener *l, const struct addrinfo *address)
{
	int on = 1;

	l->fd = socket(address->ai_family, SOCK_STREAM, 0);
	if (l->fd < 0)
		return false;
	setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	return bind(l->fd, address->ai_addr, address->ai_addrlen) == 0 &&
	       listen(l->fd, BACKLOG) == 0 && do_not_block(l->fd);
}

static char *where_of(int fd)
{
	struct sockaddr_storage address;
	socklen_t len = sizeof(address);
	char host[INET6_ADDRSTRLEN], port[PORT_MAX_LEN];
	struct scn_text text = { 0 };

	if (getsockname(fd, (struct sockaddr *)&address, &len) ||
		getnameinfo((struct sockaddr *)&address, len, host, sizeof(host), port,
			sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV))
		return NULL;
	scn_text_printf(&text, address.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
	return scn_text_take(&text);
}

static bool open_socket(struct scn_listener *l, struct scn_text *error_out)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
		.ai_socktype = SOCK_STREAM };
	char host[HOST_MAX_LEN], port[PORT_MAX_LEN];
	struct addrinfo *address = NULL;
	bool ok;

	if (!split_where(l->options.where, host, port) ||
		getaddrinfo(host, port, &hints, &address)) {
		scn_text_printf(error_out,
			scn_tr("\"%s\" is no place to listen; ADDRESS:PORT is expected, such as "
			       "127.0.0.1:2525 or [::1]:2525"),
			l->options.where);
		return false;
	}
	ok = bind_to(l, address);
	if (!ok)
		scn_text_printf(error_out, scn_tr("cannot listen on %s: %s"), l->options.where,
			strerror(errno));
	freeaddrinfo(address);
	l->where = ok ? where_of(l->fd) : NULL;
	return ok && l->where;
}

struct scn_listener *scn_listener_open(
	const struct scn_listener_options *options, struct scn_text *error_out)
{
	struct scn_listener *l = scn_alloc(1, sizeof(*l));
	bool ok;

	l->options = *options;
	l->fd = l->wake[0] = l->wake[1] = -1;
	pthread_mutex_init(&l->telling, NULL);
	pthread_mutex_init(&l->visitors_lock, NULL);
	for (size_t i = 0; i < SCN_LISTENER_MAX_VISITORS; i++)
		l->visitors[i] = -1;
	signal(SIGPIPE, SIG_IGN);
	l->tls = options->accept ? scn_tls_server_new() : NULL;
	if (options->accept && !l->tls) {
		scn_text_add(error_out, scn_tr("OpenSSL cannot be set up as a server"));
		ok = false;
	} else {
		ok = open_socket(l, error_out);
	}
	if (ok && !make_pipe(l->wake)) {
		scn_text_add(error_out, strerror(errno));
		ok = false;
	}
	if (!ok) {
		scn_listener_free(l);
		return NULL;
	}
	return l;
}

const char *scn_listener_where(const struct scn_listener *l)
{
	return l->where;
}

/* ---- visitors ---- */

/* The slot of a new visitor; SCN_LISTENER_MAX_VISITORS if all are taken. */
static size_t enter(struct scn_listener *l, int fd)
{
	size_t slot = 0;

	pthread_mutex_lock(&l->visitors_lock);
	while (slot < SCN_LISTENER_MAX_VISITORS && l->visitors[slot] >= 0)
		slot++;
	if (slot < SCN_LISTENER_MAX_VISITORS)
		l->visitors[slot] = fd;
	pthread_mutex_unlock(&l->visitors_lock);
	return slot;
}

static void leave(struct scn_listener *l, size_t slot)
{
	pthread_mutex_lock(&l->visitors_lock);
	close(l->visitors[slot]);
	l->visitors[slot] = -1;
	pthread_mutex_unlock(&l->visitors_lock);
}

static void *serve(void *user)
{
	struct visitor *v = user;
	struct scn_listener *l = v->listener;
	struct scn_visit *visit = scn_visit_new(v->fd, v->address, l->tls);

	scn_visit_run(visit);
	pthread_mutex_lock(&l->telling);
	l->options.heard(l->options.user, scn_visit_heard(visit));
	pthread_mutex_unlock(&l->telling);
	scn_visit_free(visit);
	leave(l, v->slot);
	free(v);
	atomic_fetch_sub(&l->alive, 1);
	return NULL;
}

static void turn_away(int fd)
{
	static const char busy[] = "421 4.3.2 Too many connections, come back later\r\n";

	(void)!send(fd, busy, sizeof(busy) - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
	close(fd);
}

static void welcome(struct scn_listener *l, int fd, const char *address)
{
	struct visitor *v = scn_alloc(1, sizeof(*v));
	pthread_t thread;

	v->listener = l;
	v->fd = fd;
	v->slot = enter(l, fd);
	memcpy(v->address, address, sizeof(v->address));
	if (v->slot == SCN_LISTENER_MAX_VISITORS) {
		turn_away(fd);
		free(v);
		return;
	}
	atomic_fetch_add(&l->alive, 1);
	if (pthread_create(&thread, NULL, serve, v) == 0) {
		pthread_detach(thread);
		return;
	}
	atomic_fetch_sub(&l->alive, 1);
	leave(l, v->slot);
	free(v);
}

static void accept_one(struct scn_listener *l)
{
	struct sockaddr_storage from;
	socklen_t len = sizeof(from);
	char address[INET6_ADDRSTRLEN] = "";
	int fd = accept(l->fd, (struct sockaddr *)&from, &len);

	if (fd < 0)
		return;
	do_not_block(fd);
	getnameinfo(
		(struct sockaddr *)&from, len, address, sizeof(address), NULL, 0, NI_NUMERICHOST);
	welcome(l, fd, address);
}

/* Their reads end, so their threads do. */
static void send_home(struct scn_listener *l)
{
	pthread_mutex_lock(&l->visitors_lock);
	for (size_t i = 0; i < SCN_LISTENER_MAX_VISITORS; i++) {
		if (l->visitors[i] >= 0)
			shutdown(l->visitors[i], SHUT_RDWR);
	}
	pthread_mutex_unlock(&l->visitors_lock);
	while (atomic_load(&l->alive))
		poll(NULL, 0, 1);
}

void scn_listener_run(struct scn_listener *l)
{
	struct pollfd waits[] = { { .fd = l->wake[0], .events = POLLIN },
		{ .fd = l->fd, .events = POLLIN } };

	while (!waits[0].revents) {
		if (poll(waits, SCN_COUNT(waits), -1) > 0 && waits[1].revents)
			accept_one(l);
	}
	send_home(l);
}

void scn_listener_stop(struct scn_listener *l)
{
	(void)!write(l->wake[1], "x", 1);
}

void scn_listener_free(struct scn_listener *l)
{
	if (!l)
		return;
	for (int i = 0; i < 2; i++)
		if (l->wake[i] >= 0)
			close(l->wake[i]);
	if (l->fd >= 0)
		close(l->fd);
	scn_tls_server_free(l->tls);
	pthread_mutex_destroy(&l->telling);
	pthread_mutex_destroy(&l->visitors_lock);
	free(l->where);
	free(l);
}
