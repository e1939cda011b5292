#include "gui/window-actions.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/compare-dialog.h"
#include "gui/files.h"
#include "gui/print.h"
#include "gui/rename.h"
#include "gui/widgets/clipboard.h"

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

	if (error) {
		complain(window, error);
		return;
	}
	app_context_set_scan(app_window_get_context(window), scan);
	app_window_show_view(window, "answer");
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

/* ---- files ---- */

static void open_file(AppWindow *window, const char *parameter)
{
	app_files_open(window);
}

static void save(AppWindow *window, const char *parameter)
{
	app_files_export(window, "json");
}

static void export(AppWindow *window, const char *parameter)
{
	app_files_export(window, parameter);
}

static void print(AppWindow *window, const char *parameter)
{
	AppDocument *document = app_scan_get_document(scan_of(window));

	if (document)
		app_print(GTK_WINDOW(window), app_document_get(document));
}

static void copy_summary(AppWindow *window, const char *parameter)
{
	g_autofree char *text = app_files_summary(window);

	app_copy_text(GTK_WIDGET(window), text);
	app_window_toast(window, _("Summary copied"));
}

static void show_file(AppWindow *window, const char *parameter)
{
	const char *path = app_scan_get_path(scan_of(window));
	g_autofree char *folder = path ? g_path_get_dirname(path) : NULL;
	g_autofree char *uri = folder ? g_filename_to_uri(folder, NULL, NULL) : NULL;

	if (uri)
		gtk_show_uri(GTK_WINDOW(window), uri, GDK_CURRENT_TIME);
	else
		app_window_toast(window, _("This scan is not saved yet"));
}

/* ---- the history ---- */

static void rename_scan(AppWindow *window, const char *parameter)
{
	app_rename_ask(window, scan_of(window));
}

/* Where the window keeps the scan that was deleted last. */
static const char deleted_key[] = "app-deleted";

static void set_deleted(AppWindow *window, AppScan *scan)
{
	g_object_set_data_full(
		G_OBJECT(window), deleted_key, scan ? g_object_ref(scan) : NULL, g_object_unref);
	app_window_update_actions(window);
}

static void restore(AppWindow *window, AppScan *scan)
{
	AppContext *context = app_window_get_context(window);

	app_history_restore(app_context_get_history(context), scan);
	app_context_set_scan(context, scan);
	if (scan == g_object_get_data(G_OBJECT(window), deleted_key))
		set_deleted(window, NULL);
}

static void on_undo_delete(AppWindow *window, AdwToast *toast)
{
	restore(window, g_object_get_data(G_OBJECT(toast), "scan"));
}

/* A toast is soon gone, and far away for the keyboard. */
static void undo_delete(AppWindow *window, const char *parameter)
{
	restore(window, g_object_get_data(G_OBJECT(window), deleted_key));
}

/* The scan behind it is shown then, or the one before; its file stays until the program ends. */
static void delete_scan(AppWindow *window, const char *parameter)
{
	AppContext *context = app_window_get_context(window);
	GListModel *history = G_LIST_MODEL(app_context_get_history(context));
	AppScan *scan = scan_of(window);
	g_autofree char *said = g_strdup_printf(_("%s deleted"), app_scan_get_title(scan));
	AdwToast *toast = adw_toast_new(said);
	guint at = 0;
	g_autoptr(AppScan) next = NULL;

	while (at < g_list_model_get_n_items(history)) {
		g_autoptr(AppScan) item = g_list_model_get_item(history, at);

		if (item == scan)
			break;
		at++;
	}
	g_object_set_data_full(G_OBJECT(toast), "scan", g_object_ref(scan), g_object_unref);
	app_history_remove(APP_HISTORY(history), scan);
	next = g_list_model_get_item(history, at);
	if (!next && at > 0)
		next = g_list_model_get_item(history, at - 1);
	app_context_set_scan(context, next);
	set_deleted(window, scan);
	adw_toast_set_button_label(toast, _("Undo"));
	adw_toast_set_priority(toast, ADW_TOAST_PRIORITY_HIGH); /* not behind others */
	g_signal_connect_object(
		toast, "button-clicked", G_CALLBACK(on_undo_delete), window, G_CONNECT_SWAPPED);
	adw_toast_overlay_add_toast(ADW_TOAST_OVERLAY(app_window_get_toasts(window)), toast);
}

