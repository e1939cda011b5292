/*
 * A golden verdict for every cause, and none where the pair works. A case is a row: which built-in
 * client, what is known of the server (a small language, below), and what the client's own hello and
 * the counter-probes got. The expected text is tests/cases/verdicts/NAME.txt; GOLDEN_UPDATE=1 writes it.
 *
 * Server: words separated by blanks.
 *   V=C,C,…   version V accepts these suites (hex) and rejects every other one; `V=` rejects it whole
 *   g=C,C     groups accepted, all others rejected      s=C,C  signature schemes likewise
 *   rsa:N ecdsa:GROUP   certificates     dh:N   bits of the DH group
 *   no-starttls refused not-tls timed-out   what happened before TLS
 */
#include "test.h"

#include <stdio.h>

#include "core/base/alloc.h"
#include "core/judge/diagnose.h"
#include "core/profile/builtin.h"
#include "core/profile/profile-json.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"

struct judge_case {
	const char *name, *client, *server;
	/* The replay: "alert N", "closed", "silent", "V suite [group] [dh N]", NULL = none was made. */
	const char *replay;
	/* Counter-probes: "change=value answer", separated by ';'. */
	const char *counters;
	const char *cause; /* NULL: it works, or nothing can be said */
	bool failed_handshake;
};

#define ONLY_DHE "TLS1.3= TLS1.2=009F,009E TLS1.1= TLS1.0= SSL3= SSL2= rsa:2048 dh:2048"

static const struct judge_case cases[] = {
	{ "seed-story", "exchange-2019", ONLY_DHE, "alert 40", NULL, "no-common-suite" },
	{ "seed-story-proved", "exchange-2019", ONLY_DHE, "alert 40",
		"add-suite=0x009F TLS1.2 009F dh 2048;add-suite=0x009E TLS1.2 009E dh 2048",
		"no-common-suite" },
	{ "seed-story-one-refused", "exchange-2019", ONLY_DHE, "alert 40",
		"add-suite=0x009F alert 40", "no-common-suite" },
	{ "seed-story-without-replay", "exchange-2019", ONLY_DHE, NULL, NULL, "no-common-suite" },
	{ "no-common-version", "exchange-2019",
		"TLS1.3= TLS1.2= TLS1.1= TLS1.0=0039,002F SSL3= rsa:2048", "alert 70", NULL,
		"no-common-version" },
	{ "only-tls13", "exchange-2019", "TLS1.3=1302,1301 TLS1.2= TLS1.1= TLS1.0= rsa:2048",
		"alert 70", NULL, "no-common-version" },
	{ "key-type-ecdsa", "exchange-online",
		"TLS1.3= TLS1.2=C02C,C02B TLS1.1= TLS1.0= ecdsa:0017", "alert 40", NULL,
		"key-type" },
	{ "no-common-group", "exchange-2019",
		"TLS1.3= TLS1.2=C030,C02F TLS1.1= g=0019 s=0401 rsa:2048", "alert 40", NULL,
		"no-common-group" },
	{ "no-common-scheme", "exchange-2019",
		"TLS1.3= TLS1.2=C030,C02F TLS1.1= g=0017 s=0809 rsa:2048", "alert 40", NULL,
		"no-common-signature-scheme" },
	{ "dh-too-small", "exchange-2016-ws2012r2", "TLS1.3= TLS1.2=009F TLS1.1= rsa:2048 dh:512",
		"TLS1.2 009F dh 512", NULL, "dh-too-small" },
	{ "handshake-not-completed", "exchange-2019", "TLS1.2=C030 rsa:2048", "TLS1.2 C030 0017",
		NULL, "handshake-not-completed", true },
	{ "refused", "exchange-2019", "TLS1.3= TLS1.2=C030 TLS1.1= g=0017 s=0401 rsa:2048",
		"alert 40", NULL, "refused-without-visible-cause" },
	{ "refused-by-closing", "exchange-2019",
		"TLS1.3= TLS1.2=C030 TLS1.1= g=0017 s=0401 rsa:2048", "closed", NULL,
		"refused-without-visible-cause" },
	{ "starttls-not-offered", "exchange-2019", "no-starttls", NULL, NULL,
		"starttls-not-offered" },
	{ "starttls-refused", "exchange-2019", "refused", NULL, NULL, "starttls-refused" },
	{ "not-tls", "exchange-2019", "not-tls", NULL, NULL, "not-tls" },
	{ "works", "exchange-2019", "TLS1.2=C030 rsa:2048", "TLS1.2 C030 0017", NULL, NULL },
	{ "works-computed", "exchange-2019", "TLS1.3= TLS1.2=C030 g=0017 s=0401 rsa:2048", NULL,
		NULL, NULL },
	{ "weak-cbc", "exchange-2019", "TLS1.2=C028 rsa:2048", "TLS1.2 C028 0017", NULL, NULL },
	{ "weak-old-version", "postfix-3.7", "TLS1.0=0039 rsa:2048", "TLS1.0 0039 dh 1024", NULL,
		NULL },
	{ "unknown-timed-out", "exchange-2019", "timed-out", NULL, NULL, NULL },
	{ "unknown-silent", "exchange-2019", "", "silent", NULL, NULL },
	{ "unknown-nothing-known", "exchange-2019", "", NULL, NULL, NULL },
};

