/* A live client: listen as a mail server, keep the ClientHello of who connects. */
#include <glib/gi18n.h>

#include "gui/profiles/words.h"
#include "gui/profiles/import-private.h"
#include "gui/profiles/session.h"

/* Shared by the page, the listener's thread and those of its visitors. */
struct live {
	gatomicrefcount refs;
	AppImportWindow *window;       /* NULL: the page is gone; main thread only */
	struct scn_listener *listener; /* NULL: it does not listen; main thread only */
	GThread *thread;
	char *date;
	GtkWidget *address, *start, *stop, *spinner, *waiting, *state, *lines, *host, *port;
};

static void live_unref(struct live *live)
{
	if (!g_atomic_ref_count_dec(&live->refs))
		return;
	g_free(live->date);
	g_free(live);
}

/* ---- from the threads to the main thread ---- */

struct news {
	struct live *live;
	struct scn_profile *profile; /* NULL: no ClientHello came */
	char *sentence;
};

static void set_listening(struct live *live, gboolean listening);

static void show_profile(struct live *live, struct scn_profile *take, const char *what)
{
	struct app_import *import = app_import_new(NULL);

	import->name = g_strdup(take->name);
	import->what = g_strdup(what);
	import->given = take;
	app_import_window_read(live->window, import);
}

static gboolean on_news(gpointer user)
{
	struct news *news = user;
	struct live *live = news->live;

	if (live->window) {
		gtk_label_set_label(GTK_LABEL(live->state), news->sentence);
		if (news->profile) {
			set_listening(live, FALSE);
			show_profile(live, g_steal_pointer(&news->profile), news->sentence);
		}
	}
	scn_profile_free(news->profile);
	g_free(news->sentence);
	live_unref(live);
	g_free(news);
	return G_SOURCE_REMOVE;
}

static void on_heard(void *user, const struct scn_heard *heard)
{
	struct live *live = user;
	struct news *news = g_new0(struct news, 1);
	struct scn_text who = { 0 }, error = { 0 };

	scn_import_heard_who(heard, &who);
	if (heard->hello.len)
		news->profile = scn_import_heard(heard, NULL, live->date, &error);
	if (news->profile)
		news->sentence = g_strdup_printf(_("Recorded: %s"), scn_text_str(&who));
	else
		news->sentence = g_strdup_printf(_("No ClientHello from %1$s: %2$s"),
			scn_text_str(&who), error.len ? scn_text_str(&error) : heard->why);
	g_atomic_ref_count_inc(&live->refs);
	news->live = live;
	g_idle_add(on_news, news);
	scn_text_finish(&who);
	scn_text_finish(&error);
}

/* ---- the listener ---- */

static gpointer serve(gpointer user)
{
	struct live *live = user;

	scn_listener_run(live->listener);
	return NULL;
}

static void set_listening(struct live *live, gboolean listening)
{
	gtk_widget_set_sensitive(live->start, !listening);
	gtk_widget_set_sensitive(live->stop, listening);
	gtk_widget_set_sensitive(live->address, !listening);
	gtk_widget_set_visible(live->waiting, listening);
	gtk_spinner_set_spinning(GTK_SPINNER(live->spinner), listening);
	if (listening || !live->listener)
		return;
	/* Wait for those who are talking: they end at once, and what they tell comes after this. */
	scn_listener_stop(live->listener);
	g_thread_join(live->thread);
	scn_listener_free(live->listener);
	live->listener = NULL;
}

/* "192.0.2.7:2525" → the two lines of a send connector. */
static void show_lines(struct live *live)
{
	const char *where = scn_listener_where(live->listener);
	const char *colon = strrchr(where, ':');
	g_autofree char *host = g_strndup(where, (gsize)(colon - where));
	/* Every address of this computer: its name is the one that helps. */
	gboolean any = strcmp(host, "0.0.0.0") == 0 || strcmp(host, "[::]") == 0;

	adw_action_row_set_subtitle(ADW_ACTION_ROW(live->host), any ? g_get_host_name() : host);
	adw_action_row_set_subtitle(ADW_ACTION_ROW(live->port), colon + 1);
	gtk_widget_set_visible(live->lines, TRUE);
}

static void on_start(struct live *live)
{
	const char *where = gtk_editable_get_text(GTK_EDITABLE(live->address));
	const struct scn_listener_options options = {
		.where = where,
		.heard = on_heard,
		.user = live,
	};
	struct scn_text error = { 0 };

	live->listener = scn_listener_open(&options, &error);
	if (!live->listener) {
		gtk_label_set_label(GTK_LABEL(live->state), scn_text_str(&error));
		scn_text_finish(&error);
		return;
	}
	gtk_label_set_label(GTK_LABEL(live->state), "");
	live->thread = g_thread_new("listener", serve, live);
	set_listening(live, TRUE);
	show_lines(live);
}

