/* The table of cipher suites is sound, and every name and code leads back to its row. */
#include "test.h"

#include <strings.h>

#include "core/base/alloc.h"
#include "core/registry/suite.h"

static const struct scn_suite *all;
static size_t count;

static int load(void **state)
{
	all = scn_suites(&count);
	return 0;
}

static void test_counts(void **state)
{
	static const size_t want[] = {
		[SCN_SUITE_IANA] = 354,
		[SCN_SUITE_SCSV] = 2,
		[SCN_SUITE_GREASE] = 16,
		[SCN_SUITE_DRAFT] = 87,
		[SCN_SUITE_NONSTANDARD] = 30,
		[SCN_SUITE_PRIVATE] = 8,
		[SCN_SUITE_SSL2] = 13,
	};
	size_t got[SCN_COUNT(want)] = { 0 };

	assert_int_equal(count, 510);
	for (size_t i = 0; i < count; i++)
		got[all[i].status]++;
	for (size_t s = 0; s < SCN_COUNT(want); s++)
		assert_int_equal(got[s], want[s]);
}

static void test_sorted_and_found_by_code(void **state)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			assert_true(all[i - 1].code < all[i].code);
		assert_ptr_equal(scn_suite_by_code(all[i].code), &all[i]);
	}
	assert_null(scn_suite_by_code(0xC0B6));
	assert_null(scn_suite_by_code(0x010081));
	assert_null(scn_suite_by_code(UINT32_MAX));
}

/* One name, one suite, in every dialect; so the look-up by name is the inverse of the name. */
static void test_names_lead_back(void **state)
{
	size_t named[SCN_DIALECT_COUNT] = { 0 };

	for (size_t i = 0; i < count; i++) {
		for (unsigned d = 0; d < SCN_DIALECT_COUNT; d++) {
			const char *name = scn_suite_name(&all[i], d);

			if (!name)
				continue;
			named[d]++;
			assert_true(*name && !strpbrk(name, " ,;()="));
			assert_ptr_equal(scn_suite_by_name(d, name), &all[i]);
			assert_ptr_equal(scn_suite_find(name), &all[i]);
		}
	}
	assert_int_equal(named[SCN_DIALECT_IANA], 510);
	assert_int_equal(named[SCN_DIALECT_OPENSSL], 310);
	assert_int_equal(named[SCN_DIALECT_GNUTLS], 188);
	assert_int_equal(named[SCN_DIALECT_SCHANNEL], 52);
	assert_int_equal(named[SCN_DIALECT_WOLFSSL], 116);
}

/* An older name is never the name of another suite. */
static void test_aliases_lead_back(void **state)
{
	size_t aliases = 0;

	for (size_t i = 0; i < count; i++) {
		char *copy = scn_strdup(all[i].openssl_aliases);
		char *rest = NULL;

		for (char *at = copy ? strtok_r(copy, ",", &rest) : NULL; at;
			at = strtok_r(NULL, ",", &rest)) {
			aliases++;
			assert_ptr_equal(scn_suite_by_name(SCN_DIALECT_OPENSSL, at), &all[i]);
		}
		free(copy);
	}
	assert_true(aliases > 20);
}

static void test_code_text_leads_back(void **state)
{
	for (size_t i = 0; i < count; i++) {
		char text[SCN_SUITE_CODE_LEN];
		scn_suite_code code;

		scn_suite_code_text(all[i].code, text);
		assert_true(scn_suite_code_parse(text, &code));
		assert_int_equal(code, all[i].code);
		/* The mark of the kind 0x000000 is ours alone; nobody shall type it. */
		assert_ptr_equal(scn_suite_find(text), code > 0xFFFFFF ? NULL : &all[i]);
	}
}

