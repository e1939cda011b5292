#include "gui/rename.h"

#include <glib/gi18n.h>

static void on_answer(AdwMessageDialog *dialog, const char *response, AppScan *scan)
{
	GtkWidget *entry = adw_message_dialog_get_extra_child(dialog);
	GtkWindow *window = gtk_window_get_transient_for(GTK_WINDOW(dialog));
	const char *title = gtk_editable_get_text(GTK_EDITABLE(entry));
	g_autoptr(GError) error = NULL;

	if (!g_str_equal(response, "rename") || !title[0])
		return;
	if (!app_scan_rename(scan, title, &error))
		app_window_complain(
			APP_WINDOW(window), _("The scan was not renamed"), error->message);
}

void app_rename_ask(AppWindow *window, AppScan *scan)
{
	GtkWidget *dialog = adw_message_dialog_new(GTK_WINDOW(window), _("Rename the Scan"), NULL);
	GtkWidget *entry = gtk_entry_new();

	gtk_editable_set_text(GTK_EDITABLE(entry), app_scan_get_title(scan));
	gtk_entry_set_activates_default(GTK_ENTRY(entry), TRUE);
	gtk_accessible_update_property(
		GTK_ACCESSIBLE(entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name"), -1);
	adw_message_dialog_set_extra_child(ADW_MESSAGE_DIALOG(dialog), entry);
	adw_message_dialog_add_responses(
		ADW_MESSAGE_DIALOG(dialog), "cancel", _("_Cancel"), "rename", _("_Rename"), NULL);
	adw_message_dialog_set_default_response(ADW_MESSAGE_DIALOG(dialog), "rename");
	adw_message_dialog_set_close_response(ADW_MESSAGE_DIALOG(dialog), "cancel");
	g_signal_connect_object(dialog, "response", G_CALLBACK(on_answer), scan, (GConnectFlags)0);
	gtk_window_present(GTK_WINDOW(dialog));
}
