#include "gui/window.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/files.h"
#include "gui/first-run.h"
#include "gui/profiles/import-window.h"
#include "gui/profiles/profiles-window.h"
#include "gui/sidebar.h"
#include "gui/strip.h"
#include "gui/views/answer-view.h"
#include "gui/views/dialogue-view.h"
#include "gui/views/fix-view.h"
#include "gui/views/pair-bar.h"
#include "gui/views/server-view.h"
#include "gui/views/state-page.h"
#include "gui/views/suites-view.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/size-watcher.h"
#include "gui/window-actions.h"

struct _AppWindow {
	AdwApplicationWindow parent;
	AppContext *context;
	AppEngine *engine;
	GtkWidget *watcher, *toasts, *flap, *sidebar_place, *header, *switcher, *pages;
	GtkWidget *scan_page, *first_run_place, *strip_place, *pair_place, *content, *views,
		*state_place;
	GtkWidget *switcher_bar, *sidebar_button, *new_button, *save_button, *again_button;
	GtkWidget *sidebar, *first_entry, *state;
	GtkWidget *profiles; /* the window of client profiles; NULL: it is not open */
};

G_DEFINE_FINAL_TYPE(AppWindow, app_window, ADW_TYPE_APPLICATION_WINDOW)

/* The five views in their order. */
static const struct {
	const char *name, *title, *icon;
	GtkWidget *(*make)(AppContext *context);
} views[] = {
	{ "answer", N_("Answer"), "app-answer-symbolic", app_answer_view_new },
	{ "suites", N_("Cipher Suites"), "app-suites-symbolic", app_suites_view_new },
	{ "server", N_("Server"), "app-server-symbolic", app_server_view_new },
	{ "dialogue", N_("Dialogue"), "app-dialogue-symbolic", app_dialogue_view_new },
	{ "fix", N_("Fix"), "app-fix-symbolic", app_fix_view_new },
};

/* ---- what is shown ---- */

/* The switcher moves down where the header has no room for it. */
static void show_switcher_bar(AppWindow *window)
{
	AdwViewSwitcherTitle *switcher = ADW_VIEW_SWITCHER_TITLE(window->switcher);

	gboolean shown = adw_view_switcher_title_get_view_switcher_enabled(switcher) &&
			 adw_view_switcher_title_get_title_visible(switcher);

	/* Hidden as well: what is only not revealed takes part in the Tab order. */
	gtk_widget_set_visible(window->switcher_bar, shown);
	adw_view_switcher_bar_set_reveal(ADW_VIEW_SWITCHER_BAR(window->switcher_bar), shown);
}

/* A scan without TLS has a page of its own in the place of the views; what was said can be read beside it. */
static void show_state(AppWindow *window)
{
	AdwViewSwitcherTitle *switcher = ADW_VIEW_SWITCHER_TITLE(window->switcher);
	AppScan *scan = app_context_get_scan(window->context);
	gboolean applies = app_state_page_set(APP_STATE_PAGE(window->state), scan);
	const char *view = adw_view_stack_get_visible_child_name(ADW_VIEW_STACK(window->views));
	gboolean shown = applies && g_strcmp0(view, "dialogue") != 0;

	gtk_stack_set_visible_child_name(GTK_STACK(window->content), shown ? "state" : "views");
	gtk_widget_set_visible(window->pair_place, !applies);
	gtk_widget_set_visible(window->strip_place, !shown);
	adw_view_switcher_title_set_title(
		switcher, scan ? app_scan_get_title(scan) : _("Handfast"));
	adw_view_switcher_title_set_view_switcher_enabled(switcher, scan && !shown);
	show_switcher_bar(window);
}

static void on_context(AppWindow *window)
{
	gboolean any = app_context_get_scan(window->context) != NULL;

	gtk_stack_set_visible_child_name(GTK_STACK(window->pages), any ? "scan" : "first-run");
	gtk_widget_set_visible(window->sidebar_button, any);
	gtk_widget_set_visible(window->new_button, any);
	gtk_widget_set_visible(window->save_button, any);
	gtk_widget_set_visible(window->again_button, any);
	adw_flap_set_locked(ADW_FLAP(window->flap), !any);
	if (!any)
		adw_flap_set_reveal_flap(ADW_FLAP(window->flap), FALSE);
	show_state(window);
	app_window_update_actions(window);
}

