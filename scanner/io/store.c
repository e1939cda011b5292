#include "io/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/alloc.h"

enum {
	CHUNK_LEN = 64 * 1024,
	DIR_MODE = 0700, /* scans name the user's partners */
};

static bool is_standard(const char *path)
{
	return strcmp(path, "-") == 0;
}

static enum scn_err read_all(FILE *file, size_t max_len, struct scn_text *out)
{
	static char chunk[CHUNK_LEN];
	size_t len;

	while ((len = fread(chunk, 1, sizeof(chunk), file)) > 0) {
		if (out->len + len > max_len)
			return SCN_ERR_TOO_LARGE;
		scn_text_addn(out, chunk, len);
	}
	return ferror(file) ? SCN_ERR_NOT_READABLE : SCN_ERR_OK;
}

enum scn_err scn_store_read(const char *path, size_t max_len, struct scn_text *out)
{
	FILE *file = is_standard(path) ? stdin : fopen(path, "rb");
	enum scn_err err;

	if (!file)
		return errno == ENOENT ? SCN_ERR_NOT_FOUND : SCN_ERR_NOT_READABLE;
	err = read_all(file, max_len, out);
	if (file != stdin)
		fclose(file);
	return err;
}

static bool write_all(int fd, const struct scn_text *text)
{
	size_t done = 0;

	while (done < text->len) {
		ssize_t len = write(fd, text->at + done, text->len - done);

		if (len < 0 && errno != EINTR)
			return false;
		done += len > 0 ? (size_t)len : 0;
	}
	return true;
}

/* Who may read the old content, and nobody else, may read the new. */
static bool keep_mode(int fd, const char *path)
{
	struct stat info;

	return stat(path, &info) != 0 || fchmod(fd, info.st_mode & 07777) == 0;
}

/* Beside the target, because a rename works only inside one file system. */
static bool write_beside(const char *path, const struct scn_text *text, const char *temporary)
{
	int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	bool ok;

	if (fd < 0)
		return false;
	ok = keep_mode(fd, path) && write_all(fd, text) && fsync(fd) == 0;
	ok = close(fd) == 0 && ok && rename(temporary, path) == 0;
	if (!ok)
		unlink(temporary);
	return ok;
}

static bool is_special(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

/* A pipe or a device (/dev/stdout, /dev/full) is written to, not replaced. */
static bool write_special(const char *path, const struct scn_text *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool ok = fd >= 0 && write_all(fd, text);

	return fd >= 0 && close(fd) == 0 && ok;
}

/* A link is followed: the file that it names is replaced, not the link. */
static bool replace_file(const char *path, const struct scn_text *text)
{
	char *real = realpath(path, NULL);
	const char *target = real ? real : path;
	struct scn_text temporary = { 0 };
	bool ok;

	scn_text_printf(&temporary, "%s.%ld.tmp", target, (long)getpid());
	ok = write_beside(target, text, scn_text_str(&temporary));
	scn_text_finish(&temporary);
	free(real);
	return ok;
}

enum scn_err scn_store_write(const char *path, const struct scn_text *text)
{
	bool ok;

	if (is_standard(path)) {
		fflush(stdout);
		ok = write_all(STDOUT_FILENO, text);
	} else {
		ok = is_special(path) ? write_special(path, text) : replace_file(path, text);
	}
	return ok ? SCN_ERR_OK : SCN_ERR_NOT_WRITABLE;
}

char *scn_store_data_dir(void)
{
	const char *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");
	struct scn_text path = { 0 };

	/* The specification wants absolute paths and has others ignored. */
	if (data && data[0] == '/')
		scn_text_printf(&path, "%s/handfast", data);
	else if (home && home[0] == '/')
		scn_text_printf(&path, "%s/.local/share/handfast", home);
	else
		return NULL;
	return scn_text_take(&path);
}

static bool is_dir(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

enum scn_err scn_store_make_dir(const char *path)
{
	char *parent = scn_strdup(path);
	bool ok = true;

	for (char *slash = strchr(parent + 1, '/'); ok && slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		ok = mkdir(parent, DIR_MODE) == 0 || errno == EEXIST;
		*slash = '/';
	}
	ok = ok && (mkdir(path, DIR_MODE) == 0 || errno == EEXIST) && is_dir(path);
	free(parent);
	return ok ? SCN_ERR_OK : SCN_ERR_NOT_WRITABLE;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ends_in(const char *name, const char *suffix)
{
	size_t len = strlen(name), suffix_len = strlen(suffix);

	return len > suffix_len && strcmp(name + len - suffix_len, suffix) == 0;
}

size_t scn_store_list(const char *path, const char *suffix, char ***names_out)
{
	DIR *dir = opendir(path);
	char **names = NULL;
	size_t count = 0;

	for (struct dirent *entry; dir && (entry = readdir(dir)) != NULL;)
		if (entry->d_name[0] != '.' && ends_in(entry->d_name, suffix))
			SCN_APPEND(names, count, scn_strdup(entry->d_name));
	if (dir)
		closedir(dir);
	if (count)
		qsort(names, count, sizeof(names[0]), compare_names);
	*names_out = names;
	return count;
}
