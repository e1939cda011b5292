/* What an editor gets its lists from: templates, pasted words, the profile that is most alike. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/profile/builtin.h"
#include "core/profile/edit.h"
#include "core/profile/profile-json.h"
#include "core/profile/similar.h"
#include "core/profile/suite-words.h"
#include "core/profile/template.h"

static struct scn_profiles all;

static int load(void **state)
{
	for (const struct scn_builtin_profile *b = scn_builtin_profiles; b->file; b++) {
		struct scn_text error = { 0 };
		struct scn_profile *p = scn_profile_load(b->text, b->len, b->file, &error);

		if (!p || !scn_profiles_add(&all, p))
			return -1;
	}
	return 0;
}

static int unload(void **state)
{
	scn_profiles_finish(&all);
	return 0;
}

/* ---- templates ---- */

static void test_each_template_makes_a_whole_client_of_any(void **state)
{
	size_t count;
	const struct scn_profile_template *templates = scn_profile_templates(&count);

	for (size_t t = 0; t < count; t++) {
		for (size_t i = 0; i < all.count; i++) {
			struct scn_edit *edit = scn_edit_new(all.items[i], NULL, "2026-01-31");
			struct scn_profile *made =
				scn_profile_from_template(templates[t].id, all.items[i]);
			struct scn_text said = { 0 };

			assert_non_null(made);
			if (!scn_edit_take(edit, made, &said))
				fail_msg("%s, %s: %s", templates[t].id, all.items[i]->id,
					scn_text_str(&said));
			scn_text_finish(&said);
			scn_profile_free(made);
			scn_edit_free(edit);
		}
	}
	assert_null(scn_profile_from_template("none", all.items[0]));
}

static void test_what_a_template_allows(void **state)
{
	static const struct {
		const char *id, *client;
		scn_suite_code code;
		bool has;
	} rows[] = {
		{ "modern", "postfix-3.7", 0x1302, true },
		{ "modern", "postfix-3.7", 0x1303, true },
		{ "modern", "postfix-3.7", 0xCCA8, true },
		{ "modern", "postfix-3.7", 0xC02F, true },
		{ "modern", "postfix-3.7", 0x009E, false },   /* DHE */
		{ "modern", "postfix-3.7", 0xC013, false },   /* CBC */
		{ "modern", "exchange-2019", 0xCCA8, false }, /* Schannel has no such suite */
		{ "modern", "exchange-2019", 0xC030, true },
		{ "fips", "postfix-3.7", 0xC030, true }, { "fips", "postfix-3.7", 0x009E, true },
		{ "fips", "postfix-3.7", 0x1303, false }, /* ChaCha20 */
		{ "fips", "postfix-3.7", 0x009C, false }, /* static RSA */
		{ "fips", "postfix-3.7", 0xC012, false }, /* 3DES */
		{ "everything", "postfix-3.7", 0x009C, true },
		{ "everything", "postfix-3.7", 0xC013, true },
		{ "everything", "postfix-3.7", 0x0005, false }, /* RC4 is broken */
		{ "everything", "postfix-3.7", 0x008C, false }, /* PSK */
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_profile *made = scn_profile_from_template(
			rows[i].id, scn_profiles_find(&all, rows[i].client));

		if (scn_profile_offers_suite(made, rows[i].code) != rows[i].has)
			fail_msg("%s for %s: 0x%04X", rows[i].id, rows[i].client,
				(unsigned)rows[i].code);
		scn_profile_free(made);
	}
}

static void test_windows(void **state)
{
	assert_true(scn_profile_is_windows(scn_profiles_find(&all, "windows-server-2022")));
	assert_false(scn_profile_is_windows(scn_profiles_find(&all, "exchange-2019")));
}

/* ---- pasted words ---- */

