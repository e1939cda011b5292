#include "gui/views/suites-order.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/widgets/a11y.h"
#include "gui/widgets/tooltip.h"

struct _AppSuitesOrder {
	GtkBox parent;
	GtkWidget *list;
	char *shown; /* what the list says, to know whether it has to be made anew */
	enum scn_order orders[SCN_VERSION_COUNT];
};

enum {
	SIGNAL_SELECTED,
	SIGNAL_ACTIVATED,
	SIGNAL_COUNT,
};
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE(AppSuitesOrder, app_suites_order, GTK_TYPE_BOX)

enum {
	NUMBER_CHARS = 3,
	STRENGTH_CHARS = 8,
};

static const char suite_key[] = "app-suite", version_key[] = "app-version";

/* ---- what is accepted ---- */

static int by_place(gconstpointer a, gconstpointer b, gpointer user)
{
	int version = GPOINTER_TO_INT(user);
	guint left = app_suite_row_get(*(AppSuiteRow *const *)a)->at[version].place;
	guint right = app_suite_row_get(*(AppSuiteRow *const *)b)->at[version].place;

	return (left > right) - (left < right);
}

static GPtrArray *accepted_at(AppSuiteModel *model, int version)
{
	GListModel *all = app_suite_model_get_all(model);
	GPtrArray *rows = g_ptr_array_new_with_free_func(g_object_unref);

	for (guint i = 0; i < g_list_model_get_n_items(all); i++) {
		AppSuiteRow *row = g_list_model_get_item(all, i);

		if (app_suite_row_get(row)->at[version].place)
			g_ptr_array_add(rows, row);
		else
			g_object_unref(row);
	}
	g_ptr_array_sort_with_data(rows, by_place, GINT_TO_POINTER(version));
	return rows;
}

/* ---- a row ---- */

static GtkWidget *small_label(const char *text)
{
	GtkWidget *label = gtk_label_new(text);

	gtk_widget_add_css_class(label, "caption");
	return label;
}

static GtkWidget *number_label(const struct scn_suite_cell *cell)
{
	g_autofree char *number = g_strdup_printf("%u", cell->rank);
	GtkWidget *label = gtk_label_new(cell->rank ? number : "");

	gtk_widget_add_css_class(label, "numeric");
	gtk_widget_add_css_class(label, "dim-label");
	gtk_label_set_width_chars(GTK_LABEL(label), NUMBER_CHARS);
	gtk_label_set_xalign(GTK_LABEL(label), 1);
	gtk_widget_set_visible(label, cell->rank != 0);
	return label;
}

static void add_strength(GtkWidget *box, AppSuiteRow *row)
{
	GtkWidget *word = small_label(app_suite_row_strength_word(row));

	gtk_label_set_width_chars(GTK_LABEL(word), STRENGTH_CHARS);
	gtk_label_set_xalign(GTK_LABEL(word), 0);
	gtk_box_append(GTK_BOX(box), app_mark_new(app_suite_row_strength_status(row)));
	gtk_box_append(GTK_BOX(box), word);
}

static char *row_sentence(AppSuiteRow *row, int version, const char *name)
{
	const struct scn_suite_cell *cell = &app_suite_row_get(row)->at[version];
	const char *title = scn_version_title((enum scn_version)version);

	if (cell->rank)
		return g_strdup_printf(_("%s, number %u with %s, %s"), name, cell->rank, title,
			app_suite_row_strength_word(row));
	return g_strdup_printf(_("%s, accepted with %s, no server order, %s"), name, title,
		app_suite_row_strength_word(row));
}

static void add_notes(GtkWidget *box, AppSuiteRow *row, int version)
{
	const struct scn_suite_row *suite = app_suite_row_get(row);

	if (suite->at[version].equal) {
		GtkWidget *note = small_label(_("as good as the one above; the client decides"));

		gtk_widget_add_css_class(note, "dim-label");
		gtk_box_append(GTK_BOX(box), note);
	}
	if (suite->clients[0].chosen) {
		GtkWidget *star = app_mark_new(APP_STATUS_NONE);

		app_mark_set_icon(star, APP_STATUS_WORKS, "app-star-symbolic");
		gtk_box_append(GTK_BOX(box), star);
		gtk_box_append(GTK_BOX(box), small_label(_("chosen for this pair")));
	}
}

