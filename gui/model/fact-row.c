/* Several servers side by side: rows of a table. */
#include <glib/gi18n.h>

#include "gui/model/fact.h"

struct _AppFactRow {
	GObject parent;
	const char *id;
	char *label;
	gboolean differs;
	GPtrArray *cells;  /* AppFact */
	GPtrArray *titles; /* of the columns */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE(AppFactRow, app_fact_row, G_TYPE_OBJECT)

static void app_fact_row_finalize(GObject *object)
{
	AppFactRow *row = APP_FACT_ROW(object);

	g_free(row->label);
	g_ptr_array_unref(row->cells);
	g_ptr_array_unref(row->titles);
	G_OBJECT_CLASS(app_fact_row_parent_class)->finalize(object);
}

static void app_fact_row_class_init(AppFactRowClass *class)
{
	G_OBJECT_CLASS(class)->finalize = app_fact_row_finalize;
	changed_signal = g_signal_new("changed", APP_TYPE_FACT_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 0);
}

static void app_fact_row_init(AppFactRow *row)
{
	row->cells = g_ptr_array_new_with_free_func(g_object_unref);
}

static AppFactRow *row_new(const struct scn_fact_row *from, guint count, GPtrArray *titles)
{
	AppFactRow *row = g_object_new(APP_TYPE_FACT_ROW, NULL);

	row->id = from->id;
	row->label = g_strdup(scn_text_str(&from->label));
	row->differs = from->differs;
	row->titles = g_ptr_array_ref(titles);
	for (guint i = 0; i < count; i++)
		g_ptr_array_add(row->cells, app_fact_new(&from->cells[i]));
	return row;
}

const char *app_fact_row_get_label(AppFactRow *row)
{
	return row->label;
}

gboolean app_fact_row_get_differs(AppFactRow *row)
{
	return row->differs;
}

AppFact *app_fact_row_get_cell(AppFactRow *row, guint column)
{
	return column < row->cells->len ? row->cells->pdata[column] : NULL;
}

/* What a mark says beside the words of its cell, where they do not say it themselves. */
static void add_cell(GString *text, const char *title, AppFact *cell)
{
	AppStatus status = app_fact_get_status(cell);
	const char *value = app_fact_get_value(cell);

	g_string_append_printf(text, "%s %s", title, value);
	if (status == APP_STATUS_WEAK)
		g_string_append_printf(text, ", %s", _("weak"));
	else if (status == APP_STATUS_FAILS)
		g_string_append_printf(text, ", %s", _("bad"));
}

char *app_fact_row_sentence(AppFactRow *row)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < row->cells->len; i++) {
		if (i)
			g_string_append(text, "; ");
		add_cell(text, row->titles->pdata[i], row->cells->pdata[i]);
	}
	g_string_prepend(text, ": ");
	g_string_prepend(text, row->differs ? _(", differs") : "");
	g_string_prepend(text, row->label);
	return g_string_free(text, FALSE);
}

char *app_fact_row_copy_text(AppFactRow *row)
{
	GString *text = g_string_new(row->label);

	for (guint i = 0; i < row->cells->len; i++)
		g_string_append_printf(text, "\t%s", app_fact_get_value(row->cells->pdata[i]));
	return g_string_free(text, FALSE);
}

/* ---- a table ---- */

static gboolean is_same_row(AppFactRow *a, AppFactRow *b)
{
	return g_str_equal(a->id, b->id) && g_str_equal(a->label, b->label) &&
	       a->cells->len == b->cells->len;
}

static void take_words(AppFactRow *row, AppFactRow *from)
{
	g_ptr_array_unref(row->cells);
	g_ptr_array_unref(row->titles);
	row->cells = g_ptr_array_ref(from->cells);
	row->titles = g_ptr_array_ref(from->titles);
	row->differs = from->differs;
	g_signal_emit(row, changed_signal, 0);
}

/* The rows at the beginning that stay where they are. */
static guint take_same(GListStore *store, GPtrArray *rows)
{
	GListModel *model = G_LIST_MODEL(store);
	guint at = 0;

	while (at < rows->len && at < g_list_model_get_n_items(model)) {
		g_autoptr(AppFactRow) old = g_list_model_get_item(model, at);

		if (!is_same_row(old, rows->pdata[at]))
			break;
		take_words(old, rows->pdata[at]);
		at++;
	}
	return at;
}

static GPtrArray *make_rows(
	const struct app_fact_column *columns, guint count, enum scn_dialect names)
{
	g_autofree struct scn_fact_view *views = g_new0(struct scn_fact_view, count);
	g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *rows = g_ptr_array_new_with_free_func(g_object_unref);
	struct scn_fact_table table;

	for (guint i = 0; i < count; i++) {
		views[i].document = app_document_get(columns[i].document);
		views[i].server = columns[i].result;
		views[i].names = names;
		g_ptr_array_add(titles, g_strdup(columns[i].title));
	}
	table = scn_compare_facts(views, count);
	for (size_t i = 0; i < table.row_count; i++)
		g_ptr_array_add(rows, row_new(&table.rows[i], count, titles));
	scn_fact_table_finish(&table);
	return rows;
}

void app_fact_rows_fill(GListStore *store, const struct app_fact_column *columns, guint count,
	enum scn_dialect names)
{
	g_autoptr(GPtrArray) rows = make_rows(columns, count, names);
	guint same = take_same(store, rows);
	guint old = g_list_model_get_n_items(G_LIST_MODEL(store));

	if (same < old || same < rows->len)
		g_list_store_splice(store, same, old - same, rows->pdata + same, rows->len - same);
}
