/*
 * The editor of one client profile: protocols, suites, groups and schemes, limits, behaviour, source; or the same
 * profile beside another one. All it does are actions of the group "editor", for keys, menus and tests.
 */
#ifndef GUI_PROFILES_EDITOR_H
#define GUI_PROFILES_EDITOR_H

#include <adwaita.h>

#include "gui/context.h"
#include "gui/profiles/session.h"

#define APP_TYPE_EDITOR (app_editor_get_type())
G_DECLARE_FINAL_TYPE(AppEditor, app_editor, APP, EDITOR, GtkBox)

/* Signals: "toast" (AdwToast *), "open" (AppProfile *): this one shall be edited now, "back": to the list. */
GtkWidget *app_editor_new(AppContext *context);
void app_editor_set_session(AppEditor *editor, AppSession *session); /* NULL: nothing is chosen */
/* Actions of the group "editor", and their keys, for the window. */
GActionGroup *app_editor_get_actions(AppEditor *editor);
GtkEventController *app_editor_keys_new(void);
/* The list is not visible beside it: show the way back. */
void app_editor_set_folded(AppEditor *editor, gboolean folded);

#endif
