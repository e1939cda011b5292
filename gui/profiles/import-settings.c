/* What the settings of another program make of a client, and a page for a cipher string. */
#include <glib/gi18n.h>

#include "core/base/language.h"
#include "gui/profiles/import-private.h"
#include "gui/profiles/words.h"
#include "gui/widgets/a11y.h"

/* ---- the result ---- */

struct settings {
	AppImportWindow *window;
	struct app_import *import;
	GtkWidget *base, *guess; /* guess: which Windows it is, is not known; or NULL */
};

static void settings_free(gpointer data)
{
	struct settings *s = data;

	app_import_free(s->import);
	g_free(s);
}

static const struct scn_profile *the_profile(gpointer user)
{
	struct settings *s = user;

	return s->import->result.profiles.items[0];
}

static void add_row(GtkWidget *group, const char *title, const char *subtitle)
{
	GtkWidget *row = adw_action_row_new();

	adw_preferences_row_set_use_markup(ADW_PREFERENCES_ROW(row), FALSE);
	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
	adw_action_row_set_subtitle(ADW_ACTION_ROW(row), subtitle);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(group), row);
}

static char *versions_text(const struct scn_profile *p)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--)
		if (scn_profile_offers_version(p, (enum scn_version)v))
			g_string_append_printf(text, "%s%s", text->len ? ", " : "",
				scn_version_title((enum scn_version)v));
	return g_strdup(text->str);
}

static void add_summary(GtkWidget *group, const struct settings *s)
{
	const struct scn_profile *p = the_profile((gpointer)(uintptr_t)s);
	struct scn_edit *edit = scn_edit_new(p, NULL, NULL);
	g_autofree char *versions = versions_text(p);
	g_autofree char *suites = app_list_summary(edit, SCN_EDIT_SUITES);
	g_autofree char *groups = app_list_summary(edit, SCN_EDIT_GROUPS);
	g_autofree char *nearest =
		g_strdup_printf(C_("how alike, name of a client", "%1$u %% %2$s"),
			s->import->percent[0], s->import->nearest[0]);
	g_autofree char *unset = app_not_set_summary(p);

	add_row(group, _("Protocols"), versions);
	add_row(group, _("Cipher suites"), suites);
	add_row(group, _("Groups"), groups);
	if (unset)
		add_row(group, _("Not set"), unset);
	add_row(group, _("Nearest profile"), nearest);
	scn_edit_free(edit);
}

static gboolean is_guess(const struct settings *s)
{
	return g_strcmp0(s->import->base_id, SCN_IMPORT_UNKNOWN_BASE) == 0;
}

static void read_with(struct settings *s, const char *base_id)
{
	struct app_import *again = app_import_new(s->import->path);

	g_free(again->name);
	again->name = g_strdup(s->import->name);
	again->bytes = g_bytes_ref(s->import->bytes);
	again->word = g_strdup(s->import->kind->word);
	again->base_id = g_strdup(base_id);
	app_import_window_back(s->window);
	app_import_window_read(s->window, again);
}

static void on_base(struct settings *s)
{
	read_with(s, app_import_base_id(s->base));
}

static void on_guess(struct settings *s)
{
	read_with(s, gtk_check_button_get_active(GTK_CHECK_BUTTON(s->guess))
			     ? SCN_IMPORT_UNKNOWN_BASE
			     : app_import_base_id(s->base));
}

/* Only some settings are changes to something. */
static gboolean has_base(const struct app_import *import)
{
	static const char *const words[] = { "reg", "ictpl", "get-tlsciphersuite", "gnutls" };

	for (guint i = 0; import->kind && i < G_N_ELEMENTS(words); i++)
		if (strcmp(import->kind->word, words[i]) == 0)
			return TRUE;
	return FALSE;
}

static void add_base(GtkWidget *group, struct settings *s)
{
	const char *usual =
		strcmp(s->import->kind->word, "gnutls") == 0 ? "gnutls-3.7" : "exchange-2019";
	GtkWidget *row = adw_action_row_new();
	const char *id = s->import->base_id;

	s->base = app_import_base_drop_down(s->window, id && !is_guess(s) ? id : usual);
	gtk_widget_set_valign(s->base, GTK_ALIGN_CENTER);
	gtk_widget_set_size_request(s->base, 280, -1);
	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), _("Applied to"));
	adw_action_row_set_subtitle(
		ADW_ACTION_ROW(row), _("What the settings do not say is taken from this client"));
	adw_action_row_add_suffix(ADW_ACTION_ROW(row), s->base);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(group), row);
	g_signal_connect_swapped(s->base, "notify::selected", G_CALLBACK(on_base), s);
}

