#include "cli/profile-pick.h"

#include <string.h>

#include "core/profile/profile-json.h"
#include "io/store.h"

static bool is_file(const char *name)
{
	size_t len = strlen(name);

	return strchr(name, '/') || (len > 5 && strcmp(name + len - 5, ".json") == 0);
}

static struct scn_profile *from_file(const char *path, int *code_out)
{
	struct scn_text text = { 0 };
	struct scn_text error = { 0 };
	struct scn_profile *profile = NULL;
	enum scn_err err = scn_store_read(path, SCN_PROFILE_MAX_LEN, &text);

	if (err) {
		*code_out = cli_complain(
			err == SCN_ERR_NOT_FOUND ? CLI_EXIT_NOT_FOUND : CLI_EXIT_NOT_UNDERSTOOD,
			"%s: %s", path, scn_err_text(err));
	} else {
		profile = scn_profile_load(scn_text_str(&text), text.len, path, &error);
		if (!profile)
			*code_out =
				cli_complain(CLI_EXIT_NOT_UNDERSTOOD, "%s", scn_text_str(&error));
	}
	scn_text_finish(&error);
	scn_text_finish(&text);
	return profile;
}

struct scn_profile *cli_profile_pick(
	const struct cli_context *context, const char *name, int *code_out)
{
	const struct scn_profile *known;
	const char *near;

	if (is_file(name))
		return from_file(name, code_out);
	known = scn_profiles_find(&context->profiles, name);
	if (known)
		return scn_profile_copy(known);
	near = scn_profiles_nearest(&context->profiles, name);
	*code_out = cli_complain(CLI_EXIT_NOT_FOUND, "there is no client \"%s\"%s%s", name,
		near ? "; did you mean " : "", near ? near : "");
	return NULL;
}
