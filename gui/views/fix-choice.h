/* "Change on [server] as [format]": two drop-downs that change a plan. */
#ifndef GUI_VIEWS_FIX_CHOICE_H
#define GUI_VIEWS_FIX_CHOICE_H

#include <gtk/gtk.h>

#include "gui/model/fix-plan.h"

GtkWidget *app_fix_choice_new(AppFixPlan *plan);

#endif
