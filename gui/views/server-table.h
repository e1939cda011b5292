/* Servers side by side, or one server at two times: facts × columns, with a mark where they differ. */
#ifndef GUI_VIEWS_SERVER_TABLE_H
#define GUI_VIEWS_SERVER_TABLE_H

#include <gtk/gtk.h>

#include "gui/context.h"
#include "gui/model/fact.h"

#define APP_TYPE_SERVER_TABLE (app_server_table_get_type())
G_DECLARE_FINAL_TYPE(AppServerTable, app_server_table, APP, SERVER_TABLE, GtkBox)

GtkWidget *app_server_table_new(AppContext *context);
void app_server_table_show(
	AppServerTable *table, const struct app_fact_column *columns, guint count);
void app_server_table_set_only_differences(AppServerTable *table, gboolean only);

#endif
