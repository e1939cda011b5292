#include "gui/views/client-cell.h"

#include <glib/gi18n.h>

#include "core/report/card.h"
#include "core/report/title.h"
#include "gui/model/client-pairs.h"
#include "gui/model/text.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/tooltip.h"

enum {
	MOST_CHARS = 24,   /* of a cell that is not short */
	VERSION_CHARS = 7, /* "TLS 1.2" */
	LABEL_CHARS = 13,  /* the longest label of a cause in any language */
};

static GtkWidget *make_label(void)
{
	return g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
}

/* A mark, a text, a second text that is dim and the first to be cut. */
GtkWidget *app_client_cell_new(void)
{
	GtkWidget *cell = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
	GtkWidget *second = make_label();

	gtk_widget_add_css_class(cell, "app-cell");
	gtk_widget_add_css_class(second, "dim-label");
	gtk_box_append(GTK_BOX(cell), app_mark_new(APP_STATUS_NONE));
	gtk_box_append(GTK_BOX(cell), make_label());
	gtk_box_append(GTK_BOX(cell), second);
	return cell;
}

/* A version or a label is never cut; the table scrolls sideways instead. */
static int uncut_chars(const char *text)
{
	glong length = g_utf8_strlen(text, -1);

	return length <= LABEL_CHARS ? MAX((int)length, VERSION_CHARS) : VERSION_CHARS;
}

static void show(GtkWidget *cell, AppStatus status, const char *first, const char *second)
{
	GtkWidget *mark = gtk_widget_get_first_child(cell);
	GtkWidget *label = gtk_widget_get_next_sibling(mark);
	GtkWidget *dim = gtk_widget_get_next_sibling(label);

	app_mark_set(mark, status);
	gtk_widget_set_visible(mark, status != APP_STATUS_NONE);
	gtk_label_set_text(GTK_LABEL(label), first);
	gtk_label_set_ellipsize(
		GTK_LABEL(label), second[0] ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
	gtk_label_set_width_chars(GTK_LABEL(label), second[0] ? -1 : uncut_chars(first));
	gtk_label_set_text(GTK_LABEL(dim), second);
	gtk_widget_set_visible(dim, second[0] != 0);
	if (status == APP_STATUS_FAILS)
		gtk_widget_add_css_class(label, "app-strong");
	else
		gtk_widget_remove_css_class(label, "app-strong");
}

void app_client_cell_show_client(GtkWidget *cell, AppScan *scan, AppProfile *client)
{
	g_autoptr(AppClientPairs) all = app_client_pairs_new(scan, client);
	struct scn_text servers = { 0 };
	g_autofree char *name = NULL;

	scn_report_row(all->words, &servers);
	/* Translators: a row of a table; %1$s is a client, %2$s how each server does */
	name = g_strdup_printf(
		_("%1$s: %2$s"), app_profile_get_title(client), scn_text_str(&servers));
	show(cell, APP_STATUS_NONE, app_profile_get_name(client), app_profile_get_platform(client));
	app_set_tooltip(cell, name);
	app_name_row(cell, name);
	app_name_cell(cell, app_profile_get_title(client));
	scn_text_finish(&servers);
}

static char *text_of(AppPair *pair, AppCellLength length)
{
	const struct scn_verdict *verdict = app_pair_get_verdict(pair);
	struct scn_text text = { 0 };

	if (app_pair_get_status(pair) == APP_STATUS_PENDING)
		return g_strdup(length == APP_CELL_SHORT ? "…" : _("Testing…"));
	if (length == APP_CELL_SHORT)
		scn_report_short_cell(verdict, &text);
	else
		scn_report_cell(verdict, &text);
	/* A whole short word rather than half a long sentence; the tooltip has all. */
	if (verdict->kind == SCN_VERDICT_FAILS &&
		g_utf8_strlen(scn_text_str(&text), -1) > MOST_CHARS) {
		scn_text_clear(&text);
		scn_report_short_cell(verdict, &text);
	}
	return app_take_text(&text);
}

/* Who, what and how sure: also for those who see only a mark. */
static char *tooltip_of(AppServer *server, AppProfile *client, AppPair *pair)
{
	const struct scn_verdict *verdict = app_pair_get_verdict(pair);
	g_autofree char *text = text_of(pair, APP_CELL_WHOLE);

	return g_strdup_printf("%s › %s\n%s\n%s\n%s", app_profile_get_title(client),
		app_server_get_title(server), text, verdict->summary ? verdict->summary : "",
		scn_card_evidence(verdict));
}

void app_client_cell_show_pair(
	GtkWidget *cell, AppServer *server, AppProfile *client, AppCellLength length)
{
	AppPair *pair = app_server_get_pair(server, client);
	AppStatus status = app_pair_get_status(pair);
	g_autofree char *text = text_of(pair, length);
	g_autofree char *whole = text_of(pair, APP_CELL_WHOLE);
	g_autofree char *tooltip = tooltip_of(server, client, pair);
	/* Translators: a cell; %1$s is a server, %2$s "fails", %3$s why or with what */
	g_autofree char *name = g_strdup_printf(_("%1$s: %2$s, %3$s"),
		app_server_get_short_title(server), app_status_word(status), whole);

	show(cell, status, text, "");
	app_set_tooltip(cell, tooltip);
	app_name_cell(cell, name);
}

void app_client_cell_set_current(GtkWidget *cell, gboolean current)
{
	if (current)
		gtk_widget_add_css_class(cell, "app-current");
	else
		gtk_widget_remove_css_class(cell, "app-current");
}
