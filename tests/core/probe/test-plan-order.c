/*
 * The order of questions, a file a case in tests/cases/plans: a server, "----", and each connection in
 * the order of their ends: when (in round trips), for what, which suites were offered, what came back.
 * To write them anew after a wanted change: GOLDEN_UPDATE=1, then read the diff.
 *
 *   # a comment             slots N       TLS1.2 CODE =CODE …   accepted, in the server's order; "=" marks
 *   client-order  chacha-first  closes-for-no                   one as good as the one before
 *   reads-suites N  reads-bytes N
 */
#include "test.h"

#include <dirent.h>
#include <stdio.h>

#include "sim-server.h"

#include "core/base/alloc.h"

#define CASES "tests/cases/plans"

enum {
	SHOWN_WHOLE = 8, /* suites of an offer that are all named */
};

struct plan_case {
	struct sim_server server;
	unsigned slots;
};

/* ---- the server ---- */

static void read_version(struct plan_case *c, enum scn_version version, const char *codes)
{
	struct sim_version *v = &c->server.versions[version];

	for (const char *at = codes; *at; at += strcspn(at, " "), at += strspn(at, " ")) {
		bool equal = *at == '=';

		assert_true(v->count < SIM_MAX_SUITES);
		v->equal[v->count] = equal;
		v->suites[v->count] = (scn_suite_code)strtoul(at + equal, NULL, 16);
		assert_non_null(scn_suite_by_code(v->suites[v->count]));
		v->count++;
	}
}

static void read_word(struct plan_case *c, const char *word, const char *rest)
{
	const struct {
		const char *word;
		bool *flag;
	} flags[] = {
		{ "client-order", &c->server.client_order },
		{ "chacha-first", &c->server.chacha_first },
		{ "closes-for-no", &c->server.closes_for_no },
	};
	const struct {
		const char *word;
		size_t *number;
	} limits[] = {
		{ "reads-suites", &c->server.reads_suites },
		{ "reads-bytes", &c->server.reads_bytes },
	};

	for (size_t i = 0; i < SCN_COUNT(flags); i++)
		if (strcmp(word, flags[i].word) == 0) {
			*flags[i].flag = true;
			return;
		}
	for (size_t i = 0; i < SCN_COUNT(limits); i++)
		if (strcmp(word, limits[i].word) == 0) {
			*limits[i].number = strtoul(rest, NULL, 10);
			return;
		}
	if (strcmp(word, "slots") == 0)
		c->slots = (unsigned)strtoul(rest, NULL, 10);
	else if (scn_version_parse(word) != SCN_VERSION_NONE)
		read_version(c, scn_version_parse(word), rest);
	else
		fail_msg("what is \"%s\"?", word);
}

static void read_line(struct plan_case *c, char *line)
{
	char *rest = line + strcspn(line, " ");

	if (*line == '#')
		return;
	if (*rest)
		*rest++ = 0;
	read_word(c, line, rest);
}

/* ---- what is asked ---- */

static void add_offer(struct scn_text *out, const struct scn_hello_spec *hello)
{
	size_t count = hello->suite_count;

	scn_text_printf(out, "%3zu:", count);
	for (size_t i = 0; i < count; i++) {
		if (count > SHOWN_WHOLE && i == SHOWN_WHOLE / 2) {
			scn_text_add(out, " ..");
			i = count - SHOWN_WHOLE / 2;
		}
		scn_text_printf(out, " %04X", (unsigned)hello->suites[i]);
	}
}

static void add_result(struct scn_text *out, const struct scn_probe_result *result)
{
	const struct scn_flight_facts *flight = result->flight;

	if (result->end == SCN_END_SELECTED)
		scn_text_printf(out, " -> %s %04X", scn_version_word(flight->version),
			(unsigned)flight->suite);
	else if (result->end == SCN_END_ALERT)
		scn_text_printf(out, " -> alert %u", flight->alert_code);
	else
		scn_text_printf(out, " -> %s", scn_probe_end_name(result->end));
}

