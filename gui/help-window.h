/*
 * The user's guide in a window of its own: topics on the left, one of them on the right. The text is in gui/help/, a file a
 * language; where the language of the user has none, it is English.
 */
#ifndef GUI_HELP_WINDOW_H
#define GUI_HELP_WINDOW_H

#include <adwaita.h>

#define APP_TYPE_HELP_WINDOW (app_help_window_get_type())
G_DECLARE_FINAL_TYPE(AppHelpWindow, app_help_window, APP, HELP_WINDOW, AdwWindow)

/* Shows the guide, the one that is open already where there is one. For the action app.help. */
void app_help_window_present(GtkApplication *application);

#endif