static void on_width_class(AppWindow *window, int width_class)
{
	gboolean wide = width_class == APP_WIDTH_WIDE;
	gboolean any = app_context_get_scan(window->context) != NULL;

	app_context_set_width_class(window->context, (AppWidthClass)width_class);
	app_state_page_set_narrow(APP_STATE_PAGE(window->state), width_class == APP_WIDTH_NARROW);
	adw_flap_set_fold_policy(ADW_FLAP(window->flap),
		wide ? ADW_FLAP_FOLD_POLICY_NEVER : ADW_FLAP_FOLD_POLICY_ALWAYS);
	adw_flap_set_reveal_flap(ADW_FLAP(window->flap),
		any && wide && app_settings_get_int(app_settings_get(), "window.sidebar"));
}

/* The first scan shows the sidebar. */
static void on_scan(AppWindow *window)
{
	gboolean wide = app_context_get_width_class(window->context) == APP_WIDTH_WIDE;

	adw_flap_set_locked(ADW_FLAP(window->flap), FALSE);
	adw_flap_set_reveal_flap(ADW_FLAP(window->flap),
		wide && app_settings_get_int(app_settings_get(), "window.sidebar"));
	on_context(window);
}

static void on_chosen(AppWindow *window)
{
	if (app_context_get_width_class(window->context) != APP_WIDTH_WIDE)
		adw_flap_set_reveal_flap(ADW_FLAP(window->flap), FALSE);
}

static void on_show_view(AppWindow *window, const char *name)
{
	adw_view_stack_set_visible_child_name(ADW_VIEW_STACK(window->views), name);
}

/* ---- scans ---- */

void app_window_scan(AppWindow *window, const char *target)
{
	const char *targets[] = { target, NULL };

	app_context_set_scan(window->context, app_engine_scan(window->engine, targets));
	app_window_show_view(window, "answer");
}

static void on_show_finished(AppWindow *window, AdwToast *toast)
{
	app_context_set_scan(window->context, g_object_get_data(G_OBJECT(toast), "scan"));
	app_window_show_view(window, "answer");
}

static void notify_desktop(AppWindow *window, const char *said)
{
	g_autoptr(GNotification) note = g_notification_new(said);
	GtkApplication *application = gtk_window_get_application(GTK_WINDOW(window));

	g_application_send_notification(G_APPLICATION(application), "finished", note);
}

/* Told where it is not seen anyway. */
static void on_finished(AppWindow *window, AppScan *scan)
{
	g_autofree char *said = g_strdup_printf(_("Scan of %1$s finished: %2$s"),
		app_scan_get_title(scan), app_scan_get_subtitle(scan));
	const char *view = adw_view_stack_get_visible_child_name(ADW_VIEW_STACK(window->views));
	AdwToast *toast;

	if (!gtk_window_is_active(GTK_WINDOW(window)))
		notify_desktop(window, said);
	if (scan == app_context_get_scan(window->context) && g_strcmp0(view, "answer") == 0)
		return;
	toast = adw_toast_new(said);
	g_object_set_data_full(G_OBJECT(toast), "scan", g_object_ref(scan), g_object_unref);
	adw_toast_set_button_label(toast, _("Show"));
	g_signal_connect_object(
		toast, "button-clicked", G_CALLBACK(on_show_finished), window, G_CONNECT_SWAPPED);
	adw_toast_overlay_add_toast(ADW_TOAST_OVERLAY(window->toasts), toast);
}

/* ---- life ---- */

static void remember(AppWindow *window)
{
	AppSettings *settings = app_settings_get();
	gboolean maximized = gtk_window_is_maximized(GTK_WINDOW(window));
	AppProfile *client = app_context_get_client(window->context);
	int width, height;

	gtk_window_get_default_size(GTK_WINDOW(window), &width, &height);
	app_settings_set_int(settings, "window.maximized", maximized);
	if (!maximized) {
		app_settings_set_int(settings, "window.width", width);
		app_settings_set_int(settings, "window.height", height);
	}
	if (app_context_get_width_class(window->context) == APP_WIDTH_WIDE &&
		app_context_get_scan(window->context))
		app_settings_set_int(settings, "window.sidebar",
			adw_flap_get_reveal_flap(ADW_FLAP(window->flap)));
	app_settings_set_string(settings, "window.view",
		adw_view_stack_get_visible_child_name(ADW_VIEW_STACK(window->views)));
	if (client)
		app_settings_set_string(settings, "window.client", app_profile_get_id(client));
}

