#include "gui/views/suites-cell.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/widgets/a11y.h"
#include "gui/widgets/tooltip.h"

struct _AppSuitesCell {
	GtkBox parent;
	AppSuitesColumns *columns;
	AppSuitesColumnKind kind;
	int index;
	GtkWidget *mark;
	GtkWidget *label;
	AppSuiteRow *row;
};

G_DEFINE_FINAL_TYPE(AppSuitesCell, app_suites_cell, GTK_TYPE_BOX)

/* Of a suite's name at the least: they differ at their ends. */
enum {
	NAME_CHARS = 36,
	NARROW_NAME_CHARS = 20,
};

/* ---- what stands in a cell ---- */

static void show_text(AppSuitesCell *cell, const char *text)
{
	gtk_label_set_text(GTK_LABEL(cell->label), text);
	gtk_widget_set_visible(cell->label, *text != 0);
}

/* The words of a cell for those who point at it, or do not see it. */
static void show_words(AppSuitesCell *cell, const char *words)
{
	app_set_tooltip(GTK_WIDGET(cell), words);
	app_name_cell(GTK_WIDGET(cell), words ? words : "");
}

static void fill_name(AppSuitesCell *cell)
{
	AppContext *context = app_suites_columns_get_context(cell->columns);
	gboolean narrow = app_context_get_width_class(context) == APP_WIDTH_NARROW;
	enum scn_dialect names = app_context_get_names(context);
	g_autofree char *name = app_suite_row_name(cell->row, names);
	g_autofree char *sentence = app_suite_row_sentence(cell->row, names,
		app_suite_model_get_versions(app_suites_columns_get_model(cell->columns)),
		app_suites_columns_get_clients(cell->columns));

	show_text(cell, name);
	gtk_label_set_width_chars(GTK_LABEL(cell->label), narrow ? NARROW_NAME_CHARS : NAME_CHARS);
	app_set_tooltip(GTK_WIDGET(cell), name);
	app_name_cell(GTK_WIDGET(cell), name);
	app_name_row(GTK_WIDGET(cell), sentence);
}

static void fill_match(AppSuitesCell *cell)
{
	static const char *const why[SCN_MATCH_COUNT] = {
		[SCN_MATCH_NONE] =
			N_("The client does not offer it, and the server is not known to "
			   "accept it."),
		[SCN_MATCH_COMMON] = N_("The client offers it and the server accepts it."),
		[SCN_MATCH_SERVER_ONLY] =
			N_("The server accepts it, but the client does not offer it."),
		[SCN_MATCH_CLIENT_ONLY] =
			N_("The client offers it, but the server does not accept it."),
		[SCN_MATCH_APART] = N_("Both have it, but at different TLS versions."),
		[SCN_MATCH_UNKNOWN] =
			N_("The client offers it. Whether the server accepts it is not known."),
	};

	app_mark_set(cell->mark, app_suite_row_match_status(cell->row));
	gtk_widget_set_visible(
		cell->mark, app_suite_row_match_status(cell->row) != APP_STATUS_NONE);
	show_text(cell, app_suite_row_match_word(cell->row));
	app_set_tooltip(GTK_WIDGET(cell), _(why[app_suite_row_get(cell->row)->match]));
}

/* Whole sentences, %s is a version. */
static const char *version_words(AppStatus status)
{
	switch (status) {
	case APP_STATUS_WORKS:
		return _("accepted with %s");
	case APP_STATUS_REJECTED:
		return _("rejected with %s");
	case APP_STATUS_PENDING:
		return _("still being tested with %s");
	case APP_STATUS_NONE:
		return _("does not exist in %s");
	default:
		return _("not tested with %s");
	}
}

static void fill_version(AppSuitesCell *cell)
{
	enum scn_version version = (enum scn_version)cell->index;
	AppStatus status = app_suite_row_status_at(cell->row, version);
	unsigned rank = app_suite_row_get(cell->row)->at[version].rank;
	g_autofree char *text = g_strdup_printf("#%u", rank);
	g_autofree char *words = g_strdup_printf(version_words(status), scn_version_title(version));

	app_mark_set(cell->mark, status);
	show_text(cell, status == APP_STATUS_WORKS && rank ? text : "");
	show_words(cell, words);
}

