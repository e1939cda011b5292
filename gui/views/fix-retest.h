/*
 * "Test Again After Change": remembers how the clients fared before, and when the new scan is over shows both side
 * by side with a sentence.
 */
#ifndef GUI_VIEWS_FIX_RETEST_H
#define GUI_VIEWS_FIX_RETEST_H

#include <gtk/gtk.h>

#include "gui/context.h"

#define APP_TYPE_FIX_RETEST (app_fix_retest_get_type())
G_DECLARE_FINAL_TYPE(AppFixRetest, app_fix_retest, APP, FIX_RETEST, GtkBox)

/* Invisible while there is nothing to compare. */
GtkWidget *app_fix_retest_new(AppContext *context);
/* Keep what is known now of this server, and scan again. */
void app_fix_retest_start(AppFixRetest *retest, AppServer *server);
/* The context changed. */
void app_fix_retest_update(AppFixRetest *retest);

#endif