static void test_rows_agree_with_themselves(void **state)
{
	for (size_t i = 0; i < count; i++) {
		const struct scn_suite *s = &all[i];

		assert_true(s->min_version <= s->max_version);
		assert_int_equal(
			s->min_version == SCN_VERSION_NONE, s->max_version == SCN_VERSION_NONE);
		assert_true(s->effective_bits <= s->key_bits);
		assert_int_equal(s->key_bits == 0,
			strcmp(s->cipher, "NULL") == 0 || strcmp(s->cipher, "none") == 0);
		assert_int_equal(s->export_grade, strstr(s->name, "EXPORT") != NULL);
		assert_true(s->likelihood <= 100);
		assert_true(s->cipher && s->mac && s->reference);
		assert_int_equal(s->weakness == NULL, s->strength <= SCN_STRENGTH_OK);
	}
}

/* What has no place in a list of proposals: see the words at enum scn_strength. */
static void test_strength(void **state)
{
	for (size_t i = 0; i < count; i++) {
		const struct scn_suite *s = &all[i];
		bool cbc = strstr(s->cipher, "_CBC") != NULL;

		if (s->strength == SCN_STRENGTH_GOOD)
			assert_true(s->aead && s->forward_secret && s->effective_bits >= 128);
		if (s->strength == SCN_STRENGTH_OK)
			assert_true(s->aead && s->forward_secret);
		if (strcmp(s->cipher, "NULL") == 0 || s->export_grade || s->auth == SCN_AUTH_ANON ||
			strncmp(s->cipher, "RC", 2) == 0 || strncmp(s->cipher, "DES", 3) == 0 ||
			s->status == SCN_SUITE_SSL2)
			assert_int_equal(s->strength, SCN_STRENGTH_BROKEN);
		if (cbc || s->kx == SCN_KX_RSA || s->auth == SCN_AUTH_DSS ||
			strstr(s->cipher, "CCM_8"))
			assert_true(s->strength >= SCN_STRENGTH_WEAK);
	}
}

static const struct {
	scn_suite_code code;
	enum scn_strength strength;
	enum scn_kx kx;
	enum scn_auth auth;
	bool ecdhe, dhe;
} known[] = {
	{ 0x0004, SCN_STRENGTH_BROKEN, SCN_KX_RSA, SCN_AUTH_RSA, false, false },
	{ 0x000A, SCN_STRENGTH_WEAK, SCN_KX_RSA, SCN_AUTH_RSA, false, false },
	{ 0x0033, SCN_STRENGTH_WEAK, SCN_KX_DHE, SCN_AUTH_RSA, false, true },
	{ 0x003A, SCN_STRENGTH_BROKEN, SCN_KX_DHE, SCN_AUTH_ANON, false, true },
	{ 0x009C, SCN_STRENGTH_WEAK, SCN_KX_RSA, SCN_AUTH_RSA, false, false },
	{ 0x009E, SCN_STRENGTH_OK, SCN_KX_DHE, SCN_AUTH_RSA, false, true },
	{ 0x00AA, SCN_STRENGTH_OK, SCN_KX_DHE_PSK, SCN_AUTH_PSK, false, true },
	{ 0x1301, SCN_STRENGTH_GOOD, SCN_KX_TLS13, SCN_AUTH_ANY, false, false },
	{ 0x1305, SCN_STRENGTH_WEAK, SCN_KX_TLS13, SCN_AUTH_ANY, false, false },
	{ 0xC004, SCN_STRENGTH_WEAK, SCN_KX_ECDH, SCN_AUTH_ECDSA, false, false },
	{ 0xC02B, SCN_STRENGTH_GOOD, SCN_KX_ECDHE, SCN_AUTH_ECDSA, true, false },
	{ 0xC02F, SCN_STRENGTH_GOOD, SCN_KX_ECDHE, SCN_AUTH_RSA, true, false },
	{ 0xC027, SCN_STRENGTH_WEAK, SCN_KX_ECDHE, SCN_AUTH_RSA, true, false },
	{ 0xC035, SCN_STRENGTH_WEAK, SCN_KX_ECDHE_PSK, SCN_AUTH_PSK, true, false },
	{ 0xC0AE, SCN_STRENGTH_WEAK, SCN_KX_ECDHE, SCN_AUTH_ECDSA, true, false },
	{ 0xC0B4, SCN_STRENGTH_BROKEN, SCN_KX_TLS13, SCN_AUTH_ANY, false, false },
	{ 0xCCA8, SCN_STRENGTH_GOOD, SCN_KX_ECDHE, SCN_AUTH_RSA, true, false },
	{ 0x010080, SCN_STRENGTH_BROKEN, SCN_KX_RSA, SCN_AUTH_RSA, false, false },
};

