#include "gui/views/server-table.h"

#include <glib/gi18n.h>

#include "gui/model/slices.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/clipboard.h"
#include "gui/widgets/tooltip.h"

enum {
	FACT_CHARS = 36, /* width of the first column, in letters of usual width */
	FACT_CHARS_NARROW = 28,
	CELL_CHARS = 20, /* a server's column is never narrower: it scrolls sideways instead */
};

struct _AppServerTable {
	GtkBox parent;
	AppContext *context;
	GListStore *rows;
	GtkFilter *filter;
	GtkSliceListModel *shown;
	GtkWidget *columns, *nothing;
	GtkColumnViewColumn *facts;
	GPtrArray *titles; /* of the columns that there are */
	GtkSingleSelection *selection;
	gboolean only_differences;
};

G_DEFINE_FINAL_TYPE(AppServerTable, app_server_table, GTK_TYPE_BOX)

/* ---- cells: a mark and a text ---- */

/* data: the number of the column; 0: the names of the facts. */
static void on_setup(GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
	GtkWidget *mark = app_mark_new(APP_STATUS_NONE), *label = gtk_label_new(NULL);

	gtk_label_set_xalign(GTK_LABEL(label), 0);
	gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
	gtk_label_set_width_chars(GTK_LABEL(label), data ? CELL_CHARS : -1);
	gtk_widget_set_hexpand(label, TRUE);
	gtk_box_append(GTK_BOX(box), mark);
	gtk_box_append(GTK_BOX(box), label);
	gtk_list_item_set_child(item, box);
}

static void set_text(GtkWidget *box, const char *text)
{
	GtkWidget *label = gtk_widget_get_last_child(box);

	gtk_label_set_text(GTK_LABEL(label), text);
	app_set_tooltip(label, text);
}

static void show_fact(GtkListItem *item)
{
	AppFactRow *row = gtk_list_item_get_item(item);
	GtkWidget *box = gtk_list_item_get_child(item), *mark = gtk_widget_get_first_child(box);
	g_autofree char *sentence = app_fact_row_sentence(row);
	gboolean differs = app_fact_row_get_differs(row);

	gtk_image_set_from_icon_name(GTK_IMAGE(mark), "app-differs-symbolic");
	gtk_widget_set_opacity(mark, 1);
	gtk_widget_add_css_class(mark, "app-differs");
	gtk_widget_set_visible(mark, differs);
	set_text(box, app_fact_row_get_label(row));
	/* Names of suites begin alike and end differently. */
	gtk_label_set_ellipsize(GTK_LABEL(gtk_widget_get_last_child(box)), PANGO_ELLIPSIZE_MIDDLE);
	app_name_row(box, sentence);
	app_name_cell(box, app_fact_row_get_label(row));
}

/* Only what is not as it should be has a mark: a table full of marks shows none of them. */
static gboolean is_marked(AppStatus status)
{
	return status == APP_STATUS_WEAK || status == APP_STATUS_FAILS ||
	       status == APP_STATUS_UNKNOWN;
}

static void show_cell(GtkListItem *item, guint column)
{
	GtkWidget *box = gtk_list_item_get_child(item), *mark = gtk_widget_get_first_child(box);
	AppFact *cell = app_fact_row_get_cell(gtk_list_item_get_item(item), column);
	AppStatus status = cell ? app_fact_get_status(cell) : APP_STATUS_NONE;

	app_mark_set(mark, is_marked(status) ? status : APP_STATUS_NONE);
	gtk_widget_set_visible(mark, is_marked(status));
	set_text(box, cell ? app_fact_get_value(cell) : "");
	app_name_cell(box, cell ? app_fact_get_value(cell) : "");
	if (status == APP_STATUS_UNKNOWN)
		gtk_widget_add_css_class(gtk_widget_get_last_child(box), "dim-label");
	else
		gtk_widget_remove_css_class(gtk_widget_get_last_child(box), "dim-label");
}