static GtkWidget *row_new(AppSuiteRow *row, int version, enum scn_dialect names)
{
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
	g_autofree char *name = app_suite_row_name(row, names);
	g_autofree char *sentence = row_sentence(row, version, name);
	GtkWidget *label = gtk_label_new(name), *item = gtk_list_box_row_new();

	gtk_widget_add_css_class(label, "monospace");
	gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
	gtk_label_set_xalign(GTK_LABEL(label), 0);
	app_set_tooltip(label, name);
	gtk_box_append(GTK_BOX(box), number_label(&app_suite_row_get(row)->at[version]));
	add_strength(box, row);
	gtk_box_append(GTK_BOX(box), label);
	add_notes(box, row, version);
	gtk_widget_set_margin_start(box, 12);
	gtk_widget_set_margin_end(box, 12);
	gtk_widget_set_margin_top(box, 3);
	gtk_widget_set_margin_bottom(box, 3);
	gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(item), box);
	g_object_set_data_full(G_OBJECT(item), suite_key, g_object_ref(row), g_object_unref);
	g_object_set_data(G_OBJECT(item), version_key, GINT_TO_POINTER(version));
	app_name(item, sentence);
	return item;
}

/* ---- headings of versions ---- */

static const char *order_text(enum scn_order order)
{
	switch (order) {
	case SCN_ORDER_SERVER:
		return _("the server's order");
	case SCN_ORDER_CLIENT:
		return _("no server order: the client decides");
	default:
		return _("who decides was not tested");
	}
}

static GtkWidget *heading(AppSuitesOrder *order, int version)
{
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
	GtkWidget *title = gtk_label_new(scn_version_title((enum scn_version)version));
	GtkWidget *who = gtk_label_new(order_text(order->orders[version]));

	gtk_widget_add_css_class(title, "heading");
	gtk_widget_add_css_class(who, "dim-label");
	gtk_box_append(GTK_BOX(box), title);
	gtk_box_append(GTK_BOX(box), who);
	gtk_widget_set_margin_start(box, 12);
	gtk_widget_set_margin_top(box, 12);
	gtk_widget_set_margin_bottom(box, 6);
	return box;
}

static int version_of(GtkListBoxRow *row)
{
	return row ? GPOINTER_TO_INT(g_object_get_data(G_OBJECT(row), version_key)) : -1;
}

static void set_header(GtkListBoxRow *row, GtkListBoxRow *before, gpointer user)
{
	gboolean first = version_of(row) != version_of(before);

	gtk_list_box_row_set_header(row, first ? heading(user, version_of(row)) : NULL);
}

/* ---- the list ---- */

/* All that the rows say, as a text. */
static char *content(AppSuiteModel *model, enum scn_dialect names)
{
	GString *text = g_string_new(scn_dialect_word(names));

	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		g_autoptr(GPtrArray) rows = accepted_at(model, v);

		g_string_append_printf(text, " v%d:%d", v, app_suite_model_get_order(model, v));
		for (guint i = 0; i < rows->len; i++) {
			const struct scn_suite_row *row = app_suite_row_get(rows->pdata[i]);

			g_string_append_printf(text, " %x,%u,%d,%d", row->code, row->at[v].rank,
				row->at[v].equal, row->clients[0].chosen);
		}
	}
	return g_string_free(text, FALSE);
}

