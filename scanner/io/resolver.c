#include "io/resolver.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <unbound.h>
#include <uv.h>

#include "core/base/alloc.h"
#include "core/base/text.h"
#include "io/dns-answer.h"
#include "io/dns-channel.h"
#include "io/resolved.h"

enum {
	ADDRESS_LEN = 64,
	CLASS_IN = 1,
	RCODE_NOERROR = 0,
	RCODE_NXDOMAIN = 3,
	/* The MX record, and two families of each server. */
	MAX_QUERIES = 1 + 2 * SCN_RESOLVER_MAX_SERVERS,
};

/* For one domain, all its records together. */
static const scn_time default_limit = 30 * SCN_SECOND;

enum record {
	A = 1,
	MX = 15,
	AAAA = 28,
};

/* Which servers a domain has, only DNS says. Where a host is, the hosts file may say too; it would
 * hide the MX records of the names in it. So there are two contexts. */
enum source {
	SOURCE_DNS,
	SOURCE_HOSTS_AND_DNS,
	SOURCE_COUNT,
};

struct query {
	struct lookup *lookup;
	enum source source;
	enum record record;
	size_t server; /* index; not of MX */
	int id;        /* libunbound's, to cancel */
	bool open;
};

struct lookup {
	struct scn_resolver *resolver;
	char *name;
	enum scn_family family;
	scn_resolved_fn *done;
	void *user;
	struct scn_resolved result;
	struct query queries[MAX_QUERIES];
	size_t query_count, open_count;
	struct scn_timer *timer; /* the limit; when over: the delivery, from the loop */
	bool over;
};

struct scn_resolver {
	struct scn_loop *loop;
	scn_time limit;
	struct scn_resolver_options options;
	struct scn_dns_channel *channels[SOURCE_COUNT]; /* each is opened for the first name */
	struct lookup **lookups;
	size_t lookup_count;
};

/* The first thing that went wrong is told. */
static void set_detail(struct lookup *lookup, char *take_detail)
{
	if (lookup->result.detail)
		free(take_detail);
	else
		lookup->result.detail = take_detail;
}

/* ---- the end of a look-up ---- */

static void end(struct lookup *lookup, enum scn_dns_status status)
{
	lookup->over = true;
	lookup->result.status = status;
	if (status != SCN_DNS_OK)
		scn_resolved_drop_servers(&lookup->result);
	scn_timer_set(lookup->timer, 0);
}

/* All answers are there. */
static void conclude(struct lookup *lookup)
{
	struct scn_resolved *r = &lookup->result;

	scn_resolved_sort_addresses(r);
	/* A server without MX record is the domain itself: its fate is the domain's. */
	end(lookup, r->servers[0].preference < 0 ? r->servers[0].status : SCN_DNS_OK);
}

static void cancel_queries(struct lookup *lookup)
{
	for (size_t i = 0; i < lookup->query_count; i++) {
		struct query *q = &lookup->queries[i];

		if (q->open)
			ub_cancel(lookup->resolver->channels[q->source]->ctx, q->id);
		q->open = false;
	}
	lookup->open_count = 0;
}

static void free_lookup(struct lookup *lookup)
{
	struct scn_resolver *resolver = lookup->resolver;
	size_t at = 0;

	while (resolver->lookups[at] != lookup)
		at++;
	resolver->lookups[at] = resolver->lookups[--resolver->lookup_count];
	cancel_queries(lookup);
	scn_timer_free(lookup->timer);
	scn_resolved_finish(&lookup->result);
	free(lookup->name);
	free(lookup);
}

/* The owner may free the resolver from within done. */
static void deliver(struct lookup *lookup)
{
	struct scn_resolved result = lookup->result;
	scn_resolved_fn *done = lookup->done;
	void *user = lookup->user;

	lookup->result = (struct scn_resolved){ 0 };
	free_lookup(lookup);
	done(user, &result);
}

/* ---- answers ---- */

static const char *record_name(enum record record)
{
	return record == MX ? "MX" : record == A ? "A" : "AAAA";
}

