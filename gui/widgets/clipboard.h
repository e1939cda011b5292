/* Copying text: the only place that writes to the clipboard. */
#ifndef GUI_WIDGETS_CLIPBOARD_H
#define GUI_WIDGETS_CLIPBOARD_H

#include <gtk/gtk.h>

/* from: any widget of the window. */
void app_copy_text(GtkWidget *from, const char *text);

#endif
