#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "io/store.h"

enum {
	NOBODY = 65534,
};

static char dir[64];

static char *path_of(const char *name)
{
	struct scn_text path = { 0 };

	scn_text_printf(&path, "%s/%s", dir, name);
	return scn_text_take(&path);
}

static enum scn_err write_text(const char *path, const char *content)
{
	struct scn_text text = { 0 };
	enum scn_err err;

	scn_text_add(&text, content);
	err = scn_store_write(path, &text);
	scn_text_finish(&text);
	return err;
}

static void expect_content(const char *path, const char *content)
{
	struct scn_text text = { 0 };

	assert_int_equal(scn_store_read(path, 1024, &text), SCN_ERR_OK);
	assert_string_equal(scn_text_str(&text), content);
	scn_text_finish(&text);
}

static size_t file_count(void)
{
	char **names;
	size_t count = scn_store_list(dir, "", &names);

	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	return count;
}

/* ---- read and write ---- */

static void test_store_writes_and_reads(void **state)
{
	char *path = path_of("a.json");

	assert_int_equal(write_text(path, "first"), SCN_ERR_OK);
	expect_content(path, "first");
	assert_int_equal(write_text(path, ""), SCN_ERR_OK);
	expect_content(path, "");
	assert_int_equal(write_text(path, "third"), SCN_ERR_OK);
	expect_content(path, "third");
	assert_int_equal(file_count(), 1); /* no temporary file is left */
	unlink(path);
	free(path);
}

static void test_store_reads_up_to_the_limit(void **state)
{
	char *path = path_of("limit");

	assert_int_equal(write_text(path, "12345"), SCN_ERR_OK);
	for (size_t limit = 4; limit <= 6; limit++) {
		struct scn_text text = { 0 };

		assert_int_equal(scn_store_read(path, limit, &text),
			limit < 5 ? SCN_ERR_TOO_LARGE : SCN_ERR_OK);
		scn_text_finish(&text);
	}
	unlink(path);
	free(path);
}

static void test_store_tells_why_it_cannot_read(void **state)
{
	char *missing = path_of("missing");
	struct scn_text text = { 0 };

	assert_int_equal(scn_store_read(missing, 10, &text), SCN_ERR_NOT_FOUND);
	assert_int_equal(scn_store_read(dir, 10, &text), SCN_ERR_NOT_READABLE);
	scn_text_finish(&text);
	free(missing);
}

static void test_store_tells_that_it_cannot_write(void **state)
{
	char *path = path_of("no-such-folder/file");

	assert_int_equal(write_text(path, "x"), SCN_ERR_NOT_WRITABLE);
	assert_int_equal(write_text(dir, "x"), SCN_ERR_NOT_WRITABLE);
	assert_int_equal(write_text("/dev/full", "x"), SCN_ERR_NOT_WRITABLE);
	free(path);
}

/* What was there stays whole when the new content cannot be written. Root may write everywhere, so it
 * becomes nobody for the moment. */
static void test_store_keeps_the_old_file_in_an_unwritable_folder(void **state)
{
	char *path = path_of("kept");
	bool is_root = geteuid() == 0;

	assert_int_equal(write_text(path, "old"), SCN_ERR_OK);
	assert_int_equal(chmod(dir, 0555), 0);
	if (is_root)
		assert_int_equal(seteuid(NOBODY), 0);
	assert_int_equal(write_text(path, "new"), SCN_ERR_NOT_WRITABLE);
	if (is_root)
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(chmod(dir, 0700), 0);
	expect_content(path, "old");
	unlink(path);
	free(path);
}

static void test_store_keeps_mode_and_link(void **state)
{
	char *path = path_of("real"), *link = path_of("link");
	struct stat info;

	assert_int_equal(write_text(path, "old"), SCN_ERR_OK);
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(symlink("real", link), 0);
	assert_int_equal(write_text(link, "new"), SCN_ERR_OK);
	assert_int_equal(lstat(link, &info), 0);
	assert_true(S_ISLNK(info.st_mode));
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	expect_content(path, "new");
	unlink(link);
	unlink(path);
	free(link);
	free(path);
}

/* A device is written to, never replaced by a file. */
static void test_store_writes_to_devices(void **state)
{
	struct stat info;

	assert_int_equal(write_text("/dev/null", "x"), SCN_ERR_OK);
	assert_int_equal(stat("/dev/null", &info), 0);
	assert_true(S_ISCHR(info.st_mode));
}

/* ---- folders ---- */

