/* A scan without TLS becomes a page: which one, what it says, what can be tried. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/report/state.h"

/* A server in a word: how far one got with it. */
static void add_server(struct scn_target_result *target, const char *word, uint16_t port)
{
	static const struct {
		const char *word;
		enum scn_reach reach;
		enum scn_starttls starttls;
		const char *said;
		bool masked, no_ehlo;
	} words[] = {
		{ .word = "good", .reach = SCN_REACH_OK, .starttls = SCN_STARTTLS_OFFERED },
		{ .word = "open", .reach = SCN_REACH_OK, .starttls = SCN_STARTTLS_UNKNOWN },
		{ .word = "unknown" },
		{ .word = "refused", .reach = SCN_REACH_REFUSED },
		{ .word = "timeout", .reach = SCN_REACH_TIMED_OUT },
		{ .word = "closed", .reach = SCN_REACH_CLOSED },
		{ .word = "554",
			.reach = SCN_REACH_GREETING_REFUSED,
			.said = "554 no \x1b[31mmail" },
		{ .word = "421", .reach = SCN_REACH_GREETING_REFUSED, .said = "421 busy" },
		{ .word = "away", .reach = SCN_REACH_UNREACHABLE },
		{ .word = "none", .reach = SCN_REACH_OK, .starttls = SCN_STARTTLS_NOT_OFFERED },
		{ .word = "masked",
			.reach = SCN_REACH_OK,
			.starttls = SCN_STARTTLS_NOT_OFFERED,
			.masked = true },
		{ .word = "noehlo",
			.reach = SCN_REACH_OK,
			.starttls = SCN_STARTTLS_NOT_OFFERED,
			.no_ehlo = true },
		{ .word = "454",
			.reach = SCN_REACH_OK,
			.starttls = SCN_STARTTLS_REFUSED,
			.said = "454 later\r\n" },
		{ .word = "550",
			.reach = SCN_REACH_OK,
			.starttls = SCN_STARTTLS_REFUSED,
			.said = "550 no" },
		{ .word = "nottls", .reach = SCN_REACH_OK, .starttls = SCN_STARTTLS_NOT_TLS },
	};
	struct scn_server_facts *f = &scn_target_add_server(target)->facts;

	f->host = scn_strdup("mx.firma.example");
	f->address = scn_strdup("192.0.2.25");
	f->port = port;
	for (size_t i = 0; i < SCN_COUNT(words); i++) {
		if (strcmp(words[i].word, word) != 0)
			continue;
		f->reach = words[i].reach;
		f->smtp.starttls = words[i].starttls;
		f->smtp.starttls_masked = words[i].masked;
		f->smtp.no_ehlo = words[i].no_ehlo;
		if (words[i].said && f->reach == SCN_REACH_OK)
			f->smtp.starttls_reply = scn_strdup(words[i].said);
		else if (words[i].said)
			f->reach_detail = scn_strdup(words[i].said);
		return;
	}
	fail_msg("no server %s", word);
}

/* Targets separated by ";": "!id" is an error, else words of servers separated by blanks. */
static struct scn_document *document(const char *text, uint16_t port)
{
	struct scn_document *d = scn_alloc(1, sizeof(*d));
	char *copy = scn_strdup(text), *end = NULL;

	for (char *part = strtok_r(copy, ";", &end); part; part = strtok_r(NULL, ";", &end)) {
		struct scn_target_result *target = scn_document_add_target(d, "firma.example");
		char *rest = NULL;

		if (*part == '!') {
			target->error_id = scn_strdup(part + 1);
			target->error_text = scn_strdup("A sentence.");
			continue;
		}
		for (char *word = strtok_r(part, " ", &rest); word;
			word = strtok_r(NULL, " ", &rest))
			add_server(target, word, port);
	}
	free(copy);
	return d;
}

