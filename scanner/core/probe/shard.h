/*
 * Which of N workers asks a server: a stable hash, the same on every machine and in every version.
 *
 * What is hashed is the network that an address belongs to, a /24 of IPv4 or a /64 of IPv6: the
 * servers of one owner stay with one worker, so that no server is asked by two and a limit for a
 * network holds without a word between the workers. A target without any address goes by its text:
 * one worker reports it. Pure; what is hashed and how stands in shard.c and must never change.
 *
 *   struct scn_shard shard;
 *   if (!scn_shard_parse("3/16", &shard, &error)) …
 *   if (scn_shard_of_address(address, shard.count) == shard.index) ask it
 */
#ifndef SCN_CORE_PROBE_SHARD_H
#define SCN_CORE_PROBE_SHARD_H

#include <stdbool.h>

#include "core/base/text.h"

enum {
	SCN_SHARDS_MAX = 1000000,
};

/* One worker of several. {0, 1} is the only one: everything is its own. */
struct scn_shard {
	unsigned index; /* from 0 */
	unsigned count; /* from 1 */
};

/* "K/N" as a user writes it, K from 1. False: *error_out gets one sentence. */
bool scn_shard_parse(const char *text, struct scn_shard *out, struct scn_text *error_out);

/* The worker (from 0) for an IPv4 or IPv6 address. IPv4 inside IPv6 (::ffff:0:0/96, 64:ff9b::/96) goes
 * with the IPv4 address, a zone ("%eth0") is left out. Anything else goes by its text. */
unsigned scn_shard_of_address(const char *address, unsigned count);

/* The worker (from 0) for a target that has no address: no such name, no servers, not understood.
 * Upper and lower case of ASCII are the same. */
unsigned scn_shard_of_text(const char *text, unsigned count);

#endif
