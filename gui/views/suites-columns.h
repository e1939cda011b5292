/*
 * The columns of the table of suites: which ones there are (width of the window, versions, clients, what the user
 * chose), what stands in their cells, and how they sort. A column is taken out and put in again, never hidden:
 * GTK 4.8 leaves a hole where a hidden one was.
 */
#ifndef GUI_VIEWS_SUITES_COLUMNS_H
#define GUI_VIEWS_SUITES_COLUMNS_H

#include <gtk/gtk.h>

#include "gui/context.h"
#include "gui/model/suite-model.h"

#define APP_TYPE_SUITES_COLUMNS (app_suites_columns_get_type())
G_DECLARE_FINAL_TYPE(AppSuitesColumns, app_suites_columns, APP, SUITES_COLUMNS, GObject)

/* All are held as long as the columns live, but the view, which owns them. menu: of the headers. */
AppSuitesColumns *app_suites_columns_new(
	GtkColumnView *view, AppContext *context, AppSuiteModel *model, GMenuModel *menu);
/* After anything changed; clients: AppProfile, the chosen one first. Cells are filled anew. */
void app_suites_columns_update(AppSuitesColumns *columns, GPtrArray *clients);

AppContext *app_suites_columns_get_context(AppSuitesColumns *columns);
AppSuiteModel *app_suites_columns_get_model(AppSuitesColumns *columns);
/* Names of the clients, for sentences; NULL behind the last. */
const char *const *app_suites_columns_get_clients(AppSuitesColumns *columns);

/* Columns that a user may add; NULL behind the last one. Their ids are kept in the setting "suites.columns". */
struct app_suites_option {
	const char *id;
	const char *title; /* to be translated */
};
const struct app_suites_option *app_suites_options(guint *count_out);

#endif