static const char *query_name(const struct query *q)
{
	return q->record == MX ? q->lookup->name : q->lookup->result.servers[q->server].host;
}

static void note_failure(struct query *q, const char *why)
{
	struct scn_text text = { 0 };

	scn_text_printf(&text, "the %s record of ", record_name(q->record));
	scn_text_peer(&text, query_name(q), strlen(query_name(q)));
	scn_text_add(&text, " could not be looked up: ");
	scn_text_peer(&text, why, strlen(why));
	set_detail(q->lookup, scn_text_take(&text));
}

static const char *rcode_name(int rcode)
{
	static const char *const names[] = { "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP",
		"REFUSED" };

	return rcode >= 0 && rcode < (int)SCN_COUNT(names) ? names[rcode] : "an unknown error";
}

/* NO_SERVER stands for "the name exists, such a record does not". */
static enum scn_dns_status classify(struct query *q, int err, const struct ub_result *result)
{
	if (err) {
		note_failure(q, ub_strerror(err));
		return SCN_DNS_FAILED;
	}
	if (result->bogus) {
		note_failure(q, result->why_bogus ? result->why_bogus : "DNSSEC says bogus");
		return SCN_DNS_FAILED;
	}
	if (result->rcode == RCODE_NXDOMAIN)
		return SCN_DNS_NO_SUCH_DOMAIN;
	if (result->rcode != RCODE_NOERROR) {
		note_failure(q, rcode_name(result->rcode));
		return SCN_DNS_FAILED;
	}
	return result->havedata ? SCN_DNS_OK : SCN_DNS_NO_SERVER;
}

static struct scn_bytes record_data(const struct ub_result *result, size_t i)
{
	return (struct scn_bytes){ (const uint8_t *)result->data[i], (size_t)result->len[i] };
}

static void address_failed(struct query *q, enum scn_dns_status status)
{
	struct scn_resolved_server *server = &q->lookup->result.servers[q->server];

	if (server->status == SCN_DNS_OK || server->status == SCN_DNS_FAILED)
		return; /* the other family knows better, or as little */
	server->status = status;
}

static void address_answer(struct query *q, enum scn_dns_status status, struct ub_result *result)
{
	struct scn_resolved_server *server = &q->lookup->result.servers[q->server];
	bool v6 = q->record == AAAA;
	char address[ADDRESS_LEN];

	if (status != SCN_DNS_OK) {
		address_failed(q, status);
		return;
	}
	for (size_t i = 0; result->data[i]; i++)
		if (result->len[i] == (v6 ? 16 : 4) &&
			uv_inet_ntop(v6 ? AF_INET6 : AF_INET, result->data[i], address,
				sizeof(address)) == 0)
			scn_resolved_add_address(server, address);
}

static void ask(struct lookup *lookup, struct query query);

static void ask_addresses(struct lookup *lookup)
{
	for (size_t i = 0; i < lookup->result.server_count; i++) {
		struct query query = { .source = SOURCE_HOSTS_AND_DNS, .server = i };

		query.record = A;
		if (lookup->family != SCN_FAMILY_IPV6)
			ask(lookup, query);
		query.record = AAAA;
		if (lookup->family != SCN_FAMILY_IPV4)
			ask(lookup, query);
	}
}

/* RFC 7505: "MX 0 ." says that the domain takes no mail. Beside others the root names no server. */
static void read_mx(struct lookup *lookup, struct ub_result *result)
{
	struct scn_resolved *r = &lookup->result;
	bool root = false;

	for (size_t i = 0; result->data[i]; i++) {
		int preference;
		char *host;

		if (!scn_dns_mx(record_data(result, i), &preference, &host))
			continue;
		if (strcmp(host, ".") == 0) {
			root = true;
			free(host);
			continue;
		}
		scn_resolved_add_server(r, host, preference);
	}
	if (r->server_count == 0) {
		if (!root)
			set_detail(lookup, scn_strdup("the MX records are malformed"));
		end(lookup, root ? SCN_DNS_NULL_MX : SCN_DNS_FAILED);
		return;
	}
	scn_resolved_sort_servers(r);
	ask_addresses(lookup);
}

