/*
 * Which suites are shown: a row of buttons with counts, one drop-down where the window is too narrow for them.
 */
#ifndef GUI_VIEWS_SUITES_FILTER_H
#define GUI_VIEWS_SUITES_FILTER_H

#include <adwaita.h>

#include "gui/model/suite-model.h"

#define APP_TYPE_SUITES_FILTER (app_suites_filter_get_type())
G_DECLARE_FINAL_TYPE(AppSuitesFilter, app_suites_filter, APP, SUITES_FILTER, GtkBox)

/* Signal "changed": the model has another filter now. */
void app_suites_filter_set_model(AppSuitesFilter *filter, AppSuiteModel *model);
void app_suites_filter_set_narrow(AppSuitesFilter *filter, gboolean narrow);
void app_suites_filter_choose(AppSuitesFilter *filter, AppSuitesFilterKind kind);

#endif
