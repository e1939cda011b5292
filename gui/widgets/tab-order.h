/*
 * Tab and Shift+Tab. GTK 4.8 stops at every row of a list, goes into a list at another row than it came from, and stands
 * still before an expander and before boxes whose children do not take the keyboard. Here both keys go through the same
 * row of stops, one of them forward and one backward.
 */
#ifndef GUI_WIDGETS_TAB_ORDER_H
#define GUI_WIDGETS_TAB_ORDER_H

#include <gtk/gtk.h>

/*
 * Tab and Shift+Tab leave the list (GtkListBox, GtkListView, GtkColumnView) in one step; coming back lands on the
 * row that was left. Arrow keys move inside.
 */
void app_one_tab_stop(GtkWidget *list);

/* From now on the keys do this in the window. */
void app_order_tabs(GtkWindow *window);

#endif