/* Also where DNS knows no such name, the hosts file may know it. */
static void mx_answer(struct query *q, enum scn_dns_status status, struct ub_result *result)
{
	struct lookup *lookup = q->lookup;

	if (status == SCN_DNS_FAILED) {
		end(lookup, status);
	} else if (status == SCN_DNS_OK) {
		read_mx(lookup, result);
	} else {
		scn_resolved_add_server(&lookup->result, scn_strdup(lookup->name), -1);
		ask_addresses(lookup);
	}
}

static void take_answer(struct query *q, int err, struct ub_result *result)
{
	struct lookup *lookup = q->lookup;
	enum scn_dns_status status = classify(q, err, result);

	q->open = false;
	lookup->open_count--;
	if (q->record == MX)
		mx_answer(q, status, result);
	else
		address_answer(q, status, result);
	if (lookup->open_count == 0 && !lookup->over)
		conclude(lookup);
}

static void on_answer(void *user, int err, struct ub_result *result)
{
	take_answer(user, err, result);
	ub_resolve_free(result);
}

/* A hosts file that cannot be read is only an error if the caller named it. */
static int add_hosts(const void *path, struct ub_ctx *ctx)
{
	return ub_ctx_hosts(ctx, path) && path ? UB_READFILE : 0;
}

static struct scn_dns_channel *channel_for(struct scn_resolver *resolver, enum source source)
{
	const struct scn_resolver_options *options = &resolver->options;
	struct scn_dns_channel **channel = &resolver->channels[source];

	if (!*channel)
		*channel = scn_dns_channel_open(resolver->loop,
			&(struct scn_dns_channel_options){ .forward = options->forward,
				.resolv_conf = options->resolv_conf,
				.set_up = source == SOURCE_HOSTS_AND_DNS ? add_hosts : NULL,
				.user = options->hosts });
	return *channel;
}

static void ask(struct lookup *lookup, struct query query)
{
	struct query *q = &lookup->queries[lookup->query_count++];
	struct scn_dns_channel *channel = channel_for(lookup->resolver, query.source);
	int err = UB_INITFAIL;

	assert(lookup->query_count <= MAX_QUERIES);
	*q = query;
	q->lookup = lookup;
	if (channel)
		err = ub_resolve_async(
			channel->ctx, query_name(q), q->record, CLASS_IN, q, on_answer, &q->id);
	if (err == 0) {
		q->open = true;
		lookup->open_count++;
		return;
	}
	note_failure(q, ub_strerror(err));
	if (q->record != MX)
		address_failed(q, SCN_DNS_FAILED);
}

/* ---- the beginning of a look-up ---- */

static void on_limit(struct lookup *lookup)
{
	struct scn_text why = { 0 };

	scn_text_printf(
		&why, "no answer within %.3g s", (double)lookup->resolver->limit / SCN_SECOND);
	for (size_t i = 0; i < lookup->query_count; i++) {
		struct query *q = &lookup->queries[i];

		if (!q->open)
			continue;
		note_failure(q, scn_text_str(&why));
		if (q->record != MX)
			address_failed(q, SCN_DNS_FAILED);
	}
	scn_text_finish(&why);
	cancel_queries(lookup);
	if (lookup->result.server_count)
		conclude(lookup);
	else
		end(lookup, SCN_DNS_FAILED);
}

static void on_timer(void *user)
{
	struct lookup *lookup = user;

	if (!lookup->over)
		on_limit(lookup);
	deliver(lookup);
}

