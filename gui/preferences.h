/* The window of preferences: everything is kept at once. */
#ifndef GUI_PREFERENCES_H
#define GUI_PREFERENCES_H

#include <adwaita.h>

#include "gui/context.h"

void app_preferences_show(GtkWindow *parent, AppContext *context);
/* System, light or dark, as the settings say. */
void app_preferences_apply_appearance(void);

#endif