static void test_known_suites(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(known); i++) {
		const struct scn_suite *s = scn_suite_by_code(known[i].code);

		assert_non_null(s);
		assert_int_equal(s->strength, known[i].strength);
		assert_int_equal(s->kx, known[i].kx);
		assert_int_equal(s->auth, known[i].auth);
		assert_int_equal(scn_suite_has_ecdhe(s), known[i].ecdhe);
		assert_int_equal(scn_suite_has_dhe(s), known[i].dhe);
	}
}

static bool is_grease(scn_suite_code code)
{
	return code <= 0xFFFF && code >> 8 == (code & 0xFF) && (code & 0x0F) == 0x0A;
}

static void test_what_can_be_selected_where(void **state)
{
	for (size_t i = 0; i < count; i++) {
		const struct scn_suite *s = &all[i];
		bool signal = s->code == 0x00FF || s->code == 0x5600;
		unsigned where = 0;

		for (unsigned v = 0; v <= SCN_VERSION_NONE; v++)
			where |= scn_suite_in_version(s, v) ? 1U << v : 0;
		assert_int_equal(s->status == SCN_SUITE_GREASE, is_grease(s->code));
		assert_int_equal(s->status == SCN_SUITE_SCSV, signal);
		assert_int_equal(scn_suite_selectable(s), !signal && !is_grease(s->code));
		assert_int_equal(s->code > 0xFFFF, s->status == SCN_SUITE_SSL2);
		if (!scn_suite_selectable(s) || s->min_version == SCN_VERSION_NONE)
			assert_int_equal(where, 0);
		else if (s->status == SCN_SUITE_SSL2)
			assert_int_equal(where, 1U << SCN_SSL2);
		else if (s->kx == SCN_KX_TLS13)
			assert_int_equal(where, 1U << SCN_TLS1_3);
		else
			assert_true(where & 1U << SCN_TLS1_2 &&
				    !(where & (1U << SCN_SSL2 | 1U << SCN_TLS1_3)));
		/* RFC 5246 section 1.2: AEAD came with TLS 1.2. */
		if (s->aead && s->status == SCN_SUITE_IANA)
			assert_true(s->min_version >= SCN_TLS1_2);
	}
}

static const struct {
	const char *text;
	scn_suite_code code;
} found[] = {
	{ "0xC02F", 0xC02F },
	{ "0xc02f", 0xC02F },
	{ "c02f", 0xC02F },
	{ "C02F", 0xC02F },
	{ "C0,2F", 0xC02F },
	{ "0xC0,0x2F", 0xC02F },
	{ "0xc0, 0x2f", 0xC02F },
	{ "0x010080", 0x010080 },
	{ "01,00,80", 0x010080 },
	{ "0x00C02F", 0xC02F },
	{ "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", 0xC02F },
	{ "tls_ecdhe_rsa_with_aes_128_gcm_sha256", 0xC02F },
	{ "ECDHE-RSA-AES128-GCM-SHA256", 0xC02F },
	{ "TLS_ECDHE_RSA_AES_128_GCM_SHA256", 0xC02F },
	{ "TLS13-AES128-GCM-SHA256", 0x1301 },
	{ "EDH-RSA-DES-CBC3-SHA", 0x0016 },
	{ "DHE-RSA-DES-CBC3-SHA", 0x0016 },
	{ "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256_P256", 0xC027 },
	{ "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384_p384", 0xC02C },
	{ "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA_P521", 0xC014 },
	{ "RC4-MD5", 0x0004 },
	{ "SSL_CK_RC4_128_WITH_MD5", 0x010080 },
};

