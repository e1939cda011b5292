#include "core/tls/share.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/group.h"

enum {
	SEED_LEN = 32,
	P256 = 0x0017,
	P384 = 0x0018,
	P521 = 0x0019,
	X25519 = 0x001D,
	BRAINPOOL_P256 = 0x001F, /* the codes of TLS 1.3 (RFC 8734) */
	BRAINPOOL_P384 = 0x0020,
	BRAINPOOL_P512 = 0x0021,
	SM2 = 0x0029,
	UNCOMPRESSED = 4,
};

/* The base points of the curves (SEC 2, RFC 5639, GB/T 32918), x and y: points of which everybody knows
 * that they are on the curve. */
static const struct {
	uint16_t group;
	const char *point;
} base_points[] = {
	{ P256, "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
		"4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5" },
	{ P384, "AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C"
		"3A545E3872760AB73617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C0"
		"0A60B1CE1D7E819D7A431D7C90EA0E5F" },
	{ P521, "00C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBAA14B5E77EFE7"
		"5928FE1DC127A2FFA8DE3348B3C1856A429BF97E7E31C2E5BD66011839296A789A3BC0045C8A5FB4"
		"2C7D1BD998F54449579B446817AFBD17273E662C97EE72995EF42640C550B9013FAD0761353C7086"
		"A272C24088BE94769FD16650" },
	{ BRAINPOOL_P256,
		"8BD2AEB9CB7E57CB2C4B482FFC81B7AFB9DE27E1E3BD23C23A4453BD9ACE3262547EF835C3DAC4FD"
		"97F8461A14611DC9C27745132DED8E545C1D54C72F046997" },
	{ BRAINPOOL_P384,
		"1D1C64F068CF45FFA2A63A81B7C13F6B8847A3E77EF14FE3DB7FCAFE0CBD10E8E826E03436D646AA"
		"EF87B2E247D4AF1E8ABE1D7520F9C2A45CB1EB8E95CFD55262B70B29FEEC5864E19C054FF9912928"
		"0E4646217791811142820341263C5315" },
	{ BRAINPOOL_P512,
		"81AEE4BDD82ED9645A21322E9C4C6A9385ED9F70B5D916C1B43B62EEF4D0098EFF3B1F78E2D0D48D"
		"50D1687B93B97D5F7C6D5047406A5E688B352209BCB9F8227DDE385D566332ECC0EABFA9CF7822FD"
		"F209F70024A57B1AA000C55B881F8111B2DCDE494A5F485E5BCA4BD88A2763AED1CA2B2FA8F05406"
		"78CD1E0F3AD80892" },
	{ SM2, "32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7BC3736A2F4F6779C"
	       "59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0" },
};

static bool build_point(uint16_t group, struct scn_builder *out)
{
	for (size_t i = 0; i < SCN_COUNT(base_points); i++) {
		if (base_points[i].group != group)
			continue;
		scn_build_u8(out, UNCOMPRESSED);
		return scn_build_hex(out, base_points[i].point);
	}
	return false;
}

/* len bytes that repeat the seed. The first byte is small and not zero, so that as a number they have
 * their full length, and their square stays below half of any number of twice that length. */
static void build_number(const uint8_t seed[SEED_LEN], size_t len, struct scn_builder *out)
{
	scn_build_u8(out, 0x40 | (seed[0] & 0x3F));
	for (size_t i = 1; i < len; i++)
		scn_build_u8(out, seed[i % SEED_LEN]);
}

/*
 * OpenSSL takes a share only if it lies in the subgroup of order q = (p - 1) / 2 (RFC 7919 section 5.1
 * allows that check) and else answers internal_error, as if it were ill. The members of the subgroup
 * are the squares modulo p, and the square of a number of half the length needs no modulo at all.
 */
static void build_square(const uint8_t seed[SEED_LEN], size_t len, struct scn_builder *out)
{
	struct scn_builder root = { 0 };
	uint8_t *square;

	build_number(seed, len / 2, &root);
	scn_build_zeros(out, len);
	square = out->data + out->len - len;
	for (size_t i = root.len; i-- > 0;) {
		unsigned carry = 0;

		for (size_t j = root.len; j-- > 0; carry >>= 8) {
			carry += square[i + j + 1] + (unsigned)root.data[i] * root.data[j];
			square[i + j + 1] = (uint8_t)carry;
		}
		square[i] = (uint8_t)carry;
	}
	scn_builder_finish(&root);
}

/* An ML-KEM encapsulation key is 12-bit coefficients below q = 3329 and a seed of 32 bytes (FIPS 203
 * section 7.2): coefficients of 0 are valid. */
static void build_kem(const uint8_t seed[SEED_LEN], size_t len, struct scn_builder *out)
{
	scn_build_zeros(out, len - SEED_LEN);
	scn_build_bytes(out, (struct scn_bytes){ seed, SEED_LEN });
}

/* The parts of a hybrid stand one behind the other, in the order that its draft says. */
static const struct {
	uint16_t group, classic;
	bool classic_first;
	uint16_t kem_len;
} hybrids[] = {
	{ 0x11E9, P256, true, 800 },     /* SecP256r1MLKEM512 */
	{ 0x11EA, X25519, false, 800 },  /* MLKEM512X25519 */
	{ 0x11EB, P256, true, 1184 },    /* SecP256r1MLKEM768 */
	{ 0x11EC, X25519, false, 1184 }, /* X25519MLKEM768 */
	{ 0x11ED, P384, true, 1568 },    /* SecP384r1MLKEM1024 */
	{ 0x11EE, SM2, true, 1184 },     /* curveSM2MLKEM768 */
	/* Kyber before it was a standard; its keys have the same encoding. */
	{ 0x6399, X25519, true, 1184 }, /* X25519Kyber768Draft00 */
	{ 0x639A, P256, true, 1184 },   /* SecP256r1Kyber768Draft00 */
	{ 0xFE30, X25519, true, 800 },  /* X25519Kyber512Draft00 */
	{ 0xFE31, X25519, true, 1184 }, /* X25519Kyber768Draft00, old code */
};

static bool build_hybrid(uint16_t group, const uint8_t seed[SEED_LEN], struct scn_builder *out)
{
	for (size_t i = 0; i < SCN_COUNT(hybrids); i++) {
		if (hybrids[i].group != group)
			continue;
		if (!hybrids[i].classic_first)
			build_kem(seed, hybrids[i].kem_len, out);
		scn_share_build(hybrids[i].classic, seed, out);
		if (hybrids[i].classic_first)
			build_kem(seed, hybrids[i].kem_len, out);
		return true;
	}
	return false;
}

bool scn_share_build(uint16_t group, const uint8_t seed[SEED_LEN], struct scn_builder *out)
{
	const struct scn_group *g = scn_group_by_code(group);

	if (!g)
		return false;
	switch (g->kind) {
	case SCN_GROUP_MONTGOMERY:
		build_number(seed, g->client_share_len, out);
		return true;
	case SCN_GROUP_FFDHE:
		build_square(seed, g->client_share_len, out);
		return true;
	case SCN_GROUP_EC_PRIME:
	case SCN_GROUP_EC_BRAINPOOL:
		return build_point(group, out);
	case SCN_GROUP_HYBRID:
		return build_hybrid(group, seed, out);
	case SCN_GROUP_KEM:
		build_kem(seed, g->client_share_len, out);
		return true;
	case SCN_GROUP_GREASE: /* RFC 8701 section 3.1: any bytes; one is usual */
		scn_build_u8(out, 0);
		return true;
	default:
		return false;
	}
}
