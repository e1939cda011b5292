#include "gui/views/pair-bar.h"

#include <glib/gi18n.h>

#include "gui/model/text.h"
#include "gui/views/pair-items.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/tooltip.h"

enum {
	TWO_ROWS_BELOW = 480, /* px */
	SEARCH_FROM = 13,     /* entries */
};

struct _AppPairBar {
	GtkBox parent;
	AppContext *context;
	GtkDropDown *from, *to;
	GtkWidget *arrow;
	GListStore *
		strangers; /* before them: clients that only the scan knows, or that are used once */
	GListStore *commands;    /* behind the clients: "Edit Profiles…" */
	GListStore *all_servers; /* before the servers: one item where there are several */
	GListStore *server_models;
	GtkFilter *others; /* clients beyond the client set */
	gboolean filling;  /* what changes is our own doing */
};

G_DEFINE_FINAL_TYPE(AppPairBar, app_pair_bar, GTK_TYPE_BOX)

/* ---- from the user ---- */

static guint find(GListModel *model, gpointer wanted)
{
	for (guint i = 0; i < g_list_model_get_n_items(model); i++) {
		g_autoptr(GObject) item = g_list_model_get_item(model, i);

		if ((gpointer)item == wanted)
			return i;
	}
	return GTK_INVALID_LIST_POSITION;
}

static void select_item(GtkDropDown *drop_down, gpointer item)
{
	gtk_drop_down_set_selected(drop_down, find(gtk_drop_down_get_model(drop_down), item));
}

static void on_from(AppPairBar *bar)
{
	gpointer item = gtk_drop_down_get_selected_item(bar->from);

	if (bar->filling || !item)
		return;
	if (APP_IS_PROFILE(item)) {
		app_context_set_client(bar->context, item);
		return;
	}
	bar->filling = TRUE;
	select_item(bar->from, app_context_get_client(bar->context));
	bar->filling = FALSE;
	gtk_widget_activate_action(GTK_WIDGET(bar), "win.profiles", NULL);
}

static void on_to(AppPairBar *bar)
{
	gpointer item = gtk_drop_down_get_selected_item(bar->to);

	if (!bar->filling && item)
		app_context_set_server(bar->context, APP_IS_SERVER(item) ? item : NULL);
}

/* ---- to the user ---- */

/* The name and how the pair does; the tooltip for a name that is too long for the button. */
static void name_button(GtkDropDown *drop_down, const char *format, AppStatus status)
{
	gpointer item = gtk_drop_down_get_selected_item(drop_down);
	const char *title = item ? app_pair_item_title(item) : _("none");
	const char *word = status == APP_STATUS_NONE ? _("not tested") : app_status_word(status);
	g_autofree char *name = g_strdup_printf(format, title, word);

	app_name_drop_down(GTK_WIDGET(drop_down), name);
	app_set_tooltip(GTK_WIDGET(drop_down), title);
}

static AppStatus chosen_status(AppContext *context)
{
	AppProfile *client = app_context_get_client(context);

	return client ? app_pair_item_status(context, client) : APP_STATUS_NONE;
}

static void show_selection(AppPairBar *bar)
{
	AppServer *server = app_context_get_server(bar->context);
	AppStatus status = chosen_status(bar->context);

	bar->filling = TRUE;
	select_item(bar->from, app_context_get_client(bar->context));
	if (server)
		select_item(bar->to, server);
	else
		gtk_drop_down_set_selected(bar->to, 0);
	bar->filling = FALSE;
	/* Translators: name of a drop-down; %1$s is a client, %2$s "works", "fails" … */
	name_button(bar->from, _("Sending client: %1$s, %2$s"), status);
	/* Translators: name of a drop-down; %1$s is a server, %2$s "works", "fails" … */
	name_button(bar->to, _("Receiving server: %1$s, %2$s"), status);
}

static AppProfile *stranger_of(AppPairBar *bar, const char *id)
{
	GListModel *model = G_LIST_MODEL(bar->strangers);

	for (guint i = 0; i < g_list_model_get_n_items(model); i++) {
		g_autoptr(AppProfile) client = g_list_model_get_item(model, i);

		if (g_str_equal(app_profile_get_id(client), id))
			return client; /* the model holds it */
	}
	return NULL;
}

