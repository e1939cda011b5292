/*
 * One context of libunbound on a loop, set up as the resolver of servers and that of TLSA records both want it.
 * Asking is their own affair: ub_resolve_async and ub_cancel on `ctx`.
 */
#ifndef SCN_IO_DNS_CHANNEL_H
#define SCN_IO_DNS_CHANNEL_H

#include "io/loop.h"

struct ub_ctx;

struct scn_dns_channel {
	struct ub_ctx *ctx;
	struct uv_poll_s *poll; /* private */
};

struct scn_dns_channel_options {
	const char *forward; /* "127.0.0.1@5353": ask this server; NULL: those of resolv.conf */
	const char *
		resolv_conf; /* NULL: /etc/resolv.conf, and without one this machine (resolv.conf(5)) */
	/* What only this caller needs, or NULL: gives 0, or an error of libunbound. */
	int (*set_up)(const void *user, struct ub_ctx *ctx);
	const void *user;
};

/* NULL: libunbound fails, or a file cannot be read. */
struct scn_dns_channel *scn_dns_channel_open(
	struct scn_loop *loop, const struct scn_dns_channel_options *options);
/* Questions under way are dropped; before scn_loop_free. */
void scn_dns_channel_close(struct scn_dns_channel *channel);

#endif
