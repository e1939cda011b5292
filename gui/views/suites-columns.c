#include "gui/views/suites-columns.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/settings.h"
#include "gui/views/suites-cell.h"

struct _AppSuitesColumns {
	GObject parent;
	GtkColumnView *view; /* weak */
	AppContext *context;
	AppSuiteModel *model;
	GMenuModel *menu;
	GPtrArray *columns; /* struct column, in the order of the view */
	char **titles;      /* of the columns of clients */
	char **clients;     /* their names in sentences */
	char *told; /* all that the cells say besides their rows, when they were told last */
};

/* of a client, in one line */
enum {
	TITLE_CHARS = 11,
};

/* A column of the view and what it shows. */
struct column {
	AppSuitesColumns *owner;
	AppSuitesColumnKind kind;
	int index;
	GtkColumnViewColumn *column;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE(AppSuitesColumns, app_suites_columns, G_TYPE_OBJECT)

static const struct app_suites_option options[] = {
	{ "key-exchange", N_("Key Exchange") },
	{ "authentication", N_("Authentication") },
	{ "cipher", N_("Cipher") },
	{ "bits", N_("Bits") },
	{ "code", N_("Code Point") },
	{ "rfc", N_("RFC") },
	{ "why-weak", N_("Why Weak") },
};

const struct app_suites_option *app_suites_options(guint *count_out)
{
	*count_out = G_N_ELEMENTS(options);
	return options;
}

/* ---- one column ---- */

static void setup(struct column *column, GtkListItem *item)
{
	gtk_list_item_set_child(
		item, app_suites_cell_new(column->owner, column->kind, column->index));
}

static void bind(struct column *column, GtkListItem *item)
{
	app_suites_cell_set_row(
		APP_SUITES_CELL(gtk_list_item_get_child(item)), gtk_list_item_get_item(item));
}

static void unbind(struct column *column, GtkListItem *item)
{
	app_suites_cell_set_row(APP_SUITES_CELL(gtk_list_item_get_child(item)), NULL);
}

static int compare(gconstpointer a, gconstpointer b, gpointer user)
{
	struct column *column = user;

	return app_suites_compare(
		column->owner, column->kind, column->index, (AppSuiteRow *)a, (AppSuiteRow *)b);
}

static struct column *column_new(AppSuitesColumns *owner, AppSuitesColumnKind kind, int index)
{
	struct column *column = g_new0(struct column, 1);
	GtkListItemFactory *factory = gtk_signal_list_item_factory_new();
	g_autoptr(GtkSorter) sorter = NULL;

	*column = (struct column){ owner, kind, index, NULL };
	g_signal_connect_swapped(factory, "setup", G_CALLBACK(setup), column);
	g_signal_connect_swapped(factory, "bind", G_CALLBACK(bind), column);
	g_signal_connect_swapped(factory, "unbind", G_CALLBACK(unbind), column);
	column->column = gtk_column_view_column_new(NULL, factory);
	sorter = GTK_SORTER(gtk_custom_sorter_new(compare, column, NULL));
	gtk_column_view_column_set_sorter(column->column, sorter);
	gtk_column_view_column_set_header_menu(column->column, owner->menu);
	gtk_column_view_column_set_expand(column->column, kind == APP_SUITES_NAME);
	gtk_column_view_column_set_resizable(column->column, kind == APP_SUITES_NAME);
	return column;
}

static void column_free(gpointer data)
{
	struct column *column = data;

	if (column->owner->view)
		gtk_column_view_remove_column(column->owner->view, column->column);
	/* A sorter may live on in what sorts by it. */
	gtk_column_view_column_set_sorter(column->column, NULL);
	g_object_unref(column->column);
	g_free(column);
}

/* ---- which columns ---- */

struct wanted {
	AppSuitesColumnKind kind;
	int index;
};

static void want(GArray *list, AppSuitesColumnKind kind, int index)
{
	struct wanted wanted = { kind, index };

	g_array_append_val(list, wanted);
}

static void want_versions(AppSuitesColumns *columns, GArray *list, AppWidthClass width)
{
	scn_versions versions = app_suite_model_get_versions(columns->model);

	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (versions & SCN_VERSION_BIT(v) && (width > APP_WIDTH_NARROW || v >= SCN_TLS1_2))
			want(list, APP_SUITES_VERSION, v);
}

static void want_options(GArray *list)
{
	g_auto(GStrv) chosen = app_settings_get_list(app_settings_get(), "suites.columns");

	for (guint i = 0; chosen && i < G_N_ELEMENTS(options); i++)
		if (g_strv_contains((const char *const *)chosen, options[i].id))
			want(list, (AppSuitesColumnKind)(APP_SUITES_KEY_EXCHANGE + i), 0);
}

static GArray *wanted_columns(AppSuitesColumns *columns)
{
	AppWidthClass width = app_context_get_width_class(columns->context);
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct wanted));
	guint clients = g_strv_length(columns->clients);

	want(list, APP_SUITES_NAME, 0);
	if (width == APP_WIDTH_WIDE)
		want(list, APP_SUITES_MATCH, 0);
	want_versions(columns, list, width);
	for (guint i = 0; i < clients && (i == 0 || width > APP_WIDTH_NARROW); i++)
		want(list, APP_SUITES_CLIENT, (int)i);
	if (width > APP_WIDTH_NARROW) {
		want(list, APP_SUITES_STRENGTH, 0);
		want_options(list);
	}
	return list;
}

