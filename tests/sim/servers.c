#include "servers.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/offer.h"

/*
 * A server is drawn in the way that one is set up: a library's list in some order, certificates, old
 * versions on or off, families of ciphers on or off.
 */

struct build {
	uint64_t random;
	bool rsa, ecdsa;                                /* certificates */
	bool dhe, plain_rsa, anonymous, cbc;            /* what a hardened one switches off */
	bool camellia, aria, ccm, chacha, triple, rare; /* what a library has or has not */
};

static bool chance(struct build *b, unsigned percent)
{
	return sim_random(&b->random, 100) < percent;
}

static bool has_cipher(const struct build *b, const struct scn_suite *suite)
{
	static const struct {
		const char *prefix;
		size_t offset;
	} families[] = {
		{ "CAMELLIA", offsetof(struct build, camellia) },
		{ "ARIA", offsetof(struct build, aria) },
		{ "CHACHA20", offsetof(struct build, chacha) },
		{ "3DES", offsetof(struct build, triple) },
	};

	if (strstr(suite->cipher, "CCM"))
		return b->ccm;
	for (size_t i = 0; i < SCN_COUNT(families); i++)
		if (strncmp(suite->cipher, families[i].prefix, strlen(families[i].prefix)) == 0)
			return *((const bool *)b + families[i].offset / sizeof(bool));
	return strncmp(suite->cipher, "AES_", 4) == 0 ? suite->aead || b->cbc : b->rare;
}

static bool has_kx(const struct build *b, const struct scn_suite *suite)
{
	switch (suite->kx) {
	case SCN_KX_RSA:
		return b->rsa && b->plain_rsa;
	case SCN_KX_DHE:
		return suite->auth == SCN_AUTH_ANON ? b->anonymous : b->dhe && b->rsa;
	case SCN_KX_ECDHE:
		if (suite->auth == SCN_AUTH_ANON)
			return b->anonymous;
		return suite->auth == SCN_AUTH_ECDSA ? b->ecdsa : b->rsa;
	case SCN_KX_TLS13:
		return true;
	default:
		return false;
	}
}

static bool has(const struct build *b, const struct scn_suite *suite)
{
	return scn_suite_selectable(suite) && has_kx(b, suite) && has_cipher(b, suite) &&
	       (suite->auth != SCN_AUTH_DSS) && (suite->likelihood > 1 || b->rare);
}

/* ---- the order of its list ---- */

struct place {
	const struct scn_suite *suite;
	long key;
};

static int compare(const void *a, const void *b)
{
	long x = ((const struct place *)a)->key, y = ((const struct place *)b)->key;

	return (x > y) - (x < y);
}

enum order {
	AS_USUAL,
	STRONGEST_FIRST,
	BY_CODE,
	AT_RANDOM,
	ORDER_COUNT,
};

static long key(struct build *b, enum order order, const struct scn_suite *suite)
{
	switch (order) {
	case AS_USUAL:
		return -scn_offer_weight(suite);
	case STRONGEST_FIRST:
		return -(long)suite->forward_secret * 2000 - suite->aead * 1000 - suite->key_bits;
	case BY_CODE:
		return (long)suite->code;
	default:
		return (long)sim_random(&b->random, 1000000);
	}
}

static size_t make_list(struct build *b, struct place *list)
{
	enum order order = (enum order)sim_random(&b->random, ORDER_COUNT);
	size_t all_count, count = 0;
	const struct scn_suite *all = scn_suites(&all_count);

	for (size_t i = 0; i < all_count; i++)
		if (has(b, &all[i]))
			list[count++] = (struct place){ &all[i], key(b, order, &all[i]) };
	qsort(list, count, sizeof(*list), compare);
	return count;
}

static void fill(
	struct sim_server *s, enum scn_version version, const struct place *list, size_t count)
{
	struct sim_version *v = &s->versions[version];

	for (size_t i = 0; i < count && v->count < SIM_MAX_SUITES; i++)
		if (scn_suite_in_version(list[i].suite, version))
			v->suites[v->count++] = list[i].suite->code;
}

static void draw_build(struct build *b)
{
	bool hardened = chance(b, 30);

	b->rsa = chance(b, 90);
	b->ecdsa = !b->rsa || chance(b, 25);
	b->dhe = chance(b, 70);
	b->plain_rsa = !hardened && chance(b, 75);
	b->cbc = !hardened;
	b->anonymous = !hardened && chance(b, 30);
	b->camellia = !hardened && chance(b, 35);
	b->aria = chance(b, 20);
	b->ccm = chance(b, 20);
	b->chacha = chance(b, 80);
	b->triple = !hardened && chance(b, 25);
	b->rare = !hardened && chance(b, 10);
}

static void draw_versions(struct build *b, struct sim_server *s)
{
	static const unsigned percent[SCN_VERSION_COUNT] = { 0, 5, 45, 45, 95, 75 };
	struct place *list = scn_alloc(1024, sizeof(*list));
	size_t count = make_list(b, list);

	for (int v = SCN_SSL3; v < SCN_VERSION_COUNT; v++)
		if (chance(b, percent[v]))
			fill(s, (enum scn_version)v, list, count);
	free(list);
}

/* Groups of equal preference, somewhere in the lists of TLS 1.2 and older. */
static void draw_equals(struct build *b, struct sim_server *s)
{
	unsigned percent = chance(b, 50) ? 25 : 70;
	bool top_only = chance(b, 50);

	for (int v = SCN_SSL3; v <= SCN_TLS1_2; v++)
		for (size_t i = 1; i < s->versions[v].count && (i < 4 || !top_only); i++)
			s->versions[v].equal[i] = chance(b, percent);
}

static void draw_order(struct build *b, struct sim_server *s)
{
	unsigned kind = sim_random(&b->random, 10);

	s->client_order = kind < 4;
	s->chacha_first = kind == 4 || kind == 5;
	if (kind == 6)
		draw_equals(b, s);
}

static void draw_trouble(struct build *b, struct sim_server *s, enum sim_sort sort)
{
	static const size_t lists[] = { 64, 128, 200 };

	if (sort == SIM_LIMITED && chance(b, 50))
		s->reads_suites = lists[sim_random(&b->random, 3)];
	else if (sort == SIM_LIMITED)
		s->reads_bytes = 256 + sim_random(&b->random, 256);
	if (sort == SIM_FAULTY && chance(b, 50))
		s->fault_percent = 20;
	else if (sort == SIM_FAULTY && chance(b, 50))
		s->most_open = 1 + sim_random(&b->random, 3);
	else if (sort == SIM_FAULTY)
		s->connections_before_421 = 3 + sim_random(&b->random, 10);
	if (sort == SIM_ODD) {
		unsigned kind = sim_random(&b->random, 4);

		s->closes_for_no = kind == 0;
		s->internal_error = kind == 1;
		s->version_intolerant = kind == 2;
		s->always_first = kind == 3;
	}
}

struct sim_server sim_make(enum sim_sort sort, uint64_t seed)
{
	struct build b = { .random = seed * 0x9E3779B97F4A7C15U + sort };
	struct sim_server s = { 0 };

	draw_build(&b);
	draw_versions(&b, &s);
	draw_order(&b, &s);
	s.names_version = chance(&b, 75);
	draw_trouble(&b, &s, sort);
	s.random = b.random;
	return s;
}
