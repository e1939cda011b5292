/* The rows of a dialogue: a list with one selection, filtered by what a person wants to see. */
#ifndef GUI_VIEWS_DIALOGUE_LIST_H
#define GUI_VIEWS_DIALOGUE_LIST_H

#include <gtk/gtk.h>

#include "gui/model/dialogue.h"

typedef enum {
	APP_DIALOGUE_EVERYTHING,
	APP_DIALOGUE_SMTP,
	APP_DIALOGUE_TLS,
	APP_DIALOGUE_COMMENTS,
} AppDialogueFilter;

#define APP_TYPE_DIALOGUE_LIST (app_dialogue_list_get_type())
G_DECLARE_FINAL_TYPE(AppDialogueList, app_dialogue_list, APP, DIALOGUE_LIST, GtkBox)

/* Signal "selected": another row, or none. */
GtkWidget *app_dialogue_list_new(AppDialogue *dialogue);
void app_dialogue_list_set_filter(AppDialogueList *list, AppDialogueFilter filter);
AppDialogueEntry *app_dialogue_list_get_selected(AppDialogueList *list); /* borrowed; NULL */
/* What a person looks for first: the last error, else the ClientHello, else the first row. */
void app_dialogue_list_select_first(AppDialogueList *list);
/* The next (1) or previous (-1) warning or error; FALSE: there is none. */
gboolean app_dialogue_list_next_problem(AppDialogueList *list, int step);

#endif
