/* What the loader refuses, and how it says so; what it leaves alone. */
#include "test.h"

#include "core/report/report.h"

#define HEAD   "{\"schema\":\"handfast/scan/1\",\"targets\":["
#define TARGET HEAD "{\"input\":\"a.example\",\"servers\":["
#define SERVER TARGET "{\"host\":\"mx\",\"address\":\"192.0.2.1\""
#define END    "}]}]}"

static struct scn_document *load(const char *text, struct scn_text *error)
{
	return scn_document_load(text, strlen(text), "x.json", error);
}

static const struct {
	const char *text, *part; /* of the complaint */
} refused[] = {
	{ "", "x.json" },
	{ "[]", "expected an object" },
	{ "{}", "schema" },
	{ "{\"schema\":1}", "schema" },
	{ "{\"schema\":\"handfast/profile/1\"}", "not a saved scan" },
	{ "{\"schema\":\"handfast/scan/2\",\"targets\":[]}", "newer version" },
	{ "{\"schema\":\"handfast/scan/99999999999999999999\",\"targets\":[]}", "newer" },
	{ "{\"schema\":\"handfast/scan/0\",\"targets\":[]}", "expected" },
	{ "{\"schema\":\"handfast/scan/1x\",\"targets\":[]}", "expected" },
	{ "{\"schema\":\"handfast/scan/\",\"targets\":[]}", "expected" },
	{ "{\"schema\":\"handfast/scan/1\"}", "targets" },
	{ "{\"schema\":\"handfast/scan/1\",\"targets\":{}}", "targets" },
	{ "{\"schema\":\"handfast/scan/1\",\"targets\":[],\"mode\":\"fast\"}",
		"expected one of: check scan" },
	{ "{\"schema\":\"handfast/scan/1\",\"targets\":[],\"demo\":1}", "demo" },
	{ "{\"schema\":\"handfast/scan/1\",\"targets\":[],\"title\":1}", "title" },
	{ "{\"schema\":\"handfast/scan/1\",\"targets\":[],\"started\":\"today\"}",
		"expected a time" },
	{ HEAD "7]}", "input" },
	{ HEAD "{}]}", "input" },
	{ HEAD "{\"input\":7}]}", "input" },
	{ TARGET "{}]}]}", "host" },
	{ TARGET "{\"host\":\"a\",\"address\":7" END, "address" },
	{ SERVER ",\"port\":65536" END, "port" },
	{ SERVER ",\"port\":-1" END, "port" },
	{ SERVER ",\"port\":25.5" END, "port" },
	{ SERVER ",\"port\":\"25\"" END, "port" },
	{ SERVER ",\"preference\":70000" END, "preference" },
	{ SERVER ",\"reach\":\"perhaps\"" END, "expected one of: ok refused" },
	{ SERVER ",\"smtp\":[]" END, "smtp" },
	{ SERVER ",\"smtp\":{\"ehlo\":[1]}" END, "expected a string" },
	{ SERVER ",\"smtp\":{\"starttls\":\"maybe\"}" END, "starttls" },
	{ SERVER ",\"versions\":[{}]" END, "version" },
	{ SERVER ",\"versions\":[{\"version\":\"TLS2.0\"}]" END, "TLS1.2" },
	{ SERVER ",\"versions\":[{\"version\":\"TLS1.2\",\"suites\":[{}]}]" END, "code" },
	{ SERVER ",\"versions\":[{\"version\":\"TLS1.2\",\"suites\":[{\"code\":\"AES\"}]}"
		 "]" END,
		"expected a code" },
	{ SERVER ",\"versions\":[{\"version\":\"TLS1.2\",\"suites\":[{\"code\":\"0xC02F\","
		 "\"status\":\"yes\"}]}]" END,
		"expected one of: unknown rejected accepted" },
	{ SERVER ",\"versions\":[1,2,3,4,5,6,7]" END, "more than 6" },
	{ SERVER ",\"groups\":[{\"code\":\"0x1001D\"}]" END, "expected a code" },
	{ SERVER ",\"groups\":[{\"code\":\"0x001D\",\"versions\":[\"x\"]}]" END,
		"expected a version" },
	{ SERVER ",\"certificates\":[{\"der\":\"xyz\"}]" END, "hexadecimal" },
	{ SERVER ",\"certificates\":[{\"name_matches\":\"yes\"}]" END, "name_matches" },
	{ SERVER ",\"replays\":[{}]" END, "id" },
	{ SERVER ",\"cost\":{\"connections\":4294967296}" END, "connections" },
	{ SERVER ",\"pairs\":[{\"profile\":\"a\"}]" END, "verdict" },
	{ SERVER ",\"pairs\":[{\"profile\":\"a\",\"verdict\":\"good\"}]" END,
		"expected one of: unknown works weak fails" },
	{ SERVER ",\"pairs\":[{\"profile\":\"a\",\"verdict\":\"fails\",\"fixes\":[{"
		 "\"change\":\"add-version\",\"codes\":[6]}]}]" END,
		"from 0 to 5" },
	{ SERVER ",\"pairs\":[{\"profile\":\"a\",\"verdict\":\"fails\",\"fixes\":[{"
		 "\"codes\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]}]}]" END,
		"more than 16" },
};

