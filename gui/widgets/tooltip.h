/*
 * Tooltips of cells and of what changes often. gtk_widget_set_tooltip_text asks the display where the pointer is,
 * and waits for the answer: with hundreds of cells that holds the window.
 */
#ifndef GUI_WIDGETS_TOOLTIP_H
#define GUI_WIDGETS_TOOLTIP_H

#include <gtk/gtk.h>

/* Shown when somebody points at the widget; NULL or "": none. Not for screen readers: name the widget as well. */
void app_set_tooltip(GtkWidget *widget, const char *text);

#endif
