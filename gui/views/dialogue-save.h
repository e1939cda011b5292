/* The button that saves a dialogue: as text, JSON or a capture file; addresses masked where that is wished. */
#ifndef GUI_VIEWS_DIALOGUE_SAVE_H
#define GUI_VIEWS_DIALOGUE_SAVE_H

#include <adwaita.h>

#include "gui/context.h"
#include "gui/model/dialogue.h"

#define APP_TYPE_DIALOGUE_SAVE (app_dialogue_save_get_type())
G_DECLARE_FINAL_TYPE(AppDialogueSave, app_dialogue_save, APP, DIALOGUE_SAVE, AdwBin)

GtkWidget *app_dialogue_save_new(AppContext *context, AppDialogue *dialogue);

#endif
