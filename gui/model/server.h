/*
 * One server of a scan. While the scan runs its result is replaced by newer ones ("changed").
 */
#ifndef GUI_MODEL_SERVER_H
#define GUI_MODEL_SERVER_H

#include <glib-object.h>

#include "gui/model/document.h"
#include "gui/model/pair.h"
#include "gui/model/profile.h"

#define APP_TYPE_SERVER (app_server_get_type())
G_DECLARE_FINAL_TYPE(AppServer, app_server, APP, SERVER, GObject)

/* Properties, read-only and notified: title ("mx1.firma.example : 25  (MX 10)"), short-title ("mx1 (10)").
 * Signal "changed": another result; pairs taken before are old. */
AppServer *app_server_new(AppDocument *document, const struct scn_server_result *result);
const struct scn_server_result *app_server_get_result(
	AppServer *server); /* borrowed until "changed" */
const struct scn_server_facts *app_server_get_facts(AppServer *server);
AppDocument *app_server_get_document(AppServer *server);
const char *app_server_get_title(AppServer *server);
const char *app_server_get_short_title(AppServer *server);
gboolean app_server_get_running(AppServer *server); /* still being asked */
/* What the engine says of this client and this server: the saved verdict, or one judged now (and kept until
 * server or profile change). Borrowed. */
AppPair *app_server_get_pair(AppServer *server, AppProfile *client);

/* For gui/model only. */
void app_server_update(AppServer *server, AppDocument *document,
	const struct scn_server_result *result, gboolean running);

#endif
