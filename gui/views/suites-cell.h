/*
 * A cell of the table of suites: a mark, a text, or both. It follows its row while the scan goes on.
 */
#ifndef GUI_VIEWS_SUITES_CELL_H
#define GUI_VIEWS_SUITES_CELL_H

#include "gui/views/suites-columns.h"

typedef enum {
	APP_SUITES_NAME,
	APP_SUITES_MATCH,
	APP_SUITES_VERSION, /* index: enum scn_version */
	APP_SUITES_CLIENT,  /* index: of the clients, 0 the chosen one */
	APP_SUITES_STRENGTH,
	APP_SUITES_KEY_EXCHANGE,
	APP_SUITES_AUTHENTICATION,
	APP_SUITES_CIPHER,
	APP_SUITES_BITS,
	APP_SUITES_CODE,
	APP_SUITES_REFERENCE,
	APP_SUITES_WEAKNESS,
} AppSuitesColumnKind;

#define APP_TYPE_SUITES_CELL (app_suites_cell_get_type())
G_DECLARE_FINAL_TYPE(AppSuitesCell, app_suites_cell, APP, SUITES_CELL, GtkBox)

GtkWidget *app_suites_cell_new(AppSuitesColumns *columns, AppSuitesColumnKind kind, int index);
void app_suites_cell_set_row(AppSuitesCell *cell, AppSuiteRow *row); /* NULL: none */

/* How a column sorts. */
int app_suites_compare(AppSuitesColumns *columns, AppSuitesColumnKind kind, int index,
	AppSuiteRow *a, AppSuiteRow *b);

#endif
