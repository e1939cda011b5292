/* The strip below an editor: what the engine says of this client and the servers of the scan that is open, now and
 * compared with when the editor was opened. */
#ifndef GUI_PROFILES_EFFECT_H
#define GUI_PROFILES_EFFECT_H

#include "gui/context.h"
#include "gui/profiles/session.h"

#define APP_TYPE_EFFECT (app_effect_get_type())
G_DECLARE_FINAL_TYPE(AppEffect, app_effect, APP, EFFECT, GtkBox)

GtkWidget *app_effect_new(AppContext *context);
void app_effect_set_session(AppEffect *effect, AppSession *session);

#endif
