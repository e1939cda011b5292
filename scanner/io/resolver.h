/*
 * Names to servers through libunbound on the same loop, with the system's resolver configuration
 * (resolv.conf, hosts). MX, then A and AAAA of each MX.
 */
#ifndef SCN_IO_RESOLVER_H
#define SCN_IO_RESOLVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/time.h"
#include "io/loop.h"

enum {
	SCN_RESOLVER_MAX_SERVERS = 64,   /* servers of one domain that are looked at */
	SCN_RESOLVER_MAX_ADDRESSES = 16, /* addresses of one server */
};

enum scn_dns_status {
	SCN_DNS_OK,
	SCN_DNS_NO_SUCH_DOMAIN, /* NXDOMAIN */
	SCN_DNS_NO_SERVER,      /* neither MX nor address */
	SCN_DNS_NULL_MX,        /* RFC 7505: accepts no mail */
	SCN_DNS_FAILED,         /* SERVFAIL, time-out, bogus: proves nothing */
	SCN_DNS_CANCELLED,
};
/* Error ids of the JSON document: "dns-no-such-domain", "dns-no-server", "dns-null-mx",
 * "dns-failed"; NULL for OK. */
const char *scn_dns_error_id(enum scn_dns_status status);

enum scn_family {
	SCN_FAMILY_ANY,
	SCN_FAMILY_IPV4,
	SCN_FAMILY_IPV6,
};

struct scn_resolved_server {
	char *host;       /* lower case, no trailing dot; peer's bytes made safe */
	int preference;   /* -1 = no MX record */
	char **addresses; /* numeric; IPv4 first */
	size_t address_count;
	enum scn_dns_status status; /* of this host's addresses */
};

struct scn_resolved {
	enum scn_dns_status status;
	char *detail;                        /* one phrase for people, or NULL */
	struct scn_resolved_server *servers; /* by preference, then name */
	size_t server_count;
};
void scn_resolved_finish(struct scn_resolved *r);

struct scn_resolver_options {
	const char *resolv_conf; /* NULL: /etc/resolv.conf */
	const char *hosts;       /* NULL: /etc/hosts */
	const char *forward;     /* "127.0.0.1@5353": ask this server instead; NULL: system's */
	scn_time limit;          /* for one look-up with all its records; 0: 30 s */
};

struct scn_resolver;
/* NULL and *err_out if libunbound fails. The strings of options are borrowed for the resolver's life. */
struct scn_resolver *scn_resolver_new(
	struct scn_loop *loop, const struct scn_resolver_options *options, enum scn_err *err_out);
/* Look-ups that are under way are dropped: their done is not called. Before scn_loop_free. */
void scn_resolver_free(struct scn_resolver *resolver);

/* done is called once, from the loop; it owns *resolved (move it out, or finish it). Address literals
 * are answered without DNS. */
typedef void scn_resolved_fn(void *user, struct scn_resolved *resolved);
void scn_resolve_domain(struct scn_resolver *resolver, const char *domain, enum scn_family family,
	scn_resolved_fn *done, void *user);
void scn_resolve_host(struct scn_resolver *resolver, const char *host, enum scn_family family,
	scn_resolved_fn *done, void *user);
/* Every look-up that is under way ends with CANCELLED. */
void scn_resolver_cancel(struct scn_resolver *resolver);

#endif
