/* All that is known of one server: groups of rows. A row with a consequence for the client says so; Ctrl+C
 * copies the row that has the focus. */
#ifndef GUI_VIEWS_SERVER_FACTS_H
#define GUI_VIEWS_SERVER_FACTS_H

#include <adwaita.h>

#include "gui/context.h"

#define APP_TYPE_SERVER_FACTS (app_server_facts_get_type())
G_DECLARE_FINAL_TYPE(AppServerFacts, app_server_facts, APP, SERVER_FACTS, GtkBox)

GtkWidget *app_server_facts_new(AppContext *context);
/* server may be NULL. Rows that stay keep the focus and stay open. */
void app_server_facts_show(AppServerFacts *view, AppServer *server);

#endif
