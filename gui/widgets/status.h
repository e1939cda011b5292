/*
 * The marks of the program: one function maps a status to icon, style class, word. No view does that itself.
 */
#ifndef GUI_WIDGETS_STATUS_H
#define GUI_WIDGETS_STATUS_H

#include <gtk/gtk.h>

#include "scanner.h"

typedef enum {
	APP_STATUS_NONE,    /* nothing: no mark */
	APP_STATUS_PENDING, /* testing… */
	APP_STATUS_UNKNOWN, /* not tested */
	APP_STATUS_WORKS,   /* also: accepted, offered, good, ok */
	APP_STATUS_WEAK,
	APP_STATUS_FAILS,    /* also: broken */
	APP_STATUS_REJECTED, /* a definite no for one suite; not offered */
} AppStatus;

AppStatus app_status_of_verdict(enum scn_verdict_kind kind);
AppStatus app_status_of_known(enum scn_known known);
AppStatus app_status_of_strength(enum scn_strength strength);
const char *app_status_icon(AppStatus status);  /* "app-check-symbolic" */
const char *app_status_class(AppStatus status); /* "app-works": style class of the icon */
const char *app_status_word(AppStatus status);  /* "works", "not tested" …; translated */

/* A 16 px mark, presentational for screen readers: its word stands beside it or in the row's name. */
GtkWidget *app_mark_new(AppStatus status);
void app_mark_set(GtkWidget *mark, AppStatus status);
/* Another icon in the colour of the status. */
void app_mark_set_icon(GtkWidget *mark, AppStatus status, const char *icon);

#endif
