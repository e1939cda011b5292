/*
 * A fix in every format: Exchange 2019 against the DHE-only server of tests/cases/reports/seed-story,
 * compared with tests/cases/exports/FORMAT.txt (to write anew after a wanted change: GOLDEN_UPDATE=1);
 * the way back in those that have a file for it, and what the writers do with fixes that their software
 * cannot express.
 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/dialect/ictpl.h"
#include "core/dialect/reg.h"
#include "core/profile/profile-json.h"
#include "core/report/export.h"
#include "core/report/report.h"
#include "files.h"

struct story {
	struct scn_document *document;
	struct scn_profile *profile;
	struct scn_verdict *verdict; /* the saved one, with a fix on each side */
	struct scn_export_input input;
};

static void tell(struct story *s, enum scn_side side)
{
	struct scn_text text = { 0 }, profile = { 0 }, error = { 0 };

	test_read_file("tests/cases/reports/seed-story/input.json", &text);
	s->document = scn_document_load(text.at, text.len, "seed-story", &error);
	assert_non_null(s->document);
	test_read_file("profiles/exchange-2019.json", &profile);
	s->profile = scn_profile_load(profile.at, profile.len, "exchange-2019", &error);
	assert_non_null(s->profile);
	s->verdict = &s->document->targets[0]->servers[0]->pairs[0];
	s->input = (struct scn_export_input){
		.profile = s->profile,
		.facts = &s->document->targets[0]->servers[0]->facts,
		.verdict = s->verdict,
		.side = side,
		.goal = SCN_GOAL_SMALLEST,
		.host = "mx.example",
	};
	scn_text_finish(&text);
	scn_text_finish(&profile);
	scn_text_finish(&error);
}

static void forget(struct story *s)
{
	scn_profile_free(s->profile);
	scn_document_free(s->document);
}

static void compare(const char *word, const struct scn_text *got)
{
	struct scn_text path = { 0 };

	scn_text_printf(&path, "tests/cases/exports/%s.txt", word);
	test_golden(scn_text_str(&path), got);
	scn_text_finish(&path);
}

static void test_every_format(void **state)
{
	size_t count;
	const struct scn_export_format *formats = scn_export_formats(&count);

	for (size_t i = 0; i < count; i++) {
		bool schannel = strncmp(formats[i].word, "schannel", 8) == 0;
		struct scn_text out = { 0 };
		struct story s;

		tell(&s, schannel ? SCN_SIDE_CLIENT : SCN_SIDE_SERVER);
		if (!formats[i].write(&s.input, &out))
			fail_msg("%s: %s", formats[i].word, scn_text_str(&out));
		compare(formats[i].word, &out);
		scn_text_finish(&out);
		forget(&s);
	}
}

static void test_way_back(void **state)
{
	static const char *const words[] = { "schannel-powershell", "schannel-reg" };

	for (size_t i = 0; i < SCN_COUNT(words); i++) {
		const struct scn_export_format *format = scn_export_format_find(words[i]);
		struct scn_text out = { 0 }, name = { 0 };
		struct story s;

		tell(&s, SCN_SIDE_CLIENT);
		assert_true(format->undo(&s.input, &out));
		scn_text_printf(&name, "%s-undo", words[i]);
		compare(scn_text_str(&name), &out);
		scn_text_finish(&name);
		scn_text_finish(&out);
		forget(&s);
	}
}

/* Two hyphens would end the comment that says what the template is for. */
static void test_a_template_is_xml(void **state)
{
	struct scn_text out = { 0 };
	struct story s;
	char *comment, *end;

	tell(&s, SCN_SIDE_CLIENT);
	s.input.host = "mx.xn--fsq---a.example";
	assert_true(scn_export_format_find("iiscrypto")->write(&s.input, &out));
	comment = strstr(out.at, "<!--") + 4;
	end = strstr(comment, "-->");
	assert_true(end > strstr(comment, "mx.xn- -fsq- - -a.example"));
	*end = 0;
	assert_null(strstr(comment, "--"));
	scn_text_finish(&out);
	forget(&s);
}

/* ---- our own importers read what was written ---- */

typedef bool reader(struct scn_bytes file, struct scn_windows *w, struct scn_text *error);

static bool read_template(struct scn_bytes file, struct scn_windows *w, struct scn_text *error)
{
	struct scn_text notes = { 0 };
	bool ok = scn_ictpl_read(file, w, &notes, error);

	scn_text_finish(&notes);
	return ok;
}

