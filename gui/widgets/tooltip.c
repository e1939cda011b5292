#include "gui/widgets/tooltip.h"

static const char key[] = "app-tooltip";

static gboolean on_query(
	GtkWidget *widget, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip, gpointer data)
{
	const char *text = g_object_get_data(G_OBJECT(widget), key);

	if (!text || !*text)
		return FALSE;
	gtk_tooltip_set_text(tooltip, text);
	return TRUE;
}

void app_set_tooltip(GtkWidget *widget, const char *text)
{
	if (!gtk_widget_get_has_tooltip(widget)) {
		gtk_widget_set_has_tooltip(widget, TRUE);
		g_signal_connect(widget, "query-tooltip", G_CALLBACK(on_query), NULL);
	}
	g_object_set_data_full(G_OBJECT(widget), key, g_strdup(text), g_free);
}
