#include "gui/widgets/line.h"

GtkWidget *app_line_new(int spacing)
{
	return g_object_new(GTK_TYPE_GRID, "column-spacing", spacing, NULL);
}

void app_line_add(GtkWidget *line, GtkWidget *child)
{
	gtk_grid_attach_next_to(GTK_GRID(line), child, NULL, GTK_POS_RIGHT, 1, 1);
}
