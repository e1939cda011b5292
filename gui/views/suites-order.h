/*
 * What the server accepts, version by version, as numbered lists in its order of preference; without numbers where
 * it takes the client's.
 */
#ifndef GUI_VIEWS_SUITES_ORDER_H
#define GUI_VIEWS_SUITES_ORDER_H

#include <gtk/gtk.h>

#include "gui/model/suite-model.h"

#define APP_TYPE_SUITES_ORDER (app_suites_order_get_type())
G_DECLARE_FINAL_TYPE(AppSuitesOrder, app_suites_order, APP, SUITES_ORDER, GtkBox)

/* Signals: "selected", "activated". */
void app_suites_order_fill(AppSuitesOrder *order, AppSuiteModel *model, enum scn_dialect names);
AppSuiteRow *app_suites_order_get_selected(AppSuitesOrder *order); /* borrowed; NULL: none */
/* To the next weak or broken suite (1), or back (-1); FALSE: there is none. */
gboolean app_suites_order_next_weak(AppSuitesOrder *order, int by);
gboolean app_suites_order_is_empty(AppSuitesOrder *order);

#endif
