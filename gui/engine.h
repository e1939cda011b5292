/*
 * Scans in the background: the only file of the program that starts or ends one. A worker thread owns the
 * engine's event loop; results come to the main thread at most ten times a second.
 */
#ifndef GUI_ENGINE_H
#define GUI_ENGINE_H

#include "gui/model/history.h"
#include "gui/model/profiles.h"
#include "gui/settings.h"

#define APP_TYPE_ENGINE (app_engine_get_type())
G_DECLARE_FINAL_TYPE(AppEngine, app_engine, APP, ENGINE, GObject)

/* Signals: "running-changed"; "finished" (AppScan). */
AppEngine *app_engine_new(AppHistory *history, AppProfiles *profiles, AppSettings *settings);
/* Scan these targets as one scan; it is added to the history at once, and saved when it ends. Borrowed. */
AppScan *app_engine_scan(AppEngine *engine, const char *const *targets);
/* The embedded servers on loopback. NULL: the sentence is in error. */
AppScan *app_engine_scan_demo(AppEngine *engine, GError **error);
/* The same targets once more, as a new scan. */
AppScan *app_engine_scan_again(AppEngine *engine, AppScan *scan, GError **error);
/* Go on where it stopped: only what is unknown is asked. slowly: one connection at a time, with pauses. */
gboolean app_engine_resume(AppEngine *engine, AppScan *scan, gboolean slowly, GError **error);
/* Ends soon; what is known is kept and saved. */
void app_engine_stop(AppEngine *engine, AppScan *scan);
void app_engine_stop_all(AppEngine *engine);
guint app_engine_get_running(AppEngine *engine);

#endif
