/* One row of a dialogue in full: its decoded tree as text, and its bytes. */
#ifndef GUI_VIEWS_DIALOGUE_DETAIL_H
#define GUI_VIEWS_DIALOGUE_DETAIL_H

#include <gtk/gtk.h>

#include "gui/context.h"
#include "gui/model/dialogue.h"

#define APP_TYPE_DIALOGUE_DETAIL (app_dialogue_detail_get_type())
G_DECLARE_FINAL_TYPE(AppDialogueDetail, app_dialogue_detail, APP, DIALOGUE_DETAIL, GtkBox)

GtkWidget *app_dialogue_detail_new(AppContext *context);
/* NULL: nothing is selected. */
void app_dialogue_detail_show(AppDialogueDetail *detail, AppDialogueEntry *entry);

#endif
