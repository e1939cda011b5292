/* The right side of the view "Fix": on which side, in which format; what changes; the text, to copy and to save. */
#ifndef GUI_VIEWS_FIX_TEXT_H
#define GUI_VIEWS_FIX_TEXT_H

#include <gtk/gtk.h>

#include "gui/context.h"
#include "gui/model/fix-plan.h"

#define APP_TYPE_FIX_TEXT (app_fix_text_get_type())
G_DECLARE_FINAL_TYPE(AppFixText, app_fix_text, APP, FIX_TEXT, GtkBox)

/* Signal "test-again". */
GtkWidget *app_fix_text_new(AppContext *context, AppFixPlan *plan);

#endif
