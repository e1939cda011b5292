#include "gui/widgets/save-file.h"

#include <adwaita.h>
#include <glib/gi18n.h>

void app_complain(GtkWidget *from, const char *heading, const char *body)
{
	GtkWidget *dialog =
		adw_message_dialog_new(GTK_WINDOW(gtk_widget_get_root(from)), heading, body);

	adw_message_dialog_add_response(ADW_MESSAGE_DIALOG(dialog), "close", _("Close"));
	gtk_window_present(GTK_WINDOW(dialog));
}

struct saving {
	GtkWidget *from; /* weak: the window may be gone */
	GBytes *bytes;
};

static void saving_free(struct saving *saving)
{
	g_clear_weak_pointer(&saving->from);
	g_bytes_unref(saving->bytes);
	g_free(saving);
}

static void on_written(GObject *file, GAsyncResult *result, gpointer user)
{
	struct saving *saving = user;
	g_autoptr(GError) error = NULL;

	if (!g_file_replace_contents_finish(G_FILE(file), result, NULL, &error) && saving->from)
		app_complain(saving->from, _("The file was not written"), error->message);
	saving_free(saving);
}

static void on_response(GtkNativeDialog *dialog, int response, struct saving *saving)
{
	g_autoptr(GFile) file = NULL;

	if (response == GTK_RESPONSE_ACCEPT)
		file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));
	if (file)
		g_file_replace_contents_bytes_async(file, saving->bytes, NULL, FALSE,
			G_FILE_CREATE_NONE, NULL, on_written, saving);
	else
		saving_free(saving);
	g_object_unref(dialog);
}

void app_save_file(GtkWidget *from, const char *name, GBytes *take_bytes)
{
	GtkFileChooserNative *dialog =
		gtk_file_chooser_native_new(_("Save"), GTK_WINDOW(gtk_widget_get_root(from)),
			GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
	struct saving *saving = g_new0(struct saving, 1);

	saving->bytes = take_bytes;
	g_set_weak_pointer(&saving->from, from);
	gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), name);
	g_signal_connect(dialog, "response", G_CALLBACK(on_response), saving);
	gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}
