/* F8 and Shift+F8: to the next problem, and back. */
#ifndef GUI_WIDGETS_PROBLEM_KEYS_H
#define GUI_WIDGETS_PROBLEM_KEYS_H

#include <gtk/gtk.h>

/* In the whole window, wherever the focus is. on_problem gets the view, and 1 or -1 as its argument; it gives FALSE
 * while the view is not shown, so that another one may take the key. */
void app_add_problem_keys(GtkWidget *view, GtkShortcutFunc on_problem);

#endif
