/* A profile under somebody's hands: each step, what is refused, what is different from the base, back and forth. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/profile/edit.h"
#include "core/profile/profile-check.h"
#include "core/profile/profile-json.h"
#include "core/profile/template.h"
#include "core/registry/extension.h"
#include "builtin.h"

static struct scn_edit *edit_of(const char *id)
{
	struct scn_profile *base = test_builtin(id);
	struct scn_profile *copy = scn_profile_derive(base, "2026-01-30");
	struct scn_edit *edit = scn_edit_new(copy, base, "2026-01-31");

	scn_profile_free(copy);
	scn_profile_free(base);
	return edit;
}

/* After every step: it can be saved and loaded again, and says the same then. */
static void expect_whole(const struct scn_edit *edit)
{
	struct scn_text text = { 0 }, again = { 0 }, error = { 0 };
	struct scn_profile *loaded;

	scn_profile_save(scn_edit_profile(edit), &text);
	loaded = scn_profile_load(scn_text_str(&text), text.len, "x.json", &error);
	if (!loaded)
		fail_msg("%s", scn_text_str(&error));
	scn_profile_save(loaded, &again);
	assert_string_equal(scn_text_str(&text), scn_text_str(&again));
	scn_profile_free(loaded);
	scn_text_finish(&text);
	scn_text_finish(&again);
	scn_text_finish(&error);
}

/* ---- rows against a base: "17 -18 +1D^2" is: 0x17, 0x18 off, 0x1D new, moved up by two ---- */

static void rows_text(const struct scn_edit *edit, enum scn_edit_list list, struct scn_text *out)
{
	static const char *const tags[] = { "", "+", "-", "~", "^", "v" };
	size_t count;
	const struct scn_edit_row *rows = scn_edit_rows(edit, list, &count);
	struct scn_edit_mark *marks = scn_edit_marks(edit, list);

	for (size_t i = 0; i < count; i++) {
		scn_text_printf(out, "%s%s%X", i ? " " : "", tags[marks[i].tag], rows[i].code);
		if (marks[i].by)
			scn_text_printf(out, "*%zu", marks[i].by);
	}
	free(marks);
}

static void expect_rows(const struct scn_edit *edit, const char *expected)
{
	struct scn_text found = { 0 };

	rows_text(edit, SCN_EDIT_GROUPS, &found);
	assert_string_equal(scn_text_str(&found), expected);
	scn_text_finish(&found);
}

static void test_rows_and_marks(void **state)
{
	static const struct {
		const char *what; /* m: move, t: toggle, r: remove; places */
		const char *rows; /* modern-only offers 1D 17 18 */
	} rows[] = {
		{ "", "1D 17 18" },
		{ "m20", "^18*2 1D 17" },
		{ "m10", "^17*1 1D 18" },
		{ "m01", "17 v1D*1 18" },
		{ "m12", "1D 18 v17*1" },
		{ "t1", "1D -17 18" },
		{ "t1 t1", "1D 17 18" },
		{ "t1 m20", "^18*2 1D -17" },
		{ "r1", "1D 18" },
		{ "m20 m01", "1D ^18*1 17" },
		{ "m20 m02", "1D 17 18" },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_edit *edit = edit_of("modern-only");
		struct scn_text said = { 0 };

		for (const char *at = rows[i].what; *at; at += *at == 'm'   ? 3
							       : *at == ' ' ? 1
									    : 2) {
			if (*at == 'm')
				assert_true(scn_edit_move(edit, SCN_EDIT_GROUPS,
					(size_t)(at[1] - '0'), (size_t)(at[2] - '0')));
			else if (*at == 't')
				assert_true(scn_edit_toggle(
					edit, SCN_EDIT_GROUPS, (size_t)(at[1] - '0'), &said));
			else if (*at == 'r')
				assert_true(scn_edit_remove(
					edit, SCN_EDIT_GROUPS, (size_t)(at[1] - '0'), &said));
			expect_whole(edit);
		}
		expect_rows(edit, rows[i].rows);
		scn_text_finish(&said);
		scn_edit_free(edit);
	}
}

static void test_what_is_off_in_the_file_shows_at_its_place(void **state)
{
	struct scn_profile *base = test_builtin("modern-only");
	struct scn_profile *copy = scn_profile_derive(base, "2026-01-31");
	struct scn_edit *edit;

	copy->groups[0] = copy->groups[1];
	copy->group_count = 1;
	copy->key_shares[0] = copy->groups[0];
	edit = scn_edit_new(copy, base, "2026-01-31");
	expect_rows(edit, "-1D 17 -18");
	scn_edit_free(edit);
	scn_profile_free(copy);
	scn_profile_free(base);
}

