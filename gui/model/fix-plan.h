/*
 * A fix as it is being chosen: goal, side, format, and who must work. What comes of it is the engine's
 * (core/report/fix-plan), asked again whenever something changes ("changed").
 */
#ifndef GUI_MODEL_FIX_PLAN_H
#define GUI_MODEL_FIX_PLAN_H

#include <gio/gio.h>

#include "core/report/fix-plan.h"
#include "gui/model/profile.h"
#include "gui/model/server.h"

#define APP_TYPE_FIX_PLAN (app_fix_plan_get_type())
G_DECLARE_FINAL_TYPE(AppFixPlan, app_fix_plan, APP, FIX_PLAN, GObject)

/* Signal "changed". */
AppFixPlan *app_fix_plan_new(void);
/* Which pair it is about, and who else is looked at (AppProfile). Where the pair is another one than before, side
 * and format begin with what fits it. server or client NULL: no plan. */
void app_fix_plan_set_pair(AppFixPlan *plan, AppServer *server, AppProfile *client,
	GListModel *clients, enum scn_dialect names);
void app_fix_plan_set_goal(AppFixPlan *plan, enum scn_goal goal);
void app_fix_plan_set_side(AppFixPlan *plan, enum scn_side side);
void app_fix_plan_set_format(AppFixPlan *plan, const struct scn_export_format *format);
void app_fix_plan_set_wanted(AppFixPlan *plan, guint client, gboolean wanted);

enum scn_goal app_fix_plan_get_goal(AppFixPlan *plan);
enum scn_side app_fix_plan_get_side(AppFixPlan *plan);
const struct scn_export_format *app_fix_plan_get_format(AppFixPlan *plan);
/* The clients; the first one is the one of the pair. */
guint app_fix_plan_get_client_count(AppFixPlan *plan);
AppProfile *app_fix_plan_get_client(AppFixPlan *plan, guint client); /* borrowed */
gboolean app_fix_plan_get_wanted(AppFixPlan *plan, guint client);
AppServer *app_fix_plan_get_server(AppFixPlan *plan); /* borrowed; NULL */
/* Borrowed until "changed"; NULL: no plan. */
const struct scn_fix_plan *app_fix_plan_get(AppFixPlan *plan);
/* A mail to whoever runs the side of the reader, subject first, in a language ("en", "cs"). g_free; NULL: there is nothing to ask for. */
char *app_fix_plan_make_message(AppFixPlan *plan, enum scn_side reader, const char *language);
gboolean app_fix_plan_has_language(const char *language);

#endif
