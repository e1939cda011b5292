#include "gui/preferences.h"

#include <glib/gi18n.h>

#include "gui/settings.h"

/* ---- rows: each is bound to one key of the settings ---- */

static void on_spin(GtkSpinButton *spin, const char *key)
{
	app_settings_set_int(app_settings_get(), key, gtk_spin_button_get_value_as_int(spin));
}

static GtkWidget *row_with(const char *title, const char *subtitle, GtkWidget *suffix)
{
	GtkWidget *row = adw_action_row_new();

	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
	if (subtitle)
		adw_action_row_set_subtitle(ADW_ACTION_ROW(row), subtitle);
	gtk_widget_set_valign(suffix, GTK_ALIGN_CENTER);
	adw_action_row_add_suffix(ADW_ACTION_ROW(row), suffix);
	gtk_accessible_update_property(
		GTK_ACCESSIBLE(suffix), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
	return row;
}

static GtkWidget *number(
	const char *key, const char *title, const char *subtitle, double least, double most)
{
	GtkWidget *spin = gtk_spin_button_new_with_range(least, most, 1);

	gtk_spin_button_set_value(
		GTK_SPIN_BUTTON(spin), app_settings_get_int(app_settings_get(), key));
	g_signal_connect(spin, "value-changed", G_CALLBACK(on_spin), (gpointer)key);
	return row_with(title, subtitle, spin);
}

static void on_switch(GtkSwitch *toggle, GParamSpec *spec, const char *key)
{
	app_settings_set_int(app_settings_get(), key, gtk_switch_get_active(toggle));
}

static GtkWidget *yes_no(const char *key, const char *title, const char *subtitle)
{
	GtkWidget *toggle = gtk_switch_new();

	gtk_switch_set_active(GTK_SWITCH(toggle), app_settings_get_int(app_settings_get(), key));
	g_signal_connect(toggle, "notify::active", G_CALLBACK(on_switch), (gpointer)key);
	return row_with(title, subtitle, toggle);
}

static void on_choice(AdwComboRow *row, GParamSpec *spec, const char *key)
{
	app_settings_set_int(app_settings_get(), key, (int)adw_combo_row_get_selected(row));
}

static GtkWidget *choice(const char *key, const char *title, const char *const *words)
{
	GtkWidget *row = adw_combo_row_new();
	g_autoptr(GtkStringList) list = gtk_string_list_new(NULL);

	for (; *words; words++)
		gtk_string_list_append(list, _(*words));
	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
	adw_combo_row_set_model(ADW_COMBO_ROW(row), G_LIST_MODEL(list));
	adw_combo_row_set_selected(
		ADW_COMBO_ROW(row), (guint)app_settings_get_int(app_settings_get(), key));
	g_signal_connect(row, "notify::selected", G_CALLBACK(on_choice), (gpointer)key);
	return row;
}

static void on_text(GtkEditable *entry, const char *key)
{
	app_settings_set_string(app_settings_get(), key, gtk_editable_get_text(entry));
}

static GtkWidget *text(const char *key, const char *title)
{
	GtkWidget *row = adw_entry_row_new();
	g_autofree char *value = app_settings_get_string(app_settings_get(), key);

	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
	gtk_editable_set_text(GTK_EDITABLE(row), value);
	g_signal_connect(row, "changed", G_CALLBACK(on_text), (gpointer)key);
	return row;
}

/* ---- pages ---- */

static AdwPreferencesGroup *group_in(AdwPreferencesPage *page, const char *title)
{
	AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP(adw_preferences_group_new());

	adw_preferences_group_set_title(group, title);
	adw_preferences_page_add(page, group);
	return group;
}

static AdwPreferencesPage *page_in(
	AdwPreferencesWindow *window, const char *title, const char *icon)
{
	AdwPreferencesPage *page = ADW_PREFERENCES_PAGE(adw_preferences_page_new());

	adw_preferences_page_set_title(page, title);
	adw_preferences_page_set_icon_name(page, icon);
	adw_preferences_window_add(window, page);
	return page;
}

static void add_scan_page(AdwPreferencesWindow *window)
{
	static const char *const families[] = { N_("IPv4 and IPv6"), N_("IPv4 only"),
		N_("IPv6 only"), NULL };
	AdwPreferencesPage *page = page_in(window, _("Scan"), "app-scan-again-symbolic");
	AdwPreferencesGroup *group = group_in(page, _("How Gently"));

	adw_preferences_group_add(
		group, number("scan.parallel", _("Connections at once"), _("To one server"), 1, 4));
	adw_preferences_group_add(group, number("scan.pause-ms", _("Pause between connections"),
						 _("Milliseconds"), 0, 60000));
	adw_preferences_group_add(group,
		number("scan.timeout-s", _("Time-out"), _("Seconds; 0 is the usual"), 0, 3600));
	group = group_in(page, _("What and How"));
	adw_preferences_group_add(
		group, text("scan.ehlo", _("Name to give in EHLO (empty: this machine’s)")));
	adw_preferences_group_add(group, choice("scan.family", _("Addresses"), families));
	adw_preferences_group_add(group, number("scan.port", _("Port"), NULL, 1, 65535));
	adw_preferences_group_add(
		group, yes_no("scan.confirm", _("Confirm by test handshakes"),
			       _("Complete a handshake for what was selected, send no mail")));
}

static void add_display_page(AdwPreferencesWindow *window)
{
	static const char *const looks[] = { N_("As the system"), N_("Light"), N_("Dark"), NULL };
	static const char *const names[] = { N_("IANA"), N_("OpenSSL"), N_("GnuTLS"),
		N_("Schannel"), NULL };
	AdwPreferencesPage *page = page_in(window, _("Display"), "app-star-symbolic");
	AdwPreferencesGroup *group = group_in(page, _("Display"));

	adw_preferences_group_add(group, choice("display.appearance", _("Appearance"), looks));
	adw_preferences_group_add(
		group, choice("display.names", _("Names of cipher suites"), names));
}

/* ---- clients ---- */

static void on_client(GtkCheckButton *check, gpointer user)
{
	AppProfiles *profiles = g_object_get_data(G_OBJECT(check), "profiles");

	app_profiles_set_in_client_set(profiles, user, gtk_check_button_get_active(check));
}

static void add_client(AdwPreferencesGroup *group, AppProfiles *profiles, AppProfile *profile)
{
	GtkWidget *check = gtk_check_button_new();
	GtkWidget *row;

	gtk_check_button_set_active(
		GTK_CHECK_BUTTON(check), app_profiles_in_client_set(profiles, profile));
	g_object_set_data(G_OBJECT(check), "profiles", profiles);
	g_signal_connect_object(check, "toggled", G_CALLBACK(on_client), profile, (GConnectFlags)0);
	row = row_with(app_profile_get_name(profile), app_profile_get_platform(profile), check);
	adw_action_row_set_activatable_widget(ADW_ACTION_ROW(row), check);
	gtk_accessible_update_property(GTK_ACCESSIBLE(check), GTK_ACCESSIBLE_PROPERTY_LABEL,
		app_profile_get_title(profile), -1);
	adw_preferences_group_add(group, row);
}

static void add_clients_page(AdwPreferencesWindow *window, AppProfiles *profiles)
{
	AdwPreferencesPage *page = page_in(window, _("Clients"), "app-client-symbolic");
	AdwPreferencesGroup *group = group_in(page, _("Client Set"));

	adw_preferences_group_set_description(group,
		_("These clients are tried in each scan and stand in the table of answers."));
	for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(profiles)); i++) {
		g_autoptr(AppProfile) profile = g_list_model_get_item(G_LIST_MODEL(profiles), i);

		add_client(group, profiles, profile);
	}
}