static struct lookup *start(struct scn_resolver *resolver, const char *name, enum scn_family family,
	scn_resolved_fn *done, void *user)
{
	struct lookup *lookup = scn_alloc(1, sizeof(*lookup));
	size_t len = strlen(name);

	lookup->resolver = resolver;
	lookup->family = family;
	lookup->done = done;
	lookup->user = user;
	lookup->name = scn_strndup(name, len - (len > 1 && name[len - 1] == '.'));
	for (char *c = lookup->name; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	lookup->timer = scn_timer_new(resolver->loop, on_timer, lookup);
	scn_timer_set(lookup->timer, scn_loop_now(resolver->loop) + resolver->limit);
	SCN_APPEND(resolver->lookups, resolver->lookup_count, lookup);
	return lookup;
}

/* AF_INET, AF_INET6 (perhaps with a scope), or 0: a name. */
static int literal_family(const char *text)
{
	char *plain = scn_strndup(text, strcspn(text, "%"));
	uint8_t bytes[16];
	int family = 0;

	if (uv_inet_pton(AF_INET, text, bytes) == 0)
		family = AF_INET;
	else if (uv_inet_pton(AF_INET6, plain, bytes) == 0)
		family = AF_INET6;
	free(plain);
	return family;
}

static void answer_literal(struct lookup *lookup, int family)
{
	struct scn_resolved_server *server =
		scn_resolved_add_server(&lookup->result, scn_strdup(lookup->name), -1);
	enum scn_family unwanted = family == AF_INET ? SCN_FAMILY_IPV6 : SCN_FAMILY_IPV4;

	if (lookup->family == unwanted) {
		set_detail(lookup, scn_strdup(family == AF_INET ? "it is an IPv4 address"
								: "it is an IPv6 address"));
		end(lookup, SCN_DNS_NO_SERVER);
		return;
	}
	scn_resolved_add_address(server, lookup->name);
	end(lookup, SCN_DNS_OK);
}

void scn_resolve_domain(struct scn_resolver *resolver, const char *domain, enum scn_family family,
	scn_resolved_fn *done, void *user)
{
	struct lookup *lookup = start(resolver, domain, family, done, user);
	int literal = literal_family(lookup->name);

	if (literal) {
		answer_literal(lookup, literal);
		return;
	}
	ask(lookup, (struct query){ .source = SOURCE_DNS, .record = MX });
	if (lookup->open_count == 0)
		end(lookup, SCN_DNS_FAILED);
}

void scn_resolve_host(struct scn_resolver *resolver, const char *host, enum scn_family family,
	scn_resolved_fn *done, void *user)
{
	struct lookup *lookup = start(resolver, host, family, done, user);
	int literal = literal_family(lookup->name);

	if (literal) {
		answer_literal(lookup, literal);
		return;
	}
	scn_resolved_add_server(&lookup->result, scn_strdup(lookup->name), -1);
	ask_addresses(lookup);
	if (lookup->open_count == 0)
		conclude(lookup);
}

void scn_resolver_cancel(struct scn_resolver *resolver)
{
	for (size_t i = 0; i < resolver->lookup_count; i++) {
		cancel_queries(resolver->lookups[i]);
		end(resolver->lookups[i], SCN_DNS_CANCELLED);
	}
}

/* ---- the resolver ---- */

struct scn_resolver *scn_resolver_new(
	struct scn_loop *loop, const struct scn_resolver_options *options, enum scn_err *err_out)
{
	struct scn_resolver *resolver = scn_alloc(1, sizeof(*resolver));
	/* What the user named must be there; the system's own is not needed for addresses alone. */
	bool named = options->forward || options->resolv_conf || options->hosts;
	bool ok = true;

	resolver->loop = loop;
	resolver->options = *options;
	resolver->limit = options->limit ? options->limit : default_limit;
	for (int i = 0; i < SOURCE_COUNT && ok && named; i++)
		ok = channel_for(resolver, (enum source)i) != NULL;
	*err_out = ok ? SCN_ERR_OK : SCN_ERR_RESOLVER;
	if (ok)
		return resolver;
	scn_resolver_free(resolver);
	return NULL;
}

void scn_resolver_free(struct scn_resolver *resolver)
{
	if (!resolver)
		return;
	while (resolver->lookup_count)
		free_lookup(resolver->lookups[0]);
	for (int i = 0; i < SOURCE_COUNT; i++)
		scn_dns_channel_close(resolver->channels[i]);
	free(resolver->lookups);
	free(resolver);
}
