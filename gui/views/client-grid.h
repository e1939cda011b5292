/*
 * Every client of the client set against every server of the scan: a table whose current cell is the pair of the
 * window. Arrow keys move the pair, Enter shows its cipher suites.
 */
#ifndef GUI_VIEWS_CLIENT_GRID_H
#define GUI_VIEWS_CLIENT_GRID_H

#include <adwaita.h>

#include "gui/context.h"

#define APP_TYPE_CLIENT_GRID (app_client_grid_get_type())
G_DECLARE_FINAL_TYPE(AppClientGrid, app_client_grid, APP, CLIENT_GRID, GtkBox)

GtkWidget *app_client_grid_new(AppContext *context);
/* Fill it anew from the context. */
void app_client_grid_update(AppClientGrid *grid);
/* Go to the next pair that fails, is weak or is not known, row by row as shown; by: 1 or -1. */
gboolean app_client_grid_next_problem(AppClientGrid *grid, int by); /* FALSE: there is none */
/* Open the choice of clients, which can be searched. */
void app_client_grid_choose_clients(AppClientGrid *grid);

#endif
