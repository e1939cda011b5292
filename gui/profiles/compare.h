/* A profile beside another one: what only one of them has, what moved, which values differ. */
#ifndef GUI_PROFILES_COMPARE_H
#define GUI_PROFILES_COMPARE_H

#include "gui/context.h"
#include "gui/profiles/session.h"

#define APP_TYPE_COMPARE (app_compare_get_type())
G_DECLARE_FINAL_TYPE(AppCompare, app_compare, APP, COMPARE, GtkBox)

GtkWidget *app_compare_new(AppContext *context);
/* Beside its base at first. */
void app_compare_set_session(AppCompare *compare, AppSession *session);

#endif
