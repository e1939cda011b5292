/* Add…: all that the engine has a name for and the list does not offer yet, with a search. */
#ifndef GUI_PROFILES_ADD_WINDOW_H
#define GUI_PROFILES_ADD_WINDOW_H

#include "gui/context.h"
#include "gui/profiles/session.h"

void app_add_window_present(
	GtkWidget *from, AppContext *context, AppSession *session, enum scn_edit_list list);

#endif
