#include "gui/profiles/profile-list.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/clock.h"
#include "gui/widgets/a11y.h"

struct _AppProfileList {
	GtkBox parent;
	GtkFilter *filter;
	GtkWidget *search, *list;
};

enum {
	SIGNAL_SELECTED,
	SIGNAL_ACTIVATED,
	SIGNAL_COUNT,
};
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE(AppProfileList, app_profile_list, GTK_TYPE_BOX)

static const char profile_key[] = "app-profile";
static const char second_key[] = "app-second";
static const char first_key[] = "app-first";

static AppProfile *profile_of(GtkListBoxRow *row)
{
	return g_object_get_data(G_OBJECT(row), profile_key);
}

/* ---- the second line ---- */

static char *ago(gint64 seconds)
{
	gint64 passed = app_clock_now() - seconds;

	if (passed < 60)
		return g_strdup(_("changed just now"));
	if (passed < 3600)
		return g_strdup_printf(ngettext("changed %d minute ago", "changed %d minutes ago",
					       (gulong)(passed / 60)),
			(int)(passed / 60));
	if (passed < 86400)
		return g_strdup_printf(ngettext("changed %d hour ago", "changed %d hours ago",
					       (gulong)(passed / 3600)),
			(int)(passed / 3600));
	g_autoptr(GDateTime) when = g_date_time_new_from_unix_local(seconds);
	g_autofree char *date = g_date_time_format(when, "%x");

	return g_strdup_printf(_("changed %s"), date);
}

static char *captured(const struct scn_source *source)
{
	g_autofree char *text = g_strdup_printf("%sT00:00:00Z", source->date ? source->date : "");
	g_autoptr(GDateTime) when = g_date_time_new_from_iso8601(text, NULL);
	g_autofree char *date = when ? g_date_time_format(when, "%e %B") : NULL;

	return date ? g_strdup_printf(_("from capture, %s"), g_strchug(date))
		    : g_strdup(_("from capture"));
}

static char *second_line(AppProfile *profile)
{
	const struct scn_profile *inside = app_profile_get(profile);
	const char *platform = app_profile_get_platform(profile);

	if (app_profile_get_editable(profile)) {
		if (inside->source_count && inside->sources[0].kind == SCN_SOURCE_CAPTURED)
			return captured(&inside->sources[0]);
		return ago(app_profile_get_changed(profile));
	}
	if (!*platform)
		return g_strdup(app_profile_get_source_kind(profile));
	return g_strdup_printf(C_("platform, kind of source", "%1$s, %2$s"), platform,
		app_profile_get_source_kind(profile));
}

/* ---- rows ---- */

static void fill_row(GtkWidget *row)
{
	AppProfile *profile = profile_of(GTK_LIST_BOX_ROW(row));
	g_autofree char *second = second_line(profile);
	g_autofree char *words = g_strdup_printf("%s, %s%s%s", app_profile_get_name(profile),
		second, app_profile_get_editable(profile) ? "" : ", ",
		app_profile_get_editable(profile) ? "" : _("built in"));

	gtk_label_set_label(
		g_object_get_data(G_OBJECT(row), first_key), app_profile_get_name(profile));
	gtk_label_set_label(g_object_get_data(G_OBJECT(row), second_key), second);
	app_name(row, words);
	gtk_widget_set_tooltip_text(row, words); /* both lines may be cut */
}

static GtkWidget *two_lines(GtkWidget *row)
{
	GtkWidget *box = g_object_new(GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
		"spacing", 1, "hexpand", TRUE, NULL);
	GtkWidget *first =
		g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
	GtkWidget *second =
		g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

	gtk_widget_add_css_class(second, "caption");
	gtk_widget_add_css_class(second, "dim-label");
	gtk_box_append(GTK_BOX(box), first);
	gtk_box_append(GTK_BOX(box), second);
	g_object_set_data(G_OBJECT(row), first_key, first);
	g_object_set_data(G_OBJECT(row), second_key, second);
	return box;
}

static GtkWidget *make_row(gpointer item, gpointer user)
{
	GtkWidget *row = gtk_list_box_row_new();
	GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

	gtk_box_append(GTK_BOX(line), two_lines(row));
	if (!app_profile_get_editable(item))
		gtk_box_append(GTK_BOX(line),
			g_object_new(GTK_TYPE_IMAGE, "icon-name", "app-lock-symbolic",
				"accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
	gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), line);
	g_object_set_data_full(G_OBJECT(row), profile_key, g_object_ref(item), g_object_unref);
	g_signal_connect_object(item, "notify::name", G_CALLBACK(fill_row), row, G_CONNECT_SWAPPED);
	fill_row(row);
	return row;
}

