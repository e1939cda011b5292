#include "gui/views/client-chooser.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/widgets/a11y.h"

enum {
	MAX_HEIGHT = 360
};

static const char profile_key[] = "app-profile", profiles_key[] = "app-profiles";

static void on_toggled(GtkCheckButton *check, AppProfiles *profiles)
{
	AppProfile *profile = g_object_get_data(G_OBJECT(check), profile_key);

	app_profiles_set_in_client_set(profiles, profile, gtk_check_button_get_active(check));
}

static void add_check(GtkWidget *list, AppProfiles *profiles, AppProfile *profile)
{
	GtkWidget *check = gtk_check_button_new_with_label(app_profile_get_title(profile));

	g_object_set_data_full(G_OBJECT(check), profile_key, g_object_ref(profile), g_object_unref);
	gtk_check_button_set_active(
		GTK_CHECK_BUTTON(check), app_profiles_in_client_set(profiles, profile));
	g_signal_connect_object(check, "toggled", G_CALLBACK(on_toggled), profiles, 0);
	gtk_box_append(GTK_BOX(list), check);
}

static void add_checks(GtkWidget *list, AppProfiles *profiles, gboolean in_set)
{
	for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(profiles)); i++) {
		g_autoptr(AppProfile) profile = g_list_model_get_item(G_LIST_MODEL(profiles), i);

		if (app_profiles_in_client_set(profiles, profile) == in_set)
			add_check(list, profiles, profile);
	}
}

/* Each time it opens, the chosen ones first: profiles come and go, and the set is changed elsewhere too. */
static void fill(GtkWidget *list)
{
	AppProfiles *profiles = g_object_get_data(G_OBJECT(list), profiles_key);
	GtkWidget *child;

	while ((child = gtk_widget_get_first_child(list)))
		gtk_box_remove(GTK_BOX(list), child);
	add_checks(list, profiles, TRUE);
	add_checks(list, profiles, FALSE);
}

static void on_search(GtkEditable *entry, GtkWidget *list)
{
	g_autofree char *wanted = g_utf8_casefold(gtk_editable_get_text(entry), -1);

	for (GtkWidget *check = gtk_widget_get_first_child(list); check;
		check = gtk_widget_get_next_sibling(check)) {
		g_autofree char *title =
			g_utf8_casefold(gtk_check_button_get_label(GTK_CHECK_BUTTON(check)), -1);

		gtk_widget_set_visible(check, strstr(title, wanted) != NULL);
	}
}

static void on_closed(GtkPopover *popover, GtkEditable *entry)
{
	gtk_editable_set_text(entry, "");
}

static GtkWidget *make_scroller(GtkWidget *list)
{
	GtkWidget *scroller = gtk_scrolled_window_new();

	gtk_widget_set_focusable(scroller, FALSE);
	gtk_scrolled_window_set_policy(
		GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
	gtk_scrolled_window_set_propagate_natural_height(GTK_SCROLLED_WINDOW(scroller), TRUE);
	gtk_scrolled_window_set_max_content_height(GTK_SCROLLED_WINDOW(scroller), MAX_HEIGHT);
	gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), list);
	return scroller;
}

static GtkWidget *make_popover(AppProfiles *profiles)
{
	GtkWidget *popover = gtk_popover_new();
	GtkWidget *page = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
	GtkWidget *entry = gtk_search_entry_new();
	GtkWidget *list = gtk_box_new(GTK_ORIENTATION_VERTICAL, 3);

	app_name(entry, _("Search clients"));
	app_name(popover, _("Clients to show"));
	gtk_box_append(GTK_BOX(page), entry);
	gtk_box_append(GTK_BOX(page), make_scroller(list));
	gtk_popover_set_child(GTK_POPOVER(popover), page);
	g_signal_connect_object(entry, "search-changed", G_CALLBACK(on_search), list, 0);
	g_signal_connect_object(
		entry, "stop-search", G_CALLBACK(gtk_popover_popdown), popover, G_CONNECT_SWAPPED);
	g_signal_connect_object(popover, "show", G_CALLBACK(fill), list, G_CONNECT_SWAPPED);
	g_signal_connect_object(popover, "closed", G_CALLBACK(on_closed), entry, 0);
	g_object_set_data_full(
		G_OBJECT(list), profiles_key, g_object_ref(profiles), g_object_unref);
	return popover;
}

GtkWidget *app_client_chooser_new(AppProfiles *profiles)
{
	GtkWidget *button = gtk_menu_button_new();

	gtk_menu_button_set_label(GTK_MENU_BUTTON(button), _("Choose Clients…"));
	gtk_menu_button_set_popover(GTK_MENU_BUTTON(button), make_popover(profiles));
	app_name(button, _("Choose Clients…"));
	gtk_widget_add_css_class(button, "flat");
	gtk_widget_set_halign(button, GTK_ALIGN_START);
	return button;
}
