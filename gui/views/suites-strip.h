/* The strip under the table: the chosen suite in one line, and everything about it in a popover. */
#ifndef GUI_VIEWS_SUITES_STRIP_H
#define GUI_VIEWS_SUITES_STRIP_H

#include <gtk/gtk.h>

#include "gui/context.h"
#include "gui/model/suite-row.h"

#define APP_TYPE_SUITES_STRIP (app_suites_strip_get_type())
G_DECLARE_FINAL_TYPE(AppSuitesStrip, app_suites_strip, APP, SUITES_STRIP, GtkBox)

void app_suites_strip_set_context(AppSuitesStrip *strip, AppContext *context);
/* NULL: none is chosen. versions: those that the table shows. */
void app_suites_strip_set_row(AppSuitesStrip *strip, AppSuiteRow *row, scn_versions versions);
void app_suites_strip_show_why(AppSuitesStrip *strip);

#endif
