/*
 * The menu of the table's headers: which clients stand beside the chosen one, which columns there are, which rows.
 * What the user chooses is kept in the settings "suites.pinned" and "suites.columns".
 */
#ifndef GUI_VIEWS_SUITES_MENU_H
#define GUI_VIEWS_SUITES_MENU_H

#include <gio/gio.h>

#include "gui/context.h"

/* clients beside the chosen one */
enum {
	APP_SUITES_PINNED = 4,
};

#define APP_TYPE_SUITES_MENU (app_suites_menu_get_type())
G_DECLARE_FINAL_TYPE(AppSuitesMenu, app_suites_menu, APP, SUITES_MENU, GObject)

/* Signals: "changed", and "default-order": the user wants no column to sort. */
AppSuitesMenu *app_suites_menu_new(AppContext *context);
GMenuModel *app_suites_menu_get_model(AppSuitesMenu *menu); /* borrowed */
GActionGroup *app_suites_menu_get_actions(
	AppSuitesMenu *menu); /* borrowed; their prefix is "suites" */
/* The client set or the chosen client may be others now. */
void app_suites_menu_update(AppSuitesMenu *menu);
/* AppProfile, the chosen client first, then the pinned ones; the caller unrefs. */
GPtrArray *app_suites_menu_get_clients(AppSuitesMenu *menu);
/* Also suites that neither the server accepts nor a client offers? */
gboolean app_suites_menu_get_all_rows(AppSuitesMenu *menu);

#endif
