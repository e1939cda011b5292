#include "cli/profile-files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"

#include "core/profile/profile-json.h"
#include "core/registry/group.h"
#include "io/store.h"

static bool is_folder(const char *path)
{
	struct stat info;
	size_t len = strlen(path);

	return (len && path[len - 1] == '/') || (stat(path, &info) == 0 && S_ISDIR(info.st_mode));
}

/* "p.json" → "p", ".json" */
static size_t stem_len(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *dot = strrchr(slash ? slash : path, '.');

	return dot && dot != path ? (size_t)(dot - path) : strlen(path);
}

void cli_profile_path(const char *output, const struct scn_profile *profile, unsigned number,
	struct scn_text *path_out)
{
	size_t stem = stem_len(output);

	if (is_folder(output))
		scn_text_printf(path_out, "%s%s%s.json", output,
			output[strlen(output) - 1] == '/' ? "" : "/", profile->id);
	else if (number == 0)
		scn_text_add(path_out, output);
	else
		scn_text_printf(path_out, "%.*s-%u%s", (int)stem, output, number, output + stem);
}

static bool make_parent(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder;
	bool ok;

	if (!slash || slash == path)
		return true;
	folder = strndup(path, (size_t)(slash - path));
	ok = scn_store_make_dir(folder) == SCN_ERR_OK;
	free(folder);
	return ok;
}

bool cli_profile_write(const char *path, const struct scn_profile *profile)
{
	struct scn_text file = { 0 };
	enum scn_err err = SCN_ERR_NOT_WRITABLE;

	scn_profile_save(profile, &file);
	if (make_parent(path))
		err = scn_store_write(path, &file);
	if (err)
		cli_complain(CLI_EXIT_CANNOT_WRITE, "%s: %s", path, scn_err_text(err));
	scn_text_finish(&file);
	return err == SCN_ERR_OK;
}

static size_t selectable(const struct scn_profile *profile)
{
	size_t count = 0;

	for (size_t i = 0; i < profile->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(profile->suites[i]);

		count += !suite || scn_suite_selectable(suite);
	}
	return count;
}

void cli_profile_line(const struct scn_profile *profile, struct scn_text *out)
{
	scn_text_printf(out, "%s:", profile->id);
	for (int v = SCN_TLS1_3; v >= SCN_SSL2; v--) {
		if (scn_profile_offers_version(profile, (enum scn_version)v))
			scn_text_printf(out, " %s", scn_version_word((enum scn_version)v));
	}
	scn_text_printf(out, ", %zu suites, %zu groups, %s", selectable(profile),
		profile->group_count, profile->sends_sni ? "SNI" : "no SNI");
}
