#include "gui/profiles/profiles-window.h"

#include <glib/gi18n.h>

#include "gui/profiles/editor.h"
#include "gui/profiles/import-window.h"
#include "gui/profiles/profile-list.h"
#include "gui/widgets/a11y.h"

struct _AppProfilesWindow {
	AdwWindow parent;
	AppContext *context;
	GHashTable *
		sessions; /* AppProfile → AppSession: what can be undone stays while the window is open */
	GtkWidget *toasts, *leaflet, *list, *editor;
};

G_DEFINE_FINAL_TYPE(AppProfilesWindow, app_profiles_window, ADW_TYPE_WINDOW)

/* ---- which one ---- */

static AppSession *session_of(AppProfilesWindow *window, AppProfile *profile)
{
	AppSession *session = g_hash_table_lookup(window->sessions, profile);

	if (!session) {
		session = app_session_new(app_context_get_profiles(window->context), profile);
		g_hash_table_insert(window->sessions, g_object_ref(profile), session);
	}
	return session;
}

static void on_selected(AppProfilesWindow *window, AppProfile *profile)
{
	app_editor_set_session(APP_EDITOR(window->editor), session_of(window, profile));
}

static void show_editor(AppProfilesWindow *window)
{
	adw_leaflet_set_visible_child(ADW_LEAFLET(window->leaflet), window->editor);
}

void app_profiles_window_open(AppProfilesWindow *window, AppProfile *profile)
{
	g_autoptr(AppProfile) first = NULL;

	if (!profile || app_profile_is_stranger(profile)) {
		first = g_list_model_get_item(
			G_LIST_MODEL(app_context_get_profiles(window->context)), 0);
		profile = first;
	}
	if (!profile)
		return;
	app_profile_list_select(APP_PROFILE_LIST(window->list), profile);
	show_editor(window);
}

static void on_back(AppProfilesWindow *window)
{
	adw_leaflet_navigate(ADW_LEAFLET(window->leaflet), ADW_NAVIGATION_DIRECTION_BACK);
}

static void on_folded(AppProfilesWindow *window)
{
	app_editor_set_folded(
		APP_EDITOR(window->editor), adw_leaflet_get_folded(ADW_LEAFLET(window->leaflet)));
}

/* ---- actions ---- */

static void import(GtkWidget *widget, const char *name, GVariant *parameter)
{
	AppProfilesWindow *window = APP_PROFILES_WINDOW(widget);
	GtkWidget *made = app_import_window_new(window->context, NULL);

	gtk_window_set_transient_for(GTK_WINDOW(made), GTK_WINDOW(window));
	g_signal_connect_object(
		made, "saved", G_CALLBACK(app_profiles_window_open), window, G_CONNECT_SWAPPED);
	gtk_window_present(GTK_WINDOW(made));
}

static void find(GtkWidget *widget, const char *name, GVariant *parameter)
{
	AppProfilesWindow *window = APP_PROFILES_WINDOW(widget);

	adw_leaflet_navigate(ADW_LEAFLET(window->leaflet), ADW_NAVIGATION_DIRECTION_BACK);
	app_profile_list_search(APP_PROFILE_LIST(window->list));
}

/* ---- building ---- */

static GtkWidget *list_pane(AppProfilesWindow *window)
{
	GtkWidget *pane = g_object_new(
		GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "width-request", 270, NULL);
	GtkWidget *bar = adw_header_bar_new();
	GtkWidget *add = gtk_button_new_from_icon_name("app-plus-symbolic");

	gtk_widget_set_tooltip_text(add, _("Import a profile"));
	app_name(add, _("Import a profile"));
	gtk_actionable_set_action_name(GTK_ACTIONABLE(add), "profiles.import");
	adw_header_bar_set_title_widget(
		ADW_HEADER_BAR(bar), adw_window_title_new(_("Client Profiles"), NULL));
	g_object_bind_property(
		window->leaflet, "folded", bar, "show-end-title-buttons", G_BINDING_SYNC_CREATE);
	adw_header_bar_pack_start(ADW_HEADER_BAR(bar), add);
	window->list = app_profile_list_new(app_context_get_profiles(window->context));
	g_signal_connect_swapped(window->list, "selected", G_CALLBACK(on_selected), window);
	g_signal_connect_swapped(window->list, "activated", G_CALLBACK(show_editor), window);
	gtk_box_append(GTK_BOX(pane), bar);
	gtk_box_append(GTK_BOX(pane), window->list);
	return pane;
}

