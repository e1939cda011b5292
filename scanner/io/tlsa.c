#include "io/tlsa.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unbound.h>
#include <uv.h>

#include "core/base/alloc.h"
#include "core/base/text.h"
#include "io/dns-answer.h"

enum {
	CLASS_IN = 1,
	DNSKEY = 48,
	TLSA = 52,
	MAX_OWNER_LEN = 1024, /* the name in the first line of a trust anchor file */
	RCODE_NOERROR = 0,
	RCODE_NXDOMAIN = 3,
};

static const scn_time default_limit = 10 * SCN_SECOND;

/* The keys of the root (IANA, root-anchors.xml): 2017, and 2024, which signs from 2026 on. */
static const char *const root_anchors[] = {
	". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
	". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16",
};

struct lookup;

struct query {
	struct lookup *lookup;
	int id;
	bool open;
};

struct lookup {
	struct scn_tlsa_resolver *resolver;
	scn_tlsa_fn *done;
	void *user;
	struct scn_tlsa_fact fact;
	struct query anchor, records;
	bool anchored; /* the trust anchor could be verified: DNSSEC comes through */
	bool over;
	struct scn_timer *timer; /* the limit; when over: the delivery, from the loop */
};

struct scn_tlsa_resolver {
	struct scn_loop *loop;
	scn_time limit;
	struct ub_ctx *ctx;
	uv_poll_t *poll;
	char *anchor; /* the name whose key is trusted: "." */
	struct lookup **lookups;
	size_t lookup_count;
};

/* ---- the end of a look-up ---- */

static void cancel_query(struct query *q)
{
	if (q->open)
		ub_cancel(q->lookup->resolver->ctx, q->id);
	q->open = false;
}

static void free_lookup(struct lookup *lookup)
{
	struct scn_tlsa_resolver *resolver = lookup->resolver;
	size_t at = 0;

	while (resolver->lookups[at] != lookup)
		at++;
	resolver->lookups[at] = resolver->lookups[--resolver->lookup_count];
	cancel_query(&lookup->anchor);
	cancel_query(&lookup->records);
	scn_timer_free(lookup->timer);
	scn_tlsa_fact_finish(&lookup->fact);
	free(lookup);
}

static void deliver(struct lookup *lookup)
{
	struct scn_tlsa_fact fact = lookup->fact;
	scn_tlsa_fn *done = lookup->done;
	void *user = lookup->user;

	lookup->fact = (struct scn_tlsa_fact){ 0 };
	free_lookup(lookup);
	done(user, &fact);
}

static void set_unknown(struct lookup *lookup, const char *why)
{
	scn_tlsa_fact_finish(&lookup->fact);
	lookup->fact.detail = scn_strdup(why);
}

static void end(struct lookup *lookup)
{
	lookup->over = true;
	scn_timer_set(lookup->timer, 0);
}

static void on_timer(void *user)
{
	struct lookup *lookup = user;

	if (!lookup->over) {
		cancel_query(&lookup->anchor);
		cancel_query(&lookup->records);
		set_unknown(lookup, "no answer in time");
	}
	deliver(lookup);
}

/* Both answers are there. What was not vouched for by a verified anchor is unknown. */
static void conclude(struct lookup *lookup)
{
	if (lookup->anchor.open || lookup->records.open || lookup->over)
		return;
	if (!lookup->anchored)
		set_unknown(lookup, "the name server in use does not pass DNSSEC on");
	end(lookup);
}

/* ---- answers ---- */

static void on_anchor(void *user, int err, struct ub_result *result)
{
	struct query *q = user;

	q->open = false;
	q->lookup->anchored = !err && result->havedata && result->secure;
	if (!err)
		ub_resolve_free(result);
	conclude(q->lookup);
}