void app_suites_order_fill(AppSuitesOrder *order, AppSuiteModel *model, enum scn_dialect names)
{
	g_autofree char *now = content(model, names);
	GtkListBoxRow *row;

	if (g_strcmp0(now, order->shown) == 0)
		return;
	g_free(order->shown);
	order->shown = g_steal_pointer(&now);
	while ((row = gtk_list_box_get_row_at_index(GTK_LIST_BOX(order->list), 0)))
		gtk_list_box_remove(GTK_LIST_BOX(order->list), GTK_WIDGET(row));
	for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--) {
		g_autoptr(GPtrArray) rows = accepted_at(model, v);

		order->orders[v] = app_suite_model_get_order(model, (enum scn_version)v);
		for (guint i = 0; i < rows->len; i++)
			gtk_list_box_append(
				GTK_LIST_BOX(order->list), row_new(rows->pdata[i], v, names));
	}
	gtk_list_box_select_row(GTK_LIST_BOX(order->list),
		gtk_list_box_get_row_at_index(GTK_LIST_BOX(order->list), 0));
}

AppSuiteRow *app_suites_order_get_selected(AppSuitesOrder *order)
{
	GtkListBoxRow *row = gtk_list_box_get_selected_row(GTK_LIST_BOX(order->list));

	return row ? g_object_get_data(G_OBJECT(row), suite_key) : NULL;
}

static GtkListBoxRow *row_at(AppSuitesOrder *order, int index)
{
	return gtk_list_box_get_row_at_index(GTK_LIST_BOX(order->list), index);
}

gboolean app_suites_order_next_weak(AppSuitesOrder *order, int by)
{
	GtkListBoxRow *row = gtk_list_box_get_selected_row(GTK_LIST_BOX(order->list));
	int at = row ? gtk_list_box_row_get_index(row) : -1, count = 0;

	while (row_at(order, count))
		count++;
	for (int i = 0; i < count; i++) {
		at = (at + by + count) % count;
		row = row_at(order, at);
		if (scn_suite_row_weak(
			    app_suite_row_get(g_object_get_data(G_OBJECT(row), suite_key)))) {
			gtk_list_box_select_row(GTK_LIST_BOX(order->list), row);
			return gtk_widget_grab_focus(GTK_WIDGET(row));
		}
	}
	return FALSE;
}

gboolean app_suites_order_is_empty(AppSuitesOrder *order)
{
	return gtk_list_box_get_row_at_index(GTK_LIST_BOX(order->list), 0) == NULL;
}

static void on_selected(AppSuitesOrder *order)
{
	g_signal_emit(order, signals[SIGNAL_SELECTED], 0);
}

static void on_activated(AppSuitesOrder *order)
{
	g_signal_emit(order, signals[SIGNAL_ACTIVATED], 0);
}

/* ---- the widget ---- */

static void app_suites_order_finalize(GObject *object)
{
	g_free(APP_SUITES_ORDER(object)->shown);
	G_OBJECT_CLASS(app_suites_order_parent_class)->finalize(object);
}

static void app_suites_order_class_init(AppSuitesOrderClass *class)
{
	G_OBJECT_CLASS(class)->finalize = app_suites_order_finalize;
	signals[SIGNAL_SELECTED] = g_signal_new("selected", APP_TYPE_SUITES_ORDER,
		G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
	signals[SIGNAL_ACTIVATED] = g_signal_new("activated", APP_TYPE_SUITES_ORDER,
		G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void app_suites_order_init(AppSuitesOrder *order)
{
	GtkWidget *scroller = gtk_scrolled_window_new();

	order->list = gtk_list_box_new();
	gtk_list_box_set_header_func(GTK_LIST_BOX(order->list), set_header, order, NULL);
	app_name(order->list, _("Suites in the order of the server"));
	app_one_tab_stop(order->list);
	g_signal_connect_swapped(order->list, "row-selected", G_CALLBACK(on_selected), order);
	g_signal_connect_swapped(order->list, "row-activated", G_CALLBACK(on_activated), order);
	gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), order->list);
	gtk_widget_set_hexpand(scroller, TRUE);
	gtk_widget_set_vexpand(scroller, TRUE);
	gtk_box_append(GTK_BOX(order), scroller);
}