static void on_toast(AppProfilesWindow *window, AdwToast *toast)
{
	adw_toast_overlay_add_toast(ADW_TOAST_OVERLAY(window->toasts), g_object_ref(toast));
}

static void add_editor(AppProfilesWindow *window)
{
	GtkWidget *line = gtk_separator_new(GTK_ORIENTATION_VERTICAL);

	window->editor = app_editor_new(window->context);
	gtk_widget_set_hexpand(window->editor, TRUE);
	g_signal_connect_swapped(window->editor, "toast", G_CALLBACK(on_toast), window);
	g_signal_connect_swapped(
		window->editor, "open", G_CALLBACK(app_profiles_window_open), window);
	g_signal_connect_swapped(window->editor, "back", G_CALLBACK(on_back), window);
	gtk_widget_insert_action_group(
		GTK_WIDGET(window), "editor", app_editor_get_actions(APP_EDITOR(window->editor)));
	gtk_widget_add_controller(GTK_WIDGET(window), app_editor_keys_new());
	adw_leaflet_page_set_navigatable(
		adw_leaflet_append(ADW_LEAFLET(window->leaflet), line), FALSE);
	adw_leaflet_append(ADW_LEAFLET(window->leaflet), window->editor);
	g_signal_connect_swapped(window->leaflet, "notify::folded", G_CALLBACK(on_folded), window);
}

static void app_profiles_window_dispose(GObject *object)
{
	AppProfilesWindow *window = APP_PROFILES_WINDOW(object);

	if (window->editor)
		app_editor_set_session(APP_EDITOR(window->editor), NULL);
	window->editor = NULL;
	/* Each writes what it has not written yet. */
	g_clear_pointer(&window->sessions, g_hash_table_unref);
	g_clear_object(&window->context);
	G_OBJECT_CLASS(app_profiles_window_parent_class)->dispose(object);
}

static void app_profiles_window_class_init(AppProfilesWindowClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->dispose = app_profiles_window_dispose;
	gtk_widget_class_install_action(widget_class, "profiles.import", NULL, import);
	gtk_widget_class_install_action(widget_class, "profiles.find", NULL, find);
	gtk_widget_class_add_binding_action(
		widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "profiles.find", NULL);
	gtk_widget_class_add_binding_action(
		widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
}

static void app_profiles_window_init(AppProfilesWindow *window)
{
	window->sessions = g_hash_table_new_full(NULL, NULL, g_object_unref, g_object_unref);
	gtk_window_set_title(GTK_WINDOW(window), _("Client Profiles"));
	gtk_window_set_default_size(GTK_WINDOW(window), 1000, 720);
}

GtkWidget *app_profiles_window_new(AppContext *context)
{
	AppProfilesWindow *window = g_object_new(APP_TYPE_PROFILES_WINDOW, NULL);

	window->context = g_object_ref(context);
	window->leaflet = adw_leaflet_new();
	window->toasts = adw_toast_overlay_new();
	adw_leaflet_append(ADW_LEAFLET(window->leaflet), list_pane(window));
	add_editor(window);
	adw_toast_overlay_set_child(ADW_TOAST_OVERLAY(window->toasts), window->leaflet);
	adw_window_set_content(ADW_WINDOW(window), window->toasts);
	on_folded(window);
	app_profiles_window_open(window, app_context_get_client(context));
	return GTK_WIDGET(window);
}
