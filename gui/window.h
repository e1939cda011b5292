/*
 * The main window: sidebar, message strip, pair bar, five views. Its actions are a table in
 * window-actions.c.
 */
#ifndef GUI_WINDOW_H
#define GUI_WINDOW_H

#include <adwaita.h>

#include "gui/context.h"
#include "gui/engine.h"
#include "gui/widgets/view.h"

#define APP_TYPE_WINDOW (app_window_get_type())
G_DECLARE_FINAL_TYPE(AppWindow, app_window, APP, WINDOW, AdwApplicationWindow)

AppWindow *app_window_new(GtkApplication *application, AppContext *context, AppEngine *engine);
AppContext *app_window_get_context(AppWindow *window);
AppEngine *app_window_get_engine(AppWindow *window);
void app_window_show_view(AppWindow *window, const char *name);
/* Begin a scan and show it. */
void app_window_scan(AppWindow *window, const char *target);
/* A saved scan, a capture or a profile; complains in a dialog. */
void app_window_open(AppWindow *window, const char *path);
/* A sentence in a dialog, with what it is about above it. */
void app_window_complain(AppWindow *window, const char *heading, const char *sentence);
void app_window_toast(AppWindow *window, const char *text);
/* The window of client profiles; there is one. */
void app_window_show_profiles(AppWindow *window);

/* For window-actions.c. */
void app_window_focus_entry(AppWindow *window);
void app_window_toggle_sidebar(AppWindow *window);
void app_window_next_view(AppWindow *window, int by);
void app_window_next_pane(AppWindow *window, int by);
AppView *app_window_get_view(AppWindow *window);   /* NULL: none is shown that answers the window */
gboolean app_window_in_sidebar(AppWindow *window); /* is the keyboard there? */
void app_window_find_scan(AppWindow *window);
GtkWidget *app_window_get_toasts(AppWindow *window);

#endif
