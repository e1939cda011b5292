/*
 * Plans of fixes: scans of the embedded servers (tests/cases/fixes/scans), asked with several goals, sides
 * and clients, compared with tests/cases/fixes/NAME.txt (to write anew after a wanted change:
 * GOLDEN_UPDATE=1); and rules that hold for all of them.
 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fix-scan.h"

#include "core/base/alloc.h"
#include "core/report/fix-plan.h"

enum {
	MAX_CLIENTS = 4,
};

/* ---- a plan in words ---- */

static void print_lines(const struct scn_fix_plan *plan, struct scn_text *out)
{
	static const char *const marks[] = { "+", "-", "~", "*" };

	for (size_t i = 0; i < plan->line_count; i++) {
		const struct scn_fix_line *line = &plan->lines[i];

		scn_text_printf(out, "%s %s%s%s%s\n", marks[line->kind], line->text,
			line->tag ? " [" : "", line->tag ? line->tag : "", line->tag ? "]" : "");
	}
}

static void print_plan(const struct scn_fix_plan *plan, const struct scn_fix_request *request,
	struct scn_text *out)
{
	static const char *const states[] = { "nothing to fix", "possible", "impossible",
		"untested" };

	scn_text_printf(out, "%s\n", states[plan->state]);
	if (plan->message.len)
		scn_text_printf(out, "message: %s\n", scn_text_str(&plan->message));
	print_lines(plan, out);
	if (plan->note.len)
		scn_text_printf(out, "note: %s\n", scn_text_str(&plan->note));
	if (plan->warning.len)
		scn_text_printf(out, "warning: %s\n", scn_text_str(&plan->warning));
	if (plan->effort)
		scn_text_printf(out, "effort: %s%s\n", scn_fix_effort_word(plan->effort),
			plan->affects_others ? ", affects others" : "");
	if (plan->partial.len)
		scn_text_printf(out, "partial: %s\n", scn_text_str(&plan->partial));
	if (plan->policy_len)
		scn_text_printf(out, "policy: %zu\n", plan->policy_len);
	for (size_t i = 0; i < plan->client_count; i++)
		scn_text_printf(out, "%s %s: %s, then %s: %s\n", request->wanted[i] ? "x" : "o",
			request->clients[i]->id, scn_verdict_word(plan->clients[i].before),
			scn_verdict_word(plan->clients[i].after),
			scn_fix_result_word(plan->clients[i].result));
	scn_text_printf(
		out, "%s\n%s", plan->written ? "text:" : "no text:", scn_text_str(&plan->text));
}

static void compare(const char *name, const struct scn_text *got)
{
	struct scn_text path = { 0 };

	scn_text_printf(&path, "tests/cases/fixes/%s.txt", name);
	test_golden(scn_text_str(&path), got);
	scn_text_finish(&path);
}

/* ---- plans ---- */

struct plan_case {
	const char *name, *document;
	enum scn_side side;
	enum scn_goal goal;
	const char *format;
	const char *clients[MAX_CLIENTS]; /* "-id": not wanted */
};

#define SERVER   SCN_SIDE_SERVER
#define CLIENT   SCN_SIDE_CLIENT
#define SMALLEST SCN_GOAL_SMALLEST
#define MODERN   SCN_GOAL_MODERN
#define KEEP     SCN_GOAL_KEEP

static const struct plan_case cases[] = {
	{ "smallest-server", "exchange-2019", SERVER, SMALLEST, "postfix",
		{ "exchange-2019", "postfix-3.7", "exchange-2016-ws2012r2", "-device-tls10" } },
	{ "smallest-two-clients", "exchange-2019", SERVER, SMALLEST, "openssl",
		{ "exchange-2019", "device-tls10" } },
	{ "smallest-client", "exchange-2019", CLIENT, SMALLEST, "schannel-powershell",
		{ "exchange-2019", "postfix-3.7" } },
	{ "smallest-policy", "exchange-2019", CLIENT, SMALLEST, "schannel-gpo",
		{ "exchange-2019" } },
	{ "modern-server", "exchange-2019", SERVER, MODERN, "postfix",
		{ "exchange-2019", "postfix-3.7", "exchange-2016-ws2012r2" } },
	{ "modern-not-wanted", "exchange-2019", SERVER, MODERN, "iana",
		{ "exchange-2019", "-exchange-2016-ws2012r2" } },
	{ "modern-weak-device", "weak", SERVER, MODERN, "postfix",
		{ "postfix-3.7", "device-tls10" } },
	{ "modern-client", "weak", CLIENT, MODERN, "schannel-gpo", { "exchange-2019" } },
	{ "keep-server", "exchange-2019", SERVER, KEEP, "openssl",
		{ "postfix-3.7", "-exchange-2019" } },
	{ "keep-client", "weak", CLIENT, KEEP, "openssl", { "postfix-3.7" } },
	{ "wrong-format", "exchange-2019", CLIENT, SMALLEST, "opensmtpd", { "exchange-2019" } },
	{ "nothing", "exchange-2019", SERVER, SMALLEST, "postfix",
		{ "postfix-3.7", "-exchange-2019" } },
	{ "group-and-key", "curve", SERVER, SMALLEST, "postfix",
		{ "exchange-2019", "exchange-2016-ws2012r2", "postfix-3.7" } },
	{ "version", "tls10", SERVER, SMALLEST, "postfix", { "exchange-2019", "device-tls10" } },
	{ "partial", "throttled", SERVER, MODERN, "exim-openssl",
		{ "exchange-2019", "postfix-3.7" } },
	{ "no-starttls", "no-starttls", SERVER, SMALLEST, "postfix", { "exchange-2019" } },
	{ "no-starttls-modern", "no-starttls", SERVER, MODERN, "postfix", { "exchange-2019" } },
	{ "no-starttls-client", "no-starttls", CLIENT, SMALLEST, "openssl", { "exchange-2019" } },
};

