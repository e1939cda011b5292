#include "gui/profiles/words.h"
#include "gui/profiles/effect.h"

#include <glib/gi18n.h>

#include "gui/widgets/status.h"

struct counts {
	guint fails, unknown, weak, all;
};

struct _AppEffect {
	GtkBox parent;
	AppContext *context;
	AppSession *session;
	GtkWidget *mark, *text;
	AppScan *scan;        /* of what was counted at first; only compared, never used */
	struct counts before; /* when the editor was opened */
};

G_DEFINE_FINAL_TYPE(AppEffect, app_effect, GTK_TYPE_BOX)

static struct counts count(AppEffect *effect, AppScan *scan)
{
	GListModel *servers = app_scan_get_servers(scan);
	struct counts counts = { .all = g_list_model_get_n_items(servers) };

	for (guint i = 0; i < counts.all; i++) {
		g_autoptr(AppServer) server = g_list_model_get_item(servers, i);
		AppStatus status = app_pair_get_status(
			app_server_get_pair(server, app_session_get_profile(effect->session)));

		counts.fails += status == APP_STATUS_FAILS;
		counts.weak += status == APP_STATUS_WEAK;
		counts.unknown += status == APP_STATUS_UNKNOWN || status == APP_STATUS_PENDING;
	}
	return counts;
}

static AppStatus status_of(const struct counts *c)
{
	if (c->fails)
		return APP_STATUS_FAILS;
	if (c->unknown)
		return APP_STATUS_UNKNOWN;
	return c->weak ? APP_STATUS_WEAK : APP_STATUS_WORKS;
}

static char *sentence(const struct counts *c, const char *target)
{
	if (c->fails)
		return g_strdup_printf(
			ngettext("With this profile: %1$u of %2$u servers of %3$s fails",
				"With this profile: %1$u of %2$u servers of %3$s fail", c->fails),
			c->fails, c->all, target);
	if (c->unknown)
		return g_strdup_printf(ngettext("With this profile: nothing is known of %1$u of "
						"%2$u servers of %3$s",
					       "With this profile: nothing is known of %1$u of "
					       "%2$u servers of %3$s",
					       c->unknown),
			c->unknown, c->all, target);
	if (c->all == 1)
		return g_strdup_printf(_("With this profile: the server of %s works"), target);
	return g_strdup_printf(ngettext("With this profile: all %1$u server of %2$s works",
				       "With this profile: all %1$u servers of %2$s work", c->all),
		c->all, target);
}

static void fill(AppEffect *effect)
{
	AppScan *scan = effect->context ? app_context_get_scan(effect->context) : NULL;
	g_autofree char *said = NULL, *text = NULL;
	struct counts now;

	if (!effect->session || !scan || !app_scan_get_document(scan) ||
		!g_list_model_get_n_items(app_scan_get_servers(scan))) {
		gtk_widget_set_visible(GTK_WIDGET(effect), FALSE);
		return;
	}
	now = count(effect, scan);
	if (effect->scan != scan) {
		effect->scan = scan;
		effect->before = now;
	}
	said = sentence(&now, app_scan_get_title(scan));
	if (now.fails == effect->before.fails && now.unknown == effect->before.unknown)
		text = g_strdup_printf(_("%s (unchanged)"), said);
	else
		text = g_strdup_printf(ngettext("%1$s (before: %2$u fails)",
					       "%1$s (before: %2$u fail)", effect->before.fails),
			said, effect->before.fails);
	app_mark_set(effect->mark, status_of(&now));
	gtk_label_set_label(GTK_LABEL(effect->text), text);
	gtk_widget_set_visible(GTK_WIDGET(effect), TRUE);
}

void app_effect_set_session(AppEffect *effect, AppSession *session)
{
	if (effect->session)
		g_signal_handlers_disconnect_by_func(effect->session, fill, effect);
	g_set_object(&effect->session, session);
	if (session)
		g_signal_connect_object(
			session, "changed", G_CALLBACK(fill), effect, G_CONNECT_SWAPPED);
	effect->scan = NULL;
	fill(effect);
}

/* In the main window, where the answer has the words. */
static void on_show(AppEffect *effect)
{
	GtkRoot *root = gtk_widget_get_root(GTK_WIDGET(effect));
	GtkWindow *main_window = gtk_window_get_transient_for(GTK_WINDOW(root));

	app_context_set_client(effect->context, app_session_get_profile(effect->session));
	app_context_show_view(effect->context, "answer");
	if (main_window)
		gtk_window_present(main_window);
}

static void app_effect_dispose(GObject *object)
{
	g_clear_object(&APP_EFFECT(object)->session);
	g_clear_object(&APP_EFFECT(object)->context);
	G_OBJECT_CLASS(app_effect_parent_class)->dispose(object);
}

static void app_effect_class_init(AppEffectClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_effect_dispose;
}

static void app_effect_init(AppEffect *effect)
{
	GtkWidget *show = app_button_new(_("_Show"));

	gtk_box_set_spacing(GTK_BOX(effect), 12);
	effect->mark = app_mark_new(APP_STATUS_NONE);
	effect->text = g_object_new(GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
		"xalign", 0.0, "hexpand", TRUE, "wrap", TRUE, NULL);
	gtk_widget_add_css_class(show, "flat");
	gtk_widget_add_css_class(GTK_WIDGET(effect), "app-effect");
	gtk_box_append(GTK_BOX(effect), effect->mark);
	gtk_box_append(GTK_BOX(effect), effect->text);
	gtk_box_append(GTK_BOX(effect), show);
	g_signal_connect_swapped(show, "clicked", G_CALLBACK(on_show), effect);
}

GtkWidget *app_effect_new(AppContext *context)
{
	AppEffect *effect = g_object_new(APP_TYPE_EFFECT, NULL);

	effect->context = g_object_ref(context);
	g_signal_connect_object(context, "changed", G_CALLBACK(fill), effect, G_CONNECT_SWAPPED);
	fill(effect);
	return GTK_WIDGET(effect);
}