static void test_words_of_every_dialect(void **state)
{
	static const struct {
		const char *text, *codes, *unknown;
	} rows[] = {
		{ "TLS_RSA_WITH_AES_128_GCM_SHA256", "9C ", "" },
		{ "ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384", "C02F 9F ", "" },
		{ "TLS_RSA_AES_128_GCM_SHA256\n", "9C ", "" }, /* GnuTLS */
		{ "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256_P256,TLS_RSA_WITH_AES_128_GCM_SHA256",
			"C027 9C ", "" },
		{ "0xC0,0x2F - ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 Kx=ECDH Au=RSA", "C02F ", "" },
		{ "0xC02F, 0x009E", "C02F 9E ", "" },
		{ "\"TLS_AES_256_GCM_SHA384\",\r\n\"TLS_RSA_WITH_NOTHING\"", "1302 ",
			"TLS_RSA_WITH_NOTHING" },
		{ "The list is: TLS_AES_256_GCM_SHA384.", "", "TLS_AES_256_GCM_SHA384." },
		{ "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256", "C02F ", "" },
		{ "nothing of this kind", "", "" },
		{ "", "", "" },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_bytes bytes = { (const uint8_t *)rows[i].text, strlen(rows[i].text) };
		struct scn_suite_words words;
		struct scn_text codes = { 0 };

		scn_suite_words_read(bytes, &words);
		for (size_t j = 0; j < words.count; j++)
			scn_text_printf(&codes, "%X ", (unsigned)words.codes[j]);
		assert_string_equal(scn_text_str(&codes), rows[i].codes);
		assert_string_equal(scn_text_str(&words.unknown), rows[i].unknown);
		assert_int_equal(words.unknown_count, rows[i].unknown[0] ? 1 : 0);
		scn_suite_words_finish(&words);
		scn_text_finish(&codes);
	}
}

static void test_many_unknown_words_are_counted(void **state)
{
	struct scn_text text = { 0 };
	struct scn_suite_words words;

	for (int i = 0; i < 30; i++)
		scn_text_printf(&text, "TLS_NOTHING_%d\n", i);
	scn_suite_words_read(
		(struct scn_bytes){ (const uint8_t *)scn_text_str(&text), text.len }, &words);
	assert_int_equal(words.unknown_count, 30);
	assert_non_null(strstr(scn_text_str(&words.unknown), "TLS_NOTHING_19"));
	assert_null(strstr(scn_text_str(&words.unknown), "TLS_NOTHING_20"));
	scn_suite_words_finish(&words);
	scn_text_finish(&text);
}

/* ---- alike ---- */

static void test_each_is_most_like_itself(void **state)
{
	for (size_t i = 0; i < all.count; i++) {
		unsigned percent;
		const struct scn_profile *closest =
			scn_profiles_closest(&all, all.items[i], &percent);

		/* Some are the same on the wire: the first of them is named. */
		assert_int_equal(percent, 100);
		assert_int_equal(scn_profile_similarity(closest, all.items[i]), 100);
	}
}

static void test_similarity_falls_with_each_difference(void **state)
{
	const struct scn_profile *whole = scn_profiles_find(&all, "exchange-2019");
	struct scn_profile *less = scn_profile_copy(whole);
	unsigned last = 100, now;

	while (less->suite_count > 1) {
		less->suite_count--;
		now = scn_profile_similarity(whole, less);
		assert_true(now < last || (now == last && now < 99));
		last = now;
	}
	assert_true(last < 70);
	scn_profile_free(less);
	less = scn_profile_copy(whole);
	/* The order counts. */
	less->suites[0] = whole->suites[1];
	less->suites[1] = whole->suites[0];
	now = scn_profile_similarity(whole, less);
	assert_true(now < 100 && now > 90);
	scn_profile_free(less);
}

static void test_an_empty_set(void **state)
{
	struct scn_profiles none = { 0 };
	unsigned percent;

	assert_null(scn_profiles_closest(&none, all.items[0], &percent));
	assert_int_equal(percent, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_template_makes_a_whole_client_of_any),
		cmocka_unit_test(test_what_a_template_allows),
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_words_of_every_dialect),
		cmocka_unit_test(test_many_unknown_words_are_counted),
		cmocka_unit_test(test_each_is_most_like_itself),
		cmocka_unit_test(test_similarity_falls_with_each_difference),
		cmocka_unit_test(test_an_empty_set),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
