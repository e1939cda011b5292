#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>

#include "gui/profiles/words.h"
#include "gui/profiles/import-private.h"
#include "gui/widgets/a11y.h"

enum {
	BEGINNING = 64 * 1024, /* bytes of a file that tell what it is */
};

struct _AppImportWindow {
	AdwWindow parent;
	AppContext *context;
	GCancellable *cancellable;
	GtkWidget *leaflet;
	GPtrArray *pages; /* behind the first, in their order */
};

static guint saved_signal;

G_DEFINE_FINAL_TYPE(AppImportWindow, app_import_window, ADW_TYPE_WINDOW)

AppContext *app_import_window_get_context(AppImportWindow *window)
{
	return window->context;
}

/* ---- pages ---- */

static void drop_pages_behind(AppImportWindow *window, guint keep)
{
	while (window->pages->len > keep) {
		GtkWidget *page = window->pages->pdata[window->pages->len - 1];

		g_ptr_array_remove_index(window->pages, window->pages->len - 1);
		adw_leaflet_remove(ADW_LEAFLET(window->leaflet), page);
	}
}

static guint place_of_visible(AppImportWindow *window)
{
	GtkWidget *visible = adw_leaflet_get_visible_child(ADW_LEAFLET(window->leaflet));
	guint at;

	return g_ptr_array_find(window->pages, visible, &at) ? at + 1 : 0;
}

void app_import_window_back(AppImportWindow *window)
{
	adw_leaflet_navigate(ADW_LEAFLET(window->leaflet), ADW_NAVIGATION_DIRECTION_BACK);
}

static GtkWidget *with_header(
	AppImportWindow *window, const char *title, GtkWidget *page, gboolean back)
{
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
	GtkWidget *bar = adw_header_bar_new();

	adw_header_bar_set_title_widget(ADW_HEADER_BAR(bar), adw_window_title_new(title, NULL));
	if (back) {
		GtkWidget *button = gtk_button_new_from_icon_name("app-arrow-left-symbolic");

		app_name(button, _("Back"));
		gtk_widget_set_tooltip_text(button, _("Back"));
		g_signal_connect_swapped(
			button, "clicked", G_CALLBACK(app_import_window_back), window);
		adw_header_bar_pack_start(ADW_HEADER_BAR(bar), button);
	}
	gtk_widget_set_vexpand(page, TRUE);
	gtk_box_append(GTK_BOX(box), bar);
	gtk_box_append(GTK_BOX(box), page);
	app_hide_unmapped(box);
	return box;
}

void app_import_window_push(AppImportWindow *window, const char *title, GtkWidget *page)
{
	GtkWidget *whole = with_header(window, title, page, TRUE);

	drop_pages_behind(window, place_of_visible(window));
	g_ptr_array_add(window->pages, whole);
	adw_leaflet_append(ADW_LEAFLET(window->leaflet), whole);
	adw_leaflet_set_visible_child(ADW_LEAFLET(window->leaflet), whole);
}

