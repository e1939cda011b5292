#include "core/probe/shard.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

#include "core/base/alloc.h"

/*
 * The hash, byte for byte, so that results of different machines and versions fit together:
 *
 *   key   = "4" + the first 3 bytes of the IPv4 address in network order
 *         / "6" + the first 8 bytes of the IPv6 address in network order
 *         / "t" + the text, A to Z in lower case
 *   hash  = FNV-1a of 64 bits over the key, then the last step of SplitMix64: FNV alone lets the
 *           lowest bits of the key decide the lowest bits of the hash
 *   shard = (upper 32 bits of hash) * count / 2^32
 *
 * It must never change, so all of it stands here and nothing is shared with core/base/hash.
 */
enum {
	IPV4_LEN = 4,
	IPV4_NETWORK_LEN = 3,
	IPV6_LEN = 16,
	IPV6_NETWORK_LEN = 8,
	IPV4_IN_IPV6_AT = 12, /* both prefixes below are of 96 bits */
	ADDRESS_MAX_LEN = 45, /* INET6_ADDRSTRLEN without its zero */
};

static const uint8_t ipv4_prefixes[][IPV4_IN_IPV6_AT] = {
	{ [10] = 0xFF, [11] = 0xFF },                       /* RFC 4291 section 2.5.5.2 */
	{ [0] = 0x00, [1] = 0x64, [2] = 0xFF, [3] = 0x9B }, /* RFC 6052 section 2.1 (DNS64) */
};

static uint64_t fnv_start(char kind)
{
	return (UINT64_C(0xCBF29CE484222325) ^ (uint8_t)kind) * UINT64_C(0x100000001B3);
}

static uint64_t fnv_add(uint64_t hash, uint8_t byte)
{
	return (hash ^ byte) * UINT64_C(0x100000001B3);
}

static unsigned shard_of(uint64_t hash, unsigned count)
{
	hash = (hash ^ (hash >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	hash = (hash ^ (hash >> 27)) * UINT64_C(0x94D049BB133111EB);
	hash ^= hash >> 31;
	return (unsigned)(((hash >> 32) * count) >> 32);
}

static unsigned shard_of_bytes(char kind, const uint8_t *at, size_t len, unsigned count)
{
	uint64_t hash = fnv_start(kind);

	for (size_t i = 0; i < len; i++)
		hash = fnv_add(hash, at[i]);
	return shard_of(hash, count);
}

static const uint8_t *ipv4_inside(const uint8_t ipv6[IPV6_LEN])
{
	for (size_t i = 0; i < SCN_COUNT(ipv4_prefixes); i++)
		if (memcmp(ipv6, ipv4_prefixes[i], IPV4_IN_IPV6_AT) == 0)
			return ipv6 + IPV4_IN_IPV6_AT;
	return NULL;
}

unsigned scn_shard_of_address(const char *address, unsigned count)
{
	char plain[ADDRESS_MAX_LEN + 1];
	uint8_t bytes[IPV6_LEN];
	const uint8_t *ipv4;
	size_t len = strcspn(address, "%");

	if (len > ADDRESS_MAX_LEN)
		return scn_shard_of_text(address, count);
	memcpy(plain, address, len);
	plain[len] = 0;
	if (inet_pton(AF_INET, plain, bytes) == 1)
		return shard_of_bytes('4', bytes, IPV4_NETWORK_LEN, count);
	if (inet_pton(AF_INET6, plain, bytes) != 1)
		return scn_shard_of_text(address, count);
	ipv4 = ipv4_inside(bytes);
	if (ipv4)
		return shard_of_bytes('4', ipv4, IPV4_NETWORK_LEN, count);
	return shard_of_bytes('6', bytes, IPV6_NETWORK_LEN, count);
}

unsigned scn_shard_of_text(const char *text, unsigned count)
{
	uint64_t hash = fnv_start('t');

	for (const char *c = text; *c; c++)
		hash = fnv_add(hash, (uint8_t)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c));
	return shard_of(hash, count);
}

/* Digits up to the limit; *end is the first byte behind them. False: no number from 1 on. */
static bool take_number(const char *text, const char **end, unsigned *out)
{
	unsigned value = 0;

	while (*text >= '0' && *text <= '9' && value <= SCN_SHARDS_MAX)
		value = value * 10 + (unsigned)(*text++ - '0');
	*end = text;
	*out = value;
	return value >= 1 && value <= SCN_SHARDS_MAX;
}

bool scn_shard_parse(const char *text, struct scn_shard *out, struct scn_text *error_out)
{
	const char *end;
	unsigned number, count;

	*out = (struct scn_shard){ 0, 1 };
	if (take_number(text, &end, &number) && *end == '/' && take_number(end + 1, &end, &count) &&
		*end == 0 && number <= count) {
		*out = (struct scn_shard){ number - 1, count };
		return true;
	}
	scn_text_add(error_out, "\"");
	scn_text_peer(error_out, text, strnlen(text, 40));
	scn_text_printf(error_out,
		"\" is not a part of a list: it is written K/N, K from 1 to N, N at most %d.",
		SCN_SHARDS_MAX);
	return false;
}