/* ---- steps ---- */

static void test_out_of_the_list_is_no_step(void **state)
{
	struct scn_edit *edit = edit_of("modern-only");
	struct scn_text said = { 0 };
	size_t added;

	assert_false(scn_edit_move(edit, SCN_EDIT_GROUPS, 0, 3));
	assert_false(scn_edit_move(edit, SCN_EDIT_GROUPS, 3, 0));
	assert_false(scn_edit_move(edit, SCN_EDIT_GROUPS, 1, 1));
	assert_false(scn_edit_toggle(edit, SCN_EDIT_GROUPS, 3, &said));
	assert_false(scn_edit_remove(edit, SCN_EDIT_GROUPS, 3, &said));
	assert_false(
		scn_edit_add(edit, SCN_EDIT_GROUPS, (const uint32_t[]){ 0x17 }, 1, &added, &said));
	assert_false(scn_edit_set_version(edit, SCN_TLS1_2, true, &said));
	assert_int_equal(said.len, 0);
	assert_false(scn_edit_can_undo(edit));
	scn_edit_free(edit);
}

static void test_a_new_suite_stands_before_the_signal(void **state)
{
	struct scn_edit *edit = edit_of("modern-only");
	const uint32_t codes[] = { 0x009F, 0xC02F, 0x009E };
	struct scn_text said = { 0 };
	const struct scn_profile *p;
	size_t added;

	assert_true(scn_edit_add(edit, SCN_EDIT_SUITES, codes, SCN_COUNT(codes), &added, &said));
	assert_int_equal(added, 2);
	p = scn_edit_profile(edit);
	assert_int_equal(p->suites[p->suite_count - 1], 0x00FF);
	assert_int_equal(p->suites[p->suite_count - 2], 0x009E);
	assert_int_equal(p->suites[p->suite_count - 3], 0x009F);
	expect_whole(edit);
	scn_text_finish(&said);
	scn_edit_free(edit);
}

static void test_the_last_suite_of_a_version_takes_it_along(void **state)
{
	struct scn_edit *edit = edit_of("modern-only");
	struct scn_text said = { 0 };

	for (size_t i = 0; i < 3; i++)
		assert_true(scn_edit_toggle(edit, SCN_EDIT_SUITES, i, &said));
	assert_non_null(strstr(scn_text_str(&said), "TLS 1.3"));
	assert_int_equal(scn_edit_profile(edit)->versions, SCN_VERSION_BIT(SCN_TLS1_2));
	assert_false(scn_profile_has_extension(scn_edit_profile(edit), SCN_EXT_KEY_SHARE));
	expect_whole(edit);
	scn_text_clear(&said);
	/* The last suite of all cannot go. */
	for (size_t i = 3; i < 8; i++)
		assert_true(scn_edit_toggle(edit, SCN_EDIT_SUITES, i, &said));
	assert_false(scn_edit_toggle(edit, SCN_EDIT_SUITES, 8, &said));
	assert_true(said.len > 0);
	expect_whole(edit);
	scn_text_finish(&said);
	scn_edit_free(edit);
}

static void test_versions(void **state)
{
	struct scn_edit *edit = edit_of("modern-only");
	struct scn_text said = { 0 };
	size_t count;

	assert_true(scn_edit_set_version(edit, SCN_TLS1_3, false, &said));
	assert_false(scn_profile_offers_suite(scn_edit_profile(edit), 0x1302));
	expect_whole(edit);
	assert_true(scn_edit_set_version(edit, SCN_TLS1_3, true, &said));
	assert_true(scn_profile_offers_suite(scn_edit_profile(edit), 0x1302));
	expect_whole(edit);
	assert_false(scn_edit_set_version(edit, SCN_TLS1_0, true, &said));
	assert_non_null(strstr(scn_text_str(&said), "TLS 1.0"));
	assert_true(scn_edit_set_version(edit, SCN_TLS1_3, false, &said));
	scn_text_clear(&said);
	assert_false(scn_edit_set_version(edit, SCN_TLS1_2, false, &said));
	assert_true(said.len > 0);
	assert_int_equal(scn_edit_profile(edit)->versions, SCN_VERSION_BIT(SCN_TLS1_2));
	/* Off is not gone. */
	scn_edit_rows(edit, SCN_EDIT_SUITES, &count);
	assert_int_equal(count, 10);
	scn_text_finish(&said);
	scn_edit_free(edit);
}

