/* OpenSSL's words and Postfix's: good, cut short, malformed, too long, twice, unknown. */
#include "test.h"

#include "core/dialect/lines.h"
#include "core/dialect/openssl-config.h"
#include "core/dialect/postfix.h"

static struct scn_bytes bytes_of(const char *text)
{
	return (struct scn_bytes){ (const uint8_t *)text, strlen(text) };
}

static void expect_text(const char *got, const char *want)
{
	assert_string_equal(got ? got : "", want);
}

enum {
	V12_13 = 1 << SCN_TLS1_2 | 1 << SCN_TLS1_3,
	ALL = SCN_VERSIONS_ALL,
};

static void test_openssl_good(void **state)
{
	static const struct {
		const char *file, *ciphers, *suites, *groups, *schemes;
		int off;
		unsigned options;
	} rows[] = {
		{ "DEFAULT@SECLEVEL=1\n", "DEFAULT@SECLEVEL=1", "", "", "", 0, 0 },
		{ "@SECLEVEL=0:ALL", "@SECLEVEL=0:ALL", "", "", "", 0, 0 },
		{ "# why\r\n\r\n[tls]\r\n  HIGH:!aNULL  \r\n", "HIGH:!aNULL", "", "", "", 0, 0 },
		{ "\xEF\xBB\xBF"
		  "HIGH",
			"HIGH", "", "", "", 0, 0 },
		{ "CipherString = HIGH:@SECLEVEL=2\nCiphersuites=TLS_AES_128_GCM_SHA256\n"
		  "Groups = X25519:P-256\nSignatureAlgorithms = RSA+SHA256\n",
			"HIGH:@SECLEVEL=2", "TLS_AES_128_GCM_SHA256", "X25519:P-256", "RSA+SHA256",
			0, 0 },
		{ "cipherstring=HIGH\nCURVES=P-384", "HIGH", "", "P-384", "", 0, 0 },
		{ "MinProtocol = TLSv1.2", "", "", "", "", ALL & ~V12_13, 0 },
		{ "MinProtocol = TLSv1.2\nMaxProtocol = TLSv1.2", "", "", "", "",
			ALL & ~(1 << SCN_TLS1_2), 0 },
		{ "MinProtocol = None", "", "", "", "", 0, 0 },
		{ "Protocol = TLSv1.2, TLSv1.3", "", "", "", "", ALL & ~V12_13, 0 },
		{ "Protocol = -TLSv1.3", "", "", "", "", 1 << SCN_TLS1_3, 0 },
		{ "Protocol = ALL,-SSLv3", "", "", "", "", 1 << SCN_SSL3, 0 },
		{ "Options = -SessionTicket, UnsafeLegacyServerConnect,ServerPreference", "", "",
			"", "", 0, SCN_OPENSSL_NO_TICKET | SCN_OPENSSL_LEGACY_SERVER },
		{ "Options = SessionTicket\nVerifyMode = Peer", "", "", "", "", 0, 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scn_openssl_config c;
		struct scn_text error = { 0 };

		assert_true(scn_openssl_config_read(bytes_of(rows[i].file), &c, &error));
		expect_text(c.ciphers, rows[i].ciphers);
		expect_text(c.ciphersuites, rows[i].suites);
		expect_text(c.groups, rows[i].groups);
		expect_text(c.schemes, rows[i].schemes);
		assert_int_equal(c.off, rows[i].off);
		assert_int_equal(c.options, rows[i].options);
		assert_int_equal(error.len, 0);
		scn_openssl_config_finish(&c);
	}
}

static void test_openssl_bad(void **state)
{
	static const struct {
		const char *file, *sentence;
	} rows[] = {
		{ "", "the file is empty" },
		{ "HIGH\nMEDIUM\n", "line 2: the cipher string is there a second time" },
		{ "Groups = X25519\nCurves = P-256\n",
			"line 2: the list of groups is there a second time" },
		{ "Sweets = yes\n", "line 1: the key \"Sweets\" is not known" },
		{ "\nMinProtocol = TLSv1.4\n", "line 2: the protocol \"TLSv1.4\" is not known" },
		{ "MinProtocol =\n", "line 1: the protocol \"\" is not known" },
		{ "Protocol = TLSv1.2,,\n", "line 1: the protocol \"\" is not known" },
		{ "Options = Candy\n", "line 1: the option \"Candy\" is not known" },
		{ "\xFF\xFEH",
			"this is no text: expected UTF-8, or UTF-16 with a byte order mark" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scn_openssl_config c;
		struct scn_text error = { 0 };

		assert_false(scn_openssl_config_read(bytes_of(rows[i].file), &c, &error));
		assert_string_equal(scn_text_str(&error), rows[i].sentence);
		assert_null(c.ciphers);
		scn_text_finish(&error);
	}
}

static void test_recognise(void **state)
{
	assert_true(scn_openssl_config_recognise(bytes_of("# x\nCipherString = HIGH\n")));
	assert_true(scn_openssl_config_recognise(bytes_of("Groups=X25519\n")));
	assert_false(scn_openssl_config_recognise(bytes_of("DEFAULT@SECLEVEL=1")));
	assert_false(scn_openssl_config_recognise(bytes_of("smtp_tls_ciphers = high\n")));
	assert_true(scn_postfix_recognise(bytes_of("smtp_tls_ciphers = high\n")));
	assert_true(scn_postfix_recognise(bytes_of("myhostname = a\nsmtpd_banner = b\n")));
	assert_false(scn_postfix_recognise(bytes_of("MinProtocol = TLSv1.2\n")));
	assert_false(scn_postfix_recognise(bytes_of("")));
}

/* ---- too long, and cut anywhere: never a crash, always a sentence or a result ---- */

static void test_long_line(void **state)
{
	struct scn_text file = { 0 }, error = { 0 }, notes = { 0 };
	struct scn_openssl_config c;
	struct scn_postfix p;

	scn_text_add(&file, "CipherString = ");
	scn_text_fill(&file, 'A', SCN_DIALECT_MAX_LINE);
	assert_false(scn_openssl_config_read(bytes_of(file.at), &c, &error));
	assert_string_equal(scn_text_str(&error), "line 1: the line is too long");
	scn_text_clear(&error);
	scn_text_clear(&file);
	scn_text_add(&file, "smtp_tls_exclude_ciphers = ");
	scn_text_fill(&file, 'A', SCN_DIALECT_MAX_LINE + 1);
	assert_false(scn_postfix_read(bytes_of(file.at), &p, &notes, &error));
	assert_string_equal(scn_text_str(&error), "line 1: the value is too long");
	scn_text_finish(&file);
	scn_text_finish(&error);
	scn_text_finish(&notes);
}

#define MEDIUM "aNULL:-aNULL:HIGH:MEDIUM:+RC4:@STRENGTH"
#define CURVES "X25519 X448 prime256v1 secp521r1 secp384r1"

static const struct {
	const char *file, *level, *ciphers, *groups;
	int off;
	enum scn_verifies verifies;
	enum scn_after_failure after;
	bool sni;
} postfix_rows[] = {
	{ "smtp_tls_security_level = may\n", "may", MEDIUM, CURVES, 3, SCN_VERIFIES_NONE,
		SCN_AFTER_CLEAR_LATER, false },
	{ "smtp_use_tls = yes\n", "may", MEDIUM, CURVES, 3, SCN_VERIFIES_NONE,
		SCN_AFTER_CLEAR_LATER, false },
	{ "smtp_enforce_tls = yes\n", "verify", MEDIUM ":!aNULL", CURVES, 3, SCN_VERIFIES_NAME,
		SCN_AFTER_QUEUE, false },
	{ "smtp_tls_security_level=encrypt\nsmtp_tls_mandatory_ciphers = high\n"
	  "smtp_tls_ciphers = low\n",
		"encrypt", "aNULL:-aNULL:HIGH:@STRENGTH:!eNULL", CURVES, 3, SCN_VERIFIES_NONE,
		SCN_AFTER_QUEUE, false },
	{ "smtp_tls_security_level = dane\nsmtp_tls_mandatory_protocols = >=TLSv1.2\n", "dane",
		MEDIUM ":!aNULL", CURVES, 0xF, SCN_VERIFIES_DANE, SCN_AFTER_QUEUE, true },
	{ "smtp_tls_security_level = secure\nsmtp_tls_exclude_ciphers = RC4, MD5\n"
	  "smtp_tls_mandatory_exclude_ciphers = aDSS\n",
		"secure", MEDIUM ":!RC4:!MD5:!aNULL:!aDSS", CURVES, 3, SCN_VERIFIES_NAME,
		SCN_AFTER_QUEUE, false },
	/* The opportunistic level does not read what is mandatory. */
	{ "smtp_tls_security_level = may\nsmtp_tls_mandatory_exclude_ciphers = aDSS\n"
	  "smtp_tls_mandatory_protocols = TLSv1.3\n",
		"may", MEDIUM, CURVES, 3, SCN_VERIFIES_NONE, SCN_AFTER_CLEAR_LATER, false },
	{ "smtp_tls_security_level = may\nsmtp_tls_protocols = !SSLv2, !SSLv3, !TLSv1\n", "may",
		MEDIUM, CURVES, 7, SCN_VERIFIES_NONE, SCN_AFTER_CLEAR_LATER, false },
	{ "smtp_tls_security_level = may\nsmtp_tls_protocols = TLSv1.2\n", "may", MEDIUM, CURVES,
		ALL & ~(1 << SCN_TLS1_2), SCN_VERIFIES_NONE, SCN_AFTER_CLEAR_LATER, false },
	{ "smtp_tls_security_level = may\nsmtp_tls_protocols = >=TLSv1.1, <=TLSv1.2\n", "may",
		MEDIUM, CURVES, ALL & ~(1 << SCN_TLS1_1 | 1 << SCN_TLS1_2), SCN_VERIFIES_NONE,
		SCN_AFTER_CLEAR_LATER, false },
	/* References, a line that goes on, a comment inside, the last one counts. */
	{ "lvl = may\nsmtp_tls_security_level = none\nsmtp_tls_security_level = ${lvl}\n"
	  "tls_medium_cipherlist = AES128-SHA:\n# more\n  AES256-SHA\n"
	  "mine = X25519\ntls_eecdh_auto_curves = $mine P-256\n",
		"may", "AES128-SHA: AES256-SHA", "X25519 P-256", 3, SCN_VERIFIES_NONE,
		SCN_AFTER_CLEAR_LATER, false },
	{ "smtp_tls_security_level = may\nsmtp_tls_servername = hostname\n", "may", MEDIUM, CURVES,
		3, SCN_VERIFIES_NONE, SCN_AFTER_CLEAR_LATER, true },
};

static void test_postfix_good(void **state)
{
	for (size_t i = 0; i < sizeof(postfix_rows) / sizeof(postfix_rows[0]); i++) {
		struct scn_postfix p;
		struct scn_text notes = { 0 }, error = { 0 };
		bool ok = scn_postfix_read(bytes_of(postfix_rows[i].file), &p, &notes, &error);

		assert_string_equal(scn_text_str(&error), "");
		assert_true(ok);
		assert_string_equal(p.level, postfix_rows[i].level);
		expect_text(p.openssl.ciphers, postfix_rows[i].ciphers);
		expect_text(p.openssl.groups, postfix_rows[i].groups);
		assert_int_equal(p.openssl.off, postfix_rows[i].off);
		assert_int_equal(p.verifies, postfix_rows[i].verifies);
		assert_int_equal(p.after_failure, postfix_rows[i].after);
		assert_int_equal(p.sends_sni, postfix_rows[i].sni);
		assert_int_equal(p.openssl.level, postfix_rows[i].verifies != SCN_VERIFIES_NONE);
		scn_postfix_finish(&p);
		scn_text_finish(&notes);
	}
}

static void test_postfix_bad(void **state)
{
	static const struct {
		const char *file, *sentence;
	} rows[] = {
		{ "", "the file has no settings" },
		{ "myhostname = a\n", "this Postfix sends without TLS: smtp_tls_security_level is "
				      "empty or none" },
		{ "a = b\nsmtp_tls_security_level = none\n",
			"line 2: this Postfix sends without TLS: smtp_tls_security_level is empty "
			"or "
			"none" },
		{ "smtp_tls_security_level = perhaps\n",
			"line 1: the value of smtp_tls_security_level \"perhaps\" is not known" },
		{ "just words\n", "line 1: expected NAME = VALUE" },
		{ "= x\n", "line 1: expected NAME = VALUE" },
		{ "smtp_tls_security_level = may\nsmtp_tls_ciphers = best\n",
			"line 2: the cipher grade \"best\" is not known" },
		{ "smtp_tls_security_level = may\nsmtp_tls_protocols = >=TLSv9\n",
			"line 2: the protocol \">=TLSv9\" is not known" },
		{ "smtp_tls_security_level = $nobody\n", "line 1: smtp_tls_security_level refers "
							 "to something that this file does not "
							 "say; give the output of postconf -x -n" },
		{ "smtp_tls_security_level = ${a?b}\n", "line 1: smtp_tls_security_level refers to "
							"something that this file does not "
							"say; give the output of postconf -x -n" },
		{ "smtp_tls_security_level = $smtp_tls_security_level\n",
			"line 1: smtp_tls_security_level refers to itself, or is too long" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scn_postfix p;
		struct scn_text notes = { 0 }, error = { 0 };

		assert_false(scn_postfix_read(bytes_of(rows[i].file), &p, &notes, &error));
		assert_string_equal(scn_text_str(&error), rows[i].sentence);
		scn_text_finish(&notes);
		scn_text_finish(&error);
	}
}

/* Ignored settings are said, each with its line. */
static void test_postfix_notes(void **state)
{
	struct scn_text notes = { 0 }, error = { 0 };
	struct scn_postfix p;

	assert_true(scn_postfix_read(
		bytes_of("smtp_tls_security_level = may\nsmtp_tls_policy_maps = hash:/etc/x\n"), &p,
		&notes, &error));
	assert_non_null(
		strstr(scn_text_str(&notes), "line 2: smtp_tls_policy_maps is not followed"));
	scn_postfix_finish(&p);
	scn_text_finish(&notes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_openssl_good),
		cmocka_unit_test(test_openssl_bad),
		cmocka_unit_test(test_recognise),
		cmocka_unit_test(test_long_line),
		cmocka_unit_test(test_postfix_good),
		cmocka_unit_test(test_postfix_bad),
		cmocka_unit_test(test_postfix_notes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
