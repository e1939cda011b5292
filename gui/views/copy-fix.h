/*
 * "Copy for Postfix": a fix as text in the format that was used last, all others that can write it in the menu.
 */
#ifndef GUI_VIEWS_COPY_FIX_H
#define GUI_VIEWS_COPY_FIX_H

#include <adwaita.h>

#include "gui/views/answer-text.h"

#define APP_TYPE_COPY_FIX (app_copy_fix_get_type())
G_DECLARE_FINAL_TYPE(AppCopyFix, app_copy_fix, APP, COPY_FIX, AdwBin)

GtkWidget *app_copy_fix_new(AppContext *context);
/* Which formats there are for the fix of this answer. */
void app_copy_fix_show(AppCopyFix *copy, const AppAnswer *answer);

#endif
