/* Key shares are what they claim to be: of the right length, on the curve, below the prime. */
#include "test.h"

#include "core/registry/group.h"
#include "core/tls/share.h"

static const uint8_t seeds[][32] = { { 0 }, { 7, 1, 2, 3 },
	{ 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
		0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
		0xFF, 0xFF, 0xFF } };

/* ---- numbers of 528 bits, least significant byte first ---- */

enum {
	NUMBER_LEN = 66
};

struct number {
	uint8_t at[NUMBER_LEN + 1]; /* one byte more, for a carry */
};

static struct number number(struct scn_bytes big_endian)
{
	struct number n = { 0 };

	assert_true(big_endian.len <= NUMBER_LEN);
	for (size_t i = 0; i < big_endian.len; i++)
		n.at[i] = big_endian.at[big_endian.len - 1 - i];
	return n;
}

static struct number from_hex(const char *hex)
{
	struct scn_builder bytes = { 0 };
	struct number n;

	assert_true(scn_build_hex(&bytes, hex));
	n = number(scn_built(&bytes));
	scn_builder_finish(&bytes);
	return n;
}

static int compare(const struct number *a, const struct number *b)
{
	for (int i = NUMBER_LEN; i >= 0; i--)
		if (a->at[i] != b->at[i])
			return a->at[i] < b->at[i] ? -1 : 1;
	return 0;
}

static struct number add(struct number a, struct number b, struct number p)
{
	int carry = 0;

	for (int i = 0; i <= NUMBER_LEN; i++, carry >>= 8) {
		carry += a.at[i] + b.at[i];
		a.at[i] = (uint8_t)carry;
	}
	if (compare(&a, &p) < 0)
		return a;
	carry = 0;
	for (int i = 0; i <= NUMBER_LEN; i++) {
		int digit = a.at[i] - p.at[i] - carry;

		carry = digit < 0;
		a.at[i] = (uint8_t)digit;
	}
	return a;
}

static struct number multiply(struct number a, struct number b, struct number p)
{
	struct number sum = { 0 };

	for (int bit = 8 * NUMBER_LEN - 1; bit >= 0; bit--) {
		sum = add(sum, sum, p);
		if (a.at[bit / 8] >> (bit % 8) & 1)
			sum = add(sum, b, p);
	}
	return sum;
}

/* ---- curves: y^2 = x^3 + a x + b modulo p ---- */

static const struct {
	uint16_t group;
	size_t len; /* of a coordinate */
	const char *p, *a, *b;
} curves[] = {
	{ 0x0017, 32, "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF",
		"FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC",
		"5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B" },
	{ 0x0018, 48,
		"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF00000000"
		"00000000FFFFFFFF",
		"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF00000000"
		"00000000FFFFFFFC",
		"B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D"
		"2A85C8EDD3EC2AEF" },
	{ 0x0019, 66,
		"01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
		"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
		"01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
		"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC",
		"51953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E93"
		"7B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00" },
	{ 0x001F, 32, "A9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377",
		"7D5A0975FC2C3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9",
		"26DC5C6CE94A4B44F330B5D9BBD77CBF958416295CF7E1CE6BCCDC18FF8C07B6" },
	{ 0x0020, 48,
		"8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B412B1DA197FB71123ACD3A729901D1A71"
		"874700133107EC53",
		"7BC382C63D8C150C3C72080ACE05AFA0C2BEA28E4FB22787139165EFBA91F90F8AA5814A503AD4EB"
		"04A8C7DD22CE2826",
		"04A8C7DD22CE28268B39B55416F0447C2FB77DE107DCD2A62E880EA53EEB62D57CB4390295DBC994"
		"3AB78696FA504C11" },
	{ 0x0021, 64,
		"AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA703308717D4D9B009BC66842"
		"AECDA12AE6A380E62881FF2F2D82C68528AA6056583A48F3",
		"7830A3318B603B89E2327145AC234CC594CBDD8D3DF91610A83441CAEA9863BC2DED5D5AA8253AA1"
		"0A2EF1C98B9AC8B57F1117A72BF2C7B9E7C1AC4D77FC94CA",
		"3DF91610A83441CAEA9863BC2DED5D5AA8253AA10A2EF1C98B9AC8B57F1117A72BF2C7B9E7C1AC4D"
		"77FC94CADC083E67984050B75EBAE5DD2809BD638016F723" },
	{ 0x0029, 32, "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF",
		"FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC",
		"28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93" },
};