static void plan_case(const struct plan_case *c, struct scn_text *out)
{
	struct scn_document *document = fix_scan_load(c->document);
	const struct scn_profile *clients[MAX_CLIENTS];
	bool wanted[MAX_CLIENTS];
	struct scn_fix_request request = { .facts = &document->targets[0]->servers[0]->facts,
		.clients = clients,
		.wanted = wanted,
		.side = c->side,
		.goal = c->goal,
		.format = scn_export_format_find(c->format),
		.names = SCN_DIALECT_IANA };
	struct scn_fix_plan plan;

	for (; request.client_count < MAX_CLIENTS && c->clients[request.client_count];
		request.client_count++) {
		const char *id = c->clients[request.client_count];

		wanted[request.client_count] = id[0] != '-';
		clients[request.client_count] = fix_scan_profile(id + (id[0] == '-'));
	}
	scn_fix_plan(&request, &plan);
	print_plan(&plan, &request, out);
	scn_fix_plan_finish(&plan);
	for (size_t i = 0; i < request.client_count; i++)
		scn_profile_free((struct scn_profile *)clients[i]);
	scn_document_free(document);
}

static void test_plans(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_text out = { 0 };

		plan_case(&cases[i], &out);
		compare(cases[i].name, &out);
		scn_text_finish(&out);
	}
}

/* ---- rules ---- */

static void expect_rules(const struct scn_fix_request *request, const struct scn_fix_plan *plan)
{
	for (size_t i = 0; i < plan->line_count; i++) {
		const struct scn_fix_line *line = &plan->lines[i];

		if (line->kind == SCN_FIX_LINE_ADDED && line->strength >= SCN_STRENGTH_BROKEN)
			fail_msg("%s adds %s", request->format->word, line->text);
		if (line->kind == SCN_FIX_LINE_ADDED && line->strength == SCN_STRENGTH_WEAK)
			assert_non_null(line->tag);
	}
	assert_int_equal(plan->client_count, request->client_count);
	for (size_t i = 0; request->side == SCN_SIDE_SERVER && i < plan->client_count; i++)
		if (request->wanted[i] && plan->clients[i].result == SCN_FIX_CLIENT_WOULD_FAIL)
			fail_msg("%s loses %s", request->format->word, request->clients[i]->id);
	assert_true(plan->state == SCN_FIX_POSSIBLE || plan->message.len);
	assert_true(plan->state != SCN_FIX_POSSIBLE || plan->written || plan->text.len);
	assert_true(!plan->written || plan->state == SCN_FIX_POSSIBLE);
	assert_true(plan->policy_len <= SCN_POLICY_MAX_LEN);
}

static void ask_all(struct scn_fix_request *request)
{
	size_t count;
	const struct scn_export_format *formats = scn_export_formats(&count);

	for (size_t i = 0; i < count; i++)
		for (int goal = SCN_GOAL_SMALLEST; goal <= SCN_GOAL_KEEP; goal++)
			for (int side = SCN_SIDE_CLIENT; side <= SCN_SIDE_SERVER; side++) {
				struct scn_fix_plan plan;

				request->format = &formats[i];
				request->goal = (enum scn_goal)goal;
				request->side = (enum scn_side)side;
				scn_fix_plan(request, &plan);
				expect_rules(request, &plan);
				scn_fix_plan_finish(&plan);
			}
}

/* Nothing broken comes, weak things are marked, and nobody who must work is lost. */
static void test_rules(void **state)
{
	static const char *const scans[] = { "curve", "exchange-2019", "no-starttls", "throttled",
		"tls10", "weak" };
	static const char *const ids[] = { "exchange-2019", "postfix-3.7", "exchange-2016-ws2012r2",
		"device-tls10" };
	const struct scn_profile *clients[SCN_COUNT(ids)];
	bool wanted[SCN_COUNT(ids)] = { true, true, true, true };

	for (size_t i = 0; i < SCN_COUNT(ids); i++)
		clients[i] = fix_scan_profile(ids[i]);
	for (size_t i = 0; i < SCN_COUNT(scans); i++) {
		struct scn_document *document = fix_scan_load(scans[i]);
		struct scn_fix_request request = { .facts =
							   &document->targets[0]->servers[0]->facts,
			.clients = clients,
			.wanted = wanted,
			.client_count = SCN_COUNT(ids) };

		ask_all(&request);
		wanted[1] = wanted[3] = false;
		ask_all(&request);
		wanted[1] = wanted[3] = true;
		scn_document_free(document);
	}
	for (size_t i = 0; i < SCN_COUNT(ids); i++)
		scn_profile_free((struct scn_profile *)clients[i]);
}

static void test_progress(void **state)
{
	struct scn_text text = { 0 };

	scn_fix_progress(9, 7, 8, &text);
	assert_string_equal(scn_text_str(&text), "Now 8 of 9 clients work (was 7).");
	scn_text_clear(&text);
	scn_fix_progress(1, 0, 1, &text);
	assert_string_equal(scn_text_str(&text), "Now 1 of 1 client works (was 0).");
	scn_text_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plans),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_progress),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
