/* The table of formats: words are unique, each row writes, and what it writes says whose it is. */
#include "test.h"

#include "core/dialect/export.h"
#include "builtin.h"

/* Without the zeros of UTF-16. */
static bool holds(const struct scn_text *text, const char *part)
{
	struct scn_text letters = { 0 };
	bool found;

	for (size_t i = 0; i < text->len; i++) {
		if (text->at[i])
			scn_text_char(&letters, text->at[i]);
	}
	found = strstr(scn_text_str(&letters), part) != NULL;
	scn_text_finish(&letters);
	return found;
}

static void test_each_format_writes(void **state)
{
	static const struct {
		const char *word, *part;
	} rows[] = {
		{ "json", "\"handfast/profile/1\"" },
		{ "reg", "Windows Registry Editor" },
		{ "ictpl", "iisCryptoTemplate" },
		{ "powershell", "Enable-TlsCipherSuite -Name TLS_ECDHE" },
		{ "gpo", "GCM_SHA256,TLS_ECDHE" },
		{ "openssl", "ECDHE-RSA-AES256-GCM-SHA384" },
		{ "gnutls", "NONE:" },
		{ "postfix", "smtp_tls_ciphers" },
		{ "hex", "160301" },
	};
	struct scn_profile *profile = test_builtin("exchange-2019");

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct scn_profile_format *format = scn_profile_format_find(rows[i].word);
		struct scn_text out = { 0 }, missing = { 0 };

		assert_non_null(format);
		assert_true(format->write(profile, &out, &missing));
		if (!holds(&out, rows[i].part))
			fail_msg("%s: %s", rows[i].word, scn_text_str(&out));
		scn_text_finish(&out);
		scn_text_finish(&missing);
	}
	scn_profile_free(profile);
}

/* What a script or a policy says where nothing is set but one protocol, and where only that is not. */
static void test_what_is_not_set_is_not_written(void **state)
{
	static const struct {
		const char *word;
		bool only_version_set, writes;
		const char *with, *without;
	} rows[] = {
		{ "powershell", true, true, "TLS 1.2\\Client'", "TLS 1.1" },
		{ "powershell", true, true, "-Name Enabled -Type DWord -Value 1", "CipherSuite" },
		{ "powershell", true, true, "schannel-before.reg", "EccCurve" },
		{ "powershell", false, true, "TLS 1.1\\Client'", "TLS 1.2" },
		{ "powershell", false, true,
			"Enable-TlsCipherSuite -Name TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 "
			"-Position 0\n",
			"TLS 1.2" },
		{ "powershell", false, true, "\nEnable-TlsEccCurve -Name curve25519 -Position 0\n",
			"curve25519," },
		{ "powershell", false, true, "suites-before.reg /y\n", "TLS 1.2" },
		{ "gpo", false, true, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,", "\n\n" },
		{ "gpo", true, false, "Not Configured", NULL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scn_profile *profile = test_builtin("exchange-2019");
		struct scn_text out = { 0 }, missing = { 0 };
		scn_versions tls12 = SCN_VERSION_BIT(SCN_TLS1_2);
		bool wrote;

		scn_profile_set_nothing(profile, "windows-server-2019");
		if (rows[i].only_version_set) {
			profile->not_set.versions &= (scn_versions)~tls12;
		} else {
			scn_profile_set_all(profile);
			profile->not_set.versions = tls12;
		}
		wrote = scn_profile_format_find(rows[i].word)->write(profile, &out, &missing);
		assert_int_equal(wrote, rows[i].writes);
		if (!holds(wrote ? &out : &missing, rows[i].with) ||
			(rows[i].without && holds(&out, rows[i].without)))
			fail_msg("row %zu: %s", i, scn_text_str(&out));
		scn_text_finish(&out);
		scn_text_finish(&missing);
		scn_profile_free(profile);
	}
}

static void test_words_are_unique(void **state)
{
	for (const struct scn_profile_format *f = scn_profile_formats; f->word; f++) {
		assert_ptr_equal(scn_profile_format_find(f->word), f);
		assert_int_equal(f->ending[0], '.');
	}
	assert_null(scn_profile_format_find("pdf"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_format_writes),
		cmocka_unit_test(test_words_are_unique),
		cmocka_unit_test(test_what_is_not_set_is_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
