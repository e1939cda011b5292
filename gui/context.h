/*
 * What a window shows: one scan, one client, one server. Every view has the window's context as its property
 * "context", listens to it, and changes it; views do not know each other or the window.
 */
#ifndef GUI_CONTEXT_H
#define GUI_CONTEXT_H

#include "gui/model/history.h"
#include "gui/model/profiles.h"
#include "gui/model/scan.h"

typedef enum {
	APP_WIDTH_NARROW, /* below 640 px */
	APP_WIDTH_MID,
	APP_WIDTH_WIDE, /* from 1000 px */
} AppWidthClass;

#define APP_TYPE_CONTEXT (app_context_get_type())
G_DECLARE_FINAL_TYPE(AppContext, app_context, APP, CONTEXT, GObject)

/*
 * Properties: scan, client, server (AppServer; NULL: all servers of the scan), width-class (gint), names (enum
 * scn_dialect as gint: how suites are written). All notified.
 * Signal "changed": any of them changed, or what is inside (the scan got a newer document, the client was edited).
 * Emitted from an idle, at most ten times a second, so a view may fill itself anew each time.
 * Signal "show-view" (const char *name): a view asks for another one ("answer", "suites", "server", "dialogue",
 * "fix"). Signal "toast" (const char *text).
 */
AppContext *app_context_new(AppHistory *history, AppProfiles *profiles);
AppHistory *app_context_get_history(AppContext *context);
AppProfiles *app_context_get_profiles(AppContext *context);
AppScan *app_context_get_scan(AppContext *context); /* borrowed; NULL: first run */
void app_context_set_scan(AppContext *context, AppScan *scan);
AppProfile *app_context_get_client(
	AppContext *context); /* borrowed; NULL only while there are none */
void app_context_set_client(AppContext *context, AppProfile *client);
AppServer *app_context_get_server(AppContext *context); /* NULL: all servers */
/* The chosen server, or the first one where all are chosen; NULL: the scan has none. */
AppServer *app_context_get_one_server(AppContext *context);
void app_context_set_server(AppContext *context, AppServer *server);
/* The pair of client and one server; NULL: there is none. Borrowed until "changed". */
AppPair *app_context_get_pair(AppContext *context);
AppWidthClass app_context_get_width_class(AppContext *context);
void app_context_set_width_class(AppContext *context, AppWidthClass width_class);
enum scn_dialect app_context_get_names(AppContext *context);
void app_context_set_names(AppContext *context, enum scn_dialect names);
void app_context_show_view(AppContext *context, const char *name);
void app_context_toast(AppContext *context, const char *text);

/* Which probe the Dialogue shows next (a number of struct scn_probe_record; 0: the pair's replay). */
uint32_t app_context_get_probe(AppContext *context);
void app_context_set_probe(AppContext *context, uint32_t probe);
/* An earlier or later scan of the same, beside which the Server view shows this one; NULL: none. Forgotten when
 * another scan is chosen. */
AppScan *app_context_get_compared(AppContext *context);
void app_context_set_compared(AppContext *context, AppScan *scan);
/* Which goal the Fix view begins with (enum scn_goal). */
int app_context_get_goal(AppContext *context);
void app_context_set_goal(AppContext *context, int goal);

#endif
