/* Two profiles: what came, went and moved, values, and the two reports. */
#include "test.h"

#include "core/base/json.h"
#include "core/profile/profile-diff.h"
#include "builtin.h"

/* ---- lists: a row is the two lists and what is found, as "added 3 c, moved a 1-2" ---- */

static void test_lists(void **state)
{
	static const struct {
		const uint16_t a[6], b[6]; /* group codes, 0 ends */
		const char *found;
	} rows[] = {
		{ { 23, 24, 25 }, { 23, 24, 25 }, "" },
		{ { 23, 24 }, { 29, 23, 24 }, "+29@1 " },
		{ { 23, 24, 25 }, { 23, 25 }, "-24@2 " },
		{ { 23, 24, 25, 29 }, { 29, 23, 24, 25 }, "29:4>1 " },
		{ { 23, 24, 25, 29 }, { 24, 25, 29, 23 }, "23:1>4 " },
		{ { 23, 24, 25 }, { 25, 24, 23 }, "24:2>2 25:3>1 " },
		{ { 23, 24, 25 }, { 30, 29 }, "+30@1 +29@2 -23@1 -24@2 -25@3 " },
		{ { 0 }, { 23 }, "+23@1 " },
		{ { 23 }, { 0 }, "-23@1 " },
		{ { 0 }, { 0 }, "" },
		/* What came before does not make the others move. */
		{ { 23, 24, 25 }, { 29, 25, 23 }, "+29@1 -24@2 25:3>2 " },
	};

	for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
		struct scn_profile a = { 0 }, b = { 0 };
		struct scn_profile_diff diff;
		struct scn_text found = { 0 };

		a.groups = (uint16_t *)(uintptr_t)rows[r].a;
		b.groups = (uint16_t *)(uintptr_t)rows[r].b;
		while (a.group_count < 6 && a.groups[a.group_count])
			a.group_count++;
		while (b.group_count < 6 && b.groups[b.group_count])
			b.group_count++;
		scn_profile_diff(&a, &b, &diff);
		for (size_t i = 0; i < diff.lists[3].count; i++) {
			const struct scn_diff_item *item = &diff.lists[3].items[i];

			if (item->kind == SCN_DIFF_ADDED)
				scn_text_printf(&found, "+%u@%zu ", item->code, item->place_b);
			else if (item->kind == SCN_DIFF_REMOVED)
				scn_text_printf(&found, "-%u@%zu ", item->code, item->place_a);
			else
				scn_text_printf(&found, "%u:%zu>%zu ", item->code, item->place_a,
					item->place_b);
		}
		assert_string_equal(scn_text_str(&found), rows[r].found);
		assert_int_equal(scn_profile_diff_is_empty(&diff), !rows[r].found[0]);
		scn_text_finish(&found);
		scn_profile_diff_finish(&diff);
	}
}

/* Every built-in profile is the same as itself, loaded again. */
static void test_same(void **state)
{
	for (const struct scn_builtin_profile *b = scn_builtin_profiles; b->file; b++) {
		struct scn_profile *one = test_load_profile(b->text, b->len, b->file),
				   *two = test_load_profile(b->text, b->len, b->file);
		struct scn_profile_diff diff;

		scn_profile_diff(one, two, &diff);
		assert_true(scn_profile_diff_is_empty(&diff));
		scn_profile_diff_finish(&diff);
		scn_profile_free(one);
		scn_profile_free(two);
	}
}

static void test_values(void **state)
{
	struct scn_profile *a = test_builtin("postfix-3.7"), *b = test_builtin("postfix-3.7");
	struct scn_profile_diff diff;

	b->limits.dh_min = 2048;
	b->limits.rsa_max = 4096;
	b->verifies = SCN_VERIFIES_DANE;
	b->requires_key_usage = !a->requires_key_usage;
	b->session_id_len = 0;
	b->record_version = 0x0303;
	scn_profile_diff(a, b, &diff);
	assert_int_equal(diff.value_count, 6);
	assert_string_equal(diff.values[0].key, "dh_min");
	assert_string_equal(diff.values[0].a, "1024");
	assert_string_equal(diff.values[0].b, "2048");
	assert_string_equal(diff.values[1].a, "not known");
	assert_string_equal(diff.values[3].b, "dane");
	assert_string_equal(diff.values[4].b, "0");
	assert_string_equal(diff.values[5].b, "0x0303");
	scn_profile_diff_finish(&diff);
	scn_profile_free(a);
	scn_profile_free(b);
}

static void test_text(void **state)
{
	struct scn_profile *a = test_builtin("exchange-2019"),
			   *b = test_builtin("exchange-2019-dhe");
	struct scn_profile_diff diff;
	struct scn_text out = { 0 };

	scn_profile_diff(a, b, &diff);
	scn_profile_diff_text(&diff, a, b, 80, SCN_DIFF_ASCII, &out);
	assert_string_equal(scn_text_str(&out),
		"exchange-2019 -> exchange-2019-dhe\n"
		"\n"
		"Suites\n"
		"  added    TLS_DHE_RSA_WITH_AES_256_GCM_SHA384           place 9\n"
		"  added    TLS_DHE_RSA_WITH_AES_128_GCM_SHA256           place 10\n");
	scn_text_finish(&out);
	scn_profile_diff_finish(&diff);
	scn_profile_free(a);
	scn_profile_free(b);
}

/* No line is wider than asked for, whatever is compared. */
static void test_width(void **state)
{
	struct scn_profile *a = test_builtin("exchange-2019");

	for (const struct scn_builtin_profile *f = scn_builtin_profiles; f->file; f++) {
		struct scn_profile *b = test_load_profile(f->text, f->len, f->file);
		struct scn_profile_diff diff;
		struct scn_text out = { 0 };

		scn_profile_diff(a, b, &diff);
		scn_profile_diff_text(&diff, a, b, 80, SCN_DIFF_UTF8, &out);
		for (char *rest = out.at, *line; (line = strtok_r(rest, "\n", &rest));)
			assert_true(scn_text_columns(line) <= 80);
		scn_text_finish(&out);
		scn_profile_diff_finish(&diff);
		scn_profile_free(b);
	}
	scn_profile_free(a);
}

static void test_json(void **state)
{
	struct scn_profile *a = test_builtin("exchange-2019"),
			   *b = test_builtin("exchange-2019-dhe");
	struct scn_text out = { 0 }, error = { 0 };
	struct scn_profile_diff diff;
	struct scn_json_document *document;
	const struct scn_json *root, *added;

	scn_profile_diff(a, b, &diff);
	scn_profile_diff_json(&diff, a, b, &out);
	document = scn_json_parse(out.at, out.len, "diff", &error);
	assert_non_null(document);
	root = scn_json_root(document);
	assert_string_equal(
		scn_json_string(scn_json_get(root, "schema")), "handfast/profile-diff/1");
	assert_false(scn_json_bool(scn_json_get(root, "same")));
	added = scn_json_get(scn_json_get(root, "suites"), "added");
	assert_int_equal(scn_json_count(added), 2);
	assert_int_equal(scn_json_int(scn_json_get(scn_json_first(added), "place_b")), 9);
	assert_true(scn_json_is_null(scn_json_get(scn_json_first(added), "place_a")));
	assert_int_equal(scn_json_count(scn_json_get(root, "values")), 0);
	scn_json_document_free(document);
	scn_profile_diff_finish(&diff);
	scn_text_finish(&out);
	scn_text_finish(&error);
	scn_profile_free(a);
	scn_profile_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
