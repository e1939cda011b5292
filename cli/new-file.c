#include "cli/new-file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"

#include "core/base/alloc.h"

static bool complain(const char *path)
{
	cli_complain(CLI_EXIT_CANNOT_WRITE, "%s: %s", path, strerror(errno));
	return false;
}

static bool is_special(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

/* Beside the final one, because a rename works only inside one file system. A link is followed: the file
 * that it names is replaced, not the link. */
static void name_temporary(struct cli_new_file *out)
{
	struct scn_text name = { 0 };

	out->final = realpath(out->path, NULL);
	if (!out->final)
		out->final = scn_strdup(out->path);
	scn_text_printf(&name, "%s.%ld.tmp", out->final, (long)getpid());
	out->temporary = scn_text_take(&name);
}

bool cli_new_file_open(const char *path, struct cli_new_file *out)
{
	*out = (struct cli_new_file){ .path = path };
	if (strcmp(path, "-") == 0) {
		out->file = stdout;
	} else if (is_special(path)) {
		out->file = fopen(path, "we");
	} else {
		name_temporary(out);
		out->file = fopen(out->temporary, "wxe");
	}
	if (out->file)
		return true;
	complain(path);
	free(out->temporary);
	free(out->final);
	return false;
}

bool cli_new_file_close(struct cli_new_file *file, enum cli_new_file_end end)
{
	bool ok = fflush(file->file) == 0 && !ferror(file->file);

	if (file->temporary)
		ok = fsync(fileno(file->file)) == 0 && ok;
	if (file->file != stdout)
		ok = fclose(file->file) == 0 && ok;
	if (ok && file->temporary && end == CLI_NEW_FILE_KEEP)
		ok = rename(file->temporary, file->final) == 0;
	if (!ok && end == CLI_NEW_FILE_KEEP)
		complain(file->path);
	if (file->temporary)
		unlink(file->temporary); /* not there any more where it was renamed */
	free(file->temporary);
	free(file->final);
	return ok;
}
