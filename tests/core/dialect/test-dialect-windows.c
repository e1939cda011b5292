/* Schannel: registry export, IIS Crypto template, Get-TlsCipherSuite; and back again. */
#include "test.h"

#include <stdio.h>

#include "core/dialect/ictpl.h"
#include "core/dialect/lines.h"
#include "core/dialect/powershell.h"
#include "core/dialect/reg.h"
#include "core/dialect/windows.h"
#include "core/profile/profile-check.h"
#include "core/profile/profile-diff.h"
#include "core/profile/profile-json.h"
#include "builtin.h"

#define HEAD "Windows Registry Editor Version 5.00\n\n"
#define SCHANNEL                                                                                   \
	"HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\"
#define POLICY                                                                                     \
	"[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Cryptography\\Configuration\\SSL\\"   \
	"00010002]\n"
#define LOCAL                                                                                      \
	"[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Cryptography\\Configuration\\"   \
	"Local\\SSL\\00010002]\n"

static struct scn_bytes bytes_of(const char *text)
{
	return (struct scn_bytes){ (const uint8_t *)text, strlen(text) };
}

/* Everything that a test asks, as one line: versions, suites, groups, limits. */
static void describe(const struct scn_profile *p, struct scn_text *out)
{
	for (int v = SCN_TLS1_3; v >= SCN_SSL2; v--) {
		if (scn_profile_offers_version(p, (enum scn_version)v))
			scn_text_printf(out, "%s ", scn_version_word((enum scn_version)v));
	}
	scn_text_char(out, '|');
	for (size_t i = 0; i < p->suite_count; i++)
		scn_text_printf(out, " %04X", p->suites[i]);
	scn_text_add(out, " |");
	for (size_t i = 0; i < p->group_count; i++)
		scn_text_printf(out, " %u", p->groups[i]);
	scn_text_printf(out, " | %u %u", p->limits.dh_min, p->limits.rsa_min);
}

#define E19  "C02C C02B C030 C02F C024 C023 C028 C027"
#define REST " | 29 23 24 | 1024 1024"

/* ---- registry: what is in the file, the base, what becomes of it ---- */

