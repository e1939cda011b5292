#include "gui/views/suites-view.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/views/suites-columns.h"
#include "gui/views/suites-filter.h"
#include "gui/views/suites-menu.h"
#include "gui/views/suites-order.h"
#include "gui/views/suites-strip.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/clipboard.h"
#include "gui/widgets/fresh.h"
#include "gui/widgets/view.h"

struct _AppSuitesView {
	GtkBox parent;
	AppContext *context;
	AppSuiteModel *model;
	AppSuitesColumns *columns;
	AppSuitesMenu *menu;
	GtkSelectionModel *selection;
	GtkEventController *focus;
	/* What was shown last; only compared. */
	gconstpointer server, client;
	GtkWidget *bar, *filter, *order_button, *find_bar, *search, *names, *menu_button, *note;
	GtkWidget *pages, *table, *order, *nothing, *show_all, *strip;
};

static void view_interface_init(AppViewInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(AppSuitesView, app_suites_view, GTK_TYPE_BOX,
	G_IMPLEMENT_INTERFACE(APP_TYPE_VIEW, view_interface_init))

/* In the order of the drop-down. */
static const enum scn_dialect dialects[] = { SCN_DIALECT_IANA, SCN_DIALECT_OPENSSL,
	SCN_DIALECT_GNUTLS, SCN_DIALECT_SCHANNEL };

/* ---- the chosen suite ---- */

static gboolean is_order(AppSuitesView *view)
{
	return gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(view->order_button));
}

static AppSuiteRow *chosen_row(AppSuitesView *view)
{
	g_autoptr(GtkBitset) chosen = gtk_selection_model_get_selection(view->selection);
	g_autoptr(AppSuiteRow) row = NULL;

	if (is_order(view))
		return app_suites_order_get_selected(APP_SUITES_ORDER(view->order));
	if (gtk_bitset_is_empty(chosen))
		return NULL;
	row = g_list_model_get_item(G_LIST_MODEL(view->selection), gtk_bitset_get_minimum(chosen));
	return row; /* the model has it too */
}

static void on_choice(AppSuitesView *view)
{
	if (view->model)
		app_suites_strip_set_row(APP_SUITES_STRIP(view->strip), chosen_row(view),
			app_suite_model_get_versions(view->model));
}

static void on_activate(AppSuitesView *view)
{
	on_choice(view);
	app_suites_strip_show_why(APP_SUITES_STRIP(view->strip));
}

/* One row is chosen as long as there is any, so that the strip has something to tell. */
static void choose_one(AppSuitesView *view)
{
	g_autoptr(GtkBitset) chosen = gtk_selection_model_get_selection(view->selection);

	if (gtk_bitset_is_empty(chosen) && g_list_model_get_n_items(G_LIST_MODEL(view->selection)))
		gtk_selection_model_select_item(view->selection, 0, TRUE);
	on_choice(view);
}

/* ---- which page ---- */

static void show_nothing(AppSuitesView *view, const char *title, gboolean filtered)
{
	adw_status_page_set_title(ADW_STATUS_PAGE(view->nothing), title);
	gtk_widget_set_visible(view->show_all, filtered);
	gtk_stack_set_visible_child_name(GTK_STACK(view->pages), "nothing");
}

/* There are no lists to lay beside those of the server. */
static gboolean is_of_stranger(AppSuitesView *view)
{
	AppProfile *client = app_context_get_client(view->context);

	return client && app_profile_is_stranger(client);
}

static void show_page(AppSuitesView *view)
{
	gboolean any = g_list_model_get_n_items(app_suite_model_get_shown(view->model));

	if (!view->server)
		show_nothing(view, _("There is no server yet"), FALSE);
	else if (is_of_stranger(view))
		show_nothing(view, _("The profile of this client is not known here"), FALSE);
	else if (is_order(view) && app_suites_order_is_empty(APP_SUITES_ORDER(view->order)))
		show_nothing(view, _("No accepted suite is known"), FALSE);
	else if (!is_order(view) && !any)
		show_nothing(view, _("No suite fits the filter"), TRUE);
	else
		gtk_stack_set_visible_child_name(
			GTK_STACK(view->pages), is_order(view) ? "order" : "table");
	choose_one(view);
}

static void fill_order(AppSuitesView *view)
{
	if (is_order(view))
		app_suites_order_fill(APP_SUITES_ORDER(view->order), view->model,
			app_context_get_names(view->context));
}

static void on_order(AppSuitesView *view)
{
	fill_order(view);
	gtk_widget_set_sensitive(view->filter, !is_order(view));
	gtk_widget_set_sensitive(view->search, !is_order(view));
	show_page(view);
}

