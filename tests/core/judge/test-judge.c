/*
 * A golden verdict for every cause, and none where the pair works. A case is a row: which built-in
 * client, what is known of the server (the small language of judge-case.h), and what the client's own hello and
 * the counter-probes got. The expected text is tests/cases/verdicts/NAME.txt; GOLDEN_UPDATE=1 writes it.
 */
#include "test.h"

#include <stdio.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/diagnose.h"
#include "core/judge/must-work.h"
#include "files.h"
#include "judge-case.h"

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
	/* The fixes that the lists allow are none where more than one thing is in the way. */
	{ "only-tls13-postfix-seclevel", "exchange-2016-ws2012r2",
		"TLS1.3=1302,1301 TLS1.2= TLS1.1= TLS1.0= SSL3= rsa:2048", "alert 70",
		"add-version=TLS1.3 TLS1.3 1302 0017", "no-common-version" },
	{ "dhe-only-no-group", "exchange-2019", ONLY_DHE " g=0018", "alert 40",
		"add-suite=0x009F alert 40;add-suite=0x009E alert 40", "no-common-suite" },
	{ "second-cause", "exchange-2019",
		"TLS1.3= TLS1.2=C0AD,C0AC TLS1.1= TLS1.0= SSL3= g=0019 s=0403 ecdsa:0017",
		"alert 40",
		"add-suite=0xC0AD alert 40;add-suite=0xC0AC alert 40;"
		"add-suite=0xC0AD+add-group=secp521r1 TLS1.2 C0AD 0019",
		"no-common-suite" },
	{ "dh-too-large", "java-7", "TLS1.3= TLS1.2= TLS1.1= TLS1.0=0033 SSL3= rsa:2048 dh:2048",
		"TLS1.0 0033 dh 2048", NULL, "dh-too-large" },
	{ "dh-small-without-dhe", "exchange-2016-ws2012r2",
		"TLS1.3= TLS1.2=009F,C028 TLS1.1= rsa:2048 dh:512", "TLS1.2 009F dh 512",
		"remove-key-exchange=DHE TLS1.2 C028 0017", "dh-too-small" },
	{ "rsa-too-small", "rsa-min", "TLS1.2=C030 rsa:512", "TLS1.2 C030 0017", NULL,
		"rsa-too-small" },
	{ "rsa-too-large", "rsa-max", "TLS1.2=C030 rsa:16384", "TLS1.2 C030 0017", NULL,
		"rsa-too-large" },
	{ "secure-renegotiation", "reneg", "TLS1.2=C030 rsa:2048 no-reneg", "TLS1.2 C030 0017",
		NULL, "secure-renegotiation-missing" },
	{ "extended-master-secret", "ems", "TLS1.2=C030 rsa:2048 no-ems", "TLS1.2 C030 0017", NULL,
		"extended-master-secret-missing" },
	{ "client-certificate", "exchange-2019", "TLS1.2=C030 rsa:2048 client-cert",
		"TLS1.2 C030 0017", NULL, "client-certificate-required", true },
	{ "key-curve", "exchange-2019",
		"TLS1.3= TLS1.2=C02C,C02B TLS1.1= TLS1.0= g=0017 s=0403 ecdsa:0019", "alert 40",
		"add-group=secp521r1 TLS1.2 C02C 0017", "key-curve" },
	{ "servers-differ", "exchange-2019", "TLS1.2=C030 rsa:2048", "TLS1.2 C030 0017",
		"#2 alert 40;#3 TLS1.2 C030 0017;#4 alert 40", "servers-differ" },
	{ "every-hello-refused", "exchange-2019", "TLS1.3= TLS1.2= TLS1.1= TLS1.0= SSL3= SSL2=",
		"alert 80", NULL, "every-hello-refused" },
	{ "closed-after-starttls", "exchange-2019", "", "closed", NULL, "closed-after-starttls" },
	{ "starttls-masked", "exchange-2019", "no-starttls masked", NULL, NULL, "starttls-masked" },
	{ "no-esmtp", "exchange-2019", "no-starttls no-ehlo", NULL, NULL, "no-esmtp" },
