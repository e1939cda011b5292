#include "gui/views/fix-goals.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "gui/widgets/a11y.h"
#include "gui/widgets/status.h"

enum {
	RESULT_CHARS =
		11, /* "not tested"; a longer one wraps, so that the client's name has room */
};

struct _AppFixGoals {
	GtkBox parent;
	AppFixPlan *plan;
	GtkWidget *goals[3];
	GtkWidget *clients; /* GtkListBox */
	GtkWidget *subtitle;
	gboolean filling;
};

G_DEFINE_FINAL_TYPE(AppFixGoals, app_fix_goals, GTK_TYPE_BOX)

static const struct {
	const char *title, *subtitle;
} goals[] = {
	[SCN_GOAL_SMALLEST] = { N_("Smallest Change"),
		N_("Add only what the failing clients need") },
	[SCN_GOAL_MODERN] = { N_("Modern List"),
		N_("Drop weak suites, keep the clients ticked below") },
	[SCN_GOAL_KEEP] = { N_("Keep Everything"), N_("Same suites, better order") },
};

/* ---- clients ---- */

static AppStatus status_of(const struct scn_fix_client *client)
{
	switch (client->result) {
	case SCN_FIX_CLIENT_WORKS:
	case SCN_FIX_CLIENT_NOW_WORKS:
		return client->after == SCN_VERDICT_WEAK ? APP_STATUS_WEAK : APP_STATUS_WORKS;
	case SCN_FIX_CLIENT_SHOULD_WORK:
		return APP_STATUS_WORKS;
	case SCN_FIX_CLIENT_STILL_FAILS:
	case SCN_FIX_CLIENT_WOULD_FAIL:
		return APP_STATUS_FAILS;
	default:
		return APP_STATUS_UNKNOWN;
	}
}

static void on_wanted(GtkCheckButton *check, AppFixGoals *view)
{
	guint client = GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(check), "client"));

	if (!view->filling)
		app_fix_plan_set_wanted(view->plan, client, gtk_check_button_get_active(check));
}

/* The check button carries the name of the whole row. */
static GtkWidget *row_new(AppFixGoals *view, guint client)
{
	GtkWidget *row = adw_action_row_new();
	GtkWidget *check = gtk_check_button_new();
	GtkWidget *word = gtk_label_new(NULL);
	GtkWidget *mark = app_mark_new(APP_STATUS_NONE);

	gtk_widget_set_valign(check, GTK_ALIGN_CENTER);
	gtk_widget_add_css_class(word, "app-result");
	g_object_set(word, "wrap", TRUE, "width-chars", RESULT_CHARS, "max-width-chars",
		RESULT_CHARS, "xalign", 1.0, NULL);
	g_object_set_data(G_OBJECT(check), "client", GUINT_TO_POINTER(client));
	g_signal_connect(check, "toggled", G_CALLBACK(on_wanted), view);
	adw_action_row_add_prefix(ADW_ACTION_ROW(row), check);
	adw_action_row_add_suffix(ADW_ACTION_ROW(row), word);
	adw_action_row_add_suffix(ADW_ACTION_ROW(row), mark);
	gtk_list_box_row_set_activatable(GTK_LIST_BOX_ROW(row), FALSE);
	gtk_widget_set_focusable(row, FALSE);
	g_object_set_data(G_OBJECT(row), "check", check);
	g_object_set_data(G_OBJECT(row), "word", word);
	g_object_set_data(G_OBJECT(row), "mark", mark);
	return row;
}

static void show_result(GtkWidget *row, const char *title, const struct scn_fix_client *client)
{
	GtkWidget *word = g_object_get_data(G_OBJECT(row), "word");
	AppStatus status = client ? status_of(client) : APP_STATUS_NONE;
	const char *text = client ? scn_fix_result_word(client->result) : "";
	g_autofree char *name = NULL;

	for (int i = APP_STATUS_NONE; i <= APP_STATUS_REJECTED; i++)
		if (app_status_class((AppStatus)i))
			gtk_widget_remove_css_class(word, app_status_class((AppStatus)i));
	if (app_status_class(status))
		gtk_widget_add_css_class(word, app_status_class(status));
	gtk_label_set_text(GTK_LABEL(word), text);
	app_mark_set(g_object_get_data(G_OBJECT(row), "mark"), status);
	/* Translators: a client, then what becomes of it after the change */
	name = g_strdup_printf(_("%1$s must work: %2$s"), title, text);
	app_name(g_object_get_data(G_OBJECT(row), "check"), name);
}

static void show_client(AppFixGoals *view, GtkWidget *row, guint i)
{
	const struct scn_fix_plan *plan = app_fix_plan_get(view->plan);
	AppProfile *profile = app_fix_plan_get_client(view->plan, i);
	g_autofree char *title = g_markup_escape_text(app_profile_get_name(profile), -1);
	g_autofree char *subtitle =
		app_profile_get_platform(profile)
			? g_markup_escape_text(app_profile_get_platform(profile), -1)
			: NULL;

	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
	adw_action_row_set_subtitle(ADW_ACTION_ROW(row), subtitle ? subtitle : "");
	gtk_check_button_set_active(GTK_CHECK_BUTTON(g_object_get_data(G_OBJECT(row), "check")),
		app_fix_plan_get_wanted(view->plan, i));
	show_result(row, app_profile_get_title(profile),
		plan && i < plan->client_count ? &plan->clients[i] : NULL);
}

