/*
 * A view that shows the context as it is: filled anew when the context changed, but only while somebody looks at
 * it. One that is not looked at is filled when it is shown again, and only if something changed meanwhile: to
 * switch between views costs nothing then.
 */
#ifndef GUI_WIDGETS_FRESH_H
#define GUI_WIDGETS_FRESH_H

#include "gui/context.h"

typedef void app_fill_function(GtkWidget *widget);

/* fill is called for every "changed" of the context from now on, and when the widget is shown for the first time. */
void app_keep_fresh(GtkWidget *widget, AppContext *context, app_fill_function *fill);
/* Something else that the widget shows is different now: fill it, or remember that it has to be. */
void app_refresh(GtkWidget *widget);

#endif
