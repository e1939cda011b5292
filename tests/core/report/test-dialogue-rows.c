/* Rows of a dialogue: comments stand where they belong, severities are right, masks leave nothing. */
#include "test.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/json.h"
#include "core/probe/probe.h"
#include "core/report/dialogue-rows.h"

static char host[] = "mx1.firma.example", address[] = "192.0.2.1", domain[] = "firma.example";
static char purpose_own[] = "replay exchange-2019";
static char purpose_changed[] = "replay exchange-2019+add-suite=0x009E";
static char purpose_other[] = "replay postfix-3.7";
static char purpose_suites[] = "TLS1.2 suites";
static char alert[] = "alert handshake_failure (40)";
static char selected[] = "selected TLS 1.2 TLS_DHE_RSA_WITH_AES_128_GCM_SHA256";
static char refused[] = "connect-refused";
static char tempfail[] = "starttls-tempfail (454)";
static char unheard_of[] = "what no one has heard of";
static uint8_t record_bytes[] = { 0x15, 3, 3, 0, 2, 2, 40 };

static char connected[] = "connected after 31 ms", greeting[] = "220 mx1.firma.example ESMTP",
	    ehlo[] = "EHLO exch01.klient.example",
	    offer[] = "250-MX1.firma.example hello [192.0.2.1]\r\n250 STARTTLS\r\n",
	    starttls[] = "STARTTLS", ready[] = "220 2.0.0 Ready", hello[] = "ClientHello TLS 1.2",
	    no[] = "Alert fatal handshake_failure (40)", closed[] = "closed by us",
	    later[] = "454 4.7.0 later", warning[] = "Alert warning unrecognized_name (112)",
	    evil[] = "220 \x1b[2J <b>&amp;\xff";

static struct scn_line whole[] = {
	{ 31 * SCN_MS, SCN_COMMENT, SCN_LAYER_TCP, connected, NULL, 0 },
	{ 83 * SCN_MS, SCN_FROM_SERVER, SCN_LAYER_SMTP, greeting, NULL, 0 },
	{ 84 * SCN_MS, SCN_FROM_US, SCN_LAYER_SMTP, ehlo, NULL, 0 },
	{ 101 * SCN_MS, SCN_FROM_SERVER, SCN_LAYER_SMTP, offer, NULL, 0 },
	{ 102 * SCN_MS, SCN_FROM_US, SCN_LAYER_SMTP, starttls, NULL, 0 },
	{ 118 * SCN_MS, SCN_FROM_SERVER, SCN_LAYER_SMTP, ready, NULL, 0 },
	{ 119 * SCN_MS, SCN_FROM_US, SCN_LAYER_TLS, hello, NULL, 0 },
	{ 137 * SCN_MS, SCN_FROM_SERVER, SCN_LAYER_TLS, no, record_bytes, sizeof(record_bytes) },
	{ 138 * SCN_MS, SCN_COMMENT, SCN_LAYER_TCP, closed, NULL, 0 },
};

static char profile_id[] = "exchange-2019", profile_name[] = "Exchange 2019 (Windows Server 2019)",
	    summary[] = "No cipher suite in common.", weak[] = "static RSA";
static struct scn_verdict failing = { .profile_id = profile_id,
	.profile_name = profile_name,
	.kind = SCN_VERDICT_FAILS,
	.summary = summary };
static struct scn_verdict weak_pair = { .profile_id = profile_id,
	.profile_name = profile_name,
	.kind = SCN_VERDICT_WEAK,
	.weak = weak };

static struct scn_server_facts facts = {
	.host = host, .address = address, .domain = domain, .port = 25
};

/* A row in one line: "137 server TLS plain Alert …"; replies with " / " between their lines. */
static void print_rows(const struct scn_dialogue *d, struct scn_text *out)
{
	static const char *const directions[] = { "client", "server", "comment" };
	struct scn_dialogue_row *rows;
	size_t count = scn_dialogue_rows(d, &rows);

	for (size_t i = 0; i < count; i++) {
		scn_text_printf(out, "%lld %s %s %s %s\n", (long long)(rows[i].at / SCN_MS),
			directions[rows[i].direction], scn_layer_title(rows[i].layer),
			scn_row_severity_word(rows[i].severity), rows[i].text);
	}
	scn_dialogue_rows_free(rows, count);
}

