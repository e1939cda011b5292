/*
 * The message strip: at most one thing to say about the scan that is shown, the most important first: its
 * progress, that it was stopped, what stayed unknown; or that there is no network.
 */
#ifndef GUI_STRIP_H
#define GUI_STRIP_H

#include <gtk/gtk.h>

#include "gui/context.h"

#define APP_TYPE_STRIP (app_strip_get_type())
G_DECLARE_FINAL_TYPE(AppStrip, app_strip, APP, STRIP, GtkBox)

GtkWidget *app_strip_new(AppContext *context);

#endif