static void on_show_all(AppSuitesView *view)
{
	gtk_editable_set_text(GTK_EDITABLE(view->search), "");
	app_suites_filter_choose(APP_SUITES_FILTER(view->filter), APP_SUITES_ALL);
}

/* ---- filling ---- */

static void fill_model(AppSuitesView *view, AppServer *server, GPtrArray *clients)
{
	struct scn_suite_client sides[SCN_SUITE_TABLE_CLIENTS] = { 0 };
	struct scn_suite_table table = { .versions = app_suite_model_get_versions(view->model) };
	guint count = MIN(clients->len, SCN_SUITE_TABLE_CLIENTS);

	if (is_of_stranger(view))
		count = 0;
	for (guint i = 0; server && i < count; i++) {
		AppPair *pair = app_server_get_pair(server, clients->pdata[i]);

		sides[i].profile = app_profile_get(clients->pdata[i]);
		sides[i].verdict = pair ? app_pair_get_verdict(pair) : NULL;
	}
	if (server)
		scn_suite_table_make(&table, app_server_get_facts(server), sides, count,
			app_suites_menu_get_all_rows(view->menu) ? SCN_SUITE_ROWS_ALL
								 : SCN_SUITE_ROWS_USED);
	app_suite_model_fill(view->model, &table, server && app_server_get_running(server));
	scn_suite_table_finish(&table);
}

/* The table is of one server: which, where all are chosen. */
static void fill_note(AppSuitesView *view, AppServer *server)
{
	gboolean all = server && !app_context_get_server(view->context);
	GListModel *servers =
		all ? app_scan_get_servers(app_context_get_scan(view->context)) : NULL;
	guint count = servers ? g_list_model_get_n_items(servers) : 0;
	g_autofree char *text = NULL;

	if (count > 1)
		text = g_strdup_printf(ngettext("This is %s, the first of %u server. Choose "
						"another one under “To”.",
					       "This is %s, the first of %u servers. Choose "
					       "another one under “To”.",
					       count),
			app_server_get_short_title(server), count);
	gtk_label_set_text(GTK_LABEL(view->note), text ? text : "");
	gtk_widget_set_visible(view->note, text != NULL);
}

static void fill_names(AppSuitesView *view)
{
	enum scn_dialect now = app_context_get_names(view->context);
	guint place = 0;

	for (guint i = 0; i < G_N_ELEMENTS(dialects); i++)
		if (dialects[i] == now)
			place = i;
	gtk_drop_down_set_selected(GTK_DROP_DOWN(view->names), place);
	app_name_drop_down(view->names,
		gtk_string_list_get_string(
			GTK_STRING_LIST(gtk_drop_down_get_model(GTK_DROP_DOWN(view->names))),
			place));
}

static void fill_width(AppSuitesView *view)
{
	AppWidthClass width = app_context_get_width_class(view->context);

	gtk_widget_set_sensitive(view->bar, !is_of_stranger(view));
	gtk_orientable_set_orientation(GTK_ORIENTABLE(view->bar),
		width == APP_WIDTH_WIDE ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
	app_suites_filter_set_narrow(APP_SUITES_FILTER(view->filter), width == APP_WIDTH_NARROW);
}

/* Some hundred rows. */
static void fill(GtkWidget *widget)
{
	AppSuitesView *view = APP_SUITES_VIEW(widget);
	AppServer *server = app_context_get_one_server(view->context);
	AppProfile *client = app_context_get_client(view->context);
	gboolean held =
		gtk_event_controller_focus_contains_focus(GTK_EVENT_CONTROLLER_FOCUS(view->focus));
	g_autoptr(GPtrArray) clients = NULL;

	app_suites_menu_update(view->menu);
	clients = app_suites_menu_get_clients(view->menu);
	/* Rows stand still while a scan goes on, not when another pair is chosen. */
	app_suite_model_hold(view->model, held && view->server == server && view->client == client);
	view->server = server;
	view->client = client;
	fill_model(view, server, clients);
	app_suite_model_hold(view->model, held);
	fill_width(view);
	fill_names(view);
	fill_note(view, server);
	app_suites_columns_update(view->columns, clients);
	fill_order(view);
	show_page(view);
}

static void on_focus(AppSuitesView *view)
{
	app_suite_model_hold(view->model,
		gtk_event_controller_focus_contains_focus(GTK_EVENT_CONTROLLER_FOCUS(view->focus)));
}

/* ---- finding ---- */

static void on_search(AppSuitesView *view)
{
	app_suite_model_set_search(view->model, gtk_editable_get_text(GTK_EDITABLE(view->search)));
	show_page(view);
}

static void on_stop_search(AppSuitesView *view)
{
	gtk_editable_set_text(GTK_EDITABLE(view->search), "");
	gtk_widget_grab_focus(view->table);
}

static void on_names(AppSuitesView *view)
{
	guint place = gtk_drop_down_get_selected(GTK_DROP_DOWN(view->names));

	if (view->context && place < G_N_ELEMENTS(dialects))
		app_context_set_names(view->context, dialects[place]);
}

static void find(AppView *self)
{
	AppSuitesView *view = APP_SUITES_VIEW(self);

	gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(view->order_button), FALSE);
	gtk_widget_grab_focus(view->search);
}

