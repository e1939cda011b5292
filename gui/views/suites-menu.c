#include "gui/views/suites-menu.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/settings.h"
#include "gui/views/suites-columns.h"

struct _AppSuitesMenu {
	GObject parent;
	AppContext *context;
	GMenu *model, *client_items;
	GSimpleActionGroup *actions;
	GPtrArray *listed; /* AppProfile: the client set without the chosen one */
	gboolean all_rows;
};

/* As long as nobody chose. */
enum {
	DEFAULT_PINNED = 2,
	DEFAULT_PINNED_MID = 1,
};

enum {
	SIGNAL_CHANGED,
	SIGNAL_DEFAULT_ORDER,
	SIGNAL_COUNT,
};
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE(AppSuitesMenu, app_suites_menu, G_TYPE_OBJECT)

static void changed(AppSuitesMenu *menu)
{
	g_signal_emit(menu, signals[SIGNAL_CHANGED], 0);
}

/* ---- clients ---- */

/* Those that the user pinned and that still are there, without the chosen one. */
static GPtrArray *pinned_clients(AppSuitesMenu *menu)
{
	g_auto(GStrv) ids = app_settings_get_list(app_settings_get(), "suites.pinned");
	AppProfiles *profiles = app_context_get_profiles(menu->context);
	GPtrArray *pinned = g_ptr_array_new_with_free_func(g_object_unref);
	gboolean wide = app_context_get_width_class(menu->context) == APP_WIDTH_WIDE;
	guint most = wide ? DEFAULT_PINNED : DEFAULT_PINNED_MID;

	if (!ids) {
		for (guint i = 0; i < menu->listed->len && i < most; i++)
			g_ptr_array_add(pinned, g_object_ref(menu->listed->pdata[i]));
		return pinned;
	}
	for (guint i = 0; ids[i] && pinned->len < APP_SUITES_PINNED; i++) {
		AppProfile *client = app_profiles_find(profiles, ids[i]);

		if (client && client != app_context_get_client(menu->context))
			g_ptr_array_add(pinned, g_object_ref(client));
	}
	return pinned;
}

GPtrArray *app_suites_menu_get_clients(AppSuitesMenu *menu)
{
	AppProfile *chosen = app_context_get_client(menu->context);
	GPtrArray *clients = pinned_clients(menu);

	if (chosen)
		g_ptr_array_insert(clients, 0, g_object_ref(chosen));
	return clients;
}

static void keep_pinned(GPtrArray *clients)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();

	for (guint i = 0; i < clients->len; i++)
		g_ptr_array_add(ids, (gpointer)app_profile_get_id(clients->pdata[i]));
	g_ptr_array_add(ids, NULL);
	app_settings_set_list(app_settings_get(), "suites.pinned", (const char *const *)ids->pdata);
}

/* "client-3" is the third of the listed ones. */
static AppProfile *client_of(AppSuitesMenu *menu, GAction *action)
{
	const char *number = strrchr(g_action_get_name(action), '-') + 1;

	return menu->listed->pdata[g_ascii_strtoull(number, NULL, 10)];
}

static void on_client(GSimpleAction *action, GVariant *state, gpointer user)
{
	AppSuitesMenu *menu = user;
	AppProfile *client = client_of(menu, G_ACTION(action));
	g_autoptr(GPtrArray) pinned = pinned_clients(menu);

	if (g_variant_get_boolean(state) && pinned->len < APP_SUITES_PINNED)
		g_ptr_array_add(pinned, g_object_ref(client));
	else
		g_ptr_array_remove(pinned, client);
	keep_pinned(pinned);
	app_suites_menu_update(menu);
	changed(menu);
}

/* With all places taken, only those that have one can be changed. */
static void update_states(AppSuitesMenu *menu)
{
	g_autoptr(GPtrArray) pinned = pinned_clients(menu);

	for (guint i = 0; i < menu->listed->len; i++) {
		g_autofree char *name = g_strdup_printf("client-%u", i);
		GAction *action = g_action_map_lookup_action(G_ACTION_MAP(menu->actions), name);
		gboolean on = g_ptr_array_find(pinned, menu->listed->pdata[i], NULL);

		g_simple_action_set_state(G_SIMPLE_ACTION(action), g_variant_new_boolean(on));
		g_simple_action_set_enabled(
			G_SIMPLE_ACTION(action), on || pinned->len < APP_SUITES_PINNED);
	}
}

static void add_boolean(AppSuitesMenu *menu, const char *name, gboolean state, GCallback change)
{
	g_autoptr(GSimpleAction) action =
		g_simple_action_new_stateful(name, NULL, g_variant_new_boolean(state));

	g_signal_connect(action, "change-state", change, menu);
	g_action_map_add_action(G_ACTION_MAP(menu->actions), G_ACTION(action));
}

static GPtrArray *clients_to_list(AppSuitesMenu *menu)
{
	GListModel *set = app_profiles_get_client_set(app_context_get_profiles(menu->context));
	GPtrArray *list = g_ptr_array_new_with_free_func(g_object_unref);

	for (guint i = 0; i < g_list_model_get_n_items(set); i++) {
		AppProfile *client = g_list_model_get_item(set, i);

		if (client == app_context_get_client(menu->context))
			g_object_unref(client);
		else
			g_ptr_array_add(list, client);
	}
	return list;
}

static gboolean same_clients(GPtrArray *a, GPtrArray *b)
{
	for (guint i = 0; i < a->len && i < b->len; i++)
		if (a->pdata[i] != b->pdata[i])
			return FALSE;
	return a->len == b->len;
}

