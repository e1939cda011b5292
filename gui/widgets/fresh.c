#include "gui/widgets/fresh.h"

static const char key[] = "app-fresh";

struct fresh {
	app_fill_function *fill;
	gboolean stale; /* something changed while nobody looked */
	guint filling;  /* the source that will fill it */
};

static void fresh_free(gpointer data)
{
	struct fresh *fresh = data;

	g_clear_handle_id(&fresh->filling, g_source_remove);
	g_free(fresh);
}

static struct fresh *fresh_of(GtkWidget *widget)
{
	return g_object_get_data(G_OBJECT(widget), key);
}

static void fill(GtkWidget *widget)
{
	struct fresh *fresh = fresh_of(widget);

	g_clear_handle_id(&fresh->filling, g_source_remove);
	fresh->stale = FALSE;
	fresh->fill(widget);
}

void app_refresh(GtkWidget *widget)
{
	if (gtk_widget_get_mapped(widget))
		fill(widget);
	else
		fresh_of(widget)->stale = TRUE;
}

static gboolean fill_soon(gpointer widget)
{
	fresh_of(widget)->filling = 0;
	app_refresh(widget);
	return G_SOURCE_REMOVE;
}

/* Before the next frame, but not within the key that asked for the view: other keys come between. */
static void on_map(GtkWidget *widget)
{
	struct fresh *fresh = fresh_of(widget);

	if (fresh->stale && !fresh->filling)
		fresh->filling = g_idle_add_full(G_PRIORITY_HIGH_IDLE, fill_soon, widget, NULL);
}

void app_keep_fresh(GtkWidget *widget, AppContext *context, app_fill_function *fill_function)
{
	struct fresh *fresh = g_new0(struct fresh, 1);

	fresh->fill = fill_function;
	fresh->stale = TRUE;
	g_object_set_data_full(G_OBJECT(widget), key, fresh, fresh_free);
	g_signal_connect_object(
		context, "changed", G_CALLBACK(app_refresh), widget, G_CONNECT_SWAPPED);
	g_signal_connect(widget, "map", G_CALLBACK(on_map), NULL);
}