static const struct {
	const char *file, *base, *result;
} reg_rows[] = {
	/* Both halves, either half, off in either way. */
	{ "[" SCHANNEL "Protocols\\TLS 1.2\\Client]\n\"Enabled\"=dword:00000001\n"
	  "\"DisabledByDefault\"=dword:00000000\n",
		"exchange-2019", "TLS1.2 | " E19 REST },
	/* Old ones are on, but no suite of the list exists there. */
	{ "[" SCHANNEL "Protocols\\TLS 1.0\\Client]\n\"Enabled\"=dword:ffffffff\n"
	  "\"DisabledByDefault\"=dword:0\n",
		"exchange-2019", "TLS1.2 | " E19 REST },
	{ "[" SCHANNEL "Protocols\\TLS 1.0\\Client]\n\"Enabled\"=dword:0\n"
	  "[" SCHANNEL "Protocols\\TLS 1.1\\Client]\n\"DisabledByDefault\"=dword:1\n",
		"exchange-2016-ws2016",
		"TLS1.2 | C02B C02F C023 C027 C013 009D 009C 003D 003C 0035 002F 000A" REST },
	/* The server's half says nothing here. */
	{ "[" SCHANNEL "Protocols\\TLS 1.2\\Server]\n\"Enabled\"=dword:0\n"
	  "[" SCHANNEL "KeyExchangeAlgorithms\\Diffie-Hellman]\n"
	  "\"ServerMinKeyBitLength\"=dword:00001000\n\"ClientMinKeyBitLength\"=dword:00000800\n",
		"exchange-2019", "TLS1.2 | " E19 " | 29 23 24 | 2048 1024" },
	{ "[" SCHANNEL "KeyExchangeAlgorithms\\PKCS]\n\"ClientMinKeyBitLength\"=dword:00000C00\n",
		"exchange-2019", "TLS1.2 | " E19 " | 29 23 24 | 1024 3072" },
	/* Algorithms. */
	{ "[" SCHANNEL "Ciphers\\AES 128/128]\n\"Enabled\"=dword:00000000\n", "exchange-2019",
		"TLS1.2 | C02C C030 C024 C028" REST },
	{ "[" SCHANNEL "Ciphers\\AES 128/128]\n\"Enabled\"=dword:ffffffff\n", "exchange-2019",
		"TLS1.2 | " E19 REST },
	{ "[" SCHANNEL "Hashes\\SHA]\n\"Enabled\"=dword:0\n[" SCHANNEL
	  "KeyExchangeAlgorithms\\PKCS]\n\"Enabled\"=dword:0\n",
		"exchange-2016-ws2016", "TLS1.2 | C02B C02F C023 C027" REST },
	/* The policy wins over the local list, whichever comes first. */
	{ POLICY "\"Functions\"=\"TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,"
		 "TLS_RSA_WITH_AES_128_GCM_SHA256\"\n" LOCAL
		 "\"Functions\"=\"TLS_RSA_WITH_AES_256_GCM_SHA384\"\n",
		"exchange-2019", "TLS1.2 | 009E 009C" REST },
	{ LOCAL "\"Functions\"=\"TLS_RSA_WITH_AES_256_GCM_SHA384\"\n" POLICY
		"\"Functions\"=\"TLS_DHE_RSA_WITH_AES_128_GCM_SHA256\"\n",
		"exchange-2019", "TLS1.2 | 009E" REST },
	/* hex(7) over two lines: "NistP384", "NistP256". */
	{ POLICY "\"EccCurves\"=hex(7):4e,00,69,00,73,00,74,00,50,00,33,00,38,00,34,00,00,00,\\\n"
		 "  4e,00,69,00,73,00,74,00,50,00,32,00,35,00,36,00,00,00,00,00\n",
		"exchange-2019", "TLS1.2 | " E19 " | 24 23 | 1024 1024" },
	/* Endings are the curves on an old Windows only. */
	{ POLICY "\"Functions\"=\"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256_P384,"
		 "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256_P256\"\n",
		"exchange-2016-ws2012r2", "TLS1.2 | C027 | 24 23 | 1024 1024" },
	{ POLICY "\"Functions\"=\"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256_P384\"\n", "exchange-2019",
		"TLS1.2 | C027" REST },
	/* Passed over: deletions, other keys, other types, comments, the default value. */
	{ "; a comment\n[-" SCHANNEL "Ciphers\\AES 128/128]\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\X]\n"
	  "\"a\"=hex:01\nrubbish\n[" SCHANNEL "Protocols\\TLS 1.2\\Client]\n@=\"\"\n"
	  "\"Enabled\"=-\n\"Other\"=hex(b):01,00\n",
		"exchange-2019", "TLS1.2 | " E19 REST },
	/* TLS 1.3 goes with everything that belongs to it. */
	{ "[" SCHANNEL "Protocols\\TLS 1.3\\Client]\n\"Enabled\"=dword:0\n", "exchange-2019-ws2022",
		"TLS1.2 | " E19 REST },
};

static void test_reg_good(void **state)
{
	for (size_t i = 0; i < sizeof(reg_rows) / sizeof(reg_rows[0]); i++) {
		struct scn_profile *p = test_builtin(reg_rows[i].base);
		struct scn_text file = { 0 }, error = { 0 }, notes = { 0 }, got = { 0 },
				why = { 0 };
		struct scn_windows w = { 0 };

		scn_text_printf(&file, HEAD "%s", reg_rows[i].file);
		assert_true(scn_reg_recognise(bytes_of(file.at)));
		scn_reg_read(bytes_of(file.at), &w, &error);
		assert_string_equal(scn_text_str(&error), "");
		scn_windows_apply(&w, p, &notes);
		describe(p, &got);
		assert_string_equal(scn_text_str(&got), reg_rows[i].result);
		assert_null(scn_profile_check(p, &why));
		scn_windows_finish(&w);
		scn_text_finish(&file);
		scn_text_finish(&notes);
		scn_text_finish(&got);
		scn_profile_free(p);
	}
}