static void expect_rows(const struct scn_dialogue *d, const char *expected)
{
	struct scn_text got = { 0 };

	print_rows(d, &got);
	assert_string_equal(scn_text_str(&got), expected);
	scn_text_finish(&got);
}

#define SMTP_ROWS                                                                                  \
	"31 comment TCP plain connected after 31 ms\n"                                             \
	"83 server SMTP plain 220 mx1.firma.example ESMTP\n"                                       \
	"84 client SMTP plain EHLO exch01.klient.example\n"                                        \
	"101 server SMTP plain 250-MX1.firma.example hello [192.0.2.1]\n250 STARTTLS\n"            \
	"102 client SMTP plain STARTTLS\n"                                                         \
	"118 server SMTP plain 220 2.0.0 Ready\n"                                                  \
	"119 client TLS plain ClientHello TLS 1.2\n"
#define ORIGIN                                                                                     \
	"119 comment TLS note This is the ClientHello of Exchange 2019 (Windows Server 2019).\n"
#define NO     "137 server TLS plain Alert fatal handshake_failure (40)\n"
#define CLOSED "138 comment TCP plain closed by us\n"

static void test_whole_dialogues(void **state)
{
	static const struct {
		char *purpose, *outcome;
		const struct scn_verdict *pair;
		const char *rows;
	} cases[] = {
		{ purpose_own, alert, &failing,
			SMTP_ROWS ORIGIN NO
			"137 comment TLS error The server refused this ClientHello.\n"
			"137 comment TLS error No cipher suite in common.\n" CLOSED },
		{ purpose_own, alert, NULL,
			SMTP_ROWS NO
			"137 comment TLS error The server refused this ClientHello.\n" CLOSED },
		{ purpose_own, selected, &weak_pair,
			SMTP_ROWS ORIGIN NO
			"137 comment TLS note The server chose a version and a cipher suite. The "
			"test ends here.\n"
			"137 comment TLS warning static RSA\n" CLOSED },
		{ purpose_changed, selected, &failing,
			SMTP_ROWS
			"119 comment TLS note This is the ClientHello of Exchange 2019 (Windows "
			"Server 2019) with one thing changed: add-suite=0x009E.\n" NO
			"137 comment TLS note The server chose a version and a cipher suite. The "
			"test ends here.\n" CLOSED },
		{ purpose_other, alert, &failing,
			SMTP_ROWS NO
			"137 comment TLS error The server refused this ClientHello.\n" CLOSED },
		/* A "no" to a list is an answer. */
		{ purpose_suites, alert, &failing,
			SMTP_ROWS NO "137 comment TLS note The server accepts nothing of what was "
				     "offered here.\n" CLOSED },
		{ purpose_suites, unheard_of, &failing,
			SMTP_ROWS NO "137 comment TLS note what no one has heard of\n" CLOSED },
		{ purpose_suites, NULL, &failing, SMTP_ROWS NO CLOSED },
		{ NULL, NULL, NULL, SMTP_ROWS NO CLOSED },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_probe_record record = { .number = 7,
			.purpose = cases[i].purpose,
			.outcome = cases[i].outcome,
			.lines = whole,
			.line_count = SCN_COUNT(whole) };
		struct scn_dialogue d = {
			.facts = &facts, .record = &record, .pair = cases[i].pair
		};

		expect_rows(&d, cases[i].rows);
	}
}

