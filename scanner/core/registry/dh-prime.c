#include "core/base/alloc.h"
#include "core/registry/group.h"

/*
 * Well-known primes, recognised by their length and a hash of all their bytes. A hash of a part would
 * not do: the primes of one RFC share most of their digits, and a prime made to look like one of
 * them must not get its name. Nothing but the name depends on it, so the hash need not be a strong one.
 */
#define P(bits_, hash_, name_) { .bits = (bits_), .hash = (hash_), .name = (name_) },

static const struct {
	uint16_t bits;
	uint64_t hash;
	const char *name;
} primes[] = {
#include "core/registry/dh-primes.inc"
};

/* FNV-1a with 64 bits. */
static uint64_t hash_of(const uint8_t *at, size_t len)
{
	uint64_t hash = 0xCBF29CE484222325U;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ at[i]) * 0x100000001B3U;
	return hash;
}

const char *scn_dh_prime_name(const uint8_t *prime, size_t len)
{
	uint64_t hash = hash_of(prime, len);

	for (size_t i = 0; i < SCN_COUNT(primes); i++)
		if (primes[i].bits == len * 8 && primes[i].hash == hash)
			return primes[i].name;
	return NULL;
}
