#include "gui/widgets/title-factory.h"

#include "gui/widgets/a11y.h"
#include "gui/widgets/tooltip.h"

static void on_setup(GtkSignalListItemFactory *factory, GtkListItem *item)
{
	gtk_list_item_set_child(item, g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize",
					      PANGO_ELLIPSIZE_END, NULL));
}

static void on_bind(GtkSignalListItemFactory *factory, GtkListItem *item)
{
	const char *title = gtk_string_object_get_string(gtk_list_item_get_item(item));
	GtkWidget *label = gtk_list_item_get_child(item);

	gtk_label_set_text(GTK_LABEL(label), title);
	app_set_tooltip(label, title);
	app_name_cell(label, title);
}

GtkListItemFactory *app_title_factory_new(void)
{
	GtkListItemFactory *factory = gtk_signal_list_item_factory_new();

	g_signal_connect(factory, "setup", G_CALLBACK(on_setup), NULL);
	g_signal_connect(factory, "bind", G_CALLBACK(on_bind), NULL);
	return factory;
}
