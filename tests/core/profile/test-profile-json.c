/* A profile file is read strictly, and what is saved reads back as the same profile. */
#include "test.h"

#include <dirent.h>

#include "core/base/alloc.h"
#include "builtin.h"
#include "files.h"

#define CASES "tests/cases/profiles/bad"

static struct scn_text read_in(const char *folder, const char *name)
{
	struct scn_text path = { 0 }, text = { 0 };

	scn_text_printf(&path, "%s/%s", folder, name);
	test_read_file(scn_text_str(&path), &text);
	scn_text_finish(&path);
	return text;
}

static char *complaint(const char *text, size_t len, const char *name)
{
	struct scn_text error = { 0 };
	struct scn_profile *profile = scn_profile_load(text, len, name, &error);

	assert_true((profile == NULL) == (error.len > 0));
	scn_profile_free(profile);
	return scn_text_take(&error);
}

/* expected.txt: one complaint a line, each begins with the name of its file. */
static void test_bad_files_are_refused_with_their_line(void **state)
{
	struct scn_text expected = read_in(CASES, "expected.txt");
	char *rest = expected.at;
	char *line;

	for (size_t count = 0; (line = strsep(&rest, "\n")) && *line; count++) {
		char *name = scn_strndup(line, strcspn(line, ":"));
		struct scn_text file = read_in(CASES, name);
		char *found = complaint(file.at, file.len, name);

		assert_string_equal(found, line);
		free(found);
		free(name);
		scn_text_finish(&file);
	}
	scn_text_finish(&expected);
}

static void test_every_bad_file_is_expected(void **state)
{
	struct scn_text expected = read_in(CASES, "expected.txt");
	DIR *folder = opendir(CASES);
	struct dirent *entry;

	assert_non_null(folder);
	while ((entry = readdir(folder))) {
		struct scn_text start = { 0 };

		scn_text_printf(&start, "%s:", entry->d_name);
		if (strstr(entry->d_name, ".json") && !strstr(expected.at, start.at))
			fail_msg("%s has no line in expected.txt", entry->d_name);
		scn_text_finish(&start);
	}
	closedir(folder);
	scn_text_finish(&expected);
}

static void test_a_file_that_is_too_long_is_refused(void **state)
{
	char *text = scn_alloc(SCN_PROFILE_MAX_LEN + 1, 1);
	char *found = complaint(text, SCN_PROFILE_MAX_LEN + 1, "f");

	assert_string_equal(found, "f: longer than a profile may be");
	free(found);
	free(text);
}

static void test_every_cut_of_a_file_is_refused(void **state)
{
	struct scn_text file = read_in("tests/cases/profiles/good", "small.json");

	for (size_t len = 0; len < file.len - 2; len++)
		free(complaint(file.at, len, "f"));
	scn_profile_free(test_load_profile(file.at, file.len, "f"));
	scn_text_finish(&file);
}

static void assert_saves_as(const struct scn_profile *profile, const char *text, size_t len)
{
	struct scn_text saved = { 0 };

	scn_profile_save(profile, &saved);
	assert_int_equal(saved.len, len);
	assert_memory_equal(saved.at, text, len);
	scn_text_finish(&saved);
}

/* The built-in files are in the form that scn_profile_save writes, so a difference in any field
 * of a profile, or of a copy, would show as a difference of the text. */
static void test_built_in_files_survive_load_copy_and_save(void **state)
{
	for (const struct scn_builtin_profile *p = scn_builtin_profiles; p->file; p++) {
		struct scn_profile *profile = test_load_profile(p->text, p->len, p->file);
		struct scn_profile *copy = scn_profile_copy(profile);

		assert_saves_as(profile, p->text, p->len);
		scn_profile_free(profile);
		assert_saves_as(copy, p->text, p->len);
		scn_profile_free(copy);
	}
}

static void test_built_in_ids_are_file_names_and_unique(void **state)
{
	struct scn_profiles all = { 0 };

	for (const struct scn_builtin_profile *p = scn_builtin_profiles; p->file; p++) {
		struct scn_profile *profile = test_load_profile(p->text, p->len, p->file);
		size_t len = strlen(profile->id);

		assert_memory_equal(profile->id, p->file, len);
		assert_string_equal(p->file + len, ".json");
		assert_null(profile->file);
		assert_true(scn_profiles_add(&all, profile));
	}
	assert_true(all.count >= 20);
	scn_profiles_finish(&all);
}

/* What the built-in text says must be what the folder holds: embed.py lost nothing. */
static void test_built_in_text_is_the_file(void **state)
{
	for (const struct scn_builtin_profile *p = scn_builtin_profiles; p->file; p++) {
		struct scn_text file = read_in("profiles", p->file);

		assert_int_equal(file.len, p->len);
		assert_memory_equal(file.at, p->text, p->len);
		scn_text_finish(&file);
	}
}