/* With what is the same in all cells, and could be taken for something else there. */
static char *version_title(AppSuiteModel *model, enum scn_version version)
{
	AppStatus status = app_suite_model_get_status(model, version);
	const char *title = scn_version_title(version);

	if (status == APP_STATUS_UNKNOWN || status == APP_STATUS_PENDING)
		return g_strdup_printf("%s\n%s", title, app_status_word(status));
	/* Translators: the server takes the client's order. */
	if (app_suite_model_get_order(model, version) == SCN_ORDER_CLIENT)
		return g_strdup_printf("%s\n%s", title, _("no server order"));
	return g_strdup(title);
}

static char *title_of(const struct column *column)
{
	AppSuiteModel *model = column->owner->model;
	enum scn_version version = (enum scn_version)column->index;

	switch (column->kind) {
	case APP_SUITES_NAME:
		return g_strdup(_("Suite"));
	case APP_SUITES_MATCH:
		return g_strdup(_("Match"));
	case APP_SUITES_VERSION:
		return version_title(model, version);
	case APP_SUITES_CLIENT:
		return g_strdup(column->owner->titles[column->index]);
	case APP_SUITES_STRENGTH:
		return g_strdup(_("Strength"));
	default:
		return g_strdup(_(options[column->kind - APP_SUITES_KEY_EXCHANGE].title));
	}
}

static gboolean is_same(const struct column *column, const struct wanted *wanted)
{
	return column->kind == wanted->kind && column->index == wanted->index;
}

static void keep_wanted(AppSuitesColumns *columns, GArray *list)
{
	for (guint i = columns->columns->len; i-- > 0;) {
		gboolean found = FALSE;

		for (guint j = 0; j < list->len; j++)
			found |= is_same(
				columns->columns->pdata[i], &g_array_index(list, struct wanted, j));
		if (!found)
			g_ptr_array_remove_index(columns->columns, i);
	}
}

/* Both lists have one order, so what is not at its place is new. */
static void add_wanted(AppSuitesColumns *columns, GArray *list)
{
	for (guint i = 0; i < list->len; i++) {
		const struct wanted *wanted = &g_array_index(list, struct wanted, i);
		struct column *column;

		if (i < columns->columns->len && is_same(columns->columns->pdata[i], wanted))
			continue;
		column = column_new(columns, wanted->kind, wanted->index);
		g_ptr_array_insert(columns->columns, (int)i, column);
		gtk_column_view_insert_column(columns->view, i, column->column);
	}
}

static void set_titles(AppSuitesColumns *columns)
{
	for (guint i = 0; i < columns->columns->len; i++) {
		struct column *column = columns->columns->pdata[i];
		g_autofree char *title = title_of(column);

		if (g_strcmp0(title, gtk_column_view_column_get_title(column->column)) != 0)
			gtk_column_view_column_set_title(column->column, title);
	}
}

/* ---- titles of clients ---- */

static gboolean has_twin(GPtrArray *clients, guint index)
{
	const char *name = app_profile_get_name(clients->pdata[index]);

	for (guint i = 0; i < clients->len; i++)
		if (i != index && strcmp(app_profile_get_name(clients->pdata[i]), name) == 0)
			return TRUE;
	return FALSE;
}

/* The blank where the longer of two lines is shortest; NULL: there is none. */
static char *best_break(char *title)
{
	size_t len = strlen(title), shortest = len;
	char *best = NULL;

	for (char *blank = strchr(title, ' '); blank; blank = strchr(blank + 1, ' ')) {
		size_t before = (size_t)(blank - title), longer = MAX(before, len - before - 1);

		if (longer < shortest) {
			shortest = longer;
			best = blank;
		}
	}
	return best;
}