static void expect_on_curve(size_t i, struct scn_bytes share)
{
	struct scn_reader r = scn_reader(share);
	struct number p = from_hex(curves[i].p), x, y, right;

	assert_int_equal(scn_read_u8(&r), 4);
	x = number(scn_read_bytes(&r, curves[i].len));
	y = number(scn_read_bytes(&r, curves[i].len));
	assert_true(scn_read_done(&r));
	assert_true(compare(&x, &p) < 0 && compare(&y, &p) < 0);
	right = add(multiply(x, x, p), from_hex(curves[i].a), p);
	right = add(multiply(right, x, p), from_hex(curves[i].b), p);
	y = multiply(y, y, p);
	assert_int_equal(compare(&y, &right), 0);
}

static void test_points_are_on_their_curve(void **state)
{
	for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++) {
		struct scn_builder share = { 0 };

		assert_true(scn_share_build(curves[i].group, seeds[1], &share));
		expect_on_curve(i, scn_built(&share));
		scn_builder_finish(&share);
	}
}

/* ---- the others ---- */

/* Every share that can be built has the length that the registry knows. */
static void test_lengths(void **state)
{
	size_t count, built = 0;
	const struct scn_group *groups = scn_groups(&count);

	for (size_t i = 0; i < count; i++) {
		struct scn_builder share = { 0 };

		if (scn_share_build(groups[i].code, seeds[0], &share)) {
			size_t len =
				groups[i].kind == SCN_GROUP_GREASE ? 1 : groups[i].client_share_len;

			assert_int_equal(share.len, len);
			assert_true(groups[i].tls13 || groups[i].kind == SCN_GROUP_GREASE);
			built++;
		} else {
			assert_int_equal(share.len, 0);
			/* Only groups that TLS 1.3 does not have may be missing. */
			assert_false(groups[i].tls13 && groups[i].kind != SCN_GROUP_OTHER &&
				     groups[i].kind != SCN_GROUP_GOST);
		}
		scn_builder_finish(&share);
	}
	assert_true(built > 20);
}

static void test_unknown_group(void **state)
{
	struct scn_builder share = { 0 };

	assert_false(scn_share_build(0xFFFE, seeds[0], &share));
	assert_int_equal(share.len, 0);
}

/* ---- FFDHE: below the prime, and in the subgroup that OpenSSL checks ---- */

enum {
	LONG_LEN = 1025 /* ffdhe8192, and room for a shift; least significant byte first */
};

static void shift_in(uint8_t n[LONG_LEN], int bits, unsigned value)
{
	unsigned carry = value;

	for (size_t i = 0; i < LONG_LEN; i++) {
		carry |= (unsigned)n[i] << bits;
		n[i] = (uint8_t)carry;
		carry >>= 8;
	}
}

static bool is_less(const uint8_t a[LONG_LEN], const uint8_t b[LONG_LEN])
{
	for (size_t i = LONG_LEN; i-- > 0;)
		if (a[i] != b[i])
			return a[i] < b[i];
	return false;
}

static void subtract(uint8_t a[LONG_LEN], const uint8_t b[LONG_LEN])
{
	int borrow = 0;

	for (size_t i = 0; i < LONG_LEN; i++) {
		int digit = a[i] - b[i] - borrow;

		borrow = digit < 0;
		a[i] = (uint8_t)digit;
	}
}

/* The square root by hand, two bits at a time: is nothing left over? */
static bool is_square(struct scn_bytes n)
{
	static const uint8_t zero[LONG_LEN];
	uint8_t rest[LONG_LEN] = { 0 }, root[LONG_LEN] = { 0 }, try[LONG_LEN];

	for (size_t i = 0; i < n.len * 4; i++) {
		shift_in(rest, 2, n.at[i / 4] >> (6 - 2 * (i % 4)) & 3U);
		memcpy(try, root, sizeof(try));
		shift_in(try, 2, 1);
		if (is_less(rest, try)) {
			shift_in(root, 1, 0);
			continue;
		}
		subtract(rest, try);
		shift_in(root, 1, 1);
	}
	return memcmp(rest, zero, sizeof(rest)) == 0;
}

