/*
 * Saved scans in tests/cases/reports/CASE/input.json, printed in every form and compared with the
 * files beside them. To write them anew after a wanted change: GOLDEN_UPDATE=1, then read the diff.
 */
#include "test.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

#include "core/base/language.h"
#include "files.h"
#include "report-forms.h"

#define CASES "tests/cases/reports"

static const struct {
	const char *file;
	struct report_form form;
} outputs[] = {
	{ "check-80.txt", { "text", 80, "check" } },
	{ "scan-80.txt", { "text", 80, "scan" } },
	{ "scan-120.txt", { "text", 120, "scan" } },
	{ "plain.txt", { "plain", 80, "scan" } },
	{ "ascii.txt", { "ascii", 80, "check" } },
	{ "color.txt", { "color", 80, "check" } },
	{ "compare-80.txt", { "compare", 80, NULL } },
	{ "compare-120.txt", { "compare", 120, NULL } },
	{ "report.html", { "html", 80, NULL } },
	{ "pairs.csv", { "csv-pairs", 80, NULL } },
	{ "suites.csv", { "csv-suites", 80, NULL } },
	{ "dialogue-80.txt", { "dialogue", 80, NULL } },
	{ "answer.txt", { "answer", 80, NULL } },
};

static struct scn_document *load_case(const char *name)
{
	struct scn_text path = { 0 }, text = { 0 }, error = { 0 };
	struct scn_document *d;

	scn_text_printf(&path, CASES "/%s/input.json", name);
	test_read_file(scn_text_str(&path), &text);
	d = scn_document_load(text.at, text.len, name, &error);
	if (!d)
		fail_msg("%s", scn_text_str(&error));
	scn_text_finish(&path);
	scn_text_finish(&text);
	scn_text_finish(&error);
	return d;
}

/* Calls check for every case and says how many there are. */
static size_t each_case(void (*check)(const char *name, struct scn_document *d))
{
	DIR *dir = opendir(CASES);
	struct dirent *entry;
	size_t count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		struct scn_document *d;

		if (entry->d_name[0] == '.')
			continue;
		d = load_case(entry->d_name);
		check(entry->d_name, d);
		scn_document_free(d);
		count++;
	}
	closedir(dir);
	return count;
}

/* A form that has nothing to say has no file. */
static void check_outputs(const char *name, struct scn_document *d)
{
	for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++) {
		struct scn_text got = { 0 }, path = { 0 };

		scn_text_printf(&path, CASES "/%s/%s", name, outputs[i].file);
		assert_true(report_form_print(d, &outputs[i].form, &got));
		if (got.len)
			test_golden(scn_text_str(&path), &got);
		else
			assert_int_not_equal(access(scn_text_str(&path), F_OK), 0);
		scn_text_finish(&got);
		scn_text_finish(&path);
	}
}

static void test_outputs(void **state)
{
	assert_true(each_case(check_outputs) >= 10);
}

static const char *no_word(void *context, const char *english)
{
	return "?";
}

/* The forms that windows write into files; what they show themselves is translated. */
static bool is_file(const char *form)
{
	static const char *const files[] = { "text", "plain", "ascii", "color", "html", "csv-pairs",
		"csv-suites" };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (strcmp(files[i], form) == 0)
			return true;
	return false;
}

/* Reports are files, and files are English: the language of the thread does not show, and stays. */
static void check_english(const char *name, struct scn_document *d)
{
	struct scn_language language = { .one = no_word };

	for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++) {
		const struct report_form *form = &outputs[i].form;
		struct scn_text got = { 0 }, english = { 0 };

		if (!is_file(form->word))
			continue;
		assert_true(report_form_print(d, form, &english));
		scn_language_set(&language);
		assert_true(report_form_print(d, form, &got));
		assert_string_equal(scn_tr("word"), "?");
		scn_language_set(NULL);
		assert_string_equal(scn_text_str(&got), scn_text_str(&english));
		scn_text_finish(&got);
		scn_text_finish(&english);
	}
}

static void test_files_are_english(void **state)
{
	each_case(check_english);
}

