/* Limits, behaviour, source: what of a profile is not a list, as groups of rows. */
#ifndef GUI_PROFILES_POLICY_H
#define GUI_PROFILES_POLICY_H

#include <adwaita.h>

#include "gui/profiles/session.h"

#define APP_TYPE_POLICY (app_policy_get_type())
G_DECLARE_FINAL_TYPE(AppPolicy, app_policy, APP, POLICY, GtkBox)

GtkWidget *app_policy_new(void);
void app_policy_set_session(AppPolicy *policy, AppSession *session);
/* The rows about where it is from. */
void app_policy_focus_source(AppPolicy *policy);

#endif
