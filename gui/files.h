/*
 * Files in and out of the main window: saved scans, captures and profiles are opened, reports are exported. What
 * an export says comes from the engine's report writers.
 */
#ifndef GUI_FILES_H
#define GUI_FILES_H

#include "gui/window.h"

/* Asks for a file and opens it. */
void app_files_open(AppWindow *window);
/* Asks where to, and writes the scan that is shown: "json", "html", "csv", "csv-suites", "pdf". */
void app_files_export(AppWindow *window, const char *format);
/* The scan as a report in plain text, for the clipboard. g_free. */
char *app_files_summary(AppWindow *window);
/* Files that are dropped on the window are opened. */
void app_files_accept_drops(AppWindow *window);

#endif
