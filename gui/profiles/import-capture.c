/* The ClientHellos of a capture as a table, and what is different from the nearest known client. */
#include <glib/gi18n.h>

#include "gui/profiles/import-private.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/tooltip.h"

struct capture {
	struct app_import *import;
	GtkSingleSelection *chosen;
	GtkWidget *heading, *differences;
};

static void capture_free(gpointer data)
{
	struct capture *c = data;

	app_import_free(c->import);
	g_free(c);
}

/* ---- cells: the items are numbers as strings, and the table knows the rest ---- */

static guint place_of(gpointer item)
{
	return (guint)g_ascii_strtoull(gtk_string_object_get_string(item), NULL, 10);
}

static const struct scn_profile *profile_at(const struct capture *c, guint at)
{
	return c->import->result.profiles.items[at];
}

static const struct scn_import_origin *origin_at(const struct capture *c, guint at)
{
	return &c->import->result.origins[at];
}

static char *time_text(const struct capture *c, guint at)
{
	g_autoptr(GDateTime) when = g_date_time_new_from_unix_local(origin_at(c, at)->when);

	return when ? g_date_time_format(when, "%F %T") : g_strdup("");
}

static char *from_text(const struct capture *c, guint at)
{
	return g_strdup(origin_at(c, at)->from);
}

static char *to_text(const struct capture *c, guint at)
{
	return g_strdup(origin_at(c, at)->to);
}

static char *sni_text(const struct capture *c, guint at)
{
	const char *name = origin_at(c, at)->server_name;

	return g_strdup(name ? name : "–");
}

static char *version_text(const struct capture *c, guint at)
{
	return g_strdup(scn_version_title(scn_versions_newest(profile_at(c, at)->versions)));
}

static char *suites_text(const struct capture *c, guint at)
{
	return g_strdup_printf("%zu", profile_at(c, at)->suite_count);
}

/* "97 % Exchange 2019" */
static char *nearest_text(const struct capture *c, guint at)
{
	return g_strdup_printf(C_("how alike, name of a client", "%1$u %% %2$s"),
		c->import->percent[at], c->import->nearest[at]);
}

typedef char *CellText(const struct capture *c, guint at);

static const struct {
	const char *title;
	CellText *text;
	gboolean expand;
} columns[] = {
	{ N_("Time"), time_text, FALSE },
	{ N_("From"), from_text, FALSE },
	{ N_("To"), to_text, FALSE },
	{ N_("SNI"), sni_text, FALSE },
	{ N_("Highest"), version_text, FALSE },
	{ N_("Suites"), suites_text, FALSE },
	{ N_("Nearest Profile"), nearest_text, TRUE },
};

static char *row_words(const struct capture *c, guint at)
{
	g_autoptr(GString) words = g_string_new(NULL);

	for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
		g_autofree char *text = columns[i].text(c, at);

		g_string_append_printf(words, "%s%s", i ? ", " : "", text);
	}
	return g_strdup(words->str);
}

static void on_setup(GtkSignalListItemFactory *factory, GtkListItem *item)
{
	gtk_list_item_set_child(item, g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize",
					      PANGO_ELLIPSIZE_END, "width-chars", 6, NULL));
}

static void on_bind(GtkSignalListItemFactory *factory, GtkListItem *item, struct capture *c)
{
	guint column = GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(factory), "app-column"));
	guint at = place_of(gtk_list_item_get_item(item));
	GtkWidget *label = gtk_list_item_get_child(item);
	g_autofree char *text = columns[column].text(c, at);
	g_autofree char *words = row_words(c, at);

	gtk_label_set_label(GTK_LABEL(label), text);
	app_set_tooltip(label, text);
	if (column == 0)
		app_name_row(label, words);
}

static GtkColumnViewColumn *column(struct capture *c, guint at)
{
	GtkListItemFactory *factory = gtk_signal_list_item_factory_new();
	GtkColumnViewColumn *made;

	g_object_set_data(G_OBJECT(factory), "app-column", GUINT_TO_POINTER(at));
	g_signal_connect(factory, "setup", G_CALLBACK(on_setup), NULL);
	g_signal_connect(factory, "bind", G_CALLBACK(on_bind), c);
	made = gtk_column_view_column_new(_(columns[at].title), factory);
	gtk_column_view_column_set_expand(made, columns[at].expand);
	gtk_column_view_column_set_resizable(made, TRUE);
	return made;
}

