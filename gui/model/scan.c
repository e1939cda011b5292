#include "gui/model/scan.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/base/alloc.h"
#include "core/report/copy.h"
#include "core/report/title.h"
#include "gui/model/text.h"
#include "saved.h"

struct _AppScan {
	GObject parent;
	char *title;
	AppScanState state;
	double fraction;
	gboolean waiting;
	char *progress_text, *stage, *detail, *error, *path;
	char **targets;
	gint64 started;
	AppDocument *document;
	GListStore *servers;
	/* Of the document: */
	AppStatus status;
	char *subtitle;
};

enum {
	PROP_TITLE = 1,
	PROP_SUBTITLE,
	PROP_STATE,
	PROP_STATUS,
	PROP_FRACTION,
	PROP_PROGRESS_TEXT,
	PROP_WAITING,
	PROP_PARTIAL,
	PROP_DEMO,
	PROP_COUNT,
};
static GParamSpec *properties[PROP_COUNT];
static guint changed_signal;

G_DEFINE_FINAL_TYPE(AppScan, app_scan, G_TYPE_OBJECT)

static gboolean is_demo(AppScan *scan)
{
	return scan->document && app_document_get(scan->document)->demo;
}

static void app_scan_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
	AppScan *scan = APP_SCAN(object);

	switch (id) {
	case PROP_TITLE:
		g_value_set_string(value, scan->title);
		break;
	case PROP_SUBTITLE:
		g_value_set_string(value, app_scan_get_subtitle(scan));
		break;
	case PROP_STATE:
		g_value_set_int(value, scan->state);
		break;
	case PROP_STATUS:
		g_value_set_int(value, scan->status);
		break;
	case PROP_FRACTION:
		g_value_set_double(value, scan->fraction);
		break;
	case PROP_PROGRESS_TEXT:
		g_value_set_string(value, scan->progress_text);
		break;
	case PROP_WAITING:
		g_value_set_boolean(value, scan->waiting);
		break;
	case PROP_PARTIAL:
		g_value_set_boolean(value, app_scan_get_partial(scan));
		break;
	case PROP_DEMO:
		g_value_set_boolean(value, is_demo(scan));
		break;
	default:
		G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
	}
}

static void app_scan_finalize(GObject *object)
{
	AppScan *scan = APP_SCAN(object);

	g_object_unref(scan->servers);
	app_document_unref(scan->document);
	g_strfreev(scan->targets);
	g_free(scan->title);
	g_free(scan->subtitle);
	g_free(scan->progress_text);
	g_free(scan->stage);
	g_free(scan->detail);
	g_free(scan->error);
	g_free(scan->path);
	G_OBJECT_CLASS(app_scan_parent_class)->finalize(object);
}

