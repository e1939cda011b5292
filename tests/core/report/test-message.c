/* The e-mail to the other side, whole, for both sides; its language is that of the thread. */
#include "test.h"

#include <string.h>

#include "fix-scan.h"

#include "core/base/language.h"
#include "core/report/message.h"

struct story {
	struct scn_document *document;
	struct scn_profile *profile;
	struct scn_message_input input;
};

static void tell(struct story *s, const char *profile_id, enum scn_side side)
{
	s->document = fix_scan_load("exchange-2019");
	s->profile = fix_scan_profile(profile_id);
	s->input = (struct scn_message_input){ .profile = s->profile,
		.facts = &s->document->targets[0]->servers[0]->facts,
		.side = side,
		.when = scn_utc_parse("2026-01-31T12:00:00Z") };
}

static void forget(struct story *s)
{
	scn_profile_free(s->profile);
	scn_document_free(s->document);
}

#define RESULT                                                                                     \
	"Tested: 2026-01-31T12:00:00Z\n"                                                           \
	"Result: No cipher suite in common. Both sides support TLS 1.2.\n"                         \
	"The server accepts: 2 TLS 1.2 suites, both DHE_RSA with GCM: 0x009F, 0x009E\n"            \
	"The client offers: 8 suites, all ECDHE, none of those 2\n"                                \
	"Evidence: test handshake, alert handshake_failure (40)\n"                                 \
	"Counter-test: the same hello with 0x009F added is accepted\n\n"
#define CLIENT_FIX                                                                                 \
	"enable TLS_DHE_RSA_WITH_AES_256_GCM_SHA384 or TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"
#define END                                                                                        \
	"\nThe whole dialogue of the test can be sent on request. Tested with "                    \
	"Handfast " SCN_VERSION ".\n"

static void test_to_the_server(void **state)
{
	struct scn_text subject = { 0 }, body = { 0 };
	struct story s;

	tell(&s, "exchange-2019", SCN_SIDE_SERVER);
	assert_true(scn_report_message(&s.input, &subject, &body));
	assert_string_equal(scn_text_str(&subject),
		"Mail to mx.example is not encrypted: no common cipher suite");
	assert_string_equal(scn_text_str(&body),
		"Good day,\n\n"
		"mail from our server, Exchange 2019 (Windows Server 2019), to your server "
		"mx.example (192.0.2.25, port 25) cannot be encrypted.\n\n" RESULT
		"Please change on your side: allow TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 or "
		"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256.\n"
		"If that is not possible, we could do on our side: " CLIENT_FIX ".\n" END);
	scn_text_finish(&subject);
	scn_text_finish(&body);
	forget(&s);
}

static void test_to_the_client(void **state)
{
	struct scn_text subject = { 0 }, body = { 0 };
	struct story s;

	tell(&s, "exchange-2019", SCN_SIDE_CLIENT);
	assert_true(scn_report_message(&s.input, &subject, &body));
	assert_non_null(strstr(scn_text_str(&body),
		"mail from your server, Exchange 2019 (Windows Server 2019), to our server "));
	assert_non_null(
		strstr(scn_text_str(&body), "\nPlease change on your side: " CLIENT_FIX ".\n"));
	scn_text_finish(&subject);
	scn_text_finish(&body);
	forget(&s);
}

static void test_nothing_to_ask_for(void **state)
{
	struct scn_text subject = { 0 }, body = { 0 };
	struct story s;

	tell(&s, "postfix-3.7", SCN_SIDE_SERVER);
	assert_false(scn_report_message(&s.input, &subject, &body));
	assert_int_equal(subject.len + body.len, 0);
	forget(&s);
}

/* A host that was called something hostile stays text. */
static void test_hostile_name(void **state)
{
	struct scn_text subject = { 0 }, body = { 0 };
	struct story s;
	char *host;

	tell(&s, "exchange-2019", SCN_SIDE_SERVER);
	host = s.document->targets[0]->servers[0]->facts.host;
	memcpy(host, "a\nBcc: \x1b[", 10);
	assert_true(scn_report_message(&s.input, &subject, &body));
	assert_null(strchr(scn_text_str(&subject), '\n'));
	assert_null(strchr(scn_text_str(&body), '\x1b'));
	assert_null(strstr(scn_text_str(&body), "\nBcc"));
	scn_text_finish(&subject);
	scn_text_finish(&body);
	forget(&s);
}

static const char *shout(void *context, const char *english)
{
	return strcmp(english, "Good day,") == 0 ? "Dobrý den," : NULL;
}

static void test_language(void **state)
{
	static const struct scn_language language = { .one = shout };
	struct scn_text subject = { 0 }, body = { 0 };
	struct story s;

	tell(&s, "exchange-2019", SCN_SIDE_SERVER);
	scn_language_set(&language);
	assert_true(scn_report_message(&s.input, &subject, &body));
	scn_language_set(NULL);
	assert_int_equal(strncmp(scn_text_str(&body), "Dobrý den,\n\n", 13), 0);
	scn_text_finish(&subject);
	scn_text_finish(&body);
	forget(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_to_the_server),
		cmocka_unit_test(test_to_the_client),
		cmocka_unit_test(test_nothing_to_ask_for),
		cmocka_unit_test(test_hostile_name),
		cmocka_unit_test(test_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
