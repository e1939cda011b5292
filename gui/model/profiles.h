/*
 * All client profiles, the user's own first: a GListModel of AppProfile. The user's own are files in the
 * user's data folder (profiles/ID.json), which the command line reads too.
 */
#ifndef GUI_MODEL_PROFILES_H
#define GUI_MODEL_PROFILES_H

#include <gio/gio.h>

#include "gui/model/profile.h"

#define APP_TYPE_PROFILES (app_profiles_get_type())
G_DECLARE_FINAL_TYPE(AppProfiles, app_profiles, APP, PROFILES, GObject)

/* Loads all. A file that is not understood is named in app_profiles_get_error. */
AppProfiles *app_profiles_new(void);
const char *app_profiles_get_error(AppProfiles *profiles);            /* NULL: none */
AppProfile *app_profiles_find(AppProfiles *profiles, const char *id); /* borrowed; NULL */
/* One more of the user's, saved at once (its id is made unique first). NULL: the sentence is in error. */
AppProfile *app_profiles_add(
	AppProfiles *profiles, struct scn_profile *take_profile, GError **error);
/* A copy of any profile as the user's own. */
AppProfile *app_profiles_duplicate(AppProfiles *profiles, AppProfile *original, GError **error);
/* Write a changed one of the user's. */
gboolean app_profiles_save(AppProfiles *profiles, AppProfile *profile, GError **error);
/* Forget one of the user's: its file goes. */
gboolean app_profiles_remove(AppProfiles *profiles, AppProfile *profile, GError **error);

/* The client set: who is asked in a scan and stands in the grid; a GListModel of AppProfile, kept in the
 * settings. */
GListModel *app_profiles_get_client_set(AppProfiles *profiles); /* borrowed */
gboolean app_profiles_in_client_set(AppProfiles *profiles, AppProfile *profile);
void app_profiles_set_in_client_set(AppProfiles *profiles, AppProfile *profile, gboolean in);

#endif
