/* What a user may type, and what he is told when it is wrong. */
#include "test.h"

#include <stdio.h>

#include "core/base/alloc.h"
#include "core/probe/target.h"

#define L63 "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-012345678"

static const struct {
	const char *text;
	enum scn_target_kind kind;
	const char *host;
	uint16_t port;
	bool literal;
} good[] = {
	{ "firma.example", SCN_TARGET_DOMAIN, "firma.example", 25, false },
	{ "Firma.EXAMPLE", SCN_TARGET_DOMAIN, "firma.example", 25, false },
	{ "firma.example.", SCN_TARGET_DOMAIN, "firma.example", 25, false },
	{ "xn--psmo-8qa.example", SCN_TARGET_DOMAIN, "xn--psmo-8qa.example", 25, false },
	{ "localhost", SCN_TARGET_DOMAIN, "localhost", 25, false },
	{ "4711.example", SCN_TARGET_DOMAIN, "4711.example", 25, false },
	{ "mail_gw.example", SCN_TARGET_DOMAIN, "mail_gw.example", 25, false },
	{ L63 ".example", SCN_TARGET_DOMAIN, L63 ".example", 25, false },
	{ "mx.example:587", SCN_TARGET_SERVER, "mx.example", 587, false },
	{ "mx.example.:25", SCN_TARGET_SERVER, "mx.example", 25, false },
	{ "mx:65535", SCN_TARGET_SERVER, "mx", 65535, false },
	{ "mx:00025", SCN_TARGET_SERVER, "mx", 25, false },
	{ "[mx.example]", SCN_TARGET_SERVER, "mx.example", 25, false },
	{ "[MX.example]:2525", SCN_TARGET_SERVER, "mx.example", 2525, false },
	{ "192.0.2.1", SCN_TARGET_SERVER, "192.0.2.1", 25, true },
	{ "192.0.2.1:26", SCN_TARGET_SERVER, "192.0.2.1", 26, true },
	{ "[192.0.2.1]:26", SCN_TARGET_SERVER, "192.0.2.1", 26, true },
	{ "0.0.0.0", SCN_TARGET_SERVER, "0.0.0.0", 25, true },
	{ "255.255.255.255", SCN_TARGET_SERVER, "255.255.255.255", 25, true },
	{ "2001:DB8::1", SCN_TARGET_SERVER, "2001:db8::1", 25, true },
	{ "::", SCN_TARGET_SERVER, "::", 25, true },
	{ "::1", SCN_TARGET_SERVER, "::1", 25, true },
	{ "1::", SCN_TARGET_SERVER, "1::", 25, true },
	{ "1:2:3:4:5:6:7:8", SCN_TARGET_SERVER, "1:2:3:4:5:6:7:8", 25, true },
	{ "1:2:3:4:5:6:7::", SCN_TARGET_SERVER, "1:2:3:4:5:6:7::", 25, true },
	{ "::ffff:192.0.2.1", SCN_TARGET_SERVER, "::ffff:192.0.2.1", 25, true },
	{ "1:2:3:4:5:6:192.0.2.1", SCN_TARGET_SERVER, "1:2:3:4:5:6:192.0.2.1", 25, true },
	{ "fe80::1%eth0", SCN_TARGET_SERVER, "fe80::1%eth0", 25, true },
	{ "[2001:db8::1]", SCN_TARGET_SERVER, "2001:db8::1", 25, true },
	{ "[2001:db8::1]:465", SCN_TARGET_SERVER, "2001:db8::1", 465, true },
	{ "[IPv6:2001:db8::1]", SCN_TARGET_SERVER, "2001:db8::1", 25, true },
	{ "[fe80::1%eth0.7]:25", SCN_TARGET_SERVER, "fe80::1%eth0.7", 25, true },
	{ "postmaster@firma.example", SCN_TARGET_DOMAIN, "firma.example", 25, false },
	{ "\"a@b\"@firma.example", SCN_TARGET_DOMAIN, "firma.example", 25, false },
	{ "p\xC5\x99\xC3\xAD@firma.example", SCN_TARGET_DOMAIN, "firma.example", 25, false },
	{ "me@[192.0.2.1]", SCN_TARGET_SERVER, "192.0.2.1", 25, true },
	{ "me@[IPv6:::1]", SCN_TARGET_SERVER, "::1", 25, true },
};

static void test_target_good(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(good); i++) {
		struct scn_target t;
		struct scn_text error = { 0 };

		if (!scn_target_parse(good[i].text, &t, &error))
			fail_msg("%s", scn_text_str(&error));
		assert_string_equal(t.host, good[i].host);
		if (t.kind != good[i].kind || t.port != good[i].port ||
			t.literal != good[i].literal)
			fail_msg("%s: kind %d, port %d, literal %d", good[i].text, t.kind, t.port,
				t.literal);
		assert_int_equal(error.len, 0);
	}
}