/* ---- the small language ---- */

static void each_code(const char *list, void (*use)(void *user, uint32_t code), void *user)
{
	char *end;

	while (*list) {
		use(user, (uint32_t)strtoul(list, &end, 16));
		list = *end == ',' ? end + 1 : end;
	}
}

struct at_version {
	struct scn_server_facts *facts;
	enum scn_version version;
};

static void accept_suite(void *user, uint32_t code)
{
	struct at_version *at = user;

	scn_facts_set_suite(at->facts, at->version, code, SCN_ACCEPTED, 1);
}

static void set_version(struct scn_server_facts *facts, enum scn_version version, const char *list)
{
	struct at_version at = { facts, version };
	size_t count;
	const struct scn_suite *all = scn_suites(&count);

	facts->versions[version].status = SCN_REJECTED;
	for (size_t i = 0; *list && i < count; i++)
		if (scn_suite_in_version(&all[i], version))
			scn_facts_set_suite(facts, version, all[i].code, SCN_REJECTED, 1);
	each_code(list, accept_suite, &at);
}

static void accept_group(void *user, uint32_t code)
{
	scn_facts_set_group(user, SCN_TLS1_2, (uint16_t)code, SCN_ACCEPTED, 1);
}

static void accept_scheme(void *user, uint32_t code)
{
	scn_facts_set_scheme(user, (uint16_t)code, SCN_ACCEPTED, 1);
}

static void set_groups(struct scn_server_facts *facts, const char *list)
{
	size_t count;
	const struct scn_group *all = scn_groups(&count);

	for (size_t i = 0; i < count; i++)
		scn_facts_set_group(facts, SCN_TLS1_2, all[i].code, SCN_REJECTED, 1);
	each_code(list, accept_group, facts);
}

static void set_schemes(struct scn_server_facts *facts, const char *list)
{
	size_t count;
	const struct scn_scheme *all = scn_schemes(&count);

	for (size_t i = 0; i < count; i++)
		scn_facts_set_scheme(facts, all[i].code, SCN_REJECTED, 1);
	each_code(list, accept_scheme, facts);
}

static void add_key(struct scn_server_facts *facts, enum scn_scheme_key key, uint16_t value)
{
	struct scn_certificate_fact c = { .key = key,
		.key_word = key == SCN_SCHEME_KEY_RSA ? "rsa" : "ecdsa",
		.bits = key == SCN_SCHEME_KEY_RSA ? value : 256,
		.curve = key == SCN_SCHEME_KEY_ECDSA ? value : 0 };

	scn_facts_add_certificate(facts, &c);
}

static void set_starttls(
	struct scn_server_facts *facts, enum scn_starttls starttls, const char *reply)
{
	facts->smtp.starttls = starttls;
	facts->smtp.starttls_reply = scn_strdup(reply);
}

