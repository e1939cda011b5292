/*
 * One connection of the faulty server: plays the steps of its case, one after the other, over libuv.
 * What it sends lies in the script or in a buffer of its own, and one write is under way at a time, so
 * a client that does not read costs no memory.
 */
#ifndef FAULTS_CONNECTION_H
#define FAULTS_CONNECTION_H

#include <uv.h>

#include "script.h"

struct fault_connection;

/* What all connections share. */
struct fault_server {
	uv_loop_t *loop;
	uint16_t backend; /* port on 127.0.0.1 that `relay` connects to; 0: none */
	/* No connection takes its first step before so many are open at once; 0: at once. */
	size_t gather;
	size_t open, most_open, accepted;
	struct fault_connection *waiting; /* for the others */
};

/* One port. */
struct fault_listener {
	struct fault_server *server;
	const struct fault_script *script;
	uv_tcp_t tcp;
	uint16_t port;
	size_t accepted, open, most_open;
};

/* Take the connection that is pending at the listener. */
void fault_connection_accept(struct fault_listener *listener);

#endif
