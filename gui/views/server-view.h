/* The view "Server". A widget with one property, "context". */
#ifndef GUI_VIEWS_SERVER_VIEW_H
#define GUI_VIEWS_SERVER_VIEW_H

#include <adwaita.h>

#include "gui/context.h"

#define APP_TYPE_SERVER_VIEW (app_server_view_get_type())
G_DECLARE_FINAL_TYPE(AppServerView, app_server_view, APP, SERVER_VIEW, GtkBox)

GtkWidget *app_server_view_new(AppContext *context);

#endif
