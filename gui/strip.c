#include "gui/strip.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/report/stored.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/line.h"

/* With the end, eight announcements of a scan at most. */
enum {
	QUARTERS = 4,
	PATIENCE_TOLD = 3,
};

struct _AppStrip {
	GtkBox parent;
	AppContext *context;
	AppScan *scan; /* whose progress is watched */
	gulong progress;
	AppScan *hidden; /* the scan whose strip the user closed */
	GtkWidget *revealer, *line, *mark, *detail, *bar, *action, *close;
	GtkWidget *text, *alert; /* a role is for ever: one is shown while a scan runs, one else */
	/* What screen readers were told of the scan that runs. */
	int quarter;  /* of its progress; -1: nothing yet */
	int patience; /* how often that the server asks for it */
	gboolean slow;
};

G_DEFINE_FINAL_TYPE(AppStrip, app_strip, GTK_TYPE_BOX)

/* What there is to say. */
struct message {
	AppStatus mark;
	char *text, *detail; /* owned */
	const char *action, *label;
	gboolean running, may_close;
};

/* ---- choosing ---- */

static void say_running(AppScan *scan, struct message *m)
{
	m->mark = app_scan_get_waiting(scan) ? APP_STATUS_WEAK : APP_STATUS_PENDING;
	m->text = g_strdup(app_scan_get_stage(scan));
	m->detail = g_strdup(app_scan_get_detail(scan));
	m->action = "win.stop";
	m->label = _("Stop");
	m->running = TRUE;
}

/* The first server that is not known to its end, in the engine's own words. */
static char *why_partial(AppScan *scan)
{
	GListModel *servers = app_scan_get_servers(scan);

	for (guint i = 0; i < g_list_model_get_n_items(servers); i++) {
		g_autoptr(AppServer) server = g_list_model_get_item(servers, i);
		const char *why = app_server_get_facts(server)->incomplete;
		struct scn_text said = { 0 };
		char *sentence;

		if (!why)
			continue;
		scn_tr_stored(why, &said);
		sentence = g_strdup_printf(
			"%s: %s", app_server_get_short_title(server), scn_text_str(&said));
		scn_text_finish(&said);
		return sentence;
	}
	return NULL;
}

static void say_partial(AppScan *scan, struct message *m)
{
	gboolean stopped = app_scan_get_state(scan) == APP_SCAN_STOPPED;
	char *why = why_partial(scan);

	m->mark = APP_STATUS_UNKNOWN;
	if (stopped)
		m->text = g_strdup_printf(_("Stopped: %s."), app_scan_get_progress_text(scan));
	else
		m->text = why ? g_strdup(why) : g_strdup(_("Not everything was tested."));
	m->detail = g_strdup(_("Untested items are marked “not tested”."));
	m->action = stopped ? "win.resume" : "win.resume-slowly";
	m->label = stopped ? _("Resume") : _("Resume Slowly");
	m->may_close = TRUE;
	g_free(why);
}

static void say_offline(struct message *m)
{
	m->mark = APP_STATUS_WEAK;
	m->text = g_strdup(_("No network. Saved scans stay readable."));
	m->detail = g_strdup("");
}

static gboolean is_offline(void)
{
	return !g_network_monitor_get_network_available(g_network_monitor_get_default());
}

static gboolean is_demo(AppScan *scan)
{
	gboolean demo;

	g_object_get(scan, "demo", &demo, NULL);
	return demo;
}

/* False: nothing. */
static gboolean choose(AppStrip *strip, struct message *m)
{
	AppScan *scan = strip->scan;

	if (scan && app_scan_get_state(scan) == APP_SCAN_RUNNING)
		say_running(scan, m);
	else if (scan && app_scan_get_partial(scan) && scan != strip->hidden)
		say_partial(scan, m);
	else if (is_offline() && !(scan && is_demo(scan)))
		say_offline(m);
	else
		return FALSE;
	/* The embedded servers of a demo are gone when it is over. */
	if (scan && !m->running && is_demo(scan))
		m->action = NULL;
	return TRUE;
}

/* ---- showing ---- */

static void show_button(GtkWidget *button, const char *action, const char *label)
{
	gtk_widget_set_visible(button, action != NULL);
	if (!action)
		return;
	gtk_button_set_label(GTK_BUTTON(button), label);
	gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
}

static void forget_told(AppStrip *strip)
{
	strip->quarter = -1;
	strip->patience = 0;
	strip->slow = FALSE;
}

/* A screen reader is told at each quarter and when the server asks to slow down, not at each probe. */
static gboolean is_news(AppStrip *strip, const struct message *m)
{
	int quarter = MIN((int)(app_scan_get_fraction(strip->scan) * QUARTERS), QUARTERS - 1);
	gboolean slow = m->mark == APP_STATUS_WEAK;
	gboolean patience = slow && !strip->slow && strip->patience < PATIENCE_TOLD;
	gboolean news = quarter > strip->quarter || patience;

	strip->patience += patience;
	strip->slow = slow;
	strip->quarter = MAX(strip->quarter, quarter);
	return news;
}

static void announce(AppStrip *strip, GtkWidget *label, const struct message *m)
{
	g_autofree char *name =
		g_strdup_printf("%s%s%s", m->text, m->detail[0] ? " " : "", m->detail);

	if (!m->running)
		forget_told(strip);
	if (m->running ? is_news(strip, m) : strcmp(gtk_label_get_label(GTK_LABEL(label)), m->text))
		app_name(label, name);
}

/* The other one is for another time. */
static void show_text(AppStrip *strip, const struct message *m)
{
	GtkWidget *label = m->running ? strip->text : strip->alert;

	gtk_widget_set_visible(strip->text, m->running);
	gtk_widget_set_visible(strip->alert, !m->running);
	announce(strip, label, m);
	gtk_label_set_label(GTK_LABEL(label), m->text);
}

