/* Exit codes follow the contract: the first of 1, 4, 3, 2, 0 that applies to any target. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/report/document.h"

/* A target is a list of servers in letters: a state, then a letter for each pair.
 *   state: + STARTTLS works, r refused, t timed out, n no STARTTLS, 4 refused with 454 every time,
 *          5 refused for good, x not TLS, u unknown STARTTLS, p scan incomplete, ! DNS error
 *   pair:  o works, w weak, f fails, q unknown */
static void add_server(struct scn_target_result *target, const char **at)
{
	struct scn_server_result *server = scn_target_add_server(target);
	struct scn_smtp_fact *smtp = &server->facts.smtp;
	char state = *(*at)++;

	server->facts.reach = SCN_REACH_OK;
	smtp->starttls = SCN_STARTTLS_OFFERED;
	if (state == 'r' || state == 't') {
		server->facts.reach = state == 'r' ? SCN_REACH_REFUSED : SCN_REACH_TIMED_OUT;
		smtp->starttls = SCN_STARTTLS_UNKNOWN;
	} else if (state == 'n') {
		smtp->starttls = SCN_STARTTLS_NOT_OFFERED;
	} else if (state == '4' || state == '5') {
		smtp->starttls = SCN_STARTTLS_REFUSED;
		smtp->starttls_reply = scn_strdup(state == '4' ? "454 later" : "554 no");
	} else if (state == 'x') {
		smtp->starttls = SCN_STARTTLS_NOT_TLS;
	} else if (state == 'u') {
		smtp->starttls = SCN_STARTTLS_UNKNOWN;
	} else if (state == 'p') {
		server->facts.incomplete = scn_strdup("The budget is used up.");
	}
	for (; **at && strchr("owfq", **at); (*at)++) {
		struct scn_verdict pair = { .profile_id = scn_strdup("x"),
			.version = SCN_VERSION_NONE };

		pair.kind = **at == 'o'   ? SCN_VERDICT_WORKS
			    : **at == 'w' ? SCN_VERDICT_WEAK
			    : **at == 'f' ? SCN_VERDICT_FAILS
					  : SCN_VERDICT_UNKNOWN;
		SCN_APPEND(server->pairs, server->pair_count, pair);
	}
}

static void build(struct scn_document *d, const char *text)
{
	struct scn_target_result *target = scn_document_add_target(d, "one.example");

	while (*text) {
		if (*text == '/') {
			target = scn_document_add_target(d, "next.example");
			text++;
		} else if (*text == '!') {
			target->error_id = scn_strdup("dns-failed");
			text++;
		} else if (*text == ' ') {
			text++;
		} else {
			add_server(target, &text);
		}
	}
}

static void test_exit_codes(void **state)
{
	static const struct {
		const char *targets;
		enum scn_document_mode mode;
		bool fail_on_weak, allow_unknown, partial;
		int code;
	} cases[] = {
		{ "+o", SCN_MODE_CHECK, false, false, false, 0 },
		{ "+oo +oo", SCN_MODE_CHECK, true, false, false, 0 },
		{ "+of", SCN_MODE_CHECK, false, false, false, 1 },
		{ "+o +f", SCN_MODE_CHECK, false, true, false, 1 },
		{ "+w", SCN_MODE_CHECK, false, false, false, 0 },
		{ "+ow", SCN_MODE_CHECK, true, false, false, 2 },
		{ "+wf", SCN_MODE_CHECK, true, false, false, 1 },
		{ "+oq", SCN_MODE_CHECK, false, false, false, 3 },
		{ "+wq", SCN_MODE_CHECK, true, false, false, 3 },
		{ "+wq", SCN_MODE_CHECK, true, true, false, 2 },
		{ "+oq", SCN_MODE_CHECK, false, true, false, 0 },
		{ "+qf", SCN_MODE_CHECK, false, false, false, 1 },
		{ "r", SCN_MODE_CHECK, false, false, false, 4 },
		{ "rq tq", SCN_MODE_CHECK, false, false, false, 4 },
		{ "rq +o", SCN_MODE_CHECK, false, false, false, 3 },
		{ "r", SCN_MODE_CHECK, false, true, false, 4 },
		{ "!", SCN_MODE_CHECK, false, false, false, 4 },
		{ "!/+o", SCN_MODE_CHECK, false, false, false, 4 },
		{ "+o/!/+f", SCN_MODE_CHECK, false, false, false, 1 },
		{ "+q/r", SCN_MODE_CHECK, false, false, false, 4 },
		{ "+q/+w", SCN_MODE_CHECK, true, false, false, 3 },
		{ "n", SCN_MODE_SCAN, false, false, false, 1 },
		{ "n +o", SCN_MODE_SCAN, false, false, false, 1 },
		{ "x", SCN_MODE_SCAN, false, false, false, 1 },
		{ "5", SCN_MODE_SCAN, false, false, false, 1 },
		{ "4", SCN_MODE_SCAN, false, false, false, 1 },
		{ "u", SCN_MODE_SCAN, false, false, false, 3 },
		{ "po", SCN_MODE_SCAN, false, false, false, 3 },
		{ "po", SCN_MODE_CHECK, false, false, false, 0 },
		{ "+o", SCN_MODE_CHECK, false, false, true, 3 },
		{ "+f", SCN_MODE_CHECK, false, false, true, 1 },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_document d = { .mode = cases[i].mode, .partial = cases[i].partial };
		struct scn_exit_rules rules = { cases[i].fail_on_weak, cases[i].allow_unknown };

		build(&d, cases[i].targets);
		if (scn_document_exit_code(&d, &rules) != cases[i].code)
			fail_msg("\"%s\" gives %d, not %d", cases[i].targets,
				scn_document_exit_code(&d, &rules), cases[i].code);
		scn_document_finish(&d);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exit_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
