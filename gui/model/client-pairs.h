/* One client and all servers of a scan: their pairs, and what the engine makes a sentence or a row of. */
#ifndef GUI_MODEL_CLIENT_PAIRS_H
#define GUI_MODEL_CLIENT_PAIRS_H

#include "gui/model/scan.h"

typedef struct {
	guint count;
	AppServer **servers;
	AppPair **pairs; /* borrowed until a server changes */
	struct scn_client_pairs *words;
} AppClientPairs;
AppClientPairs *app_client_pairs_new(AppScan *scan, AppProfile *client);
void app_client_pairs_free(AppClientPairs *pairs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(AppClientPairs, app_client_pairs_free)

#endif
