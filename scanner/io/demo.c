#include "io/demo.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/ssl.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "io/demo-tls.h"

/* A thread accepts, a thread a connection serves with plain blocking calls: the simplest server that
 * can be right. It lives for one demo on loopback, so it may be simple. */

enum {
	BACKLOG = 32,
	LINE_MAX_LEN = 512,
	RECEIVE_TIMEOUT_S = 30,
	THROTTLE_EVERY = 3, /* two of three connections get 421 in the scenario "throttled" */
};

static const char *const partner[] = { "exchange-2019", "postfix-3.7", NULL };
static const char *const several[] = { "exchange-2019", "exchange-2016-ws2012r2", "postfix-3.7",
	"exim-4.96", NULL };
static const char *const rsa_only[] = { "exchange-online", "exchange-2019", NULL };
static const char *const with_dhe[] = { "exchange-2016-ws2012r2", "postfix-3.7", NULL };

static const struct scn_demo_scenario scenarios[] = {
	{ "exchange-2019", "accepts only two DHE suites; Exchange 2019 offers only ECDHE",
		partner },
	{ "modern", "TLS 1.2 and 1.3 with forward secrecy, RSA certificate", several },
	{ "tls10", "an old server: TLS 1.0 only", partner },
	{ "ecdsa-only", "an ECDSA certificate only", rsa_only },
	{ "curve", "ECDHE only over secp521r1", partner },
	{ "small-dh", "DHE with a 512-bit group", with_dhe },
	{ "weak", "static RSA with CBC only", with_dhe },
	{ "no-starttls", "does not offer STARTTLS", partner },
	{ "starttls-454", "offers STARTTLS, then refuses it with 454", partner },
	{ "not-tls", "says 220 to STARTTLS, then goes on in plain text", partner },
	{ "throttled", "answers most connections with 421", partner },
};

const struct scn_demo_scenario *scn_demo_scenarios(size_t *count_out)
{
	*count_out = SCN_COUNT(scenarios);
	return scenarios;
}

const struct scn_demo_scenario *scn_demo_find(const char *id)
{
	for (size_t i = 0; i < SCN_COUNT(scenarios); i++)
		if (strcmp(scenarios[i].id, id) == 0)
			return &scenarios[i];
	return NULL;
}

struct scn_demo {
	const struct scn_demo_scenario *scenario;
	SSL_CTX *tls; /* NULL in scenarios that never start TLS */
	int listener;
	uint16_t port;
	pthread_t thread;
	atomic_uint accepted;
	atomic_uint alive; /* connection threads */
};

struct client {
	struct scn_demo *demo;
	int fd;
	SSL *tls; /* NULL while in plain text */
	unsigned number;
};

static bool is(const struct client *c, const char *scenario)
{
	return strcmp(c->demo->scenario->id, scenario) == 0;
}

static bool say(struct client *c, const char *text)
{
	size_t len = strlen(text);

	if (c->tls)
		return SSL_write(c->tls, text, (int)len) == (int)len;
	return send(c->fd, text, len, MSG_NOSIGNAL) == (ssize_t)len;
}

static bool read_char(struct client *c, char *out)
{
	return c->tls ? SSL_read(c->tls, out, 1) == 1 : recv(c->fd, out, 1, 0) == 1;
}

/* One line without its end, cut at LINE_MAX_LEN; false at the end of the connection. */
static bool read_line(struct client *c, char line[LINE_MAX_LEN])
{
	size_t len = 0;
	char next;

	while (read_char(c, &next)) {
		if (next == '\n') {
			line[len] = 0;
			return true;
		}
		if (next != '\r' && len + 1 < LINE_MAX_LEN)
			line[len++] = next;
	}
	return false;
}

static bool answer_ehlo(struct client *c)
{
	bool offer = !c->tls && !is(c, "no-starttls");

	return say(c, "250-demo.handfast.example\r\n250-PIPELINING\r\n") &&
	       say(c, offer ? "250-STARTTLS\r\n250 8BITMIME\r\n" : "250 8BITMIME\r\n");
}

static bool start_tls(struct client *c)
{
	if (c->tls)
		return say(c, "503 5.5.1 TLS is active already\r\n");
	if (is(c, "starttls-454"))
		return say(c, "454 4.7.0 TLS not available due to local problem\r\n");
	if (!say(c, "220 2.0.0 Ready to start TLS\r\n"))
		return false;
	if (is(c, "not-tls"))
		return say(c, "500 5.5.2 Error: bad syntax\r\n");
	c->tls = SSL_new(c->demo->tls);
	SSL_set_fd(c->tls, c->fd);
	return SSL_accept(c->tls) == 1;
}

