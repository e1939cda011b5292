/*
 * Where targets are typed: an entry and a button that starts. Several targets, with blanks, commas or lines
 * between them, are several scans.
 */
#ifndef GUI_TARGET_ENTRY_H
#define GUI_TARGET_ENTRY_H

#include <gtk/gtk.h>

#define APP_TYPE_TARGET_ENTRY (app_target_entry_get_type())
G_DECLARE_FINAL_TYPE(AppTargetEntry, app_target_entry, APP, TARGET_ENTRY, GtkBox)

/* label: of the button; NULL: an arrow. Signal "start" (const char *target), once for each. */
GtkWidget *app_target_entry_new(const char *label);

#endif
