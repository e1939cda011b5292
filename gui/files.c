#include "gui/files.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/report/csv.h"
#include "core/report/html.h"
#include "gui/print.h"
#include "io/store.h"

/* ---- opening ---- */

static void on_open(GtkNativeDialog *dialog, int response, AppWindow *window)
{
	if (response == GTK_RESPONSE_ACCEPT) {
		g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));

		app_window_open(window, g_file_peek_path(file));
	}
	g_object_unref(dialog);
}

static void add_filter(GtkFileChooserNative *dialog, const char *name, const char *const *patterns)
{
	g_autoptr(GtkFileFilter) filter = gtk_file_filter_new();

	gtk_file_filter_set_name(filter, name);
	for (; *patterns; patterns++)
		gtk_file_filter_add_pattern(filter, *patterns);
	gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(dialog), filter);
}

void app_files_open(AppWindow *window)
{
	static const char *const scans[] = { "*.json", "*.handfast", NULL };
	static const char *const captures[] = { "*.pcap", "*.pcapng", "*.cap", NULL };
	static const char *const all[] = { "*", NULL };
	GtkFileChooserNative *dialog = gtk_file_chooser_native_new(_("Open"), GTK_WINDOW(window),
		GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));

	add_filter(dialog, _("Saved scans"), scans);
	add_filter(dialog, _("Captures"), captures);
	add_filter(dialog, _("All files"), all);
	g_signal_connect(dialog, "response", G_CALLBACK(on_open), window);
	gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

static gboolean on_drop(
	GtkDropTarget *target, const GValue *value, double x, double y, AppWindow *window)
{
	GSList *files = g_value_get_boxed(value);

	for (GSList *file = files; file; file = file->next) {
		const char *path = g_file_peek_path(file->data);

		if (path)
			app_window_open(window, path);
	}
	return files != NULL;
}

