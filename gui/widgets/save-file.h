/* Asks where to, and writes bytes there atomically. Errors are told in a dialog. */
#ifndef GUI_WIDGETS_SAVE_FILE_H
#define GUI_WIDGETS_SAVE_FILE_H

#include <gtk/gtk.h>

/* from: any widget of the window. name: what is proposed. Takes the bytes. */
void app_save_file(GtkWidget *from, const char *name, GBytes *take_bytes);
/* A sentence in a dialog with one button. */
void app_complain(GtkWidget *from, const char *heading, const char *body);

#endif