static void read_word(struct scn_server_facts *facts, char *word)
{
	char *value = strpbrk(word, "=:");
	enum scn_version version;

	if (value)
		*value++ = 0;
	version = scn_version_parse(word);
	if (version != SCN_VERSION_NONE)
		set_version(facts, version, value);
	else if (strcmp(word, "g") == 0)
		set_groups(facts, value);
	else if (strcmp(word, "s") == 0)
		set_schemes(facts, value);
	else if (strcmp(word, "rsa") == 0)
		add_key(facts, SCN_SCHEME_KEY_RSA, (uint16_t)atoi(value));
	else if (strcmp(word, "ecdsa") == 0)
		add_key(facts, SCN_SCHEME_KEY_ECDSA, (uint16_t)strtoul(value, NULL, 16));
	else if (strcmp(word, "dh") == 0)
		facts->dh.bits = (uint16_t)atoi(value);
	else if (strcmp(word, "no-starttls") == 0)
		set_starttls(facts, SCN_STARTTLS_NOT_OFFERED, NULL);
	else if (strcmp(word, "refused") == 0)
		set_starttls(facts, SCN_STARTTLS_REFUSED, "454 4.7.0 TLS \x1b[31mnot available");
	else if (strcmp(word, "not-tls") == 0)
		set_starttls(facts, SCN_STARTTLS_NOT_TLS, "500 bad syntax");
	else if (strcmp(word, "timed-out") == 0)
		facts->reach = SCN_REACH_TIMED_OUT;
	else
		fail_msg("unknown word %s", word);
}

static void read_replay(struct scn_server_facts *facts, const char *id, char *text)
{
	struct scn_replay_fact *r = scn_facts_replay(facts, id);
	char *word = strsep(&text, " ");

	r->probe = 7;
	if (strcmp(word, "alert") == 0) {
		r->answer = SCN_ANSWER_ALERT;
		r->alert = (uint8_t)atoi(text);
	} else if (strcmp(word, "closed") == 0) {
		r->answer = SCN_ANSWER_CLOSED;
		r->repeated = true;
	} else if (strcmp(word, "silent") == 0) {
		r->answer = SCN_ANSWER_SILENT;
	} else {
		r->answer = SCN_ANSWER_SELECTED;
		r->version = scn_version_parse(word);
		r->suite = (scn_suite_code)strtoul(strsep(&text, " "), NULL, 16);
		r->offered = true;
		if (text && strncmp(text, "dh ", 3) == 0)
			r->dh_bits = (uint16_t)atoi(text + 3);
		else if (text)
			r->group = (uint16_t)strtoul(text, NULL, 16);
	}
}

static void read_counters(struct scn_server_facts *facts, const char *client, char *text)
{
	char *counter;

	while ((counter = strsep(&text, ";")) != NULL) {
		struct scn_text id = { 0 };

		scn_text_printf(&id, "%s+%s", client, strsep(&counter, " "));
		read_replay(facts, scn_text_str(&id), counter);
		scn_text_finish(&id);
	}
}

static void build_facts(struct scn_server_facts *facts, const struct judge_case *c)
{
	char *server = scn_strdup(c->server), *rest = server, *word;
	char *replay = scn_strdup(c->replay), *counters = scn_strdup(c->counters);

	scn_server_facts_init(facts);
	facts->reach = SCN_REACH_OK;
	facts->smtp.starttls = SCN_STARTTLS_OFFERED;
	while ((word = strsep(&rest, " ")) != NULL)
		if (*word)
			read_word(facts, word);
	if (replay)
		read_replay(facts, c->client, replay);
	if (counters)
		read_counters(facts, c->client, counters);
	if (c->failed_handshake) {
		scn_facts_replay(facts, c->client)->completed = SCN_REJECTED;
		scn_facts_replay(facts, c->client)->failure =
			scn_strdup("alert internal_error (80)");
	}
	free(server);
	free(replay);
	free(counters);
}

/* ---- the verdict as text ---- */

static void line(struct scn_text *out, const char *name, const char *value)
{
	if (value)
		scn_text_printf(out, "%-9s %s\n", name, value);
}

static void write_fix(const struct scn_fix *fix, struct scn_text *out)
{
	scn_text_printf(out, "fix       %s %s", scn_side_word(fix->change.side),
		scn_change_word(fix->change.kind));
	for (size_t i = 0; i < fix->change.value_count; i++) {
		scn_text_char(out, ' ');
		scn_change_value_text(&fix->change, i, out);
	}
	scn_text_printf(out, ", %s, %s: %s\n", scn_evidence_word(fix->evidence),
		scn_strength_word(fix->strength), fix->text);
}