static void test_refuses(void **state)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct scn_text error = { 0 };
		struct scn_document *d = load(refused[i].text, &error);

		if (d || !strstr(scn_text_str(&error), refused[i].part))
			fail_msg("%s: %s", refused[i].text, d ? "loads" : scn_text_str(&error));
		assert_non_null(strstr(scn_text_str(&error), "x.json"));
		assert_null(strchr(scn_text_str(&error), '\n'));
		scn_text_finish(&error);
	}
}

/* A list or a string of one more than the limit is refused, the limit itself is fine. */
static void check_limit(const char *key, const char *element, size_t most)
{
	for (size_t count = most; count <= most + 1; count++) {
		struct scn_text text = { 0 }, error = { 0 };
		struct scn_document *d;

		scn_text_printf(&text, SERVER ",\"%s\":[", key);
		for (size_t i = 0; i < count; i++)
			scn_text_printf(&text, "%s%s", i ? "," : "", element);
		scn_text_add(&text, "]" END);
		d = scn_document_load(text.at, text.len, "x.json", &error);
		assert_int_equal(d != NULL, count == most);
		if (!d)
			assert_non_null(strstr(scn_text_str(&error), "more than"));
		scn_document_free(d);
		scn_text_finish(&text);
		scn_text_finish(&error);
	}
}

static void test_limits(void **state)
{
	check_limit("certificates", "{}", SCN_LOAD_MAX_CERTIFICATES);
	check_limit("pairs", "{\"profile\":\"a\",\"verdict\":\"works\"}", SCN_LOAD_MAX_PAIRS);
	check_limit("groups", "{\"code\":\"0x001D\"}", SCN_LOAD_MAX_CODES);
}

static void test_long_string(void **state)
{
	for (size_t len = SCN_LOAD_MAX_STRING; len <= SCN_LOAD_MAX_STRING + 1; len++) {
		struct scn_text text = { 0 }, error = { 0 };
		struct scn_document *d;

		scn_text_add(&text, HEAD "{\"input\":\"");
		scn_text_fill(&text, 'a', len);
		scn_text_add(&text, "\"}]}");
		d = scn_document_load(text.at, text.len, "x.json", &error);
		assert_int_equal(d != NULL, len == SCN_LOAD_MAX_STRING);
		scn_document_free(d);
		scn_text_finish(&text);
		scn_text_finish(&error);
	}
}

static void test_defaults(void **state)
{
	struct scn_text error = { 0 };
	struct scn_document *d = load(SERVER ",\"news\":{\"of\":[\"tomorrow\"]}" END, &error);
	const struct scn_server_facts *facts;

	assert_non_null(d);
	facts = &d->targets[0]->servers[0]->facts;
	/* What the file does not say is unknown, never a no. */
	assert_true(d->partial);
	assert_int_equal(facts->reach, SCN_REACH_UNKNOWN);
	assert_int_equal(facts->smtp.starttls, SCN_STARTTLS_UNKNOWN);
	assert_int_equal(facts->smtp.required, SCN_UNKNOWN);
	assert_int_equal(facts->preference, -1);
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		assert_int_equal(facts->versions[v].status, SCN_UNKNOWN);
	scn_document_free(d);
}

