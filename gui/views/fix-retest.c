#include "gui/views/fix-retest.h"

#include <glib/gi18n.h>

#include "core/report/fix-plan.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/status.h"

struct _AppFixRetest {
	GtkBox parent;
	AppContext *context;
	AppServer *before; /* of the old scan */
	guint place;       /* there */
	AppScan *old, *fresh;
	gboolean waiting; /* the next other scan is the new one */
	GtkWidget *sentence, *table;
};

G_DEFINE_FINAL_TYPE(AppFixRetest, app_fix_retest, GTK_TYPE_BOX)

static void forget(AppFixRetest *retest)
{
	retest->waiting = FALSE;
	g_clear_object(&retest->before);
	g_clear_object(&retest->old);
	g_clear_object(&retest->fresh);
	gtk_widget_set_visible(GTK_WIDGET(retest), FALSE);
}

/* ---- the table ---- */

static void attach_status(AppFixRetest *retest, int column, int row, AppStatus status)
{
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

	gtk_box_append(GTK_BOX(box), app_mark_new(status));
	gtk_box_append(GTK_BOX(box), gtk_label_new(app_status_word(status)));
	gtk_grid_attach(GTK_GRID(retest->table), box, column, row, 1, 1);
}

static void attach_text(AppFixRetest *retest, int column, int row, const char *text)
{
	GtkWidget *label = g_object_new(GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "hexpand",
		column == 0, "ellipsize", column == 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE,
		NULL);

	if (row == 0)
		gtk_widget_add_css_class(label, "dim-label");
	gtk_grid_attach(GTK_GRID(retest->table), label, column, row, 1, 1);
}

static gboolean works(AppStatus status)
{
	return status == APP_STATUS_WORKS || status == APP_STATUS_WEAK;
}

static void show_table(AppFixRetest *retest, AppServer *after)
{
	GListModel *clients =
		app_profiles_get_client_set(app_context_get_profiles(retest->context));
	guint count = g_list_model_get_n_items(clients), before = 0, now = 0;
	struct scn_text sentence = { 0 };
	GtkWidget *child;

	while ((child = gtk_widget_get_first_child(retest->table)) != NULL)
		gtk_grid_remove(GTK_GRID(retest->table), child);
	attach_text(retest, 1, 0, _("Before"));
	attach_text(retest, 2, 0, _("Now"));
	for (guint i = 0; i < count; i++) {
		g_autoptr(AppProfile) client = g_list_model_get_item(clients, i);
		AppStatus old = app_pair_get_status(app_server_get_pair(retest->before, client));
		AppStatus fresh = app_pair_get_status(app_server_get_pair(after, client));

		before += works(old);
		now += works(fresh);
		attach_text(retest, 0, (int)i + 1, app_profile_get_title(client));
		attach_status(retest, 1, (int)i + 1, old);
		attach_status(retest, 2, (int)i + 1, fresh);
	}
	scn_fix_progress(count, before, now, &sentence);
	gtk_label_set_text(GTK_LABEL(retest->sentence), scn_text_str(&sentence));
	scn_text_finish(&sentence);
	gtk_widget_set_visible(retest->table, TRUE);
}

/* ---- the two scans ---- */

static gboolean is_same(AppServer *one, AppServer *other, gboolean port)
{
	const struct scn_server_facts *a = app_server_get_facts(one);
	const struct scn_server_facts *b = app_server_get_facts(other);

	return g_strcmp0(a->host, b->host) == 0 && (!port || a->port == b->port);
}

/* By name and port; the servers of the demo get other ports every time, so these by their place. */
static AppServer *same_server(AppFixRetest *retest)
{
	GListModel *servers = app_scan_get_servers(retest->fresh);
	AppServer *found = NULL;

	for (guint i = 0; i < g_list_model_get_n_items(servers); i++) {
		g_autoptr(AppServer) server = g_list_model_get_item(servers, i);

		if (is_same(server, retest->before, TRUE))
			return server; /* the model keeps it */
		if (i == retest->place && is_same(server, retest->before, FALSE))
			found = server;
	}
	return found;
}