/* ---- from problem to problem ---- */

/* What the filter "Weak" shows. */
static gboolean is_problem(AppSuitesView *view, guint position)
{
	g_autoptr(AppSuiteRow) row = g_list_model_get_item(G_LIST_MODEL(view->selection), position);

	return scn_suite_row_weak(app_suite_row_get(row));
}

static gboolean next_in_table(AppSuitesView *view, int by)
{
	g_autoptr(GtkBitset) chosen = gtk_selection_model_get_selection(view->selection);
	int count = (int)g_list_model_get_n_items(G_LIST_MODEL(view->selection));
	int at = gtk_bitset_is_empty(chosen) ? -1 : (int)gtk_bitset_get_minimum(chosen);

	for (int i = 0; i < count; i++) {
		at = (at + by + count) % count;
		if (is_problem(view, (guint)at)) {
			gtk_selection_model_select_item(view->selection, (guint)at, TRUE);
			app_show_selected(gtk_widget_get_last_child(view->table), (guint)at);
			return TRUE;
		}
	}
	return FALSE;
}

static gboolean next_problem(AppView *self, int by)
{
	AppSuitesView *view = APP_SUITES_VIEW(self);

	return is_order(view) ? app_suites_order_next_weak(APP_SUITES_ORDER(view->order), by)
			      : next_in_table(view, by);
}

static GtkWidget *get_detail(AppView *self)
{
	return APP_SUITES_VIEW(self)->strip;
}

static void view_interface_init(AppViewInterface *interface)
{
	interface->find = find;
	interface->next_problem = next_problem;
	interface->get_detail = get_detail;
}

/* ---- copying ---- */

static gboolean copy_names(AppSuitesView *view, GString *text, guint count)
{
	g_autofree char *told = NULL;

	if (!count)
		return FALSE;
	told = g_strdup_printf(ngettext("%u name copied", "%u names copied", count), count);
	app_copy_text(GTK_WIDGET(view), text->str);
	app_context_toast(view->context, told);
	return TRUE;
}

static void add_name(AppSuitesView *view, GString *text, AppSuiteRow *row)
{
	g_autofree char *name = app_suite_row_name(row, app_context_get_names(view->context));

	g_string_append_printf(text, "%s%s", text->len ? "\n" : "", name);
}

static gboolean on_copy(GtkWidget *widget, GVariant *args, gpointer user)
{
	AppSuitesView *view = user;
	g_autoptr(GtkBitset) chosen = gtk_selection_model_get_selection(view->selection);
	g_autoptr(GString) text = g_string_new(NULL);
	guint count = (guint)gtk_bitset_get_size(chosen);

	for (guint i = 0; i < count; i++) {
		g_autoptr(AppSuiteRow) row = g_list_model_get_item(
			G_LIST_MODEL(view->selection), gtk_bitset_get_nth(chosen, i));

		add_name(view, text, row);
	}
	return copy_names(view, text, count);
}

static gboolean on_copy_order(GtkWidget *widget, GVariant *args, gpointer user)
{
	AppSuitesView *view = user;
	AppSuiteRow *row = app_suites_order_get_selected(APP_SUITES_ORDER(view->order));
	g_autoptr(GString) text = g_string_new(NULL);

	if (row)
		add_name(view, text, row);
	return copy_names(view, text, row ? 1 : 0);
}

/* ---- the widget ---- */

static void on_default_order(AppSuitesView *view)
{
	gtk_column_view_sort_by_column(GTK_COLUMN_VIEW(view->table), NULL, GTK_SORT_ASCENDING);
}

static void app_suites_view_dispose(GObject *object)
{
	AppSuitesView *view = APP_SUITES_VIEW(object);

	if (view->table)
		gtk_column_view_set_model(GTK_COLUMN_VIEW(view->table), NULL);
	g_clear_object(&view->columns);
	g_clear_object(&view->selection);
	g_clear_object(&view->menu);
	g_clear_object(&view->context);
	g_clear_object(&view->model);
	view->table = NULL;
	G_OBJECT_CLASS(app_suites_view_parent_class)->dispose(object);
}