static void write_verdict(const struct scn_verdict *v, struct scn_text *out)
{
	line(out, "verdict", scn_verdict_word(v->kind));
	line(out, "cause", v->cause);
	line(out, "evidence", scn_evidence_word(v->evidence));
	line(out, "proof", v->proof);
	line(out, "summary", v->summary);
	line(out, "server", v->server_side);
	line(out, "client", v->client_side);
	line(out, "why", v->why);
	line(out, "mail", v->mail);
	line(out, "weak", v->weak);
	for (size_t i = 0; i < v->fix_count; i++)
		write_fix(&v->fixes[i], out);
}

static void golden(const char *name, const struct scn_text *text)
{
	static char expected[1 << 16];
	char path[256];
	size_t len;
	FILE *file;

	snprintf(path, sizeof(path), "tests/cases/verdicts/%s.txt", name);
	if (getenv("GOLDEN_UPDATE")) {
		file = fopen(path, "w");
		assert_non_null(file);
		fputs(scn_text_str(text), file);
		fclose(file);
	}
	file = fopen(path, "r");
	if (!file)
		fail_msg("%s is missing", path);
	len = fread(expected, 1, sizeof(expected) - 1, file);
	expected[len] = 0;
	fclose(file);
	assert_string_equal(scn_text_str(text), expected);
}

static struct scn_profile *load(const char *id)
{
	for (const struct scn_builtin_profile *p = scn_builtin_profiles; p->file; p++) {
		struct scn_text error = { 0 };
		struct scn_profile *profile;

		if (strncmp(p->file, id, strlen(id)) != 0 || p->file[strlen(id)] != '.' ||
			strcmp(p->file + strlen(id), ".json") != 0)
			continue;
		profile = scn_profile_load(p->text, p->len, p->file, &error);
		scn_text_finish(&error);
		return profile;
	}
	return NULL;
}

static void test_verdicts(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_profile *profile = load(cases[i].client);
		struct scn_server_facts facts;
		struct scn_verdict verdict;
		struct scn_text text = { 0 };

		assert_non_null(profile);
		build_facts(&facts, &cases[i]);
		scn_judge(profile, &facts, &verdict);
		if (cases[i].cause) {
			assert_int_equal(verdict.kind, SCN_VERDICT_FAILS);
			assert_string_equal(verdict.cause, cases[i].cause);
		} else {
			assert_int_not_equal(verdict.kind, SCN_VERDICT_FAILS);
			assert_null(verdict.cause);
		}
		write_verdict(&verdict, &text);
		golden(cases[i].name, &text);
		scn_text_finish(&text);
		scn_verdict_finish(&verdict);
		scn_server_facts_finish(&facts);
		scn_profile_free(profile);
	}
}

/* After its profile gets 0x009E the same pair works. */
static void test_the_changed_client_works(void **state)
{
	const struct scn_change change = { SCN_SIDE_CLIENT, SCN_CHANGE_ADD_SUITE, { 0x009E }, 1 };
	struct scn_profile *profile = load("exchange-2019");
	struct scn_profile *changed = scn_change_apply(profile, &change, 0);
	struct scn_server_facts facts;
	struct scn_verdict verdict;

	build_facts(&facts,
		&(struct judge_case){ .client = "exchange-2019", .server = ONLY_DHE " s=0401" });
	scn_judge(changed, &facts, &verdict);
	assert_int_equal(verdict.kind, SCN_VERDICT_WORKS);
	assert_int_equal(verdict.suite, 0x009E);
	scn_verdict_finish(&verdict);
	scn_server_facts_finish(&facts);
	scn_profile_free(changed);
	scn_profile_free(profile);
}

/* Every cause has a case above and a page in the docs. */
static void test_every_cause_has_case_and_page(void **state)
{
	size_t count;
	const struct scn_cause *causes = scn_causes(&count);

	for (size_t i = 0; i < count; i++) {
		bool found = false;
		char path[256];
		FILE *page;

		for (size_t k = 0; k < SCN_COUNT(cases); k++)
			found |= cases[k].cause && strcmp(cases[k].cause, causes[i].id) == 0;
		if (!found)
			fail_msg("no case for %s", causes[i].id);
		snprintf(path, sizeof(path), "docs/causes/%s.md", causes[i].id);
		page = fopen(path, "r");
		if (!page)
			fail_msg("%s is missing", path);
		fclose(page);
		assert_true(strlen(causes[i].label) <= 10);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_the_changed_client_works),
		cmocka_unit_test(test_every_cause_has_case_and_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
