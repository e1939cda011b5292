/* What the pages of the import assistant share. */
#ifndef GUI_PROFILES_IMPORT_PRIVATE_H
#define GUI_PROFILES_IMPORT_PRIVATE_H

#include "gui/profiles/import-job.h"
#include "gui/profiles/import-window.h"

AppContext *app_import_window_get_context(AppImportWindow *window);
/* Show this page behind the one that is shown now. */
void app_import_window_push(AppImportWindow *window, const char *title, GtkWidget *page);
void app_import_window_back(AppImportWindow *window);
/* Read and show what came out. Takes it over. */
void app_import_window_read(AppImportWindow *window, struct app_import *take);
/* One of the user's now; then the window closes. */
void app_import_window_save(AppImportWindow *window, const struct scn_profile *profile);
/* The client of the main window now, and nowhere else; then the window closes. */
void app_import_window_use_once(AppImportWindow *window, const struct scn_profile *profile);
/* "Save as Profile" and "Use Once" for a page; get: the profile that is meant, NULL: none. */
typedef const struct scn_profile *AppImportChosen(gpointer user);
GtkWidget *app_import_buttons(AppImportWindow *window, AppImportChosen *get, gpointer user);

/* The pages. Those with an import take it over. */
GtkWidget *app_import_capture_page(AppImportWindow *window, struct app_import *take);
GtkWidget *app_import_settings_page(AppImportWindow *window, struct app_import *take);
GtkWidget *app_import_string_page(AppImportWindow *window);
GtkWidget *app_import_live_page(AppImportWindow *window);

/* Settings are applied to a client: which ones that can be, as a drop-down, with this one chosen. */
GtkWidget *app_import_base_drop_down(AppImportWindow *window, const char *id);
const char *app_import_base_id(GtkWidget *drop_down);

#endif