/* False: the connection is over. */
static bool answer(struct client *c, const char *line)
{
	if (strncasecmp(line, "EHLO", 4) == 0)
		return answer_ehlo(c);
	if (strncasecmp(line, "HELO", 4) == 0)
		return say(c, "250 demo.handfast.example\r\n");
	if (strcasecmp(line, "STARTTLS") == 0)
		return start_tls(c);
	if (strcasecmp(line, "QUIT") == 0) {
		say(c, "221 2.0.0 Bye\r\n");
		return false;
	}
	return say(c, "502 5.5.1 This is a demo: EHLO, STARTTLS and QUIT only\r\n");
}

static void converse(struct client *c)
{
	char line[LINE_MAX_LEN];

	if (is(c, "throttled") && c->number % THROTTLE_EVERY != 0) {
		say(c, "421 4.7.0 Too many connections, come back later\r\n");
		return;
	}
	if (!say(c, "220 demo.handfast.example ESMTP Handfast demo\r\n"))
		return;
	while (read_line(c, line) && answer(c, line))
		;
}

static void *serve(void *user)
{
	struct client *c = user;
	struct timeval limit = { .tv_sec = RECEIVE_TIMEOUT_S };

	setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	converse(c);
	if (c->tls)
		SSL_shutdown(c->tls);
	SSL_free(c->tls);
	close(c->fd);
	atomic_fetch_sub(&c->demo->alive, 1);
	free(c);
	return NULL;
}

static void start_client(struct scn_demo *demo, int fd)
{
	struct client *c = scn_alloc(1, sizeof(*c));
	pthread_t thread;

	*c = (struct client){
		.demo = demo,
		.fd = fd,
		.number = atomic_fetch_add(&demo->accepted, 1),
	};
	atomic_fetch_add(&demo->alive, 1);
	if (pthread_create(&thread, NULL, serve, c) == 0) {
		pthread_detach(thread);
		return;
	}
	atomic_fetch_sub(&demo->alive, 1);
	close(fd);
	free(c);
}

static void *accept_all(void *user)
{
	struct scn_demo *demo = user;
	int fd;

	/* Ends when scn_demo_stop shuts the listener down. */
	while ((fd = accept(demo->listener, NULL, NULL)) >= 0 || errno == EINTR ||
		errno == ECONNABORTED)
		if (fd >= 0)
			start_client(demo, fd);
	return NULL;
}

static bool listen_on_loopback(struct scn_demo *demo)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(address);

	demo->listener = socket(AF_INET, SOCK_STREAM, 0);
	if (demo->listener < 0)
		return false;
	if (bind(demo->listener, (struct sockaddr *)&address, len) ||
		listen(demo->listener, BACKLOG) ||
		getsockname(demo->listener, (struct sockaddr *)&address, &len))
		return false;
	demo->port = ntohs(address.sin_port);
	return pthread_create(&demo->thread, NULL, accept_all, demo) == 0;
}

static void drop(struct scn_demo *demo)
{
	SSL_CTX_free(demo->tls);
	if (demo->listener >= 0)
		close(demo->listener);
	free(demo);
}

struct scn_demo *scn_demo_start(
	const struct scn_demo_scenario *scenario, struct scn_text *error_out)
{
	struct scn_demo *demo = scn_alloc(1, sizeof(*demo));

	demo->scenario = scenario;
	demo->listener = -1;
	/* A client that leaves in the middle of SSL_write must not end the program. */
	signal(SIGPIPE, SIG_IGN);
	demo->tls = scn_demo_tls(scenario->id);
	if (!demo->tls) {
		scn_text_printf(error_out,
			scn_tr("The demo server \"%s\" cannot be set up with this OpenSSL."),
			scenario->id);
		drop(demo);
		return NULL;
	}
	if (!listen_on_loopback(demo)) {
		scn_text_printf(error_out, scn_tr("The demo server cannot listen on 127.0.0.1: %s"),
			strerror(errno));
		drop(demo);
		return NULL;
	}
	return demo;
}

uint16_t scn_demo_port(const struct scn_demo *demo)
{
	return demo->port;
}

void scn_demo_stop(struct scn_demo *demo)
{
	if (!demo)
		return;
	shutdown(demo->listener, SHUT_RDWR);
	pthread_join(demo->thread, NULL);
	/* The scanner is gone, so every connection thread is at its end or will read one. */
	while (atomic_load(&demo->alive))
		usleep(1000);
	drop(demo);
}