static void on_stop(struct live *live)
{
	set_listening(live, FALSE);
	gtk_label_set_label(GTK_LABEL(live->state), _("Stopped."));
}

/* The page goes: with the window, or because another one takes its place. */
static void on_gone(gpointer data)
{
	struct live *live = data;

	live->window = NULL;
	if (live->listener) {
		scn_listener_stop(live->listener);
		g_thread_join(live->thread);
		scn_listener_free(live->listener);
		live->listener = NULL;
	}
	live_unref(live);
}

/* ---- the page ---- */

static GtkWidget *line_row(GtkWidget *group, const char *title)
{
	GtkWidget *row = adw_action_row_new();

	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
	gtk_widget_add_css_class(row, "property");
	adw_action_row_set_subtitle_lines(ADW_ACTION_ROW(row), 1);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(group), row);
	return row;
}

static GtkWidget *where_group(struct live *live)
{
	GtkWidget *group = adw_preferences_group_new();
	GtkWidget *buttons = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

	adw_preferences_group_set_title(ADW_PREFERENCES_GROUP(group), _("Listen"));
	adw_preferences_group_set_description(ADW_PREFERENCES_GROUP(group),
		_("As a mail server that offers STARTTLS. It keeps the ClientHello and takes no "
		  "mail."));
	live->address = adw_entry_row_new();
	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(live->address), _("Address and port"));
	gtk_editable_set_text(GTK_EDITABLE(live->address), "0.0.0.0:2525");
	live->start = app_button_new(_("S_tart"));
	live->stop = app_button_new(_("St_op"));
	gtk_widget_add_css_class(live->start, "suggested-action");
	gtk_widget_set_sensitive(live->stop, FALSE);
	gtk_widget_set_valign(buttons, GTK_ALIGN_CENTER);
	g_signal_connect_swapped(live->start, "clicked", G_CALLBACK(on_start), live);
	g_signal_connect_swapped(live->stop, "clicked", G_CALLBACK(on_stop), live);
	gtk_box_append(GTK_BOX(buttons), live->start);
	gtk_box_append(GTK_BOX(buttons), live->stop);
	adw_preferences_group_set_header_suffix(ADW_PREFERENCES_GROUP(group), buttons);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(group), live->address);
	return group;
}

static GtkWidget *lines_group(struct live *live)
{
	live->lines = adw_preferences_group_new();
	adw_preferences_group_set_title(ADW_PREFERENCES_GROUP(live->lines), _("Test Connector"));
	adw_preferences_group_set_description(ADW_PREFERENCES_GROUP(live->lines),
		_("Point a send connector of the mail server at this computer, and send a mail."));
	live->host = line_row(live->lines, _("Smart host"));
	live->port = line_row(live->lines, _("Port"));
	gtk_widget_set_visible(live->lines, FALSE);
	return live->lines;
}

static GtkWidget *state_group(struct live *live)
{
	GtkWidget *group = adw_preferences_group_new();

	live->waiting = g_object_new(GTK_TYPE_BOX, "spacing", 12, "visible", FALSE, NULL);
	live->spinner = g_object_new(
		GTK_TYPE_SPINNER, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
	gtk_box_append(GTK_BOX(live->waiting), live->spinner);
	gtk_box_append(
		GTK_BOX(live->waiting), gtk_label_new(_("Waiting for a client to connect…")));
	live->state = g_object_new(GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
		"xalign", 0.0, "wrap", TRUE, NULL);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(group), live->waiting);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(group), live->state);
	return group;
}

GtkWidget *app_import_live_page(AppImportWindow *window)
{
	struct live *live = g_new0(struct live, 1);
	GtkWidget *page = adw_preferences_page_new();

	g_atomic_ref_count_init(&live->refs);
	live->window = window;
	live->date = app_session_date();
	adw_preferences_page_add(
		ADW_PREFERENCES_PAGE(page), ADW_PREFERENCES_GROUP(where_group(live)));
	adw_preferences_page_add(
		ADW_PREFERENCES_PAGE(page), ADW_PREFERENCES_GROUP(lines_group(live)));
	adw_preferences_page_add(
		ADW_PREFERENCES_PAGE(page), ADW_PREFERENCES_GROUP(state_group(live)));
	g_object_set_data_full(G_OBJECT(page), "app-live", live, on_gone);
	return page;
}
