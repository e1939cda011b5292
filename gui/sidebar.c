#include "gui/sidebar.h"

#include <string.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#include "gui/scan-row.h"
#include "gui/target-entry.h"
#include "gui/widgets/a11y.h"

struct _AppSidebar {
	GtkBox parent;
	AppContext *context;
	GtkWidget *entry, *search, *search_bar, *list, *count;
	GtkCustomFilter *filter; /* of the list's model */
};

enum {
	SIGNAL_START,
	SIGNAL_CHOSEN,
	SIGNAL_COUNT,
};
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE(AppSidebar, app_sidebar, GTK_TYPE_BOX)

static void app_sidebar_dispose(GObject *object)
{
	g_clear_object(&APP_SIDEBAR(object)->context);
	G_OBJECT_CLASS(app_sidebar_parent_class)->dispose(object);
}

static void app_sidebar_class_init(AppSidebarClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_sidebar_dispose;
	signals[SIGNAL_START] = g_signal_new("start", APP_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
	signals[SIGNAL_CHOSEN] = g_signal_new(
		"chosen", APP_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void app_sidebar_init(AppSidebar *sidebar)
{
	gtk_orientable_set_orientation(GTK_ORIENTABLE(sidebar), GTK_ORIENTATION_VERTICAL);
	gtk_widget_set_size_request(GTK_WIDGET(sidebar), 268, -1);
	/* What is inside wants to be wide, the sidebar does not. */
	gtk_widget_set_hexpand(GTK_WIDGET(sidebar), FALSE);
	gtk_widget_add_css_class(GTK_WIDGET(sidebar), "app-sidebar");
}

/* ---- the list ---- */

static void on_row_activated(AppSidebar *sidebar, GtkListBoxRow *row)
{
	app_context_set_scan(sidebar->context, app_scan_row_get_scan(APP_SCAN_ROW(row)));
	g_signal_emit(sidebar, signals[SIGNAL_CHOSEN], 0);
}

static GtkWidget *make_row(gpointer item, gpointer user)
{
	return app_scan_row_new(item);
}

static void set_header(GtkListBoxRow *row, GtkListBoxRow *before, gpointer user)
{
	const char *group = app_scan_row_get_group(APP_SCAN_ROW(row));
	GtkWidget *label;

	if (before && g_strcmp0(group, app_scan_row_get_group(APP_SCAN_ROW(before))) == 0) {
		gtk_list_box_row_set_header(row, NULL);
		return;
	}
	label = g_object_new(GTK_TYPE_LABEL, "label", group, "xalign", 0.0, NULL);
	gtk_widget_add_css_class(label, "heading");
	gtk_widget_add_css_class(label, "app-list-header");
	gtk_list_box_row_set_header(row, label);
}

static gboolean is_wanted(gpointer item, gpointer user)
{
	AppSidebar *sidebar = user;
	const char *text = gtk_editable_get_text(GTK_EDITABLE(sidebar->search));
	g_autofree char *wanted = g_utf8_casefold(text, -1);
	g_autofree char *title = g_utf8_casefold(app_scan_get_title(item), -1);

	return strstr(title, wanted) != NULL;
}

static void on_search(AppSidebar *sidebar)
{
	gtk_filter_changed(GTK_FILTER(sidebar->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

/* The row of the scan that is shown is the selected one. */
static void on_context(AppSidebar *sidebar)
{
	AppScan *scan = app_context_get_scan(sidebar->context);
	GtkListBoxRow *row;

	for (int i = 0; (row = gtk_list_box_get_row_at_index(GTK_LIST_BOX(sidebar->list), i)); i++)
		if (app_scan_row_get_scan(APP_SCAN_ROW(row)) == scan &&
			row != gtk_list_box_get_selected_row(GTK_LIST_BOX(sidebar->list)))
			gtk_list_box_select_row(GTK_LIST_BOX(sidebar->list), row);
}

static GtkWidget *list(AppSidebar *sidebar)
{
	GtkWidget *scroller = g_object_new(GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy",
		GTK_POLICY_NEVER, "vexpand", TRUE, NULL);
	g_autoptr(GtkFilterListModel) found = NULL;

	sidebar->list = gtk_list_box_new();
	gtk_widget_add_css_class(sidebar->list, "navigation-sidebar");
	gtk_accessible_update_property(
		GTK_ACCESSIBLE(sidebar->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Scans"), -1);
	sidebar->filter = gtk_custom_filter_new(is_wanted, sidebar, NULL);
	found = gtk_filter_list_model_new(
		g_object_ref(G_LIST_MODEL(app_context_get_history(sidebar->context))),
		GTK_FILTER(sidebar->filter));
	gtk_list_box_bind_model(
		GTK_LIST_BOX(sidebar->list), G_LIST_MODEL(found), make_row, NULL, NULL);
	app_one_tab_stop(sidebar->list);
	gtk_list_box_set_header_func(GTK_LIST_BOX(sidebar->list), set_header, NULL, NULL);
	g_signal_connect_swapped(
		sidebar->list, "row-activated", G_CALLBACK(on_row_activated), sidebar);
	gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), sidebar->list);
	return scroller;
}

static GtkWidget *search_bar(AppSidebar *sidebar)
{
	sidebar->search = gtk_search_entry_new();
	gtk_accessible_update_property(GTK_ACCESSIBLE(sidebar->search),
		GTK_ACCESSIBLE_PROPERTY_LABEL, _("Find a scan"), -1);
	sidebar->search_bar = gtk_search_bar_new();
	gtk_search_bar_set_child(GTK_SEARCH_BAR(sidebar->search_bar), sidebar->search);
	gtk_search_bar_connect_entry(
		GTK_SEARCH_BAR(sidebar->search_bar), GTK_EDITABLE(sidebar->search));
	return sidebar->search_bar;
}

/* ---- the rest ---- */

static void on_start(AppSidebar *sidebar, const char *target)
{
	g_signal_emit(sidebar, signals[SIGNAL_START], 0, target);
}

static void count_profiles(AppSidebar *sidebar)
{
	g_autofree char *count = g_strdup_printf("%u",
		g_list_model_get_n_items(G_LIST_MODEL(app_context_get_profiles(sidebar->context))));

	gtk_label_set_label(GTK_LABEL(sidebar->count), count);
}

static GtkWidget *profiles_button(AppSidebar *sidebar)
{
	GtkWidget *button = gtk_button_new();
	GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
	GtkWidget *icon = g_object_new(GTK_TYPE_IMAGE, "icon-name", "app-client-symbolic",
		"accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
	GtkWidget *label = g_object_new(GTK_TYPE_LABEL, "label", _("Client Profiles"), "xalign",
		0.0, "hexpand", TRUE, NULL);

	sidebar->count = g_object_new(GTK_TYPE_LABEL, "valign", GTK_ALIGN_CENTER, NULL);
	gtk_widget_add_css_class(sidebar->count, "app-badge");
	gtk_box_append(GTK_BOX(line), icon);
	gtk_box_append(GTK_BOX(line), label);
	gtk_box_append(GTK_BOX(line), sidebar->count);
	gtk_button_set_child(GTK_BUTTON(button), line);
	gtk_widget_add_css_class(button, "flat");
	gtk_widget_add_css_class(button, "app-profiles-button");
	gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "win.profiles");
	gtk_accessible_update_property(
		GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Client Profiles"), -1);
	g_signal_connect_object(app_context_get_profiles(sidebar->context), "items-changed",
		G_CALLBACK(count_profiles), sidebar, G_CONNECT_SWAPPED);
	count_profiles(sidebar);
	return button;
}

static GtkWidget *header(void)
{
	GtkWidget *bar = adw_header_bar_new();

	adw_header_bar_set_show_start_title_buttons(ADW_HEADER_BAR(bar), FALSE);
	adw_header_bar_set_show_end_title_buttons(ADW_HEADER_BAR(bar), FALSE);
	adw_header_bar_set_title_widget(
		ADW_HEADER_BAR(bar), adw_window_title_new(g_get_application_name(), NULL));
	gtk_widget_add_css_class(bar, "flat");
	return bar;
}

GtkWidget *app_sidebar_new(AppContext *context)
{
	AppSidebar *sidebar = g_object_new(APP_TYPE_SIDEBAR, NULL);
	GtkBox *box = GTK_BOX(sidebar);
	GtkWidget *bar;

	sidebar->context = g_object_ref(context);
	sidebar->entry = app_target_entry_new(NULL);
	gtk_widget_add_css_class(sidebar->entry, "app-sidebar-entry");
	g_signal_connect_swapped(sidebar->entry, "start", G_CALLBACK(on_start), sidebar);
	gtk_box_append(box, header());
	gtk_box_append(box, sidebar->entry);
	bar = search_bar(sidebar);
	gtk_box_append(box, bar); /* before the list, whose filter reads it */
	gtk_box_append(box, list(sidebar));
	gtk_search_bar_set_key_capture_widget(GTK_SEARCH_BAR(bar), sidebar->list);
	g_signal_connect_swapped(sidebar->search, "search-changed", G_CALLBACK(on_search), sidebar);
	gtk_box_append(box, gtk_separator_new(GTK_ORIENTATION_HORIZONTAL));
	gtk_box_append(box, profiles_button(sidebar));
	g_signal_connect_object(
		context, "changed", G_CALLBACK(on_context), sidebar, G_CONNECT_SWAPPED);
	return GTK_WIDGET(sidebar);
}

void app_sidebar_focus_entry(AppSidebar *sidebar)
{
	gtk_widget_grab_focus(sidebar->entry);
}

void app_sidebar_find(AppSidebar *sidebar)
{
	gtk_search_bar_set_search_mode(GTK_SEARCH_BAR(sidebar->search_bar), TRUE);
	gtk_widget_grab_focus(sidebar->search);
}