static const struct {
	const char *scan;
	uint16_t port;
	const char *id; /* NULL: there is a result, so no page */
	const char *title;
	const char *text, *hint; /* parts of them */
	unsigned tries;
} cases[] = {
	{ "", 25, NULL, NULL, NULL, NULL, 0 },
	{ "good", 25, NULL, NULL, NULL, NULL, 0 },
	{ "open", 25, NULL, NULL, NULL, NULL, 0 },
	{ "refused good", 25, NULL, NULL, NULL, NULL, 0 },
	{ "refused;good", 25, NULL, NULL, NULL, NULL, 0 },
	{ "!dns-no-such-domain;good", 25, NULL, NULL, NULL, NULL, 0 },
	{ "!dns-no-such-domain", 25, "dns-no-such-domain", "firma.example does not exist",
		"spelling", "", SCN_TRY_OTHER | SCN_TRY_AGAIN },
	{ "!dns-no-server", 25, "dns-no-server", "firma.example has no mail server", "MX", "",
		SCN_TRY_OTHER | SCN_TRY_AGAIN },
	{ "!dns-null-mx", 25, "dns-null-mx", "firma.example says that it accepts no mail",
		"RFC 7505", "", SCN_TRY_OTHER },
	{ "!dns-failed", 25, "dns-failed",
		"The mail servers of firma.example could not be looked up", "A sentence.", "",
		SCN_TRY_AGAIN },
	{ "!later-version", 25, "not-tested", "Nothing was tested for firma.example", "A sentence.",
		"", SCN_TRY_AGAIN },
	{ "unknown", 25, "not-tested", "mx.firma.example was not tested", "", "", SCN_TRY_AGAIN },
	{ "refused", 25, "refused", "mx.firma.example refused the connection", "port 25",
		"Port 25 is often blocked", SCN_TRY_AGAIN | SCN_TRY_PORT_587 },
	{ "refused", 2525, "refused", "mx.firma.example refused the connection", "port 2525", "",
		SCN_TRY_AGAIN | SCN_TRY_PORT_587 },
	{ "refused", 587, "refused", "mx.firma.example refused the connection", "port 587", "",
		SCN_TRY_AGAIN },
	{ "timeout", 25, "timed-out", "mx.firma.example did not answer", "in time",
		"Port 25 is often blocked", SCN_TRY_AGAIN | SCN_TRY_PORT_587 },
	{ "closed", 25, "closed", "mx.firma.example closed the connection before its greeting",
		"overloaded", "", SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
	{ "554", 25, "greeting-refused", "mx.firma.example wants no mail from this address",
		"554 no \\x1b[31mmail", "", SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
	{ "421", 25, "greeting-temporary", "mx.firma.example takes no mail at present", "421 busy",
		"", SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
	{ "away", 25, "unreachable", "mx.firma.example cannot be reached", "no way to its address",
		"", SCN_TRY_AGAIN },
	{ "none", 25, "starttls-not-offered", "STARTTLS is not offered",
		"mx.firma.example answered EHLO on port 25 without STARTTLS", "250-XXXXXXXA",
		SCN_TRY_AGAIN | SCN_TRY_PORT_587 | SCN_TRY_DIALOGUE },
	{ "masked", 25, "starttls-masked", "Something in between hides STARTTLS", "XXXXXXXA", "",
		SCN_TRY_AGAIN | SCN_TRY_PORT_587 | SCN_TRY_DIALOGUE },
	{ "noehlo", 25, "no-esmtp", "mx.firma.example refuses EHLO", "Without EHLO", "",
		SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
	{ "454", 25, "starttls-temporary",
		"mx.firma.example offers STARTTLS but refuses to start it",
		"\xE2\x80\x9C"
		"454 later\xE2\x80\x9D",
		"", SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
	{ "550", 25, "starttls-refused", "mx.firma.example offers STARTTLS but refuses to start it",
		"550 no", "", SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
	{ "nottls", 25, "not-tls", "mx.firma.example did not speak TLS after STARTTLS", "not TLS",
		"", SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
	{ "refused refused", 25, "refused", "All servers refused the connection",
		"mx.firma.example (192.0.2.25) refused the connection", "Port 25 is often blocked",
		SCN_TRY_AGAIN | SCN_TRY_PORT_587 },
	{ "refused none", 25, "several", "No server could be asked about TLS",
		"STARTTLS is not offered: mx.firma.example (192.0.2.25)", "",
		SCN_TRY_AGAIN | SCN_TRY_PORT_587 | SCN_TRY_DIALOGUE },
	{ "!dns-null-mx;421", 25, "several", "No server could be asked about TLS",
		"firma.example says that it accepts no mail", "",
		SCN_TRY_OTHER | SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
};

static void test_pages(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_document *d = document(cases[i].scan, cases[i].port);
		struct scn_state page;
		bool any = scn_document_state(d, &page);

		print_message("%s\n", cases[i].scan);
		assert_int_equal(any, cases[i].id != NULL);
		if (any) {
			assert_string_equal(page.id, cases[i].id);
			assert_string_equal(scn_text_str(&page.title), cases[i].title);
			assert_non_null(strstr(scn_text_str(&page.text), cases[i].text));
			assert_non_null(strstr(scn_text_str(&page.hint), cases[i].hint));
			assert_int_equal(!cases[i].hint[0], !page.hint.len);
			assert_int_equal(page.tries, cases[i].tries);
		}
		scn_state_finish(&page);
		scn_document_free(d);
	}
}

static void test_a_long_list_ends(void **state)
{
	struct scn_text scan = { 0 };
	struct scn_state page;
	struct scn_document *d;
	size_t lines = 1;

	for (int i = 0; i < 100; i++)
		scn_text_add(&scan, "refused ");
	d = document(scn_text_str(&scan), 25);
	assert_true(scn_document_state(d, &page));
	for (const char *c = scn_text_str(&page.text); *c; c++)
		lines += *c == '\n';
	assert_int_equal(lines, 12);
	scn_state_finish(&page);
	scn_document_free(d);
	scn_text_finish(&scan);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_a_long_list_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
