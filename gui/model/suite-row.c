#include "gui/model/suite-row.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/base/language.h"

struct _AppSuiteRow {
	GObject parent;
	struct scn_suite_row row;
	gboolean running;
	guint position;
	guint held;
	char *search_key;
};

enum {
	PROP_SEARCH_KEY = 1
};
static guint changed_signal;

G_DEFINE_FINAL_TYPE(AppSuiteRow, app_suite_row, G_TYPE_OBJECT)

/* ---- the object ---- */

/* A suite is found by any of its names, whichever is shown. */
static char *search_key(const struct scn_suite_row *row)
{
	char code[SCN_SUITE_CODE_LEN];
	GString *key;

	scn_suite_code_text(row->code, code);
	key = g_string_new(code);
	for (int d = 0; row->suite && d < SCN_DIALECT_COUNT; d++) {
		const char *name = scn_suite_name(row->suite, (enum scn_dialect)d);

		if (name)
			g_string_append_printf(key, " %s", name);
	}
	return g_string_free(key, FALSE);
}

static void app_suite_row_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
	if (id == PROP_SEARCH_KEY)
		g_value_set_string(value, APP_SUITE_ROW(object)->search_key);
	else
		G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
}

static void app_suite_row_finalize(GObject *object)
{
	g_free(APP_SUITE_ROW(object)->search_key);
	G_OBJECT_CLASS(app_suite_row_parent_class)->finalize(object);
}

static void app_suite_row_class_init(AppSuiteRowClass *class)
{
	GObjectClass *object_class = G_OBJECT_CLASS(class);

	object_class->get_property = app_suite_row_get_property;
	object_class->finalize = app_suite_row_finalize;
	g_object_class_install_property(object_class, PROP_SEARCH_KEY,
		g_param_spec_string(
			"search-key", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
	changed_signal = g_signal_new("changed", APP_TYPE_SUITE_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 0);
}

static void app_suite_row_init(AppSuiteRow *row)
{
	(void)row;
}

AppSuiteRow *app_suite_row_new(const struct scn_suite_row *from)
{
	AppSuiteRow *row = g_object_new(APP_TYPE_SUITE_ROW, NULL);

	row->row = *from;
	row->search_key = search_key(from);
	return row;
}

static gboolean same_cell(const struct scn_suite_cell *a, const struct scn_suite_cell *b)
{
	return a->defined == b->defined && a->status == b->status && a->rank == b->rank &&
	       a->place == b->place && a->equal == b->equal && a->probe == b->probe;
}

static gboolean same(const struct scn_suite_row *a, const struct scn_suite_row *b)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (!same_cell(&a->at[v], &b->at[v]))
			return FALSE;
	for (int i = 0; i < SCN_SUITE_TABLE_CLIENTS; i++)
		if (a->clients[i].offers != b->clients[i].offers ||
			a->clients[i].chosen != b->clients[i].chosen)
			return FALSE;
	return a->match == b->match;
}

gboolean app_suite_row_set(AppSuiteRow *row, const struct scn_suite_row *from, gboolean running)
{
	if (same(&row->row, from) && row->running == running)
		return FALSE;
	row->row = *from;
	row->running = running;
	g_signal_emit(row, changed_signal, 0);
	return TRUE;
}

const struct scn_suite_row *app_suite_row_get(AppSuiteRow *row)
{
	return &row->row;
}

scn_suite_code app_suite_row_get_code(AppSuiteRow *row)
{
	return row->row.code;
}

guint app_suite_row_get_position(AppSuiteRow *row)
{
	return row->position;
}

void app_suite_row_set_position(AppSuiteRow *row, guint position)
{
	row->position = position;
}

guint app_suite_row_get_held(AppSuiteRow *row)
{
	return row->held;
}

void app_suite_row_set_held(AppSuiteRow *row, guint held)
{
	row->held = held;
}

/* ---- marks ---- */

static AppStatus still_open(AppSuiteRow *row)
{
	return row->running ? APP_STATUS_PENDING : APP_STATUS_UNKNOWN;
}

AppStatus app_suite_row_status_at(AppSuiteRow *row, enum scn_version version)
{
	const struct scn_suite_cell *cell = &row->row.at[version];

	if (!cell->defined)
		return APP_STATUS_NONE;
	return cell->status == SCN_UNKNOWN ? still_open(row) : app_status_of_known(cell->status);
}

AppStatus app_suite_row_match_status(AppSuiteRow *row)
{
	if (row->row.match == SCN_MATCH_UNKNOWN)
		return still_open(row);
	return row->row.match == SCN_MATCH_COMMON ? APP_STATUS_WORKS : APP_STATUS_NONE;
}

AppStatus app_suite_row_strength_status(AppSuiteRow *row)
{
	const struct scn_suite *suite = row->row.suite;

	return suite ? app_status_of_strength(suite->strength) : APP_STATUS_NONE;
}

/* ---- words ---- */

const char *app_suite_row_match_word(AppSuiteRow *row)
{
	static const char *const words[SCN_MATCH_COUNT] = {
		[SCN_MATCH_NONE] = "–",
		[SCN_MATCH_COMMON] = N_("in common"),
		[SCN_MATCH_SERVER_ONLY] = N_("server only"),
		[SCN_MATCH_CLIENT_ONLY] = N_("client only"),
		/* Translators: both sides have the cipher suite, but at different TLS versions. */
		[SCN_MATCH_APART] = N_("other version"),
	};

	if (row->row.match == SCN_MATCH_UNKNOWN)
		return app_status_word(still_open(row));
	return _(words[row->row.match]);
}

const char *app_suite_row_strength_word(AppSuiteRow *row)
{
	static const char *const words[] = {
		[SCN_STRENGTH_GOOD] = N_("good"),
		[SCN_STRENGTH_OK] = N_("ok"),
		[SCN_STRENGTH_WEAK] = N_("weak"),
		[SCN_STRENGTH_BROKEN] = N_("broken"),
	};

	return row->row.suite ? _(words[row->row.suite->strength]) : _("not known");
}

const char *app_suite_row_weakness(AppSuiteRow *row)
{
	const struct scn_suite *suite = row->row.suite;

	return suite && suite->weakness ? scn_tr(suite->weakness) : "";
}

/* ---- names ---- */

char *app_suite_row_code_text(AppSuiteRow *row)
{
	char code[SCN_SUITE_CODE_LEN];

	scn_suite_code_text(row->row.code, code);
	return g_strdup(code);
}

char *app_suite_row_name(AppSuiteRow *row, enum scn_dialect names)
{
	static const char *const missing[SCN_DIALECT_COUNT] = {
		[SCN_DIALECT_IANA] = N_("%s (no IANA name)"),
		[SCN_DIALECT_OPENSSL] = N_("%s (no OpenSSL name)"),
		[SCN_DIALECT_GNUTLS] = N_("%s (no GnuTLS name)"),
		[SCN_DIALECT_SCHANNEL] = N_("%s (no Schannel name)"),
		[SCN_DIALECT_WOLFSSL] = N_("%s (no wolfSSL name)"),
	};
	const char *name = row->row.suite ? scn_suite_name(row->row.suite, names) : NULL;
	char code[SCN_SUITE_CODE_LEN];

	if (name)
		return g_strdup(name);
	scn_suite_code_text(row->row.code, code);
	return g_strdup_printf(_(missing[names]), code);
}

/* "RFC5246;RFC10015" → "RFC 5246, RFC 10015" */
char *app_suite_row_reference(AppSuiteRow *row)
{
	const char *reference = row->row.suite ? row->row.suite->reference : NULL;
	g_auto(GStrv) parts = g_strsplit(reference ? reference : "", ";", -1);

	for (guint i = 0; parts[i]; i++)
		if (g_str_has_prefix(parts[i], "RFC") && g_ascii_isdigit(parts[i][3])) {
			char *spaced = g_strdup_printf("RFC %s", parts[i] + 3);

			g_free(parts[i]);
			parts[i] = spaced;
		}
	return g_strjoinv(", ", parts);
}

/* ---- the sentence ---- */

static void add(GString *sentence, const char *part)
{
	if (*part)
		g_string_append_printf(sentence, "%s%s", sentence->len ? ", " : "", part);
}

/* "TLS 1.0, TLS 1.1": where the cell looks so; with the server's rank where it has one. g_free. */
static char *versions_with(AppSuiteRow *row, scn_versions versions, AppStatus status)
{
	GString *list = g_string_new(NULL);

	for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--) {
		unsigned rank = row->row.at[v].rank;

		if (!(versions & SCN_VERSION_BIT(v)) ||
			app_suite_row_status_at(row, (enum scn_version)v) != status)
			continue;
		add(list, scn_version_title((enum scn_version)v));
		if (status == APP_STATUS_WORKS && rank)
			g_string_append_printf(list, _(" (the server's choice number %u)"), rank);
	}
	return g_string_free(list, FALSE);
}

