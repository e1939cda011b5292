#include "gui/model/profiles.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "core/base/alloc.h"
#include "core/profile/edit.h"
#include "core/profile/profile-json.h"
#include "gui/clock.h"
#include "gui/settings.h"
#include "io/store.h"

struct _AppProfiles {
	GObject parent;
	GPtrArray *items;
	GListStore *client_set;
	char *error;
};

static void list_model_init(GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(AppProfiles, app_profiles, G_TYPE_OBJECT,
	G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_init))

#define CLIENT_SET "clients.set"

static GType get_item_type(GListModel *model)
{
	return APP_TYPE_PROFILE;
}

static guint get_n_items(GListModel *model)
{
	return APP_PROFILES(model)->items->len;
}

static gpointer get_item(GListModel *model, guint at)
{
	AppProfiles *profiles = APP_PROFILES(model);

	return at < profiles->items->len ? g_object_ref(profiles->items->pdata[at]) : NULL;
}

static void list_model_init(GListModelInterface *interface)
{
	interface->get_item_type = get_item_type;
	interface->get_n_items = get_n_items;
	interface->get_item = get_item;
}

static void app_profiles_finalize(GObject *object)
{
	AppProfiles *profiles = APP_PROFILES(object);

	g_ptr_array_unref(profiles->items);
	g_object_unref(profiles->client_set);
	g_free(profiles->error);
	G_OBJECT_CLASS(app_profiles_parent_class)->finalize(object);
}

static void app_profiles_class_init(AppProfilesClass *class)
{
	G_OBJECT_CLASS(class)->finalize = app_profiles_finalize;
}

static void app_profiles_init(AppProfiles *profiles)
{
	profiles->items = g_ptr_array_new_with_free_func(g_object_unref);
	profiles->client_set = g_list_store_new(APP_TYPE_PROFILE);
}

/* ---- loading ---- */

static AppProfile *wrap(const struct scn_profile *inside)
{
	AppProfile *profile = app_profile_new(scn_profile_copy(inside), inside->file != NULL);
	GStatBuf about;

	if (inside->file && g_stat(inside->file, &about) == 0)
		app_profile_set_changed(profile, about.st_mtime);
	return profile;
}

static void load(AppProfiles *profiles)
{
	struct scn_profiles all = { 0 };
	struct scn_text error = { 0 };

	if (!scn_load_profiles(&all, &error))
		profiles->error = g_strdup(scn_text_str(&error));
	/* The user's own come last in the engine's order, and first in ours. */
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i]->file)
			g_ptr_array_add(profiles->items, wrap(all.items[i]));
	for (size_t i = 0; i < all.count; i++)
		if (!all.items[i]->file)
			g_ptr_array_add(profiles->items, wrap(all.items[i]));
	scn_profiles_finish(&all);
	scn_text_finish(&error);
}

static void load_client_set(AppProfiles *profiles)
{
	g_auto(GStrv) saved = app_settings_get_list(app_settings_get(), CLIENT_SET);
	const char *const *ids = saved ? (const char *const *)saved : scn_table_clients;

	for (; *ids; ids++) {
		AppProfile *profile = app_profiles_find(profiles, *ids);

		if (profile)
			g_list_store_append(profiles->client_set, profile);
	}
}

AppProfiles *app_profiles_new(void)
{
	AppProfiles *profiles = g_object_new(APP_TYPE_PROFILES, NULL);

	load(profiles);
	load_client_set(profiles);
	return profiles;
}

const char *app_profiles_get_error(AppProfiles *profiles)
{
	return profiles->error;
}

AppProfile *app_profiles_find(AppProfiles *profiles, const char *id)
{
	for (guint i = 0; i < profiles->items->len; i++)
		if (strcmp(app_profile_get_id(profiles->items->pdata[i]), id) == 0)
			return profiles->items->pdata[i];
	return NULL;
}

/* ---- the user's own ---- */

static gboolean refuse(GError **error, const char *path, enum scn_err err)
{
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s %s", path, scn_err_text(err));
	return FALSE;
}

static char *own_path(const char *id, GError **error)
{
	char *data = scn_store_data_dir();
	char *path = NULL;

	if (data)
		path = g_strdup_printf("%s/profiles/%s.json", data, id);
	else
		g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
			_("There is no place for profiles: neither XDG_DATA_HOME nor HOME is "
			  "set."));
	free(data);
	return path;
}