static GtkWidget *error_page(const char *sentence)
{
	GtkWidget *label = g_object_new(GTK_TYPE_LABEL, "label", sentence, "wrap", TRUE,
		"accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "justify", GTK_JUSTIFY_CENTER, NULL);
	GtkWidget *page = g_object_new(ADW_TYPE_STATUS_PAGE, "icon-name", "app-question-symbolic",
		"title", _("Nothing to Import"), "child", label, NULL);

	return page;
}

/* ---- reading ---- */

static void on_read(GObject *source, GAsyncResult *result, gpointer user)
{
	struct app_import *import = app_import_finish(result);
	AppImportWindow *window;
	const char *title;

	if (!import) /* cancelled: there is no window any more */
		return;
	window = user;
	title = import->name;
	if (import->error) {
		app_import_window_push(window, title, error_page(import->error));
		app_import_free(import);
	} else if (import->result.origin_count) {
		app_import_window_push(window, title, app_import_capture_page(window, import));
	} else {
		app_import_window_push(window, title, app_import_settings_page(window, import));
	}
}

void app_import_window_read(AppImportWindow *window, struct app_import *take)
{
	app_import_start(take, app_context_get_profiles(window->context), window->cancellable,
		on_read, window);
}

/* ---- what to do with a profile ---- */

void app_import_window_save(AppImportWindow *window, const struct scn_profile *profile)
{
	g_autoptr(GError) error = NULL;
	AppProfile *saved = app_profiles_add(
		app_context_get_profiles(window->context), scn_profile_copy(profile), &error);

	if (!saved) {
		app_import_window_push(window, _("Not Saved"), error_page(error->message));
		return;
	}
	g_signal_emit(window, saved_signal, 0, saved);
	gtk_window_close(GTK_WINDOW(window));
}

void app_import_window_use_once(AppImportWindow *window, const struct scn_profile *profile)
{
	g_autoptr(AppProfile) once = app_profile_new(scn_profile_copy(profile), FALSE);

	app_context_set_client(window->context, once);
	gtk_window_close(GTK_WINDOW(window));
}

struct buttons {
	AppImportWindow *window;
	AppImportChosen *get;
	gpointer user;
};

static void on_save(struct buttons *buttons)
{
	const struct scn_profile *profile = buttons->get(buttons->user);

	if (profile)
		app_import_window_save(buttons->window, profile);
}

static void on_use_once(struct buttons *buttons)
{
	const struct scn_profile *profile = buttons->get(buttons->user);

	if (profile)
		app_import_window_use_once(buttons->window, profile);
}

GtkWidget *app_import_buttons(AppImportWindow *window, AppImportChosen *get, gpointer user)
{
	struct buttons *buttons = g_new0(struct buttons, 1);
	GtkWidget *bar = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
	GtkWidget *save = app_button_new(_("_Save as Profile"));
	GtkWidget *once = app_button_new(_("_Use Once"));

	*buttons = (struct buttons){ window, get, user };
	gtk_widget_add_css_class(bar, "app-import-buttons");
	gtk_widget_add_css_class(save, "suggested-action");
	gtk_widget_set_hexpand(once, TRUE);
	gtk_widget_set_halign(once, GTK_ALIGN_END);
	g_signal_connect_swapped(once, "clicked", G_CALLBACK(on_use_once), buttons);
	g_signal_connect_swapped(save, "clicked", G_CALLBACK(on_save), buttons);
	g_object_set_data_full(G_OBJECT(bar), "app-buttons", buttons, g_free);
	gtk_box_append(GTK_BOX(bar), once);
	gtk_box_append(GTK_BOX(bar), save);
	return bar;
}

/* ---- the client that settings are applied to ---- */

GtkWidget *app_import_base_drop_down(AppImportWindow *window, const char *id)
{
	AppProfiles *profiles = app_context_get_profiles(window->context);
	GListModel *all = G_LIST_MODEL(profiles);
	GtkExpression *title = gtk_property_expression_new(APP_TYPE_PROFILE, NULL, "title");
	GtkWidget *made = gtk_drop_down_new(g_object_ref(all), title);

	gtk_drop_down_set_enable_search(GTK_DROP_DOWN(made), TRUE);
	for (guint i = 0; i < g_list_model_get_n_items(all); i++) {
		g_autoptr(AppProfile) profile = g_list_model_get_item(all, i);

		if (g_strcmp0(app_profile_get_id(profile), id) == 0)
			gtk_drop_down_set_selected(GTK_DROP_DOWN(made), i);
	}
	app_name_drop_down(made, _("Applied to"));
	return made;
}

const char *app_import_base_id(GtkWidget *drop_down)
{
	AppProfile *profile = gtk_drop_down_get_selected_item(GTK_DROP_DOWN(drop_down));

	return profile ? app_profile_get_id(profile) : NULL;
}

/* ---- where from ---- */

static void on_file(GtkNativeDialog *dialog, int response, AppImportWindow *window)
{
	if (response == GTK_RESPONSE_ACCEPT) {
		g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));

		app_import_window_read(window, app_import_new(g_file_peek_path(file)));
	}
	g_object_unref(dialog);
}

static void choose_file(AppImportWindow *window, const char *title, const char *const *patterns)
{
	GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
		title, GTK_WINDOW(window), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
	g_autoptr(GtkFileFilter) filter = gtk_file_filter_new();
	g_autoptr(GtkFileFilter) every = gtk_file_filter_new();

	gtk_file_filter_set_name(filter, title);
	for (; *patterns; patterns++)
		gtk_file_filter_add_suffix(filter, *patterns);
	gtk_file_filter_set_name(every, _("All files"));
	gtk_file_filter_add_pattern(every, "*");
	gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(dialog), filter);
	gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(dialog), every);
	g_signal_connect_object(dialog, "response", G_CALLBACK(on_file), window, 0);
	gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

static void capture(AppImportWindow *window)
{
	static const char *const patterns[] = { "pcap", "pcapng", "cap", NULL };

	choose_file(window, _("Capture"), patterns);
}

static void registry(AppImportWindow *window)
{
	static const char *const patterns[] = { "reg", NULL };

	choose_file(window, _("Registry Export"), patterns);
}

static void iis_crypto(AppImportWindow *window)
{
	static const char *const patterns[] = { "ictpl", NULL };

	choose_file(window, _("IIS Crypto Template"), patterns);
}

static void other_file(AppImportWindow *window)
{
	static const char *const patterns[] = { "cf", "cnf", "conf", "txt", "hex", NULL };

	choose_file(window, _("Settings"), patterns);
}

static void string(AppImportWindow *window)
{
	app_import_window_push(window, _("Cipher String"), app_import_string_page(window));
}

static void live(AppImportWindow *window)
{
	app_import_window_push(window, _("Record a Live Client"), app_import_live_page(window));
}