static void compare(AppWindow *window, const char *parameter)
{
	app_compare_ask(GTK_WINDOW(window), app_window_get_context(window));
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

static void go_to_problem(AppWindow *window, int by)
{
	AppView *view = app_window_get_view(window);

	if (view && app_view_has_problems(view) && !app_view_next_problem(view, by))
		app_window_toast(window, _("No problem found"));
}

static void next_problem(AppWindow *window, const char *parameter)
{
	go_to_problem(window, 1);
}

static void previous_problem(AppWindow *window, const char *parameter)
{
	go_to_problem(window, -1);
}

/* In the view; where that has no search, among the scans. */
static void find(AppWindow *window, const char *parameter)
{
	AppView *view = app_window_in_sidebar(window) ? NULL : app_window_get_view(window);

	if (!view || !app_view_find(view))
		app_window_find_scan(window);
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
	DELETED,  /* some other one was */
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
	{ "win.open-file", FALSE, open_file, NOTHING },
	{ "win.save", FALSE, save, SCAN },
	{ "win.export", TRUE, export, SCAN },
	{ "win.print", FALSE, print, SCAN },
	{ "win.copy-summary", FALSE, copy_summary, SCAN },
	{ "win.show-file", FALSE, show_file, SCAN },
	{ "win.rename-scan", FALSE, rename_scan, FINISHED },
	{ "win.delete-scan", FALSE, delete_scan, FINISHED },
	{ "win.undo-delete", FALSE, undo_delete, DELETED },
	{ "win.compare", FALSE, compare, FINISHED },
	{ "win.view", TRUE, view, SCAN },
	{ "win.next-view", FALSE, next_view, SCAN },
	{ "win.previous-view", FALSE, previous_view, SCAN },
	{ "win.next-pane", FALSE, next_pane, NOTHING },
	{ "win.previous-pane", FALSE, previous_pane, NOTHING },
	{ "win.next-problem", FALSE, next_problem, SCAN },
	{ "win.previous-problem", FALSE, previous_problem, SCAN },
	{ "win.find", FALSE, find, NOTHING },
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

struct key {
	guint key;
	GdkModifierType modifiers;
	const char *action, *parameter;
};

static const struct key keys[] = {
	{ GDK_KEY_n, GDK_CONTROL_MASK, "win.new-scan", NULL },
	{ GDK_KEY_l, GDK_CONTROL_MASK, "win.new-scan", NULL },
	{ GDK_KEY_d, GDK_ALT_MASK, "win.demo", NULL },
	{ GDK_KEY_r, GDK_CONTROL_MASK, "win.scan-again", NULL },
	{ GDK_KEY_F5, 0, "win.scan-again", NULL },
	{ GDK_KEY_o, GDK_CONTROL_MASK, "win.open-file", NULL },
	{ GDK_KEY_s, GDK_CONTROL_MASK, "win.save", NULL },
	{ GDK_KEY_s, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.export", "html" },
	{ GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.copy-summary", NULL },
	{ GDK_KEY_p, GDK_CONTROL_MASK, "win.print", NULL },
	{ GDK_KEY_1, GDK_ALT_MASK, "win.view", "answer" },
	{ GDK_KEY_2, GDK_ALT_MASK, "win.view", "suites" },
	{ GDK_KEY_3, GDK_ALT_MASK, "win.view", "server" },
	{ GDK_KEY_4, GDK_ALT_MASK, "win.view", "dialogue" },
	{ GDK_KEY_5, GDK_ALT_MASK, "win.view", "fix" },
	{ GDK_KEY_z, GDK_CONTROL_MASK, "win.undo-delete", NULL },
	{ GDK_KEY_F9, 0, "win.toggle-sidebar", NULL },
};

/* Lists, panes and labels have a use of their own for these, which nobody looks for (Ctrl+F in a label: one letter on). */
static const struct key first_keys[] = {
	{ GDK_KEY_Page_Down, GDK_CONTROL_MASK, "win.next-view", NULL },
	{ GDK_KEY_Page_Up, GDK_CONTROL_MASK, "win.previous-view", NULL },
	{ GDK_KEY_e, GDK_CONTROL_MASK, "win.profiles", NULL },
	{ GDK_KEY_f, GDK_CONTROL_MASK, "win.find", NULL },
	{ GDK_KEY_F6, 0, "win.next-pane", NULL },
	{ GDK_KEY_F6, GDK_SHIFT_MASK, "win.previous-pane", NULL },
	{ GDK_KEY_F8, 0, "win.next-problem", NULL },
	{ GDK_KEY_F8, GDK_SHIFT_MASK, "win.previous-problem", NULL },
};

/* Not while something is being typed: who presses it there wants to be rid of that. */
static gboolean on_escape(GtkWidget *window, GVariant *args, gpointer user)
{
	GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(window));

	if (GTK_IS_EDITABLE(focus) && *gtk_editable_get_text(GTK_EDITABLE(focus)))
		return FALSE;
	return gtk_widget_activate_action(window, "win.stop", NULL);
}

static void install_keys(GtkWidgetClass *class)
{
	gtk_widget_class_add_binding(class, GDK_KEY_Escape, 0, on_escape, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		if (keys[i].parameter)
			gtk_widget_class_add_binding_action(class, keys[i].key, keys[i].modifiers,
				keys[i].action, "s", keys[i].parameter);
		else
			gtk_widget_class_add_binding_action(
				class, keys[i].key, keys[i].modifiers, keys[i].action, NULL);
	}
}

void app_window_add_first_keys(GtkWidget *window)
{
	GtkEventController *controller = gtk_shortcut_controller_new();

	gtk_event_controller_set_propagation_phase(controller, GTK_PHASE_CAPTURE);
	for (guint i = 0; i < G_N_ELEMENTS(first_keys); i++)
		gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(controller),
			gtk_shortcut_new(
				gtk_keyval_trigger_new(first_keys[i].key, first_keys[i].modifiers),
				gtk_named_action_new(first_keys[i].action)));
	gtk_widget_add_controller(window, controller);
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
		[DELETED] = g_object_get_data(G_OBJECT(window), deleted_key) != NULL,
	};

	for (guint i = 0; i < G_N_ELEMENTS(actions); i++)
		gtk_widget_action_set_enabled(
			GTK_WIDGET(window), actions[i].name, is_met[actions[i].needs]);
}