/* The same client stays the same object, or the choice would be lost. */
static void add_stranger(AppPairBar *bar, GListStore *wanted, const struct scn_verdict *pair)
{
	AppProfile *known =
		app_profiles_find(app_context_get_profiles(bar->context), pair->profile_id);
	AppProfile *before = stranger_of(bar, pair->profile_id);
	g_autofree char *name = app_peer_text(pair->profile_name);
	g_autoptr(AppProfile) client = NULL;

	if (known)
		return;
	client = before ? g_object_ref(before) : app_profile_new_stranger(pair->profile_id, name);
	for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(wanted)); i++) {
		g_autoptr(AppProfile) other = g_list_model_get_item(G_LIST_MODEL(wanted), i);

		if (g_str_equal(app_profile_get_id(other), pair->profile_id))
			return;
	}
	g_list_store_append(wanted, client);
}

static GListStore *wanted_strangers(AppPairBar *bar, AppScan *scan)
{
	GListStore *wanted = g_list_store_new(APP_TYPE_PROFILE);
	AppProfile *client = app_context_get_client(bar->context);
	AppProfiles *profiles = app_context_get_profiles(bar->context);

	for (guint i = 0; scan && i < g_list_model_get_n_items(app_scan_get_servers(scan)); i++) {
		g_autoptr(AppServer) server = g_list_model_get_item(app_scan_get_servers(scan), i);
		const struct scn_server_result *result = app_server_get_result(server);

		for (size_t p = 0; p < result->pair_count; p++)
			add_stranger(bar, wanted, &result->pairs[p]);
	}
	/* One out of a capture, used without being saved. */
	if (client && !app_profile_is_stranger(client) &&
		app_profiles_find(profiles, app_profile_get_id(client)) != client)
		g_list_store_append(wanted, client);
	return wanted;
}

static gboolean has(GListModel *model, gpointer item)
{
	return find(model, item) != GTK_INVALID_LIST_POSITION;
}

static gboolean is_same(GListModel *a, GListModel *b)
{
	guint count = g_list_model_get_n_items(a);

	for (guint i = 0; i < count; i++) {
		g_autoptr(GObject) item = g_list_model_get_item(a, i);

		if (!has(b, item))
			return FALSE;
	}
	return count == g_list_model_get_n_items(b);
}

/* A client that no other scan knows goes with its scan. */
static void show_strangers(AppPairBar *bar)
{
	g_autoptr(GListStore) wanted = wanted_strangers(bar, app_context_get_scan(bar->context));
	AppProfile *client = app_context_get_client(bar->context);
	GListModel *set = app_profiles_get_client_set(app_context_get_profiles(bar->context));
	g_autoptr(AppProfile) first = g_list_model_get_item(set, 0);

	if (is_same(G_LIST_MODEL(wanted), G_LIST_MODEL(bar->strangers)))
		return;
	bar->filling = TRUE;
	g_list_store_remove_all(bar->strangers);
	for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(wanted)); i++) {
		g_autoptr(AppProfile) stranger = g_list_model_get_item(G_LIST_MODEL(wanted), i);

		g_list_store_append(bar->strangers, stranger);
	}
	bar->filling = FALSE;
	if (client && app_profile_is_stranger(client) && !has(G_LIST_MODEL(wanted), client))
		app_context_set_client(bar->context, first);
}

static void on_context(AppPairBar *bar)
{
	show_strangers(bar);
	show_selection(bar);
}

/* Only servers of a domain have an order. */
static char *all_text(AppScan *scan)
{
	g_autoptr(AppServer) first = g_list_model_get_item(app_scan_get_servers(scan), 0);
	const char *title = app_scan_get_title(scan);

	if (app_server_get_facts(first)->preference < 0)
		return g_strdup_printf(_("%s: all servers"), title);
	return g_strdup_printf(_("%s: all servers in MX order"), title);
}

static void show_all_item(AppPairBar *bar, AppScan *scan, guint count)
{
	g_autoptr(GtkStringObject) item = NULL;
	g_autofree char *text = NULL;
	gboolean wanted = count > 1;

	if (wanted == (g_list_model_get_n_items(G_LIST_MODEL(bar->all_servers)) > 0))
		return;
	if (!wanted) {
		g_list_store_remove_all(bar->all_servers);
		return;
	}
	text = all_text(scan);
	item = gtk_string_object_new(text);
	g_list_store_append(bar->all_servers, item);
}

