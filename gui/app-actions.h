/*
 * Actions of the whole program (app.help, app.about …) and their keys. What belongs to a window is in
 * gui/window-actions.
 */
#ifndef GUI_APP_ACTIONS_H
#define GUI_APP_ACTIONS_H

#include <gtk/gtk.h>

void app_actions_install(GtkApplication *application);

#endif
