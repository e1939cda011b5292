/*
 * A list of a profile to be put in order: by drag and drop, by keys, by the actions of this widget
 * ("editor.move-up" …), which buttons and menus use as well. The focus follows the row that moved.
 */
#ifndef GUI_PROFILES_EDIT_LIST_H
#define GUI_PROFILES_EDIT_LIST_H

#include "gui/context.h"
#include "gui/profiles/session.h"

#define APP_TYPE_EDIT_LIST (app_edit_list_get_type())
G_DECLARE_FINAL_TYPE(AppEditList, app_edit_list, APP, EDIT_LIST, GtkBox)

/* name: for screen readers. Signal "removed" (const char *name): offer to undo it. */
GtkWidget *app_edit_list_new(AppContext *context, enum scn_edit_list list, const char *name);
void app_edit_list_set_session(AppEditList *self, AppSession *session);
/* By so many places, as far as there are any; G_MININT, G_MAXINT: to the ends. */
void app_edit_list_move(AppEditList *self, int by);
gboolean app_edit_list_is_in(AppEditList *self, GtkWidget *focus);
enum scn_edit_list app_edit_list_get_list(AppEditList *self);

#endif