static void add_versions(GString *sentence, AppSuiteRow *row, scn_versions versions)
{
	static const struct {
		AppStatus status;
		const char *text;
	} parts[] = {
		{ APP_STATUS_WORKS, N_("accepted with %s") },
		{ APP_STATUS_REJECTED, N_("rejected with %s") },
		{ APP_STATUS_UNKNOWN, N_("not tested with %s") },
		{ APP_STATUS_PENDING, N_("still being tested with %s") },
	};

	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *list = versions_with(row, versions, parts[i].status);
		g_autofree char *part = NULL;

		if (!*list)
			continue;
		part = g_strdup_printf(_(parts[i].text), list);
		add(sentence, part);
	}
}

static void add_clients(GString *sentence, AppSuiteRow *row, const char *const *clients)
{
	g_autoptr(GString) list = g_string_new(NULL);
	g_autofree char *part = NULL;

	for (guint i = 0; clients[i] && i < SCN_SUITE_TABLE_CLIENTS; i++)
		if (row->row.clients[i].offers)
			add(list, clients[i]);
	if (list->len)
		part = g_strdup_printf(_("offered by %s"), list->str);
	add(sentence, part ? part : "");
	if (row->row.clients[0].chosen)
		add(sentence, _("chosen for this pair"));
}

char *app_suite_row_sentence(
	AppSuiteRow *row, enum scn_dialect names, scn_versions versions, const char *const *clients)
{
	g_autofree char *name = app_suite_row_name(row, names);
	GString *sentence = g_string_new(name);

	if (row->row.match != SCN_MATCH_NONE)
		add(sentence, app_suite_row_match_word(row));
	add_versions(sentence, row, versions);
	add_clients(sentence, row, clients);
	add(sentence, app_suite_row_strength_word(row));
	return g_string_free(sentence, FALSE);
}