void app_files_accept_drops(AppWindow *window)
{
	GtkDropTarget *target = gtk_drop_target_new(GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

	g_signal_connect(target, "drop", G_CALLBACK(on_drop), window);
	gtk_widget_add_controller(GTK_WIDGET(window), GTK_EVENT_CONTROLLER(target));
}

/* ---- what is written ---- */

/* What each client offers, as the engine wants it. Frees with scn_profiles_finish. */
static struct scn_profiles all_profiles(AppContext *context)
{
	GListModel *model = G_LIST_MODEL(app_context_get_profiles(context));
	struct scn_profiles profiles = { 0 };

	for (guint i = 0; i < g_list_model_get_n_items(model); i++) {
		g_autoptr(AppProfile) profile = g_list_model_get_item(model, i);

		scn_profiles_add(&profiles, scn_profile_copy(app_profile_get(profile)));
	}
	return profiles;
}

static void write_json(
	const struct scn_document *d, const struct scn_profiles *profiles, struct scn_text *out)
{
	scn_report_json(d, &(struct scn_json_options){ .all = true }, out);
}

static void write_html(
	const struct scn_document *d, const struct scn_profiles *profiles, struct scn_text *out)
{
	scn_report_html(d, &(struct scn_html_options){ .profiles = profiles }, out);
}

static void write_csv(
	const struct scn_document *d, const struct scn_profiles *profiles, struct scn_text *out)
{
	scn_report_csv(d, &(struct scn_csv_options){ .rows = SCN_CSV_PAIRS, .bom = true }, out);
}

static bool is_in(const struct scn_document *d, const char *id)
{
	for (size_t t = 0; t < d->target_count; t++)
		for (size_t s = 0; s < d->targets[t]->server_count; s++)
			for (size_t p = 0; p < d->targets[t]->servers[s]->pair_count; p++)
				if (strcmp(d->targets[t]->servers[s]->pairs[p].profile_id, id) == 0)
					return true;
	return false;
}

/* A column for each client that the scan asked about. */
static void write_csv_suites(
	const struct scn_document *d, const struct scn_profiles *profiles, struct scn_text *out)
{
	g_autofree const struct scn_profile **clients =
		g_new0(const struct scn_profile *, profiles->count);
	size_t count = 0;

	for (size_t i = 0; i < profiles->count; i++)
		if (is_in(d, profiles->items[i]->id))
			clients[count++] = profiles->items[i];
	scn_report_csv(d,
		&(struct scn_csv_options){ .rows = SCN_CSV_SUITES,
			.bom = true,
			.clients = clients,
			.client_count = count },
		out);
}

static const struct format {
	const char *word, *ending;
	void (*write)(const struct scn_document *d, const struct scn_profiles *profiles,
		struct scn_text *out); /* NULL: printed */
} formats[] = {
	{ "json", "json", write_json },
	{ "html", "html", write_html },
	{ "csv", "csv", write_csv },
	{ "csv-suites", "suites.csv", write_csv_suites },
	{ "pdf", "pdf", NULL },
};

static const struct format *format_of(const char *word)
{
	for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
		if (strcmp(formats[i].word, word) == 0)
			return &formats[i];
	return NULL;
}

static const struct scn_document *document_of(AppWindow *window)
{
	AppScan *scan = app_context_get_scan(app_window_get_context(window));
	AppDocument *document = scan ? app_scan_get_document(scan) : NULL;

	return document ? app_document_get(document) : NULL;
}

static void write_to(AppWindow *window, const struct format *format, const char *path)
{
	const struct scn_document *d = document_of(window);
	struct scn_profiles profiles = all_profiles(app_window_get_context(window));
	struct scn_text text = { 0 };
	enum scn_err err;

	if (format->write) {
		format->write(d, &profiles, &text);
		err = scn_store_write(path, &text);
	} else {
		err = app_print_to_pdf(d, path) ? SCN_ERR_OK : SCN_ERR_NOT_WRITABLE;
	}
	if (err) {
		g_autofree char *sentence = g_strdup_printf("%s %s", path, scn_err_text(err));

		app_window_complain(window, _("The report was not saved"), sentence);
	} else {
		g_autofree char *said = g_strdup_printf(_("Saved as %s"), path);

		app_window_toast(window, said);
	}
	scn_text_finish(&text);
	scn_profiles_finish(&profiles);
}

/* ---- asking where to ---- */

static void on_save(GtkNativeDialog *dialog, int response, AppWindow *window)
{
	const struct format *format = g_object_get_data(G_OBJECT(dialog), "format");

	if (response == GTK_RESPONSE_ACCEPT && document_of(window)) {
		g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));

		write_to(window, format, g_file_peek_path(file));
	}
	g_object_unref(dialog);
}

/* "firma.example.html"; what stands in a title may not be fit for a name. */
static char *suggested_name(AppWindow *window, const struct format *format)
{
	AppScan *scan = app_context_get_scan(app_window_get_context(window));
	g_autofree char *name = g_strdup(app_scan_get_title(scan));

	g_strcanon(name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".-", '-');
	return g_strdup_printf("%s.%s", name, format->ending);
}

void app_files_export(AppWindow *window, const char *word)
{
	const struct format *format = format_of(word);
	GtkFileChooserNative *dialog;
	g_autofree char *name = NULL;

	if (!format || !document_of(window))
		return;
	dialog = gtk_file_chooser_native_new(_("Save Report"), GTK_WINDOW(window),
		GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
	name = suggested_name(window, format);
	gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), name);
	g_object_set_data(G_OBJECT(dialog), "format", (gpointer)format);
	g_signal_connect(dialog, "response", G_CALLBACK(on_save), window);
	gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

char *app_files_summary(AppWindow *window)
{
	const struct scn_document *d = document_of(window);
	struct scn_text text = { 0 };
	char *copy;

	if (d)
		scn_report_text(d,
			&(struct scn_text_options){ .width = SCN_WIDTH_DEFAULT, .scan = "" },
			&text);
	copy = g_strdup(scn_text_str(&text));
	scn_text_finish(&text);
	return copy;
}