static void test_find(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(found); i++) {
		const struct scn_suite *s = scn_suite_find(found[i].text);

		if (!s)
			fail_msg("%s is not found", found[i].text);
		assert_int_equal(s->code, found[i].code);
	}
}

static void test_find_nothing(void **state)
{
	static const char *const unknown[] = { "", " ", ",", "0x", "0xC0", "C0,2", "C,02F",
		"C0,2F,", "0xC02F0", "C00x2F", "0xC02G", "0x0x2F", "-0xC02F", "0xC02F ",
		"0xFFFFFFFF", "0x123456789", "TLS_RSA", "TLS_RSA_WITH_AES_128_CBC_SHA_P256_P256",
		"TLS_RSA_WITH_AES_128_CBC_SHA_P512", "_P256", "ECDHE-RSA-AES128-GCM-SHA256 ",
		"EDH-RSA-DES-CBC3-SHA,DES-CBC3-SHA", "AES", "good" };

	for (size_t i = 0; i < SCN_COUNT(unknown); i++) {
		if (scn_suite_find(unknown[i]))
			fail_msg("\"%s\" is found", unknown[i]);
		for (unsigned d = 0; d < SCN_DIALECT_COUNT; d++)
			assert_null(scn_suite_by_name(d, unknown[i]));
	}
}

static void test_name_of_another_dialect(void **state)
{
	const char *openssl = "ECDHE-ECDSA-AES128-CCM8";

	assert_non_null(scn_suite_by_name(SCN_DIALECT_OPENSSL, openssl));
	assert_null(scn_suite_by_name(SCN_DIALECT_IANA, openssl));
	assert_null(scn_suite_by_name(SCN_DIALECT_GNUTLS, openssl));
	assert_null(scn_suite_by_name(SCN_DIALECT_SCHANNEL, openssl));
	assert_null(scn_suite_by_name(SCN_DIALECT_COUNT, openssl));
	assert_null(scn_suite_name(&all[0], SCN_DIALECT_COUNT));
	/* Only Schannel ever wrote the curve into the name. */
	assert_null(
		scn_suite_by_name(SCN_DIALECT_IANA, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256_P256"));
}

static void test_code_parse(void **state)
{
	static const char *const bad[] = { "", "0x", "C02F", "0xC02", "0xC02F0", "0xC0,0x2F",
		"0xG02F", "0x 02F", "0x-02F", "0xC02F\n" };
	scn_suite_code code = 7;

	for (size_t i = 0; i < SCN_COUNT(bad); i++)
		assert_false(scn_suite_code_parse(bad[i], &code));
	assert_int_equal(code, 7);
}

static void test_words(void **state)
{
	assert_string_equal(scn_strength_word(SCN_STRENGTH_GOOD), "good");
	assert_string_equal(scn_strength_word(SCN_STRENGTH_BROKEN), "broken");
	for (unsigned d = 0; d < SCN_DIALECT_COUNT; d++)
		assert_int_equal(scn_dialect_parse(scn_dialect_word(d)), d);
	assert_int_equal(scn_dialect_parse("OpenSSL"), SCN_DIALECT_OPENSSL);
	assert_int_equal(scn_dialect_parse("nss"), SCN_DIALECT_COUNT);
	assert_null(scn_dialect_word(SCN_DIALECT_COUNT));
	for (unsigned k = 0; k <= SCN_KX_OTHER; k++)
		assert_non_null(scn_kx_word(k));
	for (unsigned a = 0; a <= SCN_AUTH_OTHER; a++)
		assert_non_null(scn_auth_word(a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_sorted_and_found_by_code),
		cmocka_unit_test(test_names_lead_back),
		cmocka_unit_test(test_aliases_lead_back),
		cmocka_unit_test(test_code_text_leads_back),
		cmocka_unit_test(test_rows_agree_with_themselves),
		cmocka_unit_test(test_strength),
		cmocka_unit_test(test_known_suites),
		cmocka_unit_test(test_what_can_be_selected_where),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_find_nothing),
		cmocka_unit_test(test_name_of_another_dialect),
		cmocka_unit_test(test_code_parse),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, load, NULL);
}