/* A line may only be too long where it holds one word (behind its indent) or a command to copy. */
static void check_line(const char *name, const char *line, unsigned width)
{
	const char *word = line + strspn(line, " ");

	if (scn_text_columns(line) <= width || !strchr(word, ' ') ||
		strncmp(word, "handfast ", strlen("handfast ")) == 0)
		return;
	fail_msg("%s: longer than %u columns: %s", name, width, line);
}

static void check_widths(const char *name, struct scn_document *d)
{
	static const unsigned widths[] = { 60, 80, 100, 110, 120, 160 };

	for (size_t i = 0; i < 2 * sizeof(widths) / sizeof(widths[0]); i++) {
		struct report_form form = { "text", widths[i / 2], i % 2 ? "scan" : "check" };
		struct scn_text got = { 0 };

		assert_true(report_form_print(d, &form, &got));
		for (char *line = strtok(got.at, "\n"); line; line = strtok(NULL, "\n"))
			check_line(name, line, form.width);
		scn_text_finish(&got);
	}
}

static void test_lines_fit(void **state)
{
	each_case(check_widths);
}

static void check_no_suite_is_cut(const char *name, struct scn_document *d)
{
	static const unsigned widths[] = { 20, 80, 120 };

	for (size_t w = 0; w < sizeof(widths) / sizeof(widths[0]); w++) {
		struct report_form form = { "text", widths[w], "scan" };
		struct scn_text got = { 0 };

		assert_true(report_form_print(d, &form, &got));
		for (size_t t = 0; t < d->target_count; t++)
			for (size_t s = 0; s < d->targets[t]->server_count; s++) {
				const struct scn_version_fact *v =
					&d->targets[t]->servers[s]->facts.versions[SCN_TLS1_2];

				for (size_t i = 0; i < v->suite_count; i++)
					if (v->suites[i].status == SCN_ACCEPTED &&
						!strstr(scn_text_str(&got),
							scn_suite_by_code(v->suites[i].code)->name))
						fail_msg("%s: a suite is not shown", name);
			}
		scn_text_finish(&got);
	}
}

static void test_suite_names_are_whole(void **state)
{
	each_case(check_no_suite_is_cut);
}

/* No form lets a byte through that a terminal would obey. */
static void check_harmless(const char *name, struct scn_document *d)
{
	static const char *const forms[] = { "text", "plain", "ascii", "dialogue", "json",
		"json-all", "jsonl" };

	for (size_t f = 0; f < sizeof(forms) / sizeof(forms[0]); f++) {
		struct report_form form = { forms[f], 80, "scan" };
		struct scn_text got = { 0 }, safe = { 0 };

		assert_true(report_form_print(d, &form, &got));
		for (size_t i = 0; i < got.len; i++)
			if (got.at[i] == '\n' || got.at[i] == '\\')
				got.at[i] = ' ';
		scn_text_peer(&safe, got.at, got.len);
		if (strcmp(scn_text_str(&safe), scn_text_str(&got)) != 0)
			fail_msg("%s: %s is not harmless", name, forms[f]);
		for (size_t i = 0; strcmp(forms[f], "ascii") == 0 && i < got.len; i++)
			assert_true((unsigned char)got.at[i] < 0x80);
		scn_text_finish(&got);
		scn_text_finish(&safe);
	}
}

static void test_peers_words_are_harmless(void **state)
{
	each_case(check_harmless);
}

/* Saved and loaded again it is the same document, rejected suites included. */
static void check_round_trip(const char *name, struct scn_document *d)
{
	struct report_form form = { "json-all", 0, NULL };
	struct scn_text first = { 0 }, second = { 0 }, error = { 0 };
	struct scn_document *again;

	assert_true(report_form_print(d, &form, &first));
	again = scn_document_load(first.at, first.len, name, &error);
	if (!again)
		fail_msg("%s: %s", name, scn_text_str(&error));
	assert_true(report_form_print(again, &form, &second));
	assert_string_equal(scn_text_str(&first), scn_text_str(&second));
	scn_document_free(again);
	scn_text_finish(&first);
	scn_text_finish(&second);
}

static void test_round_trip(void **state)
{
	each_case(check_round_trip);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outputs),
		cmocka_unit_test(test_files_are_english),
		cmocka_unit_test(test_lines_fit),
		cmocka_unit_test(test_suite_names_are_whole),
		cmocka_unit_test(test_peers_words_are_harmless),
		cmocka_unit_test(test_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
