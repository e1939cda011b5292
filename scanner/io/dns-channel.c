#include "io/dns-channel.h"

#include <stdlib.h>

#include <unbound.h>
#include <uv.h>

#include "core/base/alloc.h"

static int set_servers(struct ub_ctx *ctx, const struct scn_dns_channel_options *options)
{
	int err;

	if (options->forward)
		return ub_ctx_set_fwd(ctx, options->forward);
	err = ub_ctx_resolvconf(ctx, options->resolv_conf);
	if (err == UB_READFILE && !options->resolv_conf)
		err = ub_ctx_set_fwd(ctx, "127.0.0.1");
	return err;
}

static int set_up(struct ub_ctx *ctx, const struct scn_dns_channel_options *options)
{
	int err;

	ub_ctx_debugout(ctx, NULL); /* what goes wrong is told by the result, not on stderr */
	err = set_servers(ctx, options);
	if (!err)
		err = ub_ctx_set_option(ctx, "do-not-query-localhost:", "no");
	if (!err)
		err = ub_ctx_async(ctx, true); /* a thread, not a process */
	if (!err && options->set_up)
		err = options->set_up(options->user, ctx);
	/* libunbound would deny *.test, but mail laboratories use it. Last, for it ends the setting up. */
	return err ? err : ub_ctx_zone_remove(ctx, "test.");
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
	ub_process(poll->data);
}

static void free_handle(uv_handle_t *handle)
{
	free(handle);
}

static uv_poll_t *watch(struct scn_loop *loop, struct ub_ctx *ctx)
{
	uv_poll_t *poll = scn_alloc(1, sizeof(*poll));

	if (uv_poll_init(scn_loop_uv(loop), poll, ub_fd(ctx))) {
		free(poll);
		return NULL;
	}
	poll->data = ctx;
	uv_poll_start(poll, UV_READABLE, on_readable);
	/* Look-ups keep the loop going by their timers; to be ready for one does not. */
	uv_unref((uv_handle_t *)poll);
	return poll;
}

struct scn_dns_channel *scn_dns_channel_open(
	struct scn_loop *loop, const struct scn_dns_channel_options *options)
{
	struct scn_dns_channel *channel;
	struct ub_ctx *ctx = ub_ctx_create();
	uv_poll_t *poll;

	if (!ctx)
		return NULL;
	poll = set_up(ctx, options) == 0 ? watch(loop, ctx) : NULL;
	if (!poll) {
		ub_ctx_delete(ctx);
		return NULL;
	}
	channel = scn_alloc(1, sizeof(*channel));
	*channel = (struct scn_dns_channel){ .ctx = ctx, .poll = poll };
	return channel;
}

/* The handle lets go of the descriptor before libunbound closes it. */
void scn_dns_channel_close(struct scn_dns_channel *channel)
{
	if (!channel)
		return;
	uv_close((uv_handle_t *)channel->poll, free_handle);
	ub_ctx_delete(channel->ctx);
	free(channel);
}