static const struct {
	const char *icon, *title, *subtitle;
	void (*activate)(AppImportWindow *window);
} sources[] = {
	{ "app-open-symbolic", N_("Capture"),
		N_("Every ClientHello in a packet capture (pcap, pcapng)"), capture },
	{ "app-server-symbolic", N_("Registry Export"),
		N_("The settings of Schannel, as regedit writes them (.reg)"), registry },
	{ "app-edit-symbolic", N_("IIS Crypto Template"), N_("A template of IIS Crypto (.ictpl)"),
		iis_crypto },
	{ "app-note-symbolic", N_("Settings of Another Program"),
		N_("main.cf of Postfix, openssl.cnf, Get-TlsCipherSuite, a ClientHello in "
		   "hexadecimal"),
		other_file },
	{ "app-suites-symbolic", N_("Cipher String"), N_("Words of OpenSSL or GnuTLS"), string },
	{ "app-record-symbolic", N_("Record a Live Client"),
		N_("Listen as a mail server and keep the ClientHello of who connects"), live },
};

static void on_source(GtkListBoxRow *row, AppImportWindow *window)
{
	sources[gtk_list_box_row_get_index(row)].activate(window);
}

static GtkWidget *source_page(AppImportWindow *window)
{
	GtkWidget *group = adw_preferences_group_new();
	GtkWidget *page = adw_preferences_page_new();

	adw_preferences_group_set_title(ADW_PREFERENCES_GROUP(group), _("Where From"));
	for (guint i = 0; i < G_N_ELEMENTS(sources); i++) {
		GtkWidget *row = adw_action_row_new();

		adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), _(sources[i].title));
		adw_action_row_set_subtitle(ADW_ACTION_ROW(row), _(sources[i].subtitle));
		adw_action_row_add_prefix(ADW_ACTION_ROW(row),
			g_object_new(GTK_TYPE_IMAGE, "icon-name", sources[i].icon,
				"accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
		gtk_list_box_row_set_activatable(GTK_LIST_BOX_ROW(row), TRUE);
		g_signal_connect(row, "activated", G_CALLBACK(on_source), window);
		adw_preferences_group_add(ADW_PREFERENCES_GROUP(group), row);
	}
	adw_preferences_page_add(ADW_PREFERENCES_PAGE(page), ADW_PREFERENCES_GROUP(group));
	return page;
}

/* ---- the window ---- */

static void app_import_window_dispose(GObject *object)
{
	AppImportWindow *window = APP_IMPORT_WINDOW(object);

	if (window->cancellable)
		g_cancellable_cancel(window->cancellable);
	g_clear_object(&window->cancellable);
	g_clear_object(&window->context);
	G_OBJECT_CLASS(app_import_window_parent_class)->dispose(object);
}

static void app_import_window_finalize(GObject *object)
{
	g_ptr_array_unref(APP_IMPORT_WINDOW(object)->pages);
	G_OBJECT_CLASS(app_import_window_parent_class)->finalize(object);
}

static void app_import_window_class_init(AppImportWindowClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->dispose = app_import_window_dispose;
	G_OBJECT_CLASS(class)->finalize = app_import_window_finalize;
	saved_signal = g_signal_new("saved", APP_TYPE_IMPORT_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 1, APP_TYPE_PROFILE);
	gtk_widget_class_add_binding_action(
		widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
	gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void app_import_window_init(AppImportWindow *window)
{
	window->pages = g_ptr_array_new();
	window->cancellable = g_cancellable_new();
	window->leaflet = g_object_new(ADW_TYPE_LEAFLET, "can-unfold", FALSE, NULL);
	gtk_window_set_title(GTK_WINDOW(window), _("Import a Client Profile"));
	gtk_window_set_default_size(GTK_WINDOW(window), 860, 620);
	adw_window_set_content(ADW_WINDOW(window), window->leaflet);
}

gboolean app_import_takes(const char *path)
{
	/* A saved scan and a profile are JSON, and nothing of that is recognised here. */
	static const char *const words[] = { "pcap", "reg", "ictpl", "postfix" };
	g_autofree char *beginning = g_malloc(BEGINNING);
	FILE *file = fopen(path, "rb");
	const struct scn_import_kind *kind;
	size_t len;

	if (!file)
		return FALSE;
	len = fread(beginning, 1, BEGINNING, file);
	fclose(file);
	kind = scn_import_kind_recognise((struct scn_bytes){ (const uint8_t *)beginning, len });
	for (guint i = 0; kind && i < G_N_ELEMENTS(words); i++)
		if (strcmp(kind->word, words[i]) == 0)
			return TRUE;
	return FALSE;
}

GtkWidget *app_import_window_new(AppContext *context, const char *path)
{
	AppImportWindow *window = g_object_new(APP_TYPE_IMPORT_WINDOW, NULL);

	window->context = g_object_ref(context);
	adw_leaflet_append(ADW_LEAFLET(window->leaflet),
		with_header(window, _("Import a Client Profile"), source_page(window), FALSE));
	if (path)
		app_import_window_read(window, app_import_new(path));
	return GTK_WIDGET(window);
}
