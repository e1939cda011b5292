#include "gui/views/fix-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "gui/model/fix-plan.h"
#include "gui/views/fix-goals.h"
#include "gui/views/fix-retest.h"
#include "gui/views/fix-text.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/fresh.h"

enum {
	GOALS_WIDTH = 356,
	GOALS_WIDTH_MID = 330,
	USUAL_CHAR = 8, /* pixels, of text of the usual size */
};

struct _AppFixView {
	GtkBox parent;
	AppContext *context;
	AppFixPlan *plan;
	GtkWidget *page, *unknown; /* one of them is shown */
	GtkWidget *halves, *left, *right, *goals, *retest, *text;
	int goal; /* the one of the context that was taken over */
};

G_DEFINE_FINAL_TYPE(AppFixView, app_fix_view, GTK_TYPE_BOX)

/* Wider where the text is larger, up to half as much again: the text of the fix needs the rest. */
static int goals_width(AppFixView *view, int usual)
{
	PangoContext *pango = gtk_widget_get_pango_context(GTK_WIDGET(view));
	PangoFontMetrics *metrics = pango_context_get_metrics(pango, NULL, NULL);
	int width = PANGO_PIXELS(pango_font_metrics_get_approximate_char_width(metrics));

	pango_font_metrics_unref(metrics);
	return CLAMP(usual * width / USUAL_CHAR, usual, usual * 3 / 2);
}

/* Side by side, or one below the other where it is narrow: then the whole page scrolls. */
static void set_shape(AppFixView *view)
{
	AppWidthClass shape = app_context_get_width_class(view->context);
	gboolean narrow = shape == APP_WIDTH_NARROW;

	gtk_orientable_set_orientation(GTK_ORIENTABLE(view->halves),
		narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
	gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(view->left), GTK_POLICY_NEVER,
		narrow ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC);
	gtk_widget_set_size_request(view->left,
		narrow ? -1
		       : goals_width(view, shape == APP_WIDTH_WIDE ? GOALS_WIDTH : GOALS_WIDTH_MID),
		-1);
}

/* Of all servers the one that the answer explains: the first that fails, in MX order. */
static AppServer *server_to_mend(AppContext *context)
{
	AppScan *scan = app_context_get_scan(context);
	AppProfile *client = app_context_get_client(context);
	guint count = scan ? g_list_model_get_n_items(app_scan_get_servers(scan)) : 0;

	for (guint i = 0; client && !app_context_get_server(context) && i < count; i++) {
		g_autoptr(AppServer) server = g_list_model_get_item(app_scan_get_servers(scan), i);

		if (app_pair_get_status(app_server_get_pair(server, client)) == APP_STATUS_FAILS)
			return server; /* the scan holds it */
	}
	return app_context_get_one_server(context);
}

/* Making a plan asks the judge many times. */
static void fill(GtkWidget *widget)
{
	AppFixView *view = APP_FIX_VIEW(widget);
	AppProfiles *profiles = app_context_get_profiles(view->context);
	int goal = app_context_get_goal(view->context);
	AppProfile *client = app_context_get_client(view->context);
	gboolean stranger = client && app_profile_is_stranger(client);

	set_shape(view);
	gtk_widget_set_visible(view->unknown, stranger);
	gtk_widget_set_visible(view->page, !stranger);
	if (goal != view->goal)
		app_fix_plan_set_goal(view->plan, (enum scn_goal)goal);
	view->goal = goal;
	app_fix_plan_set_pair(view->plan, server_to_mend(view->context), stranger ? NULL : client,
		app_profiles_get_client_set(profiles), app_context_get_names(view->context));
	app_fix_retest_update(APP_FIX_RETEST(view->retest));
}

static void on_again(AppFixView *view)
{
	app_fix_retest_start(APP_FIX_RETEST(view->retest), app_fix_plan_get_server(view->plan));
}

/* ---- building ---- */

/* It takes the keyboard where nothing in it does, so it has a name. */
static GtkWidget *scrolled_new(GtkWidget *child, const char *name)
{
	GtkWidget *scrolled = g_object_new(GTK_TYPE_SCROLLED_WINDOW, "child", child,
		"hscrollbar-policy", GTK_POLICY_NEVER, NULL);

	app_name(scrolled, name);
	return scrolled;
}

static void make_halves(AppFixView *view)
{
	view->halves = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
	view->goals = app_fix_goals_new(view->plan);
	gtk_widget_add_css_class(view->goals, "app-page");
	view->left = scrolled_new(view->goals, _("Goal"));
	view->right = gtk_box_new(GTK_ORIENTATION_VERTICAL, 9);
	gtk_widget_add_css_class(view->right, "app-page");
	gtk_widget_set_hexpand(view->right, TRUE);
	view->retest = app_fix_retest_new(view->context);
	view->text = app_fix_text_new(view->context, view->plan);
	gtk_widget_set_vexpand(view->text, TRUE);
	g_signal_connect_swapped(view->text, "test-again", G_CALLBACK(on_again), view);
	gtk_box_append(GTK_BOX(view->right), view->retest);
	gtk_box_append(GTK_BOX(view->right), view->text);
	gtk_box_append(GTK_BOX(view->halves), view->left);
	gtk_box_append(GTK_BOX(view->halves), gtk_separator_new(GTK_ORIENTATION_VERTICAL));
	gtk_box_append(GTK_BOX(view->halves), view->right);
}

static void app_fix_view_dispose(GObject *object)
{
	AppFixView *view = APP_FIX_VIEW(object);

	g_clear_object(&view->context);
	g_clear_object(&view->plan);
	G_OBJECT_CLASS(app_fix_view_parent_class)->dispose(object);
}

static void app_fix_view_class_init(AppFixViewClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_fix_view_dispose;
}

static void app_fix_view_init(AppFixView *view)
{
}

GtkWidget *app_fix_view_new(AppContext *context)
{
	AppFixView *view =
		g_object_new(APP_TYPE_FIX_VIEW, "orientation", GTK_ORIENTATION_VERTICAL, NULL);

	view->context = g_object_ref(context);
	view->plan = app_fix_plan_new();
	make_halves(view);
	view->page = scrolled_new(view->halves, _("Fix"));
	gtk_widget_set_vexpand(view->page, TRUE);
	view->unknown = g_object_new(ADW_TYPE_STATUS_PAGE, "icon-name", "app-client-symbolic",
		"title", _("The profile of this client is not known here"), "description",
		_("A change is made of what the client offers. Import its profile, or choose "
		  "another "
		  "client."),
		"vexpand", TRUE, "visible", FALSE, NULL);
	gtk_box_append(GTK_BOX(view), view->page);
	gtk_box_append(GTK_BOX(view), view->unknown);
	set_shape(view);
	app_keep_fresh(GTK_WIDGET(view), context, fill);
	return GTK_WIDGET(view);
}
