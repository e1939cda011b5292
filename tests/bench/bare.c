/* What a connection costs at least: usage: bare PORT COUNT AT-ONCE [HELLO]
 *
 * Connects COUNT times to the stub, each time to another address, AT-ONCE at a time. Without HELLO: connect and close.
 * With it the same dialogue as a probe: greeting, EHLO, STARTTLS, the bytes of HELLO, the first piece of the answer,
 * close. Nothing is parsed, kept or told. Prints how many of them went to their end.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	MAX_FD = 65536,
	MAX_HELLO = 4096,
	BATCH = 256,
};

static unsigned char steps[MAX_FD]; /* pieces of the server that were read */
static char hello[MAX_HELLO];
static size_t hello_len;
static int poller;
static unsigned port;
static unsigned long begun, ended, whole, count;

/* The same as in `lists`: neighbours in the list are in different networks. */
static struct in_addr address_of(unsigned long i)
{
	unsigned long host =
		127UL << 24 | (1 + i % 250) << 16 | (i / 250 % 250) << 8 | (1 + i / 62500);

	return (struct in_addr){ htonl((uint32_t)host) };
}

static void begin(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	struct epoll_event event = { .events = hello_len ? EPOLLIN : EPOLLOUT, .data.fd = fd };

	to.sin_addr = address_of(begun++);
	if (fd < 0 || fd >= MAX_FD ||
		(connect(fd, (struct sockaddr *)&to, sizeof(to)) && errno != EINPROGRESS)) {
		perror("connect");
		exit(1);
	}
	steps[fd] = 0;
	epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
}

static void end(int fd, int good)
{
	close(fd);
	ended++;
	whole += good != 0;
	if (begun < count)
		begin();
}

static int say(int fd, const char *data, size_t len)
{
	return send(fd, data, len, MSG_NOSIGNAL) == (ssize_t)len;
}

static void on_ready(int fd, unsigned events)
{
	static const char *const commands[] = { "EHLO bare.example\r\n", "STARTTLS\r\n" };
	char data[8192];
	int step;

	if (!hello_len) {
		end(fd, !(events & (EPOLLERR | EPOLLHUP)));
		return;
	}
	if (recv(fd, data, sizeof(data), 0) <= 0) {
		end(fd, 0);
		return;
	}
	step = steps[fd]++;
	if (step == 3)
		end(fd, 1);
	else if (!(step == 2 ? say(fd, hello, hello_len)
			     : say(fd, commands[step], strlen(commands[step]))))
		end(fd, 0);
}

static int read_hello(const char *path)
{
	FILE *file = fopen(path, "rb");

	if (!file)
		return -1;
	hello_len = fread(hello, 1, sizeof(hello), file);
	return fclose(file);
}

int main(int argc, char **argv)
{
	struct epoll_event events[BATCH];

	if (argc < 4 || (argc > 4 && read_hello(argv[4]))) {
		fprintf(stderr, "usage: bare PORT COUNT AT-ONCE [HELLO]\n");
		return 2;
	}
	port = (unsigned)atoi(argv[1]);
	count = strtoul(argv[2], NULL, 10);
	poller = epoll_create1(0);
	for (unsigned long at_once = strtoul(argv[3], NULL, 10); at_once && begun < count;
		at_once--)
		begin();
	while (ended < count) {
		int ready = epoll_wait(poller, events, BATCH, -1);

		for (int i = 0; i < ready; i++)
			on_ready(events[i].data.fd, events[i].events);
	}
	printf("%lu\n", whole);
	return whole == count ? 0 : 1;
}