/* True: it is beyond the limits, and what is left of the set is not the set. */
static bool add_record(struct scn_tlsa_fact *fact, struct scn_bytes wire)
{
	uint8_t fields[3];
	struct scn_bytes data;
	struct scn_tlsa_record record;

	if (!scn_dns_tlsa(wire, fields, &data))
		return false;
	if (fact->record_count >= SCN_TLSA_MAX_RECORDS || wire.len > SCN_TLSA_MAX_LEN)
		return true;
	record = (struct scn_tlsa_record){ .usage = fields[0],
		.selector = fields[1],
		.matching = fields[2],
		.data = scn_memdup(data.at, data.len),
		.len = data.len };
	SCN_APPEND(fact->records, fact->record_count, record);
	return false;
}

static void keep_detail(struct scn_tlsa_fact *fact, const char *why)
{
	struct scn_text text = { 0 };

	if (!why)
		return;
	scn_text_peer(&text, why, strlen(why));
	fact->detail = scn_text_take(&text);
}

static void read_result(struct scn_tlsa_fact *fact, const struct ub_result *result)
{
	bool cut = false;

	if (result->bogus) {
		fact->status = SCN_TLSA_BOGUS;
		keep_detail(fact, result->why_bogus);
	} else if (result->havedata) {
		fact->status = result->secure ? SCN_TLSA_SECURE : SCN_TLSA_INSECURE;
		for (size_t i = 0; result->data[i]; i++)
			cut |= add_record(
				fact, (struct scn_bytes){ (const uint8_t *)result->data[i],
					      (size_t)result->len[i] });
		if (cut) {
			scn_tlsa_fact_finish(fact);
			fact->detail =
				scn_strdup("there are more, or longer, records than are read");
		}
	} else if (result->rcode == RCODE_NOERROR || result->rcode == RCODE_NXDOMAIN) {
		fact->status = SCN_TLSA_NONE;
	} else {
		fact->detail = scn_strdup("the look-up failed");
	}
}

static void on_records(void *user, int err, struct ub_result *result)
{
	struct query *q = user;

	q->open = false;
	if (err) {
		keep_detail(&q->lookup->fact, ub_strerror(err));
	} else {
		read_result(&q->lookup->fact, result);
		ub_resolve_free(result);
	}
	conclude(q->lookup);
}

/* ---- the beginning ---- */

static void ask(struct query *q, const char *name, int type, ub_callback_type callback)
{
	q->open = ub_resolve_async(
			  q->lookup->resolver->ctx, name, type, CLASS_IN, q, callback, &q->id) == 0;
}

void scn_tlsa_lookup(struct scn_tlsa_resolver *resolver, const char *host, uint16_t port,
	scn_tlsa_fn *done, void *user)
{
	struct lookup *lookup = scn_alloc(1, sizeof(*lookup));
	struct scn_text name = { 0 };

	*lookup = (struct lookup){ .resolver = resolver, .done = done, .user = user };
	lookup->anchor.lookup = lookup->records.lookup = lookup;
	lookup->timer = scn_timer_new(resolver->loop, on_timer, lookup);
	scn_timer_set(lookup->timer, scn_loop_now(resolver->loop) + resolver->limit);
	SCN_APPEND(resolver->lookups, resolver->lookup_count, lookup);
	scn_text_printf(&name, "_%u._tcp.%s", port, host);
	ask(&lookup->anchor, resolver->anchor, DNSKEY, on_anchor);
	ask(&lookup->records, scn_text_str(&name), TLSA, on_records);
	scn_text_finish(&name);
	conclude(lookup);
}

void scn_tlsa_cancel(struct scn_tlsa_resolver *resolver)
{
	for (size_t i = 0; i < resolver->lookup_count; i++) {
		cancel_query(&resolver->lookups[i]->anchor);
		cancel_query(&resolver->lookups[i]->records);
		set_unknown(resolver->lookups[i], "stopped");
		end(resolver->lookups[i]);
	}
}

/* ---- the resolver ---- */

