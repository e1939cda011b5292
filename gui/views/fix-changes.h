/* The card "What Changes" of the view "Fix": lines with their tags, what stays, what it costs. */
#ifndef GUI_VIEWS_FIX_CHANGES_H
#define GUI_VIEWS_FIX_CHANGES_H

#include <gtk/gtk.h>

#include "core/report/fix-plan.h"

#define APP_TYPE_FIX_CHANGES (app_fix_changes_get_type())
G_DECLARE_FINAL_TYPE(AppFixChanges, app_fix_changes, APP, FIX_CHANGES, GtkBox)

GtkWidget *app_fix_changes_new(void);
void app_fix_changes_show(AppFixChanges *changes, const struct scn_fix_plan *plan);

#endif