#define MATCHING "TLS1.3= TLS1.2=C030,C02F g=0017 s=0401 rsa:2048"
	{ "version-intolerance", "postfix-3.7", MATCHING, "closed",
		"remove-version=TLS1.3 TLS1.2 C030 0017", "version-intolerance" },
	{ "version-intolerance-silent", "postfix-3.7", MATCHING, "silent",
		"remove-version=TLS1.3 TLS1.2 C030 0017", "version-intolerance" },
	{ "hello-too-long", "postfix-3.7", MATCHING, "silent",
		"pad-hello=512 TLS1.2 C030 0017;remove-version=TLS1.3 TLS1.2 C030 0017",
		"hello-too-long" },
	{ "too-many-suites", "many-suites", MATCHING, "alert 40",
		"shorten-suite-list=64 TLS1.2 C030 0017", "too-many-suites" },
	{ "extension-intolerance", "postfix-3.7", MATCHING, "alert 40",
		"remove-extension=encrypt_then_mac TLS1.2 C030 0017", "extension-intolerance" },
	{ "sni-refused", "sni", MATCHING, "alert 112",
		"remove-extension=server_name TLS1.2 C030 0017", "sni-refused" },
	{ "sni-required", "postfix-3.7", MATCHING, "alert 40",
		"add-extension=server_name TLS1.2 C030 0017", "sni-required" },
	{ "alpn-refused", "alpn", MATCHING, "alert 120",
		"remove-extension=application_layer_protocol_negotiation TLS1.2 C030 0017",
		"alpn-refused" },
	{ "ems-required", "no-ems", MATCHING, "alert 40",
		"add-extension=extended_master_secret TLS1.2 C030 0017",
		"extended-master-secret-required" },
	{ "fallback-refused", "fallback", MATCHING, "alert 86",
		"remove-suite=0x5600 TLS1.2 C030 0017", "fallback-refused" },
#define CHOSEN "TLS1.2=C030 rsa:2048 "
#define CHOICE "TLS1.2 C030 0017"
	{ "certificate-expired", "chain", CHOSEN "trust:expired", CHOICE, NULL,
		"certificate-expired" },
	{ "certificate-not-yet-valid", "chain", CHOSEN "trust:not-yet-valid", CHOICE, NULL,
		"certificate-not-yet-valid" },
	{ "certificate-self-signed", "chain", CHOSEN "trust:self-signed", CHOICE, NULL,
		"certificate-self-signed" },
	{ "certificate-unknown-issuer", "name", CHOSEN "trust:unknown-issuer", CHOICE, NULL,
		"certificate-unknown-issuer" },
	{ "certificate-incomplete", "chain", CHOSEN "trust:incomplete", CHOICE, NULL,
		"certificate-incomplete-chain" },
	{ "certificate-wrong-purpose", "chain", CHOSEN "trust:wrong-purpose", CHOICE, NULL,
		"certificate-wrong-purpose" },
	{ "certificate-weak", "chain", CHOSEN "trust:weak", CHOICE, NULL, "certificate-weak" },
	{ "certificate-not-verified", "chain", CHOSEN "trust:other", CHOICE, NULL,
		"certificate-not-verified" },
	{ "certificate-wrong-name", "name", CHOSEN "trust:trusted name:no", CHOICE, NULL,
		"certificate-wrong-name" },
	{ "certificate-trusted", "name", CHOSEN "trust:trusted name:yes", CHOICE, NULL, NULL },
	{ "certificate-nobody-looks", "exchange-2019", CHOSEN "trust:expired name:no", CHOICE, NULL,
		NULL },
	{ "unknown-not-verified", "chain", CHOSEN, CHOICE, NULL, NULL },
	{ "dane-mismatch", "dane", CHOSEN "trust:trusted tlsa:secure dane:mismatch", CHOICE, NULL,
		"dane-mismatch" },
	{ "dane-wrong-name", "dane", CHOSEN "tlsa:secure dane:wrong-name", CHOICE, NULL,
		"dane-untrusted" },
	{ "dane-bogus", "dane", CHOSEN "tlsa:bogus", CHOICE, NULL, "dane-bogus" },
	{ "dane-no-starttls", "dane", "no-starttls tlsa:secure", NULL, NULL, "dane-no-starttls" },
	{ "dane-matches", "dane", CHOSEN "trust:self-signed tlsa:secure dane:matches", CHOICE, NULL,
		NULL },
	{ "dane-without-records", "dane", CHOSEN "trust:self-signed tlsa:none", CHOICE, NULL,
		NULL },
	{ "dane-not-known", "dane", CHOSEN "trust:trusted", CHOICE, NULL, NULL },
	{ "key-usage", "usage", CHOSEN "usage:4", CHOICE, NULL, "key-usage" },
	{ "key-usage-fits", "usage", CHOSEN "usage:5", CHOICE, NULL, NULL },
	{ "legacy-signature", "openssl-3.0",
		"TLS1.3= TLS1.2= TLS1.1= TLS1.0=C014,0035 SSL3= rsa:2048", "TLS1.0 C014 0017", NULL,
		"legacy-signature" },
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
	for (size_t i = 0; i < fix->change.with_count; i++)
		scn_text_printf(out, " with 0x%04X", fix->change.with[i]);
	if (fix->has_then) {
		scn_text_printf(out, " then %s", scn_change_word(fix->then.kind));
		for (size_t i = 0; i < fix->then.value_count; i++) {
			scn_text_char(out, ' ');
			scn_change_value_text(&fix->then, i, out);
		}
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
	line(out, "counter", v->counter);
	line(out, "second", v->second_cause);
	for (size_t i = 0; i < v->fix_count; i++)
		write_fix(&v->fixes[i], out);
}