/* The owner of the first record of a zone file: "causes.test." */
static char *first_owner(const char *path)
{
	char line[MAX_OWNER_LEN];
	char *owner = NULL;
	FILE *file = fopen(path, "r");

	while (file && !owner && fgets(line, sizeof(line), file)) {
		size_t len = strcspn(line, " \t\r\n");

		if (len && line[0] != ';' && line[0] != '$')
			owner = scn_strndup(line, len);
	}
	if (file)
		fclose(file);
	return owner;
}

static int set_anchor(struct scn_tlsa_resolver *resolver, const char *path)
{
	int err = 0;

	if (path) {
		resolver->anchor = first_owner(path);
		return resolver->anchor ? ub_ctx_add_ta_file(resolver->ctx, path) : UB_READFILE;
	}
	resolver->anchor = scn_strdup(".");
	for (size_t i = 0; !err && i < SCN_COUNT(root_anchors); i++)
		err = ub_ctx_add_ta(resolver->ctx, root_anchors[i]);
	return err;
}

/* resolv.conf(5): without the file, the name server is on this machine. */
static int set_servers(struct ub_ctx *ctx, const char *forward)
{
	int err;

	if (forward)
		return ub_ctx_set_fwd(ctx, forward);
	err = ub_ctx_resolvconf(ctx, NULL);
	return err == UB_READFILE ? ub_ctx_set_fwd(ctx, "127.0.0.1") : err;
}

static int set_up(struct scn_tlsa_resolver *resolver, const struct scn_tlsa_options *options)
{
	int err;

	ub_ctx_debugout(resolver->ctx, NULL); /* the result tells what went wrong */
	err = set_servers(resolver->ctx, options->forward);
	if (!err)
		err = set_anchor(resolver, options->trust_anchor);
	if (!err)
		err = ub_ctx_set_option(resolver->ctx, "do-not-query-localhost:", "no");
	if (!err)
		err = ub_ctx_async(resolver->ctx, true); /* a thread, not a process */
	if (!err) /* libunbound would deny *.test, but mail laboratories use it */
		err = ub_ctx_zone_remove(resolver->ctx, "test.");
	return err;
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
	struct scn_tlsa_resolver *resolver = poll->data;

	ub_process(resolver->ctx);
}

static void free_handle(uv_handle_t *handle)
{
	free(handle);
}

static bool watch(struct scn_tlsa_resolver *resolver)
{
	uv_poll_t *poll = scn_alloc(1, sizeof(*poll));

	if (uv_poll_init(scn_loop_uv(resolver->loop), poll, ub_fd(resolver->ctx))) {
		free(poll);
		return false;
	}
	poll->data = resolver;
	uv_poll_start(poll, UV_READABLE, on_readable);
	uv_unref((uv_handle_t *)poll);
	resolver->poll = poll;
	return true;
}

struct scn_tlsa_resolver *scn_tlsa_new(
	struct scn_loop *loop, const struct scn_tlsa_options *options, enum scn_err *err_out)
{
	struct scn_tlsa_resolver *resolver = scn_alloc(1, sizeof(*resolver));

	resolver->loop = loop;
	resolver->limit = options->limit ? options->limit : default_limit;
	resolver->ctx = ub_ctx_create();
	*err_out = SCN_ERR_OK;
	if (resolver->ctx && set_up(resolver, options) == 0 && watch(resolver))
		return resolver;
	*err_out = SCN_ERR_RESOLVER;
	scn_tlsa_free(resolver);
	return NULL;
}

void scn_tlsa_free(struct scn_tlsa_resolver *resolver)
{
	if (!resolver)
		return;
	while (resolver->lookup_count)
		free_lookup(resolver->lookups[0]);
	/* The handle lets go of the descriptor before libunbound closes it. */
	if (resolver->poll)
		uv_close((uv_handle_t *)resolver->poll, free_handle);
	if (resolver->ctx)
		ub_ctx_delete(resolver->ctx);
	free(resolver->lookups);
	free(resolver->anchor);
	free(resolver);
}