static void fill_client(AppSuitesCell *cell)
{
	const struct scn_suite_offer *offer = &app_suite_row_get(cell->row)->clients[cell->index];
	const char *format = offer->chosen   ? _("chosen by %s and this server")
			     : offer->offers ? _("offered by %s")
					     : _("not offered by %s");
	const char *const *clients = app_suites_columns_get_clients(cell->columns);
	g_autofree char *words = NULL;

	/* A column that is about to be taken out. */
	if ((guint)cell->index >= g_strv_length((char **)clients))
		return;
	words = g_strdup_printf(format, clients[cell->index]);
	if (offer->chosen)
		app_mark_set_icon(
			cell->mark, app_suite_row_strength_status(cell->row), "app-star-symbolic");
	else
		app_mark_set(cell->mark, offer->offers ? APP_STATUS_WORKS : APP_STATUS_REJECTED);
	show_words(cell, words);
}

static void fill_strength(AppSuitesCell *cell)
{
	const char *weakness = app_suite_row_weakness(cell->row);

	app_mark_set(cell->mark, app_suite_row_strength_status(cell->row));
	show_text(cell, app_suite_row_strength_word(cell->row));
	app_set_tooltip(GTK_WIDGET(cell), *weakness ? weakness : NULL);
}

static char *option_text(AppSuiteRow *row, AppSuitesColumnKind kind)
{
	const struct scn_suite *suite = app_suite_row_get(row)->suite;

	if (kind == APP_SUITES_CODE)
		return app_suite_row_code_text(row);
	if (kind == APP_SUITES_REFERENCE)
		return app_suite_row_reference(row);
	if (kind == APP_SUITES_WEAKNESS)
		return g_strdup(app_suite_row_weakness(row));
	if (!suite)
		return g_strdup("");
	if (kind == APP_SUITES_KEY_EXCHANGE)
		return g_strdup(scn_kx_word(suite->kx));
	if (kind == APP_SUITES_AUTHENTICATION)
		return g_strdup(scn_auth_word(suite->auth));
	if (kind == APP_SUITES_BITS)
		return g_strdup_printf("%u", suite->effective_bits);
	return g_strdup(suite->cipher);
}

static void fill(AppSuitesCell *cell)
{
	static void (*const fills[])(AppSuitesCell *) = {
		[APP_SUITES_NAME] = fill_name,
		[APP_SUITES_MATCH] = fill_match,
		[APP_SUITES_VERSION] = fill_version,
		[APP_SUITES_CLIENT] = fill_client,
		[APP_SUITES_STRENGTH] = fill_strength,
	};
	g_autofree char *text = NULL;

	if (!cell->row)
		return;
	if (cell->kind < G_N_ELEMENTS(fills)) {
		fills[cell->kind](cell);
		return;
	}
	text = option_text(cell->row, cell->kind);
	show_text(cell, text);
}

/* ---- the widget ---- */

void app_suites_cell_set_row(AppSuitesCell *cell, AppSuiteRow *row)
{
	if (cell->row)
		g_signal_handlers_disconnect_by_func(cell->row, fill, cell);
	g_set_object(&cell->row, row);
	if (row)
		g_signal_connect_object(row, "changed", G_CALLBACK(fill), cell, G_CONNECT_SWAPPED);
	fill(cell);
}

static void app_suites_cell_dispose(GObject *object)
{
	AppSuitesCell *cell = APP_SUITES_CELL(object);

	g_clear_object(&cell->row);
	g_clear_object(&cell->columns);
	G_OBJECT_CLASS(app_suites_cell_parent_class)->dispose(object);
}

static void app_suites_cell_class_init(AppSuitesCellClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_suites_cell_dispose;
}

static void app_suites_cell_init(AppSuitesCell *cell)
{
	gtk_box_set_spacing(GTK_BOX(cell), 4);
}

