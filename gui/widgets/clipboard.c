#include "gui/widgets/clipboard.h"

void app_copy_text(GtkWidget *from, const char *text)
{
	gdk_clipboard_set_text(gtk_widget_get_clipboard(from), text);
}