/* ---- history ---- */

static void clear_history(AppContext *context)
{
	GListModel *history = G_LIST_MODEL(app_context_get_history(context));

	for (guint i = g_list_model_get_n_items(history); i-- > 0;) {
		g_autoptr(AppScan) scan = g_list_model_get_item(history, i);

		if (app_scan_get_state(scan) != APP_SCAN_RUNNING)
			app_history_remove(APP_HISTORY(history), scan);
	}
	app_history_purge(APP_HISTORY(history));
	app_context_set_scan(context, NULL);
}

static void on_clear_answer(AdwMessageDialog *dialog, const char *response, AppContext *context)
{
	if (g_str_equal(response, "clear"))
		clear_history(context);
}

static void on_clear(GtkWidget *button, AppContext *context)
{
	GtkWidget *dialog = adw_message_dialog_new(GTK_WINDOW(gtk_widget_get_root(button)),
		_("Clear the History?"), _("All saved scans are deleted. This cannot be undone."));

	adw_message_dialog_add_responses(ADW_MESSAGE_DIALOG(dialog), "cancel", _("_Cancel"),
		"clear", _("_Delete All Scans"), NULL);
	adw_message_dialog_set_response_appearance(
		ADW_MESSAGE_DIALOG(dialog), "clear", ADW_RESPONSE_DESTRUCTIVE);
	adw_message_dialog_set_default_response(ADW_MESSAGE_DIALOG(dialog), "cancel");
	adw_message_dialog_set_close_response(ADW_MESSAGE_DIALOG(dialog), "cancel");
	g_signal_connect_object(
		dialog, "response", G_CALLBACK(on_clear_answer), context, (GConnectFlags)0);
	gtk_window_present(GTK_WINDOW(dialog));
}

static void add_history_page(AdwPreferencesWindow *window, AppContext *context)
{
	AdwPreferencesPage *page = page_in(window, _("History"), "app-open-symbolic");
	AdwPreferencesGroup *group = group_in(page, _("Saved Scans"));
	GtkWidget *button = gtk_button_new_with_mnemonic(_("_Clear History…"));

	adw_preferences_group_add(
		group, number("history.keep-days", _("Keep scans for so many days"),
			       _("0 keeps them for ever"), 0, 3650));
	gtk_widget_add_css_class(button, "destructive-action");
	g_signal_connect_object(button, "clicked", G_CALLBACK(on_clear), context, (GConnectFlags)0);
	adw_preferences_group_add(
		group, row_with(_("Delete all saved scans"),
			       _("Files in the data folder are removed"), button));
}

void app_preferences_show(GtkWindow *parent, AppContext *context)
{
	AdwPreferencesWindow *window = ADW_PREFERENCES_WINDOW(adw_preferences_window_new());

	gtk_window_set_transient_for(GTK_WINDOW(window), parent);
	gtk_window_set_default_size(GTK_WINDOW(window), 640, 620);
	/* Four short pages need none, and its button has no name. */
	adw_preferences_window_set_search_enabled(window, FALSE);
	add_scan_page(window);
	add_clients_page(window, app_context_get_profiles(context));
	add_display_page(window);
	add_history_page(window, context);
	gtk_window_present(GTK_WINDOW(window));
}

void app_preferences_apply_appearance(void)
{
	static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT,
		ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };
	int look = app_settings_get_int(app_settings_get(), "display.appearance");

	adw_style_manager_set_color_scheme(
		adw_style_manager_get_default(), schemes[CLAMP(look, 0, 2)]);
}