static void test_store_makes_folders(void **state)
{
	char *deep = path_of("x/y/z"), *under_file = path_of("file/y");
	char *file = path_of("file"), *y = path_of("x/y"), *x = path_of("x");
	struct stat info;

	assert_int_equal(scn_store_make_dir(deep), SCN_ERR_OK);
	assert_int_equal(scn_store_make_dir(deep), SCN_ERR_OK); /* it is there already */
	assert_int_equal(stat(x, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0700);
	assert_int_equal(write_text(file, ""), SCN_ERR_OK);
	assert_int_equal(scn_store_make_dir(file), SCN_ERR_NOT_WRITABLE);
	assert_int_equal(scn_store_make_dir(under_file), SCN_ERR_NOT_WRITABLE);
	rmdir(deep);
	rmdir(y);
	rmdir(x);
	unlink(file);
	free(deep);
	free(under_file);
	free(file);
	free(y);
	free(x);
}

static void test_store_lists_sorted(void **state)
{
	static const char *const made[] = { "b.json", "a.json", "c.txt", ".json", "json" };
	char **names;
	size_t count;

	for (size_t i = 0; i < SCN_COUNT(made); i++) {
		char *path = path_of(made[i]);

		assert_int_equal(write_text(path, ""), SCN_ERR_OK);
		free(path);
	}
	count = scn_store_list(dir, ".json", &names);
	assert_int_equal(count, 2);
	assert_string_equal(names[0], "a.json");
	assert_string_equal(names[1], "b.json");
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	assert_int_equal(scn_store_list("/nonexistent", ".json", &names), 0);
	for (size_t i = 0; i < SCN_COUNT(made); i++) {
		char *path = path_of(made[i]);

		unlink(path);
		free(path);
	}
}

static void test_store_finds_the_data_folder(void **state)
{
	static const struct {
		const char *xdg, *home, *expected;
	} rows[] = {
		{ "/data", "/home/u", "/data/handfast" },
		{ NULL, "/home/u", "/home/u/.local/share/handfast" },
		{ "", "/home/u", "/home/u/.local/share/handfast" },
		{ "relative", "/home/u", "/home/u/.local/share/handfast" },
		{ NULL, NULL, NULL },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		char *found;

		rows[i].xdg ? setenv("XDG_DATA_HOME", rows[i].xdg, 1) : unsetenv("XDG_DATA_HOME");
		rows[i].home ? setenv("HOME", rows[i].home, 1) : unsetenv("HOME");
		found = scn_store_data_dir();
		if (rows[i].expected)
			assert_string_equal(found, rows[i].expected);
		else
			assert_null(found);
		free(found);
	}
}

/* ---- "-" ---- */

static void test_store_reads_standard_input(void **state)
{
	struct scn_text text = { 0 };
	int ends[2], old = dup(STDIN_FILENO);

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "piped", 5), 5);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	assert_int_equal(scn_store_read("-", 1024, &text), SCN_ERR_OK);
	assert_string_equal(scn_text_str(&text), "piped");
	scn_text_finish(&text);
	dup2(old, STDIN_FILENO);
	close(old);
}

static void test_store_writes_standard_output(void **state)
{
	char got[16] = "";
	int ends[2], old = dup(STDOUT_FILENO);
	enum scn_err err;

	fflush(stdout);
	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDOUT_FILENO);
	close(ends[1]);
	err = write_text("-", "piped");
	dup2(old, STDOUT_FILENO);
	close(old);
	assert_int_equal(err, SCN_ERR_OK);
	assert_int_equal(read(ends[0], got, sizeof(got) - 1), 5);
	assert_string_equal(got, "piped");
	close(ends[0]);
}

static int make_dir(void **state)
{
	snprintf(dir, sizeof(dir), "/tmp/handfast-store-XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
	return rmdir(dir); /* fails if a test has left something */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_store_writes_and_reads),
		cmocka_unit_test(test_store_reads_up_to_the_limit),
		cmocka_unit_test(test_store_tells_why_it_cannot_read),
		cmocka_unit_test(test_store_tells_that_it_cannot_write),
		cmocka_unit_test(test_store_keeps_the_old_file_in_an_unwritable_folder),
		cmocka_unit_test(test_store_keeps_mode_and_link),
		cmocka_unit_test(test_store_writes_to_devices),
		cmocka_unit_test(test_store_makes_folders),
		cmocka_unit_test(test_store_lists_sorted),
		cmocka_unit_test(test_store_finds_the_data_folder),
		cmocka_unit_test(test_store_reads_standard_input),
		cmocka_unit_test(test_store_writes_standard_output),
	};

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