static void test_short_dialogues(void **state)
{
	static struct scn_line only_tcp[] = { { 2 * SCN_MS, SCN_COMMENT, SCN_LAYER_TCP, connected,
		NULL, 0 } };
	static struct scn_line says_later[] = { { 5 * SCN_MS, SCN_FROM_SERVER, SCN_LAYER_SMTP,
							later, NULL, 0 },
		{ 6 * SCN_MS, SCN_FROM_SERVER, SCN_LAYER_TLS, warning, NULL, 0 } };
	static struct scn_line hostile[] = { { 0, SCN_FROM_SERVER, SCN_LAYER_SMTP, evil, NULL,
		0 } };
	struct scn_probe_record record = {
		.number = 1, .outcome = refused, .lines = only_tcp, .line_count = 1
	};
	struct scn_dialogue d = { .facts = &facts, .record = &record };

	expect_rows(&d, "2 comment TCP plain connected after 31 ms\n"
			"2 comment TLS error The server refused the connection.\n");
	record.outcome = tempfail;
	record.lines = says_later;
	record.line_count = 2;
	expect_rows(&d,
		"5 server SMTP warning 454 4.7.0 later\n"
		"6 server TLS warning Alert warning unrecognized_name (112)\n"
		"6 comment TLS warning The server offers STARTTLS but does not start it for "
		"now.\n");
	record.outcome = NULL;
	record.lines = hostile;
	record.line_count = 1;
	expect_rows(&d, "0 server SMTP plain 220 \\x1b[2J <b>&amp;\\xff\n");
	record.line_count = 0;
	expect_rows(&d, "");
}

static void test_masked(void **state)
{
	static const char *const secrets[] = { "firma", "FIRMA", "MX1", "klient", "192.0.2.1",
		"exch01" };
	struct scn_probe_record record = { .number = 7,
		.purpose = purpose_own,
		.outcome = alert,
		.lines = whole,
		.line_count = SCN_COUNT(whole) };
	struct scn_dialogue d = { .facts = &facts, .record = &record, .masked = true };
	struct scn_text_options options = { .width = 80 };
	struct scn_text out = { 0 };

	print_rows(&d, &out);
	scn_report_dialogue(&d, &options, &out);
	scn_dialogue_json(&d, &out);
	for (size_t i = 0; i < SCN_COUNT(secrets); i++)
		if (strstr(scn_text_str(&out), secrets[i]))
			fail_msg("%s is left in\n%s", secrets[i], scn_text_str(&out));
	assert_non_null(strstr(scn_text_str(&out), "220 server.invalid ESMTP"));
	assert_non_null(strstr(scn_text_str(&out), "EHLO client.invalid"));
	assert_non_null(strstr(scn_text_str(&out), "hello [ADDRESS]"));
	assert_null(strstr(scn_text_str(&out), "15030300020228"));
	scn_text_finish(&out);
}

/* A name inside a longer one is another name; a full stop behind it is none of it. */
static void test_mask_takes_whole_names(void **state)
{
	static const struct {
		const char *text, *masked;
	} cases[] = {
		{ "mx1.firma.example.", "server.invalid." },
		{ "mx1.firma.example.org", "mx1.firma.example.org" },
		{ "xmx1.firma.example", "xmx1.firma.example" },
		{ "<Mx1.Firma.Example>", "<server.invalid>" },
		{ "user@firma.example", "user@domain.invalid" },
		{ "192.0.2.10 192.0.2.1", "192.0.2.10 ADDRESS" },
		{ "", "" },
	};
	struct scn_probe_record record = { .number = 7 };
	struct scn_dialogue d = { .facts = &facts, .record = &record, .masked = true };

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_text text = { 0 };

		scn_text_add(&text, cases[i].text);
		scn_dialogue_mask(&d, &text);
		assert_string_equal(scn_text_str(&text), cases[i].masked);
		scn_text_finish(&text);
	}
}

static void test_json(void **state)
{
	struct scn_probe_record record = { .number = 7,
		.purpose = purpose_own,
		.outcome = alert,
		.lines = whole,
		.line_count = SCN_COUNT(whole) };
	struct scn_dialogue d = { .facts = &facts, .record = &record, .pair = &failing };
	struct scn_text out = { 0 }, error = { 0 };
	struct scn_json_document *document;
	const struct scn_json *row;

	scn_dialogue_json(&d, &out);
	document = scn_json_parse(out.at, out.len, "dialogue", &error);
	assert_non_null(document);
	row = scn_json_first(scn_json_get(scn_json_root(document), "rows"));
	for (size_t i = 0; i < 8; i++)
		row = scn_json_next(row);
	assert_string_equal(scn_json_string(scn_json_get(row, "text")), no);
	assert_string_equal(scn_json_string(scn_json_get(row, "bytes")), "15030300020228");
	assert_string_equal(scn_json_string(scn_json_get(row, "direction")), "server");
	assert_int_equal(scn_json_int(scn_json_get(row, "at_ns")), 137 * SCN_MS);
	scn_json_document_free(document);
	scn_text_finish(&out);
}

