/* The report on paper, or as a PDF file: the text report of the engine, in pages. */
#ifndef GUI_PRINT_H
#define GUI_PRINT_H

#include <gtk/gtk.h>

#include "scanner.h"

/* With the system's dialog. */
void app_print(GtkWindow *parent, const struct scn_document *document);
/* False: the file cannot be written. */
gboolean app_print_to_pdf(const struct scn_document *document, const char *path);

#endif