static gboolean write_file(const struct scn_profile *profile, const char *path, GError **error)
{
	struct scn_text text = { 0 };
	g_autofree char *folder = g_path_get_dirname(path);
	enum scn_err err = scn_store_make_dir(folder);

	scn_profile_save(profile, &text);
	if (!err)
		err = scn_store_write(path, &text);
	scn_text_finish(&text);
	return !err || refuse(error, path, err);
}

static void make_unique(AppProfiles *profiles, struct scn_profile *profile)
{
	g_autofree char *base = g_strdup(profile->id);

	for (guint i = 2; app_profiles_find(profiles, profile->id); i++) {
		g_autofree char *id = g_strdup_printf("%s-%u", base, i);

		free(profile->id);
		profile->id = scn_strdup(id);
	}
}

AppProfile *app_profiles_add(
	AppProfiles *profiles, struct scn_profile *take_profile, GError **error)
{
	g_autofree char *path = NULL;
	AppProfile *profile;

	make_unique(profiles, take_profile);
	path = own_path(take_profile->id, error);
	if (!path || !write_file(take_profile, path, error)) {
		scn_profile_free(take_profile);
		return NULL;
	}
	free(take_profile->file);
	take_profile->file = scn_strdup(path);
	profile = app_profile_new(take_profile, TRUE);
	app_profile_set_changed(profile, app_clock_now());
	g_ptr_array_insert(profiles->items, 0, profile);
	g_list_model_items_changed(G_LIST_MODEL(profiles), 0, 0, 1);
	return profile;
}

AppProfile *app_profiles_duplicate(AppProfiles *profiles, AppProfile *original, GError **error)
{
	g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(app_clock_now());
	g_autofree char *date = g_date_time_format(now, "%Y-%m-%d");
	struct scn_profile *copy = scn_profile_derive(app_profile_get(original), date);
	g_autofree char *name = g_strdup_printf(_("%s, copy"), copy->name);
	g_autofree char *id = g_strdup_printf("%s-copy", copy->id);

	free(copy->name);
	copy->name = scn_strdup(name);
	free(copy->id);
	copy->id = scn_strdup(id);
	return app_profiles_add(profiles, copy, error);
}

gboolean app_profiles_save(AppProfiles *profiles, AppProfile *profile, GError **error)
{
	const struct scn_profile *inside = app_profile_get(profile);

	return write_file(inside, inside->file, error);
}

gboolean app_profiles_remove(AppProfiles *profiles, AppProfile *profile, GError **error)
{
	const char *path = app_profile_get(profile)->file;
	guint at;

	if (!path || !g_ptr_array_find(profiles->items, profile, &at))
		return FALSE;
	if (g_unlink(path) && errno != ENOENT) {
		g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno), "%s: %s", path,
			g_strerror(errno));
		return FALSE;
	}
	app_profiles_set_in_client_set(profiles, profile, FALSE);
	g_ptr_array_remove_index(profiles->items, at);
	g_list_model_items_changed(G_LIST_MODEL(profiles), at, 1, 0);
	return TRUE;
}

/* ---- the client set ---- */

GListModel *app_profiles_get_client_set(AppProfiles *profiles)
{
	return G_LIST_MODEL(profiles->client_set);
}

gboolean app_profiles_in_client_set(AppProfiles *profiles, AppProfile *profile)
{
	return g_list_store_find(profiles->client_set, profile, NULL);
}

static void remember_client_set(AppProfiles *profiles)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	GListModel *set = G_LIST_MODEL(profiles->client_set);

	for (guint i = 0; i < g_list_model_get_n_items(set); i++) {
		g_autoptr(AppProfile) profile = g_list_model_get_item(set, i);

		/* The id lives as long as the profile, which the set holds. */
		g_ptr_array_add(ids, (char *)app_profile_get_id(profile));
	}
	g_ptr_array_add(ids, NULL);
	app_settings_set_list(app_settings_get(), CLIENT_SET, (const char *const *)ids->pdata);
}

void app_profiles_set_in_client_set(AppProfiles *profiles, AppProfile *profile, gboolean in)
{
	guint at;
	gboolean is_in = g_list_store_find(profiles->client_set, profile, &at);

	if (in == is_in)
		return;
	if (in)
		g_list_store_append(profiles->client_set, profile);
	else
		g_list_store_remove(profiles->client_set, at);
	remember_client_set(profiles);
}