static void show_clients(AppFixGoals *view)
{
	guint count = app_fix_plan_get_client_count(view->plan), i;
	GtkListBoxRow *row;

	for (i = 0; i < count; i++) {
		row = gtk_list_box_get_row_at_index(GTK_LIST_BOX(view->clients), (int)i);
		if (!row) {
			row = GTK_LIST_BOX_ROW(row_new(view, i));
			gtk_list_box_append(GTK_LIST_BOX(view->clients), GTK_WIDGET(row));
		}
		show_client(view, GTK_WIDGET(row), i);
	}
	while ((row = gtk_list_box_get_row_at_index(GTK_LIST_BOX(view->clients), (int)i)) != NULL)
		gtk_list_box_remove(GTK_LIST_BOX(view->clients), GTK_WIDGET(row));
}

static void on_changed(AppFixGoals *view)
{
	view->filling = TRUE;
	gtk_check_button_set_active(
		GTK_CHECK_BUTTON(view->goals[app_fix_plan_get_goal(view->plan)]), TRUE);
	show_clients(view);
	view->filling = FALSE;
}

/* ---- goals ---- */

static void on_goal(GtkCheckButton *radio, AppFixGoals *view)
{
	if (!view->filling && gtk_check_button_get_active(radio))
		app_fix_plan_set_goal(view->plan,
			(enum scn_goal)GPOINTER_TO_INT(g_object_get_data(G_OBJECT(radio), "goal")));
}

static void on_goal_row(GtkListBox *list, GtkListBoxRow *row)
{
	gtk_check_button_set_active(g_object_get_data(G_OBJECT(row), "radio"), TRUE);
}

static GtkWidget *goal_row(AppFixGoals *view, int goal)
{
	GtkWidget *row = adw_action_row_new();
	GtkWidget *radio = gtk_check_button_new();

	gtk_widget_set_valign(radio, GTK_ALIGN_CENTER);
	if (goal > 0)
		gtk_check_button_set_group(
			GTK_CHECK_BUTTON(radio), GTK_CHECK_BUTTON(view->goals[0]));
	g_object_set_data(G_OBJECT(radio), "goal", GINT_TO_POINTER(goal));
	g_signal_connect(radio, "toggled", G_CALLBACK(on_goal), view);
	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), _(goals[goal].title));
	adw_action_row_set_subtitle(ADW_ACTION_ROW(row), _(goals[goal].subtitle));
	adw_action_row_add_prefix(ADW_ACTION_ROW(row), radio);
	/* Not the row's activatable widget: that would double its name. */
	gtk_list_box_row_set_activatable(GTK_LIST_BOX_ROW(row), TRUE);
	g_object_set_data(G_OBJECT(row), "radio", radio);
	gtk_widget_set_focusable(row, FALSE);
	app_name(radio, _(goals[goal].title));
	view->goals[goal] = radio;
	return row;
}

static GtkWidget *list_new(const char *name)
{
	GtkWidget *list = gtk_list_box_new();

	gtk_list_box_set_selection_mode(GTK_LIST_BOX(list), GTK_SELECTION_NONE);
	gtk_widget_add_css_class(list, "boxed-list");
	app_name(list, name);
	return list;
}

static GtkWidget *heading_new(const char *text, const char *class)
{
	GtkWidget *label = g_object_new(GTK_TYPE_LABEL, "label", text, "xalign", 0.0, NULL);

	gtk_widget_add_css_class(label, class);
	return label;
}

static void app_fix_goals_init(AppFixGoals *view)
{
	GtkWidget *list = list_new(_("Goal"));

	g_object_set(view, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);
	gtk_box_append(GTK_BOX(view), heading_new(_("Goal"), "heading"));
	for (int i = 0; i < (int)G_N_ELEMENTS(goals); i++)
		gtk_list_box_append(GTK_LIST_BOX(list), goal_row(view, i));
	g_signal_connect(list, "row-activated", G_CALLBACK(on_goal_row), NULL);
	gtk_box_append(GTK_BOX(view), list);
	view->clients = list_new(_("Must Work"));
	gtk_widget_set_margin_top(list, 3);
	gtk_widget_set_margin_bottom(list, 9);
	gtk_box_append(GTK_BOX(view), heading_new(_("Must Work"), "heading"));
	view->subtitle = heading_new(_("Result after the change"), "dim-label");
	gtk_box_append(GTK_BOX(view), view->subtitle);
	gtk_box_append(GTK_BOX(view), view->clients);
}

static void app_fix_goals_dispose(GObject *object)
{
	g_clear_object(&APP_FIX_GOALS(object)->plan);
	G_OBJECT_CLASS(app_fix_goals_parent_class)->dispose(object);
}

static void app_fix_goals_class_init(AppFixGoalsClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_fix_goals_dispose;
}

GtkWidget *app_fix_goals_new(AppFixPlan *plan)
{
	AppFixGoals *view = g_object_new(APP_TYPE_FIX_GOALS, NULL);

	view->plan = g_object_ref(plan);
	g_signal_connect_object(plan, "changed", G_CALLBACK(on_changed), view, G_CONNECT_SWAPPED);
	on_changed(view);
	return GTK_WIDGET(view);
}
