#include "gui/widgets/save-file.h"

#include <string.h>

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
	GBytes *undo; /* or NULL */
	GFile *file;
	app_saved *done; /* or NULL */
};

static void saving_free(struct saving *saving)
{
	g_clear_weak_pointer(&saving->from);
	g_bytes_unref(saving->bytes);
	g_clear_pointer(&saving->undo, g_bytes_unref);
	g_clear_object(&saving->file);
	g_free(saving);
}

/* "fix.reg": "fix-undo.reg" in the same folder. */
static GFile *undo_file(GFile *file)
{
	g_autofree char *name = g_file_get_basename(file);
	g_autoptr(GFile) folder = g_file_get_parent(file);
	const char *dot = strrchr(name, '.');
	int stem = dot && dot != name ? (int)(dot - name) : (int)strlen(name);
	g_autofree char *beside = g_strdup_printf("%.*s-undo%s", stem, name, name + stem);

	return g_file_get_child(folder, beside);
}

/* Frees; a failure is told, and what was to follow is left. */
static gboolean went_wrong(GFile *file, GAsyncResult *result, struct saving *saving)
{
	g_autoptr(GError) error = NULL;

	if (g_file_replace_contents_finish(file, result, NULL, &error))
		return FALSE;
	if (saving->from)
		app_complain(saving->from, _("The file was not written"), error->message);
	saving_free(saving);
	return TRUE;
}

static void on_written(GObject *file, GAsyncResult *result, gpointer user)
{
	struct saving *saving = user;

	if (went_wrong(G_FILE(file), result, saving))
		return;
	if (saving->done && saving->from) {
		g_autoptr(GFile) undo = saving->undo ? undo_file(saving->file) : NULL;

		saving->done(saving->from, saving->file, undo);
	}
	saving_free(saving);
}

static void write_file(struct saving *saving)
{
	g_file_replace_contents_bytes_async(saving->file, saving->bytes, NULL, FALSE,
		G_FILE_CREATE_NONE, NULL, on_written, saving);
}

static void on_undo_written(GObject *file, GAsyncResult *result, gpointer user)
{
	if (!went_wrong(G_FILE(file), result, user))
		write_file(user);
}

/* The way back first, so that no change stands without it. Nobody was asked about that file: where there is
 * one already it is kept as a backup. */
static void write_undo(struct saving *saving)
{
	g_autoptr(GFile) undo = undo_file(saving->file);

	g_file_replace_contents_bytes_async(
		undo, saving->undo, NULL, TRUE, G_FILE_CREATE_NONE, NULL, on_undo_written, saving);
}

static void on_response(GtkNativeDialog *dialog, int response, struct saving *saving)
{
	if (response == GTK_RESPONSE_ACCEPT)
		saving->file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));
	if (!saving->file)
		saving_free(saving);
	else if (saving->undo)
		write_undo(saving);
	else
		write_file(saving);
	g_object_unref(dialog);
}

static void ask(GtkWidget *from, const char *name, struct saving *saving)
{
	GtkFileChooserNative *dialog =
		gtk_file_chooser_native_new(_("Save"), GTK_WINDOW(gtk_widget_get_root(from)),
			GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));

	g_set_weak_pointer(&saving->from, from);
	gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), name);
	g_signal_connect(dialog, "response", G_CALLBACK(on_response), saving);
	gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

void app_save_file(GtkWidget *from, const char *name, GBytes *take_bytes)
{
	struct saving *saving = g_new0(struct saving, 1);

	saving->bytes = take_bytes;
	ask(from, name, saving);
}

void app_save_with_undo(
	GtkWidget *from, const char *name, GBytes *take_bytes, GBytes *take_undo, app_saved *done)
{
	struct saving *saving = g_new0(struct saving, 1);

	saving->bytes = take_bytes;
	saving->undo = take_undo;
	saving->done = done;
	ask(from, name, saving);
}