static void app_scan_class_init(AppScanClass *class)
{
	GObjectClass *object_class = G_OBJECT_CLASS(class);
	const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

	object_class->get_property = app_scan_get_property;
	object_class->finalize = app_scan_finalize;
	properties[PROP_TITLE] = g_param_spec_string("title", NULL, NULL, NULL, flags);
	properties[PROP_SUBTITLE] = g_param_spec_string("subtitle", NULL, NULL, NULL, flags);
	properties[PROP_STATE] =
		g_param_spec_int("state", NULL, NULL, 0, APP_SCAN_FAILED, 0, flags);
	properties[PROP_STATUS] =
		g_param_spec_int("status", NULL, NULL, 0, APP_STATUS_REJECTED, 0, flags);
	properties[PROP_FRACTION] = g_param_spec_double("fraction", NULL, NULL, 0, 1, 0, flags);
	properties[PROP_PROGRESS_TEXT] =
		g_param_spec_string("progress-text", NULL, NULL, NULL, flags);
	properties[PROP_WAITING] = g_param_spec_boolean("waiting", NULL, NULL, FALSE, flags);
	properties[PROP_PARTIAL] = g_param_spec_boolean("partial", NULL, NULL, FALSE, flags);
	properties[PROP_DEMO] = g_param_spec_boolean("demo", NULL, NULL, FALSE, flags);
	g_object_class_install_properties(object_class, PROP_COUNT, properties);
	changed_signal = g_signal_new(
		"changed", APP_TYPE_SCAN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void app_scan_init(AppScan *scan)
{
	scan->servers = g_list_store_new(APP_TYPE_SERVER);
	scan->started = g_get_real_time() / G_USEC_PER_SEC;
	scan->state = APP_SCAN_RUNNING;
	scan->status = APP_STATUS_PENDING;
	scan->subtitle = g_strdup("");
	scan->progress_text = g_strdup("");
	scan->stage = g_strdup("");
	scan->detail = g_strdup("");
	scan->targets = g_new0(char *, 1);
}

AppScan *app_scan_new(const char *title)
{
	AppScan *scan = g_object_new(APP_TYPE_SCAN, NULL);

	scan->title = g_strdup(title);
	return scan;
}

/* ---- what a document says ---- */

/* The servers stay the same objects, as long as their order does; new ones come behind. */
static AppServer *server_at(AppScan *scan, guint at, const struct scn_server_result *result)
{
	AppServer *server = g_list_model_get_item(G_LIST_MODEL(scan->servers), at);

	if (!server) {
		server = app_server_new(scan->document, result);
		g_list_store_append(scan->servers, server);
	}
	return server;
}

/* A server gets its verdicts when all is known. */
static gboolean is_asked(AppScan *scan, const struct scn_server_result *result)
{
	return scan->state == APP_SCAN_RUNNING && result->pair_count == 0;
}

static void update_servers(AppScan *scan)
{
	const struct scn_document *d = app_document_get(scan->document);
	guint at = 0;

	for (size_t t = 0; t < d->target_count; t++)
		for (size_t s = 0; s < d->targets[t]->server_count; s++, at++) {
			const struct scn_server_result *result = d->targets[t]->servers[s];
			g_autoptr(AppServer) server = server_at(scan, at, result);

			app_server_update(server, scan->document, result, is_asked(scan, result));
		}
	while (g_list_model_get_n_items(G_LIST_MODEL(scan->servers)) > at)
		g_list_store_remove(scan->servers, at);
}

static AppStatus status_of(const struct scn_document *d)
{
	struct scn_findings found = { 0 };

	for (size_t t = 0; t < d->target_count; t++)
		scn_findings_add_target(&found, d->mode, d->targets[t]);
	return app_status_of_verdict(scn_findings_worst(&found));
}

static void update_result(AppScan *scan)
{
	const struct scn_document *d = app_document_get(scan->document);
	struct scn_text summary = { 0 };

	scan->status = scan->state == APP_SCAN_RUNNING ? APP_STATUS_PENDING : status_of(d);
	g_free(scan->subtitle);
	scn_report_summary(d, &summary);
	scan->subtitle = g_strdup(scn_text_str(&summary));
	scn_text_finish(&summary);
}

static void notify_all(AppScan *scan)
{
	for (guint i = PROP_TITLE; i < PROP_COUNT; i++)
		g_object_notify_by_pspec(G_OBJECT(scan), properties[i]);
	g_signal_emit(scan, changed_signal, 0);
}

void app_scan_take_document(AppScan *scan, AppDocument *take_document)
{
	AppDocument *old = scan->document;

	scan->document = take_document;
	if (app_document_get(take_document)->started)
		scan->started = app_document_get(take_document)->started;
	update_servers(scan);
	update_result(scan);
	app_document_unref(old);
	notify_all(scan);
}

/* ---- the engine's side ---- */

void app_scan_set_targets(AppScan *scan, const char *const *targets)
{
	g_strfreev(scan->targets);
	scan->targets = g_strdupv((char **)targets);
}

static void set_string(char **at, const char *text)
{
	g_free(*at);
	*at = g_strdup(text ? text : "");
}

void app_scan_set_progress(AppScan *scan, const struct app_progress *progress)
{
	scan->fraction = CLAMP(progress->fraction, 0, 1);
	scan->waiting = progress->waiting;
	set_string(&scan->progress_text, progress->text);
	set_string(&scan->stage, progress->stage);
	set_string(&scan->detail, progress->detail);
	g_object_notify_by_pspec(G_OBJECT(scan), properties[PROP_FRACTION]);
	g_object_notify_by_pspec(G_OBJECT(scan), properties[PROP_WAITING]);
	g_object_notify_by_pspec(G_OBJECT(scan), properties[PROP_SUBTITLE]);
	g_object_notify_by_pspec(G_OBJECT(scan), properties[PROP_PROGRESS_TEXT]);
}

void app_scan_set_state(AppScan *scan, AppScanState state, const char *error)
{
	scan->state = state;
	g_free(scan->error);
	scan->error = g_strdup(error);
	if (scan->document) {
		update_servers(scan);
		update_result(scan);
	} else {
		scan->status = state == APP_SCAN_RUNNING ? APP_STATUS_PENDING : APP_STATUS_UNKNOWN;
	}
	notify_all(scan);
}

void app_scan_set_path(AppScan *scan, const char *path)
{
	g_free(scan->path);
	scan->path = g_strdup(path);
}

/* ---- saved scans ---- */

static char *title_of(const struct scn_document *d)
{
	g_autofree char *first =
		d->target_count ? app_peer_text(d->targets[0]->input) : g_strdup(_("nothing"));

	if (d->title)
		return app_peer_text(d->title);
	if (d->demo)
		return g_strdup(_("Demo"));
	if (d->target_count < 2)
		return g_steal_pointer(&first);
	return g_strdup_printf(
		ngettext("%s and %zu more", "%s and %zu more", (gulong)d->target_count - 1), first,
		d->target_count - 1);
}

static void set_title(AppScan *scan, const char *title)
{
	g_free(scan->title);
	scan->title = g_strdup(title);
	g_object_notify_by_pspec(G_OBJECT(scan), properties[PROP_TITLE]);
}

gboolean app_scan_rename(AppScan *scan, const char *title, GError **error)
{
	struct scn_document *named;
	struct scn_text sentence = { 0 };
	gboolean ok;

	if (!scan->document) {
		set_title(scan, title);
		return TRUE;
	}
	named = scn_document_copy(app_document_get(scan->document));
	free(named->title);
	named->title = scn_strdup(title);
	ok = !scan->path || scn_saved_write_to(named, scan->path, &sentence);
	if (ok) {
		set_title(scan, title);
		app_scan_take_document(scan, app_document_new(named));
	} else {
		g_set_error_literal(
			error, G_FILE_ERROR, G_FILE_ERROR_FAILED, scn_text_str(&sentence));
		scn_document_free(named);
	}
	scn_text_finish(&sentence);
	return ok;
}

static void take_targets(AppScan *scan, const struct scn_document *d)
{
	g_autoptr(GPtrArray) inputs = g_ptr_array_new();

	for (size_t t = 0; t < d->target_count; t++)
		g_ptr_array_add(inputs, d->targets[t]->input);
	g_ptr_array_add(inputs, NULL);
	app_scan_set_targets(scan, (const char *const *)inputs->pdata);
}

AppScan *app_scan_load(const char *path, GError **error)
{
	struct scn_document *document;
	struct scn_text sentence = { 0 };
	enum scn_err err = scn_saved_load(path, &document, &sentence);
	AppScan *scan = NULL;

	if (err) {
		g_set_error_literal(
			error, G_FILE_ERROR, G_FILE_ERROR_INVAL, scn_text_str(&sentence));
	} else {
		g_autofree char *title = title_of(document);

		scan = app_scan_new(title);
		scan->state = APP_SCAN_DONE;
		scan->path = g_strdup(path);
		take_targets(scan, document);
		app_scan_take_document(scan, app_document_new(document));
	}
	scn_text_finish(&sentence);
	return scan;
}

/* ---- getters ---- */

const char *app_scan_get_title(AppScan *scan)
{
	return scan->title;
}

const char *app_scan_get_subtitle(AppScan *scan)
{
	if (scan->state == APP_SCAN_RUNNING)
		return scan->progress_text;
	return scan->error ? scan->error : scan->subtitle;
}

AppScanState app_scan_get_state(AppScan *scan)
{
	return scan->state;
}

AppStatus app_scan_get_status(AppScan *scan)
{
	return scan->status;
}

double app_scan_get_fraction(AppScan *scan)
{
	return scan->fraction;
}

const char *app_scan_get_progress_text(AppScan *scan)
{
	return scan->progress_text;
}

const char *app_scan_get_stage(AppScan *scan)
{
	return scan->stage;
}

const char *app_scan_get_detail(AppScan *scan)
{
	return scan->detail;
}

gboolean app_scan_get_waiting(AppScan *scan)
{
	return scan->waiting;
}

gboolean app_scan_get_partial(AppScan *scan)
{
	return scan->document && app_document_get(scan->document)->partial;
}

const char *app_scan_get_error(AppScan *scan)
{
	return scan->error;
}

gint64 app_scan_get_started(AppScan *scan)
{
	return scan->started;
}

const char *app_scan_get_path(AppScan *scan)
{
	return scan->path;
}

AppDocument *app_scan_get_document(AppScan *scan)
{
	return scan->document;
}

GListModel *app_scan_get_servers(AppScan *scan)
{
	return G_LIST_MODEL(scan->servers);
}

const char *const *app_scan_get_targets(AppScan *scan)
{
	return (const char *const *)scan->targets;
}
