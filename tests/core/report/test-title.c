/* Headlines, the line of a list of scans, and that nothing unknown is ever told as a "no". */
#include "test.h"

#include "core/base/alloc.h"
#include "core/report/card.h"
#include "core/report/title.h"

/* A verdict in letters: + works, w weak, c fails with no common suite, n fails without STARTTLS, ? unknown. */
static struct scn_verdict verdict(char letter, const char *id)
{
	struct scn_verdict v = { .profile_id = scn_strdup(id), .version = SCN_VERSION_NONE };

	v.profile_name = scn_strdup("Exchange 2016 (Windows Server 2012 R2)");
	v.evidence = letter == '?' ? SCN_EVIDENCE_NONE : SCN_EVIDENCE_COMPUTED;
	if (letter == '+' || letter == 'w') {
		v.kind = letter == '+' ? SCN_VERDICT_WORKS : SCN_VERDICT_WEAK;
		v.version = SCN_TLS1_2;
		v.suite = letter == '+' ? 0xC030 : 0xC028;
		v.suite_known = true;
		v.summary = scn_strdup("TLS 1.2 with it.");
		v.weak = letter == 'w' ? scn_strdup("CBC mode") : NULL;
	} else if (letter != '?') {
		v.kind = SCN_VERDICT_FAILS;
		v.cause = letter == 'c' ? "no-common-suite" : "starttls-not-offered";
		v.summary = scn_strdup("No cipher suite in common.");
	}
	return v;
}

/* Servers in letters: o answers, r refuses, t is silent, n has no STARTTLS; then a letter for each client. */
static void build(struct scn_document *d, const char *text)
{
	struct scn_target_result *target = scn_document_add_target(d, "firma.example");
	unsigned number = 0;

	while (*text == '!') {
		target->error_id = scn_strdup("dns-no-such-domain");
		text++;
	}
	for (; *text; text += *text == ' ') {
		struct scn_server_result *server = scn_target_add_server(target);
		struct scn_text host = { 0 };
		char id[2] = "a";

		scn_text_printf(&host, "mx%u.firma.example", ++number);
		server->facts.host = scn_text_take(&host);
		server->facts.port = 25;
		server->facts.reach = *text == 'r'   ? SCN_REACH_REFUSED
				      : *text == 't' ? SCN_REACH_TIMED_OUT
						     : SCN_REACH_OK;
		server->facts.smtp.starttls =
			*text == 'n' ? SCN_STARTTLS_NOT_OFFERED : SCN_STARTTLS_OFFERED;
		for (text++; *text && *text != ' '; text++, id[0]++)
			SCN_APPEND(server->pairs, server->pair_count, verdict(*text, id));
	}
}

static void test_summary(void **state)
{
	static const struct {
		const char *servers, *line;
	} cases[] = {
		{ "!", "the domain does not exist" },
		{ "o+", "works" },
		{ "ow", "works, weak" },
		{ "oc", "fails" },
		{ "o?", "not fully tested" },
		{ "o++", "all 2 clients work" },
		{ "o++ o+w", "all 2 clients work, 1 weak" },
		{ "oc+", "1 of 2 clients fails" },
		{ "occ", "2 of 2 clients fail" },
		{ "oc+ o++ o++", "1 of 2 clients fails on 1 of 3 servers" },
		{ "oc+ o+c o??", "2 of 2 clients fail on 2 of 3 servers" },
		{ "oc o+", "fails on 1 of 2 servers" },
		{ "o+? o++", "1 of 2 clients not fully tested" },
		{ "r?? r??", "connection refused" },
		{ "r?? t??", "2 of 2 clients not fully tested" },
		{ "r", "connection refused" },
		{ "r t", "nothing was tested" },
		{ "nnn nnn", "STARTTLS not offered" },
		{ "nnn o++", "2 of 2 clients fail on 1 of 2 servers" },
		{ "o", "works, no weak suite" },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_document d = { 0 };
		struct scn_text line = { 0 };

		build(&d, cases[i].servers);
		scn_report_summary(&d, &line);
		assert_string_equal(scn_text_str(&line), cases[i].line);
		scn_text_finish(&line);
		scn_document_finish(&d);
	}
}

static void check_pair(const struct scn_server_result *server, enum scn_title_state title_state,
	const char *title, const char *sentence)
{
	struct scn_headline h;

	scn_report_title(server, &server->pairs[0], title_state, &h);
	assert_string_equal(scn_text_str(&h.title), title);
	assert_string_equal(scn_text_str(&h.sentence), sentence);
	scn_headline_finish(&h);
}

