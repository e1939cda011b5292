/*
 * TLSA records with DNSSEC, through libunbound on the same loop. libunbound validates itself, so the
 * name server in use need not be trusted; it only has to pass DNSSEC records on. Whether it does is
 * asked as well: where it does not, the answer is "unknown", never "none" or "bogus".
 */
#ifndef SCN_IO_TLSA_H
#define SCN_IO_TLSA_H

#include <stdint.h>

#include "core/base/error.h"
#include "core/base/time.h"
#include "core/facts/facts.h"
#include "io/loop.h"

struct scn_tlsa_options {
	const char *forward; /* "127.0.0.1@5353": ask this server instead; NULL: resolv.conf */
	/* A file with DS or DNSKEY records to trust instead of the keys of the root; NULL: the root. */
	const char *trust_anchor;
	scn_time limit; /* for one look-up; 0: 10 s */
};

struct scn_tlsa_resolver;
/* NULL and *err_out if libunbound fails, or the file cannot be read. */
struct scn_tlsa_resolver *scn_tlsa_new(
	struct scn_loop *loop, const struct scn_tlsa_options *options, enum scn_err *err_out);
/* Look-ups under way are dropped: their done is not called. Before scn_loop_free. */
void scn_tlsa_free(struct scn_tlsa_resolver *resolver);

/* done is called once, from the loop, and owns what is in *fact. */
typedef void scn_tlsa_fn(void *user, struct scn_tlsa_fact *fact);
void scn_tlsa_lookup(struct scn_tlsa_resolver *resolver, const char *host, uint16_t port,
	scn_tlsa_fn *done, void *user);
/* Every look-up that is under way ends as unknown, soon. */
void scn_tlsa_cancel(struct scn_tlsa_resolver *resolver);

#endif
