/* The view "Suites". A widget with one property, "context". */
#ifndef GUI_VIEWS_SUITES_VIEW_H
#define GUI_VIEWS_SUITES_VIEW_H

#include <adwaita.h>

#include "gui/context.h"

#define APP_TYPE_SUITES_VIEW (app_suites_view_get_type())
G_DECLARE_FINAL_TYPE(AppSuitesView, app_suites_view, APP, SUITES_VIEW, GtkBox)

GtkWidget *app_suites_view_new(AppContext *context);

#endif