/* A cause of a newer program leaves the sentences; strings of ours are made safe again. */
static void test_pair(void **state)
{
	static const char text[] = SERVER
		",\"pairs\":[{\"profile\":\"a\",\"verdict\":\"fails\",\"cause\":\"of-tomorrow\","
		"\"summary\":\"one\\u001b[2J \\\\x1b two\",\"suite\":null,\"version\":null}]" END;
	struct scn_text error = { 0 };
	struct scn_document *d = load(text, &error);
	const struct scn_verdict *pair;

	assert_non_null(d);
	pair = &d->targets[0]->servers[0]->pairs[0];
	assert_null(pair->cause);
	assert_string_equal(pair->summary, "one\\x1b[2J \\x1b two");
	assert_false(pair->suite_known);
	assert_int_equal(pair->version, SCN_VERSION_NONE);
	scn_document_free(d);
}

/* Quirks of the order come back as they were saved, and what was not known is not said. */
static void test_order(void **state)
{
	static const char text[] = SERVER
		",\"versions\":[{\"version\":\"TLS1.2\",\"status\":\"accepted\",\"order\":"
		"\"server\","
		"\"chacha_priority\":true,\"suites\":["
		"{\"code\":\"0xC030\",\"status\":\"accepted\",\"rank\":1},"
		"{\"code\":\"0xC02F\",\"status\":\"accepted\",\"rank\":2,\"equal\":true},"
		"{\"code\":\"0xCCA8\",\"status\":\"accepted\",\"rank\":3,\"equal\":false}]}]" END;
	static const enum scn_known equal[] = { SCN_UNKNOWN, SCN_ACCEPTED, SCN_REJECTED };
	struct scn_text error = { 0 }, saved = { 0 };
	struct scn_document *d = load(text, &error), *again;

	assert_non_null(d);
	scn_report_json(d, &(struct scn_json_options){ 0 }, &saved);
	again = load(scn_text_str(&saved), &error);
	assert_non_null(again);
	for (int i = 0; i < 2; i++) {
		const struct scn_server_facts *facts =
			&(i ? again : d)->targets[0]->servers[0]->facts;
		const struct scn_version_fact *v = &facts->versions[SCN_TLS1_2];

		assert_int_equal(v->chacha_priority, SCN_ACCEPTED);
		assert_int_equal(facts->versions[SCN_TLS1_3].chacha_priority, SCN_UNKNOWN);
		assert_int_equal(v->suite_count, 3);
		for (size_t k = 0; k < 3; k++)
			assert_int_equal(v->suites[k].equal, equal[k]);
	}
	scn_text_finish(&saved);
	scn_document_free(again);
	scn_document_free(d);
}

/* A name that the user gave: kept, shown at the head, never trusted. */
static void test_title(void **state)
{
	static const char text[] = "{\"schema\":\"handfast/scan/1\",\"title\":\"before \\u001b[1m"
				   "change\",\"targets\":[]}";
	struct scn_text error = { 0 }, saved = { 0 }, shown = { 0 };
	struct scn_document *d = load(text, &error), *again;

	assert_non_null(d);
	scn_report_json(d, &(struct scn_json_options){ 0 }, &saved);
	again = load(scn_text_str(&saved), &error);
	assert_non_null(again);
	assert_string_equal(again->title, d->title);
	scn_report_text(again, &(struct scn_text_options){ .width = 80, .scan = "" }, &shown);
	assert_ptr_equal(strstr(scn_text_str(&shown), "before "), scn_text_str(&shown));
	assert_null(strchr(scn_text_str(&shown), 0x1b));
	free(again->title);
	again->title = NULL;
	scn_text_clear(&saved);
	scn_report_json(again, &(struct scn_json_options){ 0 }, &saved);
	assert_null(strstr(scn_text_str(&saved), "title"));
	scn_text_finish(&saved);
	scn_text_finish(&shown);
	scn_document_free(again);
	scn_document_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_long_string),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_pair),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_title),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
