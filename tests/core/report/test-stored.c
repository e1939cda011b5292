/* Sentences of a saved scan are recognised by their form and said in the reader's language. */
#include "test.h"

#include "core/base/language.h"
#include "core/report/stored.h"

static const struct {
	const char *english, *czech;
} words[] = {
	{ "connected after %lld ms", "spojeno za %lld ms" },
	{ "waited %lld ms for %s in vain", "%2$s: %1$lld ms marného čekání" },
	{ "the answer to the ClientHello", "odpověď na ClientHello" },
	{ "Not everything could be tested: %s.", "Nešlo otestovat vše: %s." },
	{ "the budget of time is used up", "čas vypršel" },
	{ "Stopped after %u of about %u questions: %s (the server's last answer: %d).",
		"Konec po %1$u z %2$u (poslední odpověď %4$d): %3$s." },
	{ "Stopped after %u of about %u questions: %s.", "Konec po %1$u z %2$u: %3$s." },
	{ "%s does not exist. Check the spelling.", "%s neexistuje." },
	{ "The mail servers of %s could not be looked up; try again later.", "%s: nezjištěno." },
	{ "handshake completed: %s, %s", "dokončeno: %s, %s" },
};

static const char *czech(void *context, const char *english)
{
	(void)context;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].english, english) == 0)
			return words[i].czech;
	return NULL;
}

static const struct {
	const char *english, *czech;
} cases[] = {
	{ "connected after 12 ms", "spojeno za 12 ms" },
	{ "waited 5000 ms for the answer to the ClientHello in vain",
		"odpověď na ClientHello: 5000 ms marného čekání" },
	{ "waited 5000 ms for the moon in vain", "the moon: 5000 ms marného čekání" },
	{ "Not everything could be tested: the budget of time is used up.",
		"Nešlo otestovat vše: čas vypršel." },
	{ "Stopped after 7 of about 90 questions: the budget of time is used up (the server's last "
	  "answer: 421).",
		"Konec po 7 z 90 (poslední odpověď 421): čas vypršel." },
	{ "Stopped after 7 of about 90 questions: the budget of time is used up.",
		"Konec po 7 z 90: čas vypršel." },
	{ "exa-mple.com does not exist. Check the spelling.", "exa-mple.com neexistuje." },
	{ "The mail servers of a.example could not be looked up; try again later. (SERVFAIL)",
		"a.example: nezjištěno. (SERVFAIL)" },
	{ "handshake completed: TLS 1.2, TLS_RSA_WITH_AES_128_GCM_SHA256",
		"dokončeno: TLS 1.2, TLS_RSA_WITH_AES_128_GCM_SHA256" },
	/* Not ours: a server's words, a form that goes on, a directive as text. */
	{ "connected after 12 ms or so", "connected after 12 ms or so" },
	{ "250 2.1.0 Ok (really)", "250 2.1.0 Ok (really)" },
	{ "100%s does not exist. Check the spelling.", "100%s neexistuje." },
	{ " (", " (" },
	{ "", "" },
};

static void test_said_again(void **state)
{
	struct scn_language language = { .one = czech };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scn_text text = { 0 };

		scn_language_set(&language);
		scn_tr_stored(cases[i].english, &text);
		assert_string_equal(scn_text_str(&text), cases[i].czech);
		scn_text_clear(&text);
		scn_language_set(NULL);
		scn_tr_stored(cases[i].english, &text);
		assert_string_equal(scn_text_str(&text), cases[i].english);
		scn_text_finish(&text);
	}
}

static void test_nothing(void **state)
{
	struct scn_text text = { 0 };

	scn_tr_stored(NULL, &text);
	assert_string_equal(scn_text_str(&text), "");
	scn_text_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_said_again),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
