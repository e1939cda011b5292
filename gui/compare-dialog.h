/* Asks which other scan the one that is shown is to be compared with, and shows both in the Server view. */
#ifndef GUI_COMPARE_DIALOG_H
#define GUI_COMPARE_DIALOG_H

#include <gtk/gtk.h>

#include "gui/context.h"

void app_compare_ask(GtkWindow *parent, AppContext *context);

#endif