static void add_label(AppSuitesCell *cell)
{
	cell->label = gtk_label_new(NULL);
	gtk_label_set_xalign(GTK_LABEL(cell->label), 0);
	gtk_widget_set_visible(cell->label, FALSE);
	gtk_widget_add_css_class(
		cell->label, cell->kind == APP_SUITES_NAME ? "monospace" : "caption");
	if (cell->kind == APP_SUITES_NAME) {
		gtk_label_set_ellipsize(GTK_LABEL(cell->label), PANGO_ELLIPSIZE_END);
		gtk_widget_set_hexpand(cell->label, TRUE);
	}
	gtk_box_append(GTK_BOX(cell), cell->label);
}

GtkWidget *app_suites_cell_new(AppSuitesColumns *columns, AppSuitesColumnKind kind, int index)
{
	AppSuitesCell *cell = g_object_new(APP_TYPE_SUITES_CELL, NULL);

	cell->columns = g_object_ref(columns);
	cell->kind = kind;
	cell->index = index;
	if (kind >= APP_SUITES_MATCH && kind <= APP_SUITES_STRENGTH) {
		cell->mark = app_mark_new(APP_STATUS_NONE);
		gtk_box_append(GTK_BOX(cell), cell->mark);
	}
	add_label(cell);
	g_signal_connect_object(columns, "changed", G_CALLBACK(fill), cell, G_CONNECT_SWAPPED);
	return GTK_WIDGET(cell);
}

/* ---- sorting ---- */

/* What is accepted by its place, then what is not tested, rejected, not there. */
static guint version_place(AppSuiteRow *row, int version)
{
	const struct scn_suite_cell *cell = &app_suite_row_get(row)->at[version];
	static const guint places[] = {
		[SCN_ACCEPTED] = 0,
		[SCN_UNKNOWN] = 0x10000,
		[SCN_REJECTED] = 0x20000,
	};

	return cell->defined ? places[cell->status] + cell->place : 0x30000;
}

static guint client_place(AppSuiteRow *row, int index)
{
	const struct scn_suite_offer *offer = &app_suite_row_get(row)->clients[index];

	return offer->chosen ? 0 : offer->offers ? 1 : 2;
}

static guint match_place(AppSuiteRow *row)
{
	static const guint places[SCN_MATCH_COUNT] = {
		[SCN_MATCH_COMMON] = 0,
		[SCN_MATCH_UNKNOWN] = 1,
		[SCN_MATCH_SERVER_ONLY] = 2,
		[SCN_MATCH_CLIENT_ONLY] = 3,
		[SCN_MATCH_APART] = 4,
		[SCN_MATCH_NONE] = 5,
	};

	return places[app_suite_row_get(row)->match];
}

static guint place(AppSuiteRow *row, AppSuitesColumnKind kind, int index)
{
	const struct scn_suite_row *r = app_suite_row_get(row);

	switch (kind) {
	case APP_SUITES_MATCH:
		return match_place(row);
	case APP_SUITES_VERSION:
		return version_place(row, index);
	case APP_SUITES_CLIENT:
		return client_place(row, index);
	case APP_SUITES_STRENGTH:
		return r->suite ? r->suite->strength : G_MAXUINT;
	case APP_SUITES_BITS:
		return r->suite ? r->suite->effective_bits : 0;
	default:
		return r->code;
	}
}

int app_suites_compare(AppSuitesColumns *columns, AppSuitesColumnKind kind, int index,
	AppSuiteRow *a, AppSuiteRow *b)
{
	gboolean words = kind == APP_SUITES_NAME || kind == APP_SUITES_KEY_EXCHANGE ||
			 kind == APP_SUITES_AUTHENTICATION || kind == APP_SUITES_CIPHER ||
			 kind == APP_SUITES_REFERENCE || kind == APP_SUITES_WEAKNESS;
	enum scn_dialect names = app_context_get_names(app_suites_columns_get_context(columns));
	guint left = place(a, kind, index), right = place(b, kind, index);
	g_autofree char *left_words = NULL, *right_words = NULL;

	if (!words)
		return (left > right) - (left < right);
	left_words = kind == APP_SUITES_NAME ? app_suite_row_name(a, names) : option_text(a, kind);
	right_words = kind == APP_SUITES_NAME ? app_suite_row_name(b, names) : option_text(b, kind);
	return strcmp(left_words, right_words);
}