static void test_squares_are_told_apart(void **state)
{
	static const uint8_t square[] = { 0xFE, 0x01 }; /* 255 * 255 */
	static const uint8_t above[] = { 0xFE, 0x02 }, below[] = { 0xFE, 0x00 };

	assert_true(is_square((struct scn_bytes){ square, 2 }));
	assert_false(is_square((struct scn_bytes){ above, 2 }));
	assert_false(is_square((struct scn_bytes){ below, 2 }));
}

/* RFC 7919: the primes begin with 64 bits that are set, so a smaller first byte is below the prime. A
 * square that is not 0 has a root modulo p, and so is in the subgroup of order (p - 1) / 2. */
static void test_ffdhe_is_in_the_subgroup(void **state)
{
	for (uint16_t group = 0x0100; group <= 0x0104; group++) {
		for (size_t s = 0; s < sizeof(seeds) / sizeof(seeds[0]); s++) {
			struct scn_builder share = { 0 };

			assert_true(scn_share_build(group, seeds[s], &share));
			assert_true(share.data[0] > 0 && share.data[0] < 0xFF);
			assert_true(is_square(scn_built(&share)));
			share.data[share.len - 1] ^= 2; /* a square is 0 or 1 modulo 4 */
			assert_false(is_square(scn_built(&share)));
			scn_builder_finish(&share);
		}
	}
}

/* FIPS 203 section 7.2: each 12 bits of the key but its last 32 bytes are a number below 3329. */
static void expect_encodable(struct scn_bytes key)
{
	assert_int_equal((key.len - 32) % 384, 0);
	for (size_t i = 0; i + 2 < key.len - 32; i += 3) {
		unsigned low = key.at[i] | (key.at[i + 1] & 15U) << 8;
		unsigned high = key.at[i + 1] >> 4 | (unsigned)key.at[i + 2] << 4;

		assert_true(low < 3329 && high < 3329);
	}
}

static void test_kem_keys_are_encodable(void **state)
{
	static const struct {
		uint16_t group;
		size_t at, len;
	} keys[] = {
		{ 0x0200, 0, 800 },
		{ 0x0201, 0, 1184 },
		{ 0x0202, 0, 1568 },
		{ 0x11EB, 65, 1184 }, /* point, then key */
		{ 0x11EC, 0, 1184 },  /* key, then x25519 */
		{ 0x11ED, 97, 1568 },
		{ 0x6399, 32, 1184 },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct scn_builder share = { 0 };

		assert_true(scn_share_build(keys[i].group, seeds[2], &share));
		assert_true(share.len >= keys[i].at + keys[i].len);
		expect_encodable((struct scn_bytes){ share.data + keys[i].at, keys[i].len });
		scn_builder_finish(&share);
	}
}

static void test_seed_makes_a_difference(void **state)
{
	static const uint16_t groups[] = { 0x001D, 0x001E, 0x0100, 0x11EC };

	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		struct scn_builder a = { 0 }, b = { 0 }, again = { 0 };

		assert_true(scn_share_build(groups[i], seeds[0], &a));
		assert_true(scn_share_build(groups[i], seeds[1], &b));
		assert_true(scn_share_build(groups[i], seeds[0], &again));
		assert_false(scn_bytes_equal(scn_built(&a), scn_built(&b)));
		assert_true(scn_bytes_equal(scn_built(&a), scn_built(&again)));
		scn_builder_finish(&a);
		scn_builder_finish(&b);
		scn_builder_finish(&again);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_points_are_on_their_curve),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_unknown_group),
		cmocka_unit_test(test_squares_are_told_apart),
		cmocka_unit_test(test_ffdhe_is_in_the_subgroup),
		cmocka_unit_test(test_kem_keys_are_encodable),
		cmocka_unit_test(test_seed_makes_a_difference),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
