/*
 * Targets and scans: an entry, the scans of the history (Running, Today, Yesterday, Earlier), the way to the
 * client profiles. Choosing a row sets the context's scan.
 */
#ifndef GUI_SIDEBAR_H
#define GUI_SIDEBAR_H

#include <gtk/gtk.h>

#include "gui/context.h"

#define APP_TYPE_SIDEBAR (app_sidebar_get_type())
G_DECLARE_FINAL_TYPE(AppSidebar, app_sidebar, APP, SIDEBAR, GtkBox)

/* Signal "start" (const char *target). Signal "chosen": the user took a row. */
GtkWidget *app_sidebar_new(AppContext *context);
void app_sidebar_focus_entry(AppSidebar *sidebar);
void app_sidebar_find(AppSidebar *sidebar); /* a scan: the keyboard goes to the search */

#endif