static void destroy_later(gpointer window)
{
	gtk_window_destroy(window);
	g_object_unref(window);
}

static void on_stop_answer(AppWindow *window, const char *response)
{
	if (strcmp(response, "stop") != 0)
		return;
	app_engine_stop_all(window->engine);
	remember(window);
	/* The dialog that answers stands upon this window, and closes itself after this. */
	g_idle_add_once(destroy_later, g_object_ref(window));
}

static void ask_to_stop(AppWindow *window)
{
	GtkWidget *dialog = adw_message_dialog_new(GTK_WINDOW(window), _("Stop the Scan?"),
		_("A scan is running. What it found so far will be saved."));

	adw_message_dialog_add_responses(ADW_MESSAGE_DIALOG(dialog), "keep", _("_Keep Scanning"),
		"stop", _("_Stop and Close"), NULL);
	adw_message_dialog_set_default_response(ADW_MESSAGE_DIALOG(dialog), "keep");
	adw_message_dialog_set_close_response(ADW_MESSAGE_DIALOG(dialog), "keep");
	g_signal_connect_swapped(dialog, "response", G_CALLBACK(on_stop_answer), window);
	gtk_window_present(GTK_WINDOW(dialog));
}

static gboolean close_request(GtkWindow *window)
{
	AppWindow *self = APP_WINDOW(window);

	if (app_engine_get_running(self->engine)) {
		ask_to_stop(self);
		return TRUE;
	}
	remember(self);
	return GTK_WINDOW_CLASS(app_window_parent_class)->close_request(window);
}

static void app_window_dispose(GObject *object)
{
	AppWindow *window = APP_WINDOW(object);

	g_clear_weak_pointer(&window->profiles);
	g_clear_object(&window->context);
	g_clear_object(&window->engine);
	G_OBJECT_CLASS(app_window_parent_class)->dispose(object);
}

static void app_window_class_init(AppWindowClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->dispose = app_window_dispose;
	GTK_WINDOW_CLASS(class)->close_request = close_request;
	g_type_ensure(APP_TYPE_SIZE_WATCHER);
	gtk_widget_class_set_template_from_resource(
		widget_class, "/org/handfast/Handfast/window.ui");
#define BIND(name) gtk_widget_class_bind_template_child(widget_class, AppWindow, name)
	BIND(watcher);
	BIND(toasts);
	BIND(flap);
	BIND(sidebar_place);
	BIND(header);
	BIND(switcher);
	BIND(pages);
	BIND(scan_page);
	BIND(first_run_place);
	BIND(strip_place);
	BIND(pair_place);
	BIND(content);
	BIND(views);
	BIND(state_place);
	BIND(switcher_bar);
	BIND(sidebar_button);
	BIND(new_button);
	BIND(save_button);
	BIND(again_button);
#undef BIND
	app_window_install_actions(widget_class);
}

static void app_window_init(AppWindow *window)
{
	gtk_widget_init_template(GTK_WIDGET(window));
	app_window_add_first_keys(GTK_WIDGET(window));
	g_signal_connect_swapped(
		window->switcher, "notify::title-visible", G_CALLBACK(show_switcher_bar), window);
	g_signal_connect_swapped(
		window->watcher, "width-class-changed", G_CALLBACK(on_width_class), window);
}

static void add_views(AppWindow *window)
{
	for (guint i = 0; i < G_N_ELEMENTS(views); i++)
		adw_view_stack_add_titled_with_icon(ADW_VIEW_STACK(window->views),
			views[i].make(window->context), views[i].name, _(views[i].title),
			views[i].icon);
}

