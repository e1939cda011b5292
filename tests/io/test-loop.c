#include "test.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "io/loop.h"

/* A listener on loopback, and a thread that treats one connection as the test says. */

enum {
	BIG = 4 * 1024 * 1024,
	TEST_LIMIT_S = 20,
};

struct peer {
	int listener;
	uint16_t port;
	pthread_t thread;
	void (*treat)(int fd);
};

static void listen_at(struct peer *peer)
{
	struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(at);

	peer->listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(peer->listener, (struct sockaddr *)&at, len), 0);
	assert_int_equal(listen(peer->listener, 8), 0);
	assert_int_equal(getsockname(peer->listener, (struct sockaddr *)&at, &len), 0);
	peer->port = ntohs(at.sin_port);
}

static void *serve(void *user)
{
	struct peer *peer = user;
	int fd = accept(peer->listener, NULL, NULL);

	peer->treat(fd);
	close(fd);
	return NULL;
}

static void peer_start(struct peer *peer, void (*treat)(int fd))
{
	peer->treat = treat;
	listen_at(peer);
	assert_int_equal(pthread_create(&peer->thread, NULL, serve, peer), 0);
}

static void peer_stop(struct peer *peer)
{
	pthread_join(peer->thread, NULL);
	close(peer->listener);
}

/* ---- the client: what it was told ---- */

struct client {
	struct scn_loop *loop;
	struct scn_connection *connection;
	struct scn_builder got;
	struct scn_builder to_send; /* when connected */
	char events[64];            /* "C" connected, "b" bytes (once), "F0".."F5", "E0".."E5" */
	bool free_at_event;
	enum scn_event_kind free_at;
	size_t stop_after; /* free after so many bytes; 0: when told of the end */
};

static void note(struct client *c, const char *word)
{
	size_t len = strlen(c->events);

	if (strcmp(word, "b") == 0 && len && c->events[len - 1] == 'b')
		return;
	assert_true(len + strlen(word) < sizeof(c->events));
	strcat(c->events, word);
}

static void leave(struct client *c)
{
	scn_connection_free(c->connection);
	c->connection = NULL;
	scn_loop_stop(c->loop);
}

static void note_end(struct client *c, const struct scn_probe_event *event)
{
	const char word[] = { event->kind == SCN_EVENT_CLOSED ? 'E' : 'F',
		(char)('0' + event->reason), 0 };

	note(c, word);
	leave(c);
}

static void on_event(void *user, const struct scn_probe_event *event)
{
	struct client *c = user;

	assert_non_null(c->connection);
	if (event->kind == SCN_EVENT_CLOSED || event->kind == SCN_EVENT_CONNECT_FAILED) {
		note_end(c, event);
		return;
	}
	note(c, event->kind == SCN_EVENT_CONNECTED ? "C" : "b");
	scn_build_bytes(&c->got, event->bytes);
	if (event->kind == SCN_EVENT_CONNECTED)
		scn_connection_send(c->connection, scn_built(&c->to_send));
	if ((c->free_at_event && c->free_at == event->kind) ||
		(c->stop_after && c->got.len >= c->stop_after))
		leave(c);
}

static void on_limit(void *user)
{
	fail_msg("the test took longer than %d s", TEST_LIMIT_S);
}

static void run(struct scn_loop *loop)
{
	struct scn_timer *limit = scn_timer_new(loop, on_limit, NULL);

	scn_timer_set(limit, scn_loop_now(loop) + TEST_LIMIT_S * SCN_SECOND);
	scn_loop_run(loop);
	scn_timer_free(limit);
}

static void talk(struct client *c, const char *address, uint16_t port)
{
	c->loop = scn_loop_new();
	assert_non_null(c->loop);
	c->connection = scn_connection_open(c->loop, address, port, on_event, c);
	assert_non_null(c->connection);
	run(c->loop);
}

static void client_finish(struct client *c)
{
	scn_loop_free(c->loop);
	scn_builder_finish(&c->got);
	scn_builder_finish(&c->to_send);
}

static void say(struct client *c, const char *text)
{
	scn_build_bytes(&c->to_send, (struct scn_bytes){ (const uint8_t *)text, strlen(text) });
}

