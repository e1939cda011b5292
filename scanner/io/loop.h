/*
 * The event loop: TCP connections and timers over libuv. Thin; it knows nothing of SMTP or TLS.
 * One thread owns a loop; only scn_loop_wake may be called from another one (or a signal).
 */
#ifndef SCN_IO_LOOP_H
#define SCN_IO_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/time.h"
#include "core/probe/probe.h"

struct scn_loop;

/* NULL if libuv fails. */
struct scn_loop *scn_loop_new(void);
/* All connections and timers must have been closed by their owners, or are closed here. */
void scn_loop_free(struct scn_loop *loop);
/* Run until nothing is active or scn_loop_stop. */
void scn_loop_run(struct scn_loop *loop);
void scn_loop_stop(struct scn_loop *loop);
/* Monotonic; read afresh. */
scn_time scn_loop_now(struct scn_loop *loop);
scn_unixtime scn_wall_clock(void);
void scn_random(uint8_t *out, size_t len);
/* The libuv loop itself, for resolver.c only (declared without uv.h). */
struct uv_loop_s *scn_loop_uv(struct scn_loop *loop);

/* Called in the loop's thread soon after scn_loop_wake was called from anywhere. */
void scn_loop_on_wake(struct scn_loop *loop, void (*wake)(void *user), void *user);
void scn_loop_wake(struct scn_loop *loop);

/* ---- timers: one-shot ---- */
struct scn_timer;
struct scn_timer *scn_timer_new(struct scn_loop *loop, void (*due)(void *user), void *user);
/* Fire at `when` (scn_loop_now's clock; in the past: as soon as possible); SCN_NEVER: not. */
void scn_timer_set(struct scn_timer *timer, scn_time when);
void scn_timer_free(struct scn_timer *timer);

/* ---- connections ---- */
struct scn_connection;
/* event: CONNECTED, CONNECT_FAILED, BYTES or CLOSED (see probe.h); bytes are borrowed for the call.
 * After CONNECT_FAILED or CLOSED nothing more comes; the owner still has to free. */
typedef void scn_connection_event(void *user, const struct scn_probe_event *event);

/* address: a numeric IPv4 or IPv6 address (with %scope where link-local). Failure to start is also
 * told by CONNECT_FAILED, from the loop. Never NULL. */
struct scn_connection *scn_connection_open(struct scn_loop *loop, const char *address,
	uint16_t port, scn_connection_event *event, void *user);
/* Does this machine have a way to the address at all? Sends nothing. */
bool scn_address_has_route(const char *address);
/* Queue bytes (copied). */
void scn_connection_send(struct scn_connection *c, struct scn_bytes bytes);
/* Send what is queued, then close; no event comes any more. Frees c. */
void scn_connection_free(struct scn_connection *c);

#endif
