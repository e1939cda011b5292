/* The language is that of a thread: one reads shouted words, another the English ones. */
#include "test.h"

#include <ctype.h>
#include <pthread.h>

#include "core/base/language.h"
#include "core/base/text.h"

struct shouter {
	char text[200];
	unsigned long count;
};

static const char *shout(void *context, const char *english)
{
	struct shouter *shouter = context;
	size_t len = 0;

	if (strcmp(english, "lacking") == 0)
		return NULL;
	for (; english[len] && len + 1 < sizeof(shouter->text); len++)
		shouter->text[len] = (char)toupper((unsigned char)english[len]);
	shouter->text[len] = '\0';
	return shouter->text;
}

static const char *shout_many(
	void *context, const char *singular, const char *plural, unsigned long count)
{
	((struct shouter *)context)->count = count;
	return shout(context, count == 1 ? singular : plural);
}

static void *english_thread(void *context)
{
	const char *words = "no cipher suite";

	*(const char **)context = scn_tr(words) == words ? "same" : scn_tr(words);
	return NULL;
}

static void test_english_by_itself(void **state)
{
	const char *words = "No cipher suite in common.";

	scn_language_set(NULL);
	assert_ptr_equal(scn_tr(words), words);
	assert_null(scn_tr(NULL));
	assert_string_equal(scn_tr_n("%u suite", "%u suites", 1), "%u suite");
	assert_string_equal(scn_tr_n("%u suite", "%u suites", 0), "%u suites");
	assert_string_equal(scn_tr_n("%u suite", "%u suites", 2), "%u suites");
}

static void test_language_of_a_thread(void **state)
{
	struct shouter shouter = { 0 };
	struct scn_language loud = { shout, shout_many, &shouter };
	const char *other = NULL;
	pthread_t thread;

	scn_language_set(&loud);
	assert_string_equal(scn_tr("no cipher suite"), "NO CIPHER SUITE");
	assert_int_equal(pthread_create(&thread, NULL, english_thread, &other), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_string_equal(other, "same");
	assert_string_equal(scn_tr_n("suite", "suites", 5), "SUITES");
	assert_int_equal(shouter.count, 5);
	scn_language_set(NULL);
	assert_string_equal(scn_tr("no cipher suite"), "no cipher suite");
}

/* A catalogue may lack a sentence: better in English than not at all. */
static void test_what_a_catalogue_lacks(void **state)
{
	struct shouter shouter = { 0 };
	struct scn_language loud = { shout, shout_many, &shouter };
	struct scn_language half = { .one = shout, .context = &shouter };

	scn_language_set(&loud);
	assert_string_equal(scn_tr("lacking"), "lacking");
	assert_null(scn_tr(NULL));
	shouter.text[0] = '!';
	assert_string_equal(scn_tr(""), "");
	assert_int_equal(shouter.text[0], '!'); /* nobody was asked */
	assert_string_equal(scn_tr_n("lacking", "all lacking", 1), "lacking");
	scn_language_set(&half);
	assert_string_equal(scn_tr_n("suite", "suites", 2), "suites");
	scn_language_set(NULL);
}

/* A piece of English between: what was set comes back. */
static void test_set_and_set_again(void **state)
{
	struct shouter shouter = { 0 };
	struct scn_language loud = { shout, shout_many, &shouter }, before;

	scn_language_set(&loud);
	before = scn_language_get();
	scn_language_set(NULL);
	assert_string_equal(scn_tr("yes"), "yes");
	scn_language_set(&before);
	assert_string_equal(scn_tr("yes"), "YES");
	scn_language_set(NULL);
}

static const char *turn_round(void *context, const char *english)
{
	(void)context;
	return strcmp(english, "%s of %u") == 0 ? "%2$u: %1$s" : NULL;
}

static void test_arguments_in_another_order(void **state)
{
	struct scn_language language = { .one = turn_round };
	struct scn_text text = { 0 };

	scn_language_set(&language);
	scn_text_printf(&text, scn_tr("%s of %u"), "suites", 4u);
	assert_string_equal(scn_text_str(&text), "4: suites");
	scn_text_finish(&text);
	scn_language_set(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_english_by_itself),
		cmocka_unit_test(test_language_of_a_thread),
		cmocka_unit_test(test_what_a_catalogue_lacks),
		cmocka_unit_test(test_set_and_set_again),
		cmocka_unit_test(test_arguments_in_another_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