/* ---- peers ---- */

static void echo(int fd)
{
	char buffer[4096];
	ssize_t len;

	while ((len = recv(fd, buffer, sizeof(buffer), 0)) > 0)
		for (ssize_t sent = 0; sent < len;)
			sent += send(fd, buffer + sent, (size_t)(len - sent), MSG_NOSIGNAL);
}

static void greet_and_close(int fd)
{
	(void)!send(fd, "220 hello\r\n", 11, MSG_NOSIGNAL);
}

static void reset_at_once(int fd)
{
	struct linger linger = { .l_onoff = 1 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
}

/* Not before the client was told that it is connected, or connecting itself may be what fails. */
static void reset_when_spoken_to(int fd)
{
	char byte;

	(void)!recv(fd, &byte, 1, 0);
	reset_at_once(fd);
}

static void never_read(int fd)
{
	sleep(1);
}

static size_t drained;

static void drain(int fd)
{
	char buffer[65536];
	ssize_t len;

	usleep(100 * 1000); /* so that the client has left before it is read */
	drained = 0;
	while ((len = recv(fd, buffer, sizeof(buffer), 0)) > 0)
		drained += (size_t)len;
}

/* ---- connections ---- */

static void test_loop_echoes(void **state)
{
	struct peer peer;
	struct client c = { .stop_after = 6 };

	peer_start(&peer, echo);
	say(&c, "EHLO\r\n");
	talk(&c, "127.0.0.1", peer.port);
	assert_string_equal(c.events, "Cb");
	assert_int_equal(c.got.len, 6);
	assert_memory_equal(c.got.data, "EHLO\r\n", 6);
	client_finish(&c);
	peer_stop(&peer);
}

static void test_loop_carries_much(void **state)
{
	struct peer peer;
	struct client c = { .stop_after = BIG };

	peer_start(&peer, echo);
	for (uint32_t i = 0; i < BIG / 4; i++)
		scn_build_u32(&c.to_send, i * 2654435761U);
	talk(&c, "127.0.0.1", peer.port);
	assert_int_equal(c.got.len, BIG);
	assert_true(scn_bytes_equal(scn_built(&c.got), scn_built(&c.to_send)));
	client_finish(&c);
	peer_stop(&peer);
}

static void test_loop_tells_the_end(void **state)
{
	struct peer peer;
	struct client c = { 0 };

	peer_start(&peer, greet_and_close);
	talk(&c, "127.0.0.1", peer.port);
	assert_string_equal(c.events, "CbE0");
	assert_int_equal(c.got.len, 11);
	client_finish(&c);
	peer_stop(&peer);
}

static void test_loop_tells_a_reset(void **state)
{
	struct peer peer;
	struct client c = { 0 };

	peer_start(&peer, reset_when_spoken_to);
	say(&c, "x");
	talk(&c, "127.0.0.1", peer.port);
	assert_string_equal(c.events, "CE1");
	client_finish(&c);
	peer_stop(&peer);
}

/* Who writes after the RST is told of it instead of the reader; it is still a reset. */
static void on_write_after_reset(void *user, const struct scn_probe_event *event)
{
	struct client *c = user;

	if (event->kind == SCN_EVENT_CONNECTED) {
		note(c, "C");
		usleep(100 * 1000); /* the RST is there before the loop looks */
		for (int i = 0; i < 3; i++)
			scn_connection_send(c->connection, scn_built(&c->to_send));
		return;
	}
	note_end(c, event);
}

static void test_loop_survives_writes_after_a_reset(void **state)
{
	struct peer peer;
	struct client c = { 0 };

	peer_start(&peer, reset_at_once);
	say(&c, "QUIT\r\n");
	c.loop = scn_loop_new();
	c.connection =
		scn_connection_open(c.loop, "127.0.0.1", peer.port, on_write_after_reset, &c);
	run(c.loop);
	assert_string_equal(c.events, "CE1");
	client_finish(&c);
	peer_stop(&peer);
}

static void test_loop_tells_refused(void **state)
{
	struct peer peer;
	struct client c = { 0 };

	listen_at(&peer);
	close(peer.listener); /* a port that was just free */
	talk(&c, "127.0.0.1", peer.port);
	assert_string_equal(c.events, "F2");
	client_finish(&c);
}

/* One row a start that fails at once: still told by the loop, never inside open. */
static void test_loop_tells_failed_starts(void **state)
{
	static const struct {
		const char *address;
		const char *events;
	} rows[] = {
		{ "not an address", "F5" },
		{ "", "F5" },
		{ "127.0.0.1.2", "F5" },
		{ "fe80::1%no-such-interface", "F5" },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct client c = { 0 };

		talk(&c, rows[i].address, 25);
		assert_string_equal(c.events, rows[i].events);
		client_finish(&c);
	}
}

static void test_loop_frees_in_callback(void **state)
{
	static const enum scn_event_kind kinds[] = { SCN_EVENT_CONNECTED, SCN_EVENT_BYTES };

	for (size_t i = 0; i < SCN_COUNT(kinds); i++) {
		struct peer peer;
		struct client c = { .free_at_event = true, .free_at = kinds[i] };

		peer_start(&peer, greet_and_close);
		talk(&c, "127.0.0.1", peer.port);
		assert_string_equal(c.events, i == 0 ? "C" : "Cb");
		client_finish(&c);
		peer_stop(&peer);
	}
}

static void test_loop_frees_while_connecting(void **state)
{
	struct peer peer;
	struct scn_loop *loop = scn_loop_new();
	struct client c = { .loop = loop };

	listen_at(&peer);
	scn_connection_free(scn_connection_open(loop, "127.0.0.1", peer.port, on_event, &c));
	scn_connection_free(scn_connection_open(loop, "nonsense", 1, on_event, &c));
	scn_connection_free(NULL);
	scn_loop_run(loop);
	assert_string_equal(c.events, "");
	client_finish(&c);
	close(peer.listener);
}

/* All that was queued arrives although the owner has let go; then the loop ends by itself. */
static void test_loop_sends_what_is_queued(void **state)
{
	struct peer peer;
	struct client c = { .free_at_event = true, .free_at = SCN_EVENT_CONNECTED };

	peer_start(&peer, drain);
	scn_build_zeros(&c.to_send, 2 * BIG);
	talk(&c, "127.0.0.1", peer.port);
	scn_loop_run(c.loop);
	client_finish(&c);
	peer_stop(&peer);
	assert_int_equal(drained, 2 * BIG);
}

static void test_loop_free_closes_all(void **state)
{
	struct peer peer;
	struct scn_loop *loop = scn_loop_new();
	struct client c = { .loop = loop, .free_at_event = true, .free_at = SCN_EVENT_CONNECTED };

	peer_start(&peer, never_read);
	scn_build_zeros(&c.to_send, 4 * BIG);
	scn_timer_new(loop, on_limit, NULL);
	scn_connection_open(loop, "nonsense", 1, on_event, &c);
	c.connection = scn_connection_open(loop, "127.0.0.1", peer.port, on_event, &c);
	(void)c.connection;
	scn_loop_stop(loop); /* a stop that no run has seen must not hinder the end */
	client_finish(&c);
	peer_stop(&peer);
}

/* Freed with much still queued for a peer that does not read, and the loop ends. */
static void test_loop_free_does_not_wait_for_a_slow_peer(void **state)
{
	struct peer peer;
	struct client c = { .free_at_event = true, .free_at = SCN_EVENT_CONNECTED };

	peer_start(&peer, never_read);
	scn_build_zeros(&c.to_send, 4 * BIG);
	talk(&c, "127.0.0.1", peer.port);
	client_finish(&c);
	peer_stop(&peer);
}

static void test_loop_speaks_ipv6(void **state)
{
	static const char *const addresses[] = { "::1", "::1%lo" };
	struct sockaddr_in6 at = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	socklen_t len = sizeof(at);
	struct peer peer = { .listener = socket(AF_INET6, SOCK_STREAM, 0) };

	if (peer.listener < 0 || bind(peer.listener, (struct sockaddr *)&at, len) != 0)
		skip();
	assert_int_equal(listen(peer.listener, 8), 0);
	assert_int_equal(getsockname(peer.listener, (struct sockaddr *)&at, &len), 0);
	for (size_t i = 0; i < SCN_COUNT(addresses); i++) {
		struct client c = { .free_at_event = true, .free_at = SCN_EVENT_CONNECTED };

		talk(&c, addresses[i], ntohs(at.sin6_port));
		assert_string_equal(c.events, "C");
		client_finish(&c);
	}
	close(peer.listener);
}

/* ---- timers and wake ---- */

struct order {
	struct scn_loop *loop;
	char text[16];
};

struct alarm {
	struct order *order;
	struct scn_timer *timer;
	int number;
	scn_time when;
};

static void on_alarm(void *user)
{
	struct alarm *alarm = user;
	const char word[] = { (char)('0' + alarm->number), 0 };

	strcat(alarm->order->text, word);
	assert_true(scn_loop_now(alarm->order->loop) >= alarm->when);
	scn_timer_free(alarm->timer); /* from within its own callback */
}

static void test_loop_timers_come_in_order_and_never_early(void **state)
{
	struct scn_loop *loop = scn_loop_new();
	struct order order = { .loop = loop };
	struct alarm alarms[4] = { 0 };
	scn_time now = scn_loop_now(loop);
	const scn_time when[4] = { now + 30 * SCN_MS + 999, now - SCN_SECOND, now + 10 * SCN_MS + 1,
		SCN_NEVER };

	for (int i = 0; i < 4; i++) {
		alarms[i] = (struct alarm){ .order = &order, .number = i, .when = when[i] };
		alarms[i].timer = scn_timer_new(loop, on_alarm, &alarms[i]);
		scn_timer_set(alarms[i].timer, now + SCN_SECOND);
		scn_timer_set(alarms[i].timer, when[i]);
	}
	scn_loop_run(loop); /* ends by itself: the fourth is not set */
	assert_string_equal(order.text, "120");
	scn_loop_free(loop);
}

static void on_wake(void *user)
{
	scn_loop_stop(user);
}

static void *wake_later(void *user)
{
	usleep(20 * 1000);
	scn_loop_wake(user);
	return NULL;
}

static void test_loop_wakes_from_a_thread(void **state)
{
	struct scn_loop *loop = scn_loop_new();
	scn_time start = scn_loop_now(loop);
	pthread_t thread;

	scn_loop_on_wake(loop, on_wake, loop);
	assert_int_equal(pthread_create(&thread, NULL, wake_later, loop), 0);
	run(loop);
	assert_true(scn_loop_now(loop) - start < TEST_LIMIT_S * SCN_SECOND / 2);
	pthread_join(thread, NULL);
	scn_loop_free(loop);
}

static void test_loop_ends_without_work(void **state)
{
	struct scn_loop *loop = scn_loop_new();

	scn_loop_run(loop); /* the handle for wake does not count as work */
	scn_loop_free(loop);
	scn_loop_free(NULL);
	scn_timer_free(NULL);
}

static void test_loop_random_is_not_constant(void **state)
{
	uint8_t a[32] = { 0 }, b[32] = { 0 };

	scn_random(a, sizeof(a));
	scn_random(b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
	assert_true(scn_wall_clock() > 1700000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_loop_echoes),
		cmocka_unit_test(test_loop_carries_much),
		cmocka_unit_test(test_loop_tells_the_end),
		cmocka_unit_test(test_loop_tells_a_reset),
		cmocka_unit_test(test_loop_survives_writes_after_a_reset),
		cmocka_unit_test(test_loop_tells_refused),
		cmocka_unit_test(test_loop_tells_failed_starts),
		cmocka_unit_test(test_loop_frees_in_callback),
		cmocka_unit_test(test_loop_frees_while_connecting),
		cmocka_unit_test(test_loop_sends_what_is_queued),
		cmocka_unit_test(test_loop_free_closes_all),
		cmocka_unit_test(test_loop_free_does_not_wait_for_a_slow_peer),
		cmocka_unit_test(test_loop_speaks_ipv6),
		cmocka_unit_test(test_loop_timers_come_in_order_and_never_early),
		cmocka_unit_test(test_loop_wakes_from_a_thread),
		cmocka_unit_test(test_loop_ends_without_work),
		cmocka_unit_test(test_loop_random_is_not_constant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
