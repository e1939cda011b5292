#include "dns/name-server.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/text.h"
#include "io/store.h"

enum {
	CONF_MAX_LEN = 64 * 1024,
	STARTS = 3, /* the port may be taken in between */
	START_LIMIT_MS = 10000,
	STEP_MS = 10,
};

static struct sockaddr_in loopback(uint16_t port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons(port),
	};
}

/* A port that is free for UDP and TCP now. */
static uint16_t free_port(void)
{
	for (int tries = 0; tries < 100; tries++) {
		struct sockaddr_in at = loopback(0);
		socklen_t len = sizeof(at);
		int udp = socket(AF_INET, SOCK_DGRAM, 0), tcp = socket(AF_INET, SOCK_STREAM, 0);
		bool ok = bind(udp, (struct sockaddr *)&at, len) == 0 &&
			  getsockname(udp, (struct sockaddr *)&at, &len) == 0 &&
			  bind(tcp, (struct sockaddr *)&at, len) == 0;

		close(udp);
		close(tcp);
		if (ok)
			return ntohs(at.sin_port);
	}
	return 0;
}

/* Replace @PORT@, @ZONE@ and @DIR@. */
static void fill_in(const struct name_server *server, const char *from, struct scn_text *to)
{
	char zone[4096];

	if (!realpath("tests/support/dns/example.zone", zone))
		abort();
	while (*from) {
		if (strncmp(from, "@PORT@", 6) == 0) {
			scn_text_printf(to, "%u", server->port);
			from += 6;
		} else if (strncmp(from, "@ZONE@", 6) == 0) {
			scn_text_add(to, zone);
			from += 6;
		} else if (strncmp(from, "@DIR@", 5) == 0) {
			scn_text_add(to, server->dir);
			from += 5;
		} else {
			scn_text_char(to, *from++);
		}
	}
}

static bool write_file(const struct name_server *server, const char *name, const char *content)
{
	struct scn_text path = { 0 }, text = { 0 };
	enum scn_err err;

	scn_text_printf(&path, "%s/%s", server->dir, name);
	scn_text_add(&text, content);
	err = scn_store_write(scn_text_str(&path), &text);
	scn_text_finish(&path);
	scn_text_finish(&text);
	return err == SCN_ERR_OK;
}

static bool write_conf(struct name_server *server)
{
	struct scn_text template = { 0 }, conf = { 0 };
	bool ok;

	if (scn_store_read("tests/support/dns/unbound.conf.in", CONF_MAX_LEN, &template))
		return false;
	fill_in(server, scn_text_str(&template), &conf);
	ok = write_file(server, "unbound.conf", scn_text_str(&conf)) &&
	     write_file(server, "hosts",
		     "127.0.0.1 localhost\n"
		     "192.0.2.90 only-in-hosts.example\n"
		     "192.0.2.91 hosts-name.example\n");
	scn_text_finish(&template);
	scn_text_finish(&conf);
	return ok;
}

static bool answers(const struct name_server *server)
{
	struct sockaddr_in at = loopback(server->port);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bool ok = connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0;

	close(fd);
	return ok;
}

static void run(const struct name_server *server)
{
	char conf[128];

	snprintf(conf, sizeof(conf), "%s/unbound.conf", server->dir);
	execl(TEST_UNBOUND, TEST_UNBOUND, "-d", "-p", "-c", conf, (char *)NULL);
	_exit(127);
}

/* False: it has ended (and has no pid any more), or says nothing. */
static bool comes_up(struct name_server *server)
{
	for (int waited = 0; waited < START_LIMIT_MS; waited += STEP_MS) {
		if (waitpid(server->pid, NULL, WNOHANG) != 0) {
			server->pid = 0;
			return false;
		}
		if (answers(server))
			return true;
		usleep(STEP_MS * 1000);
	}
	return false;
}

bool name_server_start(struct name_server *server)
{
	*server = (struct name_server){ .dir = "/tmp/handfast-dns-XXXXXX" };
	if (!mkdtemp(server->dir))
		return false;
	for (int i = 0; i < STARTS && server->pid == 0; i++) {
		server->port = free_port();
		if (!write_conf(server))
			return false;
		server->pid = fork();
		if (server->pid == 0)
			run(server);
		if (comes_up(server))
			return true;
	}
	fprintf(stderr, "unbound did not start\n");
	return false;
}

void name_server_stop(struct name_server *server)
{
	static const char *const files[] = { "unbound.conf", "unbound.log", "hosts" };

	kill(server->pid, SIGTERM);
	waitpid(server->pid, NULL, 0);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char path[128];

		snprintf(path, sizeof(path), "%s/%s", server->dir, files[i]);
		unlink(path);
	}
	rmdir(server->dir);
}

int name_server_silent(char address_out[32])
{
	struct sockaddr_in at = loopback(0);
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (bind(fd, (struct sockaddr *)&at, len) || getsockname(fd, (struct sockaddr *)&at, &len))
		abort();
	snprintf(address_out, 32, "127.0.0.1@%u", ntohs(at.sin_port));
	return fd;
}