static void fill(AppWindow *window)
{
	window->sidebar = app_sidebar_new(window->context);
	g_signal_connect_swapped(window->sidebar, "start", G_CALLBACK(app_window_scan), window);
	g_signal_connect_swapped(window->sidebar, "chosen", G_CALLBACK(on_chosen), window);
	adw_bin_set_child(ADW_BIN(window->sidebar_place), window->sidebar);
	adw_bin_set_child(
		ADW_BIN(window->first_run_place), app_first_run_new(&window->first_entry));
	g_signal_connect_swapped(window->first_entry, "start", G_CALLBACK(app_window_scan), window);
	adw_bin_set_child(ADW_BIN(window->strip_place), app_strip_new(window->context));
	adw_bin_set_child(ADW_BIN(window->pair_place), app_pair_bar_new(window->context));
	window->state = app_state_page_new();
	adw_bin_set_child(ADW_BIN(window->state_place), window->state);
	add_views(window);
	g_signal_connect_swapped(
		window->views, "notify::visible-child", G_CALLBACK(show_state), window);
}

/* AT-SPI sees only what is on the screen. */
static void hide_unmapped(AppWindow *window)
{
	GtkWidget *pages[] = { window->sidebar, window->first_run_place, window->scan_page,
		window->state_place, window->switcher_bar };

	for (guint i = 0; i < G_N_ELEMENTS(pages); i++)
		app_hide_unmapped(pages[i]);
	for (guint i = 0; i < G_N_ELEMENTS(views); i++)
		app_hide_unmapped(adw_view_stack_get_child_by_name(
			ADW_VIEW_STACK(window->views), views[i].name));
}

static void restore(AppWindow *window)
{
	AppSettings *settings = app_settings_get();
	g_autofree char *view = app_settings_get_string(settings, "window.view");
	g_autofree char *id = app_settings_get_string(settings, "window.client");
	AppProfile *client = app_profiles_find(app_context_get_profiles(window->context), id);

	gtk_window_set_default_size(GTK_WINDOW(window),
		MAX(app_settings_get_int(settings, "window.width"), 360),
		MAX(app_settings_get_int(settings, "window.height"), 300));
	if (app_settings_get_int(settings, "window.maximized"))
		gtk_window_maximize(GTK_WINDOW(window));
	app_window_show_view(window, view);
	if (client)
		app_context_set_client(window->context, client);
}

AppWindow *app_window_new(GtkApplication *application, AppContext *context, AppEngine *engine)
{
	AppWindow *window = g_object_new(APP_TYPE_WINDOW, "application", application, NULL);

	window->context = g_object_ref(context);
	window->engine = g_object_ref(engine);
	fill(window);
	app_files_accept_drops(window);
	hide_unmapped(window);
	restore(window);
	g_signal_connect_object(
		context, "changed", G_CALLBACK(on_context), window, G_CONNECT_SWAPPED);
	g_signal_connect_object(
		context, "notify::scan", G_CALLBACK(on_scan), window, G_CONNECT_SWAPPED);
	g_signal_connect_object(
		context, "show-view", G_CALLBACK(on_show_view), window, G_CONNECT_SWAPPED);
	g_signal_connect_object(
		context, "toast", G_CALLBACK(app_window_toast), window, G_CONNECT_SWAPPED);
	g_signal_connect_object(engine, "running-changed", G_CALLBACK(app_window_update_actions),
		window, G_CONNECT_SWAPPED);
	g_signal_connect_object(
		engine, "finished", G_CALLBACK(on_finished), window, G_CONNECT_SWAPPED);
	on_context(window);
	if (!app_context_get_scan(context))
		gtk_window_set_focus(GTK_WINDOW(window), window->first_entry);
	return window;
}

/* ---- for others ---- */

AppContext *app_window_get_context(AppWindow *window)
{
	return window->context;
}

AppEngine *app_window_get_engine(AppWindow *window)
{
	return window->engine;
}

GtkWidget *app_window_get_toasts(AppWindow *window)
{
	return window->toasts;
}

void app_window_show_view(AppWindow *window, const char *name)
{
	if (adw_view_stack_get_child_by_name(ADW_VIEW_STACK(window->views), name))
		adw_view_stack_set_visible_child_name(ADW_VIEW_STACK(window->views), name);
}

void app_window_next_view(AppWindow *window, int by)
{
	const char *name = adw_view_stack_get_visible_child_name(ADW_VIEW_STACK(window->views));
	int count = (int)G_N_ELEMENTS(views);

	for (int i = 0; i < count; i++)
		if (strcmp(views[i].name, name) == 0) {
			app_window_show_view(window, views[(i + by + count) % count].name);
			return;
		}
}

