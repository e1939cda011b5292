/* Asks where to, and writes bytes there atomically. Errors are told in a dialog. */
#ifndef GUI_WIDGETS_SAVE_FILE_H
#define GUI_WIDGETS_SAVE_FILE_H

#include <gtk/gtk.h>

/* from: any widget of the window. name: what is proposed. Takes the bytes. */
void app_save_file(GtkWidget *from, const char *name, GBytes *take_bytes);
/* Called when all is written, unless `from` is gone. undo: NULL: there is none. */
typedef void app_saved(GtkWidget *from, GFile *file, GFile *undo);
/* The same with a second file beside it that takes the first one back: "fix.reg", "fix-undo.reg". Takes the
 * bytes; take_undo: NULL: only the first one is written. */
void app_save_with_undo(
	GtkWidget *from, const char *name, GBytes *take_bytes, GBytes *take_undo, app_saved *done);
/* A sentence in a dialog with one button. */
void app_complain(GtkWidget *from, const char *heading, const char *body);

#endif
