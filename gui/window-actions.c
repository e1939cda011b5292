#include "gui/window-actions.h"

#include <string.h>

#include <glib/gi18n.h>

typedef void Activate(AppWindow *window, const char *parameter);

static AppScan *scan_of(AppWindow *window)
{
	return app_context_get_scan(app_window_get_context(window));
}

static void complain(AppWindow *window, GError *error)
{
	app_window_complain(window, _("This did not work"), error->message);
	g_error_free(error);
}

/* ---- scans ---- */

static void new_scan(AppWindow *window, const char *parameter)
{
	app_window_focus_entry(window);
}

static void demo(AppWindow *window, const char *parameter)
{
	GError *error = NULL;
	AppScan *scan = app_engine_scan_demo(app_window_get_engine(window), &error);

	if (error)
		complain(window, error);
	else
		app_context_set_scan(app_window_get_context(window), scan);
}

static void scan_again(AppWindow *window, const char *parameter)
{
	GError *error = NULL;
	AppScan *scan =
		app_engine_scan_again(app_window_get_engine(window), scan_of(window), &error);

	if (error)
		complain(window, error);
	else
		app_context_set_scan(app_window_get_context(window), scan);
}

static void stop(AppWindow *window, const char *parameter)
{
	app_engine_stop(app_window_get_engine(window), scan_of(window));
}

static void go_on(AppWindow *window, gboolean slowly)
{
	GError *error = NULL;

	if (!app_engine_resume(app_window_get_engine(window), scan_of(window), slowly, &error))
		complain(window, error);
}

static void resume(AppWindow *window, const char *parameter)
{
	go_on(window, FALSE);
}

static void resume_slowly(AppWindow *window, const char *parameter)
{
	go_on(window, TRUE);
}

/* The same host, where a mail program would hand its mail in: often open where port 25 is not. */
static void try_587(AppWindow *window, const char *parameter)
{
	const char *const *targets = app_scan_get_targets(scan_of(window));
	struct scn_target target;
	struct scn_text error = { 0 };

	if (*targets && scn_target_parse(*targets, &target, &error)) {
		g_autofree char *text = g_strdup_printf(
			strchr(target.host, ':') ? "[%s]:587" : "%s:587", target.host);

		app_window_scan(window, text);
	}
	scn_text_finish(&error);
}

/* ---- moving about ---- */

static void view(AppWindow *window, const char *parameter)
{
	app_window_show_view(window, parameter);
}

static void next_view(AppWindow *window, const char *parameter)
{
	app_window_next_view(window, 1);
}

static void previous_view(AppWindow *window, const char *parameter)
{
	app_window_next_view(window, -1);
}

static void next_pane(AppWindow *window, const char *parameter)
{
	app_window_next_pane(window, 1);
}

static void previous_pane(AppWindow *window, const char *parameter)
{
	app_window_next_pane(window, -1);
}

static void toggle_sidebar(AppWindow *window, const char *parameter)
{
	app_window_toggle_sidebar(window);
}

static void profiles(AppWindow *window, const char *parameter)
{
	app_window_show_profiles(window);
}

/* ---- the table ---- */

enum needs {
	NOTHING,
	SCAN,     /* one is shown */
	RUNNING,  /* and it runs */
	FINISHED, /* and it does not */
};

static const struct {
	const char *name;
	gboolean parameter;
	Activate *activate;
	enum needs needs;
} actions[] = {
	{ "win.new-scan", FALSE, new_scan, NOTHING },
	{ "win.demo", FALSE, demo, NOTHING },
	{ "win.scan-again", FALSE, scan_again, FINISHED },
	{ "win.stop", FALSE, stop, RUNNING },
	{ "win.resume", FALSE, resume, FINISHED },
	{ "win.resume-slowly", FALSE, resume_slowly, FINISHED },
	{ "win.try-587", FALSE, try_587, FINISHED },
	{ "win.view", TRUE, view, SCAN },
	{ "win.next-view", FALSE, next_view, SCAN },
	{ "win.previous-view", FALSE, previous_view, SCAN },
	{ "win.next-pane", FALSE, next_pane, NOTHING },
	{ "win.previous-pane", FALSE, previous_pane, NOTHING },
	{ "win.toggle-sidebar", FALSE, toggle_sidebar, SCAN },
	{ "win.profiles", FALSE, profiles, NOTHING },
};

static void on_action(GtkWidget *widget, const char *name, GVariant *parameter)
{
	for (guint i = 0; i < G_N_ELEMENTS(actions); i++)
		if (strcmp(actions[i].name, name) == 0)
			actions[i].activate(APP_WINDOW(widget),
				parameter ? g_variant_get_string(parameter, NULL) : NULL);
}

/* ---- keys ---- */

static const struct {
	guint key;
	GdkModifierType modifiers;
	const char *action, *parameter;
} keys[] = {
	{ GDK_KEY_n, GDK_CONTROL_MASK, "win.new-scan", NULL },
	{ GDK_KEY_l, GDK_CONTROL_MASK, "win.new-scan", NULL },
	{ GDK_KEY_d, GDK_ALT_MASK, "win.demo", NULL },
	{ GDK_KEY_r, GDK_CONTROL_MASK, "win.scan-again", NULL },
	{ GDK_KEY_F5, 0, "win.scan-again", NULL },
	{ GDK_KEY_Escape, 0, "win.stop", NULL },
	{ GDK_KEY_1, GDK_ALT_MASK, "win.view", "answer" },
	{ GDK_KEY_2, GDK_ALT_MASK, "win.view", "suites" },
	{ GDK_KEY_3, GDK_ALT_MASK, "win.view", "server" },
	{ GDK_KEY_4, GDK_ALT_MASK, "win.view", "dialogue" },
	{ GDK_KEY_5, GDK_ALT_MASK, "win.view", "fix" },
	{ GDK_KEY_Page_Down, GDK_CONTROL_MASK, "win.next-view", NULL },
	{ GDK_KEY_Page_Up, GDK_CONTROL_MASK, "win.previous-view", NULL },
	{ GDK_KEY_e, GDK_CONTROL_MASK, "win.profiles", NULL },
	{ GDK_KEY_F9, 0, "win.toggle-sidebar", NULL },
	{ GDK_KEY_F6, 0, "win.next-pane", NULL },
	{ GDK_KEY_F6, GDK_SHIFT_MASK, "win.previous-pane", NULL },
};

static void install_keys(GtkWidgetClass *class)
{
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		if (keys[i].parameter)
			gtk_widget_class_add_binding_action(class, keys[i].key, keys[i].modifiers,
				keys[i].action, "s", keys[i].parameter);
		else
			gtk_widget_class_add_binding_action(
				class, keys[i].key, keys[i].modifiers, keys[i].action, NULL);
	}
}

void app_window_install_actions(GtkWidgetClass *class)
{
	for (guint i = 0; i < G_N_ELEMENTS(actions); i++)
		gtk_widget_class_install_action(
			class, actions[i].name, actions[i].parameter ? "s" : NULL, on_action);
	install_keys(class);
}

void app_window_update_actions(AppWindow *window)
{
	AppScan *scan = scan_of(window);
	gboolean running = scan && app_scan_get_state(scan) == APP_SCAN_RUNNING;
	const gboolean is_met[] = {
		[NOTHING] = TRUE,
		[SCAN] = scan != NULL,
		[RUNNING] = running,
		[FINISHED] = scan && !running,
	};

	for (guint i = 0; i < G_N_ELEMENTS(actions); i++)
		gtk_widget_action_set_enabled(
			GTK_WIDGET(window), actions[i].name, is_met[actions[i].needs]);
}
