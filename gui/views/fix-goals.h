/* The left side of the view "Fix": the goal, and who must work with the result after the change. */
#ifndef GUI_VIEWS_FIX_GOALS_H
#define GUI_VIEWS_FIX_GOALS_H

#include <gtk/gtk.h>

#include "gui/model/fix-plan.h"

#define APP_TYPE_FIX_GOALS (app_fix_goals_get_type())
G_DECLARE_FINAL_TYPE(AppFixGoals, app_fix_goals, APP, FIX_GOALS, GtkBox)

/* Shows the plan, and changes it. */
GtkWidget *app_fix_goals_new(AppFixPlan *plan);

#endif
