#include "gui/views/server-view.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/views/server-facts.h"
#include "gui/views/server-table.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/fresh.h"

enum {
	LONG_TITLES = 3, /* so many columns have room for whole names */
};

struct _AppServerView {
	GtkBox parent;
	AppContext *context;
	GtkWidget *bar, *toggles, *one, *all, *compared, *only, *end;
	GtkWidget *pages, *facts, *table;
};

G_DEFINE_FINAL_TYPE(AppServerView, app_server_view, GTK_TYPE_BOX)

static guint count_servers(AppServerView *view)
{
	AppScan *scan = app_context_get_scan(view->context);

	return scan ? g_list_model_get_n_items(app_scan_get_servers(scan)) : 0;
}

/* ---- all servers of a scan ---- */

/* Two addresses of one server have the same short title. */
static gboolean is_unique(GListModel *servers, AppServer *server)
{
	guint same = 0;

	for (guint i = 0; i < g_list_model_get_n_items(servers); i++) {
		g_autoptr(AppServer) other = g_list_model_get_item(servers, i);

		same += g_str_equal(
			app_server_get_short_title(other), app_server_get_short_title(server));
	}
	return same == 1;
}

/* "mx1.firma.example (10)" */
static char *long_title_of(const struct scn_server_facts *facts)
{
	struct scn_text title = { 0 };
	char *copy;

	scn_text_peer(&title, facts->host, strlen(facts->host));
	scn_text_printf(&title, " (%d)", facts->preference);
	copy = g_strdup(scn_text_str(&title));
	scn_text_finish(&title);
	return copy;
}

static char *title_of(AppServerView *view, GListModel *servers, AppServer *server)
{
	const struct scn_server_facts *facts = app_server_get_facts(server);
	gboolean room = app_context_get_width_class(view->context) == APP_WIDTH_WIDE &&
			g_list_model_get_n_items(servers) <= LONG_TITLES;

	if (!is_unique(servers, server) && facts->address)
		return g_strdup_printf(
			"%s, %s", app_server_get_short_title(server), facts->address);
	if (room && facts->preference >= 0)
		return long_title_of(facts);
	return g_strdup(app_server_get_short_title(server));
}

static void show_all(AppServerView *view)
{
	GListModel *servers = app_scan_get_servers(app_context_get_scan(view->context));
	guint count = g_list_model_get_n_items(servers);
	g_autofree struct app_fact_column *columns = g_new0(struct app_fact_column, count);
	g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < count; i++) {
		g_autoptr(AppServer) server = g_list_model_get_item(servers, i);
		char *title = title_of(view, servers, server);

		g_ptr_array_add(titles, title);
		columns[i] = (struct app_fact_column){ app_server_get_document(server),
			app_server_get_result(server), title };
	}
	app_server_table_show(APP_SERVER_TABLE(view->table), columns, count);
}

/* ---- one server at two times ---- */

/* The same host and port; where there is none, whoever stands at the same place. */
static AppServer *counterpart(GListModel *servers, AppServer *server, guint place)
{
	const struct scn_server_facts *facts = app_server_get_facts(server);

	for (guint i = 0; i < g_list_model_get_n_items(servers); i++) {
		g_autoptr(AppServer) other = g_list_model_get_item(servers, i);
		const struct scn_server_facts *f = app_server_get_facts(other);

		if (f->port == facts->port && g_strcmp0(f->host, facts->host) == 0)
			return g_steal_pointer(&other);
	}
	return g_list_model_get_item(servers, place);
}

static guint place_of(GListModel *servers, AppServer *server)
{
	for (guint i = 0; i < g_list_model_get_n_items(servers); i++) {
		g_autoptr(AppServer) other = g_list_model_get_item(servers, i);

		if (other == server)
			return i;
	}
	return 0;
}

static char *time_of(AppScan *scan)
{
	g_autoptr(GDateTime) started = g_date_time_new_from_unix_local(app_scan_get_started(scan));

	return g_date_time_format(started, "%x %H:%M");
}

static AppServer *compared_server(AppServerView *view)
{
	AppScan *scan = app_context_get_scan(view->context);
	AppScan *compared = app_context_get_compared(view->context);
	AppServer *server = app_context_get_one_server(view->context);

	if (!compared || !server)
		return NULL;
	return counterpart(app_scan_get_servers(compared), server,
		place_of(app_scan_get_servers(scan), server));
}

/* The older one stands left. */
static void show_times(AppServerView *view, AppServer *other)
{
	AppScan *scans[] = { app_context_get_compared(view->context),
		app_context_get_scan(view->context) };
	AppServer *servers[] = { other, app_context_get_one_server(view->context) };
	gboolean turned = app_scan_get_started(scans[0]) > app_scan_get_started(scans[1]);
	struct app_fact_column columns[2];
	g_autofree char *first = time_of(scans[turned]), *second = time_of(scans[!turned]);
	const char *titles[] = { first, second };

	for (guint i = 0; i < 2; i++) {
		guint from = turned ? 1 - i : i;

		columns[i] = (struct app_fact_column){ app_server_get_document(servers[from]),
			app_server_get_result(servers[from]), titles[i] };
	}
	app_server_table_show(APP_SERVER_TABLE(view->table), columns, 2);
}