static void watch(void *user, const struct scn_probe_result *result, scn_time at)
{
	struct scn_text *out = user;

	scn_text_printf(out, "%4lld ", (long long)(at / SIM_ROUND_TRIP));
	if (result->question) {
		scn_text_printf(out, "%s ", result->question->purpose);
		add_offer(out, scn_hello_spec(result->question->hello));
		add_result(out, result);
	} else {
		scn_text_add(out, scn_probe_end_name(result->end));
	}
	scn_text_char(out, '\n');
}

/* ---- what is known at the end ---- */

static void add_version(
	struct scn_text *out, const struct scn_server_facts *facts, enum scn_version version)
{
	const struct scn_version_fact *v = &facts->versions[version];
	scn_suite_code *codes;
	size_t count = scn_facts_accepted(facts, version, &codes);

	if (v->status == SCN_ACCEPTED)
		scn_text_printf(out, "%s order %s%s:", scn_version_word(version),
			scn_order_word(v->order),
			v->chacha_priority == SCN_ACCEPTED   ? ", ChaCha20 first"
			: v->chacha_priority == SCN_REJECTED ? ", ChaCha20 as any"
							     : "");
	for (size_t i = 0; i < count; i++) {
		const struct scn_suite_fact *fact = scn_facts_suite(facts, version, codes[i]);

		scn_text_printf(out, " %04X", (unsigned)codes[i]);
		if (fact->rank)
			scn_text_printf(
				out, "#%s%u", fact->equal == SCN_ACCEPTED ? "=" : "", fact->rank);
	}
	if (v->status == SCN_ACCEPTED)
		scn_text_char(out, '\n');
	free(codes);
}

static void run(struct plan_case *c, struct scn_text *out)
{
	struct scn_plan_options options = scn_plan_defaults;
	struct scn_server_facts facts;
	struct scn_plan *plan;

	options.pace.slots = c->slots;
	c->server.watch = watch;
	c->server.user = out;
	scn_server_facts_init(&facts);
	plan = scn_plan_new(&options, &facts, 0);
	scn_plan_enumerate(plan, SCN_VERSIONS_ALL, SCN_PLAN_SUITES);
	sim_run(&c->server, plan, c->slots);
	for (int v = SCN_TLS1_3; v >= SCN_SSL3; v--)
		add_version(out, &facts, (enum scn_version)v);
	scn_text_printf(out, "%u connections: %u for suites, %u for the order, %u not needed\n",
		facts.cost.connections, facts.cost.enumeration, facts.cost.order,
		facts.cost.warm_unused);
	scn_plan_free(plan);
	scn_server_facts_finish(&facts);
}

/* ---- files ---- */

static void check_file(const char *name)
{
	char path[512], line[1024];
	struct plan_case c = { .server.random = 1 };
	struct scn_text head = { 0 }, expected = { 0 }, got = { 0 };
	bool below = false;
	FILE *file;

	snprintf(path, sizeof(path), CASES "/%s", name);
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		scn_text_add(below ? &expected : &head, line);
		below |= strcmp(line, "----\n") == 0;
		line[strcspn(line, "\n")] = 0;
		if (!below)
			read_line(&c, line);
	}
	fclose(file);
	assert_true(c.slots > 0);
	run(&c, &got);
	if (getenv("GOLDEN_UPDATE")) {
		file = fopen(path, "w");
		assert_non_null(file);
		fprintf(file, "%s%s", scn_text_str(&head), scn_text_str(&got));
		fclose(file);
	} else if (strcmp(scn_text_str(&expected), scn_text_str(&got)) != 0) {
		fail_msg("%s: now\n%s", name, scn_text_str(&got));
	}
	scn_text_finish(&head);
	scn_text_finish(&expected);
	scn_text_finish(&got);
}

static void test_plan_order_is_as_written(void **state)
{
	DIR *dir = opendir(CASES);
	struct dirent *entry;
	size_t count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		check_file(entry->d_name);
		count++;
	}
	closedir(dir);
	assert_true(count >= 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plan_order_is_as_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
