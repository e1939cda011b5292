#include "io/tlsa.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unbound.h>

#include "core/base/alloc.h"
#include "core/base/text.h"
#include "io/dns-answer.h"
#include "io/dns-channel.h"

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
	struct scn_dns_channel *channel;
	char *anchor; /* the name whose key is trusted: "." */
	struct lookup **lookups;
	size_t lookup_count;
};

/* ---- the end of a look-up ---- */

static void cancel_query(struct query *q)
{
	if (q->open)
		ub_cancel(q->lookup->resolver->channel->ctx, q->id);
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
	q->open = ub_resolve_async(q->lookup->resolver->channel->ctx, name, type, CLASS_IN, q,
			  callback, &q->id) == 0;
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

/* The file's, or those of the root. */
static int add_anchors(const void *path, struct ub_ctx *ctx)
{
	int err = 0;

	if (path)
		return ub_ctx_add_ta_file(ctx, path);
	for (size_t i = 0; !err && i < SCN_COUNT(root_anchors); i++)
		err = ub_ctx_add_ta(ctx, root_anchors[i]);
	return err;
}

struct scn_tlsa_resolver *scn_tlsa_new(
	struct scn_loop *loop, const struct scn_tlsa_options *options, enum scn_err *err_out)
{
	struct scn_tlsa_resolver *resolver = scn_alloc(1, sizeof(*resolver));
	const char *file = options->trust_anchor;

	resolver->loop = loop;
	resolver->limit = options->limit ? options->limit : default_limit;
	resolver->anchor = file ? first_owner(file) : scn_strdup(".");
	if (resolver->anchor)
		resolver->channel = scn_dns_channel_open(loop,
			&(struct scn_dns_channel_options){
				.forward = options->forward, .set_up = add_anchors, .user = file });
	*err_out = resolver->channel ? SCN_ERR_OK : SCN_ERR_RESOLVER;
	if (resolver->channel)
		return resolver;
	scn_tlsa_free(resolver);
	return NULL;
}

void scn_tlsa_free(struct scn_tlsa_resolver *resolver)
{
	if (!resolver)
		return;
	while (resolver->lookup_count)
		free_lookup(resolver->lookups[0]);
	scn_dns_channel_close(resolver->channel);
	free(resolver->lookups);
	free(resolver->anchor);
	free(resolver);
}
