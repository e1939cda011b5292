#include "gui/model/suite-model.h"

#include "gui/model/slices.h"

struct _AppSuiteModel {
	GObject parent;
	GListStore *store;
	GHashTable *rows; /* code → AppSuiteRow, borrowed from the store */
	GtkStringFilter *search;
	GtkFilter *match;
	GtkSorter *sorter;
	GtkSorter *headers; /* of the column view; NULL: none */
	GtkSliceListModel *shown;
	AppSuitesFilterKind filter;
	guint counts[APP_SUITES_FILTERS];
	scn_versions versions;
	enum scn_known status[SCN_VERSION_COUNT];
	enum scn_order order[SCN_VERSION_COUNT];
	gboolean running;
	gboolean held;
	guint next_held;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE(AppSuiteModel, app_suite_model, G_TYPE_OBJECT)

/* ---- which rows ---- */

static gboolean is_in(AppSuiteRow *row, AppSuitesFilterKind filter)
{
	static const enum scn_match matches[] = {
		[APP_SUITES_COMMON] = SCN_MATCH_COMMON,
		[APP_SUITES_SERVER_ONLY] = SCN_MATCH_SERVER_ONLY,
		[APP_SUITES_CLIENT_ONLY] = SCN_MATCH_CLIENT_ONLY,
		[APP_SUITES_NOT_TESTED] = SCN_MATCH_UNKNOWN,
	};

	if (filter == APP_SUITES_ALL)
		return TRUE;
	if (filter == APP_SUITES_WEAK)
		return scn_suite_row_weak(app_suite_row_get(row));
	return app_suite_row_get(row)->match == matches[filter];
}

static gboolean is_shown(gpointer item, gpointer user)
{
	return is_in(item, APP_SUITE_MODEL(user)->filter);
}

/* ---- in which order ---- */

static int by_headers(AppSuiteModel *model, gpointer a, gpointer b)
{
	int order = model->headers ? (int)gtk_sorter_compare(model->headers, a, b) : 0;
	guint left = app_suite_row_get_position(a), right = app_suite_row_get_position(b);

	return order ? order : (left > right) - (left < right);
}

static int by_place(gconstpointer a, gconstpointer b, gpointer user)
{
	AppSuiteModel *model = user;
	guint left, right;

	if (!model->held)
		return by_headers(model, (gpointer)a, (gpointer)b);
	left = app_suite_row_get_held((gpointer)a);
	right = app_suite_row_get_held((gpointer)b);
	return (left > right) - (left < right);
}

static int compare_pointers(gconstpointer a, gconstpointer b, gpointer user)
{
	return by_headers(user, *(gpointer *)a, *(gpointer *)b);
}

/* Every row gets the place that it has now, also those that the filter hides. */
static void take_places(AppSuiteModel *model)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_object_unref);
	guint count = g_list_model_get_n_items(G_LIST_MODEL(model->store));

	for (guint i = 0; i < count; i++)
		g_ptr_array_add(rows, g_list_model_get_item(G_LIST_MODEL(model->store), i));
	g_ptr_array_sort_with_data(rows, compare_pointers, model);
	for (guint i = 0; i < count; i++)
		app_suite_row_set_held(rows->pdata[i], i);
	model->next_held = count;
}

static void sort_anew(AppSuiteModel *model)
{
	gtk_sorter_changed(model->sorter, GTK_SORTER_CHANGE_DIFFERENT);
}

/* Who clicks a header wants another order, also while the rows are held. */
static void headers_changed(AppSuiteModel *model)
{
	if (model->held)
		take_places(model);
	sort_anew(model);
}

void app_suite_model_set_sorter(AppSuiteModel *model, GtkSorter *sorter)
{
	g_set_object(&model->headers, sorter);
	g_signal_connect_object(
		sorter, "changed", G_CALLBACK(headers_changed), model, G_CONNECT_SWAPPED);
	headers_changed(model);
}

void app_suite_model_hold(AppSuiteModel *model, gboolean hold)
{
	if (model->held == hold)
		return;
	if (hold)
		take_places(model);
	model->held = hold;
	if (!hold)
		sort_anew(model);
}

/* ---- the object ---- */

static void app_suite_model_dispose(GObject *object)
{
	AppSuiteModel *model = APP_SUITE_MODEL(object);

	g_clear_object(&model->shown);
	g_clear_object(&model->headers);
	g_clear_pointer(&model->rows, g_hash_table_unref);
	g_clear_object(&model->store);
	G_OBJECT_CLASS(app_suite_model_parent_class)->dispose(object);
}

static void app_suite_model_class_init(AppSuiteModelClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_suite_model_dispose;
	changed_signal = g_signal_new("changed", APP_TYPE_SUITE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 0);
}