static void list_clients(AppSuitesMenu *menu)
{
	g_menu_remove_all(menu->client_items);
	for (guint i = 0; i < menu->listed->len; i++) {
		g_autofree char *name = g_strdup_printf("client-%u", i);
		g_autofree char *detailed = g_strdup_printf("suites.%s", name);

		add_boolean(menu, name, FALSE, G_CALLBACK(on_client));
		g_menu_append(menu->client_items, app_profile_get_title(menu->listed->pdata[i]),
			detailed);
	}
}

void app_suites_menu_update(AppSuitesMenu *menu)
{
	GPtrArray *list = clients_to_list(menu);

	if (same_clients(list, menu->listed)) {
		g_ptr_array_unref(list);
	} else {
		g_ptr_array_unref(menu->listed);
		menu->listed = list;
		list_clients(menu);
	}
	update_states(menu);
}

/* ---- columns and rows ---- */

static void on_column(GSimpleAction *action, GVariant *state, gpointer user)
{
	static const char prefix[] = "column-";
	g_auto(GStrv) before = app_settings_get_list(app_settings_get(), "suites.columns");
	const char *id = g_action_get_name(G_ACTION(action)) + strlen(prefix);
	g_autoptr(GPtrArray) now = g_ptr_array_new();

	for (guint i = 0; before && before[i]; i++)
		if (strcmp(before[i], id) != 0)
			g_ptr_array_add(now, before[i]);
	if (g_variant_get_boolean(state))
		g_ptr_array_add(now, (gpointer)id);
	g_ptr_array_add(now, NULL);
	app_settings_set_list(
		app_settings_get(), "suites.columns", (const char *const *)now->pdata);
	g_simple_action_set_state(action, state);
	changed(user);
}

static void on_all_rows(GSimpleAction *action, GVariant *state, gpointer user)
{
	APP_SUITES_MENU(user)->all_rows = g_variant_get_boolean(state);
	g_simple_action_set_state(action, state);
	changed(user);
}

gboolean app_suites_menu_get_all_rows(AppSuitesMenu *menu)
{
	return menu->all_rows;
}

static void on_default_order(GSimpleAction *action, GVariant *parameter, gpointer user)
{
	g_signal_emit(user, signals[SIGNAL_DEFAULT_ORDER], 0);
}

/* ---- the object ---- */

static void add_columns(AppSuitesMenu *menu)
{
	guint count;
	const struct app_suites_option *options = app_suites_options(&count);
	g_auto(GStrv) shown = app_settings_get_list(app_settings_get(), "suites.columns");
	g_autoptr(GMenu) items = g_menu_new();

	for (guint i = 0; i < count; i++) {
		g_autofree char *name = g_strdup_printf("column-%s", options[i].id);
		g_autofree char *detailed = g_strdup_printf("suites.%s", name);

		add_boolean(menu, name,
			shown && g_strv_contains((const char *const *)shown, options[i].id),
			G_CALLBACK(on_column));
		g_menu_append(items, _(options[i].title), detailed);
	}
	g_menu_append_submenu(menu->model, _("Columns"), G_MENU_MODEL(items));
}

static void add_rest(AppSuitesMenu *menu)
{
	g_autoptr(GMenu) items = g_menu_new();
	g_autoptr(GSimpleAction) order = g_simple_action_new("default-order", NULL);

	add_boolean(menu, "all-rows", FALSE, G_CALLBACK(on_all_rows));
	g_signal_connect(order, "activate", G_CALLBACK(on_default_order), menu);
	g_action_map_add_action(G_ACTION_MAP(menu->actions), G_ACTION(order));
	g_menu_append(items, _("Also Suites That Nobody Has"), "suites.all-rows");
	g_menu_append(items, _("Default Order"), "suites.default-order");
	g_menu_append_section(menu->model, NULL, G_MENU_MODEL(items));
}

static void app_suites_menu_dispose(GObject *object)
{
	AppSuitesMenu *menu = APP_SUITES_MENU(object);

	g_clear_object(&menu->actions);
	g_clear_object(&menu->client_items);
	g_clear_object(&menu->model);
	g_clear_pointer(&menu->listed, g_ptr_array_unref);
	g_clear_object(&menu->context);
	G_OBJECT_CLASS(app_suites_menu_parent_class)->dispose(object);
}

static void app_suites_menu_class_init(AppSuitesMenuClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_suites_menu_dispose;
	signals[SIGNAL_CHANGED] = g_signal_new("changed", APP_TYPE_SUITES_MENU, G_SIGNAL_RUN_LAST,
		0, NULL, NULL, NULL, G_TYPE_NONE, 0);
	signals[SIGNAL_DEFAULT_ORDER] = g_signal_new("default-order", APP_TYPE_SUITES_MENU,
		G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void app_suites_menu_init(AppSuitesMenu *menu)
{
	menu->model = g_menu_new();
	menu->client_items = g_menu_new();
	menu->actions = g_simple_action_group_new();
	menu->listed = g_ptr_array_new_with_free_func(g_object_unref);
	g_menu_append_submenu(menu->model, _("Compare With"), G_MENU_MODEL(menu->client_items));
	add_columns(menu);
	add_rest(menu);
}

AppSuitesMenu *app_suites_menu_new(AppContext *context)
{
	AppSuitesMenu *menu = g_object_new(APP_TYPE_SUITES_MENU, NULL);

	menu->context = g_object_ref(context);
	app_suites_menu_update(menu);
	return menu;
}

GMenuModel *app_suites_menu_get_model(AppSuitesMenu *menu)
{
	return G_MENU_MODEL(menu->model);
}

GActionGroup *app_suites_menu_get_actions(AppSuitesMenu *menu)
{
	return G_ACTION_GROUP(menu->actions);
}