static void test_read_again(void **state)
{
	static const struct {
		const char *word;
		reader *read;
	} rows[] = { { "schannel-reg", scn_reg_read }, { "iiscrypto", read_template } };

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_text out = { 0 }, error = { 0 };
		struct scn_windows w = { 0 };
		scn_suite_code *suites;
		struct story s;
		size_t count;

		tell(&s, SCN_SIDE_CLIENT);
		assert_true(scn_export_format_find(rows[i].word)->write(&s.input, &out));
		count = scn_export_suites(&s.input, &suites);
		assert_true(count > 8);
		assert_true(rows[i].read(
			(struct scn_bytes){ (const uint8_t *)out.at, out.len }, &w, &error));
		assert_int_equal(w.suite_count, count);
		assert_memory_equal(w.suites, suites, count * sizeof(*suites));
		scn_windows_finish(&w);
		free(suites);
		scn_text_finish(&out);
		scn_text_finish(&error);
		forget(&s);
	}
}

/* ---- other fixes: the verdict's own are replaced ---- */

static void wish(struct story *s, const struct scn_change *change)
{
	assert_true(s->verdict->fix_count > 0);
	for (size_t i = 0; i < s->verdict->fix_count; i++)
		s->verdict->fixes[i].change = *change;
	s->input.side = change->side;
}

static const struct scn_change tls12 = { SCN_SIDE_CLIENT, SCN_CHANGE_ADD_VERSION, { SCN_TLS1_2 }, 1,
	{ 0xC030 }, 1 };
static const struct scn_change tls10_alone = { SCN_SIDE_CLIENT, SCN_CHANGE_ADD_VERSION,
	{ SCN_TLS1_0 }, 1, { 0 }, 0 };
static const struct scn_change new_suite = { SCN_SIDE_SERVER, SCN_CHANGE_ADD_SUITE, { 0x1301 }, 1,
	{ 0 }, 0 };
static const struct scn_change group = { SCN_SIDE_CLIENT, SCN_CHANGE_ADD_GROUP, { 0x0019 }, 1,
	{ 0 }, 0 };
static const struct scn_change server_suite = { SCN_SIDE_SERVER, SCN_CHANGE_ADD_SUITE, { 0xC030 },
	1, { 0 }, 0 };
static const struct scn_change incoming = { SCN_SIDE_CLIENT, SCN_CHANGE_ADD_SUITE, { 0xC030 }, 1,
	{ 0 }, 0 };