static void test_reg_bad(void **state)
{
	static const struct {
		const char *file, *sentence;
	} rows[] = {
		{ "", "there are no settings of a Schannel client in this file" },
		{ "hello\n", "line 1: expected \"Windows Registry Editor Version 5.00\"" },
		{ HEAD, "there are no settings of a Schannel client in this file" },
		{ HEAD "[" SCHANNEL "Ciphers\\AES 128\n", "line 3: expected [KEY]" },
		{ HEAD "[" SCHANNEL "Ciphers\\AES 129/129]\n",
			"line 3: the algorithm \"AES 129/129\" is not known" },
		{ HEAD "[" SCHANNEL "Protocols\\TLS 9\\Client]\n",
			"line 3: the protocol \"TLS 9\" is not known" },
		{ HEAD "[" SCHANNEL "Protocols\\TLS 1.2\\Client]\nEnabled=1\n",
			"line 4: expected \"NAME\"=VALUE" },
		{ HEAD "[" SCHANNEL "Protocols\\TLS 1.2\\Client]\n\"Enabled\"=dword:xyz\n",
			"line 4: expected dword:HEX, \"TEXT\" or hex(N):HEX,HEX… behind the '='" },
		{ HEAD POLICY "\"Functions\"=\"TLS_RSA_WITH_NOTHING\"\n",
			"line 4: the suite \"TLS_RSA_WITH_NOTHING\" is not known" },
		{ HEAD POLICY "\"Functions\"=\"TLS_RSA_WITH_AES_128_GCM_SHA256,"
			      "TLS_RSA_WITH_AES_128_GCM_SHA256\"\n",
			"line 4: \"TLS_RSA_WITH_AES_128_GCM_SHA256\" is there a second time" },
		{ HEAD POLICY "\"Functions\"=\"TLS_RSA\n",
			"line 4: expected dword:HEX, \"TEXT\" or hex(N):HEX,HEX… behind the '='" },
		{ HEAD POLICY "\"EccCurves\"=hex(7):41,00,4\n",
			"line 4: expected dword:HEX, \"TEXT\" or hex(N):HEX,HEX… behind the '='" },
		{ HEAD POLICY "\"EccCurves\"=hex(7):41,00,00,00\n",
			"line 4: the curve \"A\" is not known" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scn_text error = { 0 };
		struct scn_windows w = { 0 };

		assert_false(scn_reg_read(bytes_of(rows[i].file), &w, &error));
		assert_string_equal(scn_text_str(&error), rows[i].sentence);
		scn_windows_finish(&w);
		scn_text_finish(&error);
	}
}

/* ---- IIS Crypto ---- */

#define XML(inside)                                                                                \
	"<?xml version=\"1.0\"?>\n<iisCryptoTemplate version=\"3\">" inside "</iisCryptoTemplate>"
#define ITEM(name, value) "<templateItem name=\"" name "\" value=\"" value "\" />"

static void test_ictpl(void **state)
{
	static const struct {
		const char *file, *base, *result; /* or the sentence, base NULL */
	} rows[] = {
		{ XML("<schannel><clientProtocols>" ITEM("TLS 1.0", "0") ITEM("TLS 1.1", "0") ITEM(
			  "TLS 1.2", "-1")
				  ITEM("PCT 1.0", "0") "</clientProtocols><serverProtocols>" ITEM(
					  "TLS 1.2", "0") "</serverProtocols></schannel>"),
			"exchange-2016-ws2016",
			"TLS1.2 | C02B C02F C023 C027 C013 009D 009C 003D 003C 0035 002F "
			"000A" REST },
		{ XML("<cipherSuites>" ITEM("Configured Cipher Suites",
			  "TLS_RSA_WITH_AES_128_GCM_SHA256") "</cipherSuites>"),
			"exchange-2019", "TLS1.2 | 009C" REST },
		{ XML("<schannel><ciphers><schannelItem name='AES 128/128' state='Disabled'/>"
		      "</ciphers><hashes><schannelItem name='SHA 256' state='Enabled'/></hashes>"
		      "</schannel><cipherSuites><!-- <x> --><cipherSuiteItem state=\"Disabled\" "
		      "name=\"TLS_RSA_WITH_AES_256_GCM_SHA384\"/><cipherSuiteItem "
		      "name=\"TLS_RSA_WITH_AES_128_GCM_SHA256\" "
		      "state=\"Enabled\"/><cipherSuiteItem "
		      "name=\"TLS_RSA_WITH_AES_256_CBC_SHA256\"\n state=\"Enabled\"/>"
		      "</cipherSuites>"),
			"exchange-2019", "TLS1.2 | 003D" REST },
		{ XML("<schannel setClientProtocols=\"false\"><clientProtocols>" ITEM(
			  "TLS 1.2", "0") "</clientProtocols></schannel>"),
			"exchange-2019", "TLS1.2 | " E19 REST },
		{ "", NULL, "the file is empty" },
		{ "<a/>", NULL, "line 1: expected <iisCryptoTemplate>" },
		{ "<iisCryptoTemplate>\n<schannel", NULL, "line 2: the file is cut short" },
		{ "<iisCryptoTemplate>\n", NULL, "line 2: the file is cut short" },
		{ "<!DOCTYPE a []>", NULL, "line 1: a template has no document type" },
		{ XML(""), NULL, "there is no setting of Schannel in this template" },
		{ XML("<ciphers>\n" ITEM("AES 128/128", "perhaps")), NULL,
			"line 3: the state \"perhaps\" is not known" },
		{ XML("<ciphers>\n" ITEM("ROT13", "0")), NULL,
			"line 3: the algorithm \"ROT13\" is not known" },
		{ XML("<ciphers>\n<templateItem value='0'/>"), NULL,
			"line 3: expected an item with a name and a state or value" },
		{ "<iisCryptoTemplate></a></b>", NULL, "line 1: a tag is closed that is not open" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scn_text error = { 0 }, notes = { 0 }, got = { 0 };
		struct scn_windows w = { 0 };
		struct scn_profile *p;

		scn_ictpl_read(bytes_of(rows[i].file), &w, &notes, &error);
		assert_string_equal(scn_text_str(&error), rows[i].base ? "" : rows[i].result);
		if (rows[i].base) {
			p = test_builtin(rows[i].base);
			scn_windows_apply(&w, p, &notes);
			describe(p, &got);
			assert_string_equal(scn_text_str(&got), rows[i].result);
			scn_profile_free(p);
		}
		scn_windows_finish(&w);
		scn_text_finish(&notes);
		scn_text_finish(&error);
		scn_text_finish(&got);
	}
}

/* ---- Get-TlsCipherSuite ---- */

static void test_powershell(void **state)
{
	static const struct {
		const char *file, *codes; /* or the sentence behind '!' */
	} rows[] = {
		{ "Name\n----\nTLS_AES_256_GCM_SHA384\nTLS_RSA_WITH_AES_128_CBC_SHA\n",
			" 1302 002F" },
		{ "\r\nKeyType : 0\r\nCertificate : ECDSA\r\nName        : "
		  "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384\r\nProtocols : {771, 65277}\r\n",
			" C02C" },
		{ "KeyType Name                            Cipher\n0 "
		  "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 AES\n",
			" 009E" },
		{ "[{\"CipherSuite\": 49196, \"Name\": "
		  "\"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384\"},"
		  " {\"Name\": \"TLS_RSA_WITH_AES_128_CBC_SHA\"}]",
			" C02C 002F" },
		{ "{\"Name\": \"TLS_RSA_WITH_AES_128_CBC_SHA\"}", " 002F" },
		{ "\xFF\xFET\0L\0S\0_\0", "!line 1: the suite \"TLS_\" is not known" },
		{ "TLS_RSA_WITH_AES_128_...\n", "!line 1: the table cut a name off; use "
						"Get-TlsCipherSuite | Format-List Name" },
		{ "TLS_RSA_WITH_AES_128_CBC_SHA\nTLS_RSA_WITH_AES_128_CBC_SHA\n",
			"!line 2: \"TLS_RSA_WITH_AES_128_CBC_SHA\" is there a second time" },
		{ "nothing\n", "!there is no cipher suite in this output" },
		{ "[]", "!there is no cipher suite in this output" },
		{ "[{}]", "!expected objects with a \"Name\", as ConvertTo-Json writes them" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t len = rows[i].file[0] == '\xFF' ? 10 : strlen(rows[i].file);
		struct scn_text error = { 0 }, got = { 0 };
		struct scn_windows w = { 0 };

		if (!scn_powershell_read(
			    (struct scn_bytes){ (const uint8_t *)rows[i].file, len }, &w, &error))
			scn_text_printf(&got, "!%s", scn_text_str(&error));
		else
			for (size_t n = 0; n < w.suite_count; n++)
				scn_text_printf(&got, " %04X", w.suites[n]);
		assert_string_equal(scn_text_str(&got), rows[i].codes);
		scn_windows_finish(&w);
		scn_text_finish(&error);
		scn_text_finish(&got);
	}
}

/* ---- written, and read onto the same base: nothing is different ---- */

static void expect_same(const struct scn_profile *a, const struct scn_profile *b, const char *what)
{
	struct scn_profile_diff diff;
	struct scn_text text = { 0 };

	scn_profile_diff(a, b, &diff);
	if (!scn_profile_diff_is_empty(&diff)) {
		scn_profile_diff_text(&diff, a, b, 100, SCN_DIFF_ASCII, &text);
		fail_msg("%s: %s", what, scn_text_str(&text));
	}
	scn_profile_diff_finish(&diff);
}

static scn_versions every_version(void)
{
	scn_versions all = 0;

	for (int v = SCN_SSL2; v <= SCN_TLS1_3; v++)
		all |= SCN_VERSION_BIT(v);
	return all;
}

/* What a file does not say is not set, and is not written again. */
static void test_not_set(void **state)
{
#define TLS10 SCHANNEL "Protocols\\TLS 1.0\\Client]\n"
	static const struct {
		const char *reg;
		int version; /* that is set, or -1 */
		bool on, suites, groups;
	} rows[] = {
		{ HEAD "[" TLS10 "\"Enabled\"=dword:0\n\"DisabledByDefault\"=dword:1\n", SCN_TLS1_0,
			false, false, false },
		{ HEAD "[" TLS10 "\"Enabled\"=dword:1\n\"DisabledByDefault\"=dword:0\n", SCN_TLS1_0,
			true, false, false },
		{ HEAD "[" TLS10 "\"Enabled\"=dword:0\n", SCN_TLS1_0, false, false, false },
		{ HEAD "[" TLS10 "\"Enabled\"=dword:1\n", -1, true, false, false },
		{ HEAD "[" TLS10 "\"Enabled\"=-\n\"DisabledByDefault\"=dword:1\n", SCN_TLS1_0,
			false, false, false },
		{ HEAD POLICY "\"Functions\"=\"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384\"\n", -1,
			false, true, false },
		{ HEAD POLICY "\"EccCurves\"=hex(7):4e,00,69,00,73,00,74,00,50,00,32,00,35,00,36,"
			      "00,00,00,00,00\n",
			-1, true, false, true },
	};
#undef TLS10

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scn_profile *base = test_builtin("windows-server-2019");
		struct scn_profile *p = scn_profile_copy(base), *again;
		struct scn_text notes = { 0 }, error = { 0 }, out = { 0 };
		struct scn_windows w = { 0 };
		scn_versions set = rows[i].version < 0 ? 0 : SCN_VERSION_BIT(rows[i].version);

		assert_true(scn_reg_read(bytes_of(rows[i].reg), &w, &error));
		scn_windows_apply(&w, p, &notes);
		assert_string_equal(p->not_set.base, "windows-server-2019");
		assert_int_equal(p->not_set.versions, every_version() & ~set);
		assert_int_equal(p->not_set.suites, !rows[i].suites);
		assert_int_equal(p->not_set.groups, !rows[i].groups);
		assert_int_equal(scn_profile_offers_version(p, SCN_TLS1_0), rows[i].on);
		assert_true(scn_reg_write(p, &out, &notes));
		scn_windows_finish(&w);
		if (rows[i].version >= 0 || rows[i].suites || rows[i].groups) {
			again = scn_profile_copy(base);
			assert_true(scn_reg_read(
				(struct scn_bytes){ (uint8_t *)out.at, out.len }, &w, &error));
			scn_windows_apply(&w, again, &notes);
			expect_same(p, again, rows[i].reg);
			assert_int_equal(again->not_set.versions, p->not_set.versions);
			assert_int_equal(again->not_set.suites, p->not_set.suites);
			assert_int_equal(again->not_set.groups, p->not_set.groups);
			scn_profile_free(again);
		}
		scn_windows_finish(&w);
		scn_text_finish(&notes);
		scn_text_finish(&error);
		scn_text_finish(&out);
		scn_profile_free(p);
		scn_profile_free(base);
	}
}

/* A template names what is set, nothing else. */
static void test_not_set_in_a_template(void **state)
{
	struct scn_profile *p = test_builtin("windows-server-2019");
	struct scn_text out = { 0 }, missing = { 0 };

	scn_profile_set_nothing(p, "windows-server-2019");
	p->not_set.versions &= (scn_versions)~SCN_VERSION_BIT(SCN_TLS1_1);
	assert_true(scn_ictpl_write(p, &out, &missing));
	assert_non_null(strstr(out.at, "<templateItem name=\"TLS 1.1\" value=\"-1\" />"));
	assert_null(strstr(out.at, "TLS 1.0"));
	assert_null(strstr(out.at, "cipherSuites"));
	scn_text_finish(&out);
	scn_text_finish(&missing);
	scn_profile_free(p);
}

static void test_round_trip(void **state)
{
	unsigned count = 0;

	for (const struct scn_builtin_profile *f = scn_builtin_profiles; f->file; f++) {
		struct scn_text error = { 0 }, reg = { 0 }, ictpl = { 0 }, missing = { 0 },
				notes = { 0 };
		struct scn_profile *p = scn_profile_load(f->text, f->len, f->file, &error);
		struct scn_profile *again;
		struct scn_windows w = { 0 };

		if (strncmp(f->file, "exchange-20", 11) != 0 &&
			strncmp(f->file, "windows-server-20", 17) != 0)
			goto next;
		/* The list of 2012 R2 and the like is longer than the policy allows. */
		if (!scn_reg_write(p, &reg, &missing)) {
			assert_non_null(strstr(scn_text_str(&missing), "1023"));
			goto next;
		}
		again = scn_profile_copy(p);
		assert_true(
			scn_reg_read((struct scn_bytes){ (uint8_t *)reg.at, reg.len }, &w, &error));
		scn_windows_apply(&w, again, &notes);
		expect_same(p, again, f->file);
		scn_profile_free(again);
		scn_windows_finish(&w);
		again = scn_profile_copy(p);
		assert_true(scn_ictpl_write(p, &ictpl, &missing));
		assert_true(scn_ictpl_read(bytes_of(ictpl.at), &w, &notes, &error));
		scn_windows_apply(&w, again, &notes);
		expect_same(p, again, f->file);
		scn_profile_free(again);
		count++;
	next:
		scn_windows_finish(&w);
		scn_text_finish(&error);
		scn_text_finish(&reg);
		scn_text_finish(&ictpl);
		scn_text_finish(&missing);
		scn_text_finish(&notes);
		scn_profile_free(p);
	}
	assert_true(count >= 5);
}

/* Cut anywhere, each reader either reads or says one sentence. */
static void test_cut_short(void **state)
{
	struct scn_profile *p = test_builtin("exchange-2019");
	struct scn_text files[2] = { { 0 }, { 0 } }, missing = { 0 };

	assert_true(scn_reg_write(p, &files[0], &missing));
	assert_true(scn_ictpl_write(p, &files[1], &missing));
	for (size_t f = 0; f < 2; f++) {
		for (size_t len = 0; len < files[f].len; len++) {
			struct scn_text error = { 0 }, notes = { 0 };
			struct scn_windows w = { 0 };
			/* A copy of just this length, so that reading behind it is seen. */
			uint8_t *copy = memcpy(malloc(len + !len), files[f].at, len);
			struct scn_bytes cut = { copy, len };
			bool ok = f ? scn_ictpl_read(cut, &w, &notes, &error)
				    : scn_reg_read(cut, &w, &error);

			assert_int_equal(ok, error.len == 0);
			free(copy);
			scn_windows_finish(&w);
			scn_text_finish(&error);
			scn_text_finish(&notes);
		}
	}
	scn_text_finish(&files[0]);
	scn_text_finish(&files[1]);
	scn_text_finish(&missing);
	scn_profile_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reg_good),
		cmocka_unit_test(test_reg_bad),
		cmocka_unit_test(test_ictpl),
		cmocka_unit_test(test_powershell),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_not_set),
		cmocka_unit_test(test_not_set_in_a_template),
		cmocka_unit_test(test_cut_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