static void show_compared_label(AppServerView *view, gboolean comparing)
{
	g_autofree char *text = NULL;

	gtk_widget_set_visible(view->compared, comparing);
	gtk_widget_set_visible(view->end, comparing);
	if (!comparing)
		return;
	text = g_strdup_printf(_("%s before and after"),
		app_server_get_short_title(app_context_get_one_server(view->context)));
	gtk_label_set_text(GTK_LABEL(view->compared), text);
}

/* ---- which of them ---- */

static void show(GtkWidget *widget)
{
	AppServerView *view = APP_SERVER_VIEW(widget);
	g_autoptr(AppServer) other = compared_server(view);
	gboolean many = count_servers(view) >= 2;
	gboolean all = many && gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(view->all));

	gtk_widget_set_visible(view->bar, many || other);
	gtk_widget_set_visible(view->toggles, many && !other);
	gtk_widget_set_visible(view->only, all || other);
	show_compared_label(view, other != NULL);
	gtk_stack_set_visible_child(
		GTK_STACK(view->pages), all || other ? view->table : view->facts);
	if (other)
		show_times(view, other);
	else if (all)
		show_all(view);
	else
		app_server_facts_show(
			APP_SERVER_FACTS(view->facts), app_context_get_one_server(view->context));
}

/* "To" says one server or all of them, and the switch follows. */
static void on_server(AppServerView *view)
{
	gboolean all = app_context_get_server(view->context) == NULL;

	gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(all ? view->all : view->one), TRUE);
	app_refresh(GTK_WIDGET(view));
}

static void on_only(AppServerView *view)
{
	app_server_table_set_only_differences(APP_SERVER_TABLE(view->table),
		gtk_check_button_get_active(GTK_CHECK_BUTTON(view->only)));
}

static void on_end(AppServerView *view)
{
	app_context_set_compared(view->context, NULL);
}

/* ---- life ---- */

static void app_server_view_dispose(GObject *object)
{
	g_clear_object(&APP_SERVER_VIEW(object)->context);
	G_OBJECT_CLASS(app_server_view_parent_class)->dispose(object);
}

static void app_server_view_class_init(AppServerViewClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_server_view_dispose;
}

static GtkWidget *new_toggles(AppServerView *view)
{
	GtkWidget *box =
		g_object_new(GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);

	view->one = gtk_toggle_button_new_with_label(_("This server"));
	view->all = gtk_toggle_button_new_with_label(_("All servers"));
	gtk_toggle_button_set_group(GTK_TOGGLE_BUTTON(view->one), GTK_TOGGLE_BUTTON(view->all));
	gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(view->all), TRUE);
	g_signal_connect_swapped(view->all, "toggled", G_CALLBACK(app_refresh), view);
	gtk_widget_add_css_class(box, "linked");
	app_name(box, _("Which servers"));
	gtk_box_append(GTK_BOX(box), view->one);
	gtk_box_append(GTK_BOX(box), view->all);
	return box;
}

static GtkWidget *new_bar(AppServerView *view)
{
	GtkWidget *bar = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
	GtkWidget *space = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);

	view->toggles = new_toggles(view);
	view->compared = gtk_label_new(NULL);
	gtk_label_set_ellipsize(GTK_LABEL(view->compared), PANGO_ELLIPSIZE_END);
	gtk_widget_add_css_class(view->compared, "heading");
	gtk_widget_set_hexpand(space, TRUE);
	view->only = gtk_check_button_new_with_label(_("Only differences"));
	g_signal_connect_swapped(view->only, "toggled", G_CALLBACK(on_only), view);
	view->end = gtk_button_new_with_label(_("End Comparison"));
	g_signal_connect_swapped(view->end, "clicked", G_CALLBACK(on_end), view);
	gtk_box_append(GTK_BOX(bar), view->toggles);
	gtk_box_append(GTK_BOX(bar), view->compared);
	gtk_box_append(GTK_BOX(bar), space);
	gtk_box_append(GTK_BOX(bar), view->only);
	gtk_box_append(GTK_BOX(bar), view->end);
	gtk_widget_add_css_class(bar, "app-server-bar");
	return bar;
}

static void app_server_view_init(AppServerView *view)
{
	gtk_orientable_set_orientation(GTK_ORIENTABLE(view), GTK_ORIENTATION_VERTICAL);
	view->bar = new_bar(view);
	view->pages =
		g_object_new(GTK_TYPE_STACK, "hhomogeneous", FALSE, "vhomogeneous", FALSE, NULL);
	gtk_widget_set_vexpand(view->pages, TRUE);
	gtk_box_append(GTK_BOX(view), view->bar);
	gtk_box_append(GTK_BOX(view), view->pages);
}

GtkWidget *app_server_view_new(AppContext *context)
{
	AppServerView *view = g_object_new(APP_TYPE_SERVER_VIEW, NULL);

	view->context = g_object_ref(context);
	view->facts = app_server_facts_new(context);
	view->table = app_server_table_new(context);
	gtk_stack_add_child(GTK_STACK(view->pages), view->facts);
	gtk_stack_add_child(GTK_STACK(view->pages), view->table);
	app_hide_unmapped(view->facts);
	app_hide_unmapped(view->table);
	app_keep_fresh(GTK_WIDGET(view), context, show);
	g_signal_connect_object(
		context, "notify::server", G_CALLBACK(on_server), view, G_CONNECT_SWAPPED);
	return GTK_WIDGET(view);
}