/* Those of Schannel say what somebody changed; on which Windows may be nobody's knowledge. */
static void add_guess(GtkWidget *group, struct settings *s)
{
	GtkWidget *row;

	if (strcmp(s->import->kind->word, "gnutls") == 0)
		return;
	row = adw_action_row_new();
	s->guess = g_object_new(
		GTK_TYPE_CHECK_BUTTON, "active", is_guess(s), "valign", GTK_ALIGN_CENTER, NULL);
	adw_preferences_row_set_title(
		ADW_PREFERENCES_ROW(row), _("Which Windows it is, is not known"));
	adw_action_row_set_subtitle(
		ADW_ACTION_ROW(row), _("What the settings do not say stays unknown, and so do "
				       "results that depend on it"));
	adw_action_row_add_prefix(ADW_ACTION_ROW(row), s->guess);
	adw_action_row_set_activatable_widget(ADW_ACTION_ROW(row), s->guess);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(group), row);
	gtk_widget_set_sensitive(s->base, !is_guess(s));
	g_signal_connect_swapped(s->guess, "toggled", G_CALLBACK(on_guess), s);
}

GtkWidget *app_import_settings_page(AppImportWindow *window, struct app_import *take)
{
	struct settings *s = g_new0(struct settings, 1);
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
	GtkWidget *page = adw_preferences_page_new();
	GtkWidget *group = adw_preferences_group_new();

	*s = (struct settings){ .window = window, .import = take };
	g_object_set_data_full(G_OBJECT(box), "app-settings", s, settings_free);
	adw_preferences_group_set_title(ADW_PREFERENCES_GROUP(group), the_profile(s)->name);
	adw_preferences_group_set_description(
		ADW_PREFERENCES_GROUP(group), take->what ? take->what : scn_tr(take->kind->title));
	if (has_base(take)) {
		add_base(group, s);
		add_guess(group, s);
	}
	add_summary(group, s);
	if (take->result.notes.len && (take->base_id || !has_base(take))) {
		g_autofree char *notes = g_strchomp(g_strdup(scn_text_str(&take->result.notes)));

		add_row(group, _("Notes"), notes);
	}
	adw_preferences_page_add(ADW_PREFERENCES_PAGE(page), ADW_PREFERENCES_GROUP(group));
	gtk_widget_set_vexpand(page, TRUE);
	gtk_box_append(GTK_BOX(box), page);
	gtk_box_append(GTK_BOX(box), app_import_buttons(window, the_profile, s));
	return box;
}

/* ---- a string ---- */

struct typing {
	AppImportWindow *window;
	GtkWidget *entry, *kind;
};

static const char *const kinds[] = { "openssl", "gnutls" };

static void on_read(struct typing *t)
{
	const char *text = gtk_editable_get_text(GTK_EDITABLE(t->entry));
	struct app_import *import = app_import_new(NULL);

	import->name = g_strdup(_("cipher string"));
	import->bytes = g_bytes_new(text, strlen(text));
	import->word = g_strdup(kinds[adw_combo_row_get_selected(ADW_COMBO_ROW(t->kind))]);
	app_import_window_read(t->window, import);
}

GtkWidget *app_import_string_page(AppImportWindow *window)
{
	static const char *const words[] = { "OpenSSL", "GnuTLS", NULL };
	struct typing *t = g_new0(struct typing, 1);
	g_autoptr(GtkStringList) list = gtk_string_list_new(words);
	GtkWidget *page = adw_preferences_page_new();
	GtkWidget *group = adw_preferences_group_new();
	GtkWidget *button = app_button_new(_("_Evaluate"));

	t->window = window;
	t->kind = g_object_new(ADW_TYPE_COMBO_ROW, "title", _("Words of"), "model", list, NULL);
	t->entry = adw_entry_row_new();
	adw_preferences_row_set_title(
		ADW_PREFERENCES_ROW(t->entry), _("Cipher or priority string"));
	gtk_widget_add_css_class(button, "suggested-action");
	gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
	adw_preferences_group_set_title(ADW_PREFERENCES_GROUP(group), _("Cipher String"));
	adw_preferences_group_set_description(ADW_PREFERENCES_GROUP(group),
		_("The library itself says what it makes of these words"));
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(group), t->kind);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(group), t->entry);
	adw_preferences_group_set_header_suffix(ADW_PREFERENCES_GROUP(group), button);
	adw_preferences_page_add(ADW_PREFERENCES_PAGE(page), ADW_PREFERENCES_GROUP(group));
	g_object_set_data_full(G_OBJECT(page), "app-typing", t, g_free);
	g_signal_connect_swapped(button, "clicked", G_CALLBACK(on_read), t);
	g_signal_connect_swapped(t->entry, "entry-activated", G_CALLBACK(on_read), t);
	return page;
}
