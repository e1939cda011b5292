/*
 * A scan: of a target that runs, or one that was saved. The engine's results come as whole documents, the
 * newest replaces the one before ("changed"); servers stay the same objects.
 */
#ifndef GUI_MODEL_SCAN_H
#define GUI_MODEL_SCAN_H

#include <gio/gio.h>

#include "gui/model/document.h"
#include "gui/model/profile.h"
#include "gui/model/server.h"
#include "gui/widgets/status.h"

typedef enum {
	APP_SCAN_RUNNING,
	APP_SCAN_DONE,    /* also where something stayed unknown: see "partial" */
	APP_SCAN_STOPPED, /* by the user */
	APP_SCAN_FAILED,  /* the engine itself could not work; the sentence is in "error" */
} AppScanState;

#define APP_TYPE_SCAN (app_scan_get_type())
G_DECLARE_FINAL_TYPE(AppScan, app_scan, APP, SCAN, GObject)

/*
 * Properties, read-only and notified: title, subtitle (the result in a sentence), state, status (AppStatus,
 * the worst), fraction (0..1), progress-text (for people), waiting (backing off), partial, demo.
 * Signal "changed": another document.
 */
AppScan *app_scan_new(const char *title);
/* One that was saved; path: its file. NULL: the sentence is in error. */
AppScan *app_scan_load(const char *path, GError **error);
const char *app_scan_get_title(AppScan *scan);
/* What the user calls it; in its file as well, where it has one. FALSE: it was not written, and stays as it was. */
gboolean app_scan_rename(AppScan *scan, const char *title, GError **error);
const char *app_scan_get_subtitle(AppScan *scan);
AppScanState app_scan_get_state(AppScan *scan);
AppStatus app_scan_get_status(AppScan *scan);
double app_scan_get_fraction(AppScan *scan);
const char *app_scan_get_progress_text(AppScan *scan);
const char *app_scan_get_stage(AppScan *scan);
const char *app_scan_get_detail(AppScan *scan);
gboolean app_scan_get_waiting(AppScan *scan);
gboolean app_scan_get_partial(AppScan *scan);
const char *app_scan_get_error(AppScan *scan);     /* NULL: none */
gint64 app_scan_get_started(AppScan *scan);        /* seconds since 1970 */
const char *app_scan_get_path(AppScan *scan);      /* NULL: not saved (yet) */
AppDocument *app_scan_get_document(AppScan *scan); /* borrowed; NULL: nothing yet */
GListModel *app_scan_get_servers(AppScan *scan);   /* borrowed: AppServer, in MX order */
/* What was typed, for "scan again". Borrowed, ends with NULL. */
const char *const *app_scan_get_targets(AppScan *scan);

/* For gui/engine.c only. */
void app_scan_set_targets(AppScan *scan, const char *const *targets);
struct app_progress {
	double fraction;
	gboolean waiting;
	const char *text;   /* for a row: "mx1: 74 of 118 probes" */
	const char *stage;  /* for the strip: "Testing TLS 1.2 suites on mx1…" */
	const char *detail; /* "74 of 118 probes · about 40 s left" */
};
void app_scan_set_progress(AppScan *scan, const struct app_progress *progress);
void app_scan_take_document(AppScan *scan, AppDocument *take_document);
void app_scan_set_state(AppScan *scan, AppScanState state, const char *error);
void app_scan_set_path(AppScan *scan, const char *path);

#endif
