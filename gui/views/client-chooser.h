/* "Choose Clients…": a button whose popover has a check box for each profile; the client set follows at once. */
#ifndef GUI_VIEWS_CLIENT_CHOOSER_H
#define GUI_VIEWS_CLIENT_CHOOSER_H

#include <gtk/gtk.h>

#include "gui/model/profiles.h"

GtkWidget *app_client_chooser_new(AppProfiles *profiles);

#endif
