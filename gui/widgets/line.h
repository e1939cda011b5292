/*
 * Widgets side by side, one of which is a label that wraps. A horizontal GtkBox asks its children how broad they
 * would be at its height, and a label that wraps finds out by trying: hundreds of layouts for one sentence.
 * A GtkGrid asks for the height at a width only. (It asks for too much height where nobody tells it a width: not
 * for what stands in two columns that share their height.)
 */
#ifndef GUI_WIDGETS_LINE_H
#define GUI_WIDGETS_LINE_H

#include <gtk/gtk.h>

GtkWidget *app_line_new(int spacing);
/* At the end. */
void app_line_add(GtkWidget *line, GtkWidget *child);

#endif