static void set_header(GtkListBoxRow *row, GtkListBoxRow *before, gpointer user)
{
	gboolean own = app_profile_get_editable(profile_of(row));
	GtkWidget *label;

	if (before && app_profile_get_editable(profile_of(before)) == own) {
		gtk_list_box_row_set_header(row, NULL);
		return;
	}
	label = g_object_new(GTK_TYPE_LABEL, "label", own ? _("My Profiles") : _("Built In"),
		"xalign", 0.0, NULL);
	gtk_widget_add_css_class(label, "heading");
	gtk_widget_add_css_class(label, "app-list-header");
	gtk_list_box_row_set_header(row, label);
}

static gboolean is_wanted(gpointer profile, gpointer user)
{
	AppProfileList *self = user;
	g_autofree char *wanted =
		g_utf8_casefold(gtk_editable_get_text(GTK_EDITABLE(self->search)), -1);
	g_autofree char *title = g_utf8_casefold(app_profile_get_title(profile), -1);

	return strstr(title, wanted) != NULL;
}

static void on_search(AppProfileList *self)
{
	gtk_filter_changed(self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* ---- choosing ---- */

static void on_selected(AppProfileList *self, GtkListBoxRow *row)
{
	if (row)
		g_signal_emit(self, signals[SIGNAL_SELECTED], 0, profile_of(row));
}

static void on_activated(AppProfileList *self, GtkListBoxRow *row)
{
	g_signal_emit(self, signals[SIGNAL_ACTIVATED], 0, profile_of(row));
}

/* The row with the focus is scrolled into sight; only one that has a place can be. */
static gboolean show_row(gpointer row)
{
	gtk_widget_grab_focus(row);
	return G_SOURCE_REMOVE;
}

void app_profile_list_select(AppProfileList *self, AppProfile *profile)
{
	GtkListBoxRow *row;

	for (int i = 0; (row = gtk_list_box_get_row_at_index(GTK_LIST_BOX(self->list), i)); i++)
		if (profile_of(row) == profile) {
			gtk_list_box_select_row(GTK_LIST_BOX(self->list), row);
			g_idle_add_full(
				G_PRIORITY_LOW, show_row, g_object_ref(row), g_object_unref);
			return;
		}
}

void app_profile_list_search(AppProfileList *self)
{
	gtk_widget_grab_focus(self->search);
}

/* ---- building ---- */

static void app_profile_list_dispose(GObject *object)
{
	AppProfileList *self = APP_PROFILE_LIST(object);

	/* The filter asks the search entry, which goes with this widget. */
	if (self->filter)
		gtk_list_box_bind_model(GTK_LIST_BOX(self->list), NULL, NULL, NULL, NULL);
	self->filter = NULL;
	G_OBJECT_CLASS(app_profile_list_parent_class)->dispose(object);
}

static void app_profile_list_class_init(AppProfileListClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_profile_list_dispose;
	signals[SIGNAL_SELECTED] = g_signal_new("selected", APP_TYPE_PROFILE_LIST,
		G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, APP_TYPE_PROFILE);
	signals[SIGNAL_ACTIVATED] = g_signal_new("activated", APP_TYPE_PROFILE_LIST,
		G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, APP_TYPE_PROFILE);
}

static void app_profile_list_init(AppProfileList *self)
{
	gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *app_profile_list_new(AppProfiles *profiles)
{
	AppProfileList *self = g_object_new(APP_TYPE_PROFILE_LIST, NULL);
	GtkWidget *scroller = g_object_new(GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy",
		GTK_POLICY_NEVER, "vexpand", TRUE, NULL);
	g_autoptr(GtkFilterListModel) wanted = NULL;

	self->search = g_object_new(GTK_TYPE_SEARCH_ENTRY, "placeholder-text", _("Find profile"),
		"margin-start", 9, "margin-end", 9, "margin-top", 6, "margin-bottom", 6, NULL);
	app_name(self->search, _("Find profile"));
	self->list = gtk_list_box_new();
	gtk_widget_add_css_class(self->list, "navigation-sidebar");
	app_name(self->list, _("Client profiles"));
	app_one_tab_stop(self->list);
	self->filter = GTK_FILTER(gtk_custom_filter_new(is_wanted, self, NULL));
	wanted = gtk_filter_list_model_new(g_object_ref(G_LIST_MODEL(profiles)), self->filter);
	gtk_list_box_bind_model(
		GTK_LIST_BOX(self->list), G_LIST_MODEL(wanted), make_row, NULL, NULL);
	gtk_list_box_set_header_func(GTK_LIST_BOX(self->list), set_header, NULL, NULL);
	g_signal_connect_swapped(self->search, "search-changed", G_CALLBACK(on_search), self);
	g_signal_connect_swapped(self->list, "row-selected", G_CALLBACK(on_selected), self);
	g_signal_connect_swapped(self->list, "row-activated", G_CALLBACK(on_activated), self);
	gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), self->list);
	gtk_box_append(GTK_BOX(self), self->search);
	gtk_box_append(GTK_BOX(self), scroller);
	return GTK_WIDGET(self);
}
