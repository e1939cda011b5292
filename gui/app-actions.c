#include "gui/app-actions.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "gui/help-window.h"
#include "gui/preferences.h"
#include "gui/window.h"

static void help(GSimpleAction *action, GVariant *parameter, gpointer application)
{
	app_help_window_present(application);
}

static void about(GSimpleAction *action, GVariant *parameter, gpointer application)
{
	adw_show_about_window(gtk_application_get_active_window(application), "application-name",
		"Handfast", "application-icon", "org.handfast.Handfast", "version", SCN_VERSION,
		"developer-name", _("The Handfast developers"), "license-type", GTK_LICENSE_GPL_3_0,
		"comments",
		_("Why two mail servers cannot agree on TLS, and the smallest fix. It sends no "
		  "mail and never logs in."),
		NULL);
}

/* Windows that have something to ask before they close get their turn. */
static void quit(GSimpleAction *action, GVariant *parameter, gpointer application)
{
	GList *windows = g_list_copy(gtk_application_get_windows(application));

	for (GList *i = windows; i; i = i->next)
		gtk_window_close(i->data);
	g_list_free(windows);
}

static void preferences(GSimpleAction *action, GVariant *parameter, gpointer application)
{
	GtkWindow *window = gtk_application_get_active_window(application);

	while (window && !APP_IS_WINDOW(window))
		window = gtk_window_get_transient_for(window);
	if (window)
		app_preferences_show(window, app_window_get_context(APP_WINDOW(window)));
}

static const GActionEntry entries[] = {
	{ "preferences", preferences },
	{ "help", help },
	{ "about", about },
	{ "quit", quit },
};

static const struct {
	const char *action;
	const char *keys[3];
} keys[] = {
	{ "app.help", { "F1" } },
	{ "app.preferences", { "<Control>comma" } },
	{ "app.quit", { "<Control>q" } },
	{ "window.close", { "<Control>w" } },
};

void app_actions_install(GtkApplication *application)
{
	g_action_map_add_action_entries(
		G_ACTION_MAP(application), entries, G_N_ELEMENTS(entries), application);
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
		gtk_application_set_accels_for_action(application, keys[i].action, keys[i].keys);
}
