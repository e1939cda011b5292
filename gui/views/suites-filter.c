#include "gui/views/suites-filter.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/widgets/a11y.h"

struct _AppSuitesFilter {
	GtkBox parent;
	AppSuiteModel *model;
	GtkWidget *squeezer, *group, *drop_down;
	GtkWidget *buttons[APP_SUITES_FILTERS];
	GtkStringList *labels;
	AppSuitesFilterKind listed[APP_SUITES_FILTERS]; /* of the labels */
	gboolean updating;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE(AppSuitesFilter, app_suites_filter, GTK_TYPE_BOX)

/* Translators: filters of the table of cipher suites, with the number of rows. */
static const char *const titles[APP_SUITES_FILTERS] = {
	[APP_SUITES_ALL] = N_("All %u"),
	[APP_SUITES_COMMON] = N_("In common %u"),
	[APP_SUITES_SERVER_ONLY] = N_("Server only %u"),
	[APP_SUITES_CLIENT_ONLY] = N_("Client only %u"),
	[APP_SUITES_NOT_TESTED] = N_("Not tested %u"),
	[APP_SUITES_WEAK] = N_("Weak %u"),
};

/* ---- what the model says ---- */

static gboolean is_offered(AppSuitesFilter *filter, AppSuitesFilterKind kind)
{
	return kind != APP_SUITES_NOT_TESTED || app_suite_model_get_count(filter->model, kind) ||
	       app_suite_model_get_filter(filter->model) == kind;
}

static char *title_of(AppSuitesFilter *filter, AppSuitesFilterKind kind)
{
	return g_strdup_printf(_(titles[kind]), app_suite_model_get_count(filter->model, kind));
}

/* The list is only changed where it says something else, so that an open one stays open. */
static void update_labels(AppSuitesFilter *filter)
{
	guint place = 0;

	for (int k = 0; k < APP_SUITES_FILTERS; k++) {
		g_autofree char *title = title_of(filter, (AppSuitesFilterKind)k);
		const char *before = gtk_string_list_get_string(filter->labels, place);
		const char *const now[] = { title, NULL };

		if (!is_offered(filter, (AppSuitesFilterKind)k))
			continue;
		filter->listed[place] = (AppSuitesFilterKind)k;
		if (g_strcmp0(before, title) != 0)
			gtk_string_list_splice(filter->labels, place, before ? 1 : 0, now);
		if ((AppSuitesFilterKind)k == app_suite_model_get_filter(filter->model))
			gtk_drop_down_set_selected(GTK_DROP_DOWN(filter->drop_down), place);
		place++;
	}
	while (gtk_string_list_get_string(filter->labels, place))
		gtk_string_list_remove(filter->labels, place);
}

static void update_buttons(AppSuitesFilter *filter)
{
	for (int k = 0; k < APP_SUITES_FILTERS; k++) {
		GtkWidget *button = filter->buttons[k];
		g_autofree char *title = title_of(filter, (AppSuitesFilterKind)k);
		gboolean active =
			app_suite_model_get_filter(filter->model) == (AppSuitesFilterKind)k;

		gtk_widget_set_visible(button, is_offered(filter, (AppSuitesFilterKind)k));
		if (g_strcmp0(gtk_button_get_label(GTK_BUTTON(button)), title) != 0)
			gtk_button_set_label(GTK_BUTTON(button), title);
		gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(button), active);
	}
}

static void update(AppSuitesFilter *filter)
{
	g_autofree char *title = title_of(filter, app_suite_model_get_filter(filter->model));
	g_autofree char *name = g_strdup_printf(_("Shown suites: %s"), title);

	filter->updating = TRUE;
	update_buttons(filter);
	update_labels(filter);
	filter->updating = FALSE;
	app_name_drop_down(filter->drop_down, name);
}

/* ---- what the user says ---- */

void app_suites_filter_choose(AppSuitesFilter *filter, AppSuitesFilterKind kind)
{
	app_suite_model_set_filter(filter->model, kind);
	update(filter);
	g_signal_emit(filter, changed_signal, 0);
}

static void on_toggled(GtkToggleButton *button, AppSuitesFilter *filter)
{
	if (filter->updating || !gtk_toggle_button_get_active(button))
		return;
	for (int k = 0; k < APP_SUITES_FILTERS; k++)
		if (filter->buttons[k] == GTK_WIDGET(button))
			app_suites_filter_choose(filter, (AppSuitesFilterKind)k);
}

static void on_selected(AppSuitesFilter *filter)
{
	guint place = gtk_drop_down_get_selected(GTK_DROP_DOWN(filter->drop_down));

	if (!filter->updating && place < APP_SUITES_FILTERS)
		app_suites_filter_choose(filter, filter->listed[place]);
}

/* ---- the widget ---- */

void app_suites_filter_set_model(AppSuitesFilter *filter, AppSuiteModel *model)
{
	g_set_object(&filter->model, model);
	g_signal_connect_object(model, "changed", G_CALLBACK(update), filter, G_CONNECT_SWAPPED);
	update(filter);
}

void app_suites_filter_set_narrow(AppSuitesFilter *filter, gboolean narrow)
{
	adw_squeezer_page_set_enabled(
		adw_squeezer_get_page(ADW_SQUEEZER(filter->squeezer), filter->group), !narrow);
}

static void app_suites_filter_dispose(GObject *object)
{
	g_clear_object(&APP_SUITES_FILTER(object)->model);
	G_OBJECT_CLASS(app_suites_filter_parent_class)->dispose(object);
}

static void app_suites_filter_class_init(AppSuitesFilterClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_suites_filter_dispose;
	changed_signal = g_signal_new("changed", APP_TYPE_SUITES_FILTER, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *button_group(AppSuitesFilter *filter)
{
	GtkWidget *group =
		g_object_new(GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);

	gtk_widget_add_css_class(group, "linked");
	app_name(group, _("Shown suites"));
	for (int k = 0; k < APP_SUITES_FILTERS; k++) {
		GtkWidget *button = gtk_toggle_button_new_with_label("");

		if (k > 0)
			gtk_toggle_button_set_group(
				GTK_TOGGLE_BUTTON(button), GTK_TOGGLE_BUTTON(filter->buttons[0]));
		g_signal_connect(button, "toggled", G_CALLBACK(on_toggled), filter);
		gtk_box_append(GTK_BOX(group), button);
		filter->buttons[k] = button;
	}
	return group;
}

static void app_suites_filter_init(AppSuitesFilter *filter)
{
	filter->squeezer = adw_squeezer_new();
	filter->group = button_group(filter);
	filter->labels = gtk_string_list_new(NULL);
	filter->drop_down = gtk_drop_down_new(G_LIST_MODEL(filter->labels), NULL);
	gtk_widget_set_halign(filter->group, GTK_ALIGN_START);
	gtk_widget_set_halign(filter->drop_down, GTK_ALIGN_START);
	g_signal_connect_swapped(
		filter->drop_down, "notify::selected", G_CALLBACK(on_selected), filter);
	adw_squeezer_set_homogeneous(ADW_SQUEEZER(filter->squeezer), FALSE);
	adw_squeezer_add(ADW_SQUEEZER(filter->squeezer), filter->group);
	adw_squeezer_add(ADW_SQUEEZER(filter->squeezer), filter->drop_down);
	gtk_box_append(GTK_BOX(filter), filter->squeezer);
}
