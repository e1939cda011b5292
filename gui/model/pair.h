/*
 * What the engine says of one client and one server. Immutable. Nothing here is decided by us: kind, sentences
 * and fixes are those of struct scn_verdict.
 */
#ifndef GUI_MODEL_PAIR_H
#define GUI_MODEL_PAIR_H

#include <glib-object.h>

#include "gui/model/document.h"
#include "gui/widgets/status.h"
#include "scanner.h"

#define APP_TYPE_PAIR (app_pair_get_type())
G_DECLARE_FINAL_TYPE(AppPair, app_pair, APP, PAIR, GObject)

AppPair *app_pair_new(struct scn_verdict *take_verdict, gboolean running);
/* One that stands in a document, which is held. */
AppPair *app_pair_new_saved(
	AppDocument *document, const struct scn_verdict *verdict, gboolean running);
const struct scn_verdict *app_pair_get_verdict(AppPair *pair);
/* APP_STATUS_PENDING while the server is still asked and nothing is known. */
AppStatus app_pair_get_status(AppPair *pair);

#endif
