#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/profile/builtin.h"
#include "core/profile/profile-json.h"
#include "io/store.h"
#include "scanner.h"

const char *const scn_usual_clients[] = {
	"exchange-2019",
	"exchange-2016-ws2016",
	"exchange-online",
	"postfix-3.7",
	"exim-4.96",
	NULL,
};

const char *const scn_table_clients[] = {
	"exchange-2019",
	"exchange-2019-ws2022",
	"exchange-2016-ws2016",
	"exchange-2016-ws2012r2",
	"exchange-online",
	"postfix-3.7",
	"exim-4.96",
	"java-8",
	"windows-server-2008r2",
	NULL,
};

/* Profiles of the program first, then those of the user; an id used twice is an error. */

static bool complain(struct scn_text *error, const struct scn_text *sentence)
{
	if (error->len)
		scn_text_char(error, '\n');
	scn_text_add(error, scn_text_str(sentence));
	return false;
}

static bool add(struct scn_profiles *profiles, const char *text, size_t len, const char *file,
	struct scn_text *error)
{
	struct scn_text sentence = { 0 };
	struct scn_profile *profile = scn_profile_load(text, len, file, &sentence);
	bool ok = profile && scn_profiles_add(profiles, profile);

	if (profile && !ok) {
		scn_text_printf(&sentence,
			"%s: the profile id \"%s\" is used already; choose another.", file,
			profile->id);
		scn_profile_free(profile);
	}
	if (!ok)
		complain(error, &sentence);
	scn_text_finish(&sentence);
	return ok;
}

bool scn_profiles_add_file(struct scn_profiles *profiles, const char *path, struct scn_text *error)
{
	struct scn_text text = { 0 };
	enum scn_err err = scn_store_read(path, SCN_PROFILE_MAX_LEN, &text);
	bool ok = false;

	if (err) {
		scn_text_printf(error, "%s%s: %s", error->len ? "\n" : "", path, scn_err_text(err));
	} else {
		ok = add(profiles, scn_text_str(&text), text.len, path, error);
	}
	if (ok && !profiles->items[profiles->count - 1]->file)
		profiles->items[profiles->count - 1]->file = scn_strdup(path);
	scn_text_finish(&text);
	return ok;
}

static bool add_folder(struct scn_profiles *profiles, const char *folder, struct scn_text *error)
{
	char **names = NULL;
	size_t count = scn_store_list(folder, ".json", &names);
	bool ok = true;

	for (size_t i = 0; i < count; i++) {
		struct scn_text path = { 0 };

		scn_text_printf(&path, "%s/%s", folder, names[i]);
		ok &= scn_profiles_add_file(profiles, scn_text_str(&path), error);
		scn_text_finish(&path);
		free(names[i]);
	}
	free(names);
	return ok;
}

static bool is_of(const struct scn_builtin_profile *builtin, const char *id)
{
	size_t len = strlen(id);

	return strncmp(builtin->file, id, len) == 0 && strcmp(builtin->file + len, ".json") == 0;
}

static bool is_there(const struct scn_profiles *profiles, const struct scn_builtin_profile *builtin)
{
	for (size_t i = 0; i < profiles->count; i++)
		if (is_of(builtin, profiles->items[i]->id))
			return true;
	return false;
}

/* Where the user's own are, or NULL; heap. */
static char *own_folder(void)
{
	char *data = scn_store_data_dir();
	struct scn_text folder = { 0 };

	if (!data)
		return NULL;
	scn_text_printf(&folder, "%s/profiles", data);
	free(data);
	return scn_text_take(&folder);
}

static bool has_own(void)
{
	char *folder = own_folder();
	char **names = NULL;
	size_t count = folder ? scn_store_list(folder, ".json", &names) : 0;

	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	free(folder);
	return count > 0;
}

bool scn_load_profile(struct scn_profiles *profiles, const char *id)
{
	struct scn_text error = { 0 };
	bool ok = false;

	if (has_own())
		return false;
	for (const struct scn_builtin_profile *p = scn_builtin_profiles; p->file; p++)
		if (is_of(p, id))
			ok = add(profiles, p->text, p->len, p->file, &error);
	scn_text_finish(&error);
	return ok;
}

bool scn_load_profiles(struct scn_profiles *profiles_out, struct scn_text *error_out)
{
	char *folder = own_folder();
	size_t before = profiles_out->count;
	bool ok = true;

	for (const struct scn_builtin_profile *p = scn_builtin_profiles; p->file; p++)
		if (before == 0 || !is_there(profiles_out, p))
			ok &= add(profiles_out, p->text, p->len, p->file, error_out);
	if (folder)
		ok &= add_folder(profiles_out, folder, error_out);
	free(folder);
	return ok;
}
