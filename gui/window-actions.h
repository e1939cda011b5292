/* The actions of the main window: menus, buttons, keys and tests use the same names. */
#ifndef GUI_WINDOW_ACTIONS_H
#define GUI_WINDOW_ACTIONS_H

#include "gui/window.h"

void app_window_install_actions(GtkWidgetClass *class);
/* Keys that the window takes before what has the keyboard. */
void app_window_add_first_keys(GtkWidget *window);
/* Which can be used now. */
void app_window_update_actions(AppWindow *window);

#endif
