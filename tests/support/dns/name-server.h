/*
 * A real unbound on loopback with example.zone, for one test program. Its folder also has a hosts
 * file. The program path is that of the build (TEST_UNBOUND).
 */
#ifndef TESTS_SUPPORT_DNS_NAME_SERVER_H
#define TESTS_SUPPORT_DNS_NAME_SERVER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct name_server {
	char dir[64];
	uint16_t port;
	pid_t pid;
};

/* False: it did not come up; what it said is printed. */
bool name_server_start(struct name_server *server);
void name_server_stop(struct name_server *server);

/* One that never answers: its address as resolvers take it. The socket, for close(). */
int name_server_silent(char address_out[32]);

#endif
