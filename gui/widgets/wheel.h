/*
 * A table that scrolls only sideways inside of a page that scrolls down: GTK 4.8 lets the inner one swallow the turns of
 * the wheel that it has no use for.
 */
#ifndef GUI_WIDGETS_WHEEL_H
#define GUI_WIDGETS_WHEEL_H

#include <gtk/gtk.h>

/* Turns up and down over the scrolled window move the next one around it. */
void app_pass_wheel_on(GtkScrolledWindow *inner);

#endif