static void golden(const char *name, const struct scn_text *text)
{
	char path[256];

	snprintf(path, sizeof(path), "tests/cases/verdicts/%s.txt", name);
	test_golden(path, text);
}

static void test_verdicts(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_profile *profile = judge_case_profile(cases[i].client);
		struct scn_server_facts facts;
		struct scn_verdict verdict;
		struct scn_text text = { 0 };

		assert_non_null(profile);
		judge_case_facts(&facts, &cases[i]);
		scn_judge(profile, &facts, &verdict);
		if (cases[i].cause && (verdict.kind != SCN_VERDICT_FAILS ||
					      strcmp(verdict.cause, cases[i].cause) != 0))
			fail_msg("%s: %s, %s", cases[i].name, scn_verdict_word(verdict.kind),
				verdict.cause ? verdict.cause : "no cause");
		if (!cases[i].cause && (verdict.kind == SCN_VERDICT_FAILS || verdict.cause))
			fail_msg("%s: fails, %s", cases[i].name, verdict.cause);
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
	const struct scn_change change = { .side = SCN_SIDE_CLIENT,
		.kind = SCN_CHANGE_ADD_SUITE,
		.values = { 0x009E },
		.value_count = 1 };
	struct scn_profile *profile = judge_case_profile("exchange-2019");
	struct scn_profile *changed = scn_change_apply(profile, &change, 0);
	struct scn_server_facts facts;
	struct scn_verdict verdict;

	judge_case_facts(&facts,
		&(struct judge_case){ .client = "exchange-2019", .server = ONLY_DHE " s=0401" });
	scn_judge(changed, &facts, &verdict);
	assert_int_equal(verdict.kind, SCN_VERDICT_WORKS);
	assert_int_equal(verdict.suite, 0x009E);
	scn_verdict_finish(&verdict);
	scn_server_facts_finish(&facts);
	scn_profile_free(changed);
	scn_profile_free(profile);
}

/* Every cause has a case above. */
/* A refusal of an older form of the hello says nothing of a client that was edited since. */
static void test_without_a_change_answers_are_left_out(void **state)
{
	static const struct judge_case row = {
		.client = "exchange-2019",
		.server = "TLS1.2=C030 g=1D s=0804 rsa:2048",
		.replay = "alert 40",
	};
	struct scn_server_facts facts, *after;
	struct scn_profile *profile = judge_case_profile(row.client);
	struct scn_verdict verdict;

	judge_case_facts(&facts, &row);
	scn_judge(profile, &facts, &verdict);
	assert_int_equal(verdict.kind, SCN_VERDICT_FAILS);
	scn_verdict_finish(&verdict);
	after = scn_server_after_all(&facts, profile, NULL, 0);
	scn_judge(profile, after, &verdict);
	assert_int_equal(verdict.kind, SCN_VERDICT_WORKS);
	assert_int_equal(verdict.evidence, SCN_EVIDENCE_COMPUTED);
	scn_verdict_finish(&verdict);
	scn_server_after_free(after);
	scn_server_facts_finish(&facts);
	scn_profile_free(profile);
}

