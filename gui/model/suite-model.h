/*
 * The suites of one server, filtered and sorted for the table: rows are updated in place while a scan runs, and
 * their order stands still while the user is at the table (app_suite_model_hold).
 */
#ifndef GUI_MODEL_SUITE_MODEL_H
#define GUI_MODEL_SUITE_MODEL_H

#include <gtk/gtk.h>

#include "gui/model/suite-row.h"

typedef enum {
	APP_SUITES_ALL,
	APP_SUITES_COMMON,
	APP_SUITES_SERVER_ONLY,
	APP_SUITES_CLIENT_ONLY,
	APP_SUITES_NOT_TESTED,
	APP_SUITES_WEAK, /* or broken */
	APP_SUITES_FILTERS,
} AppSuitesFilterKind;

#define APP_TYPE_SUITE_MODEL (app_suite_model_get_type())
G_DECLARE_FINAL_TYPE(AppSuiteModel, app_suite_model, APP, SUITE_MODEL, GObject)

/* Signal "changed": counts, versions or orders are others now. */
AppSuiteModel *app_suite_model_new(void);
/* What the engine's table says now; running: more may come. */
void app_suite_model_fill(
	AppSuiteModel *model, const struct scn_suite_table *table, gboolean running);

/* GListModels of AppSuiteRow, borrowed: what is shown, and all rows in the engine's order. */
GListModel *app_suite_model_get_shown(AppSuiteModel *model);
GListModel *app_suite_model_get_all(AppSuiteModel *model);

guint app_suite_model_get_count(AppSuiteModel *model, AppSuitesFilterKind filter);
void app_suite_model_set_filter(AppSuiteModel *model, AppSuitesFilterKind filter);
AppSuitesFilterKind app_suite_model_get_filter(AppSuiteModel *model);
void app_suite_model_set_search(AppSuiteModel *model, const char *text);
scn_versions app_suite_model_get_versions(AppSuiteModel *model);
/* Of the version itself: accepted, rejected, not tested, still being tested. */
AppStatus app_suite_model_get_status(AppSuiteModel *model, enum scn_version version);
enum scn_order app_suite_model_get_order(AppSuiteModel *model, enum scn_version version);

/* What the column headers ask for; rows that it leaves equal stand in the engine's order. */
void app_suite_model_set_sorter(AppSuiteModel *model, GtkSorter *sorter);
/* While held, rows keep their places, and new ones come last. */
void app_suite_model_hold(AppSuiteModel *model, gboolean hold);

#endif
