/* The view "Fix". A widget with one property, "context". */
#ifndef GUI_VIEWS_FIX_VIEW_H
#define GUI_VIEWS_FIX_VIEW_H

#include <adwaita.h>

#include "gui/context.h"

#define APP_TYPE_FIX_VIEW (app_fix_view_get_type())
G_DECLARE_FINAL_TYPE(AppFixView, app_fix_view, APP, FIX_VIEW, GtkBox)

GtkWidget *app_fix_view_new(AppContext *context);

#endif
