/* A small dialog: another name for a scan in the sidebar. */
#ifndef GUI_RENAME_H
#define GUI_RENAME_H

#include "gui/window.h"

void app_rename_ask(AppWindow *window, AppScan *scan);

#endif
