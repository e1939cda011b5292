/*
 * What the window shows in the place of the views where a scan has no server to talk TLS with: what happened
 * and what can be tried. The words are those of the engine (scn_document_state); the buttons are actions of the
 * window.
 */
#ifndef GUI_VIEWS_STATE_PAGE_H
#define GUI_VIEWS_STATE_PAGE_H

#include <adwaita.h>

#include "gui/model/scan.h"

#define APP_TYPE_STATE_PAGE (app_state_page_get_type())
G_DECLARE_FINAL_TYPE(AppStatePage, app_state_page, APP, STATE_PAGE, GtkBox)

GtkWidget *app_state_page_new(void);
/* Does it apply? Never while the scan runs. scan may be NULL. */
gboolean app_state_page_set(AppStatePage *page, AppScan *scan);
/* Buttons below each other. */
void app_state_page_set_narrow(AppStatePage *page, gboolean narrow);

#endif