static void test_one_pair(void **state)
{
	static const struct {
		const char *server, *title, *running, *sentence;
	} cases[] = {
		{ "o+", "Yes: mail from Exchange 2016 to mx1.firma.example is encrypted",
			"So far: Yes: mail from Exchange 2016 to mx1.firma.example is encrypted",
			"TLS 1.2 with it." },
		{ "ow",
			"Yes, but weak: mail from Exchange 2016 to mx1.firma.example uses TLS 1.2 "
			"AES-256-CBC",
			"So far: Yes, but weak: mail from Exchange 2016 to mx1.firma.example uses "
			"TLS 1.2 AES-256-CBC",
			"TLS 1.2 with it. Weak: CBC mode." },
		{ "oc", "No: mail from Exchange 2016 to mx1.firma.example will not be encrypted",
			"So far: No: mail from Exchange 2016 to mx1.firma.example will not be "
			"encrypted",
			"The TLS handshake fails. No cipher suite in common." },
		{ "nn", "No: mx1.firma.example does not offer STARTTLS",
			"So far: No: mx1.firma.example does not offer STARTTLS",
			"Mail to it is unencrypted, or is not sent at all." },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_document d = { 0 };
		struct scn_server_result *server;

		build(&d, cases[i].server);
		server = d.targets[0]->servers[0];
		check_pair(server, SCN_TITLE_DONE, cases[i].title, cases[i].sentence);
		check_pair(server, SCN_TITLE_RUNNING, cases[i].running, cases[i].sentence);
		/* What the client's own hello proved does not change any more. */
		server->pairs[0].evidence = SCN_EVIDENCE_CONFIRMED;
		check_pair(server, SCN_TITLE_RUNNING, cases[i].title, cases[i].sentence);
		scn_document_finish(&d);
	}
}

static void test_unknown_is_never_no(void **state)
{
	static const struct {
		const char *server, *title, *sentence;
	} cases[] = {
		{ "o?", "Not known: mx1.firma.example was not tested far enough", "" },
		{ "r?", "Not known: mx1.firma.example refused the connection",
			"Nothing was tested. Port 25 is often blocked from offices and homes." },
		{ "t?", "Not known: mx1.firma.example did not answer",
			"Nothing was tested. Port 25 is often blocked from offices and homes." },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_document d = { 0 };
		struct scn_headline h;

		build(&d, cases[i].server);
		check_pair(d.targets[0]->servers[0], SCN_TITLE_DONE, cases[i].title,
			cases[i].sentence);
		scn_report_title(d.targets[0]->servers[0], NULL, SCN_TITLE_DONE, &h);
		assert_string_equal(scn_text_str(&h.title), cases[i].title);
		assert_int_equal(h.kind, SCN_VERDICT_UNKNOWN);
		scn_headline_finish(&h);
		check_pair(d.targets[0]->servers[0], SCN_TITLE_RUNNING,
			"Not known yet: mx1.firma.example is still being tested", "");
		scn_document_finish(&d);
	}
}

static void test_all_servers(void **state)
{
	static const struct {
		const char *servers;
		enum scn_verdict_kind kind;
		bool partly, running;
		const char *title, *sentence;
	} cases[] = {
		{ "o+ o+", SCN_VERDICT_WORKS, false, false,
			"Yes: mail from Exchange 2016 to all servers of firma.example is encrypted",
			"mx1 works; mx2 works." },
		{ "o+ ow", SCN_VERDICT_WEAK, false, false,
			"Yes, but weak: mail from Exchange 2016 to firma.example is weakly "
			"encrypted on 1 of 2 servers",
			"mx1 works; mx2 works, weak." },
		{ "oc o+ o?", SCN_VERDICT_FAILS, true, false,
			"Partly: 1 of 3 servers of firma.example works with Exchange 2016",
			"mx1 fails, no common cipher suite; mx2 works; mx3 not tested. A sender "
			"that moves on to the next server gets through encrypted." },
		{ "o+ o+ o?", SCN_VERDICT_UNKNOWN, true, false,
			"Partly: 2 of 3 servers of firma.example work with Exchange 2016",
			"mx1 works; mx2 works; mx3 not tested." },
		{ "oc o?", SCN_VERDICT_UNKNOWN, false, false,
			"Not known: the servers of firma.example were not tested far enough",
			"mx1 fails, no common cipher suite; mx2 not tested." },
		{ "oc oc", SCN_VERDICT_FAILS, false, false,
			"No: mail from Exchange 2016 to firma.example will not be encrypted",
			"mx1 fails, no common cipher suite; mx2 fails, no common cipher suite." },
		{ "oc o?", SCN_VERDICT_UNKNOWN, false, true,
			"Not known yet: firma.example is still being tested",
			"mx1 fails, no common cipher suite; mx2 not tested." },
		{ "o+ o?", SCN_VERDICT_UNKNOWN, true, true,
			"So far: Partly: 1 of 2 servers of firma.example works with Exchange 2016",
			"mx1 works; mx2 not tested." },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_document d = { 0 };
		const struct scn_verdict *pairs[4];
		struct scn_headline h;
		struct scn_target_result *target;

		build(&d, cases[i].servers);
		target = d.targets[0];
		for (size_t s = 0; s < target->server_count; s++)
			pairs[s] = &target->servers[s]->pairs[0];
		scn_report_title_all(
			&(struct scn_client_pairs){
				.client = "Exchange 2016 (Windows Server 2012 R2)",
				.target = target->input,
				.servers = (const struct scn_server_result *const *)target->servers,
				.pairs = pairs,
				.count = target->server_count },
			cases[i].running ? SCN_TITLE_RUNNING : SCN_TITLE_DONE, &h);
		assert_string_equal(scn_text_str(&h.title), cases[i].title);
		assert_string_equal(scn_text_str(&h.sentence), cases[i].sentence);
		assert_int_equal(h.kind, cases[i].kind);
		assert_int_equal(h.partly, cases[i].partly);
		scn_headline_finish(&h);
		scn_document_finish(&d);
	}
}

