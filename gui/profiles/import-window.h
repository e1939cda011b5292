/*
 * The import assistant: a capture, the settings of another program, a cipher string, or a live client becomes a
 * profile. Also what opens when such a file is dropped on the main window.
 */
#ifndef GUI_PROFILES_IMPORT_WINDOW_H
#define GUI_PROFILES_IMPORT_WINDOW_H

#include <adwaita.h>

#include "gui/context.h"

#define APP_TYPE_IMPORT_WINDOW (app_import_window_get_type())
G_DECLARE_FINAL_TYPE(AppImportWindow, app_import_window, APP, IMPORT_WINDOW, AdwWindow)

/* path: what to read; NULL: ask. Signal "saved" (AppProfile *): a profile is one of the user's now. */
GtkWidget *app_import_window_new(AppContext *context, const char *path);
/* Does a file look like one for this window, by its beginning? */
gboolean app_import_takes(const char *path);

#endif