/* ---- below the table ---- */

static void on_chosen(struct capture *c)
{
	guint at = gtk_single_selection_get_selected(c->chosen);
	g_autofree char *heading = NULL;

	if (at == GTK_INVALID_LIST_POSITION)
		return;
	heading = c->import->percent[at] == 100
			  ? g_strdup_printf(_("The same lists as %s"), c->import->nearest[at])
			  : g_strdup_printf(_("Different from %s"), c->import->nearest[at]);
	gtk_label_set_label(GTK_LABEL(c->heading), heading);
	gtk_label_set_label(GTK_LABEL(c->differences), c->import->differences[at]);
}

static GtkWidget *detail(struct capture *c)
{
	GtkWidget *box = g_object_new(GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
		"spacing", 6, "margin-start", 12, "margin-end", 12, "margin-top", 9, NULL);
	GtkWidget *scroller;

	c->heading = g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END,
		"accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
	gtk_widget_add_css_class(c->heading, "heading");
	c->differences = g_object_new(
		GTK_TYPE_LABEL, "xalign", 0.0, "yalign", 0.0, "selectable", TRUE, NULL);
	gtk_widget_add_css_class(c->differences, "monospace");
	scroller = g_object_new(
		GTK_TYPE_SCROLLED_WINDOW, "child", c->differences, "vexpand", TRUE, NULL);
	gtk_box_append(GTK_BOX(box), c->heading);
	gtk_box_append(GTK_BOX(box), scroller);
	return box;
}

static GtkWidget *table(struct capture *c)
{
	GtkStringList *numbers = gtk_string_list_new(NULL);
	GtkWidget *view, *scroller;

	for (size_t i = 0; i < c->import->result.profiles.count; i++)
		gtk_string_list_take(numbers, g_strdup_printf("%zu", i));
	c->chosen = gtk_single_selection_new(G_LIST_MODEL(numbers));
	view = gtk_column_view_new(GTK_SELECTION_MODEL(c->chosen));
	for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
		g_autoptr(GtkColumnViewColumn) made = column(c, i);

		gtk_column_view_append_column(GTK_COLUMN_VIEW(view), made);
	}
	gtk_column_view_set_show_row_separators(GTK_COLUMN_VIEW(view), TRUE);
	app_name(view, _("ClientHellos in the capture"));
	app_one_tab_stop(view);
	scroller = g_object_new(GTK_TYPE_SCROLLED_WINDOW, "child", view, "vexpand", TRUE, NULL);
	return scroller;
}

static const struct scn_profile *chosen(gpointer user)
{
	struct capture *c = user;
	guint at = gtk_single_selection_get_selected(c->chosen);

	return at == GTK_INVALID_LIST_POSITION ? NULL : profile_at(c, at);
}

GtkWidget *app_import_capture_page(AppImportWindow *window, struct app_import *take)
{
	struct capture *c = g_new0(struct capture, 1);
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
	GtkWidget *panes = gtk_paned_new(GTK_ORIENTATION_VERTICAL);

	c->import = take;
	gtk_paned_set_start_child(GTK_PANED(panes), table(c));
	gtk_paned_set_end_child(GTK_PANED(panes), detail(c));
	gtk_paned_set_position(GTK_PANED(panes), 260);
	gtk_widget_set_vexpand(panes, TRUE);
	g_object_set_data_full(G_OBJECT(box), "app-capture", c, capture_free);
	if (take->result.notes.len) {
		g_autofree char *notes = g_strchomp(g_strdup(scn_text_str(&take->result.notes)));
		GtkWidget *label = g_object_new(
			GTK_TYPE_LABEL, "label", notes, "xalign", 0.0, "wrap", TRUE, NULL);

		gtk_widget_add_css_class(label, "app-strip");
		gtk_box_append(GTK_BOX(box), label);
	}
	gtk_box_append(GTK_BOX(box), panes);
	gtk_box_append(GTK_BOX(box), app_import_buttons(window, chosen, c));
	g_signal_connect_swapped(c->chosen, "notify::selected", G_CALLBACK(on_chosen), c);
	on_chosen(c);
	return box;
}