static void test_row_of_a_running_scan(void **state)
{
	static const bool running[] = { false, true, true };
	struct scn_document d = { 0 };
	const struct scn_verdict *pairs[3];
	struct scn_text row = { 0 };
	struct scn_target_result *target;

	build(&d, "o? o? o+");
	target = d.targets[0];
	for (size_t s = 0; s < target->server_count; s++)
		pairs[s] = &target->servers[s]->pairs[0];
	scn_report_row(
		&(struct scn_client_pairs){
			.servers = (const struct scn_server_result *const *)target->servers,
			.pairs = pairs,
			.running = running,
			.count = target->server_count },
		&row);
	assert_string_equal(
		scn_text_str(&row), "mx1 not tested; mx2 is still being tested; mx3 works");
	scn_text_finish(&row);
	scn_document_finish(&d);
}

static void test_server_names(void **state)
{
	static const struct {
		char host[24];
		uint16_t port;
		const char *name;
	} cases[] = {
		{ "mx1.firma.example", 25, "mx1.firma.example" },
		{ "mx1.firma.example", 587, "mx1.firma.example:587" },
		{ "2001:db8::1", 25, "2001:db8::1" },
		{ "2001:db8::1", 2525, "[2001:db8::1]:2525" },
		{ "a\x1b[2J", 25, "a\\x1b[2J" },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		char host[24];
		struct scn_server_facts facts = { .host = host, .port = cases[i].port };
		struct scn_text name = { 0 };

		memcpy(host, cases[i].host, sizeof(host));
		scn_report_server(&facts, &name);
		assert_string_equal(scn_text_str(&name), cases[i].name);
		scn_text_finish(&name);
	}
}

static void test_cells(void **state)
{
	static const struct {
		char letter;
		const char *cell, *short_cell;
	} cases[] = {
		{ '+', "TLS 1.2 · AES-256-GCM", "TLS 1.2" },
		{ 'w', "TLS 1.2 · AES-256-CBC", "TLS 1.2" },
		{ 'c', "No common cipher suite", "No suite" },
		{ 'n', "The server does not offer STARTTLS", "STARTTLS" },
		{ '?', "Not tested", "" },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_verdict v = verdict(cases[i].letter, "a");
		struct scn_text cell = { 0 }, short_cell = { 0 };

		scn_report_cell(&v, &cell);
		scn_report_short_cell(&v, &short_cell);
		assert_string_equal(scn_text_str(&cell), cases[i].cell);
		assert_string_equal(scn_text_str(&short_cell), cases[i].short_cell);
		scn_text_finish(&cell);
		scn_text_finish(&short_cell);
		scn_verdict_finish(&v);
	}
}

/* A fix that is more than one suite has no single name to copy. */
static void test_fix_words(void **state)
{
	static const struct {
		enum scn_side side;
		enum scn_change_kind kind;
		enum scn_strength strength;
		bool has_then;
		const char *lead, *value;
	} cases[] = {
		{ SCN_SIDE_SERVER, SCN_CHANGE_ADD_SUITE, SCN_STRENGTH_GOOD, false,
			"Allow one more suite on the server:",
			"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384" },
		{ SCN_SIDE_CLIENT, SCN_CHANGE_ADD_SUITE, SCN_STRENGTH_OK, false,
			"Enable one more suite in the client:",
			"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384" },
		{ SCN_SIDE_SERVER, SCN_CHANGE_ADD_SUITE, SCN_STRENGTH_WEAK, false,
			"Allow one more suite on the server (weak, but better than no encryption):",
			"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384" },
		{ SCN_SIDE_SERVER, SCN_CHANGE_ADD_SUITE, SCN_STRENGTH_GOOD, true,
			"On the server: do it.", "" },
		{ SCN_SIDE_CLIENT, SCN_CHANGE_ADD_VERSION, SCN_STRENGTH_GOOD, false,
			"In the client: do it.", "" },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		char text[] = "do it";
		struct scn_fix fix = { .text = text, .has_then = cases[i].has_then };
		struct scn_fix_words words;

		fix.strength = cases[i].strength;
		fix.change.side = cases[i].side;
		fix.change.kind = cases[i].kind;
		fix.change.values[0] = 0xC030;
		fix.change.value_count = 1;
		scn_card_fix(&fix, &words);
		assert_string_equal(scn_text_str(&words.lead), cases[i].lead);
		assert_string_equal(scn_text_str(&words.value), cases[i].value);
		scn_fix_words_finish(&words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_summary),
		cmocka_unit_test(test_one_pair),
		cmocka_unit_test(test_unknown_is_never_no),
		cmocka_unit_test(test_all_servers),
		cmocka_unit_test(test_row_of_a_running_scan),
		cmocka_unit_test(test_server_names),
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_fix_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