static void test_titles(void **state)
{
	static const struct {
		char purpose[64];
		const char *title;
	} cases[] = {
		{ "replay exchange-2019", "Probe 7 of 118: ClientHello of exchange-2019" },
		{ "handshake exchange-2019 (openssl)",
			"Probe 7 of 118: whole handshake as exchange-2019 (openssl)" },
		{ "TLS1.2 suites", "Probe 7 of 118: cipher suites of TLS 1.2" },
		{ "SSL2 order", "Probe 7 of 118: order of the cipher suites of SSL 2.0" },
		{ "TLS1.3 groups", "Probe 7 of 118: groups of TLS 1.3" },
		{ "TLS1.2 signatures", "Probe 7 of 118: signatures of TLS 1.2" },
		{ "TLS9 suites", "Probe 7 of 118: TLS9 suites" },
		{ "warm", "Probe 7 of 118: connection without a question" },
		{ "", "Probe 7 of 118: " },
	};

	facts.cost.connections = 118;
	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		char purpose[64];
		struct scn_probe_record record = { .number = 7, .purpose = purpose };
		struct scn_text title = { 0 };

		memcpy(purpose, cases[i].purpose, sizeof(purpose));
		scn_probe_title(&facts, &record, &title);
		assert_string_equal(scn_text_str(&title), cases[i].title);
		scn_text_finish(&title);
	}
}

static void test_pick(void **state)
{
	struct scn_probe_record records[] = { { .number = 1 },
		{ .number = 2, .lines = whole, .line_count = 1 },
		{ .number = 3, .lines = whole, .line_count = 1 } };
	struct scn_replay_fact replays[] = { { .id = profile_id, .probe = 3 },
		{ .id = purpose_other, .probe = 1 } };
	struct scn_server_facts server = {
		.probes = records, .probe_count = 3, .replays = replays, .replay_count = 2
	};

	assert_ptr_equal(scn_dialogue_pick(&server, profile_id), &records[2]);
	assert_ptr_equal(scn_dialogue_pick(&server, purpose_other), &records[1]);
	assert_ptr_equal(scn_dialogue_pick(&server, NULL), &records[1]);
	assert_null(scn_probe_by_number(&server, 1));
	assert_null(scn_probe_by_number(&server, 0));
	assert_ptr_equal(scn_probe_by_number(&server, 2), &records[1]);
	server.probe_count = 1;
	assert_null(scn_dialogue_pick(&server, profile_id));
}

/* Every way in which a connection can end has a sentence. */
static void test_all_ends_have_a_sentence(void **state)
{
	for (int end = SCN_END_NONE + 1; end <= SCN_END_HANDSHAKE_BROKEN; end++) {
		char *name = scn_strdup(scn_probe_end_name((enum scn_probe_end)end));
		struct scn_probe_record record = {
			.outcome = name, .lines = whole, .line_count = 1
		};
		struct scn_dialogue d = { .facts = &facts, .record = &record };
		struct scn_text got = { 0 };

		print_rows(&d, &got);
		if (strstr(scn_text_str(&got), name) && strchr(name, '-'))
			fail_msg("%s has no sentence", name);
		assert_non_null(strstr(scn_text_str(&got), ".\n"));
		scn_text_finish(&got);
		free(name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole_dialogues),
		cmocka_unit_test(test_short_dialogues),
		cmocka_unit_test(test_masked),
		cmocka_unit_test(test_mask_takes_whole_names),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_titles),
		cmocka_unit_test(test_pick),
		cmocka_unit_test(test_all_ends_have_a_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