static void test_tls13_comes_with_what_it_needs(void **state)
{
	struct scn_edit *edit = edit_of("exchange-2016-ws2012r2");
	struct scn_text said = { 0 };

	assert_true(scn_edit_set_version(edit, SCN_TLS1_3, true, &said));
	assert_true(scn_profile_offers_suite(scn_edit_profile(edit), 0x1301));
	assert_true(scn_profile_has_extension(scn_edit_profile(edit), SCN_EXT_SUPPORTED_VERSIONS));
	assert_int_equal(scn_edit_profile(edit)->key_share_count, 1);
	expect_whole(edit);
	scn_text_finish(&said);
	scn_edit_free(edit);
}

/* ---- captured bytes ---- */

static void test_an_edit_forgets_the_captured_hello(void **state)
{
	struct scn_edit *edit = edit_of("postfix-3.7");
	const struct scn_profile *p = scn_edit_profile(edit);
	struct scn_profile *policy;
	struct scn_text said = { 0 };
	char *base;

	assert_non_null(p->hello);
	assert_string_equal(p->sources[0].what, "a copy");
	/* What no hello shows leaves it as it is. */
	policy = scn_profile_copy(p);
	policy->limits.dh_min = 1024;
	policy->after_failure = SCN_AFTER_QUEUE;
	assert_true(scn_edit_set_policy(edit, policy, &said));
	assert_non_null(scn_edit_profile(edit)->hello);
	expect_whole(edit);
	assert_true(scn_edit_move(edit, SCN_EDIT_SUITES, 3, 0));
	p = scn_edit_profile(edit);
	assert_null(p->hello);
	assert_string_equal(p->sources[0].what, "edited");
	assert_string_equal(p->sources[0].date, "2026-01-31");
	assert_int_equal(p->sources[1].kind, SCN_SOURCE_CAPTURED);
	expect_whole(edit);
	base = scn_profile_base_id(p);
	assert_string_equal(base, "postfix-3.7");
	assert_true(scn_edit_undo(edit));
	assert_non_null(scn_edit_profile(edit)->hello);
	free(base);
	scn_profile_free(policy);
	scn_text_finish(&said);
	scn_edit_free(edit);
}

static void test_one_without_a_base_says_by_hand(void **state)
{
	struct scn_profile *p = test_builtin("postfix-3.7");
	struct scn_edit *edit = scn_edit_new(p, NULL, "2026-01-31");

	assert_null(scn_profile_base_id(p));
	assert_true(scn_edit_move(edit, SCN_EDIT_SUITES, 0, 1));
	assert_true(scn_edit_move(edit, SCN_EDIT_SUITES, 0, 1));
	assert_string_equal(scn_edit_profile(edit)->sources[0].reference, "by hand");
	/* Said once. */
	assert_int_equal(scn_edit_profile(edit)->source_count, p->source_count + 1);
	scn_edit_free(edit);
	scn_profile_free(p);
}

/* ---- back and forth ---- */

static void test_undo_and_redo(void **state)
{
	struct scn_edit *edit = edit_of("modern-only");
	struct scn_text said = { 0 };

	assert_false(scn_edit_undo(edit));
	assert_true(scn_edit_move(edit, SCN_EDIT_GROUPS, 2, 0));
	assert_true(scn_edit_toggle(edit, SCN_EDIT_GROUPS, 1, &said));
	expect_rows(edit, "^18*2 -1D 17");
	assert_true(scn_edit_undo(edit));
	expect_rows(edit, "^18*2 1D 17");
	assert_true(scn_edit_undo(edit));
	expect_rows(edit, "1D 17 18");
	assert_false(scn_edit_can_undo(edit));
	assert_true(scn_edit_redo(edit));
	expect_rows(edit, "^18*2 1D 17");
	/* A new step forgets what was undone. */
	assert_true(scn_edit_remove(edit, SCN_EDIT_GROUPS, 1, &said));
	assert_false(scn_edit_can_redo(edit));
	assert_true(scn_edit_undo(edit));
	expect_rows(edit, "^18*2 1D 17");
	scn_text_finish(&said);
	scn_edit_free(edit);
}

static void test_the_oldest_steps_are_forgotten(void **state)
{
	struct scn_edit *edit = edit_of("modern-only");
	size_t undone = 0;

	for (size_t i = 0; i < SCN_EDIT_MAX_STEPS + 11; i++)
		assert_true(scn_edit_move(edit, SCN_EDIT_GROUPS, 0, 1));
	while (scn_edit_undo(edit))
		undone++;
	assert_int_equal(undone, SCN_EDIT_MAX_STEPS);
	expect_rows(edit, "17 v1D*1 18");
	scn_edit_free(edit);
}