/* Columns are narrow: "Exchange\n2016", with the platform where the name does not tell clients apart. */
static char *client_title(GPtrArray *clients, guint index)
{
	static const char windows[] = "Windows Server ";
	AppProfile *client = clients->pdata[index];
	const char *platform = app_profile_get_platform(client);
	char *title = g_strdup(app_profile_get_name(client));
	char *blank = strlen(title) > TITLE_CHARS ? best_break(title) : NULL;

	if (has_twin(clients, index)) {
		gboolean short_one = g_str_has_prefix(platform, windows);

		g_free(title);
		return g_strdup_printf("%s\n%s%s", app_profile_get_name(client),
			short_one ? "WS " : "", platform + (short_one ? strlen(windows) : 0));
	}
	if (blank)
		*blank = '\n';
	return title;
}

static void set_clients(AppSuitesColumns *columns, GPtrArray *clients)
{
	g_strfreev(columns->titles);
	g_strfreev(columns->clients);
	columns->titles = g_new0(char *, clients->len + 1);
	columns->clients = g_new0(char *, clients->len + 1);
	for (guint i = 0; i < clients->len; i++) {
		AppProfile *client = clients->pdata[i];

		columns->titles[i] = client_title(clients, i);
		columns->clients[i] = g_strdup(has_twin(clients, i) ? app_profile_get_title(client)
								    : app_profile_get_name(client));
	}
}

/* Cells are filled by their rows; anew only where something else that they say is different. */
static void tell_cells(AppSuitesColumns *columns)
{
	g_autofree char *clients = g_strjoinv("\n", columns->clients);
	char *now = g_strdup_printf("%d %d %u %s", app_context_get_width_class(columns->context),
		app_context_get_names(columns->context),
		(guint)app_suite_model_get_versions(columns->model), clients);
	gboolean same = g_strcmp0(now, columns->told) == 0;

	g_free(columns->told);
	columns->told = now;
	if (!same)
		g_signal_emit(columns, changed_signal, 0);
}

void app_suites_columns_update(AppSuitesColumns *columns, GPtrArray *clients)
{
	g_autoptr(GArray) list = NULL;

	set_clients(columns, clients);
	list = wanted_columns(columns);
	keep_wanted(columns, list);
	add_wanted(columns, list);
	set_titles(columns);
	tell_cells(columns);
}

/* ---- the object ---- */

AppContext *app_suites_columns_get_context(AppSuitesColumns *columns)
{
	return columns->context;
}

AppSuiteModel *app_suites_columns_get_model(AppSuitesColumns *columns)
{
	return columns->model;
}

const char *const *app_suites_columns_get_clients(AppSuitesColumns *columns)
{
	return (const char *const *)columns->clients;
}

static void app_suites_columns_dispose(GObject *object)
{
	AppSuitesColumns *columns = APP_SUITES_COLUMNS(object);

	g_clear_pointer(&columns->columns, g_ptr_array_unref);
	g_clear_weak_pointer(&columns->view);
	g_clear_object(&columns->context);
	g_clear_object(&columns->model);
	g_clear_object(&columns->menu);
	g_clear_pointer(&columns->titles, g_strfreev);
	g_clear_pointer(&columns->clients, g_strfreev);
	g_clear_pointer(&columns->told, g_free);
	G_OBJECT_CLASS(app_suites_columns_parent_class)->dispose(object);
}

static void app_suites_columns_class_init(AppSuitesColumnsClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_suites_columns_dispose;
	changed_signal = g_signal_new("changed", APP_TYPE_SUITES_COLUMNS, G_SIGNAL_RUN_LAST, 0,
		NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void app_suites_columns_init(AppSuitesColumns *columns)
{
	columns->columns = g_ptr_array_new_with_free_func(column_free);
	columns->titles = g_new0(char *, 1);
	columns->clients = g_new0(char *, 1);
}

AppSuitesColumns *app_suites_columns_new(
	GtkColumnView *view, AppContext *context, AppSuiteModel *model, GMenuModel *menu)
{
	AppSuitesColumns *columns = g_object_new(APP_TYPE_SUITES_COLUMNS, NULL);

	g_set_weak_pointer(&columns->view, view);
	columns->context = g_object_ref(context);
	columns->model = g_object_ref(model);
	columns->menu = g_object_ref(menu);
	return columns;
}
