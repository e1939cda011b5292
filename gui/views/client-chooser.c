#include "gui/views/client-chooser.h"

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

/* Each time it opens: profiles come and go, and the set has other places where it is changed. */
static void fill(GtkWidget *list)
{
	AppProfiles *profiles = g_object_get_data(G_OBJECT(list), profiles_key);
	GtkWidget *child;

	while ((child = gtk_widget_get_first_child(list)))
		gtk_box_remove(GTK_BOX(list), child);
	for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(profiles)); i++) {
		g_autoptr(AppProfile) profile = g_list_model_get_item(G_LIST_MODEL(profiles), i);

		add_check(list, profiles, profile);
	}
}

static GtkWidget *make_popover(AppProfiles *profiles)
{
	GtkWidget *popover = gtk_popover_new();
	GtkWidget *scroller = gtk_scrolled_window_new();
	GtkWidget *list = gtk_box_new(GTK_ORIENTATION_VERTICAL, 3);

	gtk_scrolled_window_set_policy(
		GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
	gtk_scrolled_window_set_propagate_natural_height(GTK_SCROLLED_WINDOW(scroller), TRUE);
	gtk_scrolled_window_set_max_content_height(GTK_SCROLLED_WINDOW(scroller), MAX_HEIGHT);
	gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), list);
	gtk_popover_set_child(GTK_POPOVER(popover), scroller);
	app_name(popover, _("Clients to show"));
	g_signal_connect_object(popover, "show", G_CALLBACK(fill), list, G_CONNECT_SWAPPED);
	g_object_set_data_full(
		G_OBJECT(list), profiles_key, g_object_ref(profiles), g_object_unref);
	return popover;
}

GtkWidget *app_client_chooser_new(AppProfiles *profiles)
{
	GtkWidget *button = gtk_menu_button_new();

	gtk_menu_button_set_label(GTK_MENU_BUTTON(button), _("Choose Clients…"));
	gtk_menu_button_set_popover(GTK_MENU_BUTTON(button), make_popover(profiles));
	gtk_widget_add_css_class(button, "flat");
	gtk_widget_set_halign(button, GTK_ALIGN_START);
	return button;
}
