/* Client Profiles: the list of them, and the editor of one. */
#ifndef GUI_PROFILES_PROFILES_WINDOW_H
#define GUI_PROFILES_PROFILES_WINDOW_H

#include <adwaita.h>

#include "gui/context.h"

#define APP_TYPE_PROFILES_WINDOW (app_profiles_window_get_type())
G_DECLARE_FINAL_TYPE(AppProfilesWindow, app_profiles_window, APP, PROFILES_WINDOW, AdwWindow)

/* Opens with the client of the context. */
GtkWidget *app_profiles_window_new(AppContext *context);
void app_profiles_window_open(AppProfilesWindow *window, AppProfile *profile);

#endif