static GtkFilter *both_filters(AppSuiteModel *model)
{
	GtkMultiFilter *every = GTK_MULTI_FILTER(gtk_every_filter_new());

	model->search = gtk_string_filter_new(
		gtk_property_expression_new(APP_TYPE_SUITE_ROW, NULL, "search-key"));
	gtk_string_filter_set_match_mode(model->search, GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
	model->match = GTK_FILTER(gtk_custom_filter_new(is_shown, model, NULL));
	gtk_multi_filter_append(every, GTK_FILTER(model->search));
	gtk_multi_filter_append(every, model->match);
	return GTK_FILTER(every);
}

static void app_suite_model_init(AppSuiteModel *model)
{
	GtkFilterListModel *filtered;

	model->store = g_list_store_new(APP_TYPE_SUITE_ROW);
	model->rows = g_hash_table_new(NULL, NULL);
	filtered = gtk_filter_list_model_new(
		G_LIST_MODEL(g_object_ref(model->store)), both_filters(model));
	model->sorter = GTK_SORTER(gtk_custom_sorter_new(by_place, model, NULL));
	model->shown = app_slices_new(
		G_LIST_MODEL(gtk_sort_list_model_new(G_LIST_MODEL(filtered), model->sorter)));
}

AppSuiteModel *app_suite_model_new(void)
{
	return g_object_new(APP_TYPE_SUITE_MODEL, NULL);
}

/* ---- filling ---- */

/* The row of that suite: the one that is in the store, or a new one, which is added to fresh. */
static AppSuiteRow *row_for(
	AppSuiteModel *model, const struct scn_suite_row *from, GPtrArray *fresh)
{
	AppSuiteRow *row = g_hash_table_lookup(model->rows, GUINT_TO_POINTER(from->code));

	if (row)
		return row;
	row = app_suite_row_new(from);
	app_suite_row_set_held(row, model->next_held++);
	g_hash_table_insert(model->rows, GUINT_TO_POINTER(from->code), row);
	g_ptr_array_add(fresh, row);
	return row;
}

/* Each run of rows that are not kept at once: whoever looks at the store is told of every change. */
static void remove_rows(AppSuiteModel *model, GHashTable *kept)
{
	guint end = 0;

	for (guint i = g_list_model_get_n_items(G_LIST_MODEL(model->store)); i-- > 0;) {
		g_autoptr(AppSuiteRow) row = g_list_model_get_item(G_LIST_MODEL(model->store), i);
		gboolean gone = !g_hash_table_contains(kept, row);

		if (gone) {
			g_hash_table_remove(
				model->rows, GUINT_TO_POINTER(app_suite_row_get_code(row)));
			end = end ? end : i + 1;
		}
		if (end && (!gone || i == 0)) {
			guint start = gone ? i : i + 1;

			g_list_store_splice(model->store, start, end - start, NULL, 0);
			end = 0;
		}
	}
}

static void add_rows(AppSuiteModel *model, GPtrArray *fresh)
{
	guint end = g_list_model_get_n_items(G_LIST_MODEL(model->store));

	if (fresh->len)
		g_list_store_splice(model->store, end, 0, fresh->pdata, fresh->len);
}

static void count(AppSuiteModel *model)
{
	for (int f = 0; f < APP_SUITES_FILTERS; f++)
		model->counts[f] = 0;
	for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(model->store)); i++) {
		g_autoptr(AppSuiteRow) row = g_list_model_get_item(G_LIST_MODEL(model->store), i);

		for (int f = 0; f < APP_SUITES_FILTERS; f++)
			model->counts[f] += is_in(row, (AppSuitesFilterKind)f);
	}
}

/* Rows are sorted by what is in them only where a header was clicked. */
static gboolean sorts_by_content(AppSuiteModel *model)
{
	return model->headers && gtk_sorter_get_order(model->headers) != GTK_SORTER_ORDER_NONE;
}

static void take_versions(AppSuiteModel *model, const struct scn_suite_table *table)
{
	model->versions = table->versions;
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		model->status[v] = table->status[v];
		model->order[v] = table->order[v];
	}
}

void app_suite_model_fill(
	AppSuiteModel *model, const struct scn_suite_table *table, gboolean running)
{
	g_autoptr(GHashTable) kept = g_hash_table_new(NULL, NULL);
	g_autoptr(GPtrArray) fresh = g_ptr_array_new_with_free_func(g_object_unref);
	gboolean moved = FALSE, changed = FALSE;

	for (size_t i = 0; i < table->row_count; i++) {
		AppSuiteRow *row = row_for(model, &table->rows[i], fresh);

		changed |= app_suite_row_set(row, &table->rows[i], running);
		moved |= app_suite_row_get_position(row) != i;
		app_suite_row_set_position(row, (guint)i);
		g_hash_table_add(kept, row);
	}
	model->running = running;
	take_versions(model, table);
	if (2 * fresh->len > table->row_count)
		app_slices_begin(model->shown);
	remove_rows(model, kept);
	if (changed && model->filter != APP_SUITES_ALL)
		gtk_filter_changed(model->match, GTK_FILTER_CHANGE_DIFFERENT);
	if ((moved || (changed && sorts_by_content(model))) && !model->held)
		sort_anew(model);
	add_rows(model, fresh);
	count(model);
	g_signal_emit(model, changed_signal, 0);
}

/* ---- what is asked of it ---- */

GListModel *app_suite_model_get_shown(AppSuiteModel *model)
{
	return G_LIST_MODEL(model->shown);
}

GListModel *app_suite_model_get_all(AppSuiteModel *model)
{
	return G_LIST_MODEL(model->store);
}

guint app_suite_model_get_count(AppSuiteModel *model, AppSuitesFilterKind filter)
{
	return model->counts[filter];
}

void app_suite_model_set_filter(AppSuiteModel *model, AppSuitesFilterKind filter)
{
	if (model->filter == filter)
		return;
	model->filter = filter;
	gtk_filter_changed(model->match, GTK_FILTER_CHANGE_DIFFERENT);
}

AppSuitesFilterKind app_suite_model_get_filter(AppSuiteModel *model)
{
	return model->filter;
}

void app_suite_model_set_search(AppSuiteModel *model, const char *text)
{
	gtk_string_filter_set_search(model->search, text);
}

scn_versions app_suite_model_get_versions(AppSuiteModel *model)
{
	return model->versions;
}

AppStatus app_suite_model_get_status(AppSuiteModel *model, enum scn_version version)
{
	if (model->status[version] == SCN_UNKNOWN && model->running)
		return APP_STATUS_PENDING;
	return app_status_of_known(model->status[version]);
}

enum scn_order app_suite_model_get_order(AppSuiteModel *model, enum scn_version version)
{
	return model->order[version];
}