static const struct {
	const char *text;
	const char *fault; /* a part of the sentence */
} bad[] = {
	{ "", "\"\" is not a domain or mail server: it is empty." },
	{ " ", "blank" },
	{ "exam ple", "\"exam ple\" is not a domain or mail server: it has a blank" },
	{ "firma.example\n", "\"firma.example\\x0a\"" },
	{ "\x1b[2J", "\"\\x1b[2J\"" },
	{ "a\x7f.example", "control" },
	{ "p\xC5\x99\xC3\xAD.example", "punycode" },
	{ "p\xff.example", "\"p\\xff.example\"" },
	{ ".", "empty" },
	{ ".example", "empty" },
	{ "a..example", "empty" },
	{ "example..", "empty" },
	{ L63 "x.example", "longer than 63" },
	{ L63 "." L63 "." L63 "." L63, "longer than 253" },
	{ "-c", "hyphen" },
	{ "mx-.example", "hyphen" },
	{ "a/b", "only letters" },
	{ "https://firma.example", "port" },
	{ "firma.example/", "only letters" },
	{ "*.example", "only letters" },
	{ "25", "neither a name nor an IPv4 address" },
	{ "192.0.2", "neither" },
	{ "192.0.2.256", "neither" },
	{ "192.0.2.01", "neither" },
	{ "192.0.2.1.5", "neither" },
	{ "mx:", "from 1 to 65535" },
	{ "mx:0", "from 1 to 65535" },
	{ "mx:65536", "from 1 to 65535" },
	{ "mx:123456", "from 1 to 65535" },
	{ "mx:+25", "from 1 to 65535" },
	{ "mx:-1", "from 1 to 65535" },
	{ "mx:smtp", "from 1 to 65535" },
	{ ":25", "missing" },
	{ "1:2:3", "IPv6" },
	{ ":::", "IPv6" },
	{ "1::2::3", "IPv6" },
	{ "1:2:3:4:5:6:7:8:9", "IPv6" },
	{ "1:2:3:4:5:6:7:8::", "IPv6" },
	{ "1:2:3:4:5:6:7:", "IPv6" },
	{ ":1:2:3:4:5:6:7", "IPv6" },
	{ "12345::", "IPv6" },
	{ "g::", "IPv6" },
	{ "::1.2.3", "IPv6" },
	{ "1:2:3:4:5:6:7:1.2.3.4", "IPv6" },
	{ "fe80::1%", "IPv6" },
	{ "fe80::1%a/b", "IPv6" },
	{ "[", "bracket" },
	{ "[]", "missing" },
	{ "[mx", "bracket" },
	{ "[mx]25", "colon" },
	{ "[mx]:", "from 1 to 65535" },
	{ "[1:2]", "IPv6" },
	{ "[IPv6:]", "IPv6" },
	{ "@firma.example", "before the @" },
	{ "me@", "missing" },
	{ "me@firma.example:25", "no port" },
	{ "me@[", "only letters" },
};

static void test_target_bad(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(bad); i++) {
		struct scn_target t;
		struct scn_text error = { 0 };

		if (scn_target_parse(bad[i].text, &t, &error))
			fail_msg("\"%s\" was understood", bad[i].text);
		if (!strstr(scn_text_str(&error), bad[i].fault))
			fail_msg("\"%s\": %s", bad[i].text, scn_text_str(&error));
		scn_text_finish(&error);
	}
}

/* Too long is refused, and the message stays short. */
static void test_target_too_long(void **state)
{
	char text[SCN_TARGET_MAX_LEN + 2];
	struct scn_target t;
	struct scn_text error = { 0 };

	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	assert_false(scn_target_parse(text, &t, &error));
	assert_non_null(strstr(scn_text_str(&error), "...\" is not a domain or mail server: "
						     "it is too long."));
	assert_true(error.len < 200);
	scn_text_finish(&error);
}

/* Every prefix of every good target is either good or refused with one sentence. */
static void test_target_cut_short(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(good); i++) {
		char text[128];

		for (size_t len = 0; len <= strlen(good[i].text); len++) {
			struct scn_target t;
			struct scn_text error = { 0 };

			snprintf(text, sizeof(text), "%.*s", (int)len, good[i].text);
			if (scn_target_parse(text, &t, &error))
				assert_true(t.host[0] && t.port && error.len == 0);
			else
				assert_int_equal(error.at[error.len - 1], '.');
			scn_text_finish(&error);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_target_good),
		cmocka_unit_test(test_target_bad),
		cmocka_unit_test(test_target_too_long),
		cmocka_unit_test(test_target_cut_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
