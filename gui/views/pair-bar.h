/* "From [client] › To [server]": the pair that all views show. */
#ifndef GUI_VIEWS_PAIR_BAR_H
#define GUI_VIEWS_PAIR_BAR_H

#include <gtk/gtk.h>

#include "gui/context.h"

#define APP_TYPE_PAIR_BAR (app_pair_bar_get_type())
G_DECLARE_FINAL_TYPE(AppPairBar, app_pair_bar, APP, PAIR_BAR, GtkBox)

GtkWidget *app_pair_bar_new(AppContext *context);

#endif