/* The column's number is the factory's; 0 is that of the facts. */
static void show(GtkListItem *item)
{
	guint column = GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(item), "column"));

	if (column)
		show_cell(item, column - 1);
	else
		show_fact(item);
}

static void on_bind(GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
	g_object_set_data(G_OBJECT(item), "column", column);
	g_signal_connect_swapped(gtk_list_item_get_item(item), "changed", G_CALLBACK(show), item);
	show(item);
}

static void on_unbind(GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
	g_signal_handlers_disconnect_by_func(gtk_list_item_get_item(item), show, item);
}

static GtkColumnViewColumn *add_column(AppServerTable *table, const char *title, guint number)
{
	GtkListItemFactory *factory = gtk_signal_list_item_factory_new();
	GtkColumnViewColumn *column = gtk_column_view_column_new(title, factory);

	g_signal_connect(factory, "setup", G_CALLBACK(on_setup), GUINT_TO_POINTER(number));
	g_signal_connect(factory, "bind", G_CALLBACK(on_bind), GUINT_TO_POINTER(number));
	g_signal_connect(factory, "unbind", G_CALLBACK(on_unbind), GUINT_TO_POINTER(number));
	gtk_column_view_column_set_resizable(column, TRUE);
	gtk_column_view_column_set_expand(column, number > 0);
	gtk_column_view_append_column(GTK_COLUMN_VIEW(table->columns), column);
	g_object_unref(column);
	return column;
}

/* ---- columns ---- */

static gboolean has_titles(
	AppServerTable *table, const struct app_fact_column *columns, guint count)
{
	if (!table->facts || table->titles->len != count)
		return FALSE;
	for (guint i = 0; i < count; i++)
		if (!g_str_equal(table->titles->pdata[i], columns[i].title))
			return FALSE;
	return TRUE;
}

/* A column that was shown is taken out, not hidden: GTK 4.8 would leave a hole. */
static void set_titles(AppServerTable *table, const struct app_fact_column *columns, guint count)
{
	GListModel *all = gtk_column_view_get_columns(GTK_COLUMN_VIEW(table->columns));

	if (has_titles(table, columns, count))
		return;
	g_list_store_remove_all(table->rows);
	app_slices_begin(table->shown);
	while (g_list_model_get_n_items(all)) {
		g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item(all, 0);

		gtk_column_view_remove_column(GTK_COLUMN_VIEW(table->columns), column);
	}
	g_ptr_array_set_size(table->titles, 0);
	table->facts = add_column(table, _("Fact"), 0);
	for (guint i = 0; i < count; i++) {
		g_ptr_array_add(table->titles, g_strdup(columns[i].title));
		add_column(table, columns[i].title, i + 1);
	}
	app_name_table(GTK_COLUMN_VIEW(table->columns), _("Facts"));
}

static void show_nothing(AppServerTable *table)
{
	gtk_widget_set_visible(
		table->nothing, !g_list_model_get_n_items(G_LIST_MODEL(table->selection)));
}

static int width_of(GtkWidget *widget, int chars)
{
	PangoContext *context = gtk_widget_get_pango_context(widget);
	PangoFontMetrics *metrics = pango_context_get_metrics(context, NULL, NULL);
	int width = pango_font_metrics_get_approximate_char_width(metrics);

	pango_font_metrics_unref(metrics);
	return PANGO_PIXELS(width * chars);
}

void app_server_table_show(
	AppServerTable *table, const struct app_fact_column *columns, guint count)
{
	gboolean narrow = app_context_get_width_class(table->context) != APP_WIDTH_WIDE;

	set_titles(table, columns, count);
	gtk_column_view_column_set_fixed_width(
		table->facts, width_of(table->columns, narrow ? FACT_CHARS_NARROW : FACT_CHARS));
	app_fact_rows_fill(table->rows, columns, count, app_context_get_names(table->context));
	gtk_filter_changed(table->filter, GTK_FILTER_CHANGE_DIFFERENT);
	show_nothing(table);
}

