/* Versions, groups, signature schemes, alerts and extensions: sound tables, and both ways. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/registry/alert.h"
#include "core/registry/extension.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"
#include "core/registry/version.h"

static void test_versions(void **state)
{
	for (unsigned v = 0; v < SCN_VERSION_COUNT; v++) {
		assert_int_equal(scn_version_parse(scn_version_word(v)), v);
		assert_int_equal(scn_version_parse(scn_version_title(v)), v);
		assert_int_equal(scn_version_from_wire(scn_version_wire(v)), v);
		assert_int_equal(scn_versions_newest(SCN_VERSION_BIT(v)), v);
		assert_int_equal(scn_versions_oldest(SCN_VERSION_BIT(v)), v);
	}
	assert_string_equal(scn_version_word(SCN_TLS1_2), "TLS1.2");
	assert_string_equal(scn_version_title(SCN_SSL3), "SSL 3.0");
	assert_int_equal(scn_version_wire(SCN_TLS1_3), 0x0304);
	assert_int_equal(scn_version_parse("tls 1.1"), SCN_TLS1_1);
	assert_int_equal(scn_versions_newest(SCN_VERSIONS_ALL), SCN_TLS1_3);
	assert_int_equal(scn_versions_oldest(SCN_VERSIONS_ALL), SCN_SSL2);
	assert_int_equal(scn_versions_oldest(0x3C), SCN_TLS1_0);
}

static void test_no_version(void **state)
{
	static const char *const bad[] = { "", "TLS", "TLS1.4", "TLS1.2 ", "TLSv1.2", "1.2" };

	for (size_t i = 0; i < SCN_COUNT(bad); i++)
		assert_int_equal(scn_version_parse(bad[i]), SCN_VERSION_NONE);
	assert_null(scn_version_word(SCN_VERSION_NONE));
	assert_null(scn_version_title(SCN_VERSION_NONE));
	assert_int_equal(scn_version_from_wire(0x0305), SCN_VERSION_NONE);
	assert_int_equal(scn_version_from_wire(0), SCN_VERSION_NONE);
	assert_int_equal(scn_versions_newest(0), SCN_VERSION_NONE);
	assert_int_equal(scn_versions_oldest(0), SCN_VERSION_NONE);
}

/* Every word of a comma-separated list leads to the row, unless an earlier row has it too. */
#define CHECK_LIST(find, row, list)                                                                \
	do {                                                                                       \
		char *copy_ = scn_strdup(list);                                                    \
		char *rest_ = NULL;                                                                \
                                                                                                   \
		for (char *at_ = copy_ ? strtok_r(copy_, ",", &rest_) : NULL; at_;                 \
			at_ = strtok_r(NULL, ",", &rest_)) {                                       \
			assert_null(strpbrk(at_, " ()"));                                          \
			assert_non_null(find(at_));                                                \
			assert_true(find(at_)->code <= (row)->code);                               \
		}                                                                                  \
		if (copy_) {                                                                       \
			copy_[strcspn(copy_, ",")] = 0;                                            \
			assert_ptr_equal(find(copy_), (row));                                      \
		}                                                                                  \
		free(copy_);                                                                       \
	} while (0)

static bool is_grease(unsigned code)
{
	return code >> 8 == (code & 0xFF) && (code & 0x0F) == 0x0A;
}

static void test_groups(void **state)
{
	size_t count;
	const struct scn_group *all = scn_groups(&count);

	assert_int_equal(count, 77);
	for (size_t i = 0; i < count; i++) {
		const struct scn_group *g = &all[i];

		if (i > 0)
			assert_true(all[i - 1].code < g->code);
		assert_ptr_equal(scn_group_by_code(g->code), g);
		assert_ptr_equal(scn_group_find(g->name), g);
		CHECK_LIST(scn_group_find, g, g->openssl);
		CHECK_LIST(scn_group_find, g, g->gnutls);
		CHECK_LIST(scn_group_find, g, g->schannel);
		assert_int_equal(g->kind == SCN_GROUP_GREASE, is_grease(g->code));
		assert_true(g->likelihood <= 100);
		assert_int_equal(g->client_share_len == 0, g->server_share_len == 0);
		if (g->tls13)
			assert_true(g->client_share_len > 0);
		if (g->kind == SCN_GROUP_FFDHE)
			assert_int_equal(g->client_share_len * 8, g->bits);
		/* RFC 8446 section 4.2.8.2: an uncompressed point; RFC 8422 allows binary curves. */
		if (g->kind == SCN_GROUP_EC_PRIME || g->kind == SCN_GROUP_EC_BINARY ||
			g->kind == SCN_GROUP_EC_BRAINPOOL)
			assert_int_equal(g->client_share_len, 1 + 2 * ((g->bits + 7) / 8));
	}
}

static void test_find_group(void **state)
{
	static const struct {
		const char *text;
		int code;
	} rows[] = {
		{ "x25519", 0x001D },
		{ "X25519", 0x001D },
		{ "curve25519", 0x001D },
		{ "P-256", 0x0017 },
		{ "prime256v1", 0x0017 },
		{ "SECP256R1", 0x0017 },
		{ "NistP256", 0x0017 },
		{ "NistP384", 0x0018 },
		{ "nistP521", 0x0019 },
		{ "0x0017", 0x0017 },
		{ "ffdhe2048", 0x0100 },
		{ "FFDHE8192", 0x0104 },
		{ "brainpoolP256r1", 0x001A },
		{ "brainpoolP256r1tls13", 0x001F },
		{ "X25519MLKEM768", 0x11EC },
		{ "X25519-MLKEM768", 0x11EC },
		{ "", -1 },
		{ "P-257", -1 },
		{ "0x0000", -1 },
		{ "0x17", -1 },
		{ "secp256r1,prime256v1", -1 },
		{ "NistP256 (alias secP256r1)", -1 },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		const struct scn_group *g = scn_group_find(rows[i].text);

		if ((g ? g->code : -1) != rows[i].code)
			fail_msg("\"%s\" gives %d", rows[i].text, g ? g->code : -1);
	}
}

