/*
 * A long list for a view, a few rows before each frame: GTK makes a widget for each cell of up to 200 rows at once,
 * seen or not, and all keys wait for that.
 */
#ifndef GUI_MODEL_SLICES_H
#define GUI_MODEL_SLICES_H

#include <gtk/gtk.h>

/* Shows what is in the list, later rows soon. What comes to a list that is shown as a whole is shown at once. */
GtkSliceListModel *app_slices_new(GListModel *take_model);
/* The list is about to become another one: the first rows of it at once, the others soon. Does nothing to the
 * rows that stay where they are among the first. */
void app_slices_begin(GtkSliceListModel *slices);

#endif