static gboolean is_shown(gpointer item, gpointer data)
{
	return !APP_SERVER_TABLE(data)->only_differences || app_fact_row_get_differs(item);
}

void app_server_table_set_only_differences(AppServerTable *table, gboolean only)
{
	table->only_differences = only;
	gtk_filter_changed(table->filter, GTK_FILTER_CHANGE_DIFFERENT);
	show_nothing(table);
}

static gboolean copy_row(GtkWidget *widget, GVariant *args, gpointer data)
{
	AppFactRow *row =
		gtk_single_selection_get_selected_item(APP_SERVER_TABLE(widget)->selection);
	g_autofree char *text = row ? app_fact_row_copy_text(row) : NULL;

	if (text)
		app_copy_text(widget, text);
	return text != NULL;
}

/* ---- life ---- */

static void app_server_table_dispose(GObject *object)
{
	AppServerTable *table = APP_SERVER_TABLE(object);

	g_clear_object(&table->context);
	g_clear_object(&table->selection);
	g_clear_object(&table->shown);
	g_clear_object(&table->rows);
	G_OBJECT_CLASS(app_server_table_parent_class)->dispose(object);
}

static void app_server_table_finalize(GObject *object)
{
	g_ptr_array_unref(APP_SERVER_TABLE(object)->titles);
	G_OBJECT_CLASS(app_server_table_parent_class)->finalize(object);
}

static void app_server_table_class_init(AppServerTableClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_server_table_dispose;
	G_OBJECT_CLASS(class)->finalize = app_server_table_finalize;
}

static GtkWidget *new_columns(AppServerTable *table)
{
	GtkFilterListModel *filtered;

	table->filter = GTK_FILTER(gtk_custom_filter_new(is_shown, table, NULL));
	filtered =
		gtk_filter_list_model_new(G_LIST_MODEL(g_object_ref(table->rows)), table->filter);
	table->shown = app_slices_new(G_LIST_MODEL(filtered));
	table->selection = gtk_single_selection_new(G_LIST_MODEL(g_object_ref(table->shown)));
	table->columns = gtk_column_view_new(GTK_SELECTION_MODEL(g_object_ref(table->selection)));
	gtk_widget_add_css_class(table->columns, "data-table");
	gtk_column_view_set_show_row_separators(GTK_COLUMN_VIEW(table->columns), TRUE);
	app_one_tab_stop(table->columns);
	return table->columns;
}

static void add_copy_key(AppServerTable *table)
{
	GtkEventController *keys = gtk_shortcut_controller_new();

	gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(keys),
		gtk_shortcut_new(gtk_keyval_trigger_new(GDK_KEY_c, GDK_CONTROL_MASK),
			gtk_callback_action_new(copy_row, NULL, NULL)));
	gtk_widget_add_controller(GTK_WIDGET(table), keys);
}

static void app_server_table_init(AppServerTable *table)
{
	GtkWidget *scrolled = gtk_scrolled_window_new();

	gtk_orientable_set_orientation(GTK_ORIENTABLE(table), GTK_ORIENTATION_VERTICAL);
	table->titles = g_ptr_array_new_with_free_func(g_free);
	table->rows = g_list_store_new(APP_TYPE_FACT_ROW);
	gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), new_columns(table));
	gtk_widget_set_vexpand(scrolled, TRUE);
	table->nothing =
		gtk_label_new(_("These servers do not differ in anything that was tested."));
	gtk_widget_set_margin_top(table->nothing, 24);
	gtk_widget_set_margin_bottom(table->nothing, 24);
	gtk_label_set_wrap(GTK_LABEL(table->nothing), TRUE);
	gtk_box_append(GTK_BOX(table), table->nothing);
	gtk_box_append(GTK_BOX(table), scrolled);
	add_copy_key(table);
}

GtkWidget *app_server_table_new(AppContext *context)
{
	AppServerTable *table = g_object_new(APP_TYPE_SERVER_TABLE, NULL);

	table->context = g_object_ref(context);
	return GTK_WIDGET(table);
}
