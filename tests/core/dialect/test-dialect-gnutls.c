/* What gnutls-cli answers, and priority strings that are written. */
#include "test.h"

#include "core/dialect/gnutls.h"
#include "core/profile/profile.h"

static struct scn_bytes bytes_of(const char *text)
{
	return (struct scn_bytes){ (const uint8_t *)text, strlen(text) };
}

static void test_answer(void **state)
{
	static const struct {
		const char *answer, *result; /* or the sentence behind '!' */
	} rows[] = {
		{ "Cipher suites for X\nTLS_AES_256_GCM_SHA384 \t0x13, 0x02\tTLS1.3\n"
		  "TLS_DHE_RSA_AES_128_GCM_SHA256\t0x00, 0x9e\tTLS1.2\n\n"
		  "Protocols: VERS-TLS1.3, VERS-TLS1.2, VERS-DTLS1.2\n"
		  "Groups: GROUP-SECP256R1, GROUP-X25519, GROUP-FFDHE2048\n"
		  "PK-signatures: SIGN-RSA-SHA256, SIGN-ECDSA-SHA256, "
		  "SIGN-ECDSA-SECP256R1-SHA256\n",
			"30 1302 009E | 23 29 256 | 401 403" },
		/* Listed, but for a version that is not on. */
		{ "TLS_AES_256_GCM_SHA384\t0x13, 0x02\tTLS1.3\n"
		  "TLS_RSA_AES_128_CBC_SHA1\t0x00, 0x2f\tTLS1.0\nProtocols: VERS-TLS1.2\n",
			"10 002F | |" },
		{ "Protocols: none\n",
			"!gnutls-cli lists no suite or no protocol for this string" },
		{ "", "!gnutls-cli lists no suite or no protocol for this string" },
		{ "TLS_X\n", "!line 1: expected a suite with its two bytes" },
		{ "\nProtocols: VERS-TLS9\n", "!line 2: the protocol \"VERS-TLS9\" is not known" },
		{ "Groups: GROUP-X\n", "!line 1: the group \"GROUP-X\" is not known" },
		{ "PK-signatures: RSA\n", "!line 1: the signature \"RSA\" is not known" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scn_profile empty = { 0 }, *p = scn_profile_copy(&empty);
		struct scn_text got = { 0 }, notes = { 0 }, error = { 0 };

		if (!scn_gnutls_answer(bytes_of(rows[i].answer), p, &notes, &error)) {
			scn_text_printf(&got, "!%s", scn_text_str(&error));
		} else {
			scn_text_printf(&got, "%x", p->versions);
			for (size_t n = 0; n < p->suite_count; n++)
				scn_text_printf(&got, " %04X", p->suites[n]);
			scn_text_add(&got, " |");
			for (size_t n = 0; n < p->group_count; n++)
				scn_text_printf(&got, " %u", p->groups[n]);
			scn_text_add(&got, " |");
			for (size_t n = 0; n < p->scheme_count; n++)
				scn_text_printf(&got, " %x", p->schemes[n]);
		}
		assert_string_equal(scn_text_str(&got), rows[i].result);
		scn_text_finish(&got);
		scn_text_finish(&notes);
		scn_text_finish(&error);
		scn_profile_free(p);
	}
}

static void test_recognise(void **state)
{
	assert_true(scn_gnutls_recognise(bytes_of("# mine\nNORMAL:-VERS-TLS1.0\n")));
	assert_true(scn_gnutls_recognise(bytes_of("SECURE256")));
	assert_false(scn_gnutls_recognise(bytes_of("HIGH:!aNULL")));
	assert_false(scn_gnutls_recognise(bytes_of("NORMAL\nNORMAL\n")));
	assert_false(scn_gnutls_recognise(bytes_of("")));
}

static void test_write(void **state)
{
	static scn_suite_code suites[] = { 0x1302, 0xC030, 0x009E, 0x00FF };
	static uint16_t groups[] = { 29 }, schemes[] = { 0x0804 };
	struct scn_profile p = {
		.versions = 1 << SCN_TLS1_3 | 1 << SCN_TLS1_2,
		.suites = suites,
		.suite_count = 4,
		.groups = groups,
		.group_count = 1,
		.schemes = schemes,
		.scheme_count = 1,
	};
	struct scn_text out = { 0 }, missing = { 0 };

	assert_true(scn_gnutls_write(&p, &out, &missing));
	assert_string_equal(out.at, "NONE:+AES-256-GCM:+AEAD:+ECDHE-RSA:+AES-128-GCM:+DHE-RSA:"
				    "+VERS-TLS1.3:+VERS-TLS1.2:+GROUP-X25519:"
				    "+SIGN-RSA-PSS-RSAE-SHA256:+COMP-NULL:+CTYPE-X509\n");
	scn_text_clear(&out);
	p.suite_count = 0;
	assert_false(scn_gnutls_write(&p, &out, &missing));
	scn_text_finish(&out);
	scn_text_finish(&missing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answer),
		cmocka_unit_test(test_recognise),
		cmocka_unit_test(test_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
