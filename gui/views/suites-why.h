/*
 * Everything about one suite and this server: its names, what was answered at which version and by which probe,
 * which clients have it, why it is weak.
 */
#ifndef GUI_VIEWS_SUITES_WHY_H
#define GUI_VIEWS_SUITES_WHY_H

#include <gtk/gtk.h>

#include "gui/context.h"
#include "gui/model/suite-row.h"

/* For a popover, which it closes before it shows another view. */
GtkWidget *app_suites_why_new(AppContext *context, AppSuiteRow *row, scn_versions versions);

/* "OpenSSL ECDHE-RSA-AES256-SHA384"; names in all four dialects, in one line or a row each. */
extern const struct app_suites_dialect {
	enum scn_dialect dialect;
	const char *title;
} app_suites_dialects[4];

#endif