static void on_servers(AppPairBar *bar)
{
	AppScan *scan = app_context_get_scan(bar->context);
	guint count = scan ? g_list_model_get_n_items(app_scan_get_servers(scan)) : 0;

	bar->filling = TRUE;
	show_all_item(bar, scan, count);
	gtk_drop_down_set_enable_search(bar->to, count >= SEARCH_FROM);
	bar->filling = FALSE;
	show_selection(bar);
}

/* The drop-down chooses by itself where its list changes: that is nobody's wish. */
static void before_change(AppPairBar *bar)
{
	bar->filling = TRUE;
}

/* Another scan: its servers behind our own item. */
static void on_scan(AppPairBar *bar)
{
	AppScan *scan = app_context_get_scan(bar->context);
	GListModel *models = G_LIST_MODEL(bar->server_models);

	bar->filling = TRUE;
	g_list_store_remove_all(bar->all_servers);
	if (g_list_model_get_n_items(models) > 1) {
		g_autoptr(GListModel) old = g_list_model_get_item(models, 1);

		g_signal_handlers_disconnect_by_func(old, before_change, bar);
		g_signal_handlers_disconnect_by_func(old, on_servers, bar);
		g_list_store_remove(bar->server_models, 1);
	}
	if (scan) {
		GListModel *servers = app_scan_get_servers(scan);

		g_signal_connect_object(servers, "items-changed", G_CALLBACK(before_change), bar,
			G_CONNECT_SWAPPED);
		g_list_store_append(bar->server_models, servers);
		g_signal_connect_object(servers, "items-changed", G_CALLBACK(on_servers), bar,
			G_CONNECT_SWAPPED | G_CONNECT_AFTER);
	}
	bar->filling = FALSE;
	show_strangers(bar);
	on_servers(bar);
}

/* ---- one row or two ---- */