void app_window_focus_entry(AppWindow *window)
{
	if (!app_context_get_scan(window->context)) {
		gtk_widget_grab_focus(window->first_entry);
		return;
	}
	adw_flap_set_reveal_flap(ADW_FLAP(window->flap), TRUE);
	app_sidebar_focus_entry(APP_SIDEBAR(window->sidebar));
}

void app_window_toggle_sidebar(AppWindow *window)
{
	adw_flap_set_reveal_flap(
		ADW_FLAP(window->flap), !adw_flap_get_reveal_flap(ADW_FLAP(window->flap)));
}

AppView *app_window_get_view(AppWindow *window)
{
	GtkWidget *view = adw_view_stack_get_visible_child(ADW_VIEW_STACK(window->views));

	return gtk_widget_get_mapped(view) && APP_IS_VIEW(view) ? APP_VIEW(view) : NULL;
}

gboolean app_window_in_sidebar(AppWindow *window)
{
	GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(window));

	return focus && gtk_widget_is_ancestor(focus, window->sidebar);
}

void app_window_find_scan(AppWindow *window)
{
	if (!app_context_get_scan(window->context)) {
		app_window_focus_entry(window);
		return;
	}
	adw_flap_set_reveal_flap(ADW_FLAP(window->flap), TRUE);
	app_sidebar_find(APP_SIDEBAR(window->sidebar));
}

/* Sidebar, pair bar, view, what stands beside the view's main part: the first thing in each that takes the focus. */
void app_window_next_pane(AppWindow *window, int by)
{
	AppView *view = app_window_get_view(window);
	GtkWidget *panes[] = { window->sidebar_place, window->pair_place, window->content,
		view ? app_view_get_detail(view) : NULL };
	GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(window));
	int count = (int)G_N_ELEMENTS(panes) - (panes[3] == NULL);
	int at = by > 0 ? count - 1 : 0;

	for (int i = 0; i < count; i++)
		if (focus && gtk_widget_is_ancestor(focus, panes[i]))
			at = i;
	for (int tries = 0; tries < count; tries++) {
		at = (at + by + count) % count;
		if (gtk_widget_get_mapped(panes[at]) &&
			gtk_widget_child_focus(panes[at], GTK_DIR_TAB_FORWARD))
			return;
	}
}

void app_window_complain(AppWindow *window, const char *heading, const char *sentence)
{
	GtkWidget *dialog = adw_message_dialog_new(GTK_WINDOW(window), heading, sentence);

	adw_message_dialog_add_response(ADW_MESSAGE_DIALOG(dialog), "close", _("_Close"));
	gtk_window_present(GTK_WINDOW(dialog));
}

void app_window_toast(AppWindow *window, const char *text)
{
	adw_toast_overlay_add_toast(ADW_TOAST_OVERLAY(window->toasts), adw_toast_new(text));
}

static void import(AppWindow *window, const char *path)
{
	GtkWidget *made = app_import_window_new(window->context, path);

	gtk_window_set_transient_for(GTK_WINDOW(made), GTK_WINDOW(window));
	g_signal_connect_object(made, "saved", G_CALLBACK(app_context_set_client), window->context,
		G_CONNECT_SWAPPED);
	gtk_window_present(GTK_WINDOW(made));
}

void app_window_open(AppWindow *window, const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(AppScan) scan = NULL;

	if (app_import_takes(path)) {
		import(window, path);
		return;
	}
	scan = app_scan_load(path, &error);
	if (scan) {
		app_history_add(app_context_get_history(window->context), scan);
		app_context_set_scan(window->context, scan);
	} else {
		app_window_complain(window, _("This file cannot be opened"), error->message);
	}
}

void app_window_show_profiles(AppWindow *window)
{
	if (!window->profiles) {
		window->profiles = app_profiles_window_new(window->context);
		gtk_window_set_transient_for(GTK_WINDOW(window->profiles), GTK_WINDOW(window));
		gtk_window_set_destroy_with_parent(GTK_WINDOW(window->profiles), TRUE);
		g_object_add_weak_pointer(
			G_OBJECT(window->profiles), (gpointer *)&window->profiles);
	}
	gtk_window_present(GTK_WINDOW(window->profiles));
}
