#include "gui/model/slices.h"

enum {
	FIRST = 24, /* rows: what fits into a usual window */
	STEP = 4,
	BUDGET_US = 6000, /* of a slice; the layout of its rows comes on top */
	PAUSE_MS = 20,    /* a frame, which lays it out */
};

static const char key[] = "app-slices";

static void source_free(gpointer source)
{
	g_source_remove(GPOINTER_TO_UINT(source));
}

static gboolean is_whole(GtkSliceListModel *slices)
{
	return gtk_slice_list_model_get_size(slices) >=
	       g_list_model_get_n_items(gtk_slice_list_model_get_model(slices));
}

static gboolean add_slice(gpointer user)
{
	GtkSliceListModel *slices = user;
	gint64 end_us = g_get_monotonic_time() + BUDGET_US;

	do {
		guint size = gtk_slice_list_model_get_size(slices);

		if (is_whole(slices)) {
			gtk_slice_list_model_set_size(slices, G_MAXUINT);
			g_object_steal_data(G_OBJECT(slices), key);
			return G_SOURCE_REMOVE;
		}
		gtk_slice_list_model_set_size(slices, size + STEP);
	} while (g_get_monotonic_time() < end_us);
	return G_SOURCE_CONTINUE;
}

void app_slices_begin(GtkSliceListModel *slices)
{
	gtk_slice_list_model_set_size(slices, FIRST);
	if (!g_object_get_data(G_OBJECT(slices), key))
		g_object_set_data_full(G_OBJECT(slices), key,
			GUINT_TO_POINTER(g_timeout_add_full(
				G_PRIORITY_DEFAULT_IDLE, PAUSE_MS, add_slice, slices, NULL)),
			source_free);
}

GtkSliceListModel *app_slices_new(GListModel *take_model)
{
	return gtk_slice_list_model_new(take_model, 0, G_MAXUINT);
}