static void test_take_keeps_who_it_is(void **state)
{
	struct scn_edit *edit = edit_of("postfix-3.7");
	struct scn_profile *windows = test_builtin("windows-server-2019");
	struct scn_text said = { 0 };
	const struct scn_profile *p;
	size_t sources = scn_edit_profile(edit)->source_count;

	assert_true(scn_edit_take(edit, windows, &said));
	p = scn_edit_profile(edit);
	assert_string_equal(p->id, "postfix-3.7");
	assert_string_equal(p->name, "Postfix 3.7");
	assert_int_equal(p->source_count, sources);
	assert_int_equal(p->suite_count, windows->suite_count);
	assert_memory_equal(p->suites, windows->suites, p->suite_count * sizeof(p->suites[0]));
	assert_int_equal(p->after_failure, scn_edit_base(edit)->after_failure);
	expect_whole(edit);
	scn_profile_free(windows);
	scn_text_finish(&said);
	scn_edit_free(edit);
}

/* ---- what is left to Windows ---- */

static void test_protocols_left_to_windows(void **state)
{
	struct scn_profile *windows = test_builtin("windows-server-2019");
	struct scn_edit *edit = edit_of("exchange-2019");
	struct scn_text said = { 0 };
	static const struct {
		enum scn_version version;
		bool on;
	} rows[] = { { SCN_TLS1_2, true }, { SCN_TLS1_3, false } };

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		scn_versions bit = SCN_VERSION_BIT(rows[i].version);

		assert_true(scn_edit_unset_version(edit, rows[i].version, windows, &said));
		assert_false(scn_edit_unset_version(edit, rows[i].version, windows, &said));
		assert_true(scn_edit_profile(edit)->not_set.versions & bit);
		assert_string_equal(scn_edit_profile(edit)->not_set.base, "windows-server-2019");
		assert_int_equal(
			scn_profile_offers_version(scn_edit_profile(edit), rows[i].version),
			rows[i].on);
		expect_whole(edit);
		/* The same value, set by hand, is another state. */
		assert_true(scn_edit_set_version(edit, rows[i].version, rows[i].on, &said));
		assert_false(scn_edit_profile(edit)->not_set.versions & bit);
		assert_true(scn_edit_undo(edit));
		assert_true(scn_edit_profile(edit)->not_set.versions & bit);
	}
	scn_text_finish(&said);
	scn_edit_free(edit);
	scn_profile_free(windows);
}

static void test_lists_left_to_windows(void **state)
{
	struct scn_profile *windows = test_builtin("windows-server-2019");
	struct scn_edit *edit = edit_of("windows-server-2019");
	struct scn_text said = { 0 };
	size_t added;

	assert_true(scn_edit_is_unset(edit, SCN_EDIT_SUITES));
	assert_true(scn_edit_is_unset(edit, SCN_EDIT_GROUPS));
	assert_true(scn_edit_toggle(edit, SCN_EDIT_SUITES, 0, &said));
	assert_false(scn_edit_is_unset(edit, SCN_EDIT_SUITES));
	assert_true(scn_edit_is_unset(edit, SCN_EDIT_GROUPS));
	assert_true(scn_edit_unset_list(edit, SCN_EDIT_SUITES, windows, &said));
	assert_true(scn_edit_is_unset(edit, SCN_EDIT_SUITES));
	assert_int_equal(scn_edit_profile(edit)->suite_count, windows->suite_count);
	assert_memory_equal(scn_edit_profile(edit)->suites, windows->suites,
		windows->suite_count * sizeof(*windows->suites));
	expect_whole(edit);
	assert_true(scn_edit_move(edit, SCN_EDIT_GROUPS, 0, 1));
	assert_false(scn_edit_is_unset(edit, SCN_EDIT_GROUPS));
	assert_true(scn_edit_add(edit, SCN_EDIT_SUITES, (uint32_t[]){ 0xCCA8 }, 1, &added, &said));
	assert_false(scn_edit_is_unset(edit, SCN_EDIT_SUITES));
	assert_false(scn_edit_unset_list(edit, SCN_EDIT_SCHEMES, windows, &said));
	scn_text_finish(&said);
	scn_edit_free(edit);
	scn_profile_free(windows);
}

