/* One scan in the sidebar: mark or spinner, title, result, progress, menu. */
#ifndef GUI_SCAN_ROW_H
#define GUI_SCAN_ROW_H

#include <gtk/gtk.h>

#include "gui/model/scan.h"

#define APP_TYPE_SCAN_ROW (app_scan_row_get_type())
G_DECLARE_FINAL_TYPE(AppScanRow, app_scan_row, APP, SCAN_ROW, GtkListBoxRow)

GtkWidget *app_scan_row_new(AppScan *scan);
AppScan *app_scan_row_get_scan(AppScanRow *row);
/* "Running", "Today", "Yesterday", "Earlier"; translated. */
const char *app_scan_row_get_group(AppScanRow *row);

#endif