static guint place_of(AppScan *scan, AppServer *server)
{
	GListModel *servers = app_scan_get_servers(scan);

	for (guint i = 0; i < g_list_model_get_n_items(servers); i++) {
		g_autoptr(AppServer) other = g_list_model_get_item(servers, i);

		if (other == server)
			return i;
	}
	return G_MAXUINT;
}

static void show(AppFixRetest *retest)
{
	gboolean running = app_scan_get_state(retest->fresh) == APP_SCAN_RUNNING;
	AppServer *after = running ? NULL : same_server(retest);

	gtk_widget_set_visible(retest->table, FALSE);
	if (running)
		gtk_label_set_text(GTK_LABEL(retest->sentence), _("Testing again…"));
	else if (after)
		show_table(retest, after);
	else
		gtk_label_set_text(GTK_LABEL(retest->sentence),
			_("The server was not found again, so nothing can be compared."));
	gtk_widget_set_visible(GTK_WIDGET(retest), TRUE);
}

void app_fix_retest_update(AppFixRetest *retest)
{
	AppScan *scan = app_context_get_scan(retest->context);

	if (retest->waiting && scan && scan != retest->old) {
		g_set_object(&retest->fresh, scan);
		retest->waiting = FALSE;
	}
	if (retest->fresh && scan == retest->fresh)
		show(retest);
	else
		gtk_widget_set_visible(GTK_WIDGET(retest), FALSE);
}

void app_fix_retest_start(AppFixRetest *retest, AppServer *server)
{
	AppScan *scan = app_context_get_scan(retest->context);

	forget(retest);
	if (!server || !scan)
		return;
	retest->before = g_object_ref(server);
	retest->old = g_object_ref(scan);
	retest->place = place_of(scan, server);
	retest->waiting = TRUE;
	gtk_widget_activate_action(GTK_WIDGET(retest), "win.scan-again", NULL);
}

/* ---- building ---- */

static void app_fix_retest_init(AppFixRetest *retest)
{
	GtkWidget *top = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
	GtkWidget *close = gtk_button_new_from_icon_name("app-cross-symbolic");

	g_object_set(retest, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, "visible",
		FALSE, NULL);
	gtk_widget_add_css_class(GTK_WIDGET(retest), "card");
	gtk_widget_add_css_class(GTK_WIDGET(retest), "app-fix-card");
	retest->sentence = g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, "wrap",
		TRUE, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
	gtk_widget_add_css_class(retest->sentence, "heading");
	gtk_widget_add_css_class(close, "flat");
	app_name(close, _("Close the comparison"));
	gtk_widget_set_tooltip_text(close, _("Close the comparison"));
	g_signal_connect_swapped(close, "clicked", G_CALLBACK(forget), retest);
	retest->table = g_object_new(
		GTK_TYPE_GRID, "column-spacing", 18, "row-spacing", 3, "visible", FALSE, NULL);
	gtk_box_append(GTK_BOX(top), retest->sentence);
	gtk_box_append(GTK_BOX(top), close);
	gtk_box_append(GTK_BOX(retest), top);
	gtk_box_append(GTK_BOX(retest), retest->table);
}

static void app_fix_retest_dispose(GObject *object)
{
	AppFixRetest *retest = APP_FIX_RETEST(object);

	g_clear_object(&retest->context);
	g_clear_object(&retest->before);
	g_clear_object(&retest->old);
	g_clear_object(&retest->fresh);
	G_OBJECT_CLASS(app_fix_retest_parent_class)->dispose(object);
}

static void app_fix_retest_class_init(AppFixRetestClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_fix_retest_dispose;
}

GtkWidget *app_fix_retest_new(AppContext *context)
{
	AppFixRetest *retest = g_object_new(APP_TYPE_FIX_RETEST, NULL);

	retest->context = g_object_ref(context);
	return GTK_WIDGET(retest);
}
