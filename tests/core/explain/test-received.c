/* Received headers in every notation: one row a case, whole and cut at every byte. */
#include "test.h"

#include "core/explain/received.h"

static const struct {
	const char *header;
	const char *from, *by, *software;
	enum scn_encrypted encrypted;
	const char *version, *suite; /* NULL: not told */
	unsigned bits;
	const char *certificate;
} cases[] = {
	{ "Received: from helo.example (mx.a.example [192.0.2.1]) (using TLSv1.3 with cipher "
	  "TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS "
	  "(2048 bits) "
	  "server-digest SHA256) (No client certificate requested) by mx.b.example (Postfix) with "
	  "ESMTPS id 4X; x",
		"mx.a.example", "mx.b.example", "Postfix", SCN_ENCRYPTED_YES, "TLS1.3",
		"TLS_AES_256_GCM_SHA384", 256, "none requested" },
	{ "Received: from helo.example (unknown [192.0.2.1]) (using TLSv1.2 with cipher "
	  "ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)) (Client did not present a certificate) by "
	  "mx.b.example "
	  "(Postfix) with ESMTPS id 4X; x",
		"helo.example", "mx.b.example", "Postfix", SCN_ENCRYPTED_YES, "TLS1.2",
		"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 256, "requested, none given" },
	{ "Received: from a.example (a.example [192.0.2.1]) (using TLSv1.2 with cipher AES128-SHA "
	  "(128/128 "
	  "bits)) (Client CN \"a.example\", Issuer \"R3\" (not verified)) by mx.b.example "
	  "(Postfix) with ESMTPS; x",
		"a.example", "mx.b.example", "Postfix", SCN_ENCRYPTED_YES, "TLS1.2",
		"TLS_RSA_WITH_AES_128_CBC_SHA", 128, "given, not verified" },
	{ "Received: from a.example (a.example [192.0.2.1]) by mx.b.example (Postfix) with ESMTP "
	  "id 4X; x",
		"a.example", "mx.b.example", "Postfix", SCN_ENCRYPTED_NO, NULL, NULL, 0, NULL },
	{ "Received: from mx.a.example ([192.0.2.1] helo=x.example) by mx.b.example with esmtps "
	  "(TLS1.3) tls "
	  "TLS_AES_128_GCM_SHA256 (Exim 4.96) (envelope-from <a@a.example>) id 1a; x",
		"mx.a.example", "mx.b.example", "Exim", SCN_ENCRYPTED_YES, "TLS1.3",
		"TLS_AES_128_GCM_SHA256", 0, NULL },
	{ "Received: from [192.0.2.1] (port=4711 helo=x.example) by mx.b.example with esmtps "
	  "(TLS1.2:ECDHE_RSA_AES_256_GCM_SHA384:256) (Exim 4.92) id 1a; x",
		"x.example", "mx.b.example", "Exim", SCN_ENCRYPTED_YES, "TLS1.2",
		"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 256, NULL },
	{ "Received: from mx.a.example ([192.0.2.1]) by mx.b.example with esmtps "
	  "(TLS1.3:ECDHE_SECP256R1__RSA_PSS_RSAE_SHA256__AES_256_GCM:256) (Exim 4.92) id 1a; x",
		"mx.a.example", "mx.b.example", "Exim", SCN_ENCRYPTED_YES, "TLS1.3",
		"TLS_AES_256_GCM_SHA384", 256, NULL },
	{ "Received: from mx.a.example ([192.0.2.1]) by mx.b.example with esmtps "
	  "(TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384:256) (Exim 4.80) id 1a; x",
		"mx.a.example", "mx.b.example", "Exim", SCN_ENCRYPTED_YES, "TLS1.2",
		"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 256, NULL },
	{ "Received: from a.example (mx.a.example [192.0.2.1]) by mx.b.example "
	  "(8.15.2/8.15.2/Debian-22) with "
	  "ESMTPS id x (version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NO) for "
	  "<b@b.example>; x",
		"mx.a.example", "mx.b.example", "Sendmail", SCN_ENCRYPTED_YES, "TLS1.2",
		"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 256, "none given" },
	{ "Received: from EX1.a.example (192.0.2.1) by EX2.b.example (192.0.2.2) with Microsoft "
	  "SMTP Server "
	  "(version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.2.986.5; x",
		"EX1.a.example", "EX2.b.example", "Exchange", SCN_ENCRYPTED_YES, "TLS1.2",
		"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 0, NULL },
	{ "Received: from EX1.a.example (2001:db8:10a6::7) by EX2.b.example with HTTPS; x",
		"EX1.a.example", "EX2.b.example", "Exchange", SCN_ENCRYPTED_YES, NULL, NULL, 0,
		NULL },
	{ "Received: from EX1.a.example (192.0.2.1) by EX2.b.example (192.0.2.2) with Microsoft "
	  "SMTP Server id "
	  "14.3.1; x",
		"EX1.a.example", "EX2.b.example", "Exchange", SCN_ENCRYPTED_UNKNOWN, NULL, NULL, 0,
		NULL },
	{ "Received: from mail.a.example (mail.a.example. [192.0.2.1]) by mx.google.com with "
	  "ESMTPS id a-1 for "
	  "<b@gmail.com> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256); x",
		"mail.a.example", "mx.google.com", "Gmail", SCN_ENCRYPTED_YES, "TLS1.3",
		"TLS_AES_256_GCM_SHA384", 256, NULL },
	{ "Received: from mail.a.example (mail.a.example [192.0.2.1]) by mx.b.example (OpenSMTPD) "
	  "with ESMTPS id "
	  "1a2b (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO) for <b@b.example>; x",
		"mail.a.example", "mx.b.example", "OpenSMTPD", SCN_ENCRYPTED_YES, "TLS1.3",
		"TLS_AES_256_GCM_SHA384", 256, "none verified" },
	{ "Received: from unknown (HELO fax.example) (192.0.2.1) by mx.b.example with "
	  "(ECDHE-RSA-AES128-SHA "
	  "encrypted) SMTP; x",
		"fax.example", "mx.b.example", "qmail", SCN_ENCRYPTED_YES, NULL,
		"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", 0, NULL },
	{ "Received: from unknown (HELO fax.example) (192.0.2.1) by mx.b.example with SMTP; x",
		"fax.example", "mx.b.example", "qmail", SCN_ENCRYPTED_NO, NULL, NULL, 0, NULL },
	{ "Received: from mx.a.example ([192.0.2.1]) by esa1.b.example with "
	  "ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384; x",
		"mx.a.example", "esa1.b.example", "Cisco ESA", SCN_ENCRYPTED_YES, NULL,
		"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 0, NULL },
	{ "Received: from EX1.a.example (192.0.2.1) by EX2.b.example (192.0.2.2) with Microsoft "
	  "SMTP Server "
	  "(version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384_P384) id 15.1.225.42; x",
		"EX1.a.example", "EX2.b.example", "Exchange", SCN_ENCRYPTED_YES, "TLS1.2",
		"TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", 0, NULL },
	{ "Received: from EX1.a.example (192.0.2.1) by EX2.b.example (192.0.2.2) with Microsoft "
	  "SMTP Server (TLS) "
	  "id 14.3.123.3; x",
		"EX1.a.example", "EX2.b.example", "Exchange", SCN_ENCRYPTED_YES, NULL, NULL, 0,
		NULL },
	{ "Received: from mx.a.example (mx.a.example [192.0.2.1]) by relay.b.example with ESMTP "
	  "with STARTTLS id "
	  "us-mta-1 (version=TLSv1.2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384); x",
		"mx.a.example", "relay.b.example", NULL, SCN_ENCRYPTED_YES, "TLS1.2",
		"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 0, NULL },
	{ "Received: from mx.a.example (mx.a.example [IPv6:2001:db8::1]) by mx.b.example "
	  "(Haraka/2.8.28) with "
	  "ESMTPS id 1 envelope-from <a@a.example> (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 "
	  "verify=NO); x",
		"mx.a.example", "mx.b.example", NULL, SCN_ENCRYPTED_YES, "TLS1.3",
		"TLS_AES_256_GCM_SHA384", 0, "none given" },
	{ "Received: from mx.a.example ([192.0.2.1]) (TLS: TLSv1/SSLv3,256bits,AES256-SHA) by "
	  "mx.b.example with "
	  "ESMTPS; x",
		"mx.a.example", "mx.b.example", NULL, SCN_ENCRYPTED_YES, "TLS1.0",
		"TLS_RSA_WITH_AES_256_CBC_SHA", 256, NULL },
	{ "Received: by 2002:a17:90a:1234:b0:2c0:abcd:1234 with SMTP id x1; x", NULL,
		"2002:a17:90a:1234:b0:2c0:abcd:1234", NULL, SCN_ENCRYPTED_NO, NULL, NULL, 0, NULL },
	{ "Received: by mx.b.example (Postfix, from userid 1000) id 4X; x", NULL, "mx.b.example",
		"Postfix", SCN_ENCRYPTED_UNKNOWN, NULL, NULL, 0, NULL },
};

static void same(const char *header, const char *what, const char *got, const char *want)
{
	if (got != want && (!got || !want || strcmp(got, want) != 0))
		fail_msg("%s: %s is %s, not %s", header, what, got ? got : "-", want ? want : "-");
}

static void test_notations(void **state)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *header = cases[i].header;
		struct scn_hop hop;

		assert_true(scn_received_read(header, strlen(header), &hop));
		same(header, "from", hop.from, cases[i].from);
		same(header, "by", hop.by, cases[i].by);
		same(header, "software", hop.software, cases[i].software);
		assert_int_equal(hop.encrypted, cases[i].encrypted);
		same(header, "version", scn_version_word(hop.session.version), cases[i].version);
		same(header, "suite", hop.session.suite_count ? hop.session.suites[0]->name : NULL,
			cases[i].suite);
		assert_int_equal(hop.session.bits, cases[i].bits);
		same(header, "certificate", hop.client_certificate, cases[i].certificate);
		scn_hop_finish(&hop);
	}
}

static void test_cut_short(void **state)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (size_t len = 0; len <= strlen(cases[i].header); len++) {
			struct scn_hop hop;

			if (scn_received_read(cases[i].header, len, &hop))
				scn_hop_finish(&hop);
		}
}

static void test_other_lines_are_none(void **state)
{
	static const char *const others[] = { "", "Received", "Received:", "Received: x",
		"X-Received: from a by b", "Received-SPF: pass from a" };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct scn_hop hop;

		assert_false(scn_received_read(others[i], strlen(others[i]), &hop));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_notations),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_other_lines_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
