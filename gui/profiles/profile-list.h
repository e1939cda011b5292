/* The list of all profiles, the user's own first, with a search. */
#ifndef GUI_PROFILES_PROFILE_LIST_H
#define GUI_PROFILES_PROFILE_LIST_H

#include "gui/model/profiles.h"

#include <gtk/gtk.h>

#define APP_TYPE_PROFILE_LIST (app_profile_list_get_type())
G_DECLARE_FINAL_TYPE(AppProfileList, app_profile_list, APP, PROFILE_LIST, GtkBox)

/* Signal "selected" (AppProfile *), "activated" (AppProfile *): clicked, or Enter. */
GtkWidget *app_profile_list_new(AppProfiles *profiles);
void app_profile_list_select(AppProfileList *list, AppProfile *profile);
void app_profile_list_search(AppProfileList *list);

#endif
