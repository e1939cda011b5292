#include "gui/views/pair-items.h"

#include "gui/widgets/a11y.h"
#include "gui/widgets/fresh.h"

const char *app_pair_item_title(gpointer item)
{
	if (APP_IS_PROFILE(item))
		return app_profile_get_title(item);
	if (APP_IS_SERVER(item))
		return app_server_get_title(item);
	return GTK_IS_STRING_OBJECT(item) ? gtk_string_object_get_string(item) : "";
}

/* From bad to good: what a person has to look at first. */
static int badness(AppStatus status)
{
	static const int order[] = {
		[APP_STATUS_FAILS] = 4,
		[APP_STATUS_UNKNOWN] = 3,
		[APP_STATUS_PENDING] = 2,
		[APP_STATUS_WEAK] = 1,
		[APP_STATUS_REJECTED] = 0,
	};

	return order[status];
}

AppStatus app_status_with_all(AppContext *context, AppProfile *client)
{
	AppScan *scan = app_context_get_scan(context);
	GListModel *servers = scan ? app_scan_get_servers(scan) : NULL;
	guint count = servers ? g_list_model_get_n_items(servers) : 0;
	AppStatus worst = count ? APP_STATUS_WORKS : APP_STATUS_NONE;

	for (guint i = 0; i < count; i++) {
		g_autoptr(AppServer) server = g_list_model_get_item(servers, i);
		AppStatus status = app_pair_get_status(app_server_get_pair(server, client));

		if (badness(status) > badness(worst))
			worst = status;
	}
	return worst;
}

AppStatus app_pair_item_status(AppContext *context, gpointer item)
{
	AppServer *server = app_context_get_server(context);
	AppProfile *client = app_context_get_client(context);

	if (APP_IS_PROFILE(item) && server)
		return app_pair_get_status(app_server_get_pair(server, item));
	if (APP_IS_PROFILE(item))
		return app_status_with_all(context, item);
	if (APP_IS_SERVER(item) && client)
		return app_pair_get_status(app_server_get_pair(item, client));
	return APP_STATUS_NONE;
}

/* ---- the button ---- */

static GtkWidget *name_label(void)
{
	return g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END,
		"hexpand", TRUE, NULL);
}

static void setup_button(GtkSignalListItemFactory *factory, GtkListItem *item)
{
	gtk_list_item_set_child(item, name_label());
}

static void bind_button(GtkSignalListItemFactory *factory, GtkListItem *item)
{
	gtk_label_set_text(GTK_LABEL(gtk_list_item_get_child(item)),
		app_pair_item_title(gtk_list_item_get_item(item)));
}

GtkListItemFactory *app_pair_button_factory(void)
{
	GtkListItemFactory *factory = gtk_signal_list_item_factory_new();

	g_signal_connect(factory, "setup", G_CALLBACK(setup_button), NULL);
	g_signal_connect(factory, "bind", G_CALLBACK(bind_button), NULL);
	return factory;
}

/* ---- the list ---- */

static const char item_key[] = "app-list-item", context_key[] = "app-context";

/* "Exchange 2019, Windows Server 2019, fails, documented" */
static void name_row(GtkWidget *row, const char *title, const char *word, const char *source)
{
	g_autoptr(GString) name = g_string_new(title);

	if (word[0])
		g_string_append_printf(name, ", %s", word);
	if (source[0])
		g_string_append_printf(name, ", %s", source);
	app_name_cell(row, name->str);
}

static const char *source_of(gpointer item)
{
	return APP_IS_PROFILE(item) ? app_profile_get_source_kind(item) : "";
}

/* How each of more than a hundred clients does with all servers: only for those who open the list, which may stay
 * open while a scan runs. */
static void show_status(GtkWidget *row)
{
	AppContext *context = g_object_get_data(G_OBJECT(row), context_key);
	gpointer shown = gtk_list_item_get_item(g_object_get_data(G_OBJECT(row), item_key));
	AppStatus status;

	if (!shown)
		return;
	status = app_pair_item_status(context, shown);
	name_row(row, app_pair_item_title(shown), app_status_word(status), source_of(shown));
	app_mark_set(gtk_widget_get_first_child(row), status);
}

static void setup_row(GtkSignalListItemFactory *factory, GtkListItem *item, AppContext *context)
{
	GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
	GtkWidget *name = name_label();
	GtkWidget *source = gtk_label_new(NULL);

	gtk_label_set_ellipsize(GTK_LABEL(name), PANGO_ELLIPSIZE_NONE);
	gtk_widget_add_css_class(source, "dim-label");
	gtk_widget_add_css_class(source, "caption");
	gtk_box_append(GTK_BOX(row), app_mark_new(APP_STATUS_NONE));
	gtk_box_append(GTK_BOX(row), name);
	gtk_box_append(GTK_BOX(row), source);
	g_object_set_data(G_OBJECT(row), item_key, item);
	g_object_set_data(G_OBJECT(row), context_key, context);
	gtk_list_item_set_child(item, row);
	app_keep_fresh(row, context, show_status);
}

/* The words at once: a popover is as wide as they are. */
static void bind_row(GtkSignalListItemFactory *factory, GtkListItem *item, AppContext *context)
{
	gpointer shown = gtk_list_item_get_item(item);
	GtkWidget *row = gtk_list_item_get_child(item);
	GtkWidget *name = gtk_widget_get_next_sibling(gtk_widget_get_first_child(row));

	gtk_label_set_text(GTK_LABEL(name), app_pair_item_title(shown));
	gtk_label_set_text(GTK_LABEL(gtk_widget_get_next_sibling(name)), source_of(shown));
	app_refresh(row);
}

GtkListItemFactory *app_pair_list_factory(AppContext *context)
{
	GtkListItemFactory *factory = gtk_signal_list_item_factory_new();

	g_signal_connect_object(factory, "setup", G_CALLBACK(setup_row), context, 0);
	g_signal_connect_object(factory, "bind", G_CALLBACK(bind_row), context, 0);
	return factory;
}

static char *searched(gpointer item)
{
	return g_strdup(app_pair_item_title(item));
}

GtkExpression *app_pair_item_expression(void)
{
	return gtk_cclosure_expression_new(
		G_TYPE_STRING, NULL, 0, NULL, G_CALLBACK(searched), NULL, NULL);
}
