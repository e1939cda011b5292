/* A mail server that costs next to nothing: usage: stub PORT FLIGHT HOLD
 *
 * SMTP up to the 220 of STARTTLS, then the bytes of FLIGHT to whatever ClientHello comes: a real server's first
 * flight, recorded. Listens on all addresses of loopback, so that one process is any number of servers. HOLD: nobody
 * is greeted before so many connections are there (0: all at once). Ends when its standard input ends,
 * and prints how many connections there were, the most at once, and how many were told the flight.
 *
 * It knows the scanners that it is for: each sends a command or hello in one piece.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	MAX_FD = 65536,
	MAX_FLIGHT = 65536,
	BACKLOG = 16384,
	BATCH = 256,
};

enum step {
	HELD, /* waits for the greeting */
	GREETED,
	EHLO_SEEN,
	READY, /* the next bytes are a ClientHello */
	TOLD,
};

static unsigned char steps[MAX_FD];
static char flight[MAX_FLIGHT];
static size_t flight_len;
static int poller, listener, highest;
static unsigned long hold, connections, now_open, most_open, told;

static void say(int fd, const char *data, size_t len)
{
	/* A client that does not read is not one of ours: what does not fit is lost. */
	if (send(fd, data, len, MSG_NOSIGNAL) < 0)
		return;
}

static void say_text(int fd, const char *text)
{
	say(fd, text, strlen(text));
}

static void greet(int fd)
{
	steps[fd] = GREETED;
	say_text(fd, "220 stub.example ESMTP\r\n");
}

static void greet_all(void)
{
	for (int fd = 0; fd <= highest; fd++)
		if (steps[fd] == HELD && fd > listener && fd != poller)
			greet(fd);
	hold = 0;
}

static void on_client(void)
{
	int fd;

	while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
		struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

		if (fd >= MAX_FD) {
			close(fd);
			continue;
		}
		epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
		connections++;
		highest = fd > highest ? fd : highest;
		most_open = ++now_open > most_open ? now_open : most_open;
		steps[fd] = HELD;
		if (!hold)
			greet(fd);
		else if (now_open >= hold)
			greet_all();
	}
}

static void answer(int fd, const char *data)
{
	if (steps[fd] == READY) {
		steps[fd] = TOLD;
		told++;
		say(fd, flight, flight_len);
	} else if (strncmp(data, "EHLO", 4) == 0) {
		steps[fd] = EHLO_SEEN;
		say_text(fd, "250-stub.example\r\n250-PIPELINING\r\n250 STARTTLS\r\n");
	} else if (strncmp(data, "STARTTLS", 8) == 0) {
		steps[fd] = READY;
		say_text(fd, "220 2.0.0 Ready to start TLS\r\n");
	} else if (strncmp(data, "QUIT", 4) == 0) {
		say_text(fd, "221 2.0.0 Bye\r\n");
	}
}

static void on_bytes(int fd)
{
	char data[4096];
	ssize_t len = recv(fd, data, sizeof(data) - 1, 0);

	if (len <= 0) {
		close(fd);
		steps[fd] = TOLD; /* nobody to greet */
		now_open--;
		return;
	}
	data[len] = 0;
	answer(fd, data);
}

static int listen_on(const char *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)) };
	int yes = 1;

	listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	at.sin_addr.s_addr = htonl(INADDR_ANY);
	return bind(listener, (struct sockaddr *)&at, sizeof(at)) || listen(listener, BACKLOG);
}

static int read_flight(const char *path)
{
	FILE *file = fopen(path, "rb");

	if (!file)
		return -1;
	flight_len = fread(flight, 1, sizeof(flight), file);
	return fclose(file);
}

/* False: standard input ended. */
static int serve_once(void)
{
	struct epoll_event events[BATCH];
	int count = epoll_wait(poller, events, BATCH, -1);

	for (int i = 0; i < count; i++) {
		int fd = events[i].data.fd;

		if (fd == STDIN_FILENO)
			return 0;
		if (fd == listener)
			on_client();
		else
			on_bytes(fd);
	}
	return 1;
}

int main(int argc, char **argv)
{
	struct epoll_event event = { .events = EPOLLIN };

	if (argc != 4 || read_flight(argv[2]) || listen_on(argv[1])) {
		perror("usage: stub PORT FLIGHT HOLD");
		return 1;
	}
	hold = strtoul(argv[3], NULL, 10);
	memset(steps, TOLD, sizeof(steps));
	poller = epoll_create1(0);
	event.data.fd = listener;
	epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
	event.data.fd = STDIN_FILENO;
	epoll_ctl(poller, EPOLL_CTL_ADD, STDIN_FILENO, &event);
	while (serve_once())
		;
	printf("%lu %lu %lu\n", connections, most_open, told);
	return 0;
}
