/* Shared by connection.c (how a connection lives and writes) and play.c (what its steps do). */
#ifndef FAULTS_CONNECTION_PRIVATE_H
#define FAULTS_CONNECTION_PRIVATE_H

#include "connection.h"

enum fault_wait {
	FAULT_WAIT_GATHER,
	FAULT_WAIT_INPUT, /* a line or a hello */
	FAULT_WAIT_TIMER,
	FAULT_WAIT_WRITE,
	FAULT_WAIT_BACKEND, /* for bytes to relay */
	FAULT_WAIT_CLIENT,  /* for its end: after our FIN, or in silence */
	FAULT_WAIT_NOTHING, /* is being closed */
};

struct fault_backend;

struct fault_connection {
	uv_tcp_t tcp;
	uv_timer_t timer;
	uv_write_t write;
	uv_shutdown_t shutdown;
	unsigned handles; /* of libuv, still open */
	struct fault_listener *listener;
	struct fault_connection *next, **back; /* in the list of those that gather */
	const struct fault_case *script;
	size_t number; /* of its listener, from 1 */
	size_t step;
	enum fault_wait wait;
	struct scn_builder input;
	/* What the step sends: `own` or bytes of the script, of which `sent` are out. */
	struct scn_bytes output;
	struct scn_builder own;
	struct scn_builder later; /* to be relayed when that is out: bytes under way may not move */
	size_t sent, writing;
	size_t split_at, cut_at; /* SIZE_MAX: nowhere */
	struct fault_backend *backend;
	bool backend_ended;
};

/* play.c */
void fault_play(struct fault_connection *c);
void fault_play_written(struct fault_connection *c);
void fault_play_timer(struct fault_connection *c);
void fault_play_input(struct fault_connection *c);
void fault_play_relayed(struct fault_connection *c, struct scn_bytes bytes);
void fault_play_backend_ended(struct fault_connection *c);

/* connection.c */
void fault_connection_write(struct fault_connection *c, struct scn_bytes borrowed);
void fault_connection_sleep(struct fault_connection *c, unsigned ms);
void fault_connection_close(struct fault_connection *c);
void fault_connection_reset(struct fault_connection *c);

/* relay.c */
void fault_backend_open(struct fault_connection *c);
void fault_backend_send(struct fault_connection *c, struct scn_bytes bytes);
void fault_backend_close(struct fault_connection *c);

#endif
