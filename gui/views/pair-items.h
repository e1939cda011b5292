/*
 * Rows of the two drop-downs of the pair bar: mark, name, source. The list itself already shows who works with
 * the chosen server.
 */
#ifndef GUI_VIEWS_PAIR_ITEMS_H
#define GUI_VIEWS_PAIR_ITEMS_H

#include <gtk/gtk.h>

#include "gui/context.h"

/* The name of an item: AppProfile, AppServer, or GtkStringObject (an item that is a command). Borrowed. */
const char *app_pair_item_title(gpointer item);
/* How the item does with the other half of the pair; APP_STATUS_NONE for a command. */
AppStatus app_pair_item_status(AppContext *context, gpointer item);

/* Inside of the button: only the name. */
GtkListItemFactory *app_pair_button_factory(void);
GtkListItemFactory *app_pair_list_factory(AppContext *context);
/* What the search of the drop-down looks at. */
GtkExpression *app_pair_item_expression(void);

/* How one client does with all servers of the scan: the worst, but never "fails" for what is unknown. */
AppStatus app_status_with_all(AppContext *context, AppProfile *client);

#endif