static void test_every_cause_has_a_case(void **state)
{
	size_t count;
	const struct scn_cause *causes = scn_causes(&count);

	for (size_t i = 0; i < count; i++) {
		bool found = false;

		for (size_t k = 0; k < SCN_COUNT(cases); k++)
			found |= cases[k].cause && strcmp(cases[k].cause, causes[i].id) == 0;
		if (!found)
			fail_msg("no case for %s", causes[i].id);
		assert_true(strlen(causes[i].label) <= 10);
	}
}

/* ---- in another language ---- */

/* A language without words: every letter of a sentence becomes "~", its arguments stay. */
struct strange {
	char **sentences;
	size_t count;
};

static const char *strange_one(void *context, const char *english)
{
	struct strange *strange = context;
	char *text = scn_strdup(english);

	for (char *at = text; *at; at++) {
		if (*at == '%') /* the whole directive: its letter is the first one */
			at += strcspn(at, "sucdz") + (at[strcspn(at, "sucdz")] == 'z');
		else if ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z'))
			*at = '~';
	}
	SCN_APPEND(strange->sentences, strange->count, text);
	return text;
}

static const char *strange_many(
	void *context, const char *singular, const char *plural, unsigned long count)
{
	return strange_one(context, count == 1 ? singular : plural);
}

static void strange_finish(struct strange *strange)
{
	for (size_t i = 0; i < strange->count; i++)
		free(strange->sentences[i]);
	free(strange->sentences);
}

/* A word as prose has it: small letters between blanks and marks. Names have digits, dots or capitals. */
static bool has_word(const char *text)
{
	static const char small[] = "abcdefghijklmnopqrstuvwxyz";
	const char *at = text;

	while (*at) {
		size_t len = strcspn(at, " ,;:()");
		size_t word = len && at[len - 1] == '.' ? len - 1 : len;

		if (word > 1 && strspn(at, small) == word)
			return true;
		at += len;
		at += strspn(at, " ,;:()");
	}
	return false;
}

/* What the server and its library said stays as it is: blanked out. */
static char *without_quotes(const char *text, const char *failure)
{
	char *copy = scn_strdup(text);
	char *said = failure ? strstr(copy, failure) : NULL;
	bool quoted = false;

	if (said)
		memset(said, ' ', strlen(failure));
	for (char *at = copy; *at; at++) {
		quoted ^= *at == '"';
		*at = quoted ? ' ' : *at;
	}
	return copy;
}

static void no_english(const char *name, const char *field, const char *text, const char *failure)
{
	char *rest;

	if (!text)
		return;
	rest = without_quotes(text, failure);
	if (has_word(rest))
		fail_msg("%s: %s is in English: %s", name, field, text);
	free(rest);
}

static void no_english_in(
	const char *name, const struct scn_verdict *v, const struct scn_server_facts *facts)
{
	const char *failure = facts->replay_count ? facts->replays[0].failure : NULL;

	no_english(name, "summary", v->summary, failure);
	no_english(name, "why", v->why, failure);
	no_english(name, "mail", v->mail, failure);
	no_english(name, "weak", v->weak, failure);
	no_english(name, "server_side", v->server_side, failure);
	no_english(name, "client_side", v->client_side, failure);
	no_english(name, "proof", v->proof, failure);
	no_english(name, "counter", v->counter, failure);
	no_english(name, "title", v->cause ? scn_cause_title(v->cause) : NULL, failure);
	for (size_t i = 0; i < v->fix_count; i++)
		no_english(name, "fix", v->fixes[i].text, failure);
}

