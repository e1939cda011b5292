/*
 * All scans, newest first: those that run and the saved ones of the user's data folder. A GListModel of
 * AppScan. Saved ones are read when they are first looked at.
 */
#ifndef GUI_MODEL_HISTORY_H
#define GUI_MODEL_HISTORY_H

#include <gio/gio.h>

#include "gui/model/scan.h"

#define APP_TYPE_HISTORY (app_history_get_type())
G_DECLARE_FINAL_TYPE(AppHistory, app_history, APP, HISTORY, GObject)

AppHistory *app_history_new(void); /* with what is in the user's data folder */
void app_history_add(AppHistory *history, AppScan *scan);
/* Takes it out of the list; the file stays until app_history_purge. */
void app_history_remove(AppHistory *history, AppScan *scan);
void app_history_restore(AppHistory *history, AppScan *scan);
/* Remove the files of what was taken out. */
void app_history_purge(AppHistory *history);

#endif