static void test_exchange_2019_is_what_the_contract_says(void **state)
{
	static const scn_suite_code suites[] = { 0xC02C, 0xC02B, 0xC030, 0xC02F, 0xC024, 0xC023,
		0xC028, 0xC027 };
	struct scn_profile *profile = test_builtin("exchange-2019");

	assert_string_equal(profile->name, "Exchange 2019");
	assert_string_equal(profile->platform, "Windows Server 2019");
	assert_int_equal(profile->versions, SCN_VERSION_BIT(SCN_TLS1_2));
	assert_int_equal(profile->suite_count, SCN_COUNT(suites));
	assert_memory_equal(profile->suites, suites, sizeof(suites));
	assert_int_equal(profile->limits.dh_min, 1024);
	assert_int_equal(profile->after_failure, SCN_AFTER_UNKNOWN);
	assert_false(profile->requires_secure_renegotiation);
	scn_profile_free(profile);
}

/* Names may come in any dialect; they are saved by IANA's name, unnamed codes as numbers. */
static void test_names_of_other_dialects_are_understood(void **state)
{
	static const char text[] =
		"{\"schema\":\"handfast/profile/"
		"1\",\"id\":\"a\",\"name\":\"A\",\"platform\":\"any\","
		"\"role\":\"tool\",\"sources\":[{\"kind\":\"estimated\",\"what\":\"all\","
		"\"reference\":\"none\"}],\"versions\":[\"tls 1.2\"],"
		"\"suites\":[\"ECDHE-RSA-AES128-GCM-SHA256\",\"0x0ABC\",\"0x0a0a\"],"
		"\"groups\":[\"P-256\",\"0x4321\"],\"extensions\":[\"0x000a\",\"0x4322\"],"
		"\"verifies\":\"none\",\"after_failure\":\"queue\"}";
	struct scn_profile *profile = test_load_profile(text, sizeof(text) - 1, "f");
	struct scn_text saved = { 0 };

	assert_int_equal(profile->suites[0], 0xC02F);
	assert_int_equal(profile->suites[1], 0x0ABC);
	assert_int_equal(profile->groups[0], 0x0017);
	assert_int_equal(profile->extensions[1].code, 0x4322);
	scn_profile_save(profile, &saved);
	assert_non_null(strstr(saved.at, "\"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\",\n"
					 "    \"0x0ABC\",\n    \"GREASE_0A0A\""));
	assert_non_null(strstr(saved.at, "\"secp256r1\",\n    \"0x4321\""));
	assert_non_null(strstr(saved.at, "\"supported_groups\",\n    \"0x4322\""));
	scn_text_finish(&saved);
	scn_profile_free(profile);
}

/* What is not set is kept, whoever's default it is; a file without the key has everything set. */
static void test_not_set_is_kept(void **state)
{
	static const struct {
		const char *base;
		scn_versions versions;
		bool suites, groups;
	} rows[] = {
		{ .versions = SCN_VERSION_BIT(SCN_TLS1_0), .suites = true },
		{ .base = "windows-server-2019", .groups = true },
		{ .base = "windows-server-2019" },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_profile *profile = test_builtin("exchange-2019"), *again;
		struct scn_text saved = { 0 };

		assert_false(profile->not_set.suites);
		scn_profile_set_nothing(profile, rows[i].base);
		profile->not_set.versions = rows[i].versions;
		profile->not_set.suites = rows[i].suites;
		profile->not_set.groups = rows[i].groups;
		scn_profile_save(profile, &saved);
		again = test_load_profile(saved.at, saved.len, "f");
		assert_int_equal(again->not_set.versions, rows[i].versions);
		assert_int_equal(again->not_set.suites, rows[i].suites);
		assert_int_equal(again->not_set.groups, rows[i].groups);
		if (rows[i].base)
			assert_string_equal(again->not_set.base, rows[i].base);
		else
			assert_null(again->not_set.base);
		scn_text_finish(&saved);
		scn_profile_free(again);
		scn_profile_free(profile);
	}
}

/* An empty body is not the same as a body made from the lists. */
static void test_empty_body_is_kept(void **state)
{
	struct scn_profile *profile = test_builtin("exchange-2019");
	struct scn_profile_extension extension = { .code = 0x1234, .body = scn_alloc(1, 1) };
	struct scn_text saved = { 0 };
	struct scn_profile *again;

	SCN_APPEND(profile->extensions, profile->extension_count, extension);
	scn_profile_save(profile, &saved);
	again = test_load_profile(saved.at, saved.len, "f");
	assert_non_null(again->extensions[again->extension_count - 1].body);
	assert_int_equal(again->extensions[again->extension_count - 1].body_len, 0);
	scn_profile_free(again);
	again = scn_profile_copy(profile);
	assert_non_null(again->extensions[again->extension_count - 1].body);
	scn_profile_free(again);
	scn_profile_free(profile);
	scn_text_finish(&saved);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_files_are_refused_with_their_line),
		cmocka_unit_test(test_every_bad_file_is_expected),
		cmocka_unit_test(test_a_file_that_is_too_long_is_refused),
		cmocka_unit_test(test_every_cut_of_a_file_is_refused),
		cmocka_unit_test(test_built_in_files_survive_load_copy_and_save),
		cmocka_unit_test(test_built_in_ids_are_file_names_and_unique),
		cmocka_unit_test(test_built_in_text_is_the_file),
		cmocka_unit_test(test_exchange_2019_is_what_the_contract_says),
		cmocka_unit_test(test_names_of_other_dialects_are_understood),
		cmocka_unit_test(test_empty_body_is_kept),
		cmocka_unit_test(test_not_set_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
