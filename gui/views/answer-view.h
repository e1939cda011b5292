/* The view "Answer". A widget with one property, "context". */
#ifndef GUI_VIEWS_ANSWER_VIEW_H
#define GUI_VIEWS_ANSWER_VIEW_H

#include <adwaita.h>

#include "gui/context.h"

#define APP_TYPE_ANSWER_VIEW (app_answer_view_get_type())
G_DECLARE_FINAL_TYPE(AppAnswerView, app_answer_view, APP, ANSWER_VIEW, GtkBox)

GtkWidget *app_answer_view_new(AppContext *context);

#endif