static void test_schemes(void **state)
{
	size_t count;
	const struct scn_scheme *all = scn_schemes(&count);

	assert_int_equal(count, 80);
	for (size_t i = 0; i < count; i++) {
		const struct scn_scheme *s = &all[i];

		if (i > 0)
			assert_true(all[i - 1].code < s->code);
		assert_ptr_equal(scn_scheme_by_code(s->code), s);
		assert_ptr_equal(scn_scheme_find(s->name), s);
		CHECK_LIST(scn_scheme_find, s, s->openssl);
		CHECK_LIST(scn_scheme_find, s, s->gnutls);
		CHECK_LIST(scn_scheme_find, s, s->schannel);
		assert_int_equal(s->grease, is_grease(s->code));
		assert_non_null(s->hash);
		if (s->grease)
			assert_false(s->tls12 || s->tls13_verify);
		/* RFC 8446 section 4.2.3: PKCS#1 v1.5, DSA and SHA-1 only in certificates. */
		if (s->tls13_verify)
			assert_true(strcmp(s->hash, "SHA1") != 0 && s->key != SCN_SCHEME_KEY_DSA &&
				    strncmp(s->name, "rsa_pkcs1", 9) != 0);
	}
}

static void test_find_scheme(void **state)
{
	static const struct {
		const char *text;
		int code;
	} rows[] = {
		{ "rsa_pss_rsae_sha256", 0x0804 },
		{ "RSA-PSS-RSAE-SHA256", 0x0804 },
		{ "PSS+SHA256", 0x0804 },
		{ "RSA+SHA1", 0x0201 },
		{ "RSA/SHA512", 0x0601 },
		{ "ecdsa_secp256r1_sha256", 0x0403 },
		{ "ED25519", 0x0807 },
		{ "0x0804", 0x0804 },
		{ "0804", -1 },
		{ "rsa_pss", -1 },
		{ "", -1 },
		{ "0x0000", -1 },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		const struct scn_scheme *s = scn_scheme_find(rows[i].text);

		if ((s ? s->code : -1) != rows[i].code)
			fail_msg("\"%s\" gives %d", rows[i].text, s ? s->code : -1);
	}
}

static void test_alerts(void **state)
{
	size_t count;
	const struct scn_alert *all = scn_alerts(&count);

	assert_int_equal(count, 38);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			assert_true(all[i - 1].code < all[i].code);
		assert_ptr_equal(scn_alert_by_code(all[i].code), &all[i]);
		assert_non_null(all[i].name);
	}
	assert_null(scn_alert_by_code(2));
	assert_null(scn_alert_by_code(255));
	assert_string_equal(
		scn_alert_by_code(SCN_ALERT_HANDSHAKE_FAILURE)->name, "handshake_failure");
}

/* "No" needs an alert that speaks about what was offered. */
static void test_refusals(void **state)
{
	static const uint8_t refusals[] = { 40, 47, 50, 60, 70, 71, 86, 109, 110 };
	size_t count;
	const struct scn_alert *all = scn_alerts(&count);

	for (size_t i = 0; i < count; i++) {
		bool want = memchr(refusals, all[i].code, sizeof(refusals)) != NULL;

		if (all[i].refusal != want)
			fail_msg("%s", all[i].name);
	}
}

static void test_extensions(void **state)
{
	size_t count;
	const struct scn_extension *all = scn_extensions(&count);

	assert_int_equal(count, 89);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			assert_true(all[i - 1].code < all[i].code);
		assert_ptr_equal(scn_extension_by_code(all[i].code), &all[i]);
		assert_ptr_equal(scn_extension_find(all[i].name), &all[i]);
	}
	assert_null(scn_extension_by_code(0xFFFF));
}

static void test_find_extension(void **state)
{
	static const struct {
		const char *text;
		int code;
	} rows[] = {
		{ "server_name", SCN_EXT_SERVER_NAME },
		{ "SERVER_NAME", SCN_EXT_SERVER_NAME },
		{ "extended_master_secret", SCN_EXT_EXTENDED_MASTER_SECRET },
		{ "renegotiation_info", SCN_EXT_RENEGOTIATION_INFO },
		{ "0x0000", SCN_EXT_SERVER_NAME },
		{ "0xFF01", SCN_EXT_RENEGOTIATION_INFO },
		{ "0", SCN_EXT_SERVER_NAME },
		{ "51", SCN_EXT_KEY_SHARE },
		{ "65281", SCN_EXT_RENEGOTIATION_INFO },
		{ "", -1 },
		{ "65536", -1 },
		{ "130817", -1 },
		{ "-1", -1 },
		{ "51 ", -1 },
		{ "0xFF0", -1 },
		{ "FF01", -1 },
		{ "sni", -1 },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		const struct scn_extension *e = scn_extension_find(rows[i].text);

		if ((e ? e->code : -1) != rows[i].code)
			fail_msg("\"%s\" gives %d", rows[i].text, e ? e->code : -1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_no_version),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_find_group),
		cmocka_unit_test(test_schemes),
		cmocka_unit_test(test_find_scheme),
		cmocka_unit_test(test_alerts),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_extensions),
		cmocka_unit_test(test_find_extension),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