static void on_width(GdkSurface *surface, GParamSpec *spec, AppPairBar *bar)
{
	gboolean narrow = gdk_surface_get_width(surface) < TWO_ROWS_BELOW;

	gtk_orientable_set_orientation(GTK_ORIENTABLE(bar),
		narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
	gtk_widget_set_visible(bar->arrow, !narrow);
}

static void app_pair_bar_realize(GtkWidget *widget)
{
	GdkSurface *surface;

	GTK_WIDGET_CLASS(app_pair_bar_parent_class)->realize(widget);
	surface = gtk_native_get_surface(gtk_widget_get_native(widget));
	g_signal_connect_object(surface, "notify::width", G_CALLBACK(on_width), widget, 0);
	on_width(surface, NULL, APP_PAIR_BAR(widget));
}

static void app_pair_bar_unrealize(GtkWidget *widget)
{
	GdkSurface *surface = gtk_native_get_surface(gtk_widget_get_native(widget));

	g_signal_handlers_disconnect_by_func(surface, on_width, widget);
	GTK_WIDGET_CLASS(app_pair_bar_parent_class)->unrealize(widget);
}

/* ---- the widget ---- */

static void app_pair_bar_dispose(GObject *object)
{
	AppPairBar *bar = APP_PAIR_BAR(object);

	g_clear_object(&bar->others);
	g_clear_object(&bar->strangers);
	g_clear_object(&bar->commands);
	g_clear_object(&bar->all_servers);
	g_clear_object(&bar->server_models);
	g_clear_object(&bar->context);
	G_OBJECT_CLASS(app_pair_bar_parent_class)->dispose(object);
}

static void app_pair_bar_class_init(AppPairBarClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->dispose = app_pair_bar_dispose;
	widget_class->realize = app_pair_bar_realize;
	widget_class->unrealize = app_pair_bar_unrealize;
}

static void app_pair_bar_init(AppPairBar *bar)
{
	gtk_box_set_spacing(GTK_BOX(bar), 8);
	gtk_widget_add_css_class(GTK_WIDGET(bar), "app-pair-bar");
	bar->strangers = g_list_store_new(APP_TYPE_PROFILE);
	bar->commands = g_list_store_new(GTK_TYPE_STRING_OBJECT);
	bar->all_servers = g_list_store_new(GTK_TYPE_STRING_OBJECT);
	bar->server_models = g_list_store_new(G_TYPE_LIST_MODEL);
	g_list_store_append(bar->server_models, bar->all_servers);
}

/* A label with its drop-down; both are one row where the bar is narrow. */
static GtkDropDown *add_half(AppPairBar *bar, const char *mnemonic)
{
	GtkWidget *half = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
	GtkWidget *label = gtk_label_new_with_mnemonic(mnemonic);
	GtkWidget *drop_down = gtk_drop_down_new(NULL, app_pair_item_expression());
	g_autoptr(GtkListItemFactory) button = app_pair_button_factory();
	g_autoptr(GtkListItemFactory) list = app_pair_list_factory(bar->context);

	gtk_drop_down_set_factory(GTK_DROP_DOWN(drop_down), button);
	gtk_drop_down_set_list_factory(GTK_DROP_DOWN(drop_down), list);
	gtk_label_set_mnemonic_widget(GTK_LABEL(label), drop_down);
	gtk_widget_add_css_class(label, "dim-label");
	gtk_widget_set_hexpand(drop_down, TRUE);
	gtk_box_append(GTK_BOX(half), label);
	gtk_box_append(GTK_BOX(half), drop_down);
	gtk_box_append(GTK_BOX(bar), half);
	return GTK_DROP_DOWN(drop_down);
}

static gboolean is_other(gpointer client, gpointer profiles)
{
	return !app_profiles_in_client_set(profiles, client);
}

/* A client that came into the set or left it moves within the list; the choice stays. */
static void on_client_set(AppPairBar *bar)
{
	gtk_filter_changed(bar->others, GTK_FILTER_CHANGE_DIFFERENT);
	bar->filling = FALSE;
	show_selection(bar);
}

/* Who stands only in this scan, the client set, all others, the command. */
static GListModel *client_model(AppPairBar *bar, AppProfiles *profiles)
{
	GListStore *models = g_list_store_new(G_TYPE_LIST_MODEL);
	GListModel *set = app_profiles_get_client_set(profiles);
	g_autoptr(GtkStringObject) edit = gtk_string_object_new(_("Edit Profiles…"));
	g_autoptr(GtkFilterListModel) others = NULL;

	bar->others = GTK_FILTER(gtk_custom_filter_new(is_other, profiles, NULL));
	others = gtk_filter_list_model_new(
		G_LIST_MODEL(g_object_ref(profiles)), g_object_ref(bar->others));
	g_list_store_append(bar->commands, edit);
	g_list_store_append(models, bar->strangers);
	g_list_store_append(models, set);
	g_list_store_append(models, others);
	g_list_store_append(models, bar->commands);
	return G_LIST_MODEL(gtk_flatten_list_model_new(G_LIST_MODEL(models)));
}

static void set_models(AppPairBar *bar)
{
	AppProfiles *profiles = app_context_get_profiles(bar->context);
	GListModel *set = app_profiles_get_client_set(profiles);
	g_autoptr(GListModel) clients = NULL, servers = NULL;

	g_signal_connect_object(
		set, "items-changed", G_CALLBACK(before_change), bar, G_CONNECT_SWAPPED);
	clients = client_model(bar, profiles);
	g_signal_connect_object(set, "items-changed", G_CALLBACK(on_client_set), bar,
		G_CONNECT_SWAPPED | G_CONNECT_AFTER);
	servers = G_LIST_MODEL(
		gtk_flatten_list_model_new(G_LIST_MODEL(g_object_ref(bar->server_models))));
	gtk_drop_down_set_model(bar->from, clients);
	gtk_drop_down_set_model(bar->to, servers);
	gtk_drop_down_set_enable_search(
		bar->from, g_list_model_get_n_items(clients) >= SEARCH_FROM);
}

GtkWidget *app_pair_bar_new(AppContext *context)
{
	AppPairBar *bar = g_object_new(APP_TYPE_PAIR_BAR, NULL);

	bar->context = g_object_ref(context);
	bar->filling = TRUE;
	bar->from = add_half(bar, _("_From"));
	bar->arrow = g_object_new(GTK_TYPE_IMAGE, "icon-name", "app-arrow-right-symbolic",
		"accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
	gtk_box_append(GTK_BOX(bar), bar->arrow);
	bar->to = add_half(bar, _("_To"));
	set_models(bar);
	bar->filling = FALSE;
	g_signal_connect_swapped(bar->from, "notify::selected", G_CALLBACK(on_from), bar);
	g_signal_connect_swapped(bar->to, "notify::selected", G_CALLBACK(on_to), bar);
	g_signal_connect_object(
		context, "notify::scan", G_CALLBACK(on_scan), bar, G_CONNECT_SWAPPED);
	g_signal_connect_object(context, "changed", G_CALLBACK(on_context), bar, G_CONNECT_SWAPPED);
	on_scan(bar);
	return GTK_WIDGET(bar);
}