static void test_no_english_in_another_language(void **state)
{
	struct strange strange = { 0 };
	struct scn_language language = { strange_one, strange_many, &strange };

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_profile *profile = judge_case_profile(cases[i].client);
		struct scn_server_facts facts;
		struct scn_verdict verdict;

		judge_case_facts(&facts, &cases[i]);
		scn_language_set(&language);
		scn_judge(profile, &facts, &verdict);
		no_english_in(cases[i].name, &verdict, &facts);
		scn_language_set(NULL);
		scn_verdict_finish(&verdict);
		scn_server_facts_finish(&facts);
		scn_profile_free(profile);
	}
	strange_finish(&strange);
}

/* ---- settings that nobody made ---- */

static const char only_tls10[] = "TLS1.3= TLS1.2= TLS1.1= TLS1.0=002F,0035 SSL3= SSL2= rsa:2048";
static const char only_tls12[] =
	"TLS1.3= TLS1.2=C02F,C030 TLS1.1= TLS1.0= SSL3= SSL2= g=17 s=0804,0401 rsa:2048";

/* windows-server-2019 offers TLS 1.0 and TLS 1.2: with these parts left to Windows. */
static const struct {
	const char *name, *server, *replay, *base;
	enum scn_version version; /* not set, or none */
	bool suites, groups;
	enum scn_verdict_kind kind;
} defaults[] = {
	{ "the base is known", only_tls10, NULL, "windows-server-2019", SCN_TLS1_0, true, true,
		SCN_VERDICT_WEAK },
	{ "this version decides", only_tls10, NULL, NULL, SCN_TLS1_0, false, false,
		SCN_VERDICT_UNKNOWN },
	{ "and an answer to a made-up hello proves nothing", only_tls10, "alert 70", NULL,
		SCN_TLS1_0, false, false, SCN_VERDICT_UNKNOWN },
	{ "this version does not matter", only_tls12, NULL, NULL, SCN_TLS1_0, false, false,
		SCN_VERDICT_WORKS },
	{ "which suites is not known", only_tls12, NULL, NULL, SCN_VERSION_NONE, true, false,
		SCN_VERDICT_UNKNOWN },
	{ "which groups is not known", only_tls12, "alert 40", NULL, SCN_VERSION_NONE, false, true,
		SCN_VERDICT_UNKNOWN },
	{ "no suite helps without a version", "TLS1.3=1301 TLS1.2= TLS1.1= TLS1.0= SSL3= SSL2=",
		"alert 70", NULL, SCN_VERSION_NONE, true, true, SCN_VERDICT_FAILS },
	{ "there is no TLS at all", "no-starttls", NULL, NULL, SCN_TLS1_0, true, true,
		SCN_VERDICT_FAILS },
};

static void test_unknown_defaults_are_never_no(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(defaults); i++) {
		const struct judge_case c = { .name = defaults[i].name,
			.client = "windows-server-2019",
			.server = defaults[i].server,
			.replay = defaults[i].replay };
		struct scn_profile *profile = judge_case_profile(c.client);
		struct scn_server_facts facts;
		struct scn_verdict verdict;

		scn_profile_set_nothing(profile, defaults[i].base);
		profile->not_set.versions = defaults[i].version == SCN_VERSION_NONE
						    ? 0
						    : SCN_VERSION_BIT(defaults[i].version);
		profile->not_set.suites = defaults[i].suites;
		profile->not_set.groups = defaults[i].groups;
		judge_case_facts(&facts, &c);
		scn_judge(profile, &facts, &verdict);
		if (verdict.kind != defaults[i].kind)
			fail_msg("%s: %s, %s", c.name, scn_verdict_word(verdict.kind),
				verdict.why ? verdict.why : "");
		scn_verdict_finish(&verdict);
		scn_server_facts_finish(&facts);
		scn_profile_free(profile);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_the_changed_client_works),
		cmocka_unit_test(test_without_a_change_answers_are_left_out),
		cmocka_unit_test(test_every_cause_has_a_case),
		cmocka_unit_test(test_no_english_in_another_language),
		cmocka_unit_test(test_unknown_defaults_are_never_no),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
