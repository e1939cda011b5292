/* Rows of a drop-down of titles (GtkStringObject) that may be long: the button shows what fits, the tooltip all. */
#ifndef GUI_WIDGETS_TITLE_FACTORY_H
#define GUI_WIDGETS_TITLE_FACTORY_H

#include <gtk/gtk.h>

/* A new reference, the caller's. */
GtkListItemFactory *app_title_factory_new(void);

#endif