static const struct {
	const char *format;
	const struct scn_change *change;
	bool writes;
	const char *with, *without;
	bool undo; /* the way back is written, not the fix */
} wishes[] = {
	{ "schannel-reg", &tls12, true,
		"\\TLS 1.2\\Client]\n\"Enabled\"=-\n\"DisabledByDefault\"=-\n", "dword", true },
	{ "schannel-reg", &tls12, true, "\n\"Functions\"=-\n", NULL, true },
	{ "schannel-reg", &tls10_alone, true, "\\TLS 1.0\\Client]", "Functions", true },
	{ "schannel-powershell", &tls12, true, "\nRemove-Item -Path '", "\n# Remove-Item", true },
	{ "schannel-powershell", &tls12, true,
		"\nDisable-TlsCipherSuite -Name TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", NULL,
		true },
	{ "schannel-powershell", &group, true, "\nDisable-TlsEccCurve -Name nistP521\n", "Enable-",
		true },
	{ "schannel-powershell", &tls12, true, "-Name DisabledByDefault -Type DWord -Value 0",
		NULL },
	{ "schannel-powershell", &tls12, true,
		"\nEnable-TlsCipherSuite -Name TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", NULL },
	{ "schannel-powershell", &tls10_alone, true, "\\TLS 1.0\\Client'", "TlsCipherSuite" },
	{ "schannel-reg", &tls12, true,
		"\\TLS 1.2\\Client]\n\"Enabled\"=dword:00000001\n"
		"\"DisabledByDefault\"=dword:00000000\n",
		NULL },
	{ "schannel-reg", &tls12, true, "\"Functions\"=", NULL },
	{ "schannel-reg", &tls10_alone, true, "\\TLS 1.0\\Client]", "Functions" },
	{ "schannel-gpo", &tls12, false, "No cipher list", NULL },
	{ "postfix", &tls10_alone, true, "\nsmtp_tls_protocols = !SSLv2, !SSLv3, !TLSv1.3\n",
		NULL },
	{ "postfix", &tls10_alone, true, "\nsmtp_tls_mandatory_protocols = !SSLv2", NULL },
	{ "openssl", &tls10_alone, true, "\nMinProtocol = TLSv1\nMaxProtocol = TLSv1.2\n", NULL },
	{ "openssl", &tls10_alone, true, "\n# Undo: MinProtocol = TLSv1.2\n", NULL },
	{ "sendmail", &tls12, false, "No cipher list", NULL },
	{ "schannel-powershell", &tls10_alone, true, "schannel-before.reg /y\n$key =", NULL },
	{ "openssl", &group, true, ":secp521r1\n# Undo: Groups = ", "CipherString" },
	{ "postfix", &group, true, "\ntls_eecdh_auto_curves = ", "smtpd_tls_ciphers =" },
	{ "gnutls", &group, true, ":+GROUP-ALL", NULL },
	{ "schannel-powershell", &group, true, "\nEnable-TlsEccCurve -Name nistP521\n", NULL },
	{ "schannel-powershell", &group, true, "\n# Disable-TlsEccCurve -Name nistP521\n", NULL },
	{ "iiscrypto", &tls10_alone, true, "<templateItem name=\"TLS 1.0\" value=\"-1\" />",
		"serverProtocols" },
	{ "iiscrypto", &server_suite, true, "<serverProtocols>", "clientProtocols" },
	{ "postfix", &new_suite, false, "--format openssl", "tls_medium_cipherlist" },
	{ "exim-openssl", &new_suite, false, "--format openssl", "tls_require_ciphers" },
	{ "sendmail", &new_suite, false, "--format openssl", "CipherList" },
	{ "opensmtpd", &new_suite, false, "--format openssl", "smtp ciphers" },
	{ "openssl", &new_suite, true, "\nCiphersuites = TLS_AES_128_GCM_SHA256", NULL },
	{ "opensmtpd", &incoming, false, "--on server", NULL },
	{ "exim-openssl", &incoming, true, "the smtp transport", "exim -bP tls_" },
	{ "exim-gnutls", &incoming, true, "\ntls_require_ciphers = NONE:+VERS-TLS", NULL },
};

static void test_other_fixes(void **state)
{
	for (size_t i = 0; i < sizeof(wishes) / sizeof(wishes[0]); i++) {
		const struct scn_export_format *format = scn_export_format_find(wishes[i].format);
		struct scn_text out = { 0 };
		struct story s;

		tell(&s, SCN_SIDE_CLIENT);
		wish(&s, wishes[i].change);
		assert_non_null(format);
		if ((wishes[i].undo ? format->undo : format->write)(&s.input, &out) !=
				wishes[i].writes ||
			!strstr(scn_text_str(&out), wishes[i].with) ||
			(wishes[i].without && strstr(scn_text_str(&out), wishes[i].without)))
			fail_msg("row %zu, %s:\n%s", i, wishes[i].format, scn_text_str(&out));
		scn_text_finish(&out);
		forget(&s);
	}
}

/* A profile that knows what was set goes back to that, not to the default of Windows. */
static void test_way_back_to_what_was_set(void **state)
{
	static const struct {
		bool set;
		const char *protocol, *suites;
	} rows[] = {
		{ true, "\"Enabled\"=dword:00000000\n\"DisabledByDefault\"=dword:00000001\n",
			"\n\"Functions\"=\"TLS_ECDHE" },
		{ false, "\"Enabled\"=-\n\"DisabledByDefault\"=-\n", "\n\"Functions\"=-\n" },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_text out = { 0 };
		struct story s;

		tell(&s, SCN_SIDE_CLIENT);
		wish(&s, &tls12);
		scn_profile_set_nothing(s.profile, "windows-server-2019");
		if (rows[i].set) {
			s.profile->not_set.versions = 0;
			s.profile->not_set.suites = false;
		}
		assert_true(scn_export_format_find("schannel-reg")->undo(&s.input, &out));
		if (!strstr(out.at, rows[i].protocol) || !strstr(out.at, rows[i].suites))
			fail_msg("%s", out.at);
		scn_text_finish(&out);
		forget(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_format),
		cmocka_unit_test(test_way_back),
		cmocka_unit_test(test_read_again),
		cmocka_unit_test(test_a_template_is_xml),
		cmocka_unit_test(test_other_fixes),
		cmocka_unit_test(test_way_back_to_what_was_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