static void app_suites_view_class_init(AppSuitesViewClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->dispose = app_suites_view_dispose;
	g_type_ensure(APP_TYPE_SUITES_FILTER);
	g_type_ensure(APP_TYPE_SUITES_ORDER);
	g_type_ensure(APP_TYPE_SUITES_STRIP);
	gtk_widget_class_set_template_from_resource(
		widget_class, "/org/handfast/Handfast/views/suites-view.ui");
#define BIND(name) gtk_widget_class_bind_template_child(widget_class, AppSuitesView, name)
	BIND(bar);
	BIND(filter);
	BIND(order_button);
	BIND(find_bar);
	BIND(search);
	BIND(names);
	BIND(menu_button);
	BIND(note);
	BIND(pages);
	BIND(table);
	BIND(order);
	BIND(nothing);
	BIND(show_all);
	BIND(strip);
#undef BIND
	gtk_widget_class_bind_template_callback(widget_class, on_search);
	gtk_widget_class_bind_template_callback(widget_class, on_stop_search);
	gtk_widget_class_bind_template_callback(widget_class, on_names);
	gtk_widget_class_bind_template_callback(widget_class, on_activate);
	gtk_widget_class_bind_template_callback(widget_class, on_choice);
	gtk_widget_class_bind_template_callback(widget_class, on_show_all);
}

static void add_key(GtkWidget *widget, const char *trigger, GtkShortcutFunc function, gpointer user)
{
	GtkEventController *keys = gtk_shortcut_controller_new();

	gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(keys),
		gtk_shortcut_new(gtk_shortcut_trigger_parse_string(trigger),
			gtk_callback_action_new(function, user, NULL)));
	gtk_widget_add_controller(widget, keys);
}

static void app_suites_view_init(AppSuitesView *view)
{
	gtk_widget_init_template(GTK_WIDGET(view));
	view->focus = gtk_event_controller_focus_new();
	gtk_widget_add_controller(view->table, view->focus);
	add_key(view->table, "<Control>c", on_copy, view);
	add_key(view->order, "<Control>c", on_copy_order, view);
	gtk_search_entry_set_key_capture_widget(GTK_SEARCH_ENTRY(view->search), view->table);
	app_one_tab_stop(view->table);
	/* The rows are in a list of their own inside. */
	app_name(gtk_widget_get_last_child(view->table), _("Cipher suites"));
	app_name(gtk_widget_get_first_child(view->table), _("Cipher suites"));
}

static void set_up_table(AppSuitesView *view)
{
	GtkColumnView *table = GTK_COLUMN_VIEW(view->table);

	view->selection = GTK_SELECTION_MODEL(
		gtk_multi_selection_new(g_object_ref(app_suite_model_get_shown(view->model))));
	gtk_column_view_set_model(table, view->selection);
	app_suite_model_set_sorter(view->model, gtk_column_view_get_sorter(table));
	g_signal_connect_object(view->selection, "selection-changed", G_CALLBACK(on_choice), view,
		G_CONNECT_SWAPPED);
	g_signal_connect_object(view->focus, "notify::contains-focus", G_CALLBACK(on_focus), view,
		G_CONNECT_SWAPPED);
}

static void set_up_menu(AppSuitesView *view)
{
	GMenuModel *model = app_suites_menu_get_model(view->menu);

	gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(view->menu_button), model);
	gtk_widget_insert_action_group(
		GTK_WIDGET(view), "suites", app_suites_menu_get_actions(view->menu));
	g_signal_connect_object(
		view->menu, "changed", G_CALLBACK(app_refresh), view, G_CONNECT_SWAPPED);
	g_signal_connect_object(
		view->menu, "default-order", G_CALLBACK(on_default_order), view, G_CONNECT_SWAPPED);
}

GtkWidget *app_suites_view_new(AppContext *context)
{
	AppSuitesView *view = g_object_new(APP_TYPE_SUITES_VIEW, NULL);

	view->context = g_object_ref(context);
	view->model = app_suite_model_new();
	view->menu = app_suites_menu_new(context);
	view->columns = app_suites_columns_new(GTK_COLUMN_VIEW(view->table), context, view->model,
		app_suites_menu_get_model(view->menu));
	set_up_table(view);
	set_up_menu(view);
	app_suites_strip_set_context(APP_SUITES_STRIP(view->strip), context);
	app_suites_filter_set_model(APP_SUITES_FILTER(view->filter), view->model);
	g_signal_connect_object(
		view->filter, "changed", G_CALLBACK(show_page), view, G_CONNECT_SWAPPED);
	g_signal_connect_object(
		view->order_button, "toggled", G_CALLBACK(on_order), view, G_CONNECT_SWAPPED);
	app_keep_fresh(GTK_WIDGET(view), context, fill);
	return GTK_WIDGET(view);
}
