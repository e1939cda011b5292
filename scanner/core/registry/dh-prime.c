#include "core/registry/group.h"

#include <string.h>

#include "core/base/alloc.h"

/*
 * Well-known primes, told apart by their length and eight bytes from their middle: the first and the
 * last 64 bits of the families of RFC 2409, RFC 3526 and RFC 7919 are all ones, the middle is not.
 */
static const struct {
	const char *name;
	size_t len; /* bytes */
	uint8_t middle[8];
} primes[] = {
#include "core/registry/dh-primes.inc"
};

const char *scn_dh_prime_name(const uint8_t *prime, size_t len)
{
	for (size_t i = 0; i < SCN_COUNT(primes); i++)
		if (primes[i].len == len &&
			memcmp(primes[i].middle, prime + len / 2, sizeof(primes[i].middle)) == 0)
			return primes[i].name;
	return NULL;
}