/* A template sets everything; the defaults of a Windows set nothing. */
static void test_templates_and_defaults(void **state)
{
	struct scn_profile *windows = test_builtin("windows-server-2016");
	struct scn_edit *edit = edit_of("windows-server-2019");
	struct scn_profile *modern = scn_profile_from_template("modern", scn_edit_profile(edit));
	struct scn_text said = { 0 };

	assert_true(scn_edit_take(edit, modern, &said));
	assert_null(scn_edit_profile(edit)->not_set.base);
	assert_false(scn_edit_is_unset(edit, SCN_EDIT_SUITES));
	assert_true(scn_edit_take(edit, windows, &said));
	assert_string_equal(scn_edit_profile(edit)->not_set.base, "windows-server-2016");
	assert_true(scn_edit_is_unset(edit, SCN_EDIT_SUITES));
	scn_text_finish(&said);
	scn_profile_free(modern);
	scn_profile_free(windows);
	scn_edit_free(edit);
}

static void test_an_unknown_windows_stays_unknown(void **state)
{
	struct scn_profile *windows = test_builtin("windows-server-2019");
	struct scn_profile *p = scn_profile_copy(windows);
	struct scn_text said = { 0 };
	struct scn_edit *edit;

	p->not_set.suites = true;
	edit = scn_edit_new(p, NULL, "2026-01-31");
	assert_false(scn_edit_unset_version(edit, SCN_TLS1_0, windows, &said));
	assert_true(said.len > 0);
	assert_null(scn_edit_profile(edit)->not_set.base);
	scn_text_finish(&said);
	scn_edit_free(edit);
	scn_profile_free(p);
	scn_profile_free(windows);
}

static void test_a_name_is_needed(void **state)
{
	struct scn_edit *edit = edit_of("modern-only");
	struct scn_profile *policy = scn_profile_copy(scn_edit_profile(edit));
	struct scn_text said = { 0 };

	policy->name[0] = 0;
	assert_false(scn_edit_set_policy(edit, policy, &said));
	assert_true(said.len > 0);
	scn_text_clear(&said);
	policy->name[0] = 'X';
	policy->limits.rsa_min = 4096;
	policy->limits.rsa_max = 2048;
	assert_false(scn_edit_set_policy(edit, policy, &said));
	assert_true(said.len > 0);
	scn_profile_free(policy);
	scn_text_finish(&said);
	scn_edit_free(edit);
}

/* Every profile of the program can be edited, whatever its hello looks like. */
static void test_every_profile(void **state)
{
	for (const struct scn_builtin_profile *b = scn_builtin_profiles; b->file; b++) {
		struct scn_text error = { 0 }, said = { 0 };
		struct scn_profile *p = scn_profile_load(b->text, b->len, b->file, &error);
		struct scn_edit *edit = scn_edit_new(p, NULL, "2026-01-31");
		size_t count;

		scn_edit_rows(edit, SCN_EDIT_SUITES, &count);
		if (!scn_edit_move(edit, SCN_EDIT_SUITES, count - 1, 0))
			fail_msg("%s cannot be edited", b->file);
		expect_whole(edit);
		if (scn_edit_toggle(edit, SCN_EDIT_SUITES, 1, &said))
			expect_whole(edit);
		else
			assert_true(said.len > 0);
		scn_edit_free(edit);
		scn_profile_free(p);
		scn_text_finish(&said);
		scn_text_finish(&error);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_and_marks),
		cmocka_unit_test(test_what_is_off_in_the_file_shows_at_its_place),
		cmocka_unit_test(test_out_of_the_list_is_no_step),
		cmocka_unit_test(test_a_new_suite_stands_before_the_signal),
		cmocka_unit_test(test_the_last_suite_of_a_version_takes_it_along),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_tls13_comes_with_what_it_needs),
		cmocka_unit_test(test_an_edit_forgets_the_captured_hello),
		cmocka_unit_test(test_one_without_a_base_says_by_hand),
		cmocka_unit_test(test_undo_and_redo),
		cmocka_unit_test(test_the_oldest_steps_are_forgotten),
		cmocka_unit_test(test_take_keeps_who_it_is),
		cmocka_unit_test(test_a_name_is_needed),
		cmocka_unit_test(test_protocols_left_to_windows),
		cmocka_unit_test(test_lists_left_to_windows),
		cmocka_unit_test(test_templates_and_defaults),
		cmocka_unit_test(test_an_unknown_windows_stays_unknown),
		cmocka_unit_test(test_every_profile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
