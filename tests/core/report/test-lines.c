/* JSON Lines: every event is one line with its word and the words of the document. */
#include "test.h"

#include <stdio.h>

#include "core/base/alloc.h"
#include "core/base/json.h"
#include "core/report/report.h"

static struct scn_target_result *sample(struct scn_document *d)
{
	struct scn_target_result *target = scn_document_add_target(d, "a.example");
	struct scn_server_result *server = scn_target_add_server(target);

	server->facts.host = scn_strdup("mx.a.example");
	server->facts.address = scn_strdup("192.0.2.1");
	server->facts.port = 25;
	server->facts.preference = 10;
	server->facts.reach = SCN_REACH_OK;
	server->facts.smtp.greeting = scn_strdup("220 hi\r\n\x1b[2J\xc2\x9b"
						 "1m");
	scn_facts_set_suite(&server->facts, SCN_TLS1_2, 0xC02F, SCN_ACCEPTED, 3)->rank = 1;
	SCN_APPEND(server->pairs, server->pair_count,
		((struct scn_verdict){ .profile_id = scn_strdup("exchange-2019"),
			.kind = SCN_VERDICT_WORKS,
			.version = SCN_TLS1_2 }));
	return target;
}

/* The text at a path such as "pair.verdict". */
static const char *at(const struct scn_json *json, const char *path)
{
	while (*path && json) {
		char key[32];
		size_t len = strcspn(path, ".");

		snprintf(key, sizeof(key), "%.*s", (int)len, path);
		json = scn_json_get(json, key);
		path += len + (path[len] == '.');
	}
	return scn_json_string(json);
}

static void test_events(void **state)
{
	static const struct {
		enum scn_event_line kind;
		const char *word, *path, *value;
	} cases[] = {
		{ SCN_LINE_SCAN_START, "scan-start", "schema", "handfast/scan/1" },
		{ SCN_LINE_SCAN_START, "scan-start", "mode", "scan" },
		{ SCN_LINE_SERVER, "server", "host", "mx.a.example" },
		{ SCN_LINE_SERVER, "server", "reach", "ok" },
		{ SCN_LINE_SERVER, "server", "smtp.starttls", "unknown" },
		{ SCN_LINE_PROBE, "probe", "probe.purpose", "TLS1.2 suites" },
		{ SCN_LINE_SUITE, "suite", "version", "TLS1.2" },
		{ SCN_LINE_SUITE, "suite", "suite.code", "0xC02F" },
		{ SCN_LINE_SUITE, "suite", "suite.status", "accepted" },
		{ SCN_LINE_FACT, "fact", "fact", "starttls" },
		{ SCN_LINE_FACT, "fact", "value.starttls", "unknown" },
		{ SCN_LINE_PAIR, "pair", "pair.profile", "exchange-2019" },
		{ SCN_LINE_PAIR, "pair", "pair.verdict", "works" },
		{ SCN_LINE_WARNING, "warning", "text", "slow down" },
		{ SCN_LINE_SERVER_END, "server-end", "address", "192.0.2.1" },
		{ SCN_LINE_SCAN_END, "scan-end", "state", "complete" },
	};
	struct scn_document d = { .mode = SCN_MODE_SCAN };
	struct scn_target_result *target = sample(&d);
	char purpose[] = "TLS1.2 suites";
	struct scn_probe_record probe = { .number = 3, .purpose = purpose };
	struct scn_line_event event = { .document = &d,
		.target = target,
		.server = target->servers[0],
		.probe = &probe,
		.version = SCN_TLS1_2,
		.suite = scn_facts_suite(&target->servers[0]->facts, SCN_TLS1_2, 0xC02F),
		.fact = "starttls",
		.pair = &target->servers[0]->pairs[0],
		.text = "slow down" };

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_text line = { 0 }, error = { 0 };
		struct scn_json_document *json;

		event.kind = cases[i].kind;
		scn_report_line(&event, &line);
		assert_ptr_equal(strchr(line.at, '\n'), line.at + line.len - 1);
		json = scn_json_parse(line.at, line.len, "line", &error);
		assert_non_null(json);
		assert_string_equal(at(scn_json_root(json), "event"), cases[i].word);
		assert_string_equal(at(scn_json_root(json), "target"), "a.example");
		assert_string_equal(at(scn_json_root(json), cases[i].path), cases[i].value);
		for (size_t c = 0; c + 1 < line.len; c++)
			assert_in_range(line.at[c], 0x20, 0x7E);
		scn_json_document_free(json);
		scn_text_finish(&line);
	}
	scn_document_finish(&d);
}

/* Events may come before anything is known. */
static void test_bare_events(void **state)
{
	for (int kind = SCN_LINE_SCAN_START; kind <= SCN_LINE_SCAN_END; kind++) {
		struct scn_line_event event = { .kind = (enum scn_event_line)kind };
		struct scn_text line = { 0 }, error = { 0 };
		struct scn_json_document *json;

		scn_report_line(&event, &line);
		json = scn_json_parse(line.at, line.len, "line", &error);
		assert_non_null(json);
		scn_json_document_free(json);
		scn_text_finish(&line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_bare_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
