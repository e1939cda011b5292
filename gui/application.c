#include "gui/application.h"

#include <glib/gi18n.h>

#include "gui/app-actions.h"
#include "gui/latency.h"
#include "gui/preferences.h"
#include "gui/test-layout.h"
#include "gui/test-state.h"
#include "gui/widgets/a11y.h"
#include "gui/window.h"

struct _AppApplication {
	AdwApplication parent;
	AppHistory *history;
	AppProfiles *profiles;
	AppEngine *engine;
	AppContext *context;
	AppWindow *window;
};

G_DEFINE_FINAL_TYPE(AppApplication, app_application, ADW_TYPE_APPLICATION)

static void forget_window(gpointer user, GObject *window)
{
	APP_APPLICATION(user)->window = NULL;
}

static AppWindow *window_of(AppApplication *app)
{
	g_autoptr(AppScan) newest = NULL;

	if (app->window)
		return app->window;
	newest = g_list_model_get_item(G_LIST_MODEL(app->history), 0);
	if (newest)
		app_context_set_scan(app->context, newest);
	app->window = app_window_new(GTK_APPLICATION(app), app->context, app->engine);
	app_latency_watch_window(GTK_WIDGET(app->window));
	g_object_weak_ref(G_OBJECT(app->window), forget_window, app);
	return app->window;
}

static void activate(GApplication *application)
{
	gtk_window_present(GTK_WINDOW(window_of(APP_APPLICATION(application))));
}

#define TEST_STATE "test-state"

static void set_test_state(AppApplication *app, const char *path)
{
	g_autoptr(GError) error = NULL;

	if (!app_test_state_apply(app->context, path, &error))
		g_critical("%s: %s", path, error->message);
}

static int command_line(GApplication *application, GApplicationCommandLine *line)
{
	AppWindow *window = window_of(APP_APPLICATION(application));
	g_auto(GStrv) arguments = g_application_command_line_get_arguments(line, NULL);
	const char *test_state = NULL;

	g_variant_dict_lookup(
		g_application_command_line_get_options_dict(line), TEST_STATE, "&s", &test_state);
	if (test_state)
		set_test_state(APP_APPLICATION(application), test_state);
	for (char **argument = arguments + 1; *argument; argument++) {
		g_autoptr(GFile) file =
			g_application_command_line_create_file_for_arg(line, *argument);
		const char *path = g_file_peek_path(file);

		if (path && g_file_test(path, G_FILE_TEST_EXISTS))
			app_window_open(window, path);
		else
			app_window_scan(window, *argument);
	}
	gtk_window_present(GTK_WINDOW(window));
	return 0;
}

static const GOptionEntry options[] = {
	{ "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Tell the version"), NULL },
	{ TEST_STATE, 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL },
	{ 0 },
};

/* What needs no window. -1: go on. */
static int handle_local_options(GApplication *application, GVariantDict *given)
{
	if (!g_variant_dict_contains(given, "version"))
		return -1;
	g_print("handfast-gui %s\n", SCN_VERSION);
	return 0;
}

static void load_style(void)
{
	g_autoptr(GtkCssProvider) provider = gtk_css_provider_new();

	gtk_css_provider_load_from_resource(provider, "/org/handfast/Handfast/style.css");
	gtk_style_context_add_provider_for_display(gdk_display_get_default(),
		GTK_STYLE_PROVIDER(provider), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* GTK draws every icon as a broken picture then, and says nothing. */
static void say_if_icons_are_missing(void)
{
	g_autoptr(GSList) formats = gdk_pixbuf_get_formats();

	for (GSList *at = formats; at; at = at->next) {
		g_autofree char *name = gdk_pixbuf_format_get_name(at->data);

		if (g_str_equal(name, "svg"))
			return;
	}
	g_log("Handfast", G_LOG_LEVEL_WARNING,
		"icons cannot be drawn: GdkPixbuf has no loader for SVG (Debian: librsvg2-common)");
}

/* How suites are written is a setting, wherever it is changed. */
static void take_names(AppSettings *settings, AppContext *context)
{
	int names = app_settings_get_int(settings, "display.names");

	app_context_set_names(context, (enum scn_dialect)CLAMP(names, 0, SCN_DIALECT_COUNT - 1));
}

static void remember_names(AppContext *context)
{
	app_settings_set_int(
		app_settings_get(), "display.names", (int)app_context_get_names(context));
}

static void startup(GApplication *application)
{
	AppApplication *app = APP_APPLICATION(application);

	G_APPLICATION_CLASS(app_application_parent_class)->startup(application);
	load_style();
	say_if_icons_are_missing();
	app_actions_install(GTK_APPLICATION(app));
	app_mend_accessibility();
	app_test_layout_install(application);
	app_preferences_apply_appearance();
	g_signal_connect_object(app_settings_get(), "changed::display.appearance",
		G_CALLBACK(app_preferences_apply_appearance), app, (GConnectFlags)0);
	app->history = app_history_new();
	app->profiles = app_profiles_new();
	app->engine = app_engine_new(app->history, app->profiles, app_settings_get());
	app->context = app_context_new(app->history, app->profiles);
	take_names(app_settings_get(), app->context);
	g_signal_connect_object(app_settings_get(), "changed::display.names",
		G_CALLBACK(take_names), app->context, (GConnectFlags)0);
	g_signal_connect_object(
		app->context, "notify::names", G_CALLBACK(remember_names), app, (GConnectFlags)0);
}

static void shut_down(GApplication *application)
{
	AppApplication *app = APP_APPLICATION(application);

	/* Waits for the threads: each ends soon, and its scan is saved. */
	g_clear_object(&app->engine);
	if (app->history)
		app_history_purge(app->history);
	g_clear_object(&app->context);
	g_clear_object(&app->history);
	g_clear_object(&app->profiles);
	G_APPLICATION_CLASS(app_application_parent_class)->shutdown(application);
}

static void app_application_class_init(AppApplicationClass *class)
{
	GApplicationClass *application_class = G_APPLICATION_CLASS(class);

	application_class->activate = activate;
	application_class->command_line = command_line;
	application_class->handle_local_options = handle_local_options;
	application_class->startup = startup;
	application_class->shutdown = shut_down;
}

static void app_application_init(AppApplication *app)
{
	GApplication *application = G_APPLICATION(app);

	g_application_add_main_option_entries(application, options);
	g_application_set_option_context_parameter_string(application, _("[FILE|TARGET…]"));
}

GApplication *app_application_new(void)
{
	return g_object_new(APP_TYPE_APPLICATION, "application-id", APP_ID, "flags",
		G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_NON_UNIQUE, "resource-base-path",
		"/org/handfast/Handfast", NULL);
}
