/* The view "Dialogue". A widget with one property, "context". */
#ifndef GUI_VIEWS_DIALOGUE_VIEW_H
#define GUI_VIEWS_DIALOGUE_VIEW_H

#include <adwaita.h>

#include "gui/context.h"

#define APP_TYPE_DIALOGUE_VIEW (app_dialogue_view_get_type())
G_DECLARE_FINAL_TYPE(AppDialogueView, app_dialogue_view, APP, DIALOGUE_VIEW, GtkBox)

GtkWidget *app_dialogue_view_new(AppContext *context);

#endif