/* Work that goes on is blue, all else is worth a look. */
static void tint(AppStrip *strip, const struct message *m)
{
	gboolean goes_on = m->mark == APP_STATUS_PENDING;

	gtk_widget_remove_css_class(
		strip->line, goes_on ? "app-strip-warning" : "app-strip-running");
	gtk_widget_add_css_class(strip->line, goes_on ? "app-strip-running" : "app-strip-warning");
}

static void update(AppStrip *strip)
{
	struct message m = { 0 };
	gboolean any = choose(strip, &m);

	gtk_revealer_set_reveal_child(GTK_REVEALER(strip->revealer), any);
	gtk_widget_set_visible(GTK_WIDGET(strip), any);
	if (any) {
		app_mark_set(strip->mark, m.mark);
		tint(strip, &m);
		show_text(strip, &m);
		gtk_label_set_label(GTK_LABEL(strip->detail), m.detail);
		gtk_widget_set_visible(strip->detail, m.detail[0] != 0);
		gtk_widget_set_visible(strip->bar, m.running);
		if (m.running)
			gtk_progress_bar_set_fraction(
				GTK_PROGRESS_BAR(strip->bar), app_scan_get_fraction(strip->scan));
		show_button(strip->action, m.action, m.label);
		gtk_widget_set_visible(strip->close, m.may_close);
	}
	g_free(m.text);
	g_free(m.detail);
}

static void on_close(AppStrip *strip)
{
	g_set_object(&strip->hidden, strip->scan);
	update(strip);
}

static void on_context(AppStrip *strip)
{
	AppScan *scan = app_context_get_scan(strip->context);

	if (scan != strip->scan) {
		if (strip->scan)
			g_signal_handler_disconnect(strip->scan, strip->progress);
		g_set_object(&strip->scan, scan);
		forget_told(strip);
		if (scan)
			strip->progress = g_signal_connect_swapped(
				scan, "notify::fraction", G_CALLBACK(update), strip);
	}
	update(strip);
}

static void app_strip_dispose(GObject *object)
{
	AppStrip *strip = APP_STRIP(object);

	if (strip->scan)
		g_signal_handler_disconnect(strip->scan, strip->progress);
	g_clear_object(&strip->scan);
	g_clear_object(&strip->hidden);
	g_clear_object(&strip->context);
	G_OBJECT_CLASS(app_strip_parent_class)->dispose(object);
}

static void app_strip_class_init(AppStripClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_strip_dispose;
}

static GtkWidget *text_column(AppStrip *strip)
{
	GtkWidget *column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);

	strip->text = g_object_new(GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
		"xalign", 0.0, "wrap", TRUE, NULL);
	strip->alert = g_object_new(GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
		"xalign", 0.0, "wrap", TRUE, NULL);
	strip->detail = g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, NULL);
	gtk_widget_add_css_class(strip->detail, "caption");
	gtk_widget_add_css_class(strip->detail, "dim-label");
	strip->bar = gtk_progress_bar_new();
	gtk_accessible_update_property(
		GTK_ACCESSIBLE(strip->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Scan progress"), -1);
	gtk_box_append(GTK_BOX(column), strip->text);
	gtk_box_append(GTK_BOX(column), strip->alert);
	gtk_box_append(GTK_BOX(column), strip->bar);
	gtk_box_append(GTK_BOX(column), strip->detail);
	gtk_widget_set_hexpand(column, TRUE);
	gtk_widget_set_valign(column, GTK_ALIGN_CENTER);
	return column;
}

static void app_strip_init(AppStrip *strip)
{
	GtkWidget *box = app_line_new(12);

	strip->line = box;
	gtk_orientable_set_orientation(GTK_ORIENTABLE(strip), GTK_ORIENTATION_VERTICAL);
	forget_told(strip);
	strip->revealer = gtk_revealer_new();
	strip->mark = app_mark_new(APP_STATUS_PENDING);
	strip->action = gtk_button_new();
	strip->close = gtk_button_new_from_icon_name("app-cross-symbolic");
	gtk_widget_add_css_class(strip->close, "flat");
	gtk_widget_set_tooltip_text(strip->close, _("Hide this message"));
	gtk_accessible_update_property(GTK_ACCESSIBLE(strip->close), GTK_ACCESSIBLE_PROPERTY_LABEL,
		_("Hide this message"), -1);
	g_signal_connect_swapped(strip->close, "clicked", G_CALLBACK(on_close), strip);
	gtk_widget_add_css_class(box, "app-strip");
	app_line_add(box, strip->mark);
	app_line_add(box, text_column(strip));
	gtk_widget_set_valign(strip->action, GTK_ALIGN_CENTER);
	gtk_widget_set_valign(strip->close, GTK_ALIGN_CENTER);
	app_line_add(box, strip->action);
	app_line_add(box, strip->close);
	gtk_revealer_set_child(GTK_REVEALER(strip->revealer), box);
	gtk_box_append(GTK_BOX(strip), strip->revealer);
}

GtkWidget *app_strip_new(AppContext *context)
{
	AppStrip *strip = g_object_new(APP_TYPE_STRIP, NULL);

	strip->context = g_object_ref(context);
	g_signal_connect_object(
		context, "changed", G_CALLBACK(on_context), strip, G_CONNECT_SWAPPED);
	g_signal_connect_object(g_network_monitor_get_default(), "network-changed",
		G_CALLBACK(update), strip, G_CONNECT_SWAPPED);
	on_context(strip);
	return GTK_WIDGET(strip);
}
