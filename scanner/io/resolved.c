#include "io/resolved.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

const char *scn_dns_error_id(enum scn_dns_status status)
{
	static const char *const ids[] = {
		[SCN_DNS_OK] = NULL,
		[SCN_DNS_NO_SUCH_DOMAIN] = "dns-no-such-domain",
		[SCN_DNS_NO_SERVER] = "dns-no-server",
		[SCN_DNS_NULL_MX] = "dns-null-mx",
		[SCN_DNS_FAILED] = "dns-failed",
		[SCN_DNS_CANCELLED] = "dns-failed",
	};

	return ids[status];
}

void scn_resolved_drop_servers(struct scn_resolved *r)
{
	for (size_t s = 0; s < r->server_count; s++) {
		for (size_t a = 0; a < r->servers[s].address_count; a++)
			free(r->servers[s].addresses[a]);
		free(r->servers[s].addresses);
		free(r->servers[s].host);
	}
	free(r->servers);
	r->servers = NULL;
	r->server_count = 0;
}

void scn_resolved_finish(struct scn_resolved *r)
{
	scn_resolved_drop_servers(r);
	free(r->detail);
	*r = (struct scn_resolved){ 0 };
}

struct scn_resolved_server *scn_resolved_add_server(
	struct scn_resolved *r, char *take_host, int preference)
{
	struct scn_resolved_server server = {
		.host = take_host,
		.preference = preference,
		.status = SCN_DNS_NO_SERVER, /* until an address is found */
	};

	SCN_APPEND(r->servers, r->server_count, server);
	return &r->servers[r->server_count - 1];
}

void scn_resolved_add_address(struct scn_resolved_server *server, const char *address)
{
	if (server->address_count < SCN_RESOLVER_MAX_ADDRESSES)
		SCN_APPEND(server->addresses, server->address_count, scn_strdup(address));
	server->status = SCN_DNS_OK;
}

static int compare_servers(const void *a, const void *b)
{
	const struct scn_resolved_server *x = a, *y = b;

	if (x->preference != y->preference)
		return x->preference < y->preference ? -1 : 1;
	return strcmp(x->host, y->host);
}

static int compare_addresses(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	bool x6 = strchr(x, ':') != NULL, y6 = strchr(y, ':') != NULL;

	return x6 != y6 ? x6 - y6 : strcmp(x, y);
}

static void drop_repeated(struct scn_resolved *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->server_count; i++) {
		bool seen = false;

		for (size_t k = 0; k < kept && !seen; k++)
			seen = strcmp(r->servers[k].host, r->servers[i].host) == 0;
		if (seen || kept == SCN_RESOLVER_MAX_SERVERS)
			free(r->servers[i].host);
		else
			r->servers[kept++] = r->servers[i];
	}
	r->server_count = kept;
}

void scn_resolved_sort_servers(struct scn_resolved *r)
{
	qsort(r->servers, r->server_count, sizeof(r->servers[0]), compare_servers);
	drop_repeated(r);
}

void scn_resolved_sort_addresses(struct scn_resolved *r)
{
	for (size_t i = 0; i < r->server_count; i++)
		if (r->servers[i].address_count)
			qsort(r->servers[i].addresses, r->servers[i].address_count, sizeof(char *),
				compare_addresses);
}
