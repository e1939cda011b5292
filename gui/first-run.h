/* The page before the first scan: what to type, and the demo. */
#ifndef GUI_FIRST_RUN_H
#define GUI_FIRST_RUN_H

#include <gtk/gtk.h>

/* The entry tells its targets by "start" on the widget itself (AppTargetEntry inside); the demo is the action
 * win.demo. */
GtkWidget *app_first_run_new(GtkWidget **entry_out);

#endif
